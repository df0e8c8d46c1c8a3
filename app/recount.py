"""Counting due times anew once the holidays of their year are known, each with an event (重算时限)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.clocks import limits_of
from app.complaints import changed, due_values, show
from app.errors import ChangedElsewhere, NotAllowed
from app.limits import started
from app.pauses import due_changes
from app.records import Act, Complaint, State
from app.seat import Seat
from app.states import allowed
from db import acts, rule_book
from db.store import Connection

REASON = "年度放假安排已导入，按工作日重算时限"


def may_recount(seat: Seat) -> bool:
    """Whether this person's role counts due times anew."""
    return Act.RECOUNT in allowed(seat, State.DISPATCHED)


def recount(seat: Seat) -> list[Complaint]:
    """Every open complaint whose due time was provisional and is known now, counted anew. Doing it again finds none.

    Several seats may do it at once: what another one changed meanwhile is left to the next look.
    Errors: NotAllowed for all but the supervisor: the administrator, who loads the year, reads no complaints.
    """
    if not may_recount(seat):
        raise NotAllowed("只有班长可以重算时限。")
    with seat.use() as connection:
        ids = rule_book.provisional(connection)
    return [done for id in ids if (done := _recount_one(seat, id)) is not None]


def _recount_one(seat: Seat, id: UUID) -> Complaint | None:
    before = show(seat, id)
    if Act.RECOUNT not in allowed(seat, before.state):
        return None  # on the shelf no time presses; it is counted once it is taken up
    stored = limits_of(before.events)
    fresh = tuple(
        started(limit, limit.started_at, seat.rules.calendar) if limit.started_at else limit for limit in stored
    )
    moved = due_changes(seat, before, fresh, before.events)
    if all(one.provisional == limit.provisional for one, limit in zip(fresh, stored, strict=True)) and (
        not before.extended_days or datetime.fromisoformat(moved["due_at"]) == before.due_at
    ):
        return None  # its year is still to come

    def go(connection: Connection, at: datetime) -> Any:
        changes = {"due_times": due_values(fresh), **moved}
        return acts.act(connection, id, before.revision, Act.RECOUNT, at, changes, note=REASON)

    try:
        return changed(seat, seat.do(go))
    except ChangedElsewhere:
        return None
