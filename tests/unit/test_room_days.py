"""How each day of a room temperature test counts, by the articles of 菏泽市供热条例 (HZ)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from app.room_days import DayState, DayTest, RoomRequest, judge_days
from app.working_days import CITY_TIME
from db.kinds import VisitOutcome

TESTED, NO_ACCESS = VisitOutcome.TESTED, VisitOutcome.NO_ACCESS
USER_REFUSED, COMPANY_REFUSED = VisitOutcome.USER_REFUSED, VisitOutcome.COMPANY_REFUSED
FAILED, PASSED, UNKNOWN = DayState.FAILED, DayState.PASSED, DayState.UNKNOWN
DEEMED_FAILED, DEEMED_PASSED = DayState.DEEMED_FAILED, DayState.DEEMED_PASSED


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY_TIME)


REQUEST = RoomRequest(at(20), at(21), Decimal(18), at(29, 12))


def visit(day: int, reading: str | None = None, hour: int = 8, **given: Any) -> DayTest:
    """On that day at eight: an hour before the limit where it is the 21st."""
    degrees = None if reading is None else Decimal(reading)
    return DayTest(at(day, hour), given.pop("outcome", TESTED), degrees, **given)


def states(tests: list[DayTest], first: int = 20, last: int = 25, request: RoomRequest = REQUEST) -> list[DayState]:
    days = [date(2026, 11, day) for day in range(first, last + 1)]
    return [one.state for one in judge_days(request, tests, days)]


CASES = {
    "HZ 44: unqualified from the day of the request to the re-test that passes": (
        [visit(21, "15.5"), visit(24, "18.2")],
        [FAILED, FAILED, FAILED, FAILED, PASSED, UNKNOWN],
    ),
    "HZ 44: a re-test that fails goes on": (
        [visit(21, "15.5"), visit(23, "16.4")],
        [FAILED] * 6,
    ),
    "HZ 21: exactly 18 degrees pass": ([visit(21, "18.0")], [PASSED, PASSED, *[UNKNOWN] * 4]),
    "HZ 21: 17.99 degrees don't": ([visit(21, "17.99")], [FAILED] * 6),
    "HZ 42, 43: not tested within 24 hours": ([], [UNKNOWN, *[DEEMED_FAILED] * 5]),
    "HZ 42, 43: tested two days late and good": (
        [visit(23, "19")],
        [PASSED, DEEMED_FAILED, DEEMED_FAILED, PASSED, UNKNOWN, UNKNOWN],
    ),
    "HZ 44: tested two days late and bad": ([visit(23, "15")], [FAILED] * 6),
    "HZ 42: on the very last minute it is in time": (
        [DayTest(at(21), TESTED, Decimal(20))],
        [PASSED, PASSED, *[UNKNOWN] * 4],
    ),
    "HZ 43: the company refuses": (
        [visit(20, outcome=COMPANY_REFUSED, hour=10)],
        [*[DEEMED_FAILED] * 6],
    ),
    "HZ 43: the user refuses the test without cause": (
        [visit(21, outcome=USER_REFUSED, cause=False)],
        [UNKNOWN, DEEMED_PASSED, *[UNKNOWN] * 4],
    ),
    "HZ 43: the user refuses with cause": ([visit(21, outcome=USER_REFUSED, cause=True)], [UNKNOWN] * 6),
    "HZ 43: nobody has said yet whether there was a cause": ([visit(21, outcome=USER_REFUSED)], [UNKNOWN] * 6),
    "HZ 43: the user refuses to sign without cause": (
        [visit(21, "15", user_signed=False, cause=False)],
        [UNKNOWN, DEEMED_PASSED, *[UNKNOWN] * 4],
    ),
    "HZ 43: the user refuses the re-test without cause: that day alone": (
        [visit(21, "15"), visit(23, outcome=USER_REFUSED, cause=False)],
        [FAILED, FAILED, FAILED, DEEMED_PASSED, FAILED, FAILED],
    ),
    "P: the company refuses to sign": (
        [visit(21, "19", company_signed=False)],
        [UNKNOWN, DEEMED_FAILED, *[UNKNOWN] * 4],
    ),
    "HZ 42: nobody opened the door": ([visit(21, outcome=NO_ACCESS)], [UNKNOWN] * 6),
    "HZ 42: two tests on one day, the later one counts": (
        [visit(21, "15"), visit(21, "18.5", hour=16)],
        [FAILED, PASSED, *[UNKNOWN] * 4],
    ),
    "HZ 42: a legal body's reading needs no signature": (
        [visit(21, "16.5", by_body=True, user_signed=False)],
        [FAILED] * 6,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_days_are_judged(name: str) -> None:
    tests, expected = CASES[name]
    assert states(tests) == expected


def test_before_the_limit_nothing_is_deemed() -> None:
    """HZ 42: at ten in the morning the company has until eighteen o'clock."""
    request = RoomRequest(at(20, 18), at(21, 18), Decimal(18), at(21, 10))
    assert states([], request=request) == [UNKNOWN] * 6


