"""The open rows by when each can first be an alarm of this seat: a second looks at those alone, not at the queue."""

from bisect import bisect_left, bisect_right
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
        self._listed: list[QueueRow] = []  # beside their places in _order

    def add(self, row: QueueRow) -> None:
        """A row has come."""
        at = self._moment(row)
        if at is not None:
            place = bisect_left(self._order, (at, row.id))
            self._order.insert(place, (at, row.id))
            self._listed.insert(place, row)

    def drop(self, row: QueueRow) -> None:
        """A row that had come is gone."""
        at = self._moment(row)
        if at is not None:
            place = bisect_left(self._order, (at, row.id))
            del self._order[place], self._listed[place]

    def ripe(self, now: datetime) -> list[QueueRow]:
        """The rows that may be alarms by this moment, earliest first; no other is one."""
        return self._listed[: bisect_right(self._order, now.astimezone(UTC), key=_MOMENT)]

    def _moment(self, row: QueueRow) -> datetime | None:
        at = first_alarm(row, self._person, self.dues)
        return None if at is None else at.astimezone(UTC)
