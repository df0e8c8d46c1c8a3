"""How many duties of the season are late: on the tab of the page 知识, for those who have to act on them."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.records import Role
from app.season_duties import late_duties
from ui.jobs import Jobs
from ui.live import Live

HOUR_MS = 3_600_000  # a duty becomes late by time alone


def watches_duties(role: Role) -> bool:
    """Whether somebody of this role has to act on them: the company, and the supervisor who reminds it."""
    return role in (Role.COMPANY, Role.SUPERVISOR)


class DutyWatch(QObject):
    """``counted`` carries the number, when it may have changed."""

    counted = Signal(int)

    def __init__(self, live: Live, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._jobs = live.seat, jobs
        self._hourly = QTimer(self, interval=HOUR_MS)
        self._hourly.timeout.connect(self.read)
        self._hourly.start()
        live.topics_changed.connect(lambda topics: self.read() if not topics or "duty" in topics else None)

    def read(self) -> None:
        """Count anew."""
        self._jobs.look_up(self, "late duties", lambda: late_duties(self._seat), self.counted.emit, lambda _error: None)
