"""Where and when a notice holds: who is told of it, which are in force at a flat, which say the same. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.directory import Directory, building_key, building_words
from app.rules import CITY_TIME, Season
from db.notices import NoticeKind, NoticeReach

NAMED = 4
"""So many places by name; of more their number."""
Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """One notice as it is now. ``places``: ids of companies, stations or communities by ``reach``; none: the city."""

    id: UUID
    number: str  # G20261201-02
    revision: int
    kind: NoticeKind
    reach: NoticeReach
    places: tuple[int, ...]
    buildings: tuple[str, ...]  # keys of buildings (building_key) of the one community
    area: str
    begins_at: datetime
    ends_at: datetime | None  # None: until the heat is back
    text: str
    basis: str
    late_reason: str
    season: str  # the season that it belongs to, before which or in which it begins
    company_id: int | None  # the company that issued it; None: the hotline
    made_by_name: str
    made_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by_name: str = ""
    withdrawn_reason: str = ""

    def stands_at(self, at: datetime) -> bool:
        """Whether it is in force at this moment."""
        begun = self.withdrawn_at is None and self.begins_at <= at
        return begun and (self.ends_at is None or at < self.ends_at)

    def is_over(self, at: datetime) -> bool:
        """Whether its time has passed, or it was withdrawn."""
        return self.withdrawn_at is not None or (self.ends_at is not None and self.ends_at <= at)


def in_force(
    notices: Iterable[PublicNotice], directory: Directory, community_id: int, building: str, at: datetime
) -> list[PublicNotice]:
    """The notices that hold at a flat at this moment, those of the nearest place first.

    Where ``building`` is empty, those of single buildings of the community are among them: the caller may live there.
    """
    there = [one for one in notices if one.stands_at(at) and concerns(one, directory, community_id, building)]
    return _nearest(there, known=bool(building_key(building)))


def coming(
    notices: Iterable[PublicNotice], directory: Directory, community_id: int, building: str, at: datetime, days: int
) -> list[PublicNotice]:
    """Those that begin within so many days, the soonest first."""
    until = at + timedelta(days=days)
    found = (one for one in notices if one.withdrawn_at is None and at < one.begins_at <= until)
    there = [one for one in found if concerns(one, directory, community_id, building)]
    return sorted(there, key=lambda one: (one.begins_at, one.number))


def concerns(notice: PublicNotice, directory: Directory, community_id: int, building: str = "") -> bool:
    """Whether a notice is for this flat, by its community, building, station or company."""
    if notice.reach is NoticeReach.CITY:
        return True
    community = directory.communities.get(community_id)
    if community is None:
        return False
    key = building_key(building)
    if notice.reach is NoticeReach.COMMUNITY:
        return community_id in notice.places and (not notice.buildings or not key or key in notice.buildings)
    routes = [directory.route(community_id, building)]
    if not key:
        routes += [directory.route(community_id, one.name) for one in community.buildings]
    if notice.reach is NoticeReach.COMPANY:
        return any(route.company and route.company.id in notice.places for route in routes)
    return any(route.station and route.station.id in notice.places for route in routes)


def overlaps(
    notice: PublicNotice,
    kind: NoticeKind,
    reach: NoticeReach,
    places: Sequence[int],
    buildings: Sequence[str],
    span: Span,
) -> bool:
    """Whether a notice says the same of one of these places in some of this time, as notice_rival() in SQL.

    其他 says something else each time. A wider and a narrower place are two places: the narrower one says it better.
    """
    if notice.withdrawn_at is not None or kind is NoticeKind.OTHER or (notice.kind, notice.reach) != (kind, reach):
        return False
    if reach is not NoticeReach.CITY and not set(places) & set(notice.places):
        return False
    if buildings and notice.buildings and not set(buildings) & set(notice.buildings):
        return False
    begins, ends = span
    return (ends is None or notice.begins_at < ends) and (notice.ends_at is None or begins < notice.ends_at)


def serves(directory: Directory, company_id: int, reach: NoticeReach, place: int) -> bool:
    """Whether a place is a company's own, a community also where only some of its buildings are."""
    if reach is NoticeReach.CITY:
        return False
    if reach is NoticeReach.COMPANY:
        return place == company_id
    if reach is NoticeReach.STATION:
        station = directory.stations.get(place)
        return station is not None and station.company_id == company_id
    return any(one.id == place for one in directory.of_company(company_id))


def season_of(seasons: Iterable[Season], at: datetime) -> Season | None:
    """The season that a moment belongs to: the one it lies in, or in summer the next."""
    day = at.astimezone(CITY_TIME).date()
    return next((one for one in seasons if day <= one.ends_on), None)


def place_words(directory: Directory, notice: PublicNotice) -> str:
    """Where it holds, in words: 全市, 永恒热力, 牡丹换热站等 6 处, 牡丹花园 3 号楼、5 号楼."""
    if notice.reach is NoticeReach.CITY:
        return "全市"
    match notice.reach:
        case NoticeReach.COMPANY:
            known = {id: one.short_name for id, one in directory.companies.items()}
        case NoticeReach.STATION:
            known = {id: f"站 {one.code} {one.name}" for id, one in directory.stations.items()}
        case _:
            known = {id: one.name for id, one in directory.communities.items()}
    names = [known[id] for id in notice.places if id in known]
    missing = len(notice.places) - len(names)  # retired since
    named = "、".join(names[:NAMED]) or "已撤销的地点"
    words = f"{named}等 {len(notice.places)} 处" if len(names) > NAMED or (missing and names) else named
    if notice.buildings:
        words += " " + "、".join(building_words(one) for one in notice.buildings)
    return words


def _nearest(found: Iterable[PublicNotice], known: bool) -> list[PublicNotice]:
    """``known``: the building is; else those of single buildings come last, for the caller may live elsewhere."""
    order = [NoticeReach.COMMUNITY, NoticeReach.STATION, NoticeReach.COMPANY, NoticeReach.CITY]

    def place(one: PublicNotice) -> tuple[bool, int, datetime, str]:
        return not known and bool(one.buildings), order.index(one.reach), one.begins_at, one.number

    return sorted(found, key=place)
