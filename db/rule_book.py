"""Changing the rules: calls of the administrator's functions (sql/0002_clocks.sql, sql/0003_rule_settings.sql,
sql/0005_refund_bands.sql), and reading what was changed."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import JSONB

from db.complaints import Complaint
from db.rules import Setting

_CALENDAR_PUT = text("SELECT calendar_put(cast(:days AS jsonb), :note)")
_LIMIT_PUT = text("SELECT limit_put(:replaces, cast(:changes AS jsonb), :note)")
_SEASON_PUT = text("SELECT season_put(:name, :starts_on, :ends_on, :words, :note)")
_CATEGORY_PUT = text("SELECT category_put(:code, cast(:changes AS jsonb), :note)")
_SETTING_PUT = text("SELECT setting_put(:key, cast(:path AS text[]), cast(:value AS jsonb), :note)")
_BANDS_PUT = text("SELECT refund_bands_put(:valid_from, cast(:rows AS jsonb), :note)")
_FORM_FIELD_PUT = text("SELECT form_field_put(:category, :key, cast(:changes AS jsonb), :note)")
_HISTORY = text("SELECT * FROM rule_history(:acts, :limit)")

Values = dict[str, Any]


def _json(values: Any) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)


def calendar_put(connection: Connection, days: list[Values], note: str) -> int:
    """Replace the years of these days (day, working, name). Returns how many days."""
    return int(connection.execute(_CALENDAR_PUT, {"days": _json(days), "note": note}).scalar_one())


def limit_put(connection: Connection, replaces: int | None, changes: Values, note: str) -> int:
    """Add a limit; the one it replaces ends the day before. Returns the new id."""
    values = {"replaces": replaces, "changes": _json(changes), "note": note}
    return int(connection.execute(_LIMIT_PUT, values).scalar_one())


def season_put(connection: Connection, name: str, starts_on: date, ends_on: date, words: str, note: str) -> None:
    """Enter a season or its new dates."""
    values = {"name": name, "starts_on": starts_on, "ends_on": ends_on, "words": words, "note": note}
    connection.execute(_SEASON_PUT, values)


def category_put(connection: Connection, code: str, changes: Values, note: str) -> None:
    """Change what a category says."""
    connection.execute(_CATEGORY_PUT, {"code": code, "changes": _json(changes), "note": note})


def setting_put(connection: Connection, key: str, path: list[str], value: Any, note: str) -> None:
    """Change one value of a setting; ``path`` leads to it, empty: the setting itself."""
    connection.execute(_SETTING_PUT, {"key": key, "path": path, "value": _json(value), "note": note})


def bands_put(connection: Connection, valid_from: date, rows: list[Values], note: str) -> int:
    """A new version of the bands of refunds; degrees as text. Returns its number."""
    values = {"valid_from": valid_from, "rows": _json(rows), "note": note}
    return int(connection.execute(_BANDS_PUT, values).scalar_one())


def form_field_put(connection: Connection, category: str, key: str, changes: Values, note: str) -> None:
    """Change what a field of a short form says or takes; bounds as text."""
    values = {"category": category, "key": key, "changes": _json(changes), "note": note}
    connection.execute(_FORM_FIELD_PUT, values)


def settings(connection: Connection) -> list[Values]:
    """All settings: key, value, note."""
    return [dict(row) for row in connection.execute(select(Setting.__table__).order_by(Setting.key)).mappings()]


def history(connection: Connection, acts: Sequence[str], limit: int) -> list[Values]:
    """What was changed, newest first: id, at, person, act, name, note, before, after."""
    return [dict(row) for row in connection.execute(_HISTORY, {"acts": list(acts), "limit": limit}).mappings()]


def provisional(connection: Connection) -> Sequence[UUID]:
    """Ids of the open complaints with a due time that was counted over a year not known then, or that was extended:
    by working days, whatever its limit is counted in, and kept with no limit."""
    told = Complaint.__table__.c.due_times.cast(JSONB).contains([{"provisional": True}])
    extended = Complaint.extended_days > 0
    return (
        connection.execute(select(Complaint.id).where(Complaint.is_open, told | extended).order_by(Complaint.id))
        .scalars()
        .all()
    )
