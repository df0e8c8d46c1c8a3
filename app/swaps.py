"""Swaps (换班) and stand-ins (替班): asked by one, agreed to by the other, approved by one who is neither.

That is a supervisor; where a company's people swap, one of its own desk too.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.errors import BadInput
from app.records import SwapState
from app.roster import read_shifts
from app.seat import Seat
from app.shift_records import Shift, Swap
from app.typed_words import paragraph
from db import roster as stored

LONGEST = 500
"""Characters of a reason."""


def ask(
    seat: Seat, shift: Shift, other_id: int, reason: str, other_shift: Shift | None = None, id: UUID | None = None
) -> Swap:
    """Ask to give one's own place in ``shift`` to another one, for the place in ``other_shift`` or for nothing.

    Errors: BadInput(field="note"), MoveRefused(field="shift") where the roster doesn't allow it, DatabaseAway.
    """
    said = paragraph(reason, "note", "换班原因", LONGEST, required=True)
    there = None if other_shift is None else other_shift.id
    with seat.use() as connection:
        row = stored.ask_swap(connection, id or uuid7(), shift.id, other_id, there, said)
    return _swaps(seat, [row])[0]


def agree(seat: Seat, swap_id: UUID) -> Swap:
    """The other one agrees. Errors: NotAllowed, MoveRefused, DatabaseAway."""
    return _step(seat, swap_id, "agree", "")


def decline(seat: Seat, swap_id: UUID, note: str = "") -> Swap:
    """The other one does not agree."""
    return _step(seat, swap_id, "decline", note)


def withdraw(seat: Seat, swap_id: UUID, note: str = "") -> Swap:
    """Who asked takes it back."""
    return _step(seat, swap_id, "withdraw", note)


def approve(seat: Seat, swap_id: UUID, note: str = "") -> Swap:
    """Who may decide approves, and the roster changes. Seat and lead stay with the place. Errors: NotAllowed."""
    return _step(seat, swap_id, "approve", note)


def refuse(seat: Seat, swap_id: UUID, note: str) -> Swap:
    """Who may decide refuses, and says why. Errors: BadInput(field="note"), NotAllowed."""
    return _step(seat, swap_id, "refuse", note)


def list_swaps(seat: Seat, *, all_states: bool = False, mine: bool = False, limit: int = 200) -> list[Swap]:
    """The swaps that wait for somebody, newest first; those of others who may decide or audits sees."""
    with seat.use() as connection:
        rows = stored.swaps(
            connection, only_open=not all_states, person_id=seat.person.id if mine else None, limit=limit
        )
    return _swaps(seat, rows)


def show(seat: Seat, swap_id: UUID) -> Swap:
    """One swap. Errors: BadInput(field="swap")."""
    with seat.use() as connection:
        row = stored.swap(connection, swap_id)
    if row is None:
        raise BadInput("没有这个换班申请。", field="swap")
    return _swaps(seat, [row])[0]


def waiting_for(seat: Seat, swap: Swap) -> bool:
    """Whether it is this person's turn to answer. A company's swap waits for its own desk, not for the supervisor."""
    if swap.state is SwapState.ASKED:
        return seat.person.id == swap.other_id
    own = seat.person.company_id == swap.shift.company_id
    return swap.state is SwapState.AGREED and own and may_decide(seat, swap)


def may_decide(seat: Seat, swap: Swap) -> bool:
    """Whether this person may approve and refuse it: a supervisor, or one of the company's desk; neither of the two."""
    me = seat.person
    if me.id in (swap.person_id, swap.other_id):
        return False
    return me.role == "supervisor" or (me.role == "company" and me.company_id == swap.shift.company_id)


def _step(seat: Seat, swap_id: UUID, step: str, note: str) -> Swap:
    said = paragraph(note, "note", "说明", LONGEST, required=step == "refuse")
    with seat.use() as connection:
        row = stored.step_swap(connection, swap_id, step, said)
    return _swaps(seat, [row])[0]


def _swaps(seat: Seat, rows: Any) -> list[Swap]:
    wanted = {id for row in rows for id in (row["shift_id"], row["other_shift_id"]) if id is not None}
    shifts = {shift.id: shift for shift in read_shifts(seat, list(wanted))} if wanted else {}
    return [_swap(row, shifts) for row in rows]


def _swap(row: Mapping[str, Any], shifts: Mapping[UUID, Shift]) -> Swap:
    return Swap(
        id=row["id"],
        shift=shifts[row["shift_id"]],
        person_id=row["person_id"],
        other_id=row["other_id"],
        other_shift=shifts[row["other_shift_id"]] if row["other_shift_id"] else None,
        reason=row["reason"],
        state=SwapState(row["state"]),
        asked_at=row["asked_at"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        note=row["note"],
    )
