"""Paints one-line rows: a hair line below, no frame around a cell, and the state as a pill with its shape and word."""

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.style import tokens
from ui.table_model import INK_ROLE, Ink

Index = QModelIndex | QPersistentModelIndex

GROUNDS = {"muted": "raised", "accent": "selected", "warning": "warning_on", "danger": "danger_on", "good": "good_on"}

MOST_SHORTENED = 5_000
_SIDES = [
    int(side | Qt.AlignmentFlag.AlignVCenter) for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
]
FOCUS_BAR = 3  # the bar that says the keys go to this row


class RowDelegate(QStyledItemDelegate):
    """Draws ground, text and hair line; what a cell says and its colour come from the model as one ``Ink``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Laying a text out to shorten it costs more than painting it, and a row that comes in moves all below it.
        self._shortened: dict[tuple[str, int, int, bool], str] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Any = option  # PySide's stubs leave out the fields of QStyleOption
        rect: QRect = cell.rect
        colours = tokens()
        if cell.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.colour("selected"))
            if index.column() == 0 and cell.widget is not None and cell.widget.hasFocus():
                painter.fillRect(rect.left(), rect.top(), FOCUS_BAR, rect.height(), colours.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colours.colour("line"))
        # The model itself is asked: an answer by way of the index is turned into C++ and back.
        ink: Ink = index.model().data(index, INK_ROLE)
        if not ink.words:
            return
        font = cell.font
        if ink.strong:
            font = QFont(font)
            font.setBold(True)
        painter.setFont(font)
        painter.setPen(colours.colour(ink.colour or "text"))
        self.write(painter, rect, ink)

    def write(self, painter: QPainter, rect: QRect, ink: Ink) -> None:
        """Write the words of a cell into its place, shortened at the end where they don't fit."""
        metrics = painter.fontMetrics()
        gap = metrics.horizontalAdvance("0")
        inside = rect.adjusted(gap, 0, -gap, 0)
        key = ink.words, inside.width(), gap, ink.strong
        shown = self._shortened.get(key)
        if shown is None:
            if len(self._shortened) >= MOST_SHORTENED:
                self._shortened.clear()
            shown = metrics.elidedText(ink.words, Qt.TextElideMode.ElideRight, inside.width())
            self._shortened[key] = shown
        painter.drawText(inside, _SIDES[ink.right], shown)


class PillDelegate(RowDelegate):
    """The state of a complaint: shape and word on a quiet ground of the state's colour."""

    def write(self, painter: QPainter, rect: QRect, ink: Ink) -> None:
        metrics = painter.fontMetrics()
        height = min(metrics.height() + 2, rect.height() - 4)
        pill = QRectF(rect.left() + 2, rect.center().y() - height / 2, rect.width() - 8, height)
        radius = metrics.height() / 5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().colour(GROUNDS[ink.colour or "muted"]))
        painter.drawRoundedRect(pill, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), ink.words)
