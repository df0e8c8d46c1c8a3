"""What a seat must act on now, from its queue alone: each crossing of a limit once, and the company's new slips.

A company's desk hears of its own new slips and of its own clocks that turn yellow, while there is time; the hotline of
what nobody signs for, of whom nobody rings, and of what is over its due time. Each alarm asks for an act (EEMUA 191:
what needs no act is no alarm). The queue's rows carry what is needed, so no complaint is read for it, and a card never
disagrees with its row.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from app.limits import NEAR, Pressure, pressure
from app.records import Clock, Person, QueueRow, Role, State
from app.rules import CITY_TIME, LimitRule, Rules
from app.states import AT_REST
from app.working_days import add


class AlarmKind(StrEnum):
    """What happened, by its word on the card; the later ones press more."""

    NEW_SLIP = "新派单"
    REOPENED = "重办"
    UNSIGNED = "无人签收"
    UNCONTACTED = "无人联系"
    NEAR = "临期"
    OVER = "超时"


CROSSINGS = frozenset({AlarmKind.UNSIGNED, AlarmKind.UNCONTACTED, AlarmKind.NEAR, AlarmKind.OVER})
"""Alarms of a limit: many at once are one card. A new slip stays a card of its own, for each is to be signed."""
PRESSING = {kind: rank for rank, kind in enumerate(AlarmKind)}
"""Of several alarms of one complaint the one of the highest rank is shown."""
MOST_KNOWN = 20_000
"""So many slips a seat remembers the limit of, four times what is open on a bad day."""
_SLIPS = {State.DISPATCHED: AlarmKind.NEW_SLIP, State.REOPENED: AlarmKind.REOPENED}
_AT_THE_COMPANY = frozenset({State.DISPATCHED, State.SIGNED, State.ARRIVED, State.REOPENED})


@dataclass(frozen=True, slots=True)
class Alarm:
    """One crossing, at ``since``. The same crossing always has the same ``key``."""

    kind: AlarmKind
    row: QueueRow
    since: datetime
    count: int = 1  # complaints of one incident are one alarm, told by the oldest of them
    incident: bool = False  # ``row`` stands for an incident (app/incident_alarms.py)

    @property
    def key(self) -> tuple[AlarmKind, UUID, datetime]:
        """What tells it from every other crossing: a complaint dispatched anew or given more time crosses anew."""
        return self.kind, self.row.incident_id or self.row.id, self.since


class SlipDues:
    """When each slip must have been signed for, and its caller rung, by the limit rule of the day of the call.

    Counted once for a slip: a seat asks every second, for all that the companies have.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._limits: dict[tuple[str, date], dict[Clock, LimitRule]] = {}
        self._known: dict[tuple[Clock, str, datetime, datetime | None], datetime | None] = {}

    def sign(self, row: QueueRow) -> datetime | None:
        """Anew from the reopening; None where nothing is dispatched, or where there is no such rule."""
        return self._due(Clock.SIGN, row, _begun(row))

    def contact(self, row: QueueRow) -> datetime | None:
        """By the house's rule; None where there is none, or where the law has one: that stands in the row's due
        time."""
        return self._due(Clock.CONTACT, row, row.dispatched_at)

    def _due(self, clock: Clock, row: QueueRow, start: datetime | None) -> datetime | None:
        key = clock, row.category, row.taken_at, start
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._count(*key)
        return self._known[key]

    def _count(self, clock: Clock, category: str, taken_at: datetime, start: datetime | None) -> datetime | None:
        key = category, taken_at.astimezone(CITY_TIME).date()
        if key not in self._limits:
            self._limits[key] = self.rules.limits_on(*key)
        rule = self._limits[key].get(clock)
        if start is None or rule is None or (clock is Clock.CONTACT and not rule.is_house):
            return None
        return add(start, rule.minutes, rule.unit, self.rules.calendar)


def alarms(rows: Iterable[QueueRow], now: datetime, person: Person, dues: SlipDues) -> list[Alarm]:
    """What this person should act on at this moment, oldest first; ``now`` is the server's time."""
    found: list[Alarm] = []
    at = now.astimezone(UTC)  # in UTC, as times of one zone would be compared by the wall clock
    if person.role is Role.COMPANY:
        for row in rows:
            if row.company_id == person.company_id and row.dispatched_at and row.state in _AT_THE_COMPANY:
                if row.state in _SLIPS:
                    found.append(Alarm(_SLIPS[row.state], row, _begun(row) or row.dispatched_at))
                if pressure(row.due_at, now, row.near_at) is Pressure.NEAR:
                    found.append(Alarm(AlarmKind.NEAR, row, row.near_at or row.due_at - NEAR))
    elif person.role in (Role.OPERATOR, Role.SUPERVISOR):
        for row in rows:
            if row.state in _SLIPS:
                due = dues.sign(row)
                if due is not None and due <= at:
                    found.append(Alarm(AlarmKind.UNSIGNED, row, due))
            elif row.state is State.SIGNED and row.contacted_at is None:
                due = dues.contact(row)
                if due is not None and due <= at:
                    found.append(Alarm(AlarmKind.UNCONTACTED, row, due))
            if row.due_at < at and row.state not in AT_REST:
                found.append(Alarm(AlarmKind.OVER, row, row.due_at))
    return _one_an_incident(sorted(found, key=lambda alarm: (alarm.since, alarm.row.id)))


def first_alarm(row: QueueRow, person: Person, dues: SlipDues) -> datetime | None:
    """The earliest moment at which ``alarms`` may find something of this row, the row being as it is; None: never."""
    if person.role is Role.COMPANY:
        if row.company_id != person.company_id or not row.dispatched_at or row.state not in _AT_THE_COMPANY:
            return None
        return datetime.min.replace(tzinfo=UTC) if row.state in _SLIPS else row.near_at or row.due_at - NEAR
    if person.role not in (Role.OPERATOR, Role.SUPERVISOR):
        return None
    moments = [None if row.state in AT_REST else row.due_at]
    if row.state in _SLIPS:
        moments.append(dues.sign(row))
    elif row.state is State.SIGNED and row.contacted_at is None:
        moments.append(dues.contact(row))
    return min((at.astimezone(UTC) for at in moments if at is not None), default=None)


def _begun(row: QueueRow) -> datetime | None:
    return row.reopened_at if row.state is State.REOPENED else row.dispatched_at


def _one_an_incident(found: list[Alarm]) -> list[Alarm]:
    """One cause is one alarm, however many called because of it."""
    if all(alarm.row.incident_id is None for alarm in found):
        return found
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
