"""Taking a complaint down: a new one, one that is answered at once, or a reminder of one that is open already."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.complaints import (
    changed,
    complaint_of,
    contact_values,
    due_values,
    queue_rows,
    show,
)
from app.directory import Route
from app.errors import BadInput, ChangedElsewhere, NotAllowed
from app.flats import bare_building, place_words
from app.forms import read_form
from app.limits import due_at, due_times, rank_at
from app.phones import PhoneKind, read_phone
from app.records import Act, Channel, Complaint, QueueRow, State
from app.rules import CITY_TIME
from app.search_words import search_words
from app.seat import Seat
from app.states import allowed
from app.supervision import follow_up
from app.told_articles import ToldArticle, told_detail
from app.typed_words import line, paragraph
from db import acts, reading
from db.store import Connection

WITHOUT_PHONE = frozenset({Channel.FORUM, Channel.VISIT})
"""Channels by which somebody may complain who leaves no number."""
REMIND_TRIES = 5
"""A reminder holds whatever else happens meanwhile, but its place in the queue is counted from the newest state."""
_UNTOUCHED: Mapping[str, Any] = {
    **dict.fromkeys(("dispatched_at", "signed_at", "contacted_at", "arrived_at", "reported_at", "called_back_at")),
    **dict.fromkeys(("closed_at", "liability", "contacted", "solved", "satisfaction", "return_until")),
    **dict.fromkeys(("extension_asked", "referred_to")),
    **dict.fromkeys(("dispatches", "reminders", "returns", "reopened", "tries", "supervise_level", "extended_days"), 0),
    **dict.fromkeys(("report", "public_answer", "answer", "worker", "worker_phone"), ""),
    "binding": False,
    "form": {},
}
"""What nobody has done to a new complaint yet: as the columns stand before the first act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComplaint:
    """What the form or the console took down; ``id`` is the client's, so that sending it twice stores it once."""

    id: UUID = field(default_factory=uuid7)
    channel: Channel = Channel.HOTLINE
    phone: str = ""  # as typed
    caller: str = ""
    community_id: int | None = None
    place: str = ""  # as it was said, where it is in no community
    building: str = ""
    unit: str = ""
    room: str = ""
    floor: str = ""
    category: str = ""
    text: str = ""
    vulnerable: str = ""
    secret: bool = False
    no_reply: bool = False
    outside_number: str = ""
    form: Mapping[str, str] = field(default_factory=dict)  # the category's short form as typed, by the fields' keys


@dataclass(frozen=True, slots=True)
class Said:
    """What a caller was told while the call was taken down, and from which articles; no words: nothing."""

    words: str
    articles: Sequence[ToldArticle] = ()


def take(seat: Seat, new: NewComplaint) -> Complaint:
    """Store a complaint that is to be dispatched. Errors: BadInput with the form's field, NotAllowed, DatabaseAway."""
    complaint, contact, words = _checked(seat, new)
    tried: list[datetime] = []

    def store(connection: Connection, at: datetime) -> Mapping[str, Any]:
        tried[:] = [at]
        return _store(seat, connection, complaint, contact, words, at)

    row = seat.do(store)
    if row["taken_at"] not in tried:
        return show(seat, new.id)  # sent before, by whomever: it may have gone on since
    first = {
        "seq": 1,
        "act": Act.TAKE,
        "state": State.WAITING,
        "at": row["taken_at"],
        "person_id": row["taken_by"],
        "note": "",
        "detail": {name: value for name, value in complaint.items() if name not in ("id", "text")},
    }
    stored = {**_UNTOUCHED, **complaint, "due_at": datetime.fromisoformat(complaint["due_at"]), **row}
    return complaint_of(seat.directory, stored, None if new.secret else contact, [first])


def take_with(
    seat: Seat,
    new: NewComplaint,
    more: Callable[[Connection, Mapping[str, Any], datetime], object],
    said: Said | None = None,
    *,
    needs_community: bool = True,
) -> Complaint:
    """Store a complaint, what the caller was told, and what ``more`` does with its row: all of it, or nothing.

    Errors as ``take``, and ``more``'s.
    """
    complaint, contact, words = _checked(seat, new, needs_community)

    def go(connection: Connection, at: datetime) -> object:
        row = _store(seat, connection, complaint, contact, words, at)
        if row["revision"] == 1:  # else sent before, and what was told with it
            row = _tell(connection, row, said, at)
        return more(connection, row, at)

    seat.do_whole(go)
    return show(seat, new.id)


def answer(seat: Seat, new: NewComplaint, words: str, told: Sequence[ToldArticle] = ()) -> Complaint:
    """Store a complaint and close it with the answer given on the phone (直接答复), which was taken from ``told``."""
    said = paragraph(words, "answer", "答复内容", required=True)
    if Act.ANSWER not in allowed(seat, State.WAITING):
        raise NotAllowed("您的岗位不能直接答复，请登记后派单。")
    taken = take(seat, new)
    if taken.state is State.ANSWERED:
        return taken  # sent before
    return changed(
        seat,
        seat.do(
            lambda db, at: acts.act(
                db, taken.id, taken.revision, Act.ANSWER, at, {"answer": said}, note=said, detail=told_detail(told)
            ),
        ),
    )


def take_told(seat: Seat, new: NewComplaint, said: Said) -> Complaint:
    """Store a complaint that is to be dispatched, and with it what the caller was told from which articles."""
    return take_with(seat, new, lambda _connection, row, _at: row, said)


