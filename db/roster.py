"""The roster, its crews and swaps, and the calls of their functions (sql/0004_roster.sql, sql/0004_swaps.sql)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, SmallInteger, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import SwapState
from db.people import Person
from db.shifts import Shift, ShiftPattern, ShiftPlan, ShiftSlot

_CHANGE = text("SELECT * FROM roster_change(:shift, :revision, cast(:duties AS jsonb), :note)")
_PUT = text("SELECT roster_put(:company, :first, :last, cast(:duties AS jsonb), :note)")
_CREWS_PUT = text("SELECT crews_put(:company, cast(:members AS jsonb), :note)")
_PATTERN_PUT = text("SELECT pattern_put(cast(:pattern AS jsonb), :note)")
_PLAN_PUT = text("SELECT plan_put(:company, :starts_on, :pattern, :note)")
_SWAP_ASK = text("SELECT * FROM swap_ask(:id, :shift, :other, :other_shift, :reason)")
_SWAP_STEP = text("SELECT * FROM swap_step(:id, :step, :note)")

Values = dict[str, Any]


class CrewMember(Base):
    """Who takes turns with whom; a crew's team is its people's company."""

    __tablename__ = "crew_member"
    __table_args__ = (CheckConstraint("crew BETWEEN 1 AND 8", name="crew"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    crew: Mapped[int] = mapped_column(SmallInteger)
    seat_number: Mapped[int | None] = mapped_column(SmallInteger)
    leader: Mapped[bool] = mapped_column(server_default="false")


class Duty(Base):
    """Who is meant to sit where in a shift."""

    __tablename__ = "duty"
    __table_args__ = (
        Index("ix_duty_shift_id_seat_number", "shift_id", "seat_number", unique=True),
        Index("ix_duty_leader", "shift_id", unique=True, postgresql_where=text("leader")),
    )

    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    seat_number: Mapped[int | None] = mapped_column(SmallInteger)
    leader: Mapped[bool] = mapped_column(server_default="false")


class Swap(Base):
    """``person_id`` gives ``shift_id`` to ``other_id`` and takes ``other_shift_id``, where there is one."""

    __tablename__ = "swap"
    __table_args__ = (
        one_of("state", SwapState),
        CheckConstraint("person_id <> other_id", name="people"),
        CheckConstraint("char_length(reason) BETWEEN 1 AND 500", name="reason"),
        CheckConstraint("char_length(note) <= 500", name="note"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    reason: Mapped[str]
    state: Mapped[SwapState] = mapped_column(by_value(SwapState), server_default="asked")
    asked_at: Mapped[datetime] = mapped_column(index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(server_default="")


def _json(values: Any) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)


def change(connection: Connection, shift_id: UUID, revision: int, duties: Sequence[Values], note: str) -> Values:
    """Replace who is on duty in one shift ({person_id, seat_number, leader}); the shift's new row."""
    given = {"shift": shift_id, "revision": revision, "duties": _json(duties), "note": note}
    return dict(connection.execute(_CHANGE, given).mappings().one())


def put(
    connection: Connection, company_id: int | None, first: date, last: date, duties: Sequence[Values], note: str
) -> int:
    """Replace the roster of these days, from the next shift on ({day, slot, person_id, seat_number, leader}).

    Returns how many shifts it was put into.
    """
    given = {"company": company_id, "first": first, "last": last, "duties": _json(duties), "note": note}
    return int(connection.execute(_PUT, given).scalar_one())


def put_crews(connection: Connection, company_id: int | None, members: Sequence[Values], note: str) -> None:
    """Replace the crews of a team."""
    connection.execute(_CREWS_PUT, {"company": company_id, "members": _json(members), "note": note})


def put_pattern(connection: Connection, pattern: Values, note: str) -> None:
    """Add a pattern with its slots, or change one by which no shift was made yet."""
    connection.execute(_PATTERN_PUT, {"pattern": _json(pattern), "note": note})


