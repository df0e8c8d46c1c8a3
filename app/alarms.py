"""What a seat must be told of though nobody looks: a new slip at the company's desk, and at the hotline a slip that
nobody signs for. Each alarm asks for an act (EEMUA 191: what needs no act is no alarm) and is told once.

Ten minutes for the signature is our own proposal [P], kept as the setting ``sign_alarm_minutes``.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.records import Person, QueueRow, Role, State

SIGN_MINUTES = 10  # where the setting is missing


class AlarmKind(StrEnum):
    """What happened, by its word on the card."""

    NEW_SLIP = "新派单"
    REOPENED = "重办"
    UNSIGNED = "无人签收"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One crossing; ``since`` is when its complaint was dispatched. The same crossing always has the same ``key``."""

    kind: AlarmKind
    row: QueueRow
    since: datetime
    count: int = 1  # complaints of one incident are one alarm, told by the oldest of them

    @property
    def key(self) -> tuple[AlarmKind, UUID, datetime]:
        """What tells it from every other crossing: a complaint dispatched anew crosses anew."""
        return self.kind, self.row.incident_id or self.row.id, self.since


def alarms(rows: Iterable[QueueRow], now: datetime, person: Person, sign_minutes: int = SIGN_MINUTES) -> list[Alarm]:
    """What this person should act on at this moment, oldest first; ``now`` is the server's time."""
    found = []
    if person.role is Role.COMPANY:
        kinds = {State.DISPATCHED: AlarmKind.NEW_SLIP, State.REOPENED: AlarmKind.REOPENED}
        for row in rows:
            kind = kinds.get(row.state)
            if kind and row.dispatched_at and row.company_id == person.company_id:
                found.append(Alarm(kind, row, row.dispatched_at))
    elif person.role in (Role.OPERATOR, Role.SUPERVISOR):
        before = now.astimezone(UTC) - timedelta(minutes=sign_minutes)
        for row in rows:
            if row.state is State.DISPATCHED and row.dispatched_at and row.dispatched_at <= before:
                found.append(Alarm(AlarmKind.UNSIGNED, row, row.dispatched_at))
    return _one_an_incident(sorted(found, key=lambda alarm: (alarm.since, alarm.row.id)))


def _one_an_incident(found: list[Alarm]) -> list[Alarm]:
    """One cause is one alarm, however many called because of it."""
    of = Counter((alarm.kind, alarm.row.incident_id) for alarm in found)
    kept, known = [], set()
    for alarm in found:
        cause = (alarm.kind, alarm.row.incident_id)
        if alarm.row.incident_id is None:
            kept.append(alarm)
        elif cause not in known:
            known.add(cause)
            kept.append(replace(alarm, count=of[cause]))
    return kept


class AlarmBoard:
    """Remembers which crossings were told and which were acknowledged at this seat."""

    def __init__(self, person_name: str) -> None:
        self._me = person_name
        self._told: set[tuple[AlarmKind, UUID, datetime]] = set()
        self._seen: set[tuple[AlarmKind, UUID, datetime]] = set()
        self._now: list[Alarm] = []

    @property
    def waiting(self) -> list[Alarm]:
        """What nobody attends to yet, oldest first: neither acknowledged here nor held by a colleague."""
        return [
            alarm for alarm in self._now if alarm.key not in self._seen and alarm.row.claimed_by in (None, self._me)
        ]

    def update(self, found: list[Alarm]) -> list[Alarm]:
        """Take the alarms of this moment; returns those to be told now, each crossing once."""
        keys = {alarm.key for alarm in found}
        self._now = found
        fresh = [alarm for alarm in self.waiting if alarm.key not in self._told]
        self._told = (self._told & keys) | {alarm.key for alarm in fresh}
        self._seen &= keys
        return fresh

    def acknowledge(self, complaint_id: UUID) -> None:
        """Somebody here has opened the complaint or put its card away."""
        self._seen |= {alarm.key for alarm in self._now if alarm.row.id == complaint_id}
