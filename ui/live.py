"""The living queue on the GUI thread: the feed's batches, the state of the link, and the seconds that pass.

All open complaints are in memory, so counts are exact and filters answer at once. Own and foreign changes come by the
same road: a page shows what ``changed`` and ``gone`` say, never what it has itself just asked for.
"""

import time
from enum import StrEnum
from itertools import islice
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.errors import WarmlineError
from app.feed import Batch, Feed
from app.live_queue import OpenQueue, first_page, page_after
from app.records import QueueRow
from app.seat import Seat
from app.states import sees_complaints
from ui.jobs import Jobs
from ui.open_incidents import OpenIncidents

WAIT_SECONDS = 1.0  # of one turn of the listener: how soon a silent link is known to live
TELL_MS = 25  # in a rush, how often the pages are told
TELL_ROWS = 40  # of an act on hundreds, how many the pages are told of before keys and paint have their turn
BEHIND_SECONDS = 5.0  # without a sign of life the screen may be behind


class Link(StrEnum):
    """The state of the link, by its word."""

    STARTING = "正在连接"
    LIVE = "实时"
    BEHIND = "滞后"
    OFFLINE = "离线"


class Live(QObject):
    """Keeps ``queue`` equal to the open complaints of the database. Made on the GUI thread; ``start`` it once."""

    changed = Signal(list)  # QueueRow as they are now, closed ones too
    gone = Signal(list)  # UUID: no longer to be seen by this person
    reread = Signal()  # the queue was read anew as a whole
    directory_changed = Signal()
    shifts_changed = Signal(list)  # UUID of shifts whose roster or seats changed; empty: read anew what is shown
    topics_changed = Signal(set)  # of the heating service: article, notice, test …; empty: read anew what is shown
    link_changed = Signal()
    second = Signal()  # the wall clock of the window

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.queue = OpenQueue()
        self.incidents = OpenIncidents(seat, jobs, self)
        self.complete = not sees_complaints(seat)  # whether all pages are here, so that counts are exact
        self.link = Link.STARTING
        self.trouble = ""  # the sentence of the last failure of the link
        self._jobs = jobs
        self._feed = Feed(seat)
        self._heard_at = time.monotonic()
        self._pages: list[QueueRow] = []
        self._rung: set[UUID] = set()  # changed while the pages were being read: the page's row may be older
        self._held_rows: dict[UUID, QueueRow] = {}
        self._held_gone: set[UUID] = set()
        self._told_at = 0.0
        self._tell = QTimer(self, singleShot=True)
        self._tell.timeout.connect(self._tell_pages)
        # Precise: Qt rounds a coarse second to one moment in all windows of a machine, which then wait for each other.
        self._clock = QTimer(self, interval=1000, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)

    def start(self) -> None:
        """Paint the first page as soon as it is there; the feed's first batch then has all pages read."""
        if sees_complaints(self.seat):
            self._jobs.look_up(self, "page", lambda: first_page(self.seat), self._paint_first, self._lose)
        self._jobs.listen(self, lambda: self._feed.wait(WAIT_SECONDS), self._hear, self._lose, self._feed.close)
        self._clock.start()

    @property
    def age(self) -> float:
        """Seconds since the last sign of life of the link."""
        return time.monotonic() - self._heard_at

    def _paint_first(self, rows: list[QueueRow]) -> None:
        for row in rows:
            self.queue.put(row)
        self.reread.emit()

    def _read_all(self) -> None:
        if not sees_complaints(self.seat):
            self.complete = True  # the link and the directory's bell are all there is
            return
        self._rung.clear()
        self._jobs.look_up(self, "page", lambda: first_page(self.seat, 500), self._begin, self._lose)

    def _begin(self, rows: list[QueueRow]) -> None:
        self._pages = []
        self._read_on(rows)

    def _read_on(self, rows: list[QueueRow]) -> None:
        self._pages += rows
        if rows:
            last = rows[-1]
            self._jobs.look_up(self, "page", lambda: page_after(self.seat, last), self._read_on, self._lose)
            return
        rung = self._rung
        self._held_rows = {key: row for key, row in self._held_rows.items() if key in rung}  # older than the pages
        self._held_gone &= rung
        newer = [row for key in rung if (row := self.queue.get(key)) is not None]
        self.queue.replace([*(row for row in self._pages if row.id not in rung), *newer])
        self._pages = []
        if not self.complete:
            self._jobs.settle()
        self.complete = True
        self.reread.emit()

    def _hear(self, batch: Batch | None) -> None:
        self._heard_at = time.monotonic()
        self._set_link(Link.LIVE)
        if batch is None:
            return
        if batch.anew:
            self._read_all()
            self.incidents.read()
        if batch.shifts or batch.anew:
            self.shifts_changed.emit(list(batch.shifts))
        if batch.topics or batch.anew:
            self.topics_changed.emit(set(batch.topics))
        if batch.incidents:
            self.incidents.rung()
        if batch.directory:
            self.directory_changed.emit()
        self._rung |= {row.id for row in batch.rows} | set(batch.gone)
        for row in batch.rows:
            self._held_rows[row.id] = row
            self._held_gone.discard(row.id)
        for complaint_id in batch.gone:
            self._held_gone.add(complaint_id)
            self._held_rows.pop(complaint_id, None)
        if not self._tell.isActive():
            # A lone change is painted at once; in a rush the pages hear of many together.
            if time.monotonic() - self._told_at > TELL_MS / 1000:
                self._tell_pages()
            else:
                self._tell.start(TELL_MS)

    def _tell_pages(self) -> None:
        """A part of what is held at a time: an act on hundreds of complaints must not hold the window up."""
        gone = [self._held_gone.pop() for _ in range(min(TELL_ROWS, len(self._held_gone)))]
        rows = [self._held_rows.pop(key) for key in list(islice(self._held_rows, TELL_ROWS))]
        self.queue.apply(Batch(rows=tuple(rows), gone=tuple(gone)))
        rows = [self.queue.get(row.id) or row for row in rows]  # read anew meanwhile, it may know a newer one
        self._told_at = time.monotonic()
        if self._held_rows or self._held_gone:
            self._tell.start(0)
        if gone:
            self.gone.emit(gone)
        if rows:
            self.changed.emit(rows)

    def _lose(self, error: WarmlineError) -> None:
        self.trouble = error.sentence
        self._set_link(Link.OFFLINE)

    def _set_link(self, link: Link) -> None:
        if link is not self.link:
            self.link = link
            self.link_changed.emit()

    def _tick(self) -> None:
        lapsed = self.queue.lapse(self.seat.now())
        if lapsed:
            self.changed.emit(lapsed)
        if self.link is Link.LIVE and self.age > BEHIND_SECONDS:
            self._set_link(Link.BEHIND)
        self.second.emit()
