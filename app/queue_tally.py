"""How many open complaints there are of each kind, kept up as rows come and go: a rush asks ten times a second."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.limits import NEAR
from app.records import QueueRow, State


class QueueTally:
    """``states`` of all rows, and how many an incident has; takers and due times of all but those on the shelf, which
    no clock presses."""

    def __init__(self) -> None:
        self.states: Counter[State] = Counter()
        self.joined: Counter[UUID | None] = Counter()  # by incident id
        self.takers: Counter[int] = Counter()  # by person id
        self._due: list[datetime] = []  # in UTC, as times of one zone would be compared by the wall clock
        self._yellow: list[datetime] = []  # when each turns yellow

    def add(self, row: QueueRow) -> None:
        """A row has come."""
        self.states[row.state] += 1
        self.joined[row.incident_id] += 1
        if row.state is not State.SHELVED:
            self.takers[row.taken_by] += 1
            insort(self._due, row.due_at.astimezone(UTC))
            insort(self._yellow, _turns(row))

    def drop(self, row: QueueRow) -> None:
        """A row that had come is gone."""
        self.states[row.state] -= 1
        self.joined[row.incident_id] -= 1
        if row.state is not State.SHELVED:
            self.takers[row.taken_by] -= 1
            del self._due[bisect_left(self._due, row.due_at.astimezone(UTC))]
            del self._yellow[bisect_left(self._yellow, _turns(row))]

    def due_before(self, at: datetime) -> int:
        """How many are due before this moment."""
        return bisect_left(self._due, at.astimezone(UTC))

    def yellow_at(self, at: datetime) -> int:
        """How many have turned yellow by this moment, with those that are over."""
        return bisect_right(self._yellow, at.astimezone(UTC))

    @property
    def pressed(self) -> int:
        """How many are not on the shelf."""
        return len(self._due)


def _turns(row: QueueRow) -> datetime:
    """As pressure() has it: less than NEAR is left, or the row's own moment has come."""
    turns = row.near_at or row.due_at - NEAR + timedelta.resolution
    return min(turns.astimezone(UTC), row.due_at.astimezone(UTC))