def put_plan(connection: Connection, company_id: int | None, starts_on: date, pattern: str, note: str) -> int:
    """Have a team work by another pattern from a day to come on; how many duties that took away."""
    given = {"company": company_id, "starts_on": starts_on, "pattern": pattern, "note": note}
    return int(connection.execute(_PLAN_PUT, given).scalar_one())


def ask_swap(
    connection: Connection, id: UUID, shift_id: UUID, other_id: int, other_shift_id: UUID | None, reason: str
) -> Values:
    """Ask for a swap; the same ``id`` again gives the same one."""
    given = {"id": id, "shift": shift_id, "other": other_id, "other_shift": other_shift_id, "reason": reason}
    return dict(connection.execute(_SWAP_ASK, given).mappings().one())


def step_swap(connection: Connection, id: UUID, step: str, note: str) -> Values:
    """agree, decline, withdraw, approve or refuse; the swap's new row."""
    return dict(connection.execute(_SWAP_STEP, {"id": id, "step": step, "note": note}).mappings().one())


def patterns(connection: Connection) -> tuple[Sequence[Values], Sequence[Values]]:
    """All patterns, and all slots in the order of a day."""
    found = connection.execute(select(ShiftPattern.__table__).order_by(ShiftPattern.code)).mappings()
    slots = connection.execute(select(ShiftSlot.__table__).order_by(ShiftSlot.pattern, ShiftSlot.slot)).mappings()
    return [dict(row) for row in found], [dict(row) for row in slots]


def plans(connection: Connection) -> Sequence[Values]:
    """All plans, the latest first."""
    return [
        dict(row)
        for row in connection.execute(select(ShiftPlan.__table__).order_by(ShiftPlan.starts_on.desc())).mappings()
    ]


def shifts(connection: Connection, company_id: int | None, first: date, last: date) -> Sequence[Values]:
    """The shifts that began on these days, as far as they were made (db.shifts.make_days), oldest first."""
    query = select(Shift.__table__).where(
        Shift.company_id.is_not_distinct_from(company_id), Shift.day.between(first, last)
    )
    return [dict(row) for row in connection.execute(query.order_by(Shift.begins_at)).mappings()]


def shifts_of(connection: Connection, ids: Sequence[UUID]) -> Sequence[Values]:
    """These shifts, oldest first."""
    query = select(Shift.__table__).where(Shift.id.in_(ids)).order_by(Shift.begins_at)
    return [dict(row) for row in connection.execute(query).mappings()]


def duties(connection: Connection, shift_ids: Sequence[UUID]) -> Sequence[Values]:
    """Who is on duty in these shifts, by seat; as far as this person may see it."""
    query = select(Duty.__table__).where(Duty.shift_id.in_(shift_ids)).order_by(Duty.seat_number, Duty.person_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def crews(connection: Connection, company_id: int | None) -> Sequence[Values]:
    """The crews of a team, by crew and seat."""
    query = (
        select(CrewMember.__table__)
        .join(Person, Person.id == CrewMember.person_id)
        .where(Person.company_id.is_not_distinct_from(company_id))
        .order_by(CrewMember.crew, CrewMember.seat_number, CrewMember.person_id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def swaps(connection: Connection, *, only_open: bool, person_id: int | None, limit: int) -> Sequence[Values]:
    """Swaps that this person may see, the newest first; ``person_id``: those that concern this one."""
    query = select(Swap.__table__).order_by(Swap.asked_at.desc()).limit(limit)
    if only_open:
        query = query.where(Swap.state.in_((SwapState.ASKED, SwapState.AGREED)))
    if person_id is not None:
        query = query.where(or_(Swap.person_id == person_id, Swap.other_id == person_id))
    return [dict(row) for row in connection.execute(query).mappings()]


def swap(connection: Connection, id: UUID) -> Values | None:
    """One swap; None: there is none for this person."""
    row = connection.execute(select(Swap.__table__).where(Swap.id == id)).mappings().one_or_none()
    return None if row is None else dict(row)
