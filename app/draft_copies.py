"""Drafts copied to the server beside the disk: another computer can go on with them, and a supervisor sees them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.drafts import Draft, from_fields, to_fields
from app.seat import Seat
from db import acts, reading

_BEGUN = "begun_at"


def copy_draft(seat: Seat, draft: Draft) -> None:
    """Copy a draft as it stands. Errors: DatabaseAway; the disk has it all the same."""
    with seat.use() as connection:
        acts.keep_draft(connection, draft.id, {**to_fields(draft), _BEGUN: draft.begun_at.isoformat()})


def drop_copy(seat: Seat, draft_id: UUID) -> None:
    """Forget the copy of a draft that was thrown away."""
    with seat.use() as connection:
        acts.drop_draft(connection, draft_id)


def own_copies(seat: Seat) -> list[Draft]:
    """This person's drafts as copied from any computer, oldest first; those not sent yet."""
    with seat.use() as connection:
        rows = reading.drafts(connection)
    return [
        from_fields(row["id"], _begun(row["fields"], row["kept_at"]), row["kept_at"], row["fields"])
        for row in rows
        if row["person_id"] == seat.person.id
    ]


def _begun(stored: dict[str, Any], kept_at: datetime) -> datetime:
    begun = stored.get(_BEGUN)
    return datetime.fromisoformat(begun) if begun else kept_at
