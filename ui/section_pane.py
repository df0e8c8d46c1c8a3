"""What the sections of a page have in common: they read while shown, and act in a strip of their own."""

from collections.abc import Hashable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.act_pane import ActPane
from ui.jobs import Jobs
from ui.live import Live

LOW_EM = 26  # of a pane's height, in lines of the font: less has no room for a strip and all else


class SectionPane(ActPane):
    """``complaint_asked`` carries a complaint to open on the queue.

    ``topics``: of the heating service, what it shows (article, notice …); it is read anew when one of them changed
    anywhere.
    """

    topics: frozenset[str] = frozenset()

    complaint_asked = Signal(UUID)

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live.seat, jobs, parent)
        self.live = live
        live.topics_changed.connect(self.topics_changed)

    def topics_changed(self, topics: set[str]) -> None:
        """These changed (none: all may have); a pane that is not shown reads when it is."""
        if self.topics and (not topics or self.topics & topics) and self.isVisible():
            self.read()

    def stand_on(self, key: Hashable) -> None:
        """Stand on the row with this key, whatever is filtered or searched; it may not be read yet."""

    def seek(self) -> bool:
        """F3: go to the pane's own search field. False: it has none, and the window's is meant."""
        return False

    @property
    def cramped(self) -> bool:
        """Whether a strip is open where there is no room for it and all else."""
        return self.strip is not None and self.height() < self.fontMetrics().height() * LOW_EM

    def fit(self) -> None:
        """Hide what makes room while ``cramped``; called when the strip opens or folds, and at another size."""

    def strip_opened(self, opened: bool) -> None:
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
