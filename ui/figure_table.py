"""A table of numbers in which one stands on a cell: arrows go from number to number, Enter opens what is behind it."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.figures import Line
from ui.figure_columns import FigureColumn
from ui.row_table import RowTable
from ui.style import tokens
from ui.table_model import TableModel


class FigureTable(RowTable):
    """``stood`` carries line and column that the operator stands on, ``asked`` the same on Enter."""

    stood = Signal(object, object)
    asked = Signal(object, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.opened.connect(lambda _key: self._tell(self.asked))

    def show_lines(self, columns: list[FigureColumn], lines: list[Line]) -> None:
        """Show lines in the order given; where one stood is stood on again, if it is still there."""
        key, column = self.key(), max(1, self.currentIndex().column())
        places = {line.key: at for at, line in enumerate(lines)}
        model: TableModel[Line] = TableModel(
            [*columns], lambda line: line.key, lambda line: places[line.key], tokens, self.font(), self
        )
        model.replace(lines)
        before = self.model()
        self.show_model(model)
        if before is not None:
            before.deleteLater()
        self.selectionModel().currentChanged.connect(lambda _now, _before: self._tell(self.stood))
        self._widen(columns, lines)
        self._fit()
        if lines:
            self.stand_on(key if key in places else lines[0].key, min(column, len(columns) - 1))

    def stand_on(self, key: object, column: int) -> None:
        """Stand on one number."""
        model = self.model()
        if isinstance(model, TableModel):
            index = model.index_of(str(key)).siblingAtColumn(column)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def standing(self) -> tuple[Line, FigureColumn] | None:
        """The line and column stood on."""
        model, index = self.model(), self.currentIndex()
        line = model.row_at(index) if isinstance(model, TableModel) else None
        column = model.columns[index.column()] if isinstance(model, TableModel) and line is not None else None
        return (line, column) if isinstance(line, Line) and isinstance(column, FigureColumn) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows as everywhere, and a frame around the number that the keys go to."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            painter.setPen(tokens().colour("accent"))
            painter.drawRect(self.visualRect(self.currentIndex()).adjusted(1, 1, -2, -3))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            index = self.currentIndex()
            at = 1 if event.key() == Qt.Key.Key_Home else self.model().columnCount() - 1
            self.setCurrentIndex(index.siblingAtColumn(at))
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _widen(self, columns: list[FigureColumn], lines: list[Line]) -> None:
        """Each column of numbers is as wide as its widest one."""
        bold = QFont(self.font())
        bold.setBold(True)
        metrics, gap = QFontMetrics(bold), self.fontMetrics().horizontalAdvance("0") * 2 + 4
        for at, column in enumerate(columns[1:], 1):
            texts = {column.title, *(column.text(line) for line in lines)}
            self.setColumnWidth(at, max(map(metrics.horizontalAdvance, texts)) + gap)

    def _fit(self) -> None:
        """The name gets what the numbers leave, and never less than it needs."""
        model = self.model()
        if isinstance(model, TableModel):
            digit = self.fontMetrics().horizontalAdvance("0")
            rest = sum(self.columnWidth(at) for at in range(1, model.columnCount()))
            self.setColumnWidth(0, max(model.columns[0].width * digit, self.viewport().width() - rest))

    def _tell(self, signal: Any) -> None:
        there = self.standing()
        if there is not None:
            signal.emit(*there)
