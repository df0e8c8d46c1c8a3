"""Clocks against counting every minute, and under any order of events (lesson 17)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

import chinese_calendar
import pytest
from hypothesis import given, settings, strategies as st

from app.clocks import clocks, shifted, working
from app.limits import due_times
from app.pause_spans import pauses
from app.records import Act, Clock, LimitUnit
from clock_story import DAYS, RULES, SHIPPED, event, history, local, pause


@pytest.fixture(scope="module", autouse=True)
def published_until_2026() -> Iterator[None]:
    """The years known here end with 2026, however many the installed tables hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.working_days._published_years", lambda: range(2004, 2027))
        yield


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
