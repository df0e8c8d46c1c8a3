"""What the sections of the page 班次 have in common: they hear of shifts that change."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from ui.jobs import Jobs
from ui.live import Live
from ui.section_pane import SectionPane


class ShiftPane(SectionPane):
    """A section that is read anew when a shift changed anywhere."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        live.shifts_changed.connect(self.shifts_changed)

    def shifts_changed(self, _shifts: list[UUID]) -> None:
        """These shifts changed (none: all may have); a pane that is not shown reads when it is."""
        if self.isVisible():
            self.read()
