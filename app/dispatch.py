"""Handing a complaint to the company that heats the flat, and what the company's desk does with it on its way."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from app.clocks import happening, shifted
from app.complaints import changed, due_values, show
from app.errors import BadInput, MoveRefused, NotAllowed
from app.limits import due_at, due_times, rank_at
from app.records import Act, Complaint, IncidentState, Role, Slip, State
from app.returns import return_until
from app.seat import Seat
from app.slip_records import slip_at_dispatch
from app.states import next_state, withheld
from app.supervision import follow_up
from app.temperature import TEST_CATEGORY, ask_at_dispatch
from app.typed_words import paragraph
from db import acts, incidents, reading
from db.store import Connection


def dispatch(
    seat: Seat,
    complaint_id: UUID,
    revision: int,
    company_id: int | None = None,
    *,
    binding: bool = False,
    reason: str = "",
) -> tuple[Complaint, Slip]:
    """Send the complaint to its company (or to ``company_id``) and keep the slip. The clock of HZ Art.41 starts.

    ``binding``: a supervisor's ruling (裁定) on a returned complaint, with its reason; the company can't return it.
    A test that the caller rang for (B3) is asked for with it.
    Errors: BadInput(field="company") when nobody is known to heat the flat; MoveRefused; ChangedElsewhere.
    """
    said = paragraph(reason, "note", "裁定理由" if binding else "派单说明", 1000, required=binding)
    before = show(seat, complaint_id)
    _check_ruling(seat, before, binding)
    target = company_id if company_id is not None else before.company_id
    if target is None or target not in seat.directory.companies:
        raise BadInput("这个地点没有登记供热企业，请选择要派往的热力公司。", field="company")
    kept: list[Slip] = []

    def send(connection: Connection, at: datetime) -> Any:
        times = before.due_times
        if before.dispatched_at is None:
            times = due_times(seat.rules, before.category, before.taken_at, at, before.form)
        due = due_at(times, State.DISPATCHED)
        slip = slip_at_dispatch(seat.directory, seat.rules, seat.person, before, target, times, at)
        kept[:] = [slip]
        changes = {
            "company_id": target,
            "binding": binding,
            "return_until": return_until(seat.rules, at).isoformat(),
            "station_id": before.station_id if target == before.company_id else None,
            "due_times": due_values(times),
            "due_at": due.isoformat(),
            "rank_at": rank_at(due, before.urgency, before.reminders).isoformat(),
        }
        row = acts.act(connection, complaint_id, revision, Act.DISPATCH, at, changes, note=said, slip=asdict(slip))
        if before.incident_id is not None:
            row = _left_behind(connection, before, target, at) or row
        asked = ask_at_dispatch(seat, connection, before, at)
        return reading.complaint(connection, id=complaint_id) if asked else row

    run = seat.do_whole if before.category == TEST_CATEGORY or before.incident_id else seat.do
    row = run(send)
    return changed(seat, row), kept[0]


def _left_behind(connection: Connection, before: Complaint, target: int, at: datetime) -> dict[str, Any] | None:
    """Sent to another company, it is no part any more of the incident that goes on at the first; its new row if so."""
    there = incidents.incident(connection, id=before.incident_id)
    if there is None or there["state"] != IncidentState.OPEN or there["company_id"] == target:
        return None
    return incidents.detach(connection, before.id, None, "改派另一家热力公司", at)


def _check_ruling(seat: Seat, before: Complaint, binding: bool) -> None:
    if seat.person.role is Role.SUPERVISOR:
        if binding and not before.returns:
            raise MoveRefused("还没有企业退过这件诉求，不需要裁定，直接派单即可。", field="binding")
    elif binding:
        raise NotAllowed("只有班长可以裁定派单。", field="binding")
    elif before.binding:
        raise MoveRefused("这件诉求由班长裁定派单，只有班长可以改派。", field="state")


def sign(seat: Seat, complaint_id: UUID, revision: int) -> Complaint:
    """The company has the slip (签收): name and time are the event's."""
    return step(seat, complaint_id, revision, Act.SIGN)


def contact(seat: Seat, complaint_id: UUID, revision: int, words: str) -> Complaint:
    """The company spoke with the caller."""
    return step(seat, complaint_id, revision, Act.CONTACT, paragraph(words, "note", "联系情况", 1000))


def arrive(seat: Seat, complaint_id: UUID, revision: int, words: str = "") -> Complaint:
    """Somebody of the company is at the flat; the on-site clock stops."""
    return step(seat, complaint_id, revision, Act.ARRIVE, paragraph(words, "note", "到场情况", 1000))


def give_back(seat: Seat, complaint_id: UUID, revision: int, reason: str) -> Complaint:
    """The company says it is not its own (退单), with the reason; the hotline dispatches it anew.

    Errors: MoveRefused later than 2 working days after the dispatch, and for a slip given by ruling.
    """
    said = paragraph(reason, "note", "退单原因", 1000, required=True)
    why = withheld(seat, show(seat, complaint_id)).get(Act.RETURN)
    if why:
        raise MoveRefused(f"{why}。", field="state")
    return step(seat, complaint_id, revision, Act.RETURN, said)


def step(
    seat: Seat,
    complaint_id: UUID,
    revision: int,
    act: Act,
    note: str = "",
    changes: dict[str, Any] | None = None,
    words: str | None = None,
    detail: dict[str, Any] | None = None,
) -> Complaint:
    """One act that may stop a clock: the due time of the queue is counted anew from the stored limits."""
    before = show(seat, complaint_id)

    def go(connection: Connection, at: datetime) -> Any:
        stamps = {
            "signed_at": before.signed_at or (at if act is Act.SIGN else None),
            "contacted_at": before.contacted_at or (at if act is Act.CONTACT else None),
            "arrived_at": before.arrived_at or (at if act is Act.ARRIVE else None),
        }
        after = next_state(seat, before.state, act) or before.state  # the database refuses what leads nowhere
        times = shifted(before.due_times, (*before.events, happening(before, act, at)), seat.rules.calendar)
        due = due_at(times, after, **stamps)
        moved = {"due_at": due.isoformat(), "rank_at": rank_at(due, before.urgency, before.reminders).isoformat()}
        row = acts.act(
            connection,
            complaint_id,
            revision,
            act,
            at,
            {**moved, **(changes or {})},
            note=note,
            detail=detail,
            words=words,
        )
        return follow_up(seat, connection, row, at) if act is Act.REOPEN else row

    return changed(seat, seat.do(go))
