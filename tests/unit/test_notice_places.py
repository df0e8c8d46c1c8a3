"""Which notices are in force where and when: pure."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.directory import Directory
from app.notice_places import PublicNotice, coming, in_force, overlaps, place_words, season_of, serves
from app.records import Building, Community, CommunityKind, Company, Station
from app.rules import CITY_TIME
from db.notices import NoticeKind, NoticeReach
from shipped_rules import shipped_rules

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=CITY_TIME)
HOUR = timedelta(hours=1)
SEASONS = shipped_rules().seasons
PEONY, MAGNOLIA = 1, 2


def community(id: int, name: str, company: int, station: int, *buildings: Building) -> Community:
    return Community(
        id, name, (), "", CommunityKind.RESIDENTIAL, company, station, True, None, 100, buildings=buildings
    )


CITY = Directory.of(
    [Company(1, "a", "永恒热力有限公司", "永恒", (), ""), Company(2, "b", "同心热力有限公司", "同心", (), "")],
    [Station(18, "018", "牡丹换热站", 1, "", 900), Station(21, "021", "木兰换热站", 2, "", 500)],
    [
        community(PEONY, "牡丹花园", 1, 18, Building(1, PEONY, "3", None, None), Building(2, PEONY, "9", 2, 21)),
        community(MAGNOLIA, "木兰苑", 2, 21),
    ],
)


def notice(number: int, reach: NoticeReach, *places: int, **fields: Any) -> PublicNotice:
    given: dict[str, Any] = {
        "id": UUID(int=number),
        "number": f"G20261201-{number:02}",
        "revision": 1,
        "kind": NoticeKind.PLANNED_STOP,
        "reach": reach,
        "places": places,
        "buildings": (),
        "area": "",
        "begins_at": NOW - HOUR,
        "ends_at": NOW + HOUR,
        "text": "因检修停热。",
        "basis": "",
        "late_reason": "",
        "season": "2026-2027",
        "company_id": None,
        "made_by_name": "郑班长",
        "made_at": NOW - HOUR,
    }
    return PublicNotice(**(given | fields))


EVERYWHERE = notice(1, NoticeReach.CITY)
OF_COMPANY = notice(2, NoticeReach.COMPANY, 1)
OF_STATION = notice(3, NoticeReach.STATION, 18)
OF_COMMUNITY = notice(4, NoticeReach.COMMUNITY, PEONY)
OF_BUILDING = notice(5, NoticeReach.COMMUNITY, PEONY, buildings=("3",))
ALL = [EVERYWHERE, OF_COMPANY, OF_STATION, OF_COMMUNITY, OF_BUILDING]


@pytest.mark.parametrize(
    ("place", "building", "expected"),
    [
        (PEONY, "3", [4, 5, 3, 2, 1]),
        (PEONY, "三号楼", [4, 5, 3, 2, 1]),
        (PEONY, "", [4, 3, 2, 1, 5]),  # the caller may live in any building
        (PEONY, "9", [4, 1]),  # another company's building of the same community
        (PEONY, "7", [4, 3, 2, 1]),
        (MAGNOLIA, "", [1]),
        (99, "", [1]),
    ],
)
def test_a_flat_is_told_what_holds_there_the_nearest_place_first(
    place: int, building: str, expected: list[int]
) -> None:
    assert [one.id.int for one in in_force(ALL, CITY, place, building, NOW)] == expected


def test_a_company_that_heats_one_building_of_a_community_is_told_of_where_no_building_was_said() -> None:
    other = notice(6, NoticeReach.COMPANY, 2)
    assert in_force([other], CITY, PEONY, "", NOW) == [other]
    assert in_force([other], CITY, PEONY, "9", NOW) == [other]
    assert in_force([other], CITY, PEONY, "3", NOW) == []


@pytest.mark.parametrize(
    ("fields", "stands"),
    [
        ({"begins_at": NOW}, True),
        ({"begins_at": NOW + timedelta(seconds=1)}, False),
        ({"ends_at": NOW}, False),
        ({"ends_at": NOW + timedelta(seconds=1)}, True),
        ({"ends_at": None}, True),
        ({"withdrawn_at": NOW}, False),
    ],
)
def test_a_notice_stands_from_its_beginning_to_before_its_end(fields: dict[str, Any], stands: bool) -> None:
    one = notice(1, NoticeReach.CITY, **fields)
    assert one.stands_at(NOW) is stands


def test_what_begins_within_days_is_coming_the_soonest_first() -> None:
    soon, later = (notice(n, NoticeReach.STATION, 18, begins_at=NOW + n * 24 * HOUR, ends_at=None) for n in (1, 3))
    far = notice(9, NoticeReach.CITY, begins_at=NOW + 73 * HOUR, ends_at=NOW + 80 * HOUR)
    assert coming([later, far, soon, EVERYWHERE], CITY, PEONY, "", NOW, 3) == [soon, later]


STOP = NoticeKind.PLANNED_STOP


@pytest.mark.parametrize(
    ("there", "kind", "reach", "places", "buildings", "hours", "expected"),
    [
        (EVERYWHERE, STOP, NoticeReach.CITY, (), (), (0, 2), True),
        (EVERYWHERE, STOP, NoticeReach.CITY, (), (), (1, 2), False),  # it begins when the other ends
        (EVERYWHERE, STOP, NoticeReach.CITY, (), (), (-9, None), True),
        (EVERYWHERE, NoticeKind.SUDDEN_STOP, NoticeReach.CITY, (), (), (0, 2), False),
        (EVERYWHERE, STOP, NoticeReach.STATION, (18,), (), (0, 2), False),
        (OF_STATION, STOP, NoticeReach.STATION, (21, 18), (), (0, 2), True),
        (OF_STATION, STOP, NoticeReach.STATION, (21,), (), (0, 2), False),
        (OF_BUILDING, STOP, NoticeReach.COMMUNITY, (PEONY,), ("3", "5"), (0, 2), True),
        (OF_BUILDING, STOP, NoticeReach.COMMUNITY, (PEONY,), ("5",), (0, 2), False),
        (OF_BUILDING, STOP, NoticeReach.COMMUNITY, (PEONY,), (), (0, 2), True),
        (
            notice(7, NoticeReach.CITY, kind=NoticeKind.OTHER),
            NoticeKind.OTHER,
            NoticeReach.CITY,
            (),
            (),
            (0, 2),
            False,
        ),
        (notice(8, NoticeReach.CITY, withdrawn_at=NOW), STOP, NoticeReach.CITY, (), (), (0, 2), False),
    ],
)
def test_two_say_the_same_of_one_place_at_one_time(
    there: PublicNotice,
    kind: NoticeKind,
    reach: NoticeReach,
    places: tuple[int, ...],
    buildings: tuple[str, ...],
    hours: tuple[int, int | None],
    expected: bool,
) -> None:
    begins, ends = hours
    span = (NOW + begins * HOUR, None if ends is None else NOW + ends * HOUR)
    assert overlaps(there, kind, reach, places, buildings, span) is expected


@pytest.mark.parametrize(
    ("company", "reach", "place", "expected"),
    [
        (1, NoticeReach.CITY, 0, False),
        (1, NoticeReach.COMPANY, 1, True),
        (1, NoticeReach.COMPANY, 2, False),
        (1, NoticeReach.STATION, 18, True),
        (1, NoticeReach.STATION, 21, False),
        (1, NoticeReach.COMMUNITY, MAGNOLIA, False),
        (2, NoticeReach.COMMUNITY, PEONY, True),  # by one of its buildings
    ],
)
def test_what_is_a_companys_own(company: int, reach: NoticeReach, place: int, expected: bool) -> None:
    assert serves(CITY, company, reach, place) is expected


def test_a_place_in_words() -> None:
    assert place_words(CITY, EVERYWHERE) == "全市"
    assert place_words(CITY, OF_STATION) == "站 018 牡丹换热站"
    assert place_words(CITY, OF_BUILDING) == "牡丹花园 3 号楼"
    assert place_words(CITY, notice(1, NoticeReach.COMMUNITY, PEONY, 99)) == "牡丹花园等 2 处"
    assert place_words(CITY, notice(1, NoticeReach.COMMUNITY, 99)) == "已撤销的地点"


def test_a_notice_of_summer_belongs_to_the_season_to_come() -> None:
    moments = [datetime(*day, tzinfo=CITY_TIME) for day in ((2026, 10, 20), (2027, 3, 15, 23), (2027, 3, 16))]
    found = [season_of(SEASONS, at) for at in moments]
    assert [one.name if one else "" for one in found] == ["2026-2027", "2026-2027", "2027-2028"]
