"""The search field: asks the database while one types. A scanned number is opened by ``ui.scan`` before it is asked."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.fields import LineField
from ui.icons import icon

PAUSE_MS = 150  # typing pauses this long before the database is asked


class SearchField(LineField):
    """``asked`` carries the words after a pause in typing or on Enter; '' when the field was cleared."""

    asked = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(hint, parent)
        self._last = ""
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._on_text)
        self.entered.connect(self._ask)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)

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
