"""More time for the answer (延期): the company asks before the limit, a supervisor grants or denies.

At most 10 working days in all (山东省政务服务热线管理办法). Being on site in time is never extended.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.clocks import happening
from app.complaints import changed, show
from app.errors import BadInput, MoveRefused
from app.limits import until_words
from app.pauses import due_changes
from app.records import Act, Clock, Complaint
from app.rules import Rules
from app.seat import Seat
from app.states import allowed
from app.typed_words import paragraph
from db import acts
from db.store import Connection


def ask(seat: Seat, complaint_id: UUID, revision: int, days: int, reason: str) -> Complaint:
    """Ask for ``days`` more working days; asking again before the decision replaces the first request.

    Errors: BadInput(field="days" or "note"), MoveRefused once the limit has run out.
    """
    said = paragraph(reason, "note", "延期原因", 1000, required=True)
    before = show(seat, complaint_id)
    if Act.EXTEND in allowed(seat, before.state):
        _check_days(seat.rules, before, days)
        _check_in_time(before, seat.now())
    changes = {"extension_asked": days}
    return changed(
        seat, seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.EXTEND, at, changes, note=said))
    )


def grant(seat: Seat, complaint_id: UUID, revision: int, words: str = "") -> Complaint:
    """Move the due time of the answer by the days asked for; a supervisor's act. Errors: MoveRefused, NotAllowed."""
    said = paragraph(words, "note", "批准意见", 1000)
    before = show(seat, complaint_id)
    days = _asked(seat, before, Act.GRANT)

    def go(db: Connection, at: datetime) -> Any:
        events = (*before.events, happening(before, Act.GRANT, at, said, extension={"days": days}))
        return acts.act(
            db, complaint_id, revision, Act.GRANT, at, due_changes(seat, before, before.due_times, events), note=said
        )

    return changed(seat, seat.do(go))


def deny(seat: Seat, complaint_id: UUID, revision: int, reason: str) -> Complaint:
    """Let the limit stand, with the reason; a supervisor's act. Errors: as ``grant``, BadInput(field="note")."""
    said = paragraph(reason, "note", "不予延期的原因", 1000, required=True)
    _asked(seat, show(seat, complaint_id), Act.DENY)
    return changed(seat, seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.DENY, at, note=said)))


def days_left(rules: Rules, complaint: Complaint) -> int:
    """How many working days can still be asked for."""
    return max(int(rules.settings["extension_working_days"]) - complaint.extended_days, 0)


def _asked(seat: Seat, complaint: Complaint, act: Act) -> int:
    if complaint.extension_asked is None and act in allowed(seat, complaint.state):
        raise MoveRefused("没有待批的延期申请。", field="state")
    return complaint.extension_asked or 0


def _check_days(rules: Rules, complaint: Complaint, days: int) -> None:
    left = days_left(rules, complaint)
    if not left:
        raise BadInput(f"延期累计已满 {rules.settings['extension_working_days']} 个工作日，不能再延。", field="days")
    if not 1 <= days <= left:
        granted = f"（已准 {complaint.extended_days} 个）" if complaint.extended_days else ""
        raise BadInput(f"延期天数请填 1 到 {left} 个工作日{granted}。", field="days")


def _check_in_time(complaint: Complaint, now: datetime) -> None:
    answer = next((one.due_at for one in complaint.due_times if one.clock == Clock.ANSWER), None)
    if answer is None:
        raise MoveRefused("这件诉求没有答复时限，不必延期。", field="state")
    if now >= answer:
        raise MoveRefused(f"答复时限 {until_words(answer)} 已过，延期要在到期前申请。", field="state")
