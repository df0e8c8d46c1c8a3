"""A complaint as a record, and what can be read, corrected or noted about it at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.clocks import read_due_time, received_at, shifted
from app.directory import Directory
from app.errors import BadInput, NotAllowed, UnknownComplaint
from app.flats import bare_building, place_words
from app.limits import due_at, due_times, rank_at
from app.near_times import answered_in_days, row_near
from app.phones import PhoneKind, read_phone
from app.records import (
    Act,
    Channel,
    Complaint,
    Contact,
    DueTime,
    Event,
    Liability,
    QueueRow,
    Role,
    State,
    Urgency,
)
from app.search_words import search_words
from app.seat import Seat
from app.typed_words import line, paragraph, plain_number
from db import acts, reading, search as words_search
from db.store import Connection

Row = Mapping[str, Any]


def show(seat: Seat, key: str | UUID) -> Complaint:
    """A complaint with its timeline, by number, in full-width digits too, or by id. Errors: UnknownComplaint."""
    number = None if isinstance(key, UUID) else plain_number(key)
    if number == "":
        raise BadInput("请填写诉求编号，如 20261115-0042。", field="number")
    with seat.use() as connection:
        row = reading.complaint(connection, number, key if isinstance(key, UUID) else None)
        if row is None:
            which = f"编号为 {number} 的" if number else "这件"
            raise UnknownComplaint(f"没有{which}诉求，或它不归您办理。", field="number")
        contact = _contact(seat, connection, row["id"])
        events = reading.events(connection, row["id"])
    return _now(seat, complaint_of(seat.directory, row, contact, events))


def look_for(
    seat: Seat,
    words: str = "",
    states: Sequence[State] = (),
    company_id: int | None = None,
    limit: int = 50,
    after: QueueRow | None = None,
) -> list[QueueRow]:
    """Complaints of any state, newest first: by number, place or words, or by a whole phone number.

    ``after``: the last row already had.
    """
    key = (after.taken_at, after.id) if after else None
    with seat.use() as connection:
        if not words.strip():
            return queue_rows(seat, reading.newest(connection, limit, states, company_id, key))
        ids = set(words_search.find(connection, words, limit, states, company_id, key))
        phone = _as_phone(seat, words)
        if phone and seat.person.role is not Role.AUDITOR:
            ids.update(reading.of_phone(connection, phone, limit, key))
        rows = queue_rows(seat, reading.rows_of(connection, list(ids)))
    rows = [
        row
        for row in rows
        if (not states or row.state in states) and (company_id is None or row.company_id == company_id)
    ]
    return sorted(rows, key=lambda row: (row.taken_at, row.id), reverse=True)[:limit]


def edit(seat: Seat, complaint_id: UUID, revision: int, **fields: Any) -> Complaint:
    """Correct what was taken down: text, category, community_id, building, unit, room, floor, vulnerable, secret,
    no_reply, outside_number, caller, phone. A new place brings its company only while nothing is dispatched."""
    before = show(seat, complaint_id)
    changes: dict[str, Any] = {}
    for name, word in (("building", "楼号"), ("unit", "单元"), ("room", "室号"), ("floor", "楼层")):
        if name in fields:
            changes[name] = line(fields[name], name, word, 20)
    if "building" in changes:
        changes["building"] = bare_building(changes["building"])
    for name, word in (("vulnerable", "特殊人群"), ("outside_number", "外部编号")):
        if name in fields:
            changes[name] = line(fields[name], name, word, 200)
    changes |= {name: bool(fields[name]) for name in ("secret", "no_reply") if name in fields}
    if "text" in fields:
        changes["text"] = paragraph(fields["text"], "text", "诉求内容", required=True)
    if "category" in fields:
        named = seat.rules.category(fields["category"])
        if named.code != before.category:  # else it keeps the limits it was born with
            changes |= {"category": named.code, "urgency": named.urgency}
    if {"community_id", "building", "unit", "room"} & fields.keys():
        changes |= _place_changes(seat, before, {**fields, **changes})
    contact = None
    if "caller" in fields or "phone" in fields:
        known = before.contact or Contact("", "", None)
        contact = contact_values(seat, fields.get("phone", known.phone_raw), fields.get("caller", known.name))
        if before.secret:
            raise NotAllowed("保密诉求的来电信息不能更正。", field="phone")
    category = changes.get("category", before.category)
    words = search_words(
        seat.rules,
        category,
        before.form if category == before.category else {},  # another category has another form
        changes.get("place", before.place),
        changes.get("text", before.text),
        before.report,
        changes.get("outside_number", before.outside_number),
    )

    def correct(connection: Connection, at: datetime) -> Any:
        if "category" in changes:
            times = due_times(seat.rules, changes["category"], before.taken_at, received_at(before.events))
            due = due_at(
                shifted(times, before.events, seat.rules.calendar),
                before.state,
                signed_at=before.signed_at,
                contacted_at=before.contacted_at,
                arrived_at=before.arrived_at,
            )
            changes.update(
                due_times=due_values(times),
                due_at=due,
                rank_at=rank_at(due, Urgency(changes["urgency"]), before.reminders),
            )
        return acts.act(connection, complaint_id, revision, Act.EDIT, at, changes, words=words, contact=contact)

    return changed(seat, seat.do(correct))


def note(seat: Seat, complaint_id: UUID, words: str) -> Complaint:
    """Add a remark to the timeline; possible in every state."""
    said = paragraph(words, "note", "备注", 1000, required=True)
    return changed(seat, seat.do(lambda db, at: acts.act(db, complaint_id, None, Act.NOTE, at, note=said)))


def void(seat: Seat, complaint_id: UUID, revision: int, reason: str) -> Complaint:
    """Strike out a complaint that should not be there (nuisance, test call), with the reason."""
    said = paragraph(reason, "note", "作废原因", 1000, required=True)
    return changed(seat, seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.VOID, at, note=said)))


def reveal(seat: Seat, complaint_id: UUID, reason: str) -> Contact:
    """Name and phone of a secret complaint, against a reason that stays on the record."""
    said = paragraph(reason, "note", "查看原因", 200, required=True)
    row = seat.do(lambda db, at: acts.reveal(db, complaint_id, said, at))
    return Contact(row["name"], row["phone_raw"], row["phone"])


def changed(seat: Seat, row: Row) -> Complaint:
    """The complaint after an act: its new row, with contact and timeline read anew."""
    with seat.use() as connection:
        contact = _contact(seat, connection, row["id"])
        events = reading.events(connection, row["id"])
    return _now(seat, complaint_of(seat.directory, row, contact, events))


def complaint_of(directory: Directory, row: Row, contact: Row | None, events: Sequence[Row]) -> Complaint:
    """The record of a row of table complaint."""
    values = {name: row[name] for name in _PLAIN}
    return Complaint(
        **values,
        state=State(row["state"]),
        channel=Channel(row["channel"]),
        urgency=Urgency(row["urgency"]),
        contact=Contact(contact["name"], contact["phone_raw"], contact["phone"]) if contact else None,
        taken_by_name=person_name(directory, row["taken_by"]),
        due_times=tuple(read_due_time(one) for one in row["due_times"]),
        liability=Liability(row["liability"]) if row["liability"] else None,
        events=tuple(event_of(directory, event) for event in events),
    )


def queue_rows(seat: Seat, rows: Sequence[Any]) -> list[QueueRow]:
    """The records of rows of the queue, in the given order."""
    people, rules = seat.directory.people, seat.rules
    in_days = answered_in_days(rules)
    made = []
    # Taken apart at once and put together by place: by name, this loop costs more than the query.
    for row in rows:
        key, number, revision, state, urgency, category, place, community, company, channel = row[:10]
        taker, taken, due, rank, reminders, secret, holder, supervised, asked = row[10:19]
        *more, arrived, extended = row[19:]
        near = None
        if extended or category in in_days:
            near = row_near(rules, category, state, taken, due, arrived is not None, extended)
        made.append(
            QueueRow(
                *(key, number, revision, state, urgency, category, place, community, company, channel),
                *(taker, people[taker].name if taker in people else "", taken, due, rank, reminders, secret),
                *(people[holder].name if holder in people else None, supervised, asked, *more, near),
            )
        )
    return made


def contact_values(seat: Seat, phone: str, caller: str, needs_phone: bool = True) -> dict[str, str | None]:
    """Name and phone as table contact keeps them: raw text beside E.164. Errors: BadInput(field="phone")."""
    name, raw = line(caller, "name", "诉求人"), line(phone, "phone", "电话")
    if not raw and not needs_phone:
        return {"name": name, "phone_raw": "", "phone": None}
    return {"name": name, "phone_raw": raw, "phone": read_phone(phone, seat.rules.area_code).e164}


def due_values(times: Sequence[DueTime]) -> list[dict[str, Any]]:
    """The limits as they are stored with the complaint."""
    return [
        {
            "clock": str(one.clock),
            "due_at": one.due_at.isoformat(),
            "minutes": one.minutes,
            "rule": one.rule,
            "article": one.article,
            "started_at": one.started_at.isoformat() if one.started_at else None,
            "unit": str(one.unit),
            "provisional": one.provisional,
            "mark": one.mark,
        }
        for one in times
    ]


def person_name(directory: Directory, person_id: int) -> str:
    """The name of a person of the hotline, as the directory knows it."""
    person = directory.people.get(person_id)
    return person.name if person else f"#{person_id}"


def _now(seat: Seat, complaint: Complaint) -> Complaint:
    """With its pauses in the due times: those are stored as the complaint was born with them."""
    return replace(complaint, due_times=shifted(complaint.due_times, complaint.events, seat.rules.calendar))


def _contact(seat: Seat, connection: Connection, complaint_id: UUID) -> Row | None:
    return None if seat.person.role is Role.AUDITOR else reading.contact(connection, complaint_id)


def _place_changes(seat: Seat, before: Complaint, fields: Mapping[str, Any]) -> dict[str, Any]:
    community_id = fields.get("community_id", before.community_id)
    if community_id is None:
        raise BadInput("请选择小区。", field="community")
    building = fields.get("building", before.building)
    community = seat.directory.community(community_id)
    changes: dict[str, Any] = {
        "community_id": community_id,
        "place": place_words(
            community.name, building, fields.get("unit", before.unit), fields.get("room", before.room)
        ),
    }
    if before.dispatched_at is None:
        route = seat.directory.route(community_id, building)
        changes |= {
            "company_id": route.company.id if route.company else None,
            "station_id": route.station.id if route.station else None,
        }
    return changes


def _as_phone(seat: Seat, words: str) -> str | None:
    digits = "".join(char for char in words if char.isdigit())
    if len(digits) < 7 or len(digits) < len(words.strip()) - 4:
        return None
    try:
        number = read_phone(words, seat.rules.area_code)
    except BadInput:
        return None  # digits that are no phone number: only the words are searched
    return number.e164 if number.kind is not PhoneKind.SHORT else None


def event_of(directory: Directory, row: Row) -> Event:
    """A row of the timeline as a record."""
    person = directory.people.get(row["person_id"])
    return Event(
        seq=row["seq"],
        act=Act(row["act"]),
        state=State(row["state"]),
        at=row["at"],
        person_name=person_name(directory, row["person_id"]),
        company_id=person.company_id if person else None,
        note=row["note"],
        detail=row["detail"],
        person_id=row["person_id"],
    )


_PLAIN = (
    "id",
    "number",
    "revision",
    "outside_number",
    "category",
    "community_id",
    "place",
    "building",
    "unit",
    "room",
    "floor",
    "company_id",
    "station_id",
    "text",
    "vulnerable",
    "secret",
    "no_reply",
    "taken_by",
    "taken_at",
    "dispatched_at",
    "signed_at",
    "contacted_at",
    "arrived_at",
    "reported_at",
    "called_back_at",
    "closed_at",
    "due_at",
    "dispatches",
    "reminders",
    "reopened",
    "tries",
    "report",
    "public_answer",
    "contacted",
    "solved",
    "satisfaction",
    "answer",
    "returns",
    "binding",
    "return_until",
    "supervise_level",
    "extension_asked",
    "extended_days",
    "referred_to",
    "incident_id",
    "worker",
    "worker_phone",
    "form",
)
