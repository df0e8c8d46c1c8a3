"""All tables, for Alembic and for tests."""

from db import (
    attachments,
    authorities,
    calendar,
    complaints,
    events,
    incidents,
    messages,
    people,
    places,
    posts,
    roster,
    rules,
    seats,
    shifts,
)
from db.base import Base

__all__ = [
    "attachments",
    "authorities",
    "calendar",
    "complaints",
    "events",
    "incidents",
    "messages",
    "metadata",
    "people",
    "places",
    "posts",
    "roster",
    "rules",
    "seats",
    "shifts",
]

metadata = Base.metadata
