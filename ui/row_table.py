"""The view of every list: one-line rows in fixed columns, whole rows chosen, scroll and choice kept with the key."""

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.row_painter import FOCUS_BAR, RowPainter, Slot
from ui.style import tokens
from ui.table_model import TableModel


class RowTable(QTableView):
    """Shows a TableModel. ``chosen`` carries the key of the row that the operator stands on, ``opened`` on Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, pill_column: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pill_column = pill_column
        self._painter = RowPainter(self.font())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the panel may cover the last columns
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(round(self.fontMetrics().height() * 1.55))
        self.doubleClicked.connect(lambda index: self.opened.emit(self._key(index)))
        self._held: Hashable | None = None
        self._quiet = False  # the row stood on changes without the operator
        self._orphaned = False

    def show_model(self, model: TableModel[Any]) -> None:
        """Show another list; the columns take their width from it. The one that is shown stays as it is."""
        old, before = self.selectionModel(), self.model()
        if model is before:
            return
        if isinstance(before, TableModel):
            for signal, slot in self._wires(before):
                signal.disconnect(slot)
        # Before the view hears of it: when the row stood on goes away, Qt moves on to the next by itself.
        model.rowsAboutToBeRemoved.connect(self._leave)
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        self.selectionModel().currentRowChanged.connect(self._on_current)
        # After the view itself, so that it has taken in the rows before the scroll is put back.
        for signal, slot in self._wires(model)[1:]:
            signal.connect(slot)
        digit = self.fontMetrics().horizontalAdvance("0")
        for at, column in enumerate(model.columns):
            self.setColumnWidth(at, column.width * digit)

    def choose(self, key: Hashable) -> bool:
        """Stand on a row, without telling anybody; False where it is not in this list."""
        model = self.model()
        index = model.index_of(key) if isinstance(model, TableModel) else QModelIndex()
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag
        self._quiet = True
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._quiet = False
        self.scrollTo(index)
        return True

    def enter(self) -> None:
        """Take the focus and stand on the first row, which counts as chosen; nothing where there is no row."""
        first = self._key(self.model().index(0, 0))
        if first is not None and self.choose(first):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.chosen.emit(first)

    def key(self) -> Hashable | None:
        """The key of the row that the operator stands on."""
        return self._key(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._quiet = True  # Qt stands on the first row by itself then; nobody has chosen it
        super().focusInEvent(event)
        self._quiet = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that have to be, a row at a time (row_painter.py), not cell by cell as QTableView does."""
        model, seen = self.model(), event.rect()
        if not isinstance(model, TableModel) or (first := self.rowAt(seen.top())) < 0:
            return
        if self._painter.font != self.font():
            self._painter = RowPainter(self.font())
        last = self.rowAt(seen.bottom())
        colours, slots, width = tokens(), self._slots(seen, len(model.columns)), self.viewport().width()
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        painter = QPainter(self.viewport())
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            place = QRect(0, self.rowViewportPosition(row), width, self.rowHeight(row))
            cells = [(slot, model.ink(row, slot.column)) for slot in slots]
            self._painter.paint(painter, place, cells, colours, "selected" if row in chosen else "")
            if row in chosen and self.hasFocus():
                painter.fillRect(0, place.top(), FOCUS_BAR, place.height(), colours.colour("accent"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.key())
            return
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1 if self.model() else -1}
        if event.key() in ends and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.setCurrentIndex(self.model().index(ends[Qt.Key(event.key())], 0))  # whole rows: not along the columns
            return
        super().keyPressEvent(event)

    def _slots(self, seen: QRect, columns: int) -> list[Slot]:
        """The columns that have to be painted."""
        slots = []
        for at in range(columns):
            left, width = self.columnViewportPosition(at), self.columnWidth(at)
            if left <= seen.right() and left + width > seen.left():
                slots.append(Slot(at, left, width, at == self._pill_column))
        return slots

    def _key(self, index: QModelIndex) -> Hashable | None:
        model = self.model()
        return model.key_at(index) if isinstance(model, TableModel) and index.isValid() else None

    def _on_current(self, index: QModelIndex) -> None:
        key = self._key(index)
        if key is not None and not self._quiet:
            self.chosen.emit(key)

    def _wires(self, model: TableModel[Any]) -> list[tuple[Any, Callable[..., None]]]:
        return [
            (model.rowsAboutToBeRemoved, self._leave),
            (model.rowsRemoved, self._left),
            (model.rowsAboutToBeInserted, self._hold),
            (model.rowsInserted, self._keep),
        ]

    def _leave(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._quiet = True
        self._orphaned = first <= self.currentIndex().row() <= last

    def _left(self) -> None:
        self._quiet = False
        if self._orphaned:
            self.clearSelection()  # the panel still shows what has left; no other row may look chosen

    def _hold(self, _parent: QModelIndex, first: int, _last: int) -> None:
        top = self.rowAt(0)
        scrolled = self.verticalScrollBar().value() > 0
        self._held = self._key(self.model().index(top, 0)) if scrolled and first <= top else None

    def _keep(self) -> None:
        if self._held is None:
            return
        model = self.model()
        if isinstance(model, TableModel):
            self.verticalScrollBar().setValue(model.index_of(self._held).row())
        self._held = None