def test_days_to_come_and_days_before_the_request_are_not_known() -> None:
    request = RoomRequest(at(20), at(21), Decimal(18), at(22, 12))
    assert states([visit(21, "15")], first=19, last=23, request=request) == [UNKNOWN, FAILED, FAILED, FAILED, UNKNOWN]


def test_a_request_withdrawn_in_time_ends_without_fault() -> None:
    request = RoomRequest(at(20), at(21), Decimal(18), at(29), withdrawn_at=at(20, 15))
    assert states([], request=request) == [UNKNOWN] * 6


def test_each_day_says_by_what_it_was_judged() -> None:
    judged = judge_days(REQUEST, [visit(21, "15.5"), visit(24, "18.2")], [date(2026, 11, day) for day in range(20, 25)])
    assert [one.reading for one in judged] == [Decimal("15.5")] * 4 + [Decimal("18.2")]
    assert judged[0].why == "自申请之日起计，11-21 实测 15.5 ℃"
    assert judged[1].why == "当日实测 15.5 ℃，低于 18.0 ℃"
    assert judged[2].why == "11-21 实测 15.5 ℃，回测合格前"
    assert "回测合格" in judged[4].why
    assert {one.article for one in judged} == {"菏泽市供热条例第四十四条"}


def test_a_deemed_day_says_when_the_company_should_have_come() -> None:
    (judged,) = judge_days(REQUEST, [], [date(2026, 11, 22)])
    assert judged.why == "企业未在 11-21 09:00 前上门检测，当日视为不合格"
    assert judged.article == "菏泽市供热条例第四十二条、第四十三条"


VISITS = st.builds(
    DayTest,
    at=st.integers(0, 9 * 24).map(lambda hours: at(20) + timedelta(hours=hours)),
    outcome=st.sampled_from(VisitOutcome),
    reading=st.none() | st.integers(1200, 2200).map(lambda hundredths: Decimal(hundredths) / 100),
    company_signed=st.booleans(),
    user_signed=st.booleans(),
    cause=st.none() | st.booleans(),
    by_body=st.booleans(),
)
DAYS = st.lists(st.dates(date(2026, 11, 18), date(2026, 12, 2)), max_size=12)


@given(st.lists(VISITS, max_size=6), DAYS, st.randoms())
def test_the_order_of_tests_and_days_plays_no_part_and_no_day_stands_twice(
    tests: list[DayTest], days: list[date], random: Any
) -> None:
    judged = judge_days(REQUEST, tests, days)
    assert [one.day for one in judged] == sorted(set(days))
    mixed, mixed_days = list(tests), list(days)
    random.shuffle(mixed)
    random.shuffle(mixed_days)
    assert judge_days(REQUEST, mixed, mixed_days) == judged
    assert judge_days(REQUEST, tests, [*days, *days]) == judged


@given(st.lists(VISITS, max_size=6), DAYS)
def test_a_day_is_judged_alone_as_among_others(tests: list[DayTest], days: list[date]) -> None:
    together = judge_days(REQUEST, tests, days)
    assert tuple(one for day in sorted(set(days)) for one in judge_days(REQUEST, tests, [day])) == together
    for one in together:
        assert one.why
        assert one.article
        if one.state is FAILED:
            assert one.reading is not None
            assert one.reading < REQUEST.minimum
