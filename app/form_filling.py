"""Filling in or correcting the short form of a complaint that stands already (登记表)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.clocks import received_at, shifted
from app.complaints import due_values, show
from app.errors import BadInput
from app.forms import fields_of, form_words, read_form
from app.limits import due_at, due_times, rank_at
from app.records import Act, Complaint
from app.rules import CITY_TIME
from app.search_words import search_words
from app.seat import Seat
from db import acts
from db.store import Connection


def fill_form(seat: Seat, complaint_id: UUID, revision: int, typed: Mapping[str, str]) -> Complaint:
    """Keep the form as typed, in place of what was filled in before; both stand in the timeline.

    A limit that holds for some matters only comes and goes with them: 报停 has seven days (HZ Art.30), 过户 has not.
    Errors: BadInput(field="form", "form.<key>"), MoveRefused, ChangedElsewhere.
    """
    before = show(seat, complaint_id)
    if not fields_of(seat.rules, before.category):
        raise BadInput(f"{before.category} 没有登记表。", field="form")
    form = read_form(seat.rules, before.category, typed, seat.now().astimezone(CITY_TIME).date())
    if form == before.form:
        raise BadInput("登记表没有改动。", field="form")
    words = search_words(
        seat.rules, before.category, form, before.place, before.text, before.report, before.outside_number
    )
    note = "；".join(form_words(seat.rules, before.category, form)) or "清空"

    def fill(connection: Connection, at: datetime) -> Any:
        changes: dict[str, Any] = {"form": form}
        times = due_times(seat.rules, before.category, before.taken_at, received_at(before.events), form)
        if {one.rule for one in times} != {one.rule for one in before.due_times}:
            due = due_at(
                shifted(times, before.events, seat.rules.calendar),
                before.state,
                signed_at=before.signed_at,
                contacted_at=before.contacted_at,
                arrived_at=before.arrived_at,
            )
            changes |= {
                "due_times": due_values(times),
                "due_at": due.isoformat(),
                "rank_at": rank_at(due, before.urgency, before.reminders).isoformat(),
            }
        return acts.act(connection, complaint_id, revision, Act.FORM, at, changes, note=note, words=words)

    seat.do(fill)
    return show(seat, complaint_id)  # the form comes to the complaint with the event, after the row that act() gives
