"""An invented directory in which everything that must stay in the house carries a mark of its own."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.directory import Directory
from app.notice_places import PublicNotice
from app.notice_words import NoticeKind, NoticeReach
from app.public_directory import PublicDirectory, public_directory
from app.records import Building, Community, CommunityKind, Company, Manager, Person, Role, Station
from app.rules import CITY_TIME
from app.service_points import PointKind, ServicePoint
from shipped_rules import shipped_rules

SECRET = "机密勿外传"
AS_OF = datetime(2026, 11, 29, 14, 5, tzinfo=CITY_TIME)
HOSTILE = '</script><img src=x onerror="top.hacked=1">&amp;{{data}}\u2028'

COMPANIES = (
    Company(1, "a", "永恒热力有限公司", "永恒", ("+865305201234", "400-600-1234"), "+865305201299"),
    Company(2, "b", "同心热力有限公司", "同心", ("+865305601234",), ""),
)
STATIONS = (Station(1, "018", "牡丹换热站", 1, SECRET, 987654), Station(2, "021", "木兰换热站", 2, SECRET, 987654))


def manager(number: int, name: str, *phones: str, rank: int = 1, hours: tuple[int, int] | None = None) -> Manager:
    begins, ends = (time(hours[0]), time(hours[1])) if hours else (None, None)
    return Manager(number, 0, name, phones, begins, ends, rank, date(2026, 10, 20), private_note=SECRET)


def community(number: int, name: str, *aliases: str, company: int | None = 1, **more: Any) -> Community:
    given: dict[str, Any] = {
        "address": "牡丹路 100 号",
        "station_id": company,
        "handed_over": False,
        "warranty_until": date(2031, 3, 15),
        "homes": 987654,
        "note": SECRET,
    }
    kind = CommunityKind.RESIDENTIAL
    return Community(id=number, name=name, aliases=aliases, kind=kind, company_id=company, **(given | more))


COMMUNITIES = (
    community(
        1,
        "牡丹花园",
        "老化肥厂家属院",
        managers=(
            manager(2, "李某某", "+8613853000022", rank=2),
            manager(1, "张某", "+8613853000011", "+865305201234", hours=(7, 19)),
        ),
        buildings=(Building(1, 1, "3", 2, 2), Building(2, 1, "5", 2, 2), Building(3, 1, "6", None, None)),
    ),
    community(2, "木兰苑", company=2, address="人民路 8 号"),
    community(3, "龑𬭎㸌公馆", "<b>公馆</b>", managers=(manager(3, "王建国", "5201234转8"),)),
    community(4, "无名大院", company=None, address=""),
    community(5, "丹阳花园三期", company=2, address="丹阳路 1 号"),
    community(6, HOSTILE, HOSTILE, company=2, address=HOSTILE, managers=(manager(4, HOSTILE, HOSTILE),)),
)


POINTS = (
    ServicePoint(
        1, PointKind.HALL, "北门服务大厅", 1, "八一路", "8:30-17:30", ("5201234",), "带卡", SECRET, AS_OF.date()
    ),
    ServicePoint(2, PointKind.BANK, HOSTILE, None, HOSTILE, HOSTILE, (HOSTILE,), HOSTILE, SECRET, AS_OF.date()),
    ServicePoint(3, PointKind.WECHAT, "没核实的公众号", None, "", "", (), "", "", None),
)


def notices() -> list[PublicNotice]:
    """In force, to come and over: of one community, some buildings, a station, the city; the last one of strangers."""
    told = (
        (NoticeKind.SUDDEN_STOP, NoticeReach.COMMUNITY, (2,), (), -2, None, "阀门损坏，正在抢修，请做好防冻。"),
        (NoticeKind.OTHER, NoticeReach.CITY, (), (), -1, 7 * 24, "收费大厅周末照常办理。"),
        (NoticeKind.PLANNED_STOP, NoticeReach.COMMUNITY, (1,), ("3", "5"), 6, 16, "换阀门，停热约 10 小时。"),
        (NoticeKind.PREHEATING, NoticeReach.STATION, (1,), (), 20, 23, HOSTILE),
        (NoticeKind.PRESSURE_TEST, NoticeReach.CITY, (), (), -90, -24, "充水试压，请家中留人。"),
    )
    hour = AS_OF.replace(minute=0)
    return [
        PublicNotice(
            id=UUID(int=at),
            number=f"G20261129-{at:02}",
            revision=1,
            kind=kind,
            reach=reach,
            places=places,
            buildings=buildings,
            area=SECRET,
            begins_at=hour + timedelta(hours=begins),
            ends_at=None if ends is None else hour + timedelta(hours=ends),
            text=text,
            basis="",
            late_reason=SECRET,
            season="2026-2027",
            company_id=None,
            made_by_name=SECRET,
            made_at=hour,
        )
        for at, (kind, reach, places, buildings, begins, ends, text) in enumerate(told, 1)
    ]


def made(
    extra: tuple[Community, ...] = (), with_stations: bool = False, notices: Iterable[PublicNotice] = ()
) -> PublicDirectory:
    """The public directory of this city."""
    people = (Person(1, "op1", SECRET, Role.OPERATOR, None, 1),)
    directory = Directory.of(COMPANIES, STATIONS, (*COMMUNITIES, *extra), people)
    return public_directory(directory, shipped_rules(), AS_OF, POINTS, with_stations, notices)
