"""Counting in hours and working days against an oracle that goes minute by minute (lessons 15, 17, 18 and 22)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given, settings, strategies as st

from app.records import LimitUnit
from app.rules import CITY_TIME
from app.working_days import Calendar, Day, Pause, add, add_days, is_provisional, segments, until_end

SPRING_2027 = {
    date(2027, 1, 31): Day(True, "春节调休上班"),
    **{date(2027, 2, day): Day(False, "春节") for day in range(5, 12)},
    date(2027, 2, 20): Day(True, "春节调休上班"),
}
"""An invented arrangement, as an administrator would load it."""
PUBLISHED, LOADED = Calendar(), Calendar(SPRING_2027)
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
MINUTE = timedelta(minutes=1)
UNITS = st.sampled_from(LimitUnit)


def between(
    start: datetime, end: datetime, unit: LimitUnit, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> timedelta:
    """How much counted time lies between two moments; nothing when ``end`` comes first."""
    until = end.astimezone(UTC)
    counted = timedelta()
    for piece in until_end(segments(start, unit, calendar, pauses), until):
        if piece.counted:
            counted += piece.end - piece.start
    return counted


@pytest.fixture(scope="module", autouse=True)
def published_until_2026() -> Iterator[None]:
    """The years known here end with 2026, however many the installed tables hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.working_days._published_years", lambda: range(2004, 2027))
        yield


def local(text: str) -> datetime:
    """A time of the city: 2026-02-13 17:30."""
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


is_workday = cache(chinese_calendar.is_workday)


def worked(day: date, calendar: Calendar) -> bool:
    """The oracle's own idea of a working day."""
    if day in calendar.loaded:
        return calendar.loaded[day].working
    if day.year <= 2026:
        return is_workday(day)
    fixed = day.year not in {known.year for known in calendar.loaded} and (day.month, day.day) in FIXED
    return day.weekday() < 5 and not fixed


def counts(minute: datetime, unit: LimitUnit, calendar: Calendar, pauses: Sequence[Pause]) -> bool:
    day = (minute + timedelta(hours=8)).date()  # UTC; the city has no summer time
    if unit is LimitUnit.WORKING_DAYS and not worked(day, calendar):
        return False
    return not any(pause.start <= minute < pause.end for pause in pauses)


def slow_add(start: datetime, minutes: int, unit: LimitUnit, calendar: Calendar, pauses: Sequence[Pause]) -> datetime:
    at = start.astimezone(UTC)
    while minutes:
        minutes -= counts(at, unit, calendar, pauses)
        at += MINUTE
    return at


def slow_between(start: datetime, end: datetime, unit: LimitUnit, calendar: Calendar, pauses: Sequence[Pause]) -> int:
    at, counted = start.astimezone(UTC), 0
    while at < end:
        counted += counts(at, unit, calendar, pauses)
        at += MINUTE
    return counted


# Where counting goes wrong: before, in and after Spring Festival with its make-up days, at the season's start, at the
# end of the last published year, and in a later year with and without its table.
EDGES = [
    ("2025-01-23 00:00", PUBLISHED),
    ("2026-02-11 00:00", PUBLISHED),
    ("2026-11-12 00:00", PUBLISHED),
    ("2026-12-29 00:00", PUBLISHED),
    ("2027-01-28 00:00", LOADED),
    ("2027-02-01 00:00", PUBLISHED),
    ("2027-09-29 00:00", PUBLISHED),
]


@st.composite
def cases(draw: st.DrawFn) -> tuple[datetime, LimitUnit, Calendar, list[Pause]]:
    edge, calendar = draw(st.sampled_from(EDGES))
    start = local(edge) + draw(st.integers(0, 12 * 1440)) * MINUTE
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        begin = start + draw(st.integers(-600, 8 * 1440)) * MINUTE
        pauses.append(Pause(begin, begin + draw(st.integers(1, 3 * 1440)) * MINUTE, "等待用户"))
    return start, draw(UNITS), calendar, pauses


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(0, 6 * 1440))
def test_adding_is_what_counting_every_minute_gives(
    case: tuple[datetime, LimitUnit, Calendar, list[Pause]], minutes: int
) -> None:
    start, unit, calendar, pauses = case
    assert add(start, minutes, unit, calendar, pauses) == slow_add(start, minutes, unit, calendar, pauses)


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(0, 12 * 1440))
def test_the_time_between_is_what_counting_every_minute_gives(
    case: tuple[datetime, LimitUnit, Calendar, list[Pause]], span: int
) -> None:
    start, unit, calendar, pauses = case
    end = start + span * MINUTE
    expected = slow_between(start, end, unit, calendar, pauses)
    assert between(start, end, unit, calendar, pauses) == expected * MINUTE


