"""How many swaps of shifts wait for this person: seen on the tab of the page 班次, for nobody looks there unasked."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.swaps import list_swaps, waiting_for
from ui.jobs import Jobs
from ui.live import Live
from ui.own_seat import OwnSeat

GATHER_MS = 700  # a season made anew rings for each of its shifts


class SwapWatch(QObject):
    """``counted`` carries the number, when it may have changed."""

    counted = Signal(int)

    def __init__(self, live: Live, jobs: Jobs, own: OwnSeat, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._jobs, self._own = live.seat, jobs, own
        self._gather = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self.read)
        live.shifts_changed.connect(self._on_shifts)

    def read(self) -> None:
        """Count anew."""
        seat = self._seat

        def count() -> int:
            return sum(waiting_for(seat, swap) for swap in list_swaps(seat))

        self._jobs.look_up(self, "swaps", count, self.counted.emit, lambda _error: None)

    def _on_shifts(self, shifts: list[UUID]) -> None:
        """What rings of the shift that runs is who sits down and pauses; swapped is what is still to come."""
        running = self._own.running
        if not shifts or any(running is None or shift != running.id for shift in shifts):
            self._gather.start()
