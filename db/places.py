"""Where heat goes: companies, stations, communities, their buildings and managers (the directory)."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Identity, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import CommunityKind


class Company(Base):
    __tablename__ = "company"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    service_phones: Mapped[list[str]] = mapped_column(server_default="{}")
    duty_phone: Mapped[str] = mapped_column(server_default="")
    retired_at: Mapped[datetime | None]


class Station(Base):
    __tablename__ = "station"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    address: Mapped[str] = mapped_column(server_default="")
    homes: Mapped[int] = mapped_column(server_default="0")
    retired_at: Mapped[datetime | None]


class Community(Base):
    """A residential community or a unit's compound; ``company_id`` and ``station_id`` may be overridden by building."""

    __tablename__ = "community"
    __table_args__ = (Index(None, "name"), one_of("kind", CommunityKind))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(server_default="{}")
    address: Mapped[str] = mapped_column(server_default="")
    kind: Mapped[CommunityKind] = mapped_column(by_value(CommunityKind), server_default="residential")
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    handed_over: Mapped[bool] = mapped_column(server_default="true")
    warranty_until: Mapped[date | None]
    homes: Mapped[int] = mapped_column(server_default="0")
    note: Mapped[str] = mapped_column(server_default="")
    retired_at: Mapped[datetime | None]


class Building(Base):
    __tablename__ = "building"
    __table_args__ = (Index(None, "community_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    retired_at: Mapped[datetime | None]


class Manager(Base):
    __tablename__ = "manager"
    __table_args__ = (Index(None, "community_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    phones: Mapped[list[str]] = mapped_column(server_default="{}")
    duty_from: Mapped[time | None]
    duty_to: Mapped[time | None]
    rank: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    verified_on: Mapped[date | None]
    private_note: Mapped[str] = mapped_column(server_default="")
    retired_at: Mapped[datetime | None]
