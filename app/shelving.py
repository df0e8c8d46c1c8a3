"""What can't be solved now: put on a list of its own with the reason (挂账), and taken up again.

The limits stay as they were: what the law asks is late all the same, but nobody is alarmed about it each day.
"""

from datetime import timedelta
from uuid import UUID

from app.complaints import show
from app.dispatch import step
from app.records import Act, Complaint
from app.seat import Seat
from app.typed_words import paragraph

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
