"""The search field: asks the database while one types. A scanned number is opened by ``ui.scan`` before it is asked."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.fields import LineField
from ui.icons import icon

PAUSE_MS = 150  # typing pauses this long before the database is asked


class SearchField(LineField):
    """``asked`` carries the words after a pause in typing or on Enter; '' when the field was cleared.

    ``left``: with Enter or Down one goes on to what was found.
    """

    asked = Signal(str)
    left = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(hint, parent)
        self._last = ""
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._on_text)
        self.entered.connect(self._go_on)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.composing:
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        self._ask()
        self.left.emit()

    def _on_text(self) -> None:
        if self.text():
            self._pause.start()
        else:
            self._ask()

    def _ask(self) -> None:
        self._pause.stop()
        words = self.text().strip()
        if words != self._last:
            self._last = words
            self.asked.emit(words)
