"""Facts, kept sums and frozen months, and the calls of the functions of sql/0004_statistics.sql."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Connection, ForeignKey, Index, SmallInteger, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

_CATCH_UP = text("SELECT figures_catch_up(:most)")
_FIGURES = text("SELECT key, counts FROM figures(:by, :first, :last, :filter)").bindparams(
    bindparam("filter", type_=JSONB)
)
_BEHIND = text(
    "SELECT id, taken_at FROM figure_complaints(:measure, :first, :last, :filter, :at, :id, :limit)"
).bindparams(bindparam("filter", type_=JSONB))
_SHIFTS = text("SELECT id, day, name FROM shift WHERE id = ANY (:ids) ORDER BY begins_at").bindparams(
    bindparam("ids", type_=ARRAY(Uuid()))
)
_FREEZE = text("SELECT * FROM month_freeze(:month, :note)")
_FROZEN = text("SELECT * FROM frozen_month WHERE month = :month")
_FROZEN_MONTHS = text("SELECT month FROM frozen_month ORDER BY month DESC")
_EXPORT = text("SELECT export_begin(:detail, :reason)").bindparams(bindparam("detail", type_=JSONB))
_EXPORTED = text("""
SELECT c.*, k.name AS caller, k.phone_raw, k.phone, p.name AS taker
FROM complaint c JOIN person p ON p.id = c.taken_by LEFT JOIN contact k ON k.complaint_id = c.id
WHERE c.id = ANY (:ids)
""")

Values = dict[str, Any]


class ComplaintFact(Base):
    """What one complaint counts for, under one company that had it; 0 where it is none. See sql/0004_facts.sql."""

    __tablename__ = "complaint_fact"
    __table_args__ = (Index("ix_complaint_fact_day", "day", "taken_at", "complaint_id"),)

    complaint_id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    day: Mapped[date]
    taken_at: Mapped[datetime]
    hour: Mapped[int] = mapped_column(SmallInteger)
    community_id: Mapped[int]
    station_id: Mapped[int]
    category: Mapped[str]
    channel: Mapped[str]
    shift_id: Mapped[UUID]
    operator: Mapped[int]
    taken: Mapped[int] = mapped_column(SmallInteger)
    answered: Mapped[int] = mapped_column(SmallInteger)
    invalid: Mapped[int] = mapped_column(SmallInteger)
    referred: Mapped[int] = mapped_column(SmallInteger)
    dispatched: Mapped[int] = mapped_column(SmallInteger)
    signed: Mapped[int] = mapped_column(SmallInteger)
    signed_in_time: Mapped[int] = mapped_column(SmallInteger)
    signed_late: Mapped[int] = mapped_column(SmallInteger)
    arrived: Mapped[int] = mapped_column(SmallInteger)
    arrived_in_time: Mapped[int] = mapped_column(SmallInteger)
    arrived_late: Mapped[int] = mapped_column(SmallInteger)
    reported: Mapped[int] = mapped_column(SmallInteger)
    rounds: Mapped[int] = mapped_column(SmallInteger)
    contacted: Mapped[int] = mapped_column(SmallInteger)
    solved: Mapped[int] = mapped_column(SmallInteger)
    graded: Mapped[int] = mapped_column(SmallInteger)
    satisfied: Mapped[int] = mapped_column(SmallInteger)
    returns: Mapped[int] = mapped_column(SmallInteger)
    extensions: Mapped[int] = mapped_column(SmallInteger)
    reopened: Mapped[int] = mapped_column(SmallInteger)
    repeats: Mapped[int] = mapped_column(SmallInteger)
    merged: Mapped[int] = mapped_column(SmallInteger)


class DayFigure(Base):
    """The sums of one day for one key of one dimension and one company."""

    __tablename__ = "day_figure"

    dimension: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    taken: Mapped[int]
    answered: Mapped[int]
    invalid: Mapped[int]
    referred: Mapped[int]
    dispatched: Mapped[int]
    signed: Mapped[int]
    signed_in_time: Mapped[int]
    signed_late: Mapped[int]
    arrived: Mapped[int]
    arrived_in_time: Mapped[int]
    arrived_late: Mapped[int]
    reported: Mapped[int]
    rounds: Mapped[int]
    contacted: Mapped[int]
    solved: Mapped[int]
    graded: Mapped[int]
    satisfied: Mapped[int]
    returns: Mapped[int]
    extensions: Mapped[int]
    reopened: Mapped[int]
    repeats: Mapped[int]
    merged: Mapped[int]


class FigureDay(Base):
    """A day with facts; ``kept``: its sums stand in day_figure."""

    __tablename__ = "figure_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kept: Mapped[bool] = mapped_column(server_default="false")


class FigureMark(Base):
    """Up to which event the facts go; ``settled``: up to which none can come later. One row."""

    __tablename__ = "figure_mark"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seen: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[int] = mapped_column(BigInteger)


class FrozenMonth(Base):
    """A month's report as it was given; ``month`` is its first day."""

    __tablename__ = "frozen_month"

    month: Mapped[date] = mapped_column(primary_key=True)
    rule_version: Mapped[str]
    figures: Mapped[dict[str, Any]]
    names: Mapped[dict[str, Any]]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(server_default="")


