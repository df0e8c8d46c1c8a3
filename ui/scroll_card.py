"""A card whose content scrolls where there is no room for it: facts beside a list, below a strip."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.style import set_look


class ScrollCard(QFrame):
    """Put parts into ``body``. It shrinks to a few lines, so that the smallest screen has room for a long form."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name``: what a screen reader calls it."""
        super().__init__(parent)
        set_look(self, "card")
        inside = QWidget(self)
        set_look(inside, "plain")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.addLayout(self.body)
        rows.addStretch(1)
        self.column = scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setMinimumHeight(self.fontMetrics().height() * 2)
        scroll.setAccessibleName(name)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 6, 10)
        layout.addWidget(scroll)
