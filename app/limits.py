"""The limits that a complaint is born with: when the company must be on site, have tested, have answered. Pure.

Limits count clock hours, day and night, or working days (domain.md section 7, point 2); app/working_days.py counts
both. A limit that the law gives in days is counted as so many times 24 hours from its start [P]: never later than the
law's own count, which leaves out the first day.
A complaint keeps the limits it was born with: ``due_times`` is computed at the call and once more at the first
dispatch, and stored; re-dispatch and reopening do not touch it. What pauses make of them: app/clocks.py.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.errors import BadInput
from app.moment_words import ending
from app.records import DueTime, State, Urgency
from app.rules import CITY_TIME, LimitRule, Rules
from app.working_days import WORKING_DAY, Calendar, Pause, add, is_provisional
from db.kinds import CLOSED_STATES, Clock, LimitUnit

NEAR = timedelta(minutes=30)
"""What is left when a row turns to the warning colour [P]: a quarter of the usual two hours.

One length for every clock of hours: a quarter of three days would keep rows amber for eighteen of them. What counts in
working days turns a working day ahead (app/near_times.py).
"""
REMINDER_LIFT = timedelta(minutes=30)
"""How far each reminder (催办) moves a complaint up the queue [P]."""
CRITICAL_LIFT = timedelta(minutes=1)
"""Puts 特急 before what is due in the same minute on the screen [P]."""

_CLOCK_ORDER = list(Clock)
_TO_BE_DONE = {
    Clock.SIGN: "签收",
    Clock.CONTACT: "联系",
    Clock.ON_SITE: "到场",
    Clock.TEST: "检测",
    Clock.ANSWER: "答复",
    Clock.CALL_BACK: "回访",
}
_SAID = re.compile(r"内([\u4e00-\u9fff]{2})$")
_ANSWER_ONLY = CLOSED_STATES | {State.REPORTED, State.CALL_BACK}


class Pressure(StrEnum):
    """How a due time looks on the screen."""

    CALM = "calm"
    NEAR = "near"  # 临期
    OVER = "over"  # 超时


def due_times(
    rules: Rules,
    category: str,
    taken_at: datetime,
    dispatched_at: datetime | None = None,
    form: Mapping[str, str] | None = None,
) -> tuple[DueTime, ...]:
    """Every limit of a complaint of this category, in the order of ``Clock``; times in Asia/Shanghai.

    The rule in force on the day of the call counts. HZ Art.41 runs from the company's receipt, so before the dispatch
    its clock has not started by law; it is then counted from the call, as if the company had the complaint at once [P],
    because the queue must rank a complaint that nobody has dispatched by something that grows worse with waiting.
    ``form``: the category's short form as filled in; limits of some matters only hang on it.
    Errors: BadInput(field="category") for an unknown category, BadInput(field="at") when no rule is in force on that
    day, ValueError for a time without zone.
    """
    code = rules.category(category).code
    day = _in_city(taken_at).date()
    in_force = {clock: rule for clock, rule in rules.limits_on(code, day, form or {}).items() if not rule.is_house}
    if not in_force:
        raise BadInput(f"{day:%Y-%m-%d} 没有适用于类别 {code} 的时限规则。", field="at")
    received_at = taken_at if dispatched_at is None else _in_city(dispatched_at)
    return tuple(
        _due_time(rules, in_force[clock], received_at if in_force[clock].counts_from_dispatch else taken_at)
        for clock in _CLOCK_ORDER
        if clock in in_force
    )


def explain(rules: Rules, category: str, at: datetime, form: Mapping[str, str] | None = None) -> tuple[DueTime, ...]:
    """The limits of a complaint taken and dispatched at this time, with rule, article and day of the season."""
    return due_times(rules, category, at, at, form)


def due_at(
    due_times: Iterable[DueTime],
    state: State,
    *,
    signed_at: datetime | None = None,
    contacted_at: datetime | None = None,
    arrived_at: datetime | None = None,
) -> datetime:
    """The earliest due time of the clocks still running: what the queue shows as time left.

    On site and test run until somebody arrived, the answer until the complaint is closed; from the company's report on
    only the answer is left. A returned slip asks nobody to sign or ring; a reopened complaint goes on with its old
    clocks. Without any clock running it is the last.
    """
    clocks = tuple(due_times)
    done: set[Clock] = {Clock.SIGN, Clock.CONTACT} if state is State.RETURNED else set()
    if signed_at or contacted_at or arrived_at or state is State.SIGNED:
        done.add(Clock.SIGN)
    if contacted_at or arrived_at:
        done.add(Clock.CONTACT)
    if arrived_at or state is State.ARRIVED:
        done |= {Clock.SIGN, Clock.CONTACT, Clock.ON_SITE, Clock.TEST}
    if state in _ANSWER_ONLY:
        done = set(Clock) - {Clock.ANSWER}
    running = [clock.due_at for clock in clocks if Clock(clock.clock) not in done]
    return min(running) if running else max(clock.due_at for clock in clocks)


def rank_at(due_at: datetime, urgency: Urgency, reminders: int) -> datetime:
    """The sort key of the queue, earlier is more urgent: the due time, lifted by reminders and by 特急."""
    lift = reminders * REMINDER_LIFT
    if urgency is Urgency.CRITICAL:
        lift += CRITICAL_LIFT
    return due_at - lift


def season_day(rules: Rules, at: datetime) -> int | None:
    """Which day of the heating season it is in Asia/Shanghai, 1 on the first; None outside of it."""
    day = _in_city(at).date()
    season = rules.season_on(day)
    return season.day_of(day) if season else None


def limit_words(due: DueTime) -> str:
    """The limit as the slip prints it: 11月20日 17:17 前到场; 暂定 where the year's holidays are not published yet."""
    provisional = "（暂定）" if due.provisional else ""
    return f"{until_words(due.due_at)} 前{to_be_done(due)}{provisional}"


