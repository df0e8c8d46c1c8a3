"""The view of every list: one-line rows in fixed columns, whole rows chosen, scroll and choice kept with the key."""

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.row_delegate import PillDelegate, RowDelegate
from ui.table_model import TableModel


class RowTable(QTableView):
    """Shows a TableModel. ``chosen`` carries the key of the row that the operator stands on, ``opened`` on Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, pill_column: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(RowDelegate(self))
        if pill_column is not None:
            self.setItemDelegateForColumn(pill_column, PillDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
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

    def show_model(self, model: TableModel[Any]) -> None:
        """Show another list; the columns take their width from it."""
        old = self.selectionModel()
        if isinstance(self.model(), TableModel):
            self.model().rowsAboutToBeInserted.disconnect(self._hold)
            self.model().rowsInserted.disconnect(self._keep)
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        self.selectionModel().currentRowChanged.connect(self._on_current)
        # In this order, so that the view itself has taken in the new rows before the scroll is put back.
        model.rowsAboutToBeInserted.connect(self._hold)
        model.rowsInserted.connect(self._keep)
        digit = self.fontMetrics().horizontalAdvance("0")
        for at, column in enumerate(model.columns):
            self.setColumnWidth(at, column.width * digit)

    def choose(self, key: Hashable) -> bool:
        """Stand on a row; False where it is not in this list."""
        model = self.model()
        index = model.index_of(key) if isinstance(model, TableModel) else QModelIndex()
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def key(self) -> Hashable | None:
        """The key of the row that the operator stands on."""
        return self._key(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.key())
            return
        super().keyPressEvent(event)

    def _key(self, index: QModelIndex) -> Hashable | None:
        model = self.model()
        return model.key_at(index) if isinstance(model, TableModel) and index.isValid() else None

    def _on_current(self, index: QModelIndex) -> None:
        key = self._key(index)
        if key is not None:
            self.chosen.emit(key)

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
