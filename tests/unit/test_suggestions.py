"""One cause behind many calls: thresholds by size, the smallest common place, flats instead of calls."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.directory import Directory
from app.incident_groups import Running, Spot, Suggestion, Threshold, suggestions
from app.records import (
    Channel,
    Community,
    CommunityKind,
    Company,
    IncidentKind,
    QueueRow,
    State,
    Station,
    Urgency,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STATION, COMMUNITY, BUILDING = IncidentKind.STATION, IncidentKind.COMMUNITY, IncidentKind.BUILDING
THRESHOLDS = [
    Threshold(BUILDING, 0, 3, 60),
    Threshold(COMMUNITY, 0, 4, 60),
    Threshold(STATION, 0, 5, 60),
    Threshold(STATION, 1000, 6, 60),
]
GROUPS = [
    {"categories": ["A3", "B1", "B2"], "building": "B2", "community": "A3", "station": "A3"},
    {"categories": ["A1", "A2"], "building": "A2", "community": "A1", "station": "A1"},
]


def community(id: int, name: str, company: int | None = 1, station: int | None = 23) -> Community:
    return Community(id, name, (), "", CommunityKind.RESIDENTIAL, company, station, True, None, 0)


CITY = Directory.of(
    [Company(1, "a", "永恒热力有限公司", "永恒", (), ""), Company(2, "b", "同心热力有限公司", "同心", (), "")],
    [Station(23, "023", "牡丹换热站", 1, "", 900), Station(24, "024", "木兰换热站", 2, "", 3000)],
    [
        community(1, "牡丹花园"),
        community(2, "曹州府"),
        community(3, "木兰苑", 2, 24),
        community(4, "无名大院", None, None),
    ],
)


def row(n: int, community: int = 1, building: str = "3", minutes: float = 10, **changes: object) -> QueueRow:
    taken = NOW - timedelta(minutes=minutes)
    company = {1: 1, 2: 1, 3: 2}.get(community)
    made = QueueRow(
        *(UUID(int=n), f"20261120-{n:04}", 1, State.WAITING, Urgency.URGENT, "B1", f"{community}-{building}-1-{n}"),
        *(community, company, Channel.HOTLINE, 1, "周岚", taken, taken, taken, 0, False),
        building=building,
    )
    return replace(made, **changes)


def ask(rows: list[QueueRow], *running: Running) -> list[Suggestion]:
    return suggestions(rows, CITY, THRESHOLDS, GROUPS, NOW, running)


def test_a_station_of_two_communities() -> None:
    rows = [row(n, 1 + n % 2, str(n), minutes=5 + 4 * n) for n in range(6)]
    (found,) = ask(rows)
    assert found.words == "换热站 023 牡丹换热站 20 分钟内 6 件：同一原因？"
    assert (found.spot, found.company_id, found.category) == (Spot(STATION, station_id=23), 1, "A3")
    assert found.complaints == tuple(UUID(int=n) for n in reversed(range(6)))


def test_the_threshold_goes_by_the_stations_size() -> None:
    rows = [row(n, 3, "", place=f"木兰苑 {n}") for n in range(5)]
    other = replace(CITY.communities[3], id=5)
    city = Directory.of(CITY.companies.values(), CITY.stations.values(), [*CITY.communities.values(), other])
    spread = [*rows[:3], *(replace(one, community_id=5) for one in rows[3:])]
    assert suggestions(spread, city, THRESHOLDS, GROUPS, NOW) == []
    spread.append(replace(row(9, 3, ""), community_id=5))
    assert [one.spot.kind for one in suggestions(spread, city, THRESHOLDS, GROUPS, NOW)] == [STATION]


def test_the_smallest_place_that_holds_them_all_is_named() -> None:
    assert [one.spot for one in ask([row(n) for n in range(8)])] == [Spot(BUILDING, 1, "3")]
    assert [one.spot for one in ask([row(n, building=str(n)) for n in range(8)])] == [Spot(COMMUNITY, 1)]
    assert ask([row(n) for n in range(8)])[0].words.startswith("牡丹花园 3 号楼 1 分钟内 8 件")


def test_two_writings_of_a_building_are_one() -> None:
    (found,) = ask([row(1, building="3"), row(2, building="3号楼"), row(3, building="三栋")])
    assert (found.spot.building, len(found.complaints)) == ("3", 3)


def test_one_flat_counts_once_however_often_it_calls() -> None:
    assert ask([row(n, place="牡丹花园 3-2-501") for n in range(9)]) == []


@pytest.mark.parametrize("place", ["牡丹花园", "牡丹花园 3号楼", "牡丹花园 3号楼2单元"])
def test_who_does_not_say_the_flat_counts_each(place: str) -> None:
    building = "" if place == "牡丹花园" else "3"
    (found,) = ask([row(n, building=building, place=place) for n in range(5)])
    assert len(found.complaints) == 5


def test_a_place_in_words_of_its_own_is_one() -> None:
    assert ask([row(n, building="", place="牡丹花园 东门第一排、二楼") for n in range(9)]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.REPORTED},
        {"state": State.SHELVED},
        {"category": "C3"},
        {"incident_id": UUID(int=77)},
        {"taken_at": NOW - timedelta(minutes=60)},
        {"community_id": None},
        {"community_id": 99},
    ],
)
def test_what_is_not_counted(changes: dict[str, object]) -> None:
    rows = [row(1), row(2), row(3)]
    assert len(ask(rows)) == 1
    assert ask([*rows[:2], replace(rows[2], **changes)]) == []


def test_leaks_and_cold_are_two_causes() -> None:
    rows = [row(n) for n in range(3)] + [row(n, category="A2") for n in range(3, 7)]
    assert [(one.category, len(one.complaints)) for one in ask(rows)] == [("A2", 4), ("B2", 3)]
    assert ask([row(1), row(2), row(3, category="A2")]) == []


def test_a_place_that_nobody_heats_suggests_nothing() -> None:
    assert ask([row(n, 4) for n in range(9)]) == []


def test_what_another_company_works_on_stays_with_it() -> None:
    rows = [row(n) for n in range(4)] + [row(5, state=State.SIGNED, company_id=2, dispatched_at=NOW)]
    (found,) = ask(rows)
    assert UUID(int=5) not in found.complaints
    assert len(found.complaints) == 4


def test_what_went_to_another_company_than_the_usual_is_suggested_for_that_one() -> None:
    """It was sent there by hand, all of it."""
    rows = [row(n, state=State.DISPATCHED, company_id=2, dispatched_at=NOW) for n in range(4)]
    (found,) = ask(rows)
    assert (found.company_id, len(found.complaints)) == (2, 4)
    assert ask([row(1), row(2), *rows[:2]]) == []  # two here, two there: neither passes the threshold


def test_buildings_of_two_companies_are_two_causes() -> None:
    rows = [row(n, building=str(n)) for n in range(5)] + [row(n, building="18", company_id=2) for n in range(10, 14)]
    assert [(one.spot.kind, one.company_id, len(one.complaints)) for one in ask(rows)] == [
        (COMMUNITY, 1, 5),
        (BUILDING, 2, 4),
    ]
    going = Running(UUID(int=50), "P20261120-03", Spot(COMMUNITY, 1), 1, "A3")
    (offered, other) = ask(rows, going)
    assert (offered.incident_id, len(offered.complaints)) == (going.id, 5)
    assert (other.incident_id, other.company_id) == (None, 2)


def test_where_an_incident_goes_on_for_another_company_no_second_is_suggested() -> None:
    rows = [row(n, state=State.DISPATCHED, company_id=2, dispatched_at=NOW) for n in range(4)]
    going = Running(UUID(int=50), "P20261120-03", Spot(BUILDING, 1, "3"), 1, "B2")
    assert ask(rows, going) == []


def test_calls_from_a_running_incident_are_offered_to_it() -> None:
    going = Running(UUID(int=50), "P20261120-03", Spot(STATION, station_id=23), 1, "A3")
    (found,) = ask([row(1), row(2, 2, minutes=30), row(3, 3)], going)
    assert found.incident_id == going.id
    assert found.words == "换热站 023 牡丹换热站 又来 2 件：并入 P20261120-03？"
    assert ask([row(1, category="A2")], going) == []


def test_the_most_complaints_come_first() -> None:
    rows = [row(n, 3, "1") for n in range(3)] + [row(n, 1, "2") for n in range(10, 15)]
    assert [one.spot.community_id for one in ask(rows)] == [1, 3]


def test_three_thousand_rows_make_two_suggestions() -> None:
    rows = [row(n, 1 + n % 3, str(n % 40)) for n in range(3000)]
    found = ask(rows)
    assert {one.spot for one in found} == {Spot(STATION, station_id=23), Spot(COMMUNITY, 3)}
    assert sum(len(one.complaints) for one in found) == 3000
