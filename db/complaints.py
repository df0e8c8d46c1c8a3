"""Complaints, the contact apart from them, their slips, claims, drafts and the search beside them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, LargeBinary, SmallInteger, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import Channel, Liability, State, Urgency

_OPEN = "state not in ('closed', 'answered', 'void', 'referred', 'refused')"


class Complaint(Base):
    """One complaint; ``revision`` is the number of its events and ``head_hash`` the hash of the last one."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_queue", "rank_at", "id", postgresql_where=text("is_open")),
        Index("ix_complaint_company_queue", "company_id", "rank_at", "id", postgresql_where=text("is_open")),
        Index("ix_complaint_newest", text("taken_at DESC"), text("id DESC")),
        Index("ix_complaint_company_newest", "company_id", text("taken_at DESC"), text("id DESC")),
        Index("ix_complaint_flat", "community_id", "building", "unit", "room"),
        # What ran out in a shift (app/shift_exceptions.py).
        Index("ix_complaint_due_hours", text("due_hours(due_times)"), postgresql_using="gin"),
        Index("ix_complaint_incident", "incident_id", postgresql_where=text("incident_id IS NOT NULL")),
        CheckConstraint("char_length(text) <= 4000", name="text"),
        CheckConstraint("char_length(report) <= 4000", name="report"),
        CheckConstraint("char_length(public_answer) <= 4000", name="public_answer"),
        CheckConstraint("char_length(answer) <= 4000", name="answer"),
        CheckConstraint("char_length(place) <= 200", name="place"),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction"),
        CheckConstraint("supervise_level BETWEEN 0 AND 3", name="supervise_level"),
        CheckConstraint("char_length(worker) <= 60", name="worker"),
        CheckConstraint("char_length(worker_phone) <= 60", name="worker_phone"),
        one_of("state", State),
        one_of("channel", Channel),
        one_of("urgency", Urgency),
        one_of("liability", Liability),
        CheckConstraint("jsonb_path_exists(due_times, '$[0].\"due_at\"')", name="due_times"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int]
    head_hash: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[State] = mapped_column(by_value(State))
    is_open: Mapped[bool] = mapped_column(Computed(_OPEN, persisted=True))
    channel: Mapped[Channel] = mapped_column(by_value(Channel))
    outside_number: Mapped[str] = mapped_column(server_default="")
    urgency: Mapped[Urgency] = mapped_column(by_value(Urgency))
    category: Mapped[str] = mapped_column(ForeignKey("category.code"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"))
    place: Mapped[str] = mapped_column(server_default="")
    building: Mapped[str] = mapped_column(server_default="")
    unit: Mapped[str] = mapped_column(server_default="")
    room: Mapped[str] = mapped_column(server_default="")
    floor: Mapped[str] = mapped_column(server_default="")
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    text: Mapped[str]
    vulnerable: Mapped[str] = mapped_column(server_default="")
    secret: Mapped[bool] = mapped_column(server_default="false")
    no_reply: Mapped[bool] = mapped_column(server_default="false")
    taken_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]
    dispatched_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    called_back_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    rank_at: Mapped[datetime]
    due_times: Mapped[list[dict[str, Any]]]
    dispatches: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    reminders: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    returns: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    reopened: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    tries: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    report: Mapped[str] = mapped_column(server_default="")
    public_answer: Mapped[str] = mapped_column(server_default="")
    liability: Mapped[Liability | None] = mapped_column(by_value(Liability))
    contacted: Mapped[bool | None]
    solved: Mapped[bool | None]
    satisfaction: Mapped[int | None] = mapped_column(SmallInteger)
    answer: Mapped[str] = mapped_column(server_default="")
    binding: Mapped[bool] = mapped_column(server_default="false")
    return_until: Mapped[datetime | None]
    supervise_level: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    extension_asked: Mapped[int | None] = mapped_column(SmallInteger)
    extended_days: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    referred_to: Mapped[str | None] = mapped_column(ForeignKey("authority.code"))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    worker: Mapped[str] = mapped_column(server_default="")
    worker_phone: Mapped[str] = mapped_column(server_default="")
    form: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


class Contact(Base):
    """The caller's name and phone: a table of its own, so that row security can hide it (济南 12345 条例 Art.10)."""

    __tablename__ = "contact"
    __table_args__ = (
        Index(None, "phone"),
        CheckConstraint("char_length(name) <= 60", name="name"),
        CheckConstraint("char_length(phone_raw) <= 60", name="phone"),
    )

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[str] = mapped_column(server_default="")
    phone_raw: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str | None]


class ComplaintSearch(Base):
    """Words of a complaint (NFKC) and their character bigrams, beside the complaint so that a claim stays cheap."""

    __tablename__ = "complaint_search"
    __table_args__ = (Index(None, "grams", postgresql_using="gin", postgresql_with={"gin_pending_list_limit": 256}),)

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    words: Mapped[str]
    grams: Mapped[str] = mapped_column(TSVECTOR)


class Slip(Base):
    """A dispatch on paper: its content as it was, and how often it was printed."""

    __tablename__ = "slip"
    __table_args__ = (Index(None, "complaint_id"),)

    number: Mapped[str] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prints: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    content: Mapped[dict[str, Any]]


class Claim(Base):
    """Who is working on a complaint, until when by the server's clock; a lease, not a lock."""

    __tablename__ = "claim"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]


class Draft(Base):
    """A complaint that is still being typed, kept on the server too, so that the next seat can go on with it."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    fields: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]


class Counter(Base):
    """The last complaint number of each local day."""

    __tablename__ = "counter"

    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]
