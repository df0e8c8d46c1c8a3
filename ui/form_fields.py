"""The short form of a category: one row a field, walked with Enter, choices by digit, and the 责任参考 below."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.forms import YES_NO, form_error
from app.liability import Advice, advice_words
from app.records import FieldKind, FormField
from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.form_row import FormRow
from ui.style import set_look

ROOM_EM = 17.0  # for the choices of a row, in lines of the font
BUTTON_EM = 1.5  # what a choice takes beside its words


class ChoiceField(QWidget):
    """A choice with its error below; Enter goes on without one, Backspace takes it back."""

    edited = Signal()
    passed = Signal()

    def __init__(self, one: FormField, room_em: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        answers = YES_NO if one.kind is FieldKind.YES_NO else {words: words for words in one.choices}
        self.row: ChoiceRow[str] = ChoiceRow(one.label, answers, self._columns(list(answers.values()), room_em), self)
        self.error = QLabel(self)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        set_look(self.error, "danger")
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.row)
        layout.addWidget(self.error)
        self.setFocusProxy(self.row)
        self.row.picked.connect(self._on_pick)

    def value(self) -> str:
        """What was chosen; empty: nothing."""
        return self.row.value() or ""

    def fail(self, sentence: str) -> None:
        """Say below the choice what is wrong with it."""
        self.error.setText(sentence)
        self.error.show()

    def clear_error(self) -> None:
        """What was wrong is being put right."""
        self.error.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.passed.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.row.value() is not None:
            self.row.choose(None)
            self.edited.emit()
        else:
            super().keyPressEvent(event)

    def _columns(self, words: list[str], room_em: float) -> int:
        """As many in a row as have room; Qt makes a column as wide as its widest choice."""
        metrics = self.fontMetrics()
        wide = [metrics.horizontalAdvance(f"1 {one}") + metrics.height() * BUTTON_EM for one in words]
        for columns in range(len(words), 1, -1):
            if sum(max(wide[at::columns]) for at in range(columns)) <= metrics.height() * room_em:
                return columns
        return 1

    def _on_pick(self) -> None:
        self.clear_error()
        self.edited.emit()
        self.passed.emit()


Row = ChoiceField | FormRow[LineField]


class FormFields(QWidget):
    """Shows the fields of one category and what stands in them; hidden where the category has none.

    ``edited`` by hand only; ``passed``: Enter in the last field.
    """

    edited = Signal()
    passed = Signal()

    def __init__(self, parent: QWidget | None = None, room_em: float = ROOM_EM) -> None:
        super().__init__(parent)
        set_look(self, "plain")
        self._room_em = room_em
        self.fields: tuple[FormField, ...] = ()
        self.rows: dict[str, Row] = {}
        self.advice = QLabel(self)
        self.advice.setTextFormat(Qt.TextFormat.PlainText)
        self.advice.setWordWrap(True)
        self.advice.setAccessibleName("责任参考")
        set_look(self.advice, "muted")
        self.advice.hide()
        self._showing = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.advice)
        self.hide()

    def show_form(self, fields: Sequence[FormField], values: Mapping[str, str]) -> None:
        """Show these fields with these values, as typed or chosen."""
        if tuple(fields) != self.fields:
            self._build(tuple(fields))
        self._showing = True
        for key, row in self.rows.items():
            value = values.get(key, "")
            row.clear_error()
            if isinstance(row, ChoiceField):
                row.row.choose(value or None)
            else:
                row.field.setText(value)
        self._showing = False
        self.setVisible(bool(fields))

    def show_advice(self, found: Sequence[Advice]) -> None:
        """What the articles say of what stands here; hidden where they say nothing."""
        self.advice.setText("\n".join(f"责任参考：{advice_words(one)}" for one in found))
        set_look(self.advice, "warning" if any(one.warning for one in found) else "muted")
        self.advice.setVisible(bool(found))

    def values(self) -> dict[str, str]:
        """What stands in each field shown, as typed or chosen; empty ones too."""
        return {
            key: row.value() if isinstance(row, ChoiceField) else row.field.text() for key, row in self.rows.items()
        }

    def fail(self, name: str | None, sentence: str) -> bool:
        """Say what is wrong at the field of that name and go there; False where it is none of these."""
        for key, row in self.rows.items():
            if name == form_error(key):
                row.fail(sentence)
                (row if isinstance(row, ChoiceField) else row.field).setFocus()
                return True
        return False

    def start(self) -> None:
        """Put the focus on the first field."""
        first = next(iter(self.rows.values()), None)
        if first is not None:
            (first if isinstance(first, ChoiceField) else first.field).setFocus()

    def follow(self, before: QWidget, after: QWidget) -> None:
        """Tab leads from ``before`` through these fields to ``after``."""
        last = before
        for row in self.rows.values():
            stops = row.row.stops() if isinstance(row, ChoiceField) else [row.field]
            for stop in stops:
                QWidget.setTabOrder(last, stop)
                last = stop
        QWidget.setTabOrder(last, after)

    def _build(self, fields: tuple[FormField, ...]) -> None:
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.fields, self.rows = fields, {}
        for at, one in enumerate(fields):
            row = self._make(one)
            self.rows[one.key] = row
            self._layout.insertWidget(at, row)
            row.show()
        widest = max((self.fontMetrics().horizontalAdvance(one.label) for one in fields), default=0) + 4
        for row in self.rows.values():
            word = row.row.word if isinstance(row, ChoiceField) else row.word
            word.setMinimumWidth(max(word.minimumWidth(), widest))

    def _make(self, one: FormField) -> Row:
        if one.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
            choice = ChoiceField(one, self._room_em, self)
            choice.edited.connect(self._on_edit)
            choice.passed.connect(partial(self._go_on, one.key))
            return choice
        row = FormRow(one.label, LineField(one.hint), self)
        row.field.setAccessibleName(one.label)
        if one.unit:
            row.say(one.unit)
        row.field.textChanged.connect(self._on_edit)
        row.field.entered.connect(partial(self._go_on, one.key))
        return row

    def _go_on(self, key: str, _text: str = "") -> None:
        keys = list(self.rows)
        at = keys.index(key) + 1
        if at == len(keys):
            self.passed.emit()
            return
        row = self.rows[keys[at]]
        (row if isinstance(row, ChoiceField) else row.field).setFocus()

    def _on_edit(self, _text: str = "") -> None:
        if not self._showing:
            self.edited.emit()
