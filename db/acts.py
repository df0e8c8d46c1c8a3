"""Calls of the functions that are the one door for writes (sql/0001_acts.sql, sql/0001_directory.sql)."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from sqlalchemy import Connection, text

from db.search import grams, searchable

# Character pairs go as one text, which the driver writes four times as fast as a list; none of them holds a blank.
# These three go to the driver itself: under SQLAlchemy the row of 56 columns costs half as much again as the act.
# Of a new complaint only what the database decides comes back: all the rest the seat has just sent.
_TAKE = (
    "SELECT id, number, revision, state, outside_number, taken_by, taken_at, incident_id FROM take("
    "%(complaint)s::jsonb, %(contact)s::jsonb, %(words)s, string_to_array(%(grams)s, ' '), %(at)s, %(note)s)"
)
_ACT = (
    "SELECT * FROM act(%(id)s, %(revision)s, %(act)s, %(changes)s::jsonb, %(note)s, %(detail)s::jsonb, %(at)s,"
    " %(words)s, string_to_array(%(grams)s, ' '), %(contact)s::jsonb, %(slip)s::jsonb)"
)
_REVEAL = "SELECT name, phone_raw, phone FROM reveal(%(id)s, %(reason)s, %(at)s)"
_CLAIM = text("SELECT claim(:id, :seconds)")
_RELEASE = text("SELECT release(:id)")
_CLAIM_NEXT = text("SELECT claim_next(cast(:states AS text[]), :seconds)")
_KEEP_DRAFT = text("SELECT keep_draft(:id, cast(:fields AS jsonb))")
_DROP_DRAFT = text("SELECT drop_draft(:id)")
_DIRECTORY_PUT = text("SELECT directory_put(cast(:changes AS jsonb), :note)")
_DIRECTORY_PUBLISH = text("SELECT directory_publish(cast(:detail AS jsonb))")
_VERIFY_MANAGER = text("SELECT verify_manager(:manager, :on)")
_PERSON_PUT = text("SELECT person_put(:login, :name, :role, :company, :seat, :verifier)")
_PERSON_CHANGE = text("SELECT person_change(:id, :name, :role, :company, :seat)")
_PERSON_ACTIVE = text("SELECT person_active(:id, :active, :reason)")
_PERSON_PASSWORD = text("SELECT person_password(:id, :verifier)")
_MY_PASSWORD = text("SELECT my_password(:verifier)")

Values = dict[str, Any]


_ENCODER = json.JSONEncoder(default=str, ensure_ascii=False)


def _json(values: Any) -> str | None:
    return None if values is None else _ENCODER.encode(values)


def _one(connection: Connection, call: str, values: Values) -> Values:
    driver = connection.connection.driver_connection
    assert driver is not None
    row: Values = driver.cursor(row_factory=dict_row).execute(call, values).fetchone()
    return row


def take(
    connection: Connection, complaint: Values, contact: Values, words: str, at: datetime, note: str = ""
) -> Values:
    """Store a new complaint; the same ``id`` again gives the stored one back.

    Returns what the database decides: id, number, revision, state, outside_number, taken_by, taken_at, incident_id.
    """
    found = searchable(words)
    return _one(
        connection,
        _TAKE,
        {
            "complaint": _json(complaint),
            "contact": _json(contact),
            "words": found,
            "grams": " ".join(grams(found)),
            "at": at,
            "note": note,
        },
    )


def act(
    connection: Connection,
    complaint_id: UUID,
    revision: int | None,
    name: str,
    at: datetime,
    changes: Values | None = None,
    note: str = "",
    detail: Values | None = None,
    words: str | None = None,
    contact: Values | None = None,
    slip: Values | None = None,
) -> Values:
    """Do one act to a complaint. ``words``: what it is searched by from now on. Returns the new row."""
    found = None if words is None else searchable(words)
    return _one(
        connection,
        _ACT,
        {
            "id": complaint_id,
            "revision": revision,
            "act": name,
            "changes": _json(changes or {}),
            "note": note,
            "detail": _json(detail or {}),
            "at": at,
            "words": found,
            "grams": None if found is None else " ".join(grams(found)),
            "contact": _json(contact),
            "slip": _json(slip),
        },
    )


def reveal(connection: Connection, complaint_id: UUID, reason: str, at: datetime) -> Values:
    """The contact of a secret complaint, on the record."""
    return _one(connection, _REVEAL, {"id": complaint_id, "reason": reason, "at": at})


def claim(connection: Connection, complaint_id: UUID, seconds: int) -> bool:
    """Take or renew the lease; False: somebody else holds it."""
    return bool(connection.execute(_CLAIM, {"id": complaint_id, "seconds": seconds}).scalar_one())


def release(connection: Connection, complaint_id: UUID) -> bool:
    """Give the lease back; False: it was not ours."""
    return bool(connection.execute(_RELEASE, {"id": complaint_id}).scalar_one())


def claim_next(connection: Connection, states: list[str], seconds: int) -> UUID | None:
    """Lease the most urgent free complaint in these states."""
    found: UUID | None = connection.execute(_CLAIM_NEXT, {"states": states, "seconds": seconds}).scalar_one()
    return found


def keep_draft(connection: Connection, draft_id: UUID, fields: Values) -> None:
    """Keep a draft on the server beside the one on this machine's disk."""
    connection.execute(_KEEP_DRAFT, {"id": draft_id, "fields": _json(fields)})


