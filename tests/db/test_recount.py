"""Counting anew what the year's holidays move, and a notice that begins in the last days of the year before."""

from datetime import date

import pytest

from app import extensions, intake, shelving
from app.calendar_tables import CalendarDay, special_days
from app.complaints import show
from app.dispatch import arrive
from app.errors import BadInput
from app.records import Act, Clock, Complaint, DueTime, State
from app.recount import recount
from app.rule_book import history, load_calendar
from small_city import City, new

NOTICE = "国务院办公厅通知"


def answer_of(complaint: Complaint) -> DueTime:
    return next(one for one in complaint.due_times if one.clock == Clock.ANSWER)


def off(year: int, month: int, *days: int) -> list[CalendarDay]:
    return [CalendarDay(date(year, month, day), False, "假日") for day in days]


def unknown_year(city: City) -> int:
    calendar, year = city.seat("op1").rules.calendar, 2027
    while calendar.knows(year):
        year += 1
    return year


def test_an_extension_into_a_year_not_known_then_is_counted_anew(city: City) -> None:
    """The extension counts working days though the limit counts hours: what is stored says nothing of it."""
    a, supervisor = city.seat("a1"), city.seat("sup1")
    signed = city.bring(State.SIGNED)
    city.owner().execute("UPDATE setting SET value = '400' WHERE key = 'extension_working_days'")
    a.refresh()
    asked = extensions.ask(a, signed.id, signed.revision, 350, "等待配件到货")
    granted = extensions.grant(supervisor, asked.id, asked.revision)
    there = arrive(a, granted.id, granted.revision)
    before = answer_of(there)
    assert before.provisional
    assert there.due_at == before.due_at
    assert recount(supervisor) == []

    year = unknown_year(city)
    load_calendar(city.seat("admin"), off(year, 1, *range(2, 31)), NOTICE)
    supervisor.refresh()
    (done,) = recount(supervisor)
    assert done.events[-1].act is Act.RECOUNT
    assert done.due_at == answer_of(done).due_at > before.due_at
    assert recount(supervisor) == []


def test_what_lies_on_the_shelf_waits_and_stops_no_other(city: City) -> None:
    op, supervisor = city.seat("op1"), city.seat("sup1")
    city.owner().execute("UPDATE limit_rule SET unit = 'working_days', minutes = 300 * 1440 WHERE id = 5")
    op.refresh()
    shelved = intake.take(op, new(category="C3"))
    shelved = shelving.shelve(supervisor, shelved.id, shelved.revision, "管网改造，明年夏季实施")
    other = intake.take(op, new(category="C3", room="502"))
    year = unknown_year(city)
    load_calendar(city.seat("admin"), [*off(year, 2, *range(1, 29)), *off(year + 1, 2, *range(1, 29))], NOTICE)
    supervisor.refresh()
    assert [one.id for one in recount(supervisor)] == [other.id]
    up = shelving.take_up(supervisor, shelved.id, shelved.revision)
    assert [one.id for one in recount(supervisor)] == [up.id]
    assert show(op, up.id).due_at == answer_of(show(op, up.id)).due_at > answer_of(shelved).due_at


def test_the_last_days_of_a_year_leave_the_rest_of_it_as_it_was(city: City) -> None:
    """The notice for 2019 named 2018-12-29: loading it must not wipe out the whole of 2018."""
    admin = city.seat("admin")
    year = unknown_year(city)
    load_calendar(admin, off(year, 2, 6, 7, 8), NOTICE)
    tail = [CalendarDay(date(year, 12, 31), True, "元旦调休上班"), *off(year + 1, 1, 1, 2, 3)]
    assert load_calendar(admin, tail, NOTICE) == 4
    kept = {one.day: one.working for one in special_days(admin.rules, year)}
    assert {day: kept.get(day) for day in (date(year, 2, 6), date(year, 2, 8))} == {
        date(year, 2, 6): False,
        date(year, 2, 8): False,
    }
    assert admin.rules.calendar.day(date(year, 12, 31)).working
    assert [one["day"] for one in history(admin, ["calendar"])[0].before] == [
        f"{year}-02-06", f"{year}-02-07", f"{year}-02-08",
    ]  # fmt: skip


def test_the_last_days_of_a_year_do_not_make_it_known(city: City) -> None:
    admin = city.seat("admin")
    year = unknown_year(city)
    with pytest.raises(BadInput, match=f"请先导入 {year} 年的安排") as told:
        load_calendar(admin, [*off(year, 12, 31), *off(year + 1, 1, 1)], NOTICE)
    assert told.value.field == "file"
    assert not admin.rules.calendar.knows(year)
