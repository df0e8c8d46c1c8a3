"""The directory as a workbook that ``directory import`` reads back to exactly the same.

Private notes stay in the house. Numbers are written as people dial them, hours as 07:00-19:00 or 全天.
"""

from app.directory import Directory
from app.directory_people import stored_phone
from app.errors import BadInput
from app.records import Building, Community, CommunityKind, Manager
from app.workbooks import Table, Value

_PLACE = [("小区名称", 24), ("地址", 32)]
_SUPPLY = [("热力公司", 20), ("站号", 8), ("换热站", 24)]


def directory_tables(directory: Directory, area_code: str) -> list[Table]:
    """Sheets 公司, 换热站, 小区, 楼栋 and 管理员, each sorted by name."""
    communities = sorted(directory.communities.values(), key=lambda one: (one.name, one.address, one.id))
    managers = [(community, one) for community in communities for one in community.managers]
    buildings = [(community, one) for community in communities for one in community.buildings]
    return [
        _companies(directory, area_code),
        _stations(directory),
        Table(
            "小区",
            [
                *_PLACE,
                ("别名", 24),
                ("类型", 8),
                *_SUPPLY,
                ("户数", 8),
                ("是否移交", 10),
                ("保修期至", 12),
                ("备注", 30),
            ],
            [_community(directory, one) for one in communities],
        ),
        Table("楼栋", [*_PLACE, ("楼栋名称", 12), *_SUPPLY], [_building(directory, *pair) for pair in buildings]),
        Table(
            "管理员",
            manager_columns(),
            [manager_row(*pair, area_code) for pair in managers],
        ),
    ]


def _companies(directory: Directory, area_code: str) -> Table:
    return Table(
        "公司",
        [("公司名称", 24), ("公司代码", 10), ("简称", 10), ("客服电话", 60), ("值班电话", 16)],
        [
            (
                one.name,
                one.code,
                one.short_name,
                _phones(one.service_phones, area_code),
                _phone(one.duty_phone, area_code),
            )
            for one in sorted(directory.companies.values(), key=lambda one: one.code)
        ],
    )


def _stations(directory: Directory) -> Table:
    return Table(
        "换热站",
        [("站号", 8), ("换热站名称", 24), ("热力公司", 20), ("地址", 36), ("户数", 8)],
        [
            (one.code, one.name, _company(directory, one.company_id), one.address, one.homes or None)
            for one in sorted(directory.stations.values(), key=lambda one: one.code)
        ],
    )


def _community(directory: Directory, one: Community) -> tuple[Value, ...]:
    return (
        one.name,
        one.address,
        "、".join(one.aliases),
        "单位" if one.kind is CommunityKind.UNIT else "小区",
        *_supply(directory, one.company_id, one.station_id),
        one.homes or None,
        "是" if one.handed_over else "否",
        one.warranty_until,
        one.note,
    )


def _building(directory: Directory, community: Community, one: Building) -> tuple[Value, ...]:
    return (community.name, community.address, one.name, *_supply(directory, one.company_id, one.station_id))


def manager_columns() -> list[tuple[str, int]]:
    """The columns of the sheet 管理员; the day of the check is the last."""
    return [*_PLACE, ("管理员", 12), ("联系电话", 30), ("值班时间", 14), ("次序", 8), ("核实日期", 12)]


def manager_row(community: Community, one: Manager, area_code: str) -> tuple[Value, ...]:
    """A row of the sheet 管理员."""
    round_the_clock = one.duty_from is None or one.duty_to is None
    duty = "全天" if round_the_clock else f"{one.duty_from:%H:%M}-{one.duty_to:%H:%M}"
    phones = _phones(one.phones, area_code)
    return (community.name, community.address, one.name, phones, duty, one.rank, one.verified_on)


def _supply(directory: Directory, company_id: int | None, station_id: int | None) -> tuple[str, str, str]:
    station = directory.stations.get(station_id) if station_id else None
    return _company(directory, company_id), station.code if station else "", station.name if station else ""


def _company(directory: Directory, company_id: int | None) -> str:
    company = directory.companies.get(company_id) if company_id else None
    return company.name if company else ""


def _phones(phones: tuple[str, ...], area_code: str) -> str:
    return "、".join(_phone(phone, area_code) for phone in phones)


def _phone(stored: str, area_code: str) -> str:
    """+8613853000011 as 13853000011, +865305201234 as 05305201234; anything else as it is stored."""
    if not stored.startswith("+86"):
        return stored
    national = stored.removeprefix("+86")
    for written in (national if national.startswith("1") and len(national) == 11 else f"0{national}", national):
        try:
            if stored_phone(written, area_code) == stored:
                return written
        except BadInput:
            continue
    return stored
