"""Who sits where, and the calls of the functions of sql/0004_seats.sql."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, SmallInteger, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import SeatState

_ON = text("SELECT * FROM seat_on(:seat)")
_PAUSE = text("SELECT * FROM seat_pause(:state, :reason)")
_OFF = text("SELECT * FROM seat_off(:note)")
_FREE = text("SELECT * FROM seat_free(:presence, :reason)")
_LEADER = text("SELECT shift_leader(:shift)")

Values = dict[str, Any]


class Presence(Base):
    """From signing on to signing off. ``until`` None: still there. ``ended_by``: another one freed the seat."""

    __tablename__ = "presence"
    __table_args__ = (
        one_of("state", SeatState),
        CheckConstraint("char_length(reason) <= 200", name="reason"),
        CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name="end"),
        Index("ix_presence_person", "person_id", unique=True, postgresql_where=text("until IS NULL")),
        Index(
            "ix_presence_hotline_seat",
            "seat_number",
            unique=True,
            postgresql_where=text("until IS NULL AND company_id IS NULL"),
        ),
        Index(
            "ix_presence_company_seat",
            "company_id",
            "seat_number",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    seat_number: Mapped[int | None] = mapped_column(SmallInteger)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), index=True)
    state: Mapped[SeatState] = mapped_column(by_value(SeatState), server_default="ready")
    reason: Mapped[str] = mapped_column(server_default="")
    state_since: Mapped[datetime]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


def sign_on(connection: Connection, seat_number: int | None) -> Values:
    """Sit down at a seat, or, None, be on duty without one; the presence."""
    return dict(connection.execute(_ON, {"seat": seat_number}).mappings().one())


def pause(connection: Connection, state: SeatState, reason: str) -> Values:
    """Say what one is doing; the presence."""
    return dict(connection.execute(_PAUSE, {"state": state, "reason": reason}).mappings().one())


def sign_off(connection: Connection, note: str) -> Values:
    """Leave the seat; the presence as it ended."""
    return dict(connection.execute(_OFF, {"note": note}).mappings().one())


def free(connection: Connection, presence_id: UUID, reason: str) -> Values:
    """Free a seat that somebody forgot to leave; the presence as it ended."""
    return dict(connection.execute(_FREE, {"presence": presence_id, "reason": reason}).mappings().one())


def leader(connection: Connection, shift_id: UUID) -> int | None:
    """Who leads the shift; None: nobody was set down and nobody came."""
    found: int | None = connection.execute(_LEADER, {"shift": shift_id}).scalar_one()
    return found


def present(connection: Connection) -> Sequence[Values]:
    """Everybody signed on now whom this person may see, by team and seat."""
    query = select(Presence.__table__).where(Presence.until.is_(None))
    query = query.order_by(Presence.company_id.nulls_first(), Presence.seat_number, Presence.since)
    return [dict(row) for row in connection.execute(query).mappings()]
