"""The open queue: read in pages, kept in memory, always equal to a fresh query."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.complaints import queue_rows
from app.feed import Batch
from app.queue_tally import QueueTally
from app.records import CLOSED_STATES, QueueRow, State
from app.seat import Seat
from db import acts, reading

LEASE_SECONDS = 120
"""A claim lapses after this long unless the window renews it."""


def first_page(seat: Seat, limit: int = 50) -> list[QueueRow]:
    """The most urgent open complaints this person may see."""
    with seat.use() as connection:
        return queue_rows(seat, reading.open_page(connection, limit))


def page_after(seat: Seat, last: QueueRow, limit: int = 500) -> list[QueueRow]:
    """The page behind ``last``."""
    with seat.use() as connection:
        return queue_rows(seat, reading.open_page(connection, limit, (last.rank_at, last.id)))


def claim(seat: Seat, complaint_id: UUID) -> bool:
    """Take or renew the lease on a complaint; False: somebody else works on it. Never stops anybody from saving."""
    with seat.use() as connection:
        return acts.claim(connection, complaint_id, LEASE_SECONDS)


def release(seat: Seat, complaint_id: UUID) -> bool:
    """Let go of the lease."""
    with seat.use() as connection:
        return acts.release(connection, complaint_id)


def claim_next(seat: Seat, states: Iterable[State]) -> UUID | None:
    """Lease the most urgent complaint in these states that nobody holds; two askers never get the same one."""
    with seat.use() as connection:
        return acts.claim_next(connection, [str(state) for state in states], LEASE_SECONDS)


class Follower(Protocol):
    """What is kept up as rows come and go: a row that changes is dropped as it was and added as it is."""

    def add(self, row: QueueRow) -> None: ...

    def drop(self, row: QueueRow) -> None: ...


class OpenQueue:
    """All open complaints of one seat, sorted as the queue is: (rank_at, id). Not thread-safe: one thread owns it."""

    def __init__(self) -> None:
        self._rows: dict[UUID, QueueRow] = {}
        self._order: list[tuple[datetime, UUID]] = []
        self._listed: list[QueueRow] = []  # beside their places in _order
        self.tally = QueueTally()
        self._followers: list[Follower] = [self.tally]
        self._held: set[UUID] = set()  # with a claim on them

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[QueueRow]:
        return iter(self._listed)

    def follow(self, follower: Follower) -> None:
        """Tell it of all rows there are, and of each that comes or goes."""
        for row in self._listed:
            follower.add(row)
        self._followers.append(follower)

    def leave(self, follower: Follower) -> None:
        """Tell it no more."""
        self._followers.remove(follower)

    def get(self, complaint_id: UUID) -> QueueRow | None:
        """The row of an open complaint, if it is one."""
        return self._rows.get(complaint_id)

    def put(self, row: QueueRow) -> bool:
        """Add or replace a row; a closed one leaves. An older revision never overwrites a newer one. True: changed."""
        known = self._rows.get(row.id)
        if known is not None and (known.revision > row.revision or known == row):
            return False
        if row.state in CLOSED_STATES:
            return self.remove(row.id)
        if known is not None:
            self._unlist(known)
        self._rows[row.id] = row
        if row.claimed_by:
            self._held.add(row.id)
        else:
            self._held.discard(row.id)
        place = row.rank_at, row.id
        at = bisect_left(self._order, place)
        self._order.insert(at, place)
        self._listed.insert(at, row)
        for follower in self._followers:
            follower.add(row)
        return True

    def remove(self, complaint_id: UUID) -> bool:
        """Take a complaint out; True: it was there."""
        known = self._rows.pop(complaint_id, None)
        if known is None:
            return False
        self._unlist(known)
        self._held.discard(complaint_id)
        return True

    def lapse(self, now: datetime) -> list[QueueRow]:
        """Let go of the claims that have lapsed by the server's clock: no bell rings for that. Returns the rows."""
        freed = []
        for row in [self._rows[id] for id in self._held]:
            if row.claimed_until is not None and row.claimed_until <= now:
                freed.append(replace(row, claimed_by=None, claimed_until=None))
                self.put(freed[-1])
        return freed

    def apply(self, batch: Batch) -> None:
        """Put in what a batch of the feed brings."""
        for row in batch.rows:
            self.put(row)
        for complaint_id in batch.gone:
            self.remove(complaint_id)

    def replace(self, rows: Iterable[QueueRow]) -> set[UUID]:
        """After a cut: make the queue equal to a fresh reading; returns the ids that are gone."""
        fresh = {row.id: row for row in rows}
        lost = self._rows.keys() - fresh.keys()
        for complaint_id in lost:
            self.remove(complaint_id)
        for row in fresh.values():
            self.put(row)
        return lost

    def count(self, wanted: Callable[[QueueRow], bool]) -> int:
        """How many rows are wanted."""
        return sum(1 for row in self._rows.values() if wanted(row))

    def _unlist(self, row: QueueRow) -> None:
        at = bisect_left(self._order, (row.rank_at, row.id))
        del self._order[at], self._listed[at]
        for follower in self._followers:
            follower.drop(row)
