"""Room temperature tests and instruments (sql/0005_temperature.sql). Row security decides what a person reads."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    exists,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import Party, RoomKind, Signed, VisitKind, VisitOutcome

_ASK = text("SELECT * FROM test_ask(:id, :complaint, cast(:given AS jsonb), :due, :note)")
_VISIT = text(
    "SELECT * FROM test_visit(:id, :test, :amends, cast(:given AS jsonb), cast(:readings AS jsonb),"
    " cast(:arrive AS jsonb), :note)"
)
_DISPUTE = text("SELECT * FROM test_dispute(:id, :test, :visit, :asked_by, :body, :words, :note)")
_RESULT = text("SELECT * FROM test_result(:dispute, :celsius, :payer, :words, :note)")
_WITHDRAW = text("SELECT * FROM test_withdraw(:test, :note)")
_INSTRUMENT = text("SELECT * FROM instrument_put(:id, cast(:given AS jsonb), :retired, :note)")

Values = dict[str, Any]


class Instrument(Base):
    """What a company measures with; ``valid_until``: the last day of its calibration."""

    __tablename__ = "instrument"
    __table_args__ = (
        CheckConstraint("char_length(number) BETWEEN 1 AND 40", name="number"),
        CheckConstraint("char_length(model) BETWEEN 1 AND 60", name="model"),
        CheckConstraint("calibrated_on < valid_until", name="valid_until"),
        Index("ix_instrument_company_id_number", "company_id", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    number: Mapped[str]
    model: Mapped[str]
    calibrated_on: Mapped[date]
    valid_until: Mapped[date]
    retired_at: Mapped[datetime | None]


class RoomTest(Base):
    """A request; ``minimum`` and ``due_at`` are those of its day."""

    __tablename__ = "room_test"
    __table_args__ = (
        CheckConstraint("char_length(place) BETWEEN 1 AND 200", name="place"),
        CheckConstraint("char_length(asker) <= 40", name="asker"),
        CheckConstraint("char_length(phone) <= 60", name="phone"),
        CheckConstraint("char_length(note) <= 1000", name="note"),
        CheckConstraint("requested_at < due_at", name="due_at"),
        CheckConstraint("complaint_id IS NULL OR char_length(asker || phone) = 0", name="caller"),
        Index("ix_room_test_number", "number", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"))
    place: Mapped[str]
    building: Mapped[str] = mapped_column(server_default="")
    unit: Mapped[str] = mapped_column(server_default="")
    room: Mapped[str] = mapped_column(server_default="")
    asker: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")
    requested_at: Mapped[datetime] = mapped_column(index=True)
    requested_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    due_rule: Mapped[str]
    due_article: Mapped[str]
    minimum: Mapped[Decimal] = mapped_column(Numeric(4, 1))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_note: Mapped[str] = mapped_column(server_default="")


class RoomVisit(Base):
    """A visit, or (``amends``) its new version; none is ever changed."""

    __tablename__ = "room_visit"
    __table_args__ = (
        one_of("kind", VisitKind),
        one_of("outcome", VisitOutcome),
        one_of("room_kind", RoomKind),
        one_of("company_signed", Signed),
        one_of("user_signed", Signed),
        CheckConstraint("char_length(tester) BETWEEN 1 AND 40", name="tester"),
        CheckConstraint("height_cm BETWEEN 0 AND 500", name="height"),
        CheckConstraint("abs(outdoor - 10) <= 40", name="outdoor"),
        CheckConstraint(
            "(company_signed IS NOT DISTINCT FROM 'refused') = (char_length(company_reason) > 0)"
            " AND char_length(company_reason) <= 500",
            name="company_reason",
        ),
        CheckConstraint(
            "(user_signed IS NOT DISTINCT FROM 'refused' OR outcome = 'user_refused') = (char_length(user_reason) > 0)"
            " AND char_length(user_reason) <= 500",
            name="user_reason",
        ),
        CheckConstraint("char_length(note) <= 1000", name="note"),
        CheckConstraint(
            "outcome <> 'tested' OR (instrument_id IS NOT NULL AND room_kind IS NOT NULL AND shut_since IS NOT NULL"
            " AND height_cm IS NOT NULL AND centre IS TRUE AND company_signed IS NOT NULL AND user_signed IS NOT NULL)",
            name="measured",
        ),
        Index("ix_room_visit_amends", "amends", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    test_id: Mapped[UUID] = mapped_column(ForeignKey("room_test.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    amends: Mapped[UUID | None] = mapped_column(ForeignKey("room_visit.id"))
    kind: Mapped[VisitKind] = mapped_column(by_value(VisitKind))
    outcome: Mapped[VisitOutcome] = mapped_column(by_value(VisitOutcome))
    tester: Mapped[str]
    arrived_at: Mapped[datetime]
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"))
    instrument_number: Mapped[str] = mapped_column(server_default="")
    instrument_model: Mapped[str] = mapped_column(server_default="")
    calibrated_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    room_kind: Mapped[RoomKind | None] = mapped_column(by_value(RoomKind))
    shut_since: Mapped[datetime | None]
    height_cm: Mapped[int | None] = mapped_column(SmallInteger)
    centre: Mapped[bool | None]
    outdoor: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    company_signed: Mapped[Signed | None] = mapped_column(by_value(Signed))
    company_reason: Mapped[str] = mapped_column(server_default="")
    user_signed: Mapped[Signed | None] = mapped_column(by_value(Signed))
    user_reason: Mapped[str] = mapped_column(server_default="")
    cause: Mapped[bool | None]
    note: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class RoomReading(Base):
    """What the instrument showed; of those of a visit one is ``stable`` and counts."""

    __tablename__ = "room_reading"
    __table_args__ = (
        CheckConstraint("abs(celsius - 10) <= 40", name="celsius"),
        Index("ix_room_reading_stable", "visit_id", unique=True, postgresql_where=text("stable")),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("room_visit.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    read_at: Mapped[datetime]
    celsius: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    stable: Mapped[bool]


class RoomDispute(Base):
    """A dispute about one visit before a legal testing body; ``payer``: the party at fault."""

    __tablename__ = "room_dispute"
    __table_args__ = (
        one_of("asked_by", Party),
        one_of("payer", Party),
        CheckConstraint("char_length(body) BETWEEN 1 AND 80", name="body"),
        CheckConstraint("char_length(note) <= 1000", name="note"),
        CheckConstraint("abs(celsius - 10) <= 40", name="celsius"),
        CheckConstraint("char_length(result_note) <= 1000", name="result_note"),
        CheckConstraint(
            "(result_at IS NULL) = (celsius IS NULL) AND (result_at IS NULL) = (payer IS NULL)"
            " AND (result_at IS NULL) = (result_by IS NULL)",
            name="result",
        ),
        Index("ix_room_dispute_open", "test_id", unique=True, postgresql_where=text("result_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    test_id: Mapped[UUID] = mapped_column(ForeignKey("room_test.id"), index=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("room_visit.id"))
    asked_by: Mapped[Party] = mapped_column(by_value(Party))
    body: Mapped[str]
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    celsius: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    payer: Mapped[Party | None] = mapped_column(by_value(Party))
    result_note: Mapped[str] = mapped_column(server_default="")
    result_at: Mapped[datetime | None]
    result_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


def ask(
    connection: Connection, id: UUID, complaint_id: UUID | None, given: Values, due_at: datetime | None, note: str
) -> UUID:
    """Store a request; the same ``id`` again gives the stored one back. Returns its id."""
    values = {"id": id, "complaint": complaint_id, "given": _json(given), "due": due_at, "note": note}
    return UUID(str(connection.execute(_ASK, values).mappings().one()["id"]))


def put_visit(
    connection: Connection,
    ids: tuple[UUID, UUID, UUID | None],
    given: Values,
    readings: Sequence[Values],
    arrive: Values,
    note: str,
) -> None:
    """Store a visit. ``ids``: its own, its test's, that of the version it amends."""
    id, test_id, amends = ids
    values = {"id": id, "test": test_id, "amends": amends, "given": _json(given), "note": note}
    connection.execute(_VISIT, {**values, "readings": _json(readings), "arrive": _json(arrive)})


