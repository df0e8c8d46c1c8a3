"""All tables, for Alembic and for tests."""

from db import (
    attachments,
    authorities,
    calendar,
    complaints,
    events,
    hand_over,
    incidents,
    knowledge,
    messages,
    notices,
    people,
    places,
    posts,
    reviews,
    roster,
    rules,
    seats,
    shift_log,
    shifts,
    statistics,
    temperature,
)
from db.base import Base

__all__ = [
    "attachments",
    "authorities",
    "calendar",
    "complaints",
    "events",
    "hand_over",
    "incidents",
    "knowledge",
    "messages",
    "metadata",
    "notices",
    "people",
    "places",
    "posts",
    "reviews",
    "roster",
    "rules",
    "seats",
    "shift_log",
    "shifts",
    "statistics",
    "temperature",
]

metadata = Base.metadata
