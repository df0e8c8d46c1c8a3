"""How many reports of wrong or missing answers wait for this person: seen on the tab of the page 知识."""

from PySide6.QtCore import QObject, Signal

from app.knowledge import WRITERS
from app.knowledge_reports import for_me, list_reports
from ui.jobs import Jobs
from ui.live import Live

TOPICS = frozenset({"article", "article_report"})


class ReportWatch(QObject):
    """``counted`` carries the number, when it may have changed; who writes no answers has none."""

    counted = Signal(int)

    def __init__(self, live: Live, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._jobs = live.seat, jobs
        if self._seat.person.role in WRITERS:
            live.topics_changed.connect(self._on_topics)

    def read(self) -> None:
        """Count anew."""
        seat = self._seat

        def count() -> int:
            return sum(for_me(seat, one) for one in list_reports(seat))

        self._jobs.look_up(self, "reports", count, self.counted.emit, lambda _error: None)

    def _on_topics(self, topics: set[str]) -> None:
        if not topics or topics & TOPICS:
            self.read()
