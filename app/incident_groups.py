"""One cause behind many calls: what the open queue suggests (片区事件的提示). Pure.

Counted are flats, not calls: one flat that rings five times is one. The smallest place that holds all of them is named:
ten flats of one building are the building's, though its station has passed its threshold too.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.directory import Directory, building_key, building_words
from app.errors import BadInput
from app.flats import parse_flat
from app.records import Complaint, IncidentKind, QueueRow, State

WORKED_ON = frozenset({State.WAITING, State.DISPATCHED, State.SIGNED, State.ARRIVED, State.REOPENED, State.RETURNED})
"""States in which a complaint can still get its answer with an incident."""

INCIDENT_EVENT_WORDS = {
    "incident_open": "开片区事件",
    "incident_attach": "并入片区事件",
    "incident_detach": "移出片区事件",
    "incident_change": "改片区事件",
    "incident_sign": "签收片区事件",
    "incident_arrive": "片区事件到场",
    "incident_close": "结束片区事件",
    "incident_threshold": "改片区事件门槛",
}
"""What the events of the chain of incidents are called."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From ``min_homes`` homes on, ``calls`` flats within ``minutes`` suggest one cause."""

    kind: IncidentKind
    min_homes: int
    calls: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an incident is: a station, a community, or a building of one."""

    kind: IncidentKind
    community_id: int | None = None
    building: str = ""  # as building_key() writes it
    station_id: int | None = None

    def words(self, directory: Directory) -> str:
        """As it is said: 换热站 023 牡丹站, 牡丹花园 3 号楼."""
        if self.kind is IncidentKind.STATION:
            station = directory.stations.get(self.station_id or 0)
            return f"换热站 {station.code} {station.name}" if station else "换热站"
        community = directory.communities.get(self.community_id or 0)
        name = community.name if community else "小区"
        return f"{name} {building_words(self.building)}" if self.kind is IncidentKind.BUILDING else name

    def homes(self, directory: Directory) -> int:
        """How many homes hang on it as the directory knows; 0: it does not."""
        if self.kind is IncidentKind.STATION:
            station = directory.stations.get(self.station_id or 0)
            return station.homes if station else 0
        community = directory.communities.get(self.community_id or 0)
        return community.homes if community and self.kind is IncidentKind.COMMUNITY else 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Complaints that may have one cause. ``incident_id``: an incident that goes on there, which they may join."""

    spot: Spot
    words: str  # 换热站 023 牡丹站 20 分钟内 6 件：同一原因？
    company_id: int
    category: str  # of the incident: A3
    complaints: tuple[UUID, ...]  # oldest first
    minutes: int
    incident_id: UUID | None = None

    @property
    def key(self) -> tuple[Spot, str]:
        """What tells it apart: leaks and cold flats of one place are two."""
        return self.spot, self.category


@dataclass(frozen=True, slots=True)
class Running:
    """What the suggestions need to know of an incident that goes on."""

    id: UUID
    number: str
    spot: Spot
    company_id: int
    category: str


def suggestions(
    rows: Iterable[QueueRow],
    directory: Directory,
    thresholds: Sequence[Threshold],
    groups: Sequence[Mapping[str, Any]],
    now: datetime,
    running: Sequence[Running] = (),
) -> list[Suggestion]:
    """What the open queue suggests at this moment, the most complaints first.

    ``rows``: the open queue. ``groups``: setting incident_groups, which categories may have one cause and what the
    incident is then called. Complaints at an incident that goes on are offered to it, however few they are.
    """
    found: list[Suggestion] = []
    going = {(one.spot, one.category) for one in running}
    span = timedelta(minutes=max((one.minutes for one in thresholds), default=0))
    fresh = [row for row in rows if row.incident_id is None and row.state in WORKED_ON and row.taken_at > now - span]
    for group in groups:
        members = [(row, spots_of(row, directory)) for row in fresh if row.category in group["categories"]]
        members = [(row, spots) for row, spots in members if spots]
        for one in running:
            if one.category not in {*group["categories"], *(group[kind] for kind in IncidentKind)}:
                continue
            usual = company_at(directory, one.spot)
            joined = [row for row, spots in members if one.spot in spots.values() and _fits(row, one.company_id, usual)]
            if joined:
                found.append(_offer(one, joined, directory))
                members = _without(members, joined)
        for kind in (IncidentKind.STATION, IncidentKind.COMMUNITY, IncidentKind.BUILDING):
            for spot, there in _by_spot(members, kind):
                threshold = _threshold(thresholds, kind, spot.homes(directory))
                if threshold is None:
                    continue
                usual = company_at(directory, spot)
                for company, theirs in _by_company(there, usual):
                    many = _enough(theirs, threshold, now, directory)
                    if not many:
                        continue
                    made = _suggest(_smallest(spot, theirs, many), many, directory, company, group)
                    if made.key not in going:  # else it goes on for another company
                        found.append(made)
                        members = _without(members, many)
                        break  # one incident goes on at a place at a time; the others' may be a building's
    return sorted(found, key=lambda one: (-len(one.complaints), one.words))


def spots_of(row: QueueRow, directory: Directory) -> dict[IncidentKind, Spot]:
    """The places a complaint is at: its building, its community, its station."""
    community_id = row.community_id
    if community_id is None or community_id not in directory.communities:
        return {}
    return spots_at(directory, community_id, row.building, row.station_id)


