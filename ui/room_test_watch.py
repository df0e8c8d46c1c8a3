"""Room temperature tests that wait for somebody, on the tab of the page 知识: what to make, and what is late.

A complaint that asks for a test (B3) has the clock of its own and its cards; this is for all the others too.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from app.records import Role
from app.room_records import WAITING, RoomState, RoomTest
from app.room_tests import list_tests
from app.seat import Seat
from ui.jobs import Jobs
from ui.live import Live

EVERY_MS = 60_000  # a test becomes late by time alone


class RoomTestWatch(QObject):
    """``counted`` carries the number: for a company what it has to make, for the hotline what is late. ``told`` says
    once of each test that it is late."""

    counted = Signal(int)
    told = Signal(str)

    def __init__(self, live: Live, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._jobs = live.seat, jobs
        self._late: set[str] | None = None  # of whom it was told, or which were late from the beginning
        self._found: list[RoomTest] = []
        self._tick = QTimer(self, interval=EVERY_MS)
        self._tick.timeout.connect(self.count)
        self._tick.start()
        live.topics_changed.connect(lambda topics: self.read() if not topics or "test" in topics else None)

    def read(self) -> None:
        """Read anew."""
        self._jobs.look_up(self, "waiting tests", lambda: _waiting(self._seat), self._take, lambda _error: None)

    def count(self) -> None:
        """Count what is known at this moment."""
        now = self._seat.now()
        states = {one.number: one.state(now) for one in self._found}
        late = {number for number, state in states.items() if state is RoomState.OVERDUE}
        fresh = set() if self._late is None else late - self._late
        self._late = late
        company = self._seat.person.role is Role.COMPANY
        self.counted.emit(sum(state in WAITING for state in states.values()) if company else len(late))
        if fresh:
            others = f" 等 {len(fresh)} 份" if len(fresh) > 1 else ""
            self.told.emit(f"▲ 测温 {min(fresh)}{others}已过上门时限，见 知识 · 测温")

    def _take(self, found: list[RoomTest]) -> None:
        self._found = found
        self.count()


def _waiting(seat: Seat) -> list[RoomTest]:
    now = seat.now()
    return [one for one in list_tests(seat) if one.state(now) in WAITING]
