"""Paints one-line rows: a hair line below, no frame around a cell, and the state as a pill with its shape and word."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.style import tokens
from ui.table_model import COLOUR_ROLE

Index = QModelIndex | QPersistentModelIndex

GROUNDS = {"muted": "raised", "accent": "selected", "warning": "warning_on", "danger": "danger_on", "good": "good_on"}

FOCUS_BAR = 3  # the bar that says the keys go to this row


class RowDelegate(QStyledItemDelegate):
    """Draws ground, text and hair line; what a cell says and its colours come from the model."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Any = option  # PySide's stubs leave out the fields of QStyleOption
        rect: QRect = cell.rect
        look = tokens()
        painter.save()
        if cell.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("selected"))
            if index.column() == 0 and cell.widget is not None and cell.widget.hasFocus():
                painter.fillRect(rect.left(), rect.top(), FOCUS_BAR, rect.height(), look.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        model = index.model()  # asked itself: each answer by way of the index is turned into C++ and back
        words = model.data(index, Qt.ItemDataRole.DisplayRole)
        if words:
            painter.setFont(model.data(index, Qt.ItemDataRole.FontRole) or cell.font)
            colour = model.data(index, Qt.ItemDataRole.ForegroundRole)
            painter.setPen(colour or cell.palette.color(QPalette.ColorRole.Text))
            self.write(painter, rect, words, index)
        painter.restore()

    def write(self, painter: QPainter, rect: QRect, words: str, index: Index) -> None:
        """Write the words of a cell into its place, shortened at the end where they don't fit."""
        metrics = painter.fontMetrics()
        gap = metrics.horizontalAdvance("0")
        inside = rect.adjusted(gap, 0, -gap, 0)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(index.model().data(index, Qt.ItemDataRole.TextAlignmentRole)), shown)


class PillDelegate(RowDelegate):
    """The state of a complaint: shape and word on a quiet ground of the state's colour."""

    def write(self, painter: QPainter, rect: QRect, words: str, index: Index) -> None:
        metrics = painter.fontMetrics()
        height = min(metrics.height() + 2, rect.height() - 4)
        pill = QRectF(rect.left() + 2, rect.center().y() - height / 2, rect.width() - 8, height)
        radius = metrics.height() / 5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().colour(GROUNDS[index.data(COLOUR_ROLE)]))
        painter.drawRoundedRect(pill, radius, radius)
        painter.setPen(pen)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
