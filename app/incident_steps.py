"""What each complaint of an incident gets beside its event: company, limits and place in the queue.

Counted as the single acts count it (app/dispatch.py), for many complaints at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.clocks import happening, shifted
from app.complaints import complaint_of, due_values
from app.errors import BadInput, MoveRefused
from app.incident_groups import WORKED_ON, may_go
from app.limits import due_at, due_times, rank_at
from app.records import Act, Complaint, IncidentState, State
from app.seat import Seat
from app.words import STATE_WORDS
from db import incidents as stored
from db.store import Connection

Stored = tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]
"""The row of a complaint and its timeline."""
Item = dict[str, Any]
"""{id, revision, changes} as act_each() in sql/0002_incidents.sql takes it."""

_UNSENT = (State.WAITING, State.RETURNED)
_AFTER = {Act.SIGN: State.SIGNED, Act.ARRIVE: State.ARRIVED, Act.SETTLE: State.REPORTED}


def check_found(wanted: Sequence[UUID], found: Sequence[Stored]) -> None:
    """Whether all that were asked for are there for this person. Errors: BadInput(field="number")."""
    if len({*wanted}) != len(found):
        raise BadInput("有的诉求不存在，或不归您办理。", field="number")


def not_joined(connection: Connection, found: Sequence[Stored], incident_id: UUID | None) -> list[Stored]:
    """Those that are not part of this incident yet: who accepts a suggestion a second later joins nobody twice.

    Errors: MoveRefused for one that is part of another incident that goes on.
    """
    for other in {row["incident_id"] for row, _ in found} - {None, incident_id}:
        there = stored.incident(connection, id=other)
        if there is None or there["state"] == IncidentState.OPEN:
            number = next(row["number"] for row, _ in found if row["incident_id"] == other)
            name = f" {there['number']}" if there else ""
            raise MoveRefused(f"{number} 已经并入片区事件{name}，请先移出，再并入这个事件。", field="state")
    return [(row, events) for row, events in found if incident_id is None or row["incident_id"] != incident_id]


def joining(seat: Seat, complaints: Iterable[Stored], company_id: int, at: datetime) -> list[Item]:
    """For joining an incident: what was waiting goes to its company, and the clock of HZ Art.41 starts.

    Errors: MoveRefused for a complaint that nobody works on any more, or that another company was sent.
    """
    items = []
    for row, events in complaints:
        before = complaint_of(seat.directory, row, None, events)
        if before.state not in WORKED_ON:
            words = STATE_WORDS[before.state]
            raise MoveRefused(f"{before.number} 现在是“{words}”，不能并入片区事件。", field="state")
        if not may_go(before, company_id):
            company = seat.directory.companies.get(before.company_id or 0)
            theirs = f"（{company.short_name}）" if company else ""
            raise MoveRefused(
                f"{before.number} 归另一家热力公司{theirs}办理，请先改派，再并入这个事件。", field="state"
            )
        changes: dict[str, Any] = {}
        if before.state in _UNSENT:
            times = before.due_times
            if before.dispatched_at is None:
                times = due_times(seat.rules, before.category, before.taken_at, at, before.form)
            changes = {
                "company_id": company_id,
                "station_id": before.station_id if before.company_id == company_id else None,
                "due_times": due_values(times),
                **_moved(seat, before, Act.JOIN, State.DISPATCHED, at, times),
            }
        items.append(_item(before, changes))
    return items


def stepping(seat: Seat, complaints: Iterable[Stored], act: Act, states: Sequence[State], at: datetime) -> list[Item]:
    """For a step of the whole incident; complaints in other states than these stay as they are."""
    found = (complaint_of(seat.directory, row, None, events) for row, events in complaints)
    return [
        _item(before, _moved(seat, before, act, _AFTER[act], at, before.due_times))
        for before in found
        if before.state in states
    ]


def _moved(seat: Seat, before: Complaint, act: Act, after: State, at: datetime, times: Sequence[Any]) -> dict[str, Any]:
    counted = shifted(times, (*before.events, happening(before, act, at)), seat.rules.calendar)
    due = due_at(
        counted,
        after,
        signed_at=before.signed_at or (at if act is Act.SIGN else None),
        contacted_at=before.contacted_at,
        arrived_at=before.arrived_at or (at if act is Act.ARRIVE else None),
    )
    return {"due_at": due.isoformat(), "rank_at": rank_at(due, before.urgency, before.reminders).isoformat()}


def _item(before: Complaint, changes: dict[str, Any]) -> Item:
    return {"id": str(before.id), "revision": before.revision, "changes": changes}
