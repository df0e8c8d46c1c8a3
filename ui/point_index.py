"""Halls and ways to pay in memory, kept fresh in the background, for the palette."""

from PySide6.QtCore import QObject

from app.errors import WarmlineError
from app.seat import Seat
from app.service_points import ServicePoint, find_points, list_points
from ui.jobs import Jobs

TOPIC = "hall"


class PointIndex(QObject):
    """One of a window; without the database the old ones stay."""

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat, self._jobs = seat, jobs
        self.all: list[ServicePoint] = []
        self.read()

    def read(self) -> None:
        """Read them now."""
        self._jobs.look_up(self, "points", lambda: list_points(self._seat), self._take, self._skip)

    def topics_changed(self, topics: set[str]) -> None:
        """Something changed at some seat (none: anything may have)."""
        if not topics or TOPIC in topics:
            self.read()

    def find(self, words: str) -> list[ServicePoint]:
        """Those that have every word typed."""
        return find_points(self.all, self._seat.directory, words)

    def _take(self, found: list[ServicePoint]) -> None:
        self.all = found

    def _skip(self, _error: WarmlineError) -> None:
        """The link's own sign says that the database is away."""
