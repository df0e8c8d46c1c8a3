"""When clocks turn yellow before and red after their due time: each crossing once, whoever asks and how often. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.clocks import ClockRun
from app.limits import NEAR, Pressure, started
from app.records import Clock, LimitUnit
from app.working_days import WORKING_DAY, Calendar

_ORDER = {clock: rank for rank, clock in enumerate(Clock)}


@dataclass(frozen=True, slots=True)
class Crossing:
    """A clock that turned yellow or red; ``key`` is the same whenever it is computed, so that one alarm is enough."""

    run: ClockRun
    pressure: Pressure
    at: datetime

    @property
    def key(self) -> str:
        """Unique among the crossings of one complaint."""
        return f"{self.run.clock}:{self.run.started_at.timestamp():.6f}:{self.pressure}"


def near_at(run: ClockRun, calendar: Calendar) -> datetime:
    """When the clock turns yellow, in counted time before the due time: 30 minutes, half of a limit shorter than an
    hour; one working day where working days are counted, as 12345 gives its yellow card."""
    limit = run.limit
    if limit.extended_days:
        earlier = replace(limit, extended_days=limit.extended_days - 1)
    elif limit.unit is LimitUnit.WORKING_DAYS and limit.minutes > WORKING_DAY:
        earlier = replace(limit, minutes=limit.minutes - WORKING_DAY)
    else:
        earlier = replace(limit, minutes=limit.minutes - min(NEAR // timedelta(minutes=1), limit.minutes // 2))
    return started(earlier, run.started_at, calendar, run.pauses).due_at


def crossings(runs: Iterable[ClockRun], calendar: Calendar, since: datetime, until: datetime) -> tuple[Crossing, ...]:
    """What turned yellow or red from ``since`` (included) to ``until`` (not included), earliest first.

    Windows that follow on each other give every crossing once; the same window twice gives the same crossings.
    """
    found = [
        Crossing(run, pressure, at)
        for run in runs
        for pressure, at in ((Pressure.NEAR, near_at(run, calendar)), (Pressure.OVER, run.due_at))
        if since <= at < until and (run.stopped_at is None or at < run.stopped_at)
    ]
    return tuple(sorted(found, key=lambda one: (one.at, _ORDER[one.run.clock])))
