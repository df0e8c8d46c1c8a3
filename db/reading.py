"""Reads of complaints: under the row security of whoever asks, so each returns only what that person may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Connection,
    Executable,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    or_,
    select,
    text,
    tuple_,
)

from db.complaints import Claim, Complaint, Contact, Draft, Slip
from db.events import Event
from db.kinds import State
from db.people import Person

_QUEUE_COLUMNS = (
    Complaint.id,
    Complaint.number,
    Complaint.revision,
    Complaint.state,
    Complaint.urgency,
    Complaint.category,
    Complaint.place,
    Complaint.community_id,
    Complaint.company_id,
    Complaint.channel,
    Complaint.taken_by,
    Complaint.taken_at,
    Complaint.due_at,
    Complaint.rank_at,
    Complaint.reminders,
    Complaint.secret,
    Claim.person_id.label("claimed_by"),
    Complaint.supervise_level,
    Complaint.extension_asked,
    Claim.until,
    Complaint.dispatched_at,
    Complaint.building,
    Complaint.station_id,
    Complaint.incident_id,
    Complaint.contacted_at,
    Complaint.reopened_at,
    Complaint.arrived_at,
    Complaint.extended_days,
)
Values = dict[str, Any]
QueueTuple = Row[Any]
"""The columns of _QUEUE_COLUMNS, in that order; app.records.QueueRow is made of them."""


# Put together once: building a statement anew costs as much as running it.
_QUEUE: Select[*tuple[Any, ...]] = select(*_QUEUE_COLUMNS).outerjoin(
    Claim, (Claim.complaint_id == Complaint.id) & (Claim.until > func.now())
)
_OPEN = _QUEUE.where(Complaint.is_open).order_by(Complaint.rank_at, Complaint.id).limit(bindparam("limit"))
_OPEN_AFTER = _OPEN.where(tuple_(Complaint.rank_at, Complaint.id) > tuple_(bindparam("rank_at"), bindparam("id")))
_VEILED = text("SELECT * FROM veiled_events(:id)")
_ROWS_OF = _QUEUE.where(Complaint.id == func.any(bindparam("ids", type_=ARRAY(Uuid()))))


def _one(connection: Connection, query: Executable) -> Values | None:
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def _all(connection: Connection, query: Executable) -> list[Values]:
    return [dict(row) for row in connection.execute(query).mappings()]


def open_page(connection: Connection, limit: int, after: tuple[datetime, UUID] | None = None) -> Sequence[QueueTuple]:
    """Open complaints, most urgent first; ``after`` is (rank_at, id) of the last row already had."""
    if after is None:
        return connection.execute(_OPEN, {"limit": limit}).all()
    return connection.execute(_OPEN_AFTER, {"limit": limit, "rank_at": after[0], "id": after[1]}).all()


def rows_of(connection: Connection, ids: Sequence[UUID]) -> Sequence[QueueTuple]:
    """The rows of these complaints, open or not, in no order; those not to be seen are left out."""
    return connection.execute(_ROWS_OF, {"ids": list(ids)}).all()


def newest(
    connection: Connection,
    limit: int,
    states: Sequence[State] = (),
    company_id: int | None = None,
    after: tuple[datetime, UUID] | None = None,
) -> Sequence[QueueTuple]:
    """Complaints of all states, newest first; ``after`` is (taken_at, id) of the last row already had."""
    query = _QUEUE.order_by(Complaint.taken_at.desc(), Complaint.id.desc()).limit(limit)
    if states:
        query = query.where(Complaint.state.in_(states))
    if company_id is not None:
        query = query.where(Complaint.company_id == company_id)
    if after is not None:
        query = query.where(tuple_(Complaint.taken_at, Complaint.id) < after)
    return connection.execute(query).all()


def to_supervise(connection: Connection, reminders: int, reopened: int, limit: int) -> Sequence[Values]:
    """Overdue complaints that stand lower in supervision than their facts ask for, the longest overdue first."""
    level = 1 + cast(Complaint.reminders >= reminders, Integer) + cast(Complaint.reopened >= reopened, Integer)
    columns = (
        *(Complaint.id, Complaint.number, Complaint.revision, Complaint.state, Complaint.due_at),
        *(Complaint.reminders, Complaint.reopened, Complaint.supervise_level),
    )
    query = (
        select(*columns)
        .where(Complaint.is_open, Complaint.rank_at < func.now(), Complaint.due_at < func.now())
        .where(Complaint.state != State.SHELVED, Complaint.supervise_level < level)
        .order_by(Complaint.rank_at, Complaint.id)
        .limit(limit)
    )
    return _all(connection, query)


def of_caller(connection: Connection, phone: str) -> Sequence[UUID]:
    """Ids of this caller's open and lately closed complaints, secret ones too; open first, newest first."""
    return connection.execute(text("SELECT * FROM complaints_of_caller(:phone)"), {"phone": phone}).scalars().all()


