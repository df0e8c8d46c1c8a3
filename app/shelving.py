"""What can't be solved now: put on a list of its own with the reason (挂账), and taken up again.

The limits stay as they were: what the law asks is late all the same, but nobody is alarmed about it each day.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from app.complaints import show
from app.dispatch import step
from app.records import Act, Complaint, QueueRow, State
from app.seat import Seat
from app.typed_words import paragraph
from db import reading

BEHIND = timedelta(days=3650)
"""How far a shelved complaint moves down the queue: behind all that is worked on, until somebody calls about it."""


def shelve(seat: Seat, complaint_id: UUID, revision: int, reason: str) -> Complaint:
    """Put a complaint on the shelf; a supervisor's act. Errors: BadInput(field="note"), MoveRefused, NotAllowed."""
    said = paragraph(reason, "note", "挂账原因", 1000, required=True)
    behind = (show(seat, complaint_id).due_at + BEHIND).isoformat()
    return step(seat, complaint_id, revision, Act.SHELVE, said, {"rank_at": behind})


def take_up(seat: Seat, complaint_id: UUID, revision: int, words: str = "") -> Complaint:
    """Take a shelved complaint up again: it waits to be dispatched, with its history and its old limits."""
    return step(seat, complaint_id, revision, Act.TAKE_UP, paragraph(words, "note", "恢复说明", 1000))


def shelf_reason(complaint: Complaint) -> str:
    """Why it lies on the shelf; empty where it does not."""
    if complaint.state is not State.SHELVED:
        return ""
    return next((one.note for one in reversed(complaint.events) if one.act is Act.SHELVE), "")


def shelf_reasons(seat: Seat, rows: Iterable[QueueRow]) -> dict[UUID, str]:
    """Why each of these rows lies on the shelf, for those that do. Errors: DatabaseAway."""
    ids = [row.id for row in rows if row.state is State.SHELVED]
    if not ids:
        return {}
    with seat.use() as connection:
        return reading.shelved_for(connection, ids)
