"""One row of a form: its word, its field, what is known about it at the side, and what is wrong with it below."""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from ui.fields import LineField, TextField
from ui.style import set_look

Field = TypeVar("Field", bound=LineField | TextField)

WORD_EM = 2.7  # width of the column of words, in lines of the font


class FormRow(QWidget, Generic[Field]):
    """The error is shown where it happened and goes with the next change; the text stays."""

    def __init__(self, word: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.word = QLabel(word, self)
        self.word.setBuddy(field)
        self.word.setMinimumWidth(round(self.fontMetrics().height() * WORD_EM))
        set_look(self.word, "muted")
        field.setAccessibleName(word)
        self.side = QLabel(self)
        self.side.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.side, "muted")
        self.error = QLabel(self)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        set_look(self.error, "danger")
        self.error.hide()
        self.side.hide()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(6)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(field, 1)
        line.addWidget(self.side)
        self.grid.addWidget(self.word, 0, 0)
        self.grid.addLayout(line, 0, 1)
        self.grid.addWidget(self.error, 2, 1)
        field.textChanged.connect(self.clear_error)

    def say(self, words: str, look: str = "muted", why: str = "") -> None:
        """What is known, at the side; ``why`` as its tool tip. No words: nothing at the side."""
        self.side.setText(words)
        self.side.setToolTip(why)
        set_look(self.side, look)
        self.side.setVisible(bool(words))

    def fail(self, sentence: str) -> None:
        """Say below the field what is wrong with it."""
        self.error.setText(sentence)
        self.error.show()
        self.field.set_bad(True)
        self.field.setAccessibleDescription(sentence)

    def clear_error(self) -> None:
        """What was wrong is being put right."""
        if not self.error.isHidden():
            self.error.hide()
            self.field.set_bad(False)
            self.field.setAccessibleDescription("")
