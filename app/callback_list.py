"""The list of call-backs: which complaints wait for one, who may call, and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.call_tries import AWAITING, TRIES, call_time, next_try_at
from app.complaints import queue_rows
from app.errors import NotAllowed
from app.records import CallResult, Person, QueueRow, Role
from app.rules import CITY_TIME
from app.seat import Seat
from db import callbacks, reading

CALLERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.LIAISON, Role.COLLECTOR})


@dataclass(frozen=True, slots=True)
class CallTries:
    """What the events say of a complaint that waits for its call-back."""

    id: UUID
    own: bool  # taken or reported by this person
    no_reply: bool
    tries: int  # in vain since the last report
    last_at: datetime | None
    last_result: CallResult | None
    next_at: datetime

    @property
    def closable(self) -> bool:
        """No call is due any more: no reply is wanted, or three tries were in vain."""
        return self.no_reply or self.tries >= TRIES

    def due(self, now: datetime) -> datetime:
        """When it can be called from now on: what was due last night waits for the morning."""
        return call_time(max(self.next_at, now))


@dataclass(frozen=True, slots=True)
class CallBack:
    """One line of the list."""

    row: QueueRow
    tried: CallTries


def may_call_back(person: Person, tried: CallTries) -> bool:
    """Somebody else than who took or reported it; the supervisor any, the own ones with a reason."""
    return person.role in CALLERS and (not tried.own or person.role is Role.SUPERVISOR)


def urgency_of(one: CallBack, now: datetime) -> tuple[bool, datetime]:
    """The sort key of the list: what can be done now comes first, then as the queue has it."""
    return not one.tried.closable and one.tried.due(now) > now, one.row.rank_at


def read_tries(seat: Seat) -> dict[UUID, CallTries]:
    """All complaints that wait for their call-back, with the tries. Errors: NotAllowed for roles that never call."""
    _callers_only(seat)
    with seat.use() as connection:
        rows = callbacks.waiting(connection)
    me = seat.person.id
    return {
        row.id: CallTries(
            id=row.id,
            own=row.taken_by == me or me in row.reporters,
            no_reply=row.no_reply,
            tries=row.tries,
            last_at=row.last_at and row.last_at.astimezone(CITY_TIME),
            last_result=_result(row.last_result, row.tries),
            next_at=next_try_at(row.reported_at, row.last_at),
        )
        for row in rows
    }


def call_backs(seat: Seat) -> list[CallBack]:
    """What this person may call back now, most urgent first. Errors: NotAllowed."""
    tries = {id: one for id, one in read_tries(seat).items() if may_call_back(seat.person, one)}
    with seat.use() as connection:
        rows = queue_rows(seat, reading.rows_of(connection, list(tries)))
    now = seat.now()
    found = [CallBack(row, tries[row.id]) for row in rows if row.state in AWAITING]
    return sorted(found, key=lambda one: (urgency_of(one, now), one.row.id))


def _callers_only(seat: Seat) -> None:
    if seat.person.role not in CALLERS:
        raise NotAllowed("您的岗位不做回访。")


def _result(stored: str | None, tries: int) -> CallResult | None:
    """Tries of the time before result codes count as not answered."""
    return None if not tries else CallResult(stored or CallResult.NO_ANSWER)
