"""Raises what has become overdue to supervision while the window is open: nobody acts when time alone passes."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import WarmlineError
from app.seat import Seat
from app.supervision import AT_ONCE, WATCHERS, check_overdue
from ui.jobs import Jobs

EVERY_MS = 60_000
ON_MS = 1_000  # there was more than one look takes


class OverdueWatch(QObject):
    """One look a minute at the hotline's own seats; ``raised`` carries the numbers that this seat raised."""

    raised = Signal(list)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._next = QTimer(self, interval=EVERY_MS, singleShot=True)
        self._next.timeout.connect(self.look)

    def start(self) -> None:
        """Begin, at a seat whose role watches."""
        if self._seat.person.role in WATCHERS:
            self._next.start()

    def look(self) -> None:
        """Look now."""
        self._jobs.look_up(self, "overdue", lambda: check_overdue(self._seat), self._done, self._failed)

    def _done(self, numbers: list[str]) -> None:
        if numbers:
            self.raised.emit(numbers)
        self._next.start(ON_MS if len(numbers) >= AT_ONCE else EVERY_MS)

    def _failed(self, _error: WarmlineError) -> None:
        self._next.start(EVERY_MS)  # the header says that the database is away
