"""All tables, for Alembic and for tests."""

from db import calendar, complaints, events, people, places, posts, rules
from db.base import Base

__all__ = ["calendar", "complaints", "events", "metadata", "people", "places", "posts", "rules"]

metadata = Base.metadata
