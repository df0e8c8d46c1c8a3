"""A strip of form rows: an error stands below the row of its field, and only what has none below the form."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import WarmlineError
from ui.fields import LineField, TextField
from ui.form_row import FormRow
from ui.strip import Strip
from ui.style import set_look


class FormStrip(Strip):
    """Rows by the name that errors call their field."""

    def __init__(self, title: str, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent)
        self.rows: dict[str, FormRow[LineField] | FormRow[TextField]] = {}

    def add_row(self, name: str, word: str, hint: str = "", secret: bool = False, text: str = "") -> LineField:
        """Add a field of one line; ``name`` is what errors call it."""
        row = self.make_row(name, word, hint, secret, text)
        self.body.addWidget(row)
        return row.field

    def make_row(
        self, name: str, word: str, hint: str = "", secret: bool = False, text: str = ""
    ) -> FormRow[LineField]:
        """A field of one line that is yet to be put somewhere, beside another say."""
        field = LineField(hint, self)
        field.setObjectName(name)
        if secret:
            field.setEchoMode(LineField.EchoMode.Password)
        field.setPlaceholderText(hint)
        field.setText(text)
        field.setCursorPosition(0)
        field.entered.connect(lambda _text: self.focusNextChild())
        row = FormRow(word, field, self)
        self.rows[name] = row
        return row

    def add_text(self, name: str, word: str, hint: str = "", rows: int = 3, text: str = "") -> TextField:
        """Add a field of several lines."""
        field = TextField(hint, rows, self)
        field.setObjectName(name)
        row = FormRow(word, field, self)
        field.setFixedHeight(field.minimumHeight())
        field.setPlainText(text)
        self.rows[name] = row
        self.body.addWidget(row)
        return field

    def add_note(self, words: str, look: str = "muted") -> QLabel:
        """Add a sentence that belongs to the form."""
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        set_look(label, look)
        self.body.addWidget(label)
        return label

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        row = self.rows.get(error.field or "")
        if row is not None:
            row.show()  # one that is asked for only now
            row.fail(error.sentence)
            self.error.hide()
            row.field.setFocus()

    def reset(self) -> None:
        super().reset()
        for row in self.rows.values():
            row.clear_error()

    def start(self) -> None:
        next(iter(self.rows.values())).field.setFocus()
