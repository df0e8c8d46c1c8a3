"""Incidents, their thresholds, and the calls of their functions (sql/0002_incidents.sql, 0003_incidents.sql)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, SmallInteger, and_, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.complaints import Complaint
from db.events import Event
from db.kinds import IncidentKind, IncidentState

_OPEN = text("SELECT * FROM incident_open(cast(:incident AS jsonb), cast(:items AS jsonb), :at)")
_ATTACH = text("SELECT incident_attach(:id, cast(:items AS jsonb), :at, :told)")
_DETACH = text("SELECT * FROM incident_detach(:id, :revision, :reason, :at)")
_CHANGE = text("SELECT * FROM incident_change(:id, :revision, cast(:changes AS jsonb), :note)")
_STEP = text("SELECT incident_step(:id, :act, cast(:items AS jsonb), :note, :at)")
_CLOSE = text("SELECT incident_close(:id, :revision, cast(:items AS jsonb), :cause, :answer, :at)")
_THRESHOLDS_PUT = text("SELECT incident_thresholds_put(:kind, cast(:rows AS jsonb), :note)")

Values = dict[str, Any]


class Incident(Base):
    """One cause behind many complaints (片区事件); they point to it by ``complaint.incident_id``."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "opened_at", postgresql_where=text("state = 'open'")),
        one_of("kind", IncidentKind),
        one_of("state", IncidentState),
        CheckConstraint(
            "CASE kind WHEN 'station' THEN station_id IS NOT NULL WHEN 'building' THEN community_id IS NOT NULL"
            " AND building <> '' ELSE community_id IS NOT NULL END",
            name="place",
        ),
        CheckConstraint("char_length(building) <= 20", name="building"),
        CheckConstraint("char_length(cause) <= 1000", name="cause"),
        CheckConstraint("char_length(canned_answer) <= 1000", name="canned_answer"),
        CheckConstraint("homes BETWEEN 0 AND 1000000", name="homes"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[IncidentKind] = mapped_column(by_value(IncidentKind))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"))
    building: Mapped[str] = mapped_column(server_default="")
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    category: Mapped[str] = mapped_column(ForeignKey("category.code"))
    state: Mapped[IncidentState] = mapped_column(by_value(IncidentState), server_default="open")
    cause: Mapped[str] = mapped_column(server_default="")
    canned_answer: Mapped[str] = mapped_column(server_default="")
    homes: Mapped[int] = mapped_column(server_default="0")
    began_at: Mapped[datetime]
    expected_end: Mapped[datetime | None]
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    refund: Mapped[bool] = mapped_column(server_default="false")
    revision: Mapped[int]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]


class IncidentThreshold(Base):
    """From ``min_homes`` on, ``calls`` flats within ``minutes`` suggest one cause; the largest that fits counts."""

    __tablename__ = "incident_threshold"
    __table_args__ = (
        one_of("kind", IncidentKind),
        CheckConstraint("min_homes >= 0", name="min_homes"),
        CheckConstraint("calls BETWEEN 2 AND 1000", name="calls"),
        CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
    )

    kind: Mapped[IncidentKind] = mapped_column(by_value(IncidentKind), primary_key=True)
    min_homes: Mapped[int] = mapped_column(primary_key=True)
    calls: Mapped[int] = mapped_column(SmallInteger)
    minutes: Mapped[int] = mapped_column(SmallInteger)


def _json(values: Any) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)


def open_incident(connection: Connection, incident: Values, items: Sequence[Values], at: datetime) -> Values:
    """Open one and attach ``items`` ({id, revision, changes}); the one open there already, where there is one."""
    given = {"incident": _json(incident), "items": _json(items), "at": at}
    return dict(connection.execute(_OPEN, given).mappings().one())


def attach(connection: Connection, incident_id: UUID, items: Sequence[Values], at: datetime, told: str = "") -> int:
    """Attach complaints; how many. ``told``: what was read out to who called."""
    given = {"id": incident_id, "items": _json(items), "at": at, "told": told}
    return int(connection.execute(_ATTACH, given).scalar_one())


def hold(connection: Connection, incident_id: UUID, at: datetime) -> None:
    """Let nobody join it until this transaction is over: joining nothing locks it, and leaves no event."""
    attach(connection, incident_id, [], at)


