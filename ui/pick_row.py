"""A field that finds what is meant while one types: arrows and Enter choose, Esc closes the list, nothing is lost."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.choice_list import Choice, ChoiceList
from ui.fields import LineField
from ui.form_row import FormRow

Find = Callable[[str], list[Choice]]

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class PickField(LineField):
    """Sends arrows and Esc to the list while it is open; without it Esc is the window's."""

    stepped = Signal(int)
    dismissed = Signal()
    left = Signal()  # by Tab

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(hint, parent)
        self.choosing = False

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or self.composing:
            return super().event(event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape and self.choosing:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.left.emit()
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.dismissed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.composing and key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif not self.composing and key == Qt.Key.Key_Escape and self.choosing:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)


class PickRow(FormRow[PickField]):
    """``chosen`` carries the key that was picked, or None when the text was changed afterwards."""

    chosen = Signal(object)
    passed = Signal()  # Enter where there is nothing to choose: on to the next field
    keeps = True  # whether a choice folded away is offered again (ui/strip_words.py)

    def __init__(self, word: str, hint: str, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(word, PickField(hint), parent)
        self.key: Hashable | None = None
        self._find = find
        self._moved = False
        self.list = ChoiceList(self)
        self.grid.addWidget(self.list, 1, 1)
        self.field.textEdited.connect(self._on_edit)
        self.field.entered.connect(self._on_enter)
        self.field.stepped.connect(self._on_step)
        self.field.dismissed.connect(self.close_list)
        self.field.left.connect(self._on_tab)
        self.list.picked.connect(self._take)

    def set_choice(self, key: Hashable | None, text: str) -> None:
        """Show a choice made elsewhere, or text from which nothing was chosen yet. Sends nothing."""
        self.key = key
        self.field.setText(text)
        self.field.setCursorPosition(len(text))
        self.close_list()

    def open_list(self) -> None:
        """Offer what the text could mean."""
        self._show(self._find(self.field.text()))

    def close_list(self) -> None:
        """Close the list; the text stays."""
        self._show([])

    def _show(self, choices: list[Choice]) -> None:
        self._moved = False
        self.list.show_choices(choices)
        self.field.choosing = bool(choices)

    def _on_edit(self, text: str) -> None:
        had = self.key
        self.key = None
        self._show(self._find(text) if text.strip() else [])
        if had is not None:
            self.chosen.emit(None)

    def _on_step(self, by: int) -> None:
        if self.field.choosing:
            self._moved = True
            self.list.step(by)
        elif self.key is None:
            self.open_list()

    def _on_enter(self, text: str) -> None:
        choice = self.list.current
        if choice is not None:
            self._take(choice)
        elif self.key is not None or not text.strip():
            self.passed.emit()
        else:
            self.open_list()

    def _on_tab(self) -> None:
        """Tab takes what is certain: the one stood on, the only one, or the one of just that name."""
        choice = self.list.current
        certain = self._moved or len(self.list.choices) == 1
        if choice is not None and (certain or choice.name == self.field.text().strip()):
            self._take(choice, move=False)
        else:
            self.close_list()

    def _take(self, choice: Choice, move: bool = True) -> None:
        self.set_choice(choice.key, choice.name)
        self.chosen.emit(choice.key)
        if move:
            self.passed.emit()
