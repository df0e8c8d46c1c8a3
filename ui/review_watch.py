"""Tells a window which logs wait for its person, and which have waited too long, wherever the window is.

A supervisor of the first level is told of every log that waits, one of the next level of those that nobody reviewed in
time, a leader of their own that were sent back, and whoever was scored of a new sheet.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app import review, score_sheets
from app.records import ReviewState, Role
from app.review_records import Log, ScoreSheet
from app.seat import Seat
from ui.jobs import Jobs
from ui.live import Live

EVERY_MS = 10 * 60_000
"""How often time alone is looked at: a log becomes overdue without anybody doing anything."""


class ReviewWatch(QObject):
    """``counted`` carries how many logs wait for this person, ``told`` a sentence that is new."""

    counted = Signal(int)
    told = Signal(str)

    def __init__(self, live: Live, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._jobs = live.seat, jobs
        self._overdue: set[object] = set()
        self._sheets: set[object] | None = None  # None: what was there before the window
        live.shifts_changed.connect(lambda _shifts: self.look())
        timer = QTimer(self)
        timer.setInterval(EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Read what waits now. What fails is tried again with the next change."""
        self._jobs.look_up(self, "reviews", _reading(self._seat), self._take, lambda _error: None)

    def _take(self, found: tuple[list[Log], list[ScoreSheet]]) -> None:
        logs, sheets = found
        self.counted.emit(len(logs))
        late = {one.shift.id for one in logs if one.overdue and one.state is ReviewState.WAITING}
        if late - self._overdue:
            self.told.emit(f"▲ {len(late)} 份值班日志逾期没有复核，见 班次 · 复核")
        self._overdue = set(late)
        known = {one.id for one in sheets}
        fresh = [one for one in sheets if self._sheets is not None and one.id not in self._sheets]
        if fresh:
            self.told.emit(f"新的质检评分：{fresh[0].number} {fresh[0].total} 分，见 班次 · 我的质检")
        self._sheets = set(known)


def _reading(seat: Seat) -> Callable[[], tuple[list[Log], list[ScoreSheet]]]:
    def read() -> tuple[list[Log], list[ScoreSheet]]:
        logs = [one for one in review.list_logs(seat) if review.for_me(seat, one)]
        return logs, score_sheets.my_sheets(seat, limit=20)

    return read


def watches(role: Role) -> bool:
    """Whether this role has reviews or is scored."""
    return role not in (Role.COMPANY, Role.ADMINISTRATOR, Role.AUDITOR)
