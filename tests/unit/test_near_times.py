"""A row of the queue turns yellow when the clock behind it does: half an hour ahead, or a working day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.clocks import near_at
from app.near_times import answered_in_days, day_ahead, row_near, turns_near
from app.records import Act, Clock, State
from app.working_days import WORKING_DAY, Calendar
from clock_story import DAYS, FIVE_DAYS, RULES, history, local, runs


@pytest.mark.parametrize(
    ("due", "near"),
    [
        ("2026-11-26 10:00", "2026-11-25 10:00"),
        ("2026-11-24 00:00", "2026-11-23 00:00"),  # Monday 24:00: the whole Monday is left
        ("2026-11-23 16:00", "2026-11-20 16:00"),  # Monday: from Friday on
        ("2026-02-24 09:00", "2026-02-14 09:00"),  # over the Spring Festival, from the Saturday worked for it
    ],
)
def test_a_working_day_back(due: str, near: str) -> None:
    assert day_ahead(local(due), Calendar()) == local(near)


@pytest.mark.parametrize("taken", ["2026-11-19 10:00", "2026-11-20 23:59", "2026-11-21 08:00"])
def test_row_limit_and_clock_agree(taken: str) -> None:
    run = runs(history(DAYS, "C3", taken), DAYS)[Clock.ANSWER]
    wanted = near_at(run, DAYS.calendar)
    assert turns_near(run.limit, DAYS.calendar) == wanted
    assert row_near(DAYS, "C3", State.WAITING, local(taken), run.due_at, False, 0) == wanted


def test_an_extended_answer_turns_a_working_day_ahead() -> None:
    taken = "2026-11-19 10:00"
    granted = (Act.GRANT, "2026-11-20 10:00", {"extension": {"days": 2}})
    run = runs(history(RULES, "B1", taken, (Act.DISPATCH, "2026-11-19 10:05"), granted))[Clock.ANSWER]
    wanted = near_at(run, RULES.calendar)
    assert run.due_at - wanted >= timedelta(days=1)
    assert turns_near(run.limit, RULES.calendar) == wanted
    at: datetime = local(taken)
    assert row_near(RULES, "B1", State.ARRIVED, at, run.due_at, True, 2) == wanted
    assert row_near(RULES, "B1", State.REOPENED, at, run.due_at, True, 2) == wanted
    assert row_near(RULES, "B1", State.SIGNED, at, run.due_at, False, 2) is None  # somebody must be on site first
    assert row_near(RULES, "B1", State.ARRIVED, at, run.due_at, True, 0) is None
    for state in (State.REPORTED, State.CALL_BACK):  # answered by telephone: nobody has to come any more
        assert row_near(RULES, "B1", state, at, run.due_at, False, 2) == wanted


def test_a_limit_shorter_than_an_hour_turns_in_its_middle() -> None:
    run = runs(history(RULES, "B1", "2026-11-19 10:00", (Act.DISPATCH, "2026-11-19 10:05")))[Clock.SIGN]
    assert turns_near(run.limit, RULES.calendar) == near_at(run, RULES.calendar) == local("2026-11-19 10:10")


def test_only_what_is_answered_in_days_is_looked_at() -> None:
    assert answered_in_days(RULES) == frozenset()
    assert "C3" in answered_in_days(DAYS)
    one_day = replace(FIVE_DAYS, minutes=WORKING_DAY)  # turns yellow half an hour ahead, as hours do
    contact = replace(FIVE_DAYS, clock=Clock.CONTACT)
    assert answered_in_days(replace(RULES, limit_rules=(*RULES.limit_rules, one_day, contact))) == frozenset()
