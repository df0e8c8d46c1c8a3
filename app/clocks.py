"""The clocks of a complaint, rebuilt from its events each time: what runs, since when, until when. Pure.

Each clock has its own events that start and stop it, and its own pauses. No running total is kept anywhere: a pause
entered, a category corrected or a calendar loaded is just another event, and the next reading counts it.

The limits are those stored with the events that may set them (taking, dispatch, correction, recount): a complaint keeps
what it was born with. House rules (mark P; sign within ten minutes) are looked up by the day of the call: their rows
are never overwritten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.limits import NEAR, started
from app.pause_spans import pauses
from app.records import Act, Clock, Complaint, DueTime, Event, LimitUnit
from app.rules import CITY_TIME, LimitRule, Rules
from app.working_days import WORKING_DAY, Calendar, Pause, Segment, add, segments, until_end

_ENDINGS = frozenset({Act.CALL_BACK, Act.CLOSE, Act.ANSWER, Act.VOID, Act.REFER, Act.REFUSE})
_THERE = frozenset({Act.ARRIVE})
_SPOKEN = _THERE | {Act.CONTACT}
_SIGNED = _SPOKEN | {Act.SIGN}
_REPORTED = frozenset({Act.REPORT, Act.SETTLE})  # by itself, or with its incident
# What stops each clock because the step was done, and what ends it because the step was passed over.
_DONE: dict[Clock, frozenset[Act]] = {
    Clock.SIGN: _SIGNED | _REPORTED,
    Clock.CONTACT: _SPOKEN,
    Clock.ON_SITE: _THERE,
    Clock.TEST: _THERE | {Act.TEST},  # HZ Art.42 limits being there; who tested was there
    Clock.ANSWER: _ENDINGS - {Act.VOID},
    Clock.CALL_BACK: frozenset({Act.CALL_BACK, Act.REOPEN}),
}
_PASSED: dict[Clock, frozenset[Act]] = {
    Clock.SIGN: _ENDINGS | {Act.RETURN, Act.SHELVE},  # from the shelf it goes out by a slip of its own
    Clock.CONTACT: _ENDINGS | _REPORTED | {Act.RETURN, Act.SHELVE},
    Clock.ON_SITE: _ENDINGS | _REPORTED,
    Clock.TEST: _ENDINGS | _REPORTED,
    Clock.ANSWER: frozenset({Act.VOID}),
    Clock.CALL_BACK: _ENDINGS,
}
# A house clock starts anew with each of these; a clock of the law runs once, from the start stored with its limit.
_STARTS: dict[Clock, frozenset[Act]] = {
    Clock.SIGN: frozenset({Act.DISPATCH, Act.REOPEN}),
    Clock.CONTACT: frozenset({Act.DISPATCH}),
    Clock.CALL_BACK: _REPORTED,
}
_STOPS = {clock: _DONE[clock] | _PASSED[clock] for clock in Clock}
_SETTING = frozenset({Act.TAKE, Act.DISPATCH, Act.JOIN, Act.EDIT, Act.FORM, Act.RECOUNT})
_ORDER = {clock: rank for rank, clock in enumerate(Clock)}


@dataclass(frozen=True, slots=True)
class ClockRun:
    """One clock from its start: ``limit`` carries the due time with all pauses in it."""

    clock: Clock
    limit: DueTime
    started_at: datetime
    started_by: Act
    stopped_at: datetime | None  # None: it runs
    stopped_by: Act | None
    passed_over: bool  # it ended without the step: reported without a visit, void
    is_house: bool
    pauses: tuple[Pause, ...]

    @property
    def due_at(self) -> datetime:
        """When the step must be done."""
        return self.limit.due_at

    @property
    def in_time(self) -> bool | None:
        """Whether the step was done in time; None while it runs or where it was passed over."""
        return None if self.stopped_at is None or self.passed_over else self.stopped_at <= self.due_at


def clocks(events: Sequence[Event], rules: Rules, calendar: Calendar) -> tuple[ClockRun, ...]:
    """Every run of every clock, in the order of ``Clock``, then of time. ``events``: the whole timeline, oldest first.

    Errors: ValueError when the first event is not the taking.
    """
    if not events or events[0].act is not Act.TAKE:
        raise ValueError("the events of a complaint begin with its taking")
    breaks = pauses(events)
    days = granted_days(events)
    found = [_law_run(_extended(limit, days), events, calendar, breaks) for limit in limits_of(events)]
    found += _house_runs(events, rules, calendar, breaks)
    return tuple(sorted(found, key=lambda run: (_ORDER[run.clock], run.started_at)))


def house_runs(clock: Clock) -> tuple[frozenset[Act], frozenset[Act]]:
    """The acts that start a limit of the hotline's own, and those that end it, with or without the step done."""
    return _STARTS[clock], _STOPS[clock] | _STARTS[clock]


