"""Letting the clocks of a complaint stand still while nobody can work on it, and start again (domain.md section 7).

Entered by the hotline alone, with a reason: no article lets a company stop its own clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.clocks import happening, shifted
from app.complaints import changed, show
from app.errors import BadInput, MoveRefused
from app.limits import due_at, rank_at
from app.pause_spans import open_pause
from app.records import Act, Clock, Complaint, DueTime, Event
from app.rules import CITY_TIME, Rules
from app.seat import Seat
from app.typed_words import paragraph
from db import acts
from db.store import Connection


@dataclass(frozen=True, slots=True)
class PauseReason:
    """One row of the setting ``pauses``."""

    kind: str  # user, access
    words: str  # 等待用户
    longest: timedelta
    clocks: tuple[Clock, ...]  # those that stand still


def pause_reasons(rules: Rules) -> dict[str, PauseReason]:
    """Why the clocks may stand still, by kind."""
    stored: dict[str, Any] = rules.settings.get("pauses", {})
    return {
        kind: PauseReason(
            kind, one["words"], timedelta(hours=one["hours"]), tuple(Clock(clock) for clock in one["clocks"])
        )
        for kind, one in stored.items()
    }


def pause(
    seat: Seat, complaint_id: UUID, revision: int, reason_kind: str, words: str, until: datetime | None = None
) -> Complaint:
    """Let the clocks stand still, at the latest until ``until`` (None: as long as the reason allows).

    Errors: BadInput(field="kind", "note" or "until"), MoveRefused where they stand still already.
    """
    reasons = pause_reasons(seat.rules)
    reason = reasons.get(reason_kind)
    if reason is None:
        known = "、".join(f"{one.kind}（{one.words}）" for one in reasons.values())
        wrong = f"没有暂停原因“{reason_kind}”，可用" if reason_kind else "请选择暂停原因"
        raise BadInput(f"{wrong}：{known}。", field="kind")
    said = paragraph(words, "note", "暂停原因", 1000, required=True)
    before = show(seat, complaint_id)
    if (running := open_pause(before.events, seat.now())) is not None:
        raise MoveRefused(f"计时已经暂停（{running.words}），请先恢复。", field="state")

    def go(connection: Connection, at: datetime) -> Any:
        end = at + reason.longest if until is None else until
        if not at < end <= at + reason.longest:
            hours = reason.longest // timedelta(hours=1)
            raise BadInput(f"{reason.words}最长暂停 {hours} 小时，且须在现在之后结束。", field="until")
        detail = {
            "pause": {
                "kind": reason.kind,
                "words": reason.words,
                "until": end.astimezone(CITY_TIME).isoformat(),
                "clocks": [str(clock) for clock in reason.clocks],
            }
        }
        return _write(seat, connection, before, revision, Act.PAUSE, at, said, detail)

    return changed(seat, seat.do(go))


def resume(seat: Seat, complaint_id: UUID, revision: int, words: str = "") -> Complaint:
    """Start the clocks again. Errors: MoveRefused where none stands still."""
    said = paragraph(words, "note", "恢复说明", 1000)
    before = show(seat, complaint_id)
    if open_pause(before.events, seat.now()) is None:
        raise MoveRefused("计时没有暂停，不必恢复。", field="state")
    return changed(
        seat,
        seat.do(lambda connection, at: _write(seat, connection, before, revision, Act.RESUME, at, said, {})),
    )


def _write(
    seat: Seat,
    connection: Connection,
    before: Complaint,
    revision: int,
    act: Act,
    at: datetime,
    note: str,
    detail: dict[str, Any],
) -> Any:
    events = (*before.events, happening(before, act, at, note, **detail))
    return acts.act(
        connection,
        before.id,
        revision,
        act,
        at,
        due_changes(seat, before, before.due_times, events),
        note=note,
        detail=detail,
    )


def due_changes(seat: Seat, before: Complaint, limits: Sequence[DueTime], events: Sequence[Event]) -> dict[str, str]:
    """The queue's due time and place as these limits and events make them; the state stays."""
    due = due_at(
        shifted(limits, events, seat.rules.calendar),
        before.state,
        signed_at=before.signed_at,
        contacted_at=before.contacted_at,
        arrived_at=before.arrived_at,
    )
    return {"due_at": due.isoformat(), "rank_at": rank_at(due, before.urgency, before.reminders).isoformat()}
