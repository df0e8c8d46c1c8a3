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
    topics: frozenset[str] = frozenset()  # of the heating service, what changed: article, notice, test …
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
        rung = self._listener.wait(seconds)
        if self._seat.person.role is Role.ADMINISTRATOR:  # reads no complaints and no shifts
            rung.complaints, rung.incidents, rung.shifts = {}, {}, {}
        if time.monotonic() - self._measured > CLOCK_SECONDS:
            self._seat.measure_clock()
            self._measured = time.monotonic()
        if rung.directory:
            self._seat.refresh()
        if not rung:
            return None
        rows = self._rows(list(rung.complaints)) if rung.complaints else []
        seen = {row.id for row in rows}
        return Batch(
            rows=tuple(rows),
            gone=tuple(key for key in rung.complaints if key not in seen),
            incidents=tuple(rung.incidents),
            shifts=tuple(rung.shifts),
            topics=frozenset(rung.topics),
            directory=rung.directory,
        )

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
