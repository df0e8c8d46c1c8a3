"""The week view itself: cells walked by arrows, today's column on a ground of its own, heads of shifts set off."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.style import tokens
from ui.week_model import Place, WeekModel

Index = QModelIndex | QPersistentModelIndex


class WeekDelegate(QStyledItemDelegate):
    """Paints one cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Any = option  # PySide's stubs leave out the fields of QStyleOption
        model, colours = index.model(), tokens()
        assert isinstance(model, WeekModel)
        rect: QRect = cell.rect
        head = model.rows[index.row()].head
        if head:
            painter.fillRect(rect, colours.colour("raised"))
        elif model.is_today(index.column()):
            painter.fillRect(rect, colours.colour("background"))
        current = bool(cell.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(rect, colours.colour("selected"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colours.colour("line"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), colours.colour("line"))
        if model.is_today(index.column()):
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), colours.colour("accent"))
        if current and cell.widget.hasFocus():
            painter.setPen(colours.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        ink = model.ink(index)
        font = QFont(cell.font)
        font.setBold(ink.strong)
        painter.setFont(font)
        painter.setPen(colours.colour(ink.colour or "text"))
        metrics = painter.fontMetrics()
        inside = rect.adjusted(7, 0, -4, 0)
        shown = metrics.elidedText(ink.words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class WeekGrid(QTableView):
    """``moved`` says that another cell is stood on, ``opened`` that Enter was pressed there."""

    moved = Signal()
    opened = Signal()

    def __init__(self, model: WeekModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(WeekDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        em = self.fontMetrics().height()
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setFixedHeight(round(em * 1.55))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(round(em * 1.45))
        down.setMinimumSectionSize(round(em * 1.2))
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down.setFixedWidth(round(em * 6.6))
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().currentChanged.connect(lambda _new, _old: self.moved.emit())

    @property
    def place(self) -> Place | None:
        """What the cell stood on is about."""
        return self._model.place(self.currentIndex())

    def stand(self, row: int, column: int) -> None:
        """Stand on a cell; one that is outside is passed over."""
        index = self._model.index(row, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
            return
        super().keyPressEvent(event)