def detach(connection: Connection, complaint_id: UUID, revision: int | None, reason: str, at: datetime) -> Values:
    """Take a complaint off its incident; its new row."""
    given = {"id": complaint_id, "revision": revision, "reason": reason, "at": at}
    return dict(connection.execute(_DETACH, given).mappings().one())


def change(connection: Connection, incident_id: UUID, revision: int, changes: Values, note: str) -> Values:
    """Change what is said of an incident; its new row."""
    given = {"id": incident_id, "revision": revision, "changes": _json(changes), "note": note}
    return dict(connection.execute(_CHANGE, given).mappings().one())


def step(connection: Connection, incident_id: UUID, act: str, items: Sequence[Values], note: str, at: datetime) -> int:
    """Sign for the whole incident, or be there; how many complaints made the step."""
    given = {"id": incident_id, "act": act, "items": _json(items), "note": note, "at": at}
    return int(connection.execute(_STEP, given).scalar_one())


def close(
    connection: Connection,
    incident_id: UUID,
    revision: int,
    items: Sequence[Values],
    cause: str,
    answer: str,
    at: datetime,
) -> Values:
    """Close an incident with all that is attached; the figures."""
    given = {"id": incident_id, "revision": revision, "items": _json(items)}
    found = connection.execute(_CLOSE, {**given, "cause": cause, "answer": answer, "at": at})
    return dict(found.scalar_one())


def put_thresholds(connection: Connection, kind: str, rows: Sequence[Values], note: str) -> None:
    """Replace the thresholds of one kind of place; the administrator's."""
    connection.execute(_THRESHOLDS_PUT, {"kind": kind, "rows": _json(rows), "note": note})


def thresholds(connection: Connection) -> Sequence[Values]:
    """All thresholds."""
    return [dict(row) for row in connection.execute(select(IncidentThreshold.__table__)).mappings()]


def incidents(connection: Connection, *, only_open: bool, limit: int) -> Sequence[Values]:
    """Incidents that this person may see, newest first."""
    query = select(Incident.__table__).order_by(Incident.opened_at.desc()).limit(limit)
    if only_open:
        query = query.where(Incident.state == IncidentState.OPEN)
    return [dict(row) for row in connection.execute(query).mappings()]


def incident(connection: Connection, number: str | None = None, id: UUID | None = None) -> Values | None:
    """One incident by its number or id; None: there is none for this person."""
    key = Incident.number == number if number is not None else Incident.id == id
    row = connection.execute(select(Incident.__table__).where(key)).mappings().one_or_none()
    return None if row is None else dict(row)


def same_open(connection: Connection, values: Values) -> UUID | None:
    """The incident that ``open_incident`` would find there instead of opening one."""
    there = {name: getattr(Incident, name) for name in ("kind", "community_id", "building", "station_id", "category")}
    place = and_(
        Incident.state == IncidentState.OPEN, *(there[name].is_not_distinct_from(values[name]) for name in there)
    )
    query = select(Incident.id).where(or_(Incident.id == UUID(values["id"]), place))
    return connection.execute(query).scalars().first()


def attached(connection: Connection, incident_id: UUID) -> Sequence[UUID]:
    """Ids of the complaints attached now, oldest first."""
    query = select(Complaint.id).where(Complaint.incident_id == incident_id).order_by(Complaint.taken_at, Complaint.id)
    return connection.execute(query).scalars().all()


def complaints_with_events(connection: Connection, ids: Sequence[UUID]) -> list[tuple[Values, list[Values]]]:
    """The whole rows of these complaints with their timelines: two queries, however many there are."""
    rows = connection.execute(select(Complaint.__table__).where(Complaint.id.in_(ids))).mappings().all()
    columns = (Event.chain, Event.seq, Event.act, Event.state, Event.at, Event.person_id, Event.note, Event.detail)
    found: dict[UUID, list[Values]] = {}
    query = select(*columns).where(Event.chain.in_(ids)).order_by(Event.chain, Event.seq)
    for event in connection.execute(query).mappings():
        found.setdefault(event["chain"], []).append(dict(event))
    return [(dict(row), found.get(row["id"], [])) for row in rows]