def spots_at(
    directory: Directory, community_id: int, building: str, station_id: int | None = None
) -> dict[IncidentKind, Spot]:
    """The places that a flat belongs to. ``station_id`` None: the directory says."""
    spots = {IncidentKind.COMMUNITY: Spot(IncidentKind.COMMUNITY, community_id)}
    if key := building_key(building):
        spots[IncidentKind.BUILDING] = Spot(IncidentKind.BUILDING, community_id, key)
    if station_id is None:
        station = directory.route(community_id, building).station
        station_id = station.id if station else None
    if station_id is not None:
        spots[IncidentKind.STATION] = Spot(IncidentKind.STATION, station_id=station_id)
    return spots


_Members = list[tuple[QueueRow, dict[IncidentKind, Spot]]]


def _without(members: _Members, taken: Iterable[QueueRow]) -> _Members:
    ids = {row.id for row in taken}
    return [(row, spots) for row, spots in members if row.id not in ids]


def _by_spot(members: _Members, kind: IncidentKind) -> Iterator[tuple[Spot, _Members]]:
    there: dict[Spot, _Members] = {}
    for row, spots in members:
        if kind in spots:
            there.setdefault(spots[kind], []).append((row, spots))
    yield from there.items()


def _by_company(there: _Members, usual: int | None) -> list[tuple[int, _Members]]:
    """By the company that has each, or would get it; who has the most first. Where nobody is known, nobody is told."""
    theirs: dict[int, _Members] = {}
    for row, spots in there:
        company = row.company_id or usual
        if company is not None:
            theirs.setdefault(company, []).append((row, spots))
    return sorted(theirs.items(), key=lambda one: (-len(one[1]), one[0] != usual, one[0]))


def _enough(there: _Members, threshold: Threshold, now: datetime, directory: Directory) -> list[QueueRow]:
    since = now - timedelta(minutes=threshold.minutes)
    rows = sorted((row for row, _ in there if row.taken_at > since), key=lambda row: (row.taken_at, row.id))
    return rows if _flats(rows, directory) >= threshold.calls else []


def _flats(rows: Sequence[QueueRow], directory: Directory) -> int:
    """How many flats have called. Who did not say which counts each: two neighbours may both say "building 3"."""
    calls = Counter((row.community_id, row.place) for row in rows)
    return sum(1 if many == 1 or _names_flat(*place, directory) else many for place, many in calls.items())


def _names_flat(community_id: int | None, place: str, directory: Directory) -> bool:
    community = directory.communities.get(community_id or 0)
    said = place.removeprefix(community.name).strip() if community else place
    try:
        return bool(said) and bool(parse_flat(said).room)
    except BadInput:
        return True  # in words of their own


def _smallest(spot: Spot, there: _Members, many: Sequence[QueueRow]) -> Spot:
    """The station's only community, the community's only building: the place that all of them have in common."""
    wanted = {row.id for row in many}
    spots = [spots for row, spots in there if row.id in wanted]
    for kind in (IncidentKind.BUILDING, IncidentKind.COMMUNITY):
        common: set[Hashable] = {one.get(kind) for one in spots}
        if len(common) == 1 and None not in common:
            return spots[0][kind]
    return spot


def company_at(directory: Directory, spot: Spot) -> int | None:
    """Who heats the place, as the directory has it."""
    if spot.kind is IncidentKind.STATION:
        station = directory.stations.get(spot.station_id or 0)
        return station.company_id if station else None
    if spot.community_id is None or spot.community_id not in directory.communities:
        return None
    company = directory.route(spot.community_id, spot.building).company
    return company.id if company else None


def _fits(row: QueueRow, company_id: int, usual: int | None) -> bool:
    """Whether the incident of this company is the one to offer: a building of another company's has another cause.

    Where somebody opened it for a company that the directory does not name there (``usual``), it is for all of those.
    """
    return may_go(row, company_id) and (row.dispatched_at is not None or row.company_id in (None, company_id, usual))


def may_go(one: QueueRow | Complaint, company_id: int) -> bool:
    """What another company was sent stays with it until another slip, though shelved or returned meanwhile.

    keep_company() in the database says the same.
    """
    return one.dispatched_at is None or one.company_id == company_id


def _threshold(thresholds: Sequence[Threshold], kind: IncidentKind, homes: int) -> Threshold | None:
    fitting = [one for one in thresholds if one.kind is kind and one.min_homes <= homes]
    return max(fitting, key=lambda one: one.min_homes, default=None)


def _suggest(
    spot: Spot, rows: Sequence[QueueRow], directory: Directory, company_id: int, group: Mapping[str, Any]
) -> Suggestion:
    minutes = _minutes(rows)
    words = f"{spot.words(directory)} {minutes} 分钟内 {len(rows)} 件：同一原因？"
    return Suggestion(spot, words, company_id, group[spot.kind], tuple(row.id for row in rows), minutes)


def _offer(one: Running, rows: Sequence[QueueRow], directory: Directory) -> Suggestion:
    ordered = sorted(rows, key=lambda row: (row.taken_at, row.id))
    words = f"{one.spot.words(directory)} 又来 {len(ordered)} 件：并入 {one.number}？"
    ids = tuple(row.id for row in ordered)
    return Suggestion(one.spot, words, one.company_id, one.category, ids, _minutes(ordered), one.id)


def _minutes(rows: Sequence[QueueRow]) -> int:
    """From the first to the last, full minutes and at least one."""
    times = [row.taken_at for row in rows]
    return max(1, -((min(times) - max(times)) // timedelta(minutes=1)))
