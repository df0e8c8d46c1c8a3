"""Refunds, the table of their steps, and the calls of their functions (sql/0005_refunds.sql)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    Uuid,
    and_,
    case,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.incidents import Incident
from db.kinds import RefundState

_MAKE = text("SELECT * FROM refund_make(cast(:refund AS jsonb))")
_STEP = text("SELECT * FROM refund_step(:id, :revision, :act, cast(:values AS jsonb), :note)")

Values = dict[str, Any]
FlatKey = tuple[int, str, str, str]
"""Community, building, unit and room as they are stored."""


class EntitlementMove(Base):
    """What may be done with a refund or a relief in which state, by whom, and where it leads."""

    __tablename__ = "entitlement_move"
    __table_args__ = (CheckConstraint("record IN ('refund', 'relief')", name="record"),)

    record: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    next_state: Mapped[str]


class Refund(Base):
    """What a flat gets back of a season's charge; ``days`` and ``stops`` as app/refund_records.py reads them."""

    __tablename__ = "refund"
    __table_args__ = (
        Index("ix_refund_flat", "community_id", "room", "season"),
        one_of("state", RefundState),
        CheckConstraint(
            "building || room <> '' AND char_length(building) <= 20 AND char_length(unit) <= 20"
            " AND char_length(room) <= 20",
            name="flat",
        ),
        CheckConstraint("season_days BETWEEN 1 AND 366", name="season_days"),
        CheckConstraint("fee > 0 AND fee <= 1000000", name="fee"),
        CheckConstraint("sum >= 0 AND sum <= fee", name="sum"),
        CheckConstraint("paid_sum > 0 AND paid_sum <= 1000000", name="paid_sum"),
        CheckConstraint("char_length(remarks) <= 1000", name="remarks"),
        CheckConstraint("char_length(decision) <= 1000", name="decision"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    season: Mapped[str] = mapped_column(ForeignKey("season.name"))
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    building: Mapped[str]
    unit: Mapped[str]
    room: Mapped[str]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    complaint_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    state: Mapped[RefundState] = mapped_column(by_value(RefundState), server_default="draft")
    days: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    stops: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    judged_at: Mapped[datetime]
    fee: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    season_days: Mapped[int] = mapped_column(SmallInteger)
    sum: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    sum_words: Mapped[str] = mapped_column(server_default="")
    remarks: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    decision: Mapped[str] = mapped_column(server_default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    told_on: Mapped[date | None]
    told_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paid_on: Mapped[date | None]
    paid_sum: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    paid_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(server_default="1")


def make(connection: Connection, refund: Values) -> Values:
    """A new refund; the same id again gives the same one. Returns its row."""
    return dict(connection.execute(_MAKE, {"refund": _json(refund)}).mappings().one())


def step(connection: Connection, id: UUID, revision: int, act: str, values: Values, note: str) -> Values:
    """One step of ``entitlement_move``; the new row."""
    given = {"id": id, "revision": revision, "act": act, "values": _json(values), "note": note}
    return dict(connection.execute(_STEP, given).mappings().one())


def refund(connection: Connection, id: UUID) -> Values | None:
    """One refund; None: there is none for this person."""
    row = connection.execute(select(Refund.__table__).where(Refund.id == id)).mappings().one_or_none()
    return None if row is None else dict(row)


def refund_numbered(connection: Connection, number: str) -> Values | None:
    """One refund by its number; None: there is none for this person."""
    row = connection.execute(select(Refund.__table__).where(Refund.number == number)).mappings().one_or_none()
    return None if row is None else dict(row)


def refunds(
    connection: Connection, season: str | None, states: Sequence[RefundState], only: bool, limit: int
) -> Sequence[Values]:
    """Those that this person may see: of these states first, the oldest season before the others, then the rest, the
    newest first; ``only`` these states."""
    wanted = Refund.state.in_(states)
    query = select(Refund.__table__).order_by(wanted.desc(), case((wanted, Refund.season)).asc(), Refund.made_at.desc())
    if season is not None:
        query = query.where(Refund.season == season)
    if only:
        query = query.where(wanted)
    query = query.limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def refunds_of(connection: Connection, season: str, flat: FlatKey) -> Sequence[Values]:
    """All of a flat in a season, the oldest first."""
    query = select(Refund.__table__).where(Refund.season == season, _is(flat)).order_by(Refund.made_at)
    return [dict(row) for row in connection.execute(query).mappings()]


def outages(
    connection: Connection,
    categories: Sequence[str],
    begin: datetime,
    end: datetime,
    community_id: int,
    building: str,
    station_id: int | None,
) -> Sequence[Values]:
    """Incidents without heat that reach a flat and lie at least partly between two moments, oldest first."""
    here = or_(
        and_(Incident.kind == "community", Incident.community_id == community_id),
        and_(Incident.kind == "building", Incident.community_id == community_id, Incident.building == building),
        and_(Incident.kind == "station", Incident.station_id == station_id),
    )
    lasting = or_(Incident.closed_at.is_(None), Incident.closed_at > begin)
    query = (
        select(Incident.number, Incident.began_at, Incident.closed_at, Incident.cause)
        .where(Incident.category.in_(categories), here, Incident.began_at < end, lasting)
        .order_by(Incident.began_at)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _is(flat: FlatKey) -> Any:
    community_id, building, unit, room = flat
    return and_(
        Refund.community_id == community_id, Refund.building == building, Refund.unit == unit, Refund.room == room
    )


def _json(values: Any) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)
