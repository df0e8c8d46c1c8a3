"""F1: every key of the registry on one sheet, those that work where one stands first."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.keys import help_sheet
from ui.style import set_look


class KeySheet(QFrame):
    """The sheet; ``closed`` when the operator has seen enough."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "card")
        title = QLabel("按键一览", self)
        set_look(title, "title")
        close = QPushButton("收起  Esc", self)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(close)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)

    def tell(self, here: Collection[str], pages: Sequence[str]) -> None:
        """Show the keys; ``here`` and ``pages`` as help_sheet() takes them."""
        inner = QWidget(self)
        set_look(inner, "plain")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        row = 0
        for place, lines in help_sheet(here, pages):
            heading = QLabel(place, inner)
            set_look(heading, "strong")
            grid.addWidget(heading, row, 0, 1, 2)
            for keys, words in lines:
                row += 1
                key = QLabel(keys, inner)
                set_look(key, "key")
                grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(QLabel(words, inner), row, 1)
            row += 1
        grid.setRowStretch(row, 1)
        self._scroll.setWidget(inner)
