"""The tries to reach a caller: how many since the last report, and when the next one is due. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.records import Act, Event, State
from app.rules import CITY_TIME

TRIES = 3
"""Calls in different clock hours that must have failed before a complaint is closed as unreachable (domain.md section
7, point 14); check_call_back() in sql/0002_callbacks.sql demands the same."""

FIRST_HOUR, LAST_HOUR = 8, 21
"""Citizens are called back from 8:00 to 21:00; no rule was found, our own proposal [P]."""

REPORTS = frozenset({Act.REPORT, Act.SETTLE})
"""With these a round of call-backs begins: the complaint's own report, or that of its incident."""

AWAITING = frozenset({State.REPORTED, State.CALL_BACK})
"""The states in which a complaint waits for its call-back."""


def tries_since_report(events: Iterable[Event]) -> int:
    """How often the caller was not reached since the company last reported; tries of an earlier round are over."""
    tries = 0
    for event in events:
        if event.act in REPORTS:
            tries = 0
        tries += event.act is Act.MISS
    return tries


def next_try_at(reported_at: datetime, last_at: datetime | None) -> datetime:
    """The earliest good moment of the next call: in another clock hour than the last try, between 8:00 and 21:00."""
    at = reported_at.astimezone(CITY_TIME)
    if last_at is not None:
        at = last_at.astimezone(CITY_TIME).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return call_time(at)


def call_time(at: datetime) -> datetime:
    """This moment, or the morning after it where citizens are not called at that time."""
    at = at.astimezone(CITY_TIME)
    morning = at.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    if at.hour >= LAST_HOUR:
        return morning + timedelta(days=1)
    return max(at, morning)
