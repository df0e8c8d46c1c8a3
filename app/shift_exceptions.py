"""What stands out of a shift, each with the complaint whose timeline tells it: what a review looks at first.

Late steps and alarms that nobody acted on are counted by the complaints' own clocks (app/clocks.py), pauses and
extensions included; the rest are events that stand out by themselves. A step is late (超时) in the shift in which it
was done too late. The shift before, in which its limit ran out, has it as left undone (超时未办), whatever became of it
since: each answers for its own part, and the late step counts once. An alarm is missed in the shift in which nobody had
acted on it after ``missed_alarm_minutes`` (EEMUA 191: what needs no act is no alarm).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from app.clocks import ClockRun, clocks, house_runs, law_stops
from app.complaints import event_of
from app.records import CLOSED_STATES, Act, Clock, Event, LimitUnit, Person
from app.rules import HOUSE_CLOCKS, Rules
from app.seat import Seat
from app.shift_records import Shift
from app.words import ACT_WORDS, CLOCK_WORDS, SATISFACTION_WORDS, span_words
from db import shift_exceptions as stored

MISSED_AFTER = 30
"""Minutes, where the setting is not there."""
_BY_ITSELF = frozenset({Act.ESCALATE, Act.RECOUNT, Act.PRINT, Act.REVEAL})
"""Not an answer to an alarm: done by the program, or without anything happening to the complaint."""


class ExceptionKind(StrEnum):
    """What stands out, by its word; in the order in which it is read."""

    LATE = "超时"
    LEFT = "超时未办"
    MISSED_ALARM = "提醒漏处理"
    RETURN = "退单"
    UNSATISFIED = "回访不满意"
    REVEAL = "查看来电信息"
    REPRINT = "重打派单"
    AFTER_CLOSING = "结案后改动"


@dataclass(frozen=True, slots=True)
class ShiftException:
    """One of them, at ``at``."""

    kind: ExceptionKind
    complaint_id: UUID
    number: str
    place: str
    company_id: int | None
    at: datetime
    person: str  # who did it; empty: nobody did
    words: str

    @property
    def key(self) -> str:
        """What tells it from every other one, for a list."""
        return f"{self.kind} {self.complaint_id} {self.at.isoformat()} {self.words}"


def find_exceptions(seat: Seat, shift: Shift) -> list[ShiftException]:
    """The exceptions of a shift up to now, by kind, then oldest first. Errors: DatabaseAway."""
    now = seat.now()
    span = shift.begins_at, min(shift.ends_at, now)
    missed_after = timedelta(minutes=int(seat.rules.settings.get("missed_alarm_minutes", MISSED_AFTER)))
    with seat.use() as connection:
        plain = stored.plain(connection, *span)
        late = set(stored.law_late(connection, *span))
        late.update(stored.ran_out(connection, span[0] - missed_after, span[1], law_stops()))
        for clock, least, longest in _house_limits(seat.rules):
            runs = house_runs(clock)
            late.update(stored.house_late(connection, *span, runs, (least, longest + missed_after)))
        rows = stored.timelines(connection, sorted(late)) if late else []
    found = [_plain(seat, row) for row in plain]
    for _, lines in groupby(rows, key=lambda row: row.id):
        timeline = [dict(row._mapping) for row in lines]
        events = [event_of(seat.directory, row) for row in timeline]
        for kind, at, event, words in out_of_time(events, seat.rules, span, missed_after, now):
            found.append(_exception(kind, timeline[0], at, event.person_name if event else "", words))
    rank = {kind: at for at, kind in enumerate(ExceptionKind)}
    return sorted(found, key=lambda one: (rank[one.kind], one.at, one.number))


def out_of_time(
    events: Sequence[Event], rules: Rules, span: tuple[datetime, datetime], missed_after: timedelta, now: datetime
) -> list[tuple[ExceptionKind, datetime, Event | None, str]]:
    """Late steps and missed alarms of one complaint within a span, with the event that came too late. Pure."""
    since, until = span
    found: list[tuple[ExceptionKind, datetime, Event | None, str]] = []
    for run in clocks(events, rules, rules.calendar):
        due = run.due_at
        stopped = run.stopped_at or now
        if run.passed_over or stopped <= due:
            continue
        word = f"{CLOCK_WORDS[run.clock]}超时"
        if since <= stopped < until and run.stopped_at is not None:
            found.append((ExceptionKind.LATE, stopped, _stopper(events, run), f"{word} {span_words(stopped - due)}"))
        elif since <= due < until:
            words = f"{word}，{f'本班未办，后超 {span_words(stopped - due)}办' if run.stopped_at else '至今未办'}"
            found.append((ExceptionKind.LEFT, due, None, words))
        told = due + missed_after
        if since <= told < until and not any(due < one.at <= told and one.act not in _BY_ITSELF for one in events):
            words = f"{CLOCK_WORDS[run.clock]}超时提醒后 {span_words(missed_after)}无人处理"
            found.append((ExceptionKind.MISSED_ALARM, told, None, words))
    return found


def _stopper(events: Iterable[Event], run: ClockRun) -> Event | None:
    return next((one for one in events if one.at == run.stopped_at and one.act is run.stopped_by), None)


def _plain(seat: Seat, row: Any) -> ShiftException:
    act = Act(row.act)
    said = f"：{row.note}" if row.note else ""
    person = _name(seat.directory.people, row.person_id)
    if row.state_before in CLOSED_STATES and act not in (Act.REVEAL, Act.PRINT):
        return _exception(ExceptionKind.AFTER_CLOSING, row._mapping, row.at, person, f"{ACT_WORDS[act]}{said}")
    match act:
        case Act.RETURN:
            kind, words = ExceptionKind.RETURN, f"退单{said}"
        case Act.REOPEN:
            kind, words = ExceptionKind.UNSATISFIED, f"未解决，重办{said}"
        case Act.CALL_BACK:
            grade = int(row.detail["changes"]["satisfaction"])
            kind, words = ExceptionKind.UNSATISFIED, f"{SATISFACTION_WORDS[grade]}{said}"
        case Act.REVEAL:
            kind, words = ExceptionKind.REVEAL, row.note
        case _:
            kind, words = ExceptionKind.REPRINT, f"{row.detail.get('slip', '')} 第 {row.detail['prints']} 次打印"
    return _exception(kind, row._mapping, row.at, person, words)


def _exception(kind: ExceptionKind, row: Mapping[str, Any], at: datetime, person: str, words: str) -> ShiftException:
    key = row["complaint_id"] if "complaint_id" in row else row["id"]
    return ShiftException(kind, key, row["number"], row["place"], row["company_id"], at, person, words)


def _house_limits(rules: Rules) -> list[tuple[Clock, timedelta, timedelta]]:
    """The shortest and the longest of each house limit that was ever in force, rather too short and too long."""
    found = []
    for clock in sorted(HOUSE_CLOCKS):
        mine = [rule for rule in rules.limit_rules if rule.clock is clock and rule.is_house]
        if mine:
            over = 4 if any(rule.unit is LimitUnit.WORKING_DAYS for rule in mine) else 1  # a week of holidays in it
            minutes = [rule.minutes for rule in mine]
            found.append((clock, timedelta(minutes=min(minutes)), timedelta(minutes=max(minutes) * over)))
    return found


def _name(people: Mapping[int, Person], person_id: int) -> str:
    person = people.get(person_id)
    return person.name if person else ""
