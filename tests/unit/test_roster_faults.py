"""What is shown about a roster: by the settings, by the calendar, over midnight and month."""

from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from app.roster import holiday_on
from app.roster_faults import Fault, FaultKind, find_faults
from app.rules import Rules
from app.shift_patterns import Slot
from app.shift_records import Duty, Shift
from app.working_days import Calendar, Day

DAY, NIGHT = Slot(1, "白班", time(8), time(20)), Slot(2, "夜班", time(20), time(8))
RULES = cast(
    Rules,
    SimpleNamespace(
        settings={
            "shift_rest_hours": 8,
            "shift_cover": {
                "hotline": {"ordinary": 2, "holiday": 3},
                "company": {"ordinary": 1, "holiday": 1},
            },
        }
    ),
)
NAMES = {1: "周岚", 2: "吴敏", 3: "郑班长"}


def shift(day: date, slot: Slot = DAY, *people: int, leader: int | None = None, **values: Any) -> Shift:
    begins, ends = slot.span(day)
    duties = tuple(Duty(person, number, person == leader) for number, person in enumerate(people, 1))
    given: dict[str, Any] = {"company_id": None, "day": day, "slot": slot.number, "name": slot.name, "duties": duties}
    given |= {"pattern": "three_by_two", "begins_at": begins, "ends_at": ends, "opened_at": None, "closed_at": None}
    return Shift(id=uuid4(), revision=1, **(given | values))


def faults(*shifts: Shift) -> list[Fault]:
    return find_faults(shifts, RULES, NAMES)


def test_a_roster_without_fault() -> None:
    first = date(2026, 12, 31)
    assert faults(shift(first, DAY, 1, 3, leader=3), shift(first, NIGHT, 2, 4, leader=2)) == []


def test_nobody_too_few_no_leader() -> None:
    day = date(2026, 11, 20)
    empty, one = shift(day), shift(day, NIGHT, 1)
    assert [(fault.shift_id, fault.kind, fault.words) for fault in faults(one, empty)] == [
        (empty.id, FaultKind.EMPTY, "无人值班"),
        (one.id, FaultKind.SHORT, "只有 1 人，应有 2 人"),
        (one.id, FaultKind.NO_LEADER, "没有班长"),
    ]


def test_a_public_holiday_needs_more_and_a_company_has_no_leader() -> None:
    new_year = shift(date(2027, 1, 1), DAY, 1, 2, leader=1, holiday="元旦")
    (fault,) = faults(new_year)
    assert fault.words == "只有 2 人，应有 3 人（元旦）"
    assert faults(shift(date(2027, 1, 1), DAY, 5, company_id=1, holiday="元旦")) == []


def test_no_rest_between_night_and_day_over_the_year() -> None:
    night = shift(date(2026, 12, 31), NIGHT, 1, 2, leader=1)
    morning = shift(date(2027, 1, 1), DAY, 1, 3, leader=3)
    (fault,) = faults(night, morning)
    assert (fault.shift_id, fault.kind, fault.person_id) == (morning.id, FaultKind.NO_REST, 1)
    assert fault.words == "周岚连班：12月31日 夜班 20:00–次日 08:00之后只歇 0 小时"


def test_time_without_a_shift() -> None:
    first, later = (shift(date(2026, 11, day), DAY, 1, 3, leader=3) for day in (20, 21))
    (fault,) = faults(first, later)
    assert (fault.kind, fault.words) == (FaultKind.GAP, "11-20 20:00 至 11-21 08:00 没有班次")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 2, 17), "春节"),
        (date(2026, 11, 21), ""),  # a common Saturday
        (date(2026, 11, 20), ""),
        (date(2029, 1, 1), "元旦"),
        (date(2030, 2, 4), "春节"),  # as the administrator loaded it
        (date(2030, 2, 9), ""),  # a make-up day
    ],
)
def test_public_holidays_come_from_the_working_days(day: date, name: str) -> None:
    loaded = {date(2030, 2, 4): Day(False, "春节"), date(2030, 2, 9): Day(True, "春节调休上班")}
    assert holiday_on(Calendar(loaded), day) == name


def test_words_of_a_shift() -> None:
    assert shift(date(2026, 12, 31), NIGHT).words == "12月31日 夜班 20:00–次日 08:00"
    assert shift(date(2026, 11, 20)).words == "11月20日 白班 08:00–20:00"
    assert shift(date(2026, 11, 20)).length == timedelta(hours=12)