def law_stops() -> dict[str, frozenset[Act]]:
    """The acts that end each clock, with or without the step done."""
    return {str(clock): acts for clock, acts in _STOPS.items()}


def limits_of(events: Iterable[Event]) -> tuple[DueTime, ...]:
    """The limits that the complaint has now, as the newest event that may set them stored them; without pauses."""
    newest: list[dict[str, Any]] = []
    for event in events:
        if event.act in _SETTING:
            stored = _changes(event).get("due_times")
            if isinstance(stored, list):
                newest = stored
    return tuple(read_due_time(one) for one in newest)


def read_due_time(values: Mapping[str, Any]) -> DueTime:
    """A limit as stored; those of the first version carry neither start nor unit."""
    due = datetime.fromisoformat(values["due_at"])
    start = values.get("started_at")
    return DueTime(
        clock=values["clock"],
        due_at=due,
        minutes=values["minutes"],
        rule=values["rule"],
        article=values["article"],
        started_at=datetime.fromisoformat(start) if start else due - timedelta(minutes=values["minutes"]),
        unit=LimitUnit(values.get("unit", LimitUnit.HOURS)),
        provisional=values.get("provisional", False),
        mark=values.get("mark", "V"),
    )


def shifted(limits: Sequence[DueTime], events: Sequence[Event], calendar: Calendar) -> tuple[DueTime, ...]:
    """These limits with the pauses and the extensions of the events in their due times."""
    breaks, days = pauses(events), granted_days(events)
    if not breaks and not days:
        return tuple(limits)
    return tuple(
        started(limit, limit.started_at, calendar, breaks.get(Clock(limit.clock), ())) if limit.started_at else limit
        for limit in (_extended(limit, days) for limit in limits)
    )


def received_at(events: Iterable[Event]) -> datetime | None:
    """When a company first had the complaint (HZ Art.41): by its first slip, or with an incident that took it along."""
    for event in events:
        if event.act is Act.DISPATCH or (event.act is Act.JOIN and "due_times" in _changes(event)):
            return event.at
    return None


def granted_days(events: Iterable[Event]) -> int:
    """Working days by which supervisors extended the answer so far (准予延期)."""
    granted = (event.detail.get("extension") for event in events if event.act is Act.GRANT)
    return sum(int(one["days"]) for one in granted if isinstance(one, Mapping))


def happening(complaint: Complaint, act: Act, at: datetime, note: str = "", **detail: object) -> Event:
    """The event that an act is about to write, to count with before it is stored."""
    return Event(complaint.revision + 1, act, complaint.state, at, "", None, note, detail)


