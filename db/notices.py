"""Notices, their versions, and the calls of their functions (sql/0005_notices.sql)."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Integer, UniqueConstraint, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of

_PUT = text("SELECT * FROM notice_put(:id, :revision, cast(:fields AS jsonb), :note)")
_WITHDRAW = text("SELECT * FROM notice_withdraw(:id, :revision, :reason)")

Values = dict[str, Any]


class NoticeKind(StrEnum):
    """What a notice is about."""

    PRESSURE_TEST = "pressure_test"  # 充水试压, HZ 19
    PREHEATING = "preheating"  # 预供热, HZ 19
    PLANNED_STOP = "planned_stop"  # 计划停热, HZ 17
    SUDDEN_STOP = "sudden_stop"  # 突发停热, HZ 17
    RESTORED = "restored"  # 恢复供热
    OTHER = "other"


class NoticeReach(StrEnum):
    """Whom a notice is for."""

    CITY = "city"
    COMPANY = "company"
    STATION = "station"
    COMMUNITY = "community"


class Notice(Base):
    """One notice as it is now. ``company_id``: the company that issued it, None: the hotline."""

    __tablename__ = "notice"
    __table_args__ = (
        one_of("kind", NoticeKind),
        one_of("reach", NoticeReach),
        UniqueConstraint("number"),
        CheckConstraint(
            "(reach = 'city') = (cardinality(places) = 0) AND cardinality(places) <= 300",
            name="places",
        ),
        CheckConstraint(
            "cardinality(buildings) = 0"
            " OR (reach = 'community' AND cardinality(places) = 1 AND cardinality(buildings) <= 60)",
            name="buildings",
        ),
        CheckConstraint("char_length(area) <= 400", name="area"),
        CheckConstraint(
            "CASE WHEN ends_at IS NULL THEN kind = 'sudden_stop' ELSE begins_at < ends_at END", name="ends_at"
        ),
        CheckConstraint("char_length(text) BETWEEN 5 AND 1000", name="text"),
        CheckConstraint("char_length(basis) <= 400", name="basis"),
        CheckConstraint("char_length(late_reason) <= 400", name="late_reason"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '') AND char_length(withdrawn_reason) <= 400",
            name="withdrawn_reason",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str]
    revision: Mapped[int]
    kind: Mapped[NoticeKind] = mapped_column(by_value(NoticeKind))
    reach: Mapped[NoticeReach] = mapped_column(by_value(NoticeReach))
    places: Mapped[list[int]] = mapped_column(ARRAY(Integer()), server_default="{}")
    buildings: Mapped[list[str]] = mapped_column(server_default="{}")
    area: Mapped[str] = mapped_column(server_default="")
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(index=True)
    text: Mapped[str]
    basis: Mapped[str] = mapped_column(server_default="")
    late_reason: Mapped[str] = mapped_column(server_default="")
    season: Mapped[str | None] = mapped_column(ForeignKey("season.name"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(server_default="")


class NoticeVersion(Base):
    """What a notice said at one revision, and why it was changed."""

    __tablename__ = "notice_version"
    __table_args__ = (CheckConstraint("char_length(note) <= 400", name="note"),)

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


def put(connection: Connection, id: UUID, revision: int | None, fields: Values, note: str) -> Values:
    """Issue a notice (``revision`` None) or change one; the row as it is now."""
    given = {"id": id, "revision": revision, "fields": json.dumps(fields, default=str), "note": note}
    return dict(connection.execute(_PUT, given).mappings().one())


def withdraw(connection: Connection, id: UUID, revision: int, reason: str) -> Values:
    """Withdraw a notice; the row as it is now."""
    return dict(connection.execute(_WITHDRAW, {"id": id, "revision": revision, "reason": reason}).mappings().one())


def notices(connection: Connection, since: datetime | None, limit: int) -> list[Values]:
    """Those not withdrawn that go on after ``since``, by their beginning; None: all there ever were, newest first."""
    query = select(Notice.__table__).limit(limit)
    if since is None:
        query = query.order_by(Notice.begins_at.desc(), Notice.id.desc())
    else:
        lasting = or_(Notice.ends_at.is_(None), Notice.ends_at > since)
        query = query.where(Notice.withdrawn_at.is_(None), lasting).order_by(Notice.begins_at, Notice.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def notice(connection: Connection, *, id: UUID | None = None, number: str = "") -> Values | None:
    """One notice by its id or number."""
    chosen = Notice.id == id if id is not None else Notice.number == number
    row = connection.execute(select(Notice.__table__).where(chosen)).mappings().one_or_none()
    return None if row is None else dict(row)


def versions(connection: Connection, id: UUID) -> list[Values]:
    """All versions of a notice, newest first."""
    query = select(NoticeVersion.__table__).where(NoticeVersion.notice_id == id)
    return [dict(row) for row in connection.execute(query.order_by(NoticeVersion.revision.desc())).mappings()]
