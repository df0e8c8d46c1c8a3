"""Several clocks of one complaint, rebuilt from its events (lessons 16, 19 and 21)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from app.clocks import clocks, near_at, working
from app.records import Act, Clock
from app.working_days import Calendar, Day
from clock_story import DAYS, ROAD, RULES, event, history, local, pause, runs


@pytest.fixture(scope="module", autouse=True)
def published_until_2026() -> Iterator[None]:
    """The years known here end with 2026, however many the installed tables hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.working_days._published_years", lambda: range(2004, 2027))
        yield


def test_each_clock_has_its_own_start_and_stop() -> None:
    found = runs(ROAD)
    told = {
        clock: (f"{run.started_at:%d %H:%M}", f"{run.due_at:%d %H:%M}", f"{run.stopped_at:%d %H:%M}", run.in_time)
        for clock, run in found.items()
    }
    assert told == {
        Clock.SIGN: ("20 12:17", "20 12:27", "20 12:25", True),
        Clock.ON_SITE: ("20 12:17", "20 17:17", "20 14:02", True),
        Clock.ANSWER: ("20 12:15", "23 12:15", "21 16:00", True),
        Clock.CALL_BACK: ("20 15:00", "21 15:00", "21 16:00", False),
    }
    assert [run.is_house for run in found.values()] == [True, False, False, True]


def test_a_second_company_gets_a_sign_clock_of_its_own_and_the_old_on_site_clock() -> None:
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:40"),
        (Act.RETURN, "2026-11-20 13:00"),
        (Act.DISPATCH, "2026-11-20 13:10"),
    )
    signs = [run for run in clocks(events, RULES, RULES.calendar) if run.clock is Clock.SIGN]
    assert [(run.in_time, run.stopped_by) for run in signs] == [(False, Act.SIGN), (None, None)]
    assert signs[1].due_at == local("2026-11-20 13:20")
    on_site = runs(events)[Clock.ON_SITE]
    assert (on_site.due_at, on_site.stopped_at) == (local("2026-11-20 17:17"), None)


def test_reported_without_a_visit_is_passed_over_and_runs_on_after_reopening() -> None:
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.REPORT, "2026-11-20 13:00"),
    )
    on_site = runs(events)[Clock.ON_SITE]
    assert (on_site.passed_over, on_site.in_time, on_site.stopped_by) == (True, None, Act.REPORT)
    events.append(event(5, Act.REOPEN, local("2026-11-20 14:00")))
    assert runs(events)[Clock.ON_SITE].stopped_at is None
    assert runs(events)[Clock.SIGN].started_at == local("2026-11-20 14:00")


def test_nobody_is_late_to_sign_what_lies_on_the_shelf() -> None:
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SHELVE, "2026-11-20 12:20"),
    )
    sign = runs(events)[Clock.SIGN]
    assert (sign.passed_over, sign.stopped_by, sign.in_time) == (True, Act.SHELVE, None)
    assert runs(events)[Clock.ON_SITE].stopped_at is None  # the law's clocks run on


def test_a_complaint_keeps_the_limits_it_was_born_with() -> None:
    stricter = replace(
        RULES, limit_rules=tuple(replace(rule, minutes=1) for rule in RULES.limit_rules if not rule.is_house)
    )
    assert runs(ROAD, stricter)[Clock.ON_SITE].due_at == local("2026-11-20 17:17")


def test_limits_stored_by_the_first_version_are_read() -> None:
    old = [
        {key: one[key] for key in ("clock", "due_at", "minutes", "rule", "article")}
        for one in ROAD[0].detail["due_times"]
    ]
    events = [event(1, Act.TAKE, local("2026-11-20 12:15"), category="B1", due_times=old)]
    assert runs(events)[Clock.ANSWER].due_at == local("2026-11-23 12:15")
    assert runs(events)[Clock.ANSWER].started_at == local("2026-11-20 12:15")


def test_working_days_skip_the_holiday_and_say_so() -> None:
    events = history(DAYS, "C3", "2026-02-12 10:00")
    run = runs(events, DAYS)[Clock.ANSWER]
    assert run.due_at == local("2026-02-26 10:00")
    told = [
        (f"{one.start:%m-%d %H}", f"{one.end:%m-%d %H}", one.counted, one.why) for one in working(run, DAYS.calendar)
    ]
    assert told == [
        ("02-12 10", "02-14 00", True, ""),
        ("02-14 00", "02-15 00", True, "春节调休上班"),
        ("02-15 00", "02-24 00", False, "春节"),
        ("02-24 00", "02-26 10", True, ""),
    ]


def test_a_due_time_over_an_unknown_year_is_provisional_until_the_year_is_loaded() -> None:
    events = history(DAYS, "C3", "2026-12-30 10:00")
    assert runs(events, DAYS)[Clock.ANSWER].limit.provisional is True
    known = replace(
        DAYS, calendar=Calendar({date(2027, 1, 1): Day(False, "元旦"), date(2027, 1, 4): Day(False, "元旦")})
    )
    run = runs(events, known)[Clock.ANSWER]
    assert (run.limit.provisional, run.due_at) == (False, local("2027-01-08 10:00"))


def test_an_extension_is_counted_in_working_days_after_the_limit_and_shown() -> None:
    events = history(
        RULES,
        "C3",
        "2026-11-17 10:00",
        (Act.DISPATCH, "2026-11-17 10:05"),
        (Act.GRANT, "2026-11-18 10:00", {"extension": {"days": 2}}),
        (Act.PAUSE, "2026-11-20 12:00", pause("2026-11-20 18:00", Clock.ANSWER)),
    )
    run = runs(events)[Clock.ANSWER]
    assert run.due_at == local("2026-11-24 16:00")
    told = [(f"{one.start:%m-%d %H}", f"{one.end:%m-%d %H}", one.counted, one.why) for one in working(run, Calendar())]
    assert told == [
        ("11-17 10", "11-20 10", True, ""),
        ("11-20 10", "11-20 12", True, "延期 2 个工作日"),
        ("11-20 12", "11-20 18", False, "等待用户"),
        ("11-20 18", "11-21 00", True, "延期 2 个工作日"),
        ("11-21 00", "11-22 00", False, "周六"),
        ("11-22 00", "11-23 00", False, "周日"),
        ("11-23 00", "11-24 16", True, "延期 2 个工作日"),
    ]
    assert near_at(run, Calendar()) == local("2026-11-23 16:00")


def test_without_a_taking_there_are_no_clocks() -> None:
    with pytest.raises(ValueError, match="begin with its taking"):
        clocks(ROAD[1:], RULES, RULES.calendar)


def test_working_days_warn_one_working_day_ahead() -> None:
    run = runs(history(DAYS, "C3", "2026-11-19 10:00"), DAYS)[Clock.ANSWER]
    assert (near_at(run, DAYS.calendar), run.due_at) == (local("2026-11-25 10:00"), local("2026-11-26 10:00"))
