"""The search field: asks while one types, and opens a complaint at once when its number is scanned or typed."""

import re

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.fields import LineField
from ui.icons import icon

PAUSE_MS = 150  # typing pauses this long before the database is asked
_NUMBER = re.compile(r"^\s*(\d{8}-\d{4,})(?:-\d+)?\s*$")


def number_in(text: str) -> str | None:
    """The complaint's number when that is all the text is: 20261120-0038, or a slip's 20261120-0038-1."""
    found = _NUMBER.match(text)
    return found.group(1) if found else None


class SearchField(LineField):
    """``asked`` carries the words after a pause in typing ('' when cleared); ``numbered`` a whole number on Enter."""

    asked = Signal(str)
    numbered = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(hint, parent)
        self._last = ""
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._on_text)
        self.entered.connect(self._on_enter)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)

    def _on_text(self) -> None:
        if self.text():
            self._pause.start()
        else:
            self._ask()

    def _on_enter(self, text: str) -> None:
        number = number_in(text)
        if number:
            self._pause.stop()
            self.numbered.emit(number)
            self.clear()
        else:
            self._ask()

    def _ask(self) -> None:
        self._pause.stop()
        words = self.text().strip()
        if words != self._last:
            self._last = words
            self.asked.emit(words)
