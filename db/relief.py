"""Reliefs and their rates, and the calls of their functions (sql/0005_relief.sql)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, Numeric, case, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import ReliefKind, ReliefState

_MAKE = text("SELECT relief_make(cast(:relief AS jsonb))")
_STEP = text("SELECT relief_step(:id, :revision, :act, cast(:values AS jsonb), :note)")
_RATE_PUT = text("SELECT relief_rate_put(:season, :rate, :basis, :mark, :note)")

Values = dict[str, Any]
_DAY = len("J20261205")  # a hundredth of one day has a longer number
FOR_THE_COMPANY = (
    "id", "number", "season", "community_id", "building", "unit", "room", "company_id", "area", "flat_area", "fee",
    "rate", "basis", "sum", "state", "decided_at", "paid_on", "paid_by", "revision",
)  # fmt: skip
"""What the company of the flat may read: what to pay, and not for whom."""


class ReliefRate(Base):
    """Yuan a square metre of a season, with what it rests on."""

    __tablename__ = "relief_rate"
    __table_args__ = (
        CheckConstraint("season ~ '^20[0-9]{2}-20[0-9]{2}$'", name="season"),
        CheckConstraint("rate > 0 AND rate <= 100", name="rate"),
        CheckConstraint("char_length(basis) BETWEEN 1 AND 200", name="basis"),
        CheckConstraint("mark IN ('V', 'V-', 'P')", name="mark"),
        CheckConstraint("char_length(note) <= 400", name="note"),
    )

    season: Mapped[str] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    basis: Mapped[str]
    mark: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")


class Relief(Base):
    """An application of one household; sensitive, with no copy of any proof."""

    __tablename__ = "relief"
    __table_args__ = (
        Index(
            "ix_relief_household",
            "season",
            "household",
            unique=True,
            postgresql_where=text("state NOT IN ('refused', 'withdrawn')"),
        ),
        one_of("state", ReliefState),
        one_of("kind", ReliefKind),
        CheckConstraint("season ~ '^20[0-9]{2}-20[0-9]{2}$'", name="season"),
        CheckConstraint(
            "building || room <> '' AND char_length(building) <= 20 AND char_length(unit) <= 20"
            " AND char_length(room) <= 20",
            name="flat",
        ),
        CheckConstraint("char_length(household) BETWEEN 1 AND 30", name="household"),
        CheckConstraint("area > 0 AND area <= flat_area", name="area"),
        CheckConstraint("flat_area <= 10000", name="flat_area"),
        CheckConstraint("fee > 0 AND fee <= 1000000", name="fee"),
        CheckConstraint("sum >= 0 AND sum = round(area * rate, 2) AND (fee IS NULL OR sum <= fee)", name="sum"),
        CheckConstraint("char_length(basis) <= 200", name="basis"),
        CheckConstraint("char_length(proof) BETWEEN 1 AND 20", name="proof"),
        CheckConstraint("char_length(remarks) <= 1000", name="remarks"),
        CheckConstraint("char_length(decision) <= 1000", name="decision"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    season: Mapped[str]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    building: Mapped[str]
    unit: Mapped[str]
    room: Mapped[str]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[ReliefKind] = mapped_column(by_value(ReliefKind))
    household: Mapped[str]
    area: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    flat_area: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    fee: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    rate: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    basis: Mapped[str] = mapped_column(server_default="")
    sum: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    proof: Mapped[str]
    proof_seen_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proof_seen_at: Mapped[datetime]
    remarks: Mapped[str] = mapped_column(server_default="")
    state: Mapped[ReliefState] = mapped_column(by_value(ReliefState), server_default="asked")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    decider: Mapped[str] = mapped_column(server_default="")
    decision: Mapped[str] = mapped_column(server_default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    paid_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(server_default="1")


def make(connection: Connection, relief: Values) -> UUID:
    """A new application; the same id again gives the same one. Returns its id."""
    found: UUID = connection.execute(_MAKE, {"relief": _json(relief)}).scalar_one()
    return found


def step(connection: Connection, id: UUID, revision: int, act: str, values: Values, note: str) -> None:
    """One step of ``entitlement_move``."""
    given = {"id": id, "revision": revision, "act": act, "values": _json(values), "note": note}
    connection.execute(_STEP, given)


def put_rate(connection: Connection, season: str, rate: Decimal, basis: str, mark: str, note: str) -> None:
    """A season's rate; the administrator's."""
    connection.execute(_RATE_PUT, {"season": season, "rate": rate, "basis": basis, "mark": mark, "note": note})


def rates(connection: Connection) -> Sequence[Values]:
    """All rates, the newest season first."""
    query = select(ReliefRate.__table__).order_by(ReliefRate.season.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def reliefs(
    connection: Connection,
    *,
    id: UUID | None = None,
    number: str = "",
    season: str = "",
    flat: tuple[int, str, str, str] | None = None,
    first: Sequence[ReliefState] = (),
    only: bool = False,
    limit: int = 500,
) -> Sequence[Values]:
    """Those that this person may see, with the columns that this person may read: those of the states that come
    ``first`` (or ``only`` those), the oldest season before the others, then the rest, the newest first."""
    whole = connection.execute(select(func.has_column_privilege("relief", "household", "SELECT"))).scalar_one()
    table = Relief.__table__
    query = select(*(one for one in table.columns if whole or one.name in FOR_THE_COMPANY))
    if id is not None:
        query = query.where(Relief.id == id)
    if number:
        query = query.where(Relief.number == number)
    if season:
        query = query.where(Relief.season == season)
    if flat is not None:
        for column, value in zip((Relief.community_id, Relief.building, Relief.unit, Relief.room), flat, strict=True):
            query = query.where(column == value)
    wanted = Relief.state.in_(first)
    if only:
        query = query.where(wanted)
    newest = func.left(Relief.number, _DAY).desc(), func.length(Relief.number).desc(), Relief.number.desc()
    query = query.order_by(wanted.desc(), case((wanted, Relief.season)).asc(), *newest).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def _json(values: Any) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)
