"""A row of chips of which one is chosen; a key goes on to the next."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.style import set_look

T = TypeVar("T")


class ChipRow(QWidget, Generic[T]):
    """``choose`` is called with the value of a chip that was pressed or stepped to."""

    def __init__(self, chips: Sequence[tuple[T, str]], choose: Callable[[T], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._values = [value for value, _ in chips]
        self._choose = choose
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for at, (_, words) in enumerate(chips):
            chip = QPushButton(words, self)
            chip.setCheckable(True)
            set_look(chip, "chip")
            chip.clicked.connect(partial(self._press, at))
            self._group.addButton(chip, at)
            layout.addWidget(chip)

    def mark(self, value: T) -> None:
        """Show a chip as chosen; calls nothing."""
        self._group.button(self._values.index(value)).setChecked(True)

    def rename(self, value: T, words: str) -> None:
        """What a chip says from now on, such as how many there are."""
        self._group.button(self._values.index(value)).setText(words)

    def step(self, way: int) -> None:
        """Choose the chip so many places on."""
        self._press((self._group.checkedId() + way) % len(self._values))

    def _press(self, at: int, _checked: bool = True) -> None:
        self._group.button(at).setChecked(True)
        self._choose(self._values[at])
