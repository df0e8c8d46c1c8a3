"""Supervision (督办), levels 1 to 3: by hand with a reason, or by rule when the facts say so.

The facts (domain.md section 3.3): overdue, the third reminder, twice not satisfied. Each counts one level [P], so that
a complaint that is late and asked about again and again stands higher than one that is only late. A level never falls.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from app.complaints import changed, show
from app.errors import BadInput, NotAllowed
from app.records import Act, Complaint, Role, State
from app.rules import Rules
from app.seat import Seat
from app.typed_words import paragraph
from db import acts, reading
from db.store import Connection

LEVELS = (1, 2, 3)
WATCHERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Whose windows look for what has become overdue: the hotline's own, which are open day and night."""
AT_ONCE = 20
"""Overdue complaints raised in one look, so that a night's backlog never holds the seat up."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at."""

    overdue: bool
    reminders: int
    reopened: int  # called back and not satisfied
    level: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The level that the facts ask for, and why in words."""

    level: int
    words: str  # 已超时；催办 3 次


def suggest(facts: Facts, rules: Rules) -> Suggestion | None:
    """The level by rule; None where the complaint stands that high already. Pure."""
    why = []
    if facts.overdue:
        why.append("已超时")
    if facts.reminders >= int(rules.settings["supervise_reminders"]):
        why.append(f"催办 {facts.reminders} 次")
    if facts.reopened >= int(rules.settings["supervise_reopened"]):
        why.append(f"回访 {facts.reopened} 次不满意")
    level = min(len(why), LEVELS[-1])
    return Suggestion(level, "；".join(why)) if level > facts.level else None


def supervise(seat: Seat, complaint_id: UUID, revision: int, level: int, reason: str) -> Complaint:
    """Supervise by hand (F8). Errors: BadInput(field="level" or "note"), MoveRefused, NotAllowed."""
    said = paragraph(reason, "note", "督办原因", 1000, required=True)
    if level not in LEVELS:
        raise BadInput("督办级别只有 1、2、3 级。", field="level")
    before = show(seat, complaint_id)
    if seat.person.role is Role.SUPERVISOR and level <= before.supervise_level:
        raise BadInput(f"已经是 {before.supervise_level} 级督办，只能提高级别。", field="level")
    changes = {"supervise_level": level}
    return changed(
        seat, seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.SUPERVISE, at, changes, note=said))
    )


def follow_up(seat: Seat, connection: Connection, row: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    """Raise the level in the transaction of the act that made ``row``, where the rule says so; the newest row."""
    found = suggest(_facts(row, at), seat.rules)
    if found is None:
        return row
    changes = {"supervise_level": found.level}
    return acts.act(connection, row["id"], row["revision"], Act.ESCALATE, at, changes, note=found.words)


def check_overdue(seat: Seat) -> list[str]:
    """Raise what has become overdue since the last look; the numbers raised. Several seats may look at once.

    Errors: NotAllowed for roles that do not watch, DatabaseAway.
    """
    if seat.person.role not in WATCHERS:
        raise NotAllowed("您的岗位不看超时督办。")
    settings = seat.rules.settings
    with seat.use() as connection:
        rows = reading.to_supervise(
            connection, int(settings["supervise_reminders"]), int(settings["supervise_reopened"]), AT_ONCE
        )
    raised = []
    for row in rows:
        with suppress(BadInput):  # another seat was faster, or the complaint has just moved on
            after = seat.do(partial(_look_at, seat, row))
            if after["revision"] != row["revision"]:
                raised.append(str(after["number"]))
    return raised


def _look_at(seat: Seat, row: Mapping[str, Any], connection: Connection, at: datetime) -> Mapping[str, Any]:
    return follow_up(seat, connection, row, at)


def _facts(row: Mapping[str, Any], at: datetime) -> Facts:
    overdue = row["due_at"] < at and row["state"] != State.SHELVED
    return Facts(overdue, row["reminders"], row["reopened"], row["supervise_level"])
