"""Several clocks of one complaint, rebuilt from its events (lessons 16, 19 and 21)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given, settings, strategies as st

from app.clocks import ClockRun, clocks, shifted, working
from app.complaints import due_values
from app.crossings import crossings, near_at
from app.limits import Pressure, due_times
from app.pause_spans import open_pause, pauses
from app.records import Act, Clock, Event, LimitUnit, State
from app.rules import CITY_TIME, LimitRule, Rules
from app.working_days import Calendar, Day
from shipped_rules import shipped_rules

SHIPPED = shipped_rules()
ANSWER_RULE = SHIPPED.limit_rules[4]
SIGN = LimitRule(
    90, tuple(SHIPPED.categories), Clock.SIGN, 10, None, None, True, "内部要求", "内部要求", "企业签收：10 分钟", "P",
    date(2026, 1, 1), None,
)  # fmt: skip
BACK = replace(SIGN, id=91, clock=Clock.CALL_BACK, minutes=1440, words="回访：反馈后 24 小时")
RULES = replace(SHIPPED, limit_rules=(*SHIPPED.limit_rules, SIGN, BACK))
FIVE_DAYS = replace(
    ANSWER_RULE,
    id=92,
    minutes=5 * 1440,
    unit=LimitUnit.WORKING_DAYS,
    valid_from=date(2020, 1, 1),
    words="答复：5 个工作日",
)
DAYS = replace(RULES, limit_rules=(*RULES.limit_rules, FIVE_DAYS))


@pytest.fixture(scope="module", autouse=True)
def published_until_2026() -> Iterator[None]:
    """The years known here end with 2026, however many the installed tables hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.working_days._published_years", lambda: range(2004, 2027))
        yield


def local(text: str) -> datetime:
    """A time of the city: 2026-11-20 12:15."""
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


def event(seq: int, act: Act, at: datetime, note: str = "", **detail: Any) -> Event:
    return Event(seq, act, State.SIGNED, at, "周岚", None, note, detail)


def history(
    rules: Rules, category: str, taken: str, *later: tuple[Act, str] | tuple[Act, str, dict[str, Any]]
) -> list[Event]:
    """The events of a complaint as the acts would have written them."""
    at = local(taken)
    events = [event(1, Act.TAKE, at, category=category, due_times=due_values(due_times(rules, category, at)))]
    for act, when, *more in later:
        moment = local(when)
        detail = dict(more[0]) if more else {}
        if act is Act.DISPATCH and not any(one.act is Act.DISPATCH for one in events):
            detail["changes"] = {"due_times": due_values(due_times(rules, category, at, moment))}
        events.append(event(len(events) + 1, act, moment, str(detail.pop("note", "")), **detail))
    return events


def pause(until: str, *stopped: Clock, words: str = "等待用户") -> dict[str, Any]:
    return {
        "pause": {
            "kind": "user",
            "words": words,
            "until": local(until).isoformat(),
            "clocks": [str(c) for c in stopped],
        }
    }


def runs(events: Sequence[Event], rules: Rules = RULES) -> dict[Clock, ClockRun]:
    """The last run of each clock."""
    return {run.clock: run for run in clocks(events, rules, rules.calendar)}


ROAD = history(
    RULES,
    "B1",
    "2026-11-20 12:15",
    (Act.DISPATCH, "2026-11-20 12:17"),
    (Act.SIGN, "2026-11-20 12:25"),
    (Act.ARRIVE, "2026-11-20 14:02"),
    (Act.REPORT, "2026-11-20 15:00"),
    (Act.CALL_BACK, "2026-11-21 16:00"),
)


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


def test_a_pause_holds_the_clocks_it_names_and_no_others() -> None:
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-21 13:00", Clock.ON_SITE)),
        (Act.RESUME, "2026-11-20 18:00"),
    )
    found = runs(events)
    assert found[Clock.ON_SITE].due_at == local("2026-11-20 22:17")
    assert found[Clock.ANSWER].due_at == local("2026-11-23 12:15")
    assert found[Clock.SIGN].due_at == local("2026-11-20 12:27")


def test_a_pause_that_nobody_ended_ends_by_itself_and_a_visit_ends_one() -> None:
    begun = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-21 13:00", Clock.ON_SITE, Clock.ANSWER)),
    )
    assert runs(begun)[Clock.ON_SITE].due_at == local("2026-11-21 17:17")
    assert open_pause(begun, local("2026-11-21 12:59")) is not None
    assert open_pause(begun, local("2026-11-21 13:00")) is None
    arrived = [*begun, event(5, Act.ARRIVE, local("2026-11-20 15:00"))]
    assert runs(arrived)[Clock.ANSWER].due_at == local("2026-11-23 14:15")
    assert open_pause(arrived, local("2026-11-20 15:01")) is None


def test_a_pause_survives_a_correction_of_the_category() -> None:
    """glpi #6902: the pause was forgotten when the limits changed."""
    events = history(
        RULES,
        "B1",
        "2026-11-20 12:15",
        (Act.DISPATCH, "2026-11-20 12:17"),
        (Act.SIGN, "2026-11-20 12:20"),
        (Act.PAUSE, "2026-11-20 13:00", pause("2026-11-21 13:00", Clock.ON_SITE)),
        (Act.RESUME, "2026-11-20 13:30"),
    )
    fresh = due_values(due_times(RULES, "A2", local("2026-11-20 12:15"), local("2026-11-20 12:17")))
    events.append(event(6, Act.EDIT, local("2026-11-20 13:40"), changes={"category": "A2", "due_times": fresh}))
    assert runs(events)[Clock.ON_SITE].due_at == local("2026-11-20 13:47")
    assert runs(events)[Clock.ON_SITE].limit.minutes == 60


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