def catch_up(connection: Connection, most: int) -> Values:
    """Count at most ``most`` further events: more (whether some are left), seen and newest (event numbers)."""
    found: Values = connection.execute(_CATCH_UP, {"most": most}).scalar_one()
    return found


def figures(
    connection: Connection, by: str, first: date, last: date, only: Mapping[str, Any]
) -> list[tuple[str, list[int]]]:
    """Key and counts (in the order of Measure) of each line, by key as text."""
    rows = connection.execute(_FIGURES, {"by": by, "first": first, "last": last, "filter": only})
    return [(key, [int(one) for one in counts]) for key, counts in rows]


def behind(
    connection: Connection,
    measure: str,
    first: date,
    last: date,
    only: Mapping[str, Any],
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[tuple[UUID, datetime]]:
    """Id and time of the complaints counted in a number, newest first; ``after``: the last one already had."""
    at, key = after or (None, None)
    values = {"measure": measure, "first": first, "last": last, "filter": only, "at": at, "id": key, "limit": limit}
    return [(row.id, row.taken_at) for row in connection.execute(_BEHIND, values)]


def shift_names(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these shifts are called, as ``11月20日 夜班``, in the order in which they began."""
    rows = connection.execute(_SHIFTS, {"ids": list(ids)})
    return {row.id: f"{row.day.month}月{row.day.day}日 {row.name}" for row in rows}


def freeze(connection: Connection, month: date, note: str) -> Values:
    """Freeze a month that is over; the row."""
    return dict(connection.execute(_FREEZE, {"month": month, "note": note}).mappings().one())


def frozen(connection: Connection, month: date) -> Values | None:
    """A frozen month; None where it isn't."""
    row = connection.execute(_FROZEN, {"month": month}).mappings().one_or_none()
    return None if row is None else dict(row)


def frozen_months(connection: Connection) -> list[date]:
    """The months that are frozen, newest first."""
    return list(connection.execute(_FROZEN_MONTHS).scalars())


def export_begin(connection: Connection, detail: Mapping[str, Any], reason: str) -> None:
    """Ask whether this person may take a list out, and put it on the record."""
    connection.execute(_EXPORT, {"detail": detail, "reason": reason})


def exported(connection: Connection, ids: Sequence[UUID]) -> list[Values]:
    """Complaints with who took them and, where it may be seen, the contact (caller, phone_raw, phone); in no order."""
    query = _EXPORTED.bindparams(bindparam("ids", type_=ARRAY(Uuid())))
    return [dict(row) for row in connection.execute(query, {"ids": list(ids)}).mappings()]
