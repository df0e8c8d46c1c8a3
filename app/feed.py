"""What changed on any seat, own changes too: one road for all (notify → feed → live → put)."""

import time
from dataclasses import dataclass
from uuid import UUID

from app.complaints import queue_rows
from app.errors import WarmlineError, in_words
from app.records import QueueRow, Role
from app.seat import Seat
from app.states import sees_complaints
from db import reading
from db.failures import StoreFailure
from db.notify import Listener

CLOCK_SECONDS = 300.0
"""How often the server's clock is measured anew."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Changed rows as they are now; ``gone``: changed, but not to be seen by this person (any more)."""

    rows: tuple[QueueRow, ...] = ()
    gone: tuple[UUID, ...] = ()
    incidents: tuple[UUID, ...] = ()  # incidents that changed; app/incidents.py reads them
    shifts: tuple[UUID, ...] = ()  # shifts whose roster, seats or log changed; app/roster.py reads them
    directory: bool = False  # the seat's directory and rules were read anew
    anew: bool = False  # the line had been cut: what is on the screen must be read anew


class Feed:
    """Made once a window; ``wait`` is called in a loop by the one listener thread."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._listener: Listener | None = None
        self._measured = time.monotonic()

    def wait(self, seconds: float) -> Batch | None:
        """The next batch, or None when nothing rang. The first one after (re)connecting has ``anew`` set.

        Errors: DatabaseAway when there is no line; calling again tries to connect anew.
        """
        try:
            return self._next(seconds)
        except StoreFailure as failure:
            self.close()
            raise in_words(failure) from failure
        except WarmlineError:  # what rang could not be read: only reading anew makes up for it
            self.close()
            raise

    def _next(self, seconds: float) -> Batch | None:
        if self._listener is None:
            self._listener = Listener(self._seat.store)
            self._seat.measure_clock()
            self._seat.refresh()
            return Batch(directory=True, anew=True)
        ids, incidents, shifts, directory = self._listener.wait(seconds)
        if self._seat.person.role is Role.ADMINISTRATOR:
            ids, incidents, shifts = [], [], []  # reads no complaints and no shifts
        if time.monotonic() - self._measured > CLOCK_SECONDS:
            self._seat.measure_clock()
            self._measured = time.monotonic()
        if directory:
            self._seat.refresh()
        if not ids and not incidents and not shifts and not directory:
            return None
        rows = self._rows(ids) if ids else []
        seen = {row.id for row in rows}
        return Batch(tuple(rows), tuple(id for id in ids if id not in seen), tuple(incidents), tuple(shifts), directory)

    def close(self) -> None:
        """Hang up; safe from any thread."""
        listener, self._listener = self._listener, None
        if listener:
            listener.close()

    def _rows(self, ids: list[UUID]) -> list[QueueRow]:
        if not sees_complaints(self._seat):
            return []
        with self._seat.use() as connection:
            return queue_rows(self._seat, reading.rows_of(connection, ids))