def working(run: ClockRun, calendar: Calendar) -> tuple[Segment, ...]:
    """How the due time was reached: the stretches counted and those skipped, with why; times in Asia/Shanghai."""
    limit = run.limit
    base = add(run.started_at, limit.minutes, limit.unit, calendar, run.pauses)
    pieces = list(until_end(segments(run.started_at, limit.unit, calendar, run.pauses), base))
    if limit.extended_days:
        extended = until_end(segments(base, LimitUnit.WORKING_DAYS, calendar, run.pauses), run.due_at)
        pieces += [replace(one, why=one.why or f"延期 {limit.extended_days} 个工作日") for one in extended]
    merged: list[Segment] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and (last.counted, last.why) == (piece.counted, piece.why):
            merged[-1] = replace(last, end=piece.end)
        else:
            merged.append(piece)
    return tuple(
        replace(piece, start=piece.start.astimezone(CITY_TIME), end=piece.end.astimezone(CITY_TIME)) for piece in merged
    )


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


def _extended(limit: DueTime, days: int) -> DueTime:
    """Only the answer is extended: being on site in time is a matter of safety [P]."""
    return replace(limit, extended_days=days) if days and limit.clock == Clock.ANSWER else limit


def _law_run(
    limit: DueTime, events: Sequence[Event], calendar: Calendar, breaks: Mapping[Clock, tuple[Pause, ...]]
) -> ClockRun:
    clock = Clock(limit.clock)
    start = limit.started_at or events[0].at
    begun = Act.DISPATCH if start > events[0].at else Act.TAKE
    stop: Event | None = None
    for event in events:
        if event.act is Act.DISPATCH and clock is not Clock.ANSWER:
            stop = None  # the company's own steps start anew with the company
        elif event.act is Act.REOPEN and stop and stop.act in _PASSED[clock]:
            stop = None
        elif stop is None and event.act in _STOPS[clock]:
            stop = event
    return _run(limit, start, begun, stop, calendar, breaks)


def _house_runs(
    events: Sequence[Event], rules: Rules, calendar: Calendar, breaks: Mapping[Clock, tuple[Pause, ...]]
) -> list[ClockRun]:
    category = ""
    for event in events:
        if event.act in _SETTING:
            category = str(_changes(event).get("category", category))
    in_force = rules.limits_on(category, events[0].at.astimezone(CITY_TIME).date())
    found = []
    for rule in in_force.values():
        if rule.is_house:
            limit = _house_limit(rule)
            for at, event in enumerate(events):
                if event.act in _STARTS[rule.clock]:
                    found.append(
                        _run(limit, event.at, event.act, _stop(rule.clock, events[at + 1 :]), calendar, breaks)
                    )
    return found


def _house_limit(rule: LimitRule) -> DueTime:
    never = datetime.max.replace(tzinfo=CITY_TIME)
    return DueTime(rule.clock, never, rule.minutes, rule.words, rule.legal_name, unit=rule.unit, mark=rule.mark)


def _stop(clock: Clock, later: Iterable[Event]) -> Event | None:
    ends = _STOPS[clock] | _STARTS[clock]
    return next((event for event in later if event.act in ends), None)


def _run(
    limit: DueTime,
    start: datetime,
    begun: Act,
    stop: Event | None,
    calendar: Calendar,
    breaks: Mapping[Clock, tuple[Pause, ...]],
) -> ClockRun:
    clock = Clock(limit.clock)
    own = tuple(
        pause for pause in breaks.get(clock, ()) if pause.end > start and (stop is None or pause.start < stop.at)
    )
    return ClockRun(
        clock=clock,
        limit=started(limit, start, calendar, own),
        started_at=start.astimezone(CITY_TIME),
        started_by=begun,
        stopped_at=stop.at.astimezone(CITY_TIME) if stop else None,
        stopped_by=stop.act if stop else None,
        passed_over=stop is not None and stop.act not in _DONE[clock],
        is_house=limit.mark == "P" and clock in _STARTS,
        pauses=own,
    )


def _changes(event: Event) -> Mapping[str, Any]:
    changes = event.detail if event.act is Act.TAKE else event.detail.get("changes")
    return changes if isinstance(changes, Mapping) else {}
