"""The open rows by when each can first be an alarm of this seat: a second looks at those alone, not at the queue."""

from bisect import bisect_left, bisect_right, insort
from datetime import UTC, datetime
from operator import itemgetter
from uuid import UUID

from app.alarms import SlipDues, first_alarm
from app.records import Person, QueueRow

_MOMENT = itemgetter(0)


class AlarmIndex:
    """Follows an OpenQueue; made anew where the rules of ``dues`` are others."""

    def __init__(self, person: Person, dues: SlipDues) -> None:
        self._person, self.dues = person, dues
        self._order: list[tuple[datetime, UUID]] = []  # in UTC, not by the wall clock
        self._rows: dict[UUID, QueueRow] = {}

    def add(self, row: QueueRow) -> None:
        """A row has come."""
        at = self._moment(row)
        if at is not None:
            insort(self._order, (at, row.id))
            self._rows[row.id] = row

    def drop(self, row: QueueRow) -> None:
        """A row that had come is gone."""
        at = self._moment(row)
        if at is not None:
            del self._order[bisect_left(self._order, (at, row.id))]
            del self._rows[row.id]

    def ripe(self, now: datetime) -> list[QueueRow]:
        """The rows that may be alarms by this moment, earliest first; no other is one."""
        end = bisect_right(self._order, now.astimezone(UTC), key=_MOMENT)
        return [self._rows[id] for _, id in self._order[:end]]

    def _moment(self, row: QueueRow) -> datetime | None:
        at = first_alarm(row, self._person, self.dues)
        return None if at is None else at.astimezone(UTC)
