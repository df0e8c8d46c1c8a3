"""The append-only, chained events: the truth that the timeline, the clocks and the figures are read from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Big


class Event(Base):
    """One change. ``chain`` is the complaint's id, or the id of a chain of its own (directory, people).

    ``hash`` = sha256(previous hash of this chain, canonical row); see ``event_hash`` in sql/0001_events.sql.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "id", unique=True),
        Index(None, "at"),
        Index("ix_event_delay", "at", postgresql_where=text("act IN ('pause', 'grant')")),
        # For the auditor's list of what is done outside of the complaints.
        Index("ix_event_log", "id", postgresql_where=text("complaint_id IS NULL OR act = 'reveal'")),
        CheckConstraint("char_length(note) <= 4000", name="note"),
    )

    chain: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(Big, Identity(always=True))
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    act: Mapped[str]
    state_before: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(server_default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(server_default="")
    detail: Mapped[dict[str, Any]]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class ChainHead(Base):
    """The last event of a chain that belongs to no complaint; its row is the lock under which the chain grows."""

    __tablename__ = "chain_head"

    chain: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Move(Base):
    """The one table of allowed moves: in this state this act by this role leads to the next state."""

    __tablename__ = "move"

    state: Mapped[str] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    next_state: Mapped[str]


class ActRule(Base):
    """What an act may write: ``fields`` it may change, the time it stamps, the counter it raises."""

    __tablename__ = "act_rule"

    act: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[list[str]]
    stamp: Mapped[str | None]
    counter: Mapped[str | None]
    needs_note: Mapped[bool]
