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
    rules,
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
    "rules",
    "shifts",
]

metadata = Base.metadata
