"""Sheets and seals of hand-overs, and the calls of their functions (sql/0004_handover.sql, sql/0004_seals.sql)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, LargeBinary, or_, select, text
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

_NOW = text("SELECT hand_over_now(:shift)")
_PUT = text("SELECT * FROM hand_over_put(:shift, :note, :reason)")
_SIGN = text("SELECT * FROM hand_over_sign(:shift, :remarks, :reason)")
_NEXT = text("SELECT next_shift(:shift)")
_BROKEN = text("SELECT number, problem FROM broken_seals() ORDER BY number")

Values = dict[str, Any]


class Seal(Base):
    """A hash over all events since the seal before; ``covers`` are the ids of the events under it."""

    __tablename__ = "seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    covers: Mapped[Any] = mapped_column(INT8MULTIRANGE)
    events: Mapped[int]
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class HandOver(Base):
    """The sheet of one shift. ``content``: what hand_over_facts() found; ``signed_by`` None: nobody took over yet."""

    __tablename__ = "hand_over"
    __table_args__ = (
        CheckConstraint("char_length(note) <= 4000", name="note"),
        CheckConstraint("char_length(reason) <= 500", name="reason"),
        CheckConstraint("char_length(remarks) <= 4000", name="remarks"),
        CheckConstraint("char_length(sign_reason) <= 500", name="sign_reason"),
        CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", name="signed"),
    )

    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    seal_number: Mapped[int] = mapped_column(ForeignKey("seal.number"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    next_shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    remarks: Mapped[str] = mapped_column(server_default="")
    sign_reason: Mapped[str] = mapped_column(server_default="")


_SHEETS = select(
    HandOver.__table__, Seal.hash.label("seal"), Seal.events.label("sealed_events"), Seal.previous.label("seal_before")
).join(Seal, Seal.number == HandOver.seal_number)


def now(connection: Connection, shift_id: UUID) -> Values:
    """What the sheet of this shift would say now, of one snapshot; nothing is stored."""
    found: Values = connection.execute(_NOW, {"shift": shift_id}).scalar_one()
    return found


def put(connection: Connection, shift_id: UUID, note: str, reason: str) -> None:
    """Close the shift with a sealed sheet."""
    connection.execute(_PUT, {"shift": shift_id, "note": note, "reason": reason})


def sign(connection: Connection, shift_id: UUID, remarks: str, reason: str) -> None:
    """The next shift's leader has read the sheet of this shift."""
    connection.execute(_SIGN, {"shift": shift_id, "remarks": remarks, "reason": reason})


def next_shift(connection: Connection, shift_id: UUID) -> UUID | None:
    """The team's shift after this one; None: by the plan nobody works then."""
    found: UUID | None = connection.execute(_NEXT, {"shift": shift_id}).scalar_one()
    return found


def sheet(connection: Connection, shift_id: UUID) -> Values | None:
    """The sheet of a shift with its seal; None: not handed over yet, or not this person's to read."""
    row = connection.execute(_SHEETS.where(HandOver.shift_id == shift_id)).mappings().one_or_none()
    return None if row is None else dict(row)


def sheets(
    connection: Connection,
    limit: int,
    unsigned: bool,
    before: datetime | None,
    teams: Collection[int | None] | None = None,
) -> Sequence[Values]:
    """Sheets, the newest first, those made before a moment; ``unsigned``: only those nobody signed yet; ``teams``: only
    of these, None in it is the hotline."""
    query = _SHEETS.order_by(HandOver.made_at.desc()).limit(limit)
    if unsigned:
        query = query.where(HandOver.signed_by.is_(None))
    if teams is not None:
        query = query.where(or_(*(HandOver.company_id.is_not_distinct_from(team) for team in teams)))
    if before is not None:
        query = query.where(HandOver.made_at < before)
    return [dict(row) for row in connection.execute(query).mappings()]


def broken_seals(connection: Connection) -> Sequence[Values]:
    """Every seal that no longer holds: number and problem (events, previous, missing, sheet, unsealed)."""
    return [dict(row) for row in connection.execute(_BROKEN).mappings()]


def count_seals(connection: Connection) -> int:
    """How many seals there are."""
    return int(connection.execute(text("SELECT count(*) FROM seal")).scalar_one())