def remind(seat: Seat, complaint_id: UUID, words: str = "", told: Said | None = None) -> Complaint:
    """Count another call about an open complaint (催办): it rises in the queue instead of standing there twice.

    ``told``: what was read out to who called, kept as a remark with the reminder.
    """
    said = paragraph(words, "note", "催办内容", 1000) or "来电催办"
    for _ in range(REMIND_TRIES - 1):
        with suppress(ChangedElsewhere):
            return _remind_once(seat, complaint_id, said, told)
    return _remind_once(seat, complaint_id, said, told)


def _remind_once(seat: Seat, complaint_id: UUID, said: str, told: Said | None) -> Complaint:
    before = show(seat, complaint_id)
    lifted = rank_at(before.due_at, before.urgency, before.reminders + 1).isoformat()

    def go(connection: Connection, at: datetime) -> Mapping[str, Any]:
        changes = {"rank_at": lifted}
        row = acts.act(connection, complaint_id, before.revision, Act.REMIND, at, changes, note=said)
        return follow_up(seat, connection, _tell(connection, row, told, at), at)

    return changed(seat, seat.do(go))


def _tell(connection: Connection, row: Mapping[str, Any], said: Said | None, at: datetime) -> Mapping[str, Any]:
    """Keep what was read out as a remark; the row as it is then."""
    if said is None or not said.words.strip():
        return row
    words = paragraph(said.words, "answer", "答复内容", required=True)
    return acts.act(connection, row["id"], row["revision"], Act.NOTE, at, note=words, detail=told_detail(said.articles))


def open_of_caller(seat: Seat, phone: str) -> list[QueueRow]:
    """Open complaints of this number and those closed in the last week; none for a withheld or short number."""
    number = read_phone(phone, seat.rules.area_code)
    if number.e164 is None or number.kind is PhoneKind.SHORT:
        return []
    with seat.use() as connection:
        ids = list(reading.of_caller(connection, number.e164))
        rows = queue_rows(seat, reading.rows_of(connection, ids))
    return sorted(rows, key=lambda row: ids.index(row.id))


def open_of_flat(seat: Seat, community_id: int, building: str, unit: str, room: str) -> list[QueueRow]:
    """Open complaints of one flat, newest first; none while the flat is not said."""
    if not room:
        return []
    with seat.use() as connection:
        return queue_rows(seat, reading.of_flat(connection, community_id, building, unit, room))


def open_of_community(seat: Seat, community_id: int) -> list[QueueRow]:
    """Open complaints of a community, newest first, 20 at most."""
    with seat.use() as connection:
        return queue_rows(seat, reading.of_flat(connection, community_id))


def _store(
    seat: Seat,
    connection: Connection,
    complaint: dict[str, Any],
    contact: dict[str, str | None],
    words: str,
    at: datetime,
) -> Mapping[str, Any]:
    """``complaint`` gets its limits, as they are counted from this moment, and goes to the database."""
    times = due_times(seat.rules, complaint["category"], at, form=complaint.get("form"))
    due = due_at(times, State.WAITING)
    complaint.update(
        due_times=due_values(times),
        due_at=due.isoformat(),
        rank_at=rank_at(due, complaint["urgency"], 0).isoformat(),
    )
    return acts.take(connection, complaint, contact, words, at)


def _checked(
    seat: Seat, new: NewComplaint, needs_community: bool = True
) -> tuple[dict[str, Any], dict[str, str | None], str]:
    contact = contact_values(seat, new.phone, new.caller, needs_phone=new.channel not in WITHOUT_PHONE)
    category = seat.rules.category(new.category)
    if new.community_id is None and needs_community:
        raise BadInput("请选择小区；找不到时请核对名称，或先登记到最近的小区并在内容中说明。", field="community")
    building = bare_building(line(new.building, "building", "楼号", 20))
    unit = line(new.unit, "unit", "单元", 20)
    room = line(new.room, "room", "室号", 20)
    if new.community_id is None:
        named, route = line(new.place, "community", "地点", 60), Route(None, None, "")
    else:
        named = seat.directory.community(new.community_id).name
        route = seat.directory.route(new.community_id, building)
    place = place_words(named, building, unit, room)
    text = paragraph(new.text, "text", "诉求内容", required=True)
    outside = line(new.outside_number, "outside_number", "外部编号", 200)
    if new.secret and new.channel is Channel.FORUM:
        outside = ""  # the link would lead the company to the writer
    complaint: dict[str, Any] = {
        "id": str(new.id),
        "channel": new.channel,
        "outside_number": outside,
        "urgency": category.urgency,
        "category": category.code,
        "community_id": new.community_id,
        "place": place,
        "building": building,
        "unit": unit,
        "room": room,
        "floor": line(new.floor, "floor", "楼层", 20),
        "company_id": route.company.id if route.company else None,
        "station_id": route.station.id if route.station else None,
        "text": text,
        "vulnerable": line(new.vulnerable, "vulnerable", "特殊人群", 60),
        "secret": new.secret,
        "no_reply": new.no_reply,
    }
    form = read_form(seat.rules, category.code, new.form, seat.now().astimezone(CITY_TIME).date())
    if form:  # most categories have none, and their event says nothing of it
        complaint["form"] = form
    return complaint, contact, search_words(seat.rules, category.code, form, place, text, "", outside)
