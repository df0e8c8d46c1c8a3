"""A row of choices answered by one digit or one click: 1 是  2 否."""

from collections.abc import Mapping
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QWidget

from ui.keys import bind, cap
from ui.style import set_look

Value = TypeVar("Value")


class ChoiceRow(QWidget, Generic[Value]):
    """One question with up to ten answers, 0 for the tenth; ``picked`` is sent so that the next can be asked."""

    picked = Signal()

    def __init__(
        self, question: str, answers: Mapping[Value, str], columns: int = 5, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(question)
        self._values, self._words = list(answers), list(answers.values())
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.word = QLabel(question, self)
        set_look(self.word, "muted")
        self.word.setMinimumWidth(self.fontMetrics().height() * 3)
        layout.addWidget(self.word, 0, 0)
        for at, words in enumerate(answers.values()):
            button = QPushButton(f"{at + 1} {words}", self)
            button.setCheckable(True)
            set_look(button, "choice")
            button.clicked.connect(partial(self._on_click, at))
            self._group.addButton(button, at)
            layout.addWidget(button, at // columns, 1 + at % columns)
            if at < 10:
                bind(self, f"choice_{at + 1}", partial(self._pick, at))
                button.setToolTip(f"按 {cap(f'choice_{at + 1}')}")
        layout.setColumnStretch(columns + 1, 1)
        self.setFocusProxy(self._group.button(0))

    def value(self) -> Value | None:
        """What was chosen; None: not answered yet."""
        at = self._group.checkedId()
        return None if at < 0 else self._values[at]

    def choose(self, value: Value | None) -> None:
        """Choose an answer from code; None takes the choice back. Sends nothing."""
        self._group.setExclusive(False)
        for at, button in enumerate(self._group.buttons()):
            button.setChecked(value is not None and self._values[at] == value)
        self._group.setExclusive(True)

    @property
    def words(self) -> str:
        """What was chosen, as it is said; empty: not answered yet."""
        at = self._group.checkedId()
        return "" if at < 0 else self._words[at]

    def choose_words(self, words: str) -> None:
        """Choose an answer by what it says; another one takes the choice back. Sends nothing."""
        self.choose(self._values[self._words.index(words)] if words in self._words else None)

    def stops(self) -> list[QWidget]:
        """Where Tab halts, in order."""
        return list(self._group.buttons())

    def _pick(self, at: int) -> None:
        self._group.button(at).setChecked(True)
        self.picked.emit()

    def _on_click(self, at: int, _checked: bool = False) -> None:
        self._pick(at)
