"""When a clock turns yellow and red, once each (lesson 21)."""

from datetime import timedelta
from itertools import pairwise

from app.clocks import clocks
from app.crossings import crossings, near_at
from app.limits import Pressure
from app.records import Act, Clock
from clock_story import DAYS, ROAD, RULES, history, local, pause, runs


def test_crossings_come_once_each() -> None:
    waiting = history(RULES, "B1", "2026-11-20 12:15", (Act.DISPATCH, "2026-11-20 12:17"))
    found = clocks(waiting, RULES, RULES.calendar)
    hours = [local("2026-11-20 12:00") + timedelta(hours=at) for at in range(80)]
    step_by_step = [one for since, until in pairwise(hours) for one in crossings(found, RULES.calendar, since, until)]
    at_once = crossings(found, RULES.calendar, hours[0], hours[-1])
    assert step_by_step == list(at_once)
    assert len({one.key for one in at_once}) == len(at_once) == 6
    assert [(one.run.clock, one.pressure, f"{one.at:%H:%M}") for one in at_once][:4] == [
        (Clock.SIGN, Pressure.NEAR, "12:22"),
        (Clock.SIGN, Pressure.OVER, "12:27"),
        (Clock.ON_SITE, Pressure.NEAR, "16:47"),
        (Clock.ON_SITE, Pressure.OVER, "17:17"),
    ]


def test_a_clock_that_stopped_in_time_crosses_nothing() -> None:
    found = clocks(ROAD, RULES, RULES.calendar)
    crossed = crossings(found, RULES.calendar, local("2026-11-20 12:00"), local("2026-11-30 12:00"))
    assert [(one.run.clock, one.pressure) for one in crossed] == [
        (Clock.SIGN, Pressure.NEAR),
        (Clock.CALL_BACK, Pressure.NEAR),
        (Clock.CALL_BACK, Pressure.OVER),
    ]


def test_a_paused_clock_does_not_turn_red() -> None:
    """glpi #24481: violated while pending."""
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-21 13:00", Clock.ON_SITE)),
    )
    found = [run for run in clocks(events, RULES, RULES.calendar) if run.clock is Clock.ON_SITE]
    assert crossings(found, RULES.calendar, local("2026-11-20 13:00"), local("2026-11-21 13:00")) == ()


def test_working_days_warn_one_working_day_ahead() -> None:
    run = runs(history(DAYS, "C3", "2026-11-19 10:00"), DAYS)[Clock.ANSWER]
    assert (near_at(run, DAYS.calendar), run.due_at) == (local("2026-11-25 10:00"), local("2026-11-26 10:00"))
