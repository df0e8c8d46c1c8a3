"""A section's work, or the sheet of what one stands on in its place; the keys go to what is shown."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.jobs import Jobs
from ui.printing import PrintSettings
from ui.section_pane import SectionPane
from ui.sheet_preview import SheetPreview


class SheetStack(QStackedWidget):
    """Fills a pane. ``work`` holds all but the sheet; ``leave`` brings it back, and the keys to ``keys`` in it."""

    def __init__(self, pane: SectionPane, settings: PrintSettings, jobs: Jobs, keys: QWidget) -> None:
        super().__init__(pane)
        self._keys = keys
        self.work = QWidget(self)
        self.preview = SheetPreview(jobs, settings, self)
        self.preview.said.connect(pane.said)
        self.preview.left.connect(pane.back)
        for part in (self.work, self.preview):
            self.addWidget(part)
        self.setFocusProxy(keys)
        pane.setFocusProxy(self)
        whole = QVBoxLayout(pane)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self)

    def show_sheet(self, title: str, number: str, draw: Callable[[], bytes]) -> None:
        """Show a sheet as it is printed; ``draw`` is called in the background."""
        self.preview.open(title, number, draw)
        self._bring(self.preview, self.preview)

    def leave(self) -> bool:
        """Back from the sheet; False where none is shown."""
        if self.currentWidget() is self.work:
            return False
        self._bring(self.work, self._keys)
        return True

    def _bring(self, part: QWidget, keys: QWidget) -> None:
        self.setCurrentWidget(part)
        self.setFocusProxy(keys)
        keys.setFocus()
