"""Moments of the demonstration's files, and what was done about its room temperature tests as events of complaints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from app.records import Act, Person
from app.rules import CITY_TIME

Row = Mapping[str, str]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TestEvent:
    """What log_test() writes: ``told`` is its detail, with id and number of the test."""

    act: Act
    person: Person
    at: datetime
    note: str
    told: Values


def moment(cell: str, now: datetime) -> datetime:
    """What a cell means: seconds before now, or days ago and the hour, ``3 16:40``. In the city's time."""
    days, blank, clock = cell.partition(" ")
    if not blank:
        return (now - timedelta(seconds=int(days))).astimezone(CITY_TIME)
    return at_hour(now, -int(days), clock)


def at_hour(now: datetime, days: int, clock: str) -> datetime:
    """An hour (16:40) of the day so many days after that of ``now``."""
    day = now.astimezone(CITY_TIME).date() + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(clock), CITY_TIME)


def made_id(kind: str, key: object) -> UUID:
    """An id that is the same each time."""
    return UUID(bytes=sha256(f"warmline sample {kind} {key}".encode()).digest()[:16], version=4)