def drop_draft(connection: Connection, draft_id: UUID) -> None:
    """Forget a draft that became a complaint or was thrown away."""
    connection.execute(_DROP_DRAFT, {"id": draft_id})


def directory_put(connection: Connection, changes: list[Values], note: str) -> int:
    """Apply a list of directory changes, all or nothing; shape in sql/0001_directory.sql. Returns how many."""
    return int(connection.execute(_DIRECTORY_PUT, {"changes": _json(changes), "note": note}).scalar_one())


def directory_publish(connection: Connection, detail: Values) -> None:
    """Put on the record that the directory goes out to everybody; shape in sql/0005_public_directory.sql."""
    connection.execute(_DIRECTORY_PUBLISH, {"detail": _json(detail)})


def verify_manager(connection: Connection, manager_id: int, on: date) -> bool:
    """Enter the day on which a manager was reached (sql/0005_verified.sql); False: it stands there already."""
    return bool(connection.execute(_VERIFY_MANAGER, {"manager": manager_id, "on": on}).scalar_one())


def person_put(
    connection: Connection, login: str, name: str, role: str, company: int | None, seat: int | None, verifier: str
) -> int:
    """Add a person and the PostgreSQL login of the same name. Returns the person's id."""
    values = {"login": login, "name": name, "role": role, "company": company, "seat": seat, "verifier": verifier}
    return int(connection.execute(_PERSON_PUT, values).scalar_one())


def person_change(
    connection: Connection, person_id: int, name: str, role: str, company: int | None, seat: int | None
) -> None:
    """Change a person; with the role the login's group changes too."""
    values = {"id": person_id, "name": name, "role": role, "company": company, "seat": seat}
    connection.execute(_PERSON_CHANGE, values)


def person_active(connection: Connection, person_id: int, active: bool, reason: str) -> None:
    """Put a person out of service, which cuts the open connections too, or back into it."""
    connection.execute(_PERSON_ACTIVE, {"id": person_id, "active": active, "reason": reason})


def person_password(connection: Connection, person_id: int, verifier: str) -> None:
    """Give somebody a new password, as its verifier."""
    connection.execute(_PERSON_PASSWORD, {"id": person_id, "verifier": verifier})


def my_password(connection: Connection, verifier: str) -> None:
    """Change the password of whoever is signed in."""
    connection.execute(_MY_PASSWORD, {"verifier": verifier})