@given(cases(), st.integers(0, 20 * 1440))
def test_both_directions_agree(case: tuple[datetime, LimitUnit, Calendar, list[Pause]], span: int) -> None:
    """add(start, between(start, x)) is x, or where x lies in time that does not count, the moment counting stopped."""
    start, unit, calendar, pauses = case
    x = start + span * MINUTE
    counted = between(start, x, unit, calendar, pauses)
    back = add(start, counted / MINUTE, unit, calendar, pauses)
    if span and counts((x - MINUTE).astimezone(UTC), unit, calendar, pauses):
        assert back == x
    else:
        assert back <= x
        assert between(back, x, unit, calendar, pauses) == timedelta()


@given(cases(), st.integers(0, 20 * 1440))
def test_what_was_added_lies_between(case: tuple[datetime, LimitUnit, Calendar, list[Pause]], minutes: int) -> None:
    start, unit, calendar, pauses = case
    due = add(start, minutes, unit, calendar, pauses)
    assert due >= start
    assert between(start, due, unit, calendar, pauses) == minutes * MINUTE


@given(cases())
def test_the_stretches_leave_no_gap(case: tuple[datetime, LimitUnit, Calendar, list[Pause]]) -> None:
    start, unit, calendar, pauses = case
    end = start + timedelta(days=15)
    pieces = list(until_end(segments(start, unit, calendar, pauses), end.astimezone(UTC)))
    assert (pieces[0].start, pieces[-1].end) == (start, end)
    assert all(one.end == next_one.start and one.start < one.end for one, next_one in pairwise(pieces))
    assert all(piece.counted or piece.why for piece in pieces)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param("2026-11-16 10:00", 5, "2026-11-23 10:00", id="over one weekend"),
        pytest.param("2026-11-21 10:00", 5, "2026-11-28 00:00", id="from a Saturday: Friday 24:00"),
        pytest.param("2026-02-13 17:30", 2, "2026-02-24 17:30", id="Spring Festival after a make-up Saturday"),
        pytest.param("2026-02-27 09:00", 2, "2026-03-02 09:00", id="a make-up Saturday counts, the Sunday does not"),
        pytest.param("2026-09-30 12:00", 1, "2026-10-08 12:00", id="National Day"),
        pytest.param("2026-12-31 12:00", 1, "2027-01-04 12:00", id="New Year of a year not published yet"),
    ],
)
def test_working_days(start: str, days: int, due: str) -> None:
    assert add_days(local(start), days, PUBLISHED) == local(due)


def test_a_loaded_year_replaces_the_guess() -> None:
    thursday = local("2027-02-04 12:00")
    assert add_days(thursday, 1, PUBLISHED) == local("2027-02-05 12:00")
    assert add_days(thursday, 1, LOADED) == local("2027-02-12 12:00")


@pytest.mark.parametrize(
    ("start", "due", "unit", "calendar", "provisional"),
    [
        ("2026-11-20 12:00", "2026-11-27 12:00", LimitUnit.WORKING_DAYS, PUBLISHED, False),
        ("2026-12-30 12:00", "2027-01-06 12:00", LimitUnit.WORKING_DAYS, PUBLISHED, True),
        ("2026-12-30 12:00", "2027-01-06 12:00", LimitUnit.HOURS, PUBLISHED, False),
        ("2026-12-30 12:00", "2027-01-06 12:00", LimitUnit.WORKING_DAYS, LOADED, False),
        ("2026-12-30 00:00", "2027-01-01 00:00", LimitUnit.WORKING_DAYS, PUBLISHED, False),
    ],
)
def test_what_is_counted_over_an_unknown_year_is_provisional(
    start: str, due: str, unit: LimitUnit, calendar: Calendar, provisional: bool
) -> None:
    assert is_provisional(local(start), local(due), unit, calendar) is provisional


@pytest.mark.parametrize(
    ("day", "calendar", "expected"),
    [
        (date(2026, 2, 17), PUBLISHED, Day(False, "春节")),
        (date(2026, 2, 28), PUBLISHED, Day(True, "春节调休上班")),
        (date(2026, 11, 21), PUBLISHED, Day(False, "周六")),
        (date(2026, 11, 24), PUBLISHED, Day(True, "")),
        (date(2027, 10, 1), PUBLISHED, Day(False, "国庆节")),
        (date(2027, 2, 8), PUBLISHED, Day(True, "")),
        (date(2027, 2, 8), LOADED, Day(False, "春节")),
        (date(2027, 10, 1), LOADED, Day(True, "")),  # a loaded year is known whole: what it does not name is the week's
    ],
)
def test_each_day_says_what_it_is(day: date, calendar: Calendar, expected: Day) -> None:
    assert calendar.day(day) == expected