def dispute(
    connection: Connection, ids: tuple[UUID, UUID, UUID], asked_by: str, body: str, words: str, note: str
) -> None:
    """Bring a visit before a testing body. ``ids``: the dispute's own, the test's, the visit's."""
    id, test_id, visit_id = ids
    values = {"id": id, "test": test_id, "visit": visit_id, "asked_by": asked_by, "body": body}
    connection.execute(_DISPUTE, {**values, "words": words, "note": note})


def decide(connection: Connection, dispute_id: UUID, celsius: Decimal, payer: str, words: str, note: str) -> None:
    """What the body found, and who pays."""
    values = {"dispute": dispute_id, "celsius": celsius, "payer": payer, "words": words, "note": note}
    connection.execute(_RESULT, values)


def withdraw(connection: Connection, test_id: UUID, note: str) -> None:
    """The user takes the request back."""
    connection.execute(_WITHDRAW, {"test": test_id, "note": note})


def put_instrument(connection: Connection, id: int | None, given: Values, retired: bool, note: str) -> Values:
    """Add (``id`` None) or change an instrument; the row."""
    values = {"id": id, "given": _json(given), "retired": retired, "note": note}
    return dict(connection.execute(_INSTRUMENT, values).mappings().one())


def requests(
    connection: Connection,
    *,
    id: UUID | None = None,
    number: str = "",
    complaint_id: UUID | None = None,
    community_id: int | None = None,
    since: datetime | None = None,
    limit: int = 500,
) -> list[Values]:
    """Requests, newest first, by what was given."""
    query = select(RoomTest.__table__)
    if id is not None:
        query = query.where(RoomTest.id == id)
    if number:
        query = query.where(RoomTest.number == number)
    if complaint_id is not None:
        query = query.where(RoomTest.complaint_id == complaint_id)
    if community_id is not None:
        query = query.where(RoomTest.community_id == community_id)
    if since is not None:
        query = query.where(RoomTest.requested_at >= since)
    query = query.order_by(RoomTest.requested_at.desc(), RoomTest.id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def open_requests(connection: Connection, limit: int) -> list[Values]:
    """Requests not withdrawn, of which no visit ended well by what both have signed, newest first: rather too many, for
    what a testing body found is not asked."""
    later = aliased(RoomVisit)
    good = (
        exists()
        .where(RoomVisit.test_id == RoomTest.id, RoomVisit.outcome == VisitOutcome.TESTED)
        .where(RoomVisit.company_signed == Signed.SIGNED, RoomVisit.user_signed == Signed.SIGNED)
        .where(RoomReading.visit_id == RoomVisit.id, RoomReading.stable, RoomReading.celsius >= RoomTest.minimum)
        .where(~exists().where(later.amends == RoomVisit.id))
    )
    disputed = exists().where(RoomDispute.test_id == RoomTest.id)
    query = select(RoomTest.__table__).where(RoomTest.withdrawn_at.is_(None), or_(~good, disputed))
    query = query.order_by(RoomTest.requested_at.desc(), RoomTest.id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def parts(connection: Connection, test_ids: Iterable[UUID]) -> tuple[list[Values], list[Values], list[Values]]:
    """All versions of the visits of these tests, their readings, and the disputes, each oldest first."""
    ids = list(test_ids)
    visits = select(RoomVisit.__table__).where(RoomVisit.test_id.in_(ids)).order_by(RoomVisit.made_at, RoomVisit.id)
    readings = (
        select(RoomReading.__table__)
        .join(RoomVisit, RoomVisit.id == RoomReading.visit_id)
        .where(RoomVisit.test_id.in_(ids))
        .order_by(RoomReading.visit_id, RoomReading.seq)
    )
    disputes = select(RoomDispute.__table__).where(RoomDispute.test_id.in_(ids)).order_by(RoomDispute.asked_at)
    found = [[dict(row) for row in connection.execute(one).mappings()] for one in (visits, readings, disputes)]
    return found[0], found[1], found[2]


def instruments(connection: Connection, company_id: int | None = None) -> list[Values]:
    """Instruments that this person may see, those in use first."""
    query = select(Instrument.__table__)
    if company_id is not None:
        query = query.where(Instrument.company_id == company_id)
    query = query.order_by(Instrument.retired_at.is_not(None), Instrument.company_id, Instrument.number)
    return [dict(row) for row in connection.execute(query).mappings()]


def _json(values: Mapping[str, Any] | Sequence[Values]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)
