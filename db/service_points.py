"""Service halls and ways to pay, and the call of their function (sql/0005_service_points.sql)."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Identity, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of

_PUT = text("SELECT * FROM service_point_put(:id, cast(:values AS jsonb), :retire, :note)")

Values = dict[str, Any]


class PointKind(StrEnum):
    """What one finds there."""

    HALL = "hall"
    BANK = "bank"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    OTHER = "other"


class ServicePoint(Base):
    """A hall or a way to pay; ``company_id`` None: of all companies. Empty is what nobody has verified."""

    __tablename__ = "service_point"
    __table_args__ = (
        one_of("kind", PointKind),
        CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name"),
        CheckConstraint("char_length(address) <= 200", name="address"),
        CheckConstraint("char_length(hours) <= 100", name="hours"),
        CheckConstraint("cardinality(phones) <= 4", name="phones"),
        CheckConstraint("char_length(how) <= 400", name="how"),
        CheckConstraint("char_length(source) <= 200", name="source"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[PointKind] = mapped_column(by_value(PointKind))
    name: Mapped[str]
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    address: Mapped[str] = mapped_column(server_default="")
    hours: Mapped[str] = mapped_column(server_default="")
    phones: Mapped[list[str]] = mapped_column(server_default="{}")
    how: Mapped[str] = mapped_column(server_default="")
    source: Mapped[str] = mapped_column(server_default="")
    verified_on: Mapped[date | None]
    retired_at: Mapped[datetime | None]


def points(connection: Connection) -> list[Values]:
    """All that are in use."""
    query = select(ServicePoint.__table__).where(ServicePoint.retired_at.is_(None)).order_by(ServicePoint.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def put(connection: Connection, id: int | None, values: Values, note: str, *, retire: bool = False) -> Values:
    """Add one (``id`` None), change or retire one; the row as it is now."""
    given = {"id": id, "values": json.dumps(values, default=str), "retire": retire, "note": note}
    return dict(connection.execute(_PUT, given).mappings().one())