def to_be_done(due: DueTime) -> str:
    """What the limit asks for: 到场, or what its rule says at its end (7 日内办理), which is more than being there."""
    said = _SAID.search(due.rule)
    return said[1] if said else _TO_BE_DONE[Clock(due.clock)]


def until_words(at: datetime) -> str:
    """A moment that ends something: 11月20日 17:17, and 12月2日 24:00 for midnight, which begins no day here."""
    day, clock = ending(at)
    return f"{day.month}月{day.day}日 {clock}"


def time_left(due_at: datetime, now: datetime) -> str:
    """What is left as the queue shows it: 0:18, 21:40, from 48 hours on 2 天; overdue with a minus sign: −0:21.

    Minutes are rounded down on both sides of the due time, so the last minute is 0:00 and the first one over is −0:01.
    """
    minutes = _between(now, due_at) // timedelta(minutes=1)
    sign = "−" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{sign}{hours // 24} 天" if hours >= 48 else f"{sign}{hours}:{rest:02}"


def pressure(due_at: datetime, now: datetime, near_at: datetime | None = None) -> Pressure:
    """Whether a due time is calm, near or over; on the very moment it is not yet over.

    ``near_at``: when it turns yellow (app/near_times.py); None: ``NEAR`` ahead.
    """
    left = _between(now, due_at)
    if left < timedelta():
        return Pressure.OVER
    near = left < NEAR if near_at is None else _between(near_at, now) >= timedelta()
    return Pressure.NEAR if near else Pressure.CALM


def _due_time(rules: Rules, rule: LimitRule, start: datetime) -> DueTime:
    minutes, words = rule.minutes, rule.words
    if rule.first_days is not None and rule.first_days_minutes is not None:
        day = season_day(rules, start)
        if day is not None and day <= rule.first_days:
            minutes = rule.first_days_minutes
        words = f"{words}（{_season_words(rules, start)}，适用 {_length(minutes)}）"
    due = add(start, minutes, rule.unit, rules.calendar)
    return DueTime(
        clock=rule.clock,
        due_at=due,
        minutes=minutes,
        rule=words,
        article=rule.legal_name,
        started_at=_in_city(start),
        unit=rule.unit,
        provisional=is_provisional(start, due, rule.unit, rules.calendar),
        mark=rule.mark,
    )


def started(limit: DueTime, start: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()) -> DueTime:
    """The limit as it runs from this moment on, with what was granted: due time, and whether that is provisional."""
    due = add(start, limit.minutes, limit.unit, calendar, pauses)
    if limit.extended_days:
        due = add(due, limit.extended_days * WORKING_DAY, LimitUnit.WORKING_DAYS, calendar, pauses)
    unit = LimitUnit.WORKING_DAYS if limit.extended_days else limit.unit
    return replace(
        limit,
        due_at=due,
        started_at=_in_city(start),
        provisional=is_provisional(start, due, unit, calendar),
    )


def _season_words(rules: Rules, at: datetime) -> str:
    day = _in_city(at).date()
    season = rules.season_on(day)
    if season:
        return f"{season.name} 供暖季第 {season.day_of(day)} 日"
    if rules.knows_season(day):
        return "供暖季之外"
    return f"没有登记 {day:%Y-%m-%d} 所在的供暖季"


def _length(minutes: int) -> str:
    return f"{minutes // 60} 小时" if minutes % 60 == 0 else f"{minutes} 分钟"


def _between(start: datetime, end: datetime) -> timedelta:
    # In UTC: two times of one zone would be subtracted by the wall clock.
    return _aware(end).astimezone(UTC) - _aware(start).astimezone(UTC)


def _in_city(at: datetime) -> datetime:
    return _aware(at).astimezone(CITY_TIME)


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"a time without zone: {at.isoformat()}")
    return at
