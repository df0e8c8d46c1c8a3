"""Incidents (片区事件): one cause, many callers; opened, joined, changed and closed in one act each.

A complaint joins by a link and an event of its own; nothing is copied, and leaving takes the link away. What was
waiting goes to the company with the incident: one dispatch, one message. Refund: 菏泽市供热条例第四十五条.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from uuid6 import uuid7

from app.complaints import queue_rows, show as show_complaint
from app.dispatch import dispatch
from app.errors import BadInput, ChangedElsewhere, MoveRefused, WarmlineError
from app.incident_fields import fields_of
from app.incident_groups import Running, Spot, Suggestion, company_at, spots_at, suggestions
from app.incident_steps import check_found, joining, not_joined, stepping
from app.incident_thresholds import list_thresholds
from app.intake import NewComplaint, Said, take_with
from app.limits import until_words
from app.live_queue import first_page
from app.records import Act, Complaint, IncidentKind, IncidentState, QueueRow, State
from app.rules import Rules
from app.seat import Seat
from app.typed_words import paragraph, plain_number
from app.words import ACT_WORDS
from db import incidents as stored, reading
from db.store import Connection

T = TypeVar("T")

TRIES = 5
"""How often an act on many complaints is counted anew, because one of them changed on another seat meanwhile."""
WHOLE_QUEUE = 20_000
"""More open complaints than one screen of suggestions looks at."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as the page and the console show it."""

    id: UUID
    number: str  # P20261120-03
    revision: int
    spot: Spot
    company_id: int
    category: str
    state: IncidentState
    cause: str
    canned_answer: str
    homes: int  # an estimate
    began_at: datetime
    expected_end: datetime | None
    opened_by: int
    opened_at: datetime
    closed_at: datetime | None
    refund: bool  # closed after more than 24 hours without heat
    signed_by: int | None = None  # who signed for it, or for the first complaint of it
    signed_at: datetime | None = None

    @property
    def running(self) -> Running:
        """What the suggestions need to know of it."""
        return Running(self.id, self.number, self.spot, self.company_id, self.category)

    def lasted(self, now: datetime) -> timedelta:
        """How long it has lasted, or did."""
        return (self.closed_at or now) - self.began_at


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing an incident did; ``attached`` = ``call_backs`` + ``closed`` + ``others``."""

    incident: Incident
    attached: int
    settled: int  # reported by this act
    call_backs: int  # on the list of call-backs now
    closed: int  # needed no call-back, or were closed before
    others: int  # open otherwise: returned, shelved


def suggest(seat: Seat, rows: Iterable[QueueRow] | None = None) -> list[Suggestion]:
    """The suggestions of this moment. ``rows``: the open queue in memory; None reads it."""
    thresholds = list_thresholds(seat)
    given = first_page(seat, WHOLE_QUEUE) if rows is None else rows
    going = [one.running for one in list_incidents(seat)]
    groups = seat.rules.settings["incident_groups"]
    return suggestions(given, seat.directory, thresholds, groups, seat.now(), going)


def open_incident(
    seat: Seat,
    spot: Spot,
    category: str,
    complaints: Sequence[UUID] = (),
    *,
    company_id: int | None = None,
    cause: str = "",
    canned_answer: str = "",
    homes: int | None = None,
    expected_end: datetime | None = None,
    id: UUID | None = None,
) -> Incident:
    """Open an incident and join these complaints to it, in one act; where one is open there already, join that one.

    ``homes`` None: as many as the directory knows. It began with the earliest of the complaints.
    Errors: BadInput with the field, MoveRefused for a complaint that can't join, NotAllowed, DatabaseAway.
    """
    code = seat.rules.category(category).code
    if spot.community_id is not None:
        seat.directory.community(spot.community_id)
    target = company_id or company_at(seat.directory, spot)
    if target is None or target not in seat.directory.companies:
        raise BadInput("这个地点没有登记供热企业，请选择热力公司。", field="company")
    values: dict[str, Any] = {
        "id": str(id or uuid7()),
        "kind": spot.kind,
        "community_id": spot.community_id,
        "building": spot.building,
        "station_id": spot.station_id,
        "company_id": target,
        "category": code,
        **fields_of(
            seat,
            {
                "cause": cause,
                "canned_answer": canned_answer,
                "homes": spot.homes(seat.directory) if homes is None else homes,
                **({"expected_end": expected_end} if expected_end else {}),
            },
        ),
    }

    def go(connection: Connection, at: datetime) -> Incident:
        before = stored.complaints_with_events(connection, complaints)
        check_found(complaints, before)
        began = min((row["taken_at"] for row, _ in before), default=at)
        same = stored.same_open(connection, values)
        items = joining(seat, not_joined(connection, before, same), target, at)
        return incident_of(stored.open_incident(connection, {**values, "began_at": began.isoformat()}, items, at))

    return _again(lambda: seat.do(go))


def attach(seat: Seat, incident_id: UUID, complaints: Sequence[UUID]) -> int:
    """Join complaints to an open incident; how many were not part of it before. Errors as open_incident."""

    def go(connection: Connection, at: datetime) -> int:
        there = _known(stored.incident(connection, id=incident_id))
        before = stored.complaints_with_events(connection, complaints)
        check_found(complaints, before)
        new = not_joined(connection, before, incident_id)
        return stored.attach(connection, incident_id, joining(seat, new, there.company_id, at), at)

    return _again(lambda: seat.do(go))


def take_into(seat: Seat, new: NewComplaint, incident_id: UUID, said: Said | None = None) -> Complaint:
    """Take a complaint down into an open incident: both or neither, and what is told to the caller is kept with it.

    It goes to the company with the incident and gets no slip of its own. Doing it again changes nothing.
    ``said``: what else the caller was told. Errors: as ``take``; MoveRefused where the incident is closed meanwhile.
    """

    def join(connection: Connection, row: Mapping[str, Any], at: datetime) -> None:
        if row["incident_id"] == incident_id:
            return  # sent before
        there = _known(stored.incident(connection, id=incident_id))
        before = stored.complaints_with_events(connection, [new.id])
        stored.attach(connection, incident_id, joining(seat, before, there.company_id, at), at, read_out(seat, there))

    return take_with(seat, new, join, said)


def detach(seat: Seat, complaint_id: UUID, reason: str) -> Complaint:
    """Take a complaint off its incident. One that the company knows from the incident alone gets a slip of its own.

    Errors: BadInput(field="note"), MoveRefused where it is attached to nothing, NotAllowed.
    """
    said = paragraph(reason, "note", "移出原因", 1000, required=True)
    seat.do(lambda db, at: stored.detach(db, complaint_id, None, said, at))
    left = show_complaint(seat, complaint_id)
    if left.state is State.DISPATCHED and not left.dispatches:
        left, _ = dispatch(seat, left.id, left.revision)
    return left


def change(seat: Seat, incident_id: UUID, revision: int, note: str = "", **fields: Any) -> Incident:
    """Change cause, homes or expected_end; the hotline also canned_answer, category, began_at.

    Errors: BadInput with the field, ChangedElsewhere, NotAllowed.
    """
    values = fields_of(seat, fields)
    said = paragraph(note, "note", "说明", 1000)
    if not (values or said):
        raise BadInput("还没有改动什么。")
    return incident_of(seat.do(lambda db, _: stored.change(db, incident_id, revision, values, said)))


def sign(seat: Seat, incident_id: UUID) -> int:
    """The company signs for the whole incident; how many complaints were signed for."""
    return _step(seat, incident_id, Act.SIGN, (State.DISPATCHED, State.REOPENED))


def arrive(seat: Seat, incident_id: UUID) -> int:
    """The company is there; the on-site clocks of what it has signed for stop."""
    return _step(seat, incident_id, Act.ARRIVE, (State.SIGNED,))


def close(seat: Seat, incident_id: UUID, revision: int, cause: str, public_answer: str = "") -> Closing:
    """The heat is back: each complaint is reported with the cause and listed to be called back, in one act.

    Who wanted no reply is closed at once. ``public_answer`` empty: the cause's own sentence. Over 24 hours without heat
    are marked for the refund. Errors: BadInput(field="cause"), ChangedElsewhere, MoveRefused, NotAllowed.
    """
    said = paragraph(cause, "cause", "原因", 1000, required=True)
    answer = paragraph(public_answer, "public_answer", "公开答复", 1000) or f"已恢复供热。原因：{said}"

    def go(connection: Connection, at: datetime) -> dict[str, Any]:
        stored.hold(connection, incident_id, at)  # in a rush of calls the list would never hold still long enough
        there = _known(stored.incident(connection, id=incident_id))
        if there.revision != revision:
            raise ChangedElsewhere("这个片区事件刚被别人改过，请核对后再结束。", field="incident")
        items = stepping(seat, _attached(connection, incident_id), Act.SETTLE, _SETTLED, at)
        return stored.close(connection, incident_id, revision, items, said, answer, at)

    figures = _again(lambda: seat.do_whole(go))
    return Closing(
        show(seat, incident_id), *(figures[name] for name in ("attached", "settled", "call_backs", "closed", "others"))
    )


def show(seat: Seat, key: str | UUID) -> Incident:
    """An incident by its number or id. Errors: BadInput(field="incident")."""
    with seat.use() as connection:
        if isinstance(key, UUID):
            return _known(stored.incident(connection, id=key))
        return _known(stored.incident(connection, number=plain_number(key).upper()))


def list_incidents(seat: Seat, closed: bool = False, limit: int = 200) -> list[Incident]:
    """What goes on, newest first; ``closed``: what is over too."""
    with seat.use() as connection:
        return [incident_of(row) for row in stored.incidents(connection, only_open=not closed, limit=limit)]


def complaints_of(seat: Seat, incident_id: UUID) -> list[QueueRow]:
    """The complaints attached, oldest first, closed ones too."""
    with seat.use() as connection:
        ids = stored.attached(connection, incident_id)
        rows = {row.id: row for row in queue_rows(seat, reading.rows_of(connection, ids))}
    return [rows[id] for id in ids if id in rows]


def of_place(seat: Seat, community_id: int, building: str = "") -> list[Incident]:
    """The incidents that a new call from this place may belong to, the nearest place first."""
    spots = list(spots_at(seat.directory, community_id, building).values())
    company = seat.directory.route(community_id, building).company
    found = [
        one
        for one in list_incidents(seat)
        if one.spot in spots
        and (company is None or company.id in (one.company_id, company_at(seat.directory, one.spot)))
    ]
    return sorted(found, key=lambda one: list(IncidentKind).index(one.spot.kind))


def read_out(seat: Seat, incident: Incident) -> str:
    """What to say to the next caller: the canned answer, the expected end as it is known now, and the call-back.

    No time that has passed is promised; after the end, that it is over.
    """
    place = incident.spot.words(seat.directory)
    if incident.closed_at is not None:
        return f"{place}已于 {until_words(incident.closed_at)} 恢复供热。"
    company = seat.directory.companies[incident.company_id].name
    said = incident.canned_answer or f"{place}供热出现故障，{company}正在抢修。"
    ends = ""
    if incident.expected_end:
        when = until_words(incident.expected_end)
        late = incident.expected_end <= seat.now()
        ends = f"原预计 {when} 恢复，还在抢修。" if late else f"预计 {when} 前恢复。"
    return f"{said}{ends}您的诉求已经登记，恢复后我们会回访您。"


def refund_due(rules: Rules, incident: Incident, now: datetime) -> bool:
    """Whether it has lasted so long without heat that those days are refunded (HZ Art.45: more than 24 h in a row)."""
    without_heat = incident.category in rules.settings["refund_categories"]
    return without_heat and incident.lasted(now) > timedelta(hours=int(rules.settings["refund_hours"]))


def refund_words(rules: Rules) -> str:
    """What such an outage means, for people, with the article."""
    return f"停热超过 {rules.settings['refund_hours']} 小时，应退当日热费（菏泽市供热条例第四十五条）"


def over_words(rules: Rules) -> str:
    """The same for a narrow column: 超 24 小时."""
    return f"超 {rules.settings['refund_hours']} 小时"


def incident_of(row: Mapping[str, Any]) -> Incident:
    """The record of a row of table incident."""
    spot = Spot(IncidentKind(row["kind"]), row["community_id"], row["building"], row["station_id"])
    plain = {name: row[name] for name in Incident.__slots__ if name in row and name not in ("spot", "state")}
    return Incident(**plain, spot=spot, state=IncidentState(row["state"]))


_SETTLED = (State.DISPATCHED, State.SIGNED, State.ARRIVED, State.REOPENED)


def _step(seat: Seat, incident_id: UUID, act: Act, states: Sequence[State]) -> int:
    def go(connection: Connection, at: datetime) -> int:
        there = _known(stored.incident(connection, id=incident_id))
        if there.state is not IncidentState.OPEN:
            raise MoveRefused(f"{there.number} 已经结束，不必再{ACT_WORDS[act]}。", field="state")
        if act is Act.ARRIVE and there.signed_at is None:
            raise MoveRefused(f"{there.number} 还没有签收，请先签收，再写到场。", field="state")
        items = stepping(seat, _attached(connection, incident_id), act, states, at)
        return stored.step(connection, incident_id, act, items, "", at)

    return _again(lambda: seat.do(go), MoveRefused)  # one of them may have left meanwhile


def _attached(connection: Connection, incident_id: UUID) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    return stored.complaints_with_events(connection, stored.attached(connection, incident_id))


def _again(act: Callable[[], T], *more: type[WarmlineError]) -> T:
    for _ in range(TRIES - 1):
        with suppress(ChangedElsewhere, *more):
            return act()
    return act()


def _known(row: Mapping[str, Any] | None) -> Incident:
    if row is None:
        raise BadInput("没有这个片区事件，或它不归您办理。", field="incident")
    return incident_of(row)