def test_a_weekend_pause_is_not_counted_twice() -> None:
    """glpi #10594: a pause over a weekend added the weekend to a due time that leaves it out already."""
    weekend = pause("2026-11-23 00:00", Clock.ANSWER)
    events = history(DAYS, "C3", "2026-11-19 10:00", (Act.PAUSE, "2026-11-21 00:00", weekend))
    assert runs(events, DAYS)[Clock.ANSWER].due_at == local("2026-11-26 10:00")


def test_a_due_time_over_an_unknown_year_is_provisional_until_the_year_is_loaded() -> None:
    events = history(DAYS, "C3", "2026-12-30 10:00")
    assert runs(events, DAYS)[Clock.ANSWER].limit.provisional is True
    known = replace(
        DAYS, calendar=Calendar({date(2027, 1, 1): Day(False, "元旦"), date(2027, 1, 4): Day(False, "元旦")})
    )
    run = runs(events, known)[Clock.ANSWER]
    assert (run.limit.provisional, run.due_at) == (False, local("2027-01-08 10:00"))


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


ACTS = st.sampled_from([act for act in Act if act not in (Act.TAKE, Act.DISPATCH, Act.EDIT, Act.RECOUNT)])


@settings(deadline=None)
@given(st.lists(st.tuples(ACTS, st.integers(1, 2000)), max_size=8), st.sampled_from(list(SHIPPED.categories)))
def test_any_order_of_events_gives_clocks_that_agree(later: list[tuple[Act, int]], category: str) -> None:
    """No act moves a due time earlier, the queue's own counting agrees, and a second reading changes nothing."""
    events = history(RULES, category, "2026-11-14 23:50", (Act.DISPATCH, "2026-11-15 00:10"))
    at = events[-1].at
    for act, minutes in later:
        at += timedelta(minutes=minutes)
        stands = pause("2026-11-25 00:00", Clock.ON_SITE, Clock.TEST, Clock.ANSWER) if act is Act.PAUSE else {}
        events.append(event(len(events) + 1, act, at, **stands))
    found = clocks(events, RULES, RULES.calendar)
    assert found == clocks(events, RULES, RULES.calendar)
    born = due_times(RULES, category, events[0].at, events[1].at)
    law = [run for run in found if not run.is_house]
    assert [run.clock for run in law] == [limit.clock for limit in born]
    for run, limit, moved in zip(law, born, shifted(born, events, RULES.calendar), strict=True):
        assert run.due_at >= limit.due_at
        if run.stopped_at is None:
            assert run.due_at == moved.due_at
        counted = sum((one.end - one.start for one in working(run, RULES.calendar) if one.counted), timedelta())
        assert counted == timedelta(minutes=limit.minutes)
    assert all(one.start < one.end for own in pauses(events).values() for one in own)


@cache
def worked(day: date) -> bool:
    return chinese_calendar.is_workday(day) if day.year <= 2026 else day.weekday() < 5 and day != date(2027, 1, 1)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["2026-02-09 09:00", "2025-01-24 09:00", "2026-11-13 09:00", "2026-12-29 09:00"]),
    st.integers(0, 7 * 1440),
    st.lists(st.tuples(st.booleans(), st.integers(1, 3000), st.integers(1, 4320)), max_size=5),
    st.sampled_from(["B1", "C3"]),
)
def test_due_times_are_what_counting_every_minute_gives(
    edge: str, later: int, stops: list[tuple[bool, int, int]], category: str
) -> None:
    """The whole way, events to due time, with pauses over Spring Festival, the season's start and an unknown year."""
    taken = local(edge) + timedelta(minutes=later)
    events = history(DAYS, category, f"{taken:%Y-%m-%d %H:%M}")
    standing: list[tuple[datetime, datetime]] = []
    at = taken
    for paused, wait, longest in stops:
        at += timedelta(minutes=wait)
        if standing and standing[-1][1] > at:
            standing[-1] = (standing[-1][0], at)
        until = at + timedelta(minutes=longest)
        detail = pause(f"{until:%Y-%m-%d %H:%M}", *Clock) if paused else {}
        events.append(event(len(events) + 1, Act.PAUSE if paused else Act.RESUME, at, **detail))
        if paused:
            standing.append((at, until))

    def counts(minute: datetime, unit: LimitUnit) -> bool:
        if unit is LimitUnit.WORKING_DAYS and not worked(minute.date()):
            return False
        return not any(start <= minute < end for start, end in standing)

    for run in clocks(events, DAYS, DAYS.calendar):
        minute, left = taken, run.limit.minutes
        while left:
            left -= counts(minute, run.limit.unit)
            minute += timedelta(minutes=1)
        assert run.due_at == minute
        assert run.limit.provisional is (
            run.limit.unit is LimitUnit.WORKING_DAYS and minute > local("2027-01-01 00:00")
        )
