"""Patterns against what they must give: each shift one crew, no minute twice, none left out, by any clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from app.errors import BadInput
from app.shift_patterns import EPOCH, Pattern, Slot

DAY, NIGHT = Slot(1, "白班", time(8), time(20)), Slot(2, "夜班", time(20), time(8))
THREE_BY_TWO = Pattern("three_by_two", "三班两运转 8-20-8", 3, (1, 2, 0), (DAY, NIGHT))
FOUR_BY_TWO = Pattern("four_by_two", "四班两运转 8-20-8", 4, (1, 2, 0, 0), (DAY, NIGHT))
FOUR_BY_THREE = Pattern(
    "four_by_three",
    "四班三运转",
    4,
    (2, 2, 3, 3, 0, 1, 1, 0),
    (Slot(1, "夜班", time(0), time(8)), Slot(2, "早班", time(8), time(16)), Slot(3, "中班", time(16), time(0))),
)
PATTERNS = st.sampled_from([THREE_BY_TWO, FOUR_BY_TWO, FOUR_BY_THREE])
DAYS = st.dates(date(1985, 1, 1), date(2040, 12, 31))
ZONES = st.sampled_from([ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")])


@given(PATTERNS, DAYS, st.integers(0, 60), ZONES)
def test_shifts_follow_each_other_without_gap_or_overlap(
    pattern: Pattern, first: date, days: int, zone: ZoneInfo
) -> None:
    last = first + timedelta(days=days)
    spans = [slot.span(day, zone) for day, slot, _ in pattern.turns(first, last)]
    assert len(spans) == (days + 1) * len(pattern.slots)
    assert all(earlier[1] == later[0] for earlier, later in pairwise(spans))
    begins = datetime.combine(first, pattern.slots[0].begins, zone).astimezone(UTC)
    ends = datetime.combine(last + timedelta(days=1), pattern.slots[0].begins, zone).astimezone(UTC)
    assert (spans[0][0], spans[-1][1]) == (begins, ends)


@given(PATTERNS, DAYS)
def test_each_crew_works_its_share_and_never_two_shifts_running(pattern: Pattern, first: date) -> None:
    cycle = len(pattern.cycle)
    turns = list(pattern.turns(first, first + timedelta(days=2 * cycle - 1)))
    for crew in range(1, pattern.crews + 1):
        own = [slot.span(day) for day, slot, one in turns if one == crew]
        assert len(own) == 2 * cycle * len(pattern.slots) // pattern.crews
        assert all(later[0] - earlier[1] >= timedelta(hours=12) for earlier, later in pairwise(own))


@given(PATTERNS, DAYS, st.integers(1, 40))
def test_seasons_made_one_after_the_other_go_on_in_one_rhythm(pattern: Pattern, first: date, days: int) -> None:
    middle, last = first + timedelta(days=days), first + timedelta(days=2 * days)
    parts = [*pattern.turns(first, middle), *pattern.turns(middle + timedelta(days=1), last)]
    assert parts == list(pattern.turns(first, last))


@given(PATTERNS, DAYS, st.data())
def test_any_crew_can_begin(pattern: Pattern, first: date, data: st.DataObject) -> None:
    crew = data.draw(st.integers(1, pattern.crews))
    start = pattern.start_with(crew, first)
    assert pattern.turn(crew, first, start) == pattern.cycle[0]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Shanghai", date(2026, 12, 31), 12),
        ("Europe/Berlin", date(2026, 10, 24), 13),
        ("Europe/Berlin", date(2026, 3, 28), 11),
        ("Asia/Shanghai", date(1990, 4, 14), 11),
        ("Asia/Shanghai", date(1990, 9, 15), 13),
    ],
)
def test_the_length_of_a_night_is_what_the_clock_ran(zone: str, day: date, hours: int) -> None:
    begins, ends = NIGHT.span(day, ZoneInfo(zone))
    assert ends - begins == timedelta(hours=hours)
    assert begins.astimezone(ZoneInfo(zone)).date() == day


def test_the_seeded_patterns_hold() -> None:
    for pattern in (THREE_BY_TWO, FOUR_BY_TWO, FOUR_BY_THREE):
        pattern.check()


@pytest.mark.parametrize(
    ("crews", "cycle", "slots", "field"),
    [
        (3, (1, 2), (DAY, NIGHT), "cycle"),
        (3, (1, 1, 0), (DAY, NIGHT), "cycle"),
        (2, (1, 2, 0, 0), (DAY, NIGHT), "cycle"),
        (1, (), (), "cycle"),
        (3, (1, 2, 0), (DAY, Slot(2, "夜班", time(19), time(8))), "slots"),
        (3, (1, 2, 0), (DAY, Slot(2, "夜班", time(20), time(9))), "slots"),
        (3, (1, 2, 0), (Slot(1, "夜班", time(20), time(8)), Slot(2, "白班", time(8), time(20))), "slots"),
    ],
)
def test_what_can_not_be_worked_is_refused(
    crews: int, cycle: tuple[int, ...], slots: tuple[Slot, ...], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        Pattern("x", "x", crews, cycle, slots).check()
    assert refused.value.field == field


def test_crew_one_begins_on_the_first_day() -> None:
    turns = list(THREE_BY_TWO.turns(EPOCH, EPOCH + timedelta(days=2)))
    assert [(slot.name, crew) for _, slot, crew in turns] == [
        ("白班", 1), ("夜班", 2), ("白班", 3), ("夜班", 1), ("白班", 2), ("夜班", 3)
    ]  # fmt: skip