def of_flat(
    connection: Connection, community_id: int, building: str = "", unit: str = "", room: str = "", limit: int = 20
) -> Sequence[QueueTuple]:
    """Open complaints of a community, of a building or of a flat, newest first."""
    query = _QUEUE.where(Complaint.is_open, Complaint.community_id == community_id)
    for column, value in ((Complaint.building, building), (Complaint.unit, unit), (Complaint.room, room)):
        if value:
            query = query.where(column == value)
    return connection.execute(query.order_by(Complaint.taken_at.desc()).limit(limit)).all()


def of_phone(
    connection: Connection, phone: str, limit: int, after: tuple[datetime, UUID] | None = None
) -> Sequence[UUID]:
    """Ids of all complaints of this number (E.164) but secret ones, newest first."""
    query = (
        select(Complaint.id)
        .join(Contact, Contact.complaint_id == Complaint.id)
        .where(Contact.phone == phone)
        .order_by(Complaint.taken_at.desc(), Complaint.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Complaint.taken_at, Complaint.id) < after)
    return connection.execute(query).scalars().all()


def complaint(connection: Connection, number: str | None = None, id: UUID | None = None) -> Values | None:
    """The whole row of table complaint by its number or its id; None: there is none for this person."""
    key = Complaint.number == number if number is not None else Complaint.id == id
    return _one(connection, select(Complaint.__table__).where(key))


def contact(connection: Connection, complaint_id: UUID) -> Values | None:
    """Name and phone; None where this person may not see them."""
    query = select(Contact.name, Contact.phone_raw, Contact.phone).where(Contact.complaint_id == complaint_id)
    return _one(connection, query)


def events(connection: Connection, complaint_id: UUID) -> Sequence[Values]:
    """The timeline, oldest first. What a company may not read of a secret complaint as it is stands there veiled."""
    columns = (Event.seq, Event.act, Event.state, Event.at, Event.person_id, Event.note, Event.detail)
    query = select(*columns).where(Event.chain == complaint_id).order_by(Event.seq)
    found = _all(connection, query)
    if found and found[-1]["seq"] != len(found):  # some are not this person's to read
        veiled = _all(connection, _VEILED.bindparams(id=complaint_id))
        found = sorted((*found, *veiled), key=lambda row: int(row["seq"]))
    return found


def shelved_for(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Why each of these was put on the shelf the last time."""
    query = (
        select(Event.chain, Event.note)
        .where(Event.chain.in_(ids), Event.complaint_id.is_not(None), Event.act == "shelve")
        .order_by(Event.chain, Event.seq)
    )
    return {row.chain: row.note for row in connection.execute(query)}


def slip(connection: Connection, number: str) -> Values | None:
    """A slip by its own number, or the last one of a complaint by the complaint's number."""
    own = select(Slip.__table__).where(Slip.number == number)
    last = (
        select(Slip.__table__)
        .join(Complaint, Complaint.id == Slip.complaint_id)
        .where(Complaint.number == number)
        .order_by(Slip.made_at.desc())
        .limit(1)
    )
    return _one(connection, own) or _one(connection, last)


def drafts(connection: Connection) -> Sequence[Values]:
    """The drafts kept on the server that this person may see, oldest first."""
    return _all(connection, select(Draft.__table__).order_by(Draft.kept_at))


def broken_chains(connection: Connection) -> Sequence[Values]:
    """Every break of an event chain: chain, seq, problem (changed, missing, head)."""
    return _all(connection, text("SELECT chain, seq, problem FROM broken_chains()"))


def chain_sizes(connection: Connection) -> tuple[int, int]:
    """How many chains and how many events there are."""
    chains, events = connection.execute(select(func.count(func.distinct(Event.chain)), func.count())).one()
    return chains, events


def logged_events(
    connection: Connection, limit: int, before: int | None, words: Sequence[tuple[str, Sequence[str]]]
) -> Sequence[Values]:
    """Events of no complaint, and reveals; newest first, below the id ``before``.

    ``words``: each must be in person, note or detail, or mean one of the acts beside it.
    """
    query = (
        select(Event.id, Event.at, Event.act, Event.note, Event.detail, Person.name.label("person"), Complaint.number)
        .join(Person, Person.id == Event.person_id)
        .outerjoin(Complaint, Complaint.id == Event.complaint_id)
        .where(or_(Event.complaint_id.is_(None), Event.act == "reveal"))
        .order_by(Event.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Event.id < before)
    for word, acts in words:
        columns = (Person.name, Person.login, Event.note, cast(Event.detail, Text), Complaint.number)
        query = query.where(or_(Event.act.in_(acts), *(column.icontains(word, autoescape=True) for column in columns)))
    return _all(connection, query)


def my_id(connection: Connection) -> int | None:
    """The person signed in; None: the login is nobody's here, or was put out of service."""
    found: int | None = connection.execute(text("SELECT my_id()")).scalar_one()
    return found


def server_time(connection: Connection) -> datetime:
    """The server's clock, now."""
    now: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return now
