"""What of the directory is for everybody: the explicit list of public fields, and nothing else.

The web page and the workbook are made from these records alone, so that a private note, a remark for the staff, the
number of homes or a field added to the directory later can't get out by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.directory import Directory, building_words
from app.errors import BadInput
from app.notice_places import PublicNotice
from app.phones import read_phone
from app.pinyin import spellings
from app.public_notices import Announcement, announcements
from app.records import Community, Company, Manager
from app.rules import Rules
from app.service_points import KIND_WORDS, ServicePoint


@dataclass(frozen=True, slots=True)
class PublicCompany:
    name: str
    short_name: str
    service_phones: tuple[str, ...]  # as they are read out: 0530-520 1234
    duty_phone: str


@dataclass(frozen=True, slots=True)
class PublicManager:
    name: str
    phones: tuple[str, ...]  # as they are read out: 138 5300 0011
    duty: str  # 全天, 07:00-19:00
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class PublicBuildings:
    """Buildings of a community that another company serves than the rest."""

    names: tuple[str, ...]  # 3 号楼
    company: PublicCompany | None
    station: str


@dataclass(frozen=True, slots=True)
class PublicCommunity:
    name: str
    aliases: tuple[str, ...]
    address: str
    company: PublicCompany | None
    station: str  # empty where stations are not to be published
    buildings: tuple[PublicBuildings, ...]
    managers: tuple[PublicManager, ...]  # who is rung first stands first


@dataclass(frozen=True, slots=True)
class PublicPoint:
    """A hall or a way to pay that somebody has verified; where it is known from stays in the house."""

    kind: str  # 服务大厅, 银行
    name: str
    company: PublicCompany | None  # None: of all companies
    address: str
    hours: str
    phones: tuple[str, ...]
    how: str
    verified_on: date


@dataclass(frozen=True, slots=True)
class PublicDirectory:
    """All of it, communities in the order of their pinyin; ``as_of`` is the server's time."""

    city: str
    hotline: str
    as_of: datetime
    companies: tuple[PublicCompany, ...]
    communities: tuple[PublicCommunity, ...]
    points: tuple[PublicPoint, ...]
    notices: tuple[Announcement, ...]
    with_stations: bool


def public_directory(
    directory: Directory,
    rules: Rules,
    as_of: datetime,
    points: Iterable[ServicePoint] = (),
    with_stations: bool = False,
    notices: Iterable[PublicNotice] = (),
) -> PublicDirectory:
    """What everybody may know of a directory; stations only if asked for, of ``notices`` those that are not over.

    Of ``points`` those that are verified: a way to pay that nobody has checked must not stand on an official page.
    """
    area_code = rules.area_code
    companies = {
        one.id: _company(one, area_code) for one in sorted(directory.companies.values(), key=lambda one: one.code)
    }
    made = _Maker(directory, companies, area_code, with_stations)
    places = sorted(directory.communities.values(), key=_order)
    numbers = {one.id: at for at, one in enumerate(places)}
    return PublicDirectory(
        city=str(rules.settings.get("city", "")),
        hotline=str(rules.settings.get("hotline", "12319")),
        as_of=as_of,
        companies=tuple(companies.values()),
        communities=tuple(made.community(one) for one in places),
        points=tuple(_point(one, one.verified_on, companies, area_code) for one in points if one.verified_on),
        notices=announcements(notices, directory, numbers, as_of, with_stations),
        with_stations=with_stations,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    directory: Directory
    companies: dict[int, PublicCompany]
    area_code: str
    with_stations: bool

    def community(self, one: Community) -> PublicCommunity:
        company, station = self._supply(one, "")
        return PublicCommunity(
            name=one.name,
            aliases=one.aliases,
            address=one.address,
            company=company,
            station=station,
            buildings=self._buildings(one, (company, station)),
            managers=tuple(_manager(each, self.area_code) for each in sorted(one.managers, key=lambda each: each.rank)),
        )

    def _supply(self, community: Community, building: str) -> tuple[PublicCompany | None, str]:
        route = self.directory.route(community.id, building)
        company = self.companies.get(route.company.id) if route.company else None
        return company, route.station.name if route.station and self.with_stations else ""

    def _buildings(self, community: Community, own: tuple[PublicCompany | None, str]) -> tuple[PublicBuildings, ...]:
        groups: dict[tuple[PublicCompany | None, str], list[str]] = {}
        for building in community.buildings:
            supply = self._supply(community, building.name)
            if supply != own:
                groups.setdefault(supply, []).append(building_words(building.name))
        return tuple(PublicBuildings(tuple(names), *supply) for supply, names in groups.items())


def _company(one: Company, area_code: str) -> PublicCompany:
    duty_phone = _phone(one.duty_phone, area_code) if one.duty_phone else ""
    return PublicCompany(one.name, one.short_name, _phones(one.service_phones, area_code), duty_phone)


def _manager(one: Manager, area_code: str) -> PublicManager:
    round_the_clock = one.duty_from is None or one.duty_to is None
    duty = "全天" if round_the_clock else f"{one.duty_from:%H:%M}-{one.duty_to:%H:%M}"
    return PublicManager(one.name, _phones(one.phones, area_code), duty, one.verified_on)


def _point(one: ServicePoint, verified_on: date, companies: dict[int, PublicCompany], area_code: str) -> PublicPoint:
    return PublicPoint(
        kind=KIND_WORDS[one.kind],
        name=one.name,
        company=companies.get(one.company_id or 0),
        address=one.address,
        hours=one.hours,
        phones=_phones(one.phones, area_code),
        how=one.how,
        verified_on=verified_on,
    )


def _phones(stored: Iterable[str], area_code: str) -> tuple[str, ...]:
    return tuple(_phone(one, area_code) for one in stored)


def _phone(stored: str, area_code: str) -> str:
    try:
        return read_phone(stored, area_code).national
    except BadInput:
        return stored  # published so; better on the page than lost


def _order(one: Community) -> tuple[str, str, str, int]:
    return "".join(next(spellings(one.name), ())), one.name, one.address, one.id
