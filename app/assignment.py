"""Whom the company sends to the flat: name and phone, so that the hotline can say who comes."""

from uuid import UUID

from app.complaints import show
from app.errors import BadInput
from app.phones import read_phone
from app.records import Act, Complaint
from app.seat import Seat
from app.typed_words import line
from db import acts


def assign(seat: Seat, complaint_id: UUID, revision: int, worker: str, phone: str = "") -> Complaint:
    """Name the worker (指派); naming another one replaces the first, and both stand in the timeline.

    Errors: BadInput(field="worker") without a name, BadInput(field="worker_phone") for a phone that can't be read;
    MoveRefused before the slip is signed for; ChangedElsewhere.
    """
    name = line(worker, "worker", "维修员姓名", required=True)
    raw = line(phone, "worker_phone", "维修员电话")
    if raw:
        try:
            raw = read_phone(raw, seat.rules.area_code).national
        except BadInput as error:
            raise BadInput(error.sentence, field="worker_phone") from None
    note = f"{name} {raw}".strip()
    changes = {"worker": name, "worker_phone": raw}
    seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.ASSIGN, at, changes, note=note))
    return show(seat, complaint_id)  # the worker comes to the complaint with the event, after the row that act() gives
