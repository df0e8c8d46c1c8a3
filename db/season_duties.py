"""The duties of a season, what was done of them, and the calls of their functions (sql/0005_duties.sql)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, SmallInteger, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of

_MARK = text("SELECT duty_mark(:season, :code, :company, :done_on, :remark)")
_REMIND_NOW = text("SELECT remind_now(cast(:items AS jsonb))")

Values = dict[str, Any]


class Anchor(StrEnum):
    """What a duty's day is counted from."""

    SEASON_START = "season_start"  # days from the first day of the season
    SEASON_END = "season_end"  # days from the last
    START_YEAR = "start_year"  # a day of the year in which the season begins
    END_YEAR = "end_year"  # a day of the year in which it ends


class DutyRule(Base):
    """One duty of every company in every season, with its article."""

    __tablename__ = "duty_rule"
    __table_args__ = (
        one_of("anchor", Anchor),
        CheckConstraint(
            "CASE WHEN anchor IN ('season_start', 'season_end')"
            " THEN abs(days) <= 200 AND setting IS NULL ELSE days IS NULL AND setting <> '' END",
            name="days",
        ),
        CheckConstraint("mark IN ('V', 'V-', 'P')", name="mark"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    words: Mapped[str]
    anchor: Mapped[Anchor] = mapped_column(by_value(Anchor))
    days: Mapped[int | None] = mapped_column(SmallInteger)
    setting: Mapped[str | None]
    legal_name: Mapped[str]
    short_article: Mapped[str]
    mark: Mapped[str]


class DutyDone(Base):
    """That a company has done a duty of a season. Taken back, it is gone; the events tell both."""

    __tablename__ = "duty_done"
    __table_args__ = (CheckConstraint("char_length(remark) <= 400", name="remark"),)

    season: Mapped[str] = mapped_column(ForeignKey("season.name"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("duty_rule.code"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), primary_key=True)
    done_on: Mapped[date]
    remark: Mapped[str] = mapped_column(server_default="")
    marked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]


def rules(connection: Connection) -> list[Values]:
    """All duties, in their order."""
    return [dict(row) for row in connection.execute(select(DutyRule.__table__).order_by(DutyRule.rank)).mappings()]


def done(connection: Connection, seasons: Sequence[str]) -> list[Values]:
    """What was done in these seasons; a company sees its own."""
    query = select(DutyDone.__table__).where(DutyDone.season.in_(seasons))
    return [dict(row) for row in connection.execute(query).mappings()]


def mark(connection: Connection, season: str, code: str, company_id: int, done_on: date | None, remark: str) -> None:
    """Say that a duty was done on that day; None takes it back."""
    given = {"season": season, "code": code, "company": company_id, "done_on": done_on, "remark": remark}
    connection.execute(_MARK, given)


def remind(connection: Connection, items: Sequence[Values]) -> int:
    """Queue reminders by hand; how many messages: ``items`` {season, code, company, due_on}."""
    return int(connection.execute(_REMIND_NOW, {"items": json.dumps(items, default=str)}).scalar_one())
