"""A page that is made when it is first shown: who never opens it pays neither for its start nor for its memory."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class LatePage(QWidget):
    """Stands in the place of the page that ``make`` gives."""

    def __init__(self, make: Callable[[], QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._make = make
        self.page: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        if self.page is None:
            self.page = self._make()
            self.setFocusProxy(self.page)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.page)
        super().showEvent(event)
