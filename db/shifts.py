"""Shift patterns, the shifts themselves, and the calls of their functions (sql/0004_shifts.sql)."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Connection, ForeignKey, Identity, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

_SHIFT_DAYS = text("SELECT shift_days(:company, :first, :last)")


class ShiftPattern(Base):
    """``cycle``: the slot that a crew works on each day of its cycle, 0 is a day off; ``crews`` share it evenly."""

    __tablename__ = "shift_pattern"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z0-9_]{1,24}$'", name="code"),
        CheckConstraint("char_length(name) BETWEEN 1 AND 40", name="name"),
        CheckConstraint("crews BETWEEN 1 AND 8", name="crews"),
        CheckConstraint("cardinality(cycle) BETWEEN 1 AND 56 AND cardinality(cycle) % crews = 0", name="cycle"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    crews: Mapped[int] = mapped_column(SmallInteger)
    cycle: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    note: Mapped[str] = mapped_column(server_default="")


class ShiftSlot(Base):
    """One of the shifts of a day; ``ends`` not later than ``begins`` lies on the next day."""

    __tablename__ = "shift_slot"
    __table_args__ = (
        CheckConstraint("slot BETWEEN 1 AND 6", name="slot"),
        CheckConstraint("char_length(name) BETWEEN 1 AND 12", name="name"),
    )

    pattern: Mapped[str] = mapped_column(ForeignKey("shift_pattern.code"), primary_key=True)
    slot: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    name: Mapped[str]
    begins: Mapped[time]
    ends: Mapped[time]


class ShiftPlan(Base):
    """From which day on a team works by which pattern; ``company_id`` None is the hotline. One a day."""

    __tablename__ = "shift_plan"
    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    starts_on: Mapped[date]
    pattern: Mapped[str] = mapped_column(ForeignKey("shift_pattern.code"))


class Shift(Base):
    """One shift of one team; ``day`` is the day it began on. The id is made of team, day and slot.

    No two shifts of a team overlap (ex_shift_one_at_a_time).
    """

    __tablename__ = "shift"
    __table_args__ = (CheckConstraint("begins_at < ends_at", name="times"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    day: Mapped[date]
    slot: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    pattern: Mapped[str] = mapped_column(ForeignKey("shift_pattern.code"))
    begins_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")


def make_days(connection: Connection, company_id: int | None, first: date, last: date) -> None:
    """Have the shifts of these days (both included) there to be read; at most 400 days, within 800 of today."""
    connection.execute(_SHIFT_DAYS, {"company": company_id, "first": first, "last": last})
