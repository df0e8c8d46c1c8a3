"""The list of each view of the shift log in one place; one of them is in sight."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.seat import Seat
from ui.log_columns import LogView, complaint_columns, entry_columns, event_columns, seat_columns
from ui.log_reading import LogPage
from ui.row_table import RowTable
from ui.style import tokens
from ui.table_model import TableModel


class LogLists(QWidget):
    """``chosen``: another line is stood on; ``opened`` carries the row on Enter."""

    chosen = Signal()
    opened = Signal(object)

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.more = False
        self.models: dict[LogView, TableModel[Any]] = {
            LogView.TIME: TableModel(event_columns(), lambda row: row.id, lambda row: row.key, tokens),
            LogView.SEAT: TableModel(
                seat_columns(),
                lambda row: (row.seat_number, row.person_id),
                lambda row: (row.seat_number or 99, row.first_at),
                tokens,
            ),
            LogView.COMPLAINT: TableModel(
                complaint_columns(seat), lambda row: row.complaint_id, lambda row: row.first_at, tokens
            ),
            LogView.ENTRIES: TableModel(entry_columns(), lambda row: row.id, lambda row: row.made_at, tokens),
        }
        self.view = LogView.TIME
        self.table = RowTable(parent=self)
        self.table.chosen.connect(lambda _key: self.chosen.emit())
        self.table.opened.connect(lambda _key: self.opened.emit(self.row))
        self.setFocusProxy(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.choose(self.view)

    @property
    def model(self) -> TableModel[Any]:
        """Of the view in sight."""
        return self.models[self.view]

    @property
    def loaded(self) -> int:
        """How many rows are here."""
        return len(self.model.rows)

    @property
    def last(self) -> Any | None:
        """The last row that is here."""
        rows = self.model.rows
        return rows[-1] if rows else None

    @property
    def row(self) -> Any | None:
        """The row stood on."""
        key = self.table.key()
        return None if key is None else self.model.row(key)

    def choose(self, view: LogView) -> None:
        """Show the list of a view."""
        self.view = view
        self.table.show_model(self.models[view])
        self.table.setAccessibleName(f"值班日志 {view}")

    def enter(self) -> None:
        """Go to the first line."""
        self.table.enter()

    def clear(self) -> None:
        """Another shift or another filter: nothing of what is here stays."""
        for model in self.models.values():
            model.set_more(None)
            model.replace([])

    def show_page(self, page: LogPage, more: Callable[[], None] | None) -> None:
        """Come to exactly these rows; one that was stood on stays so."""
        stood = self.table.key()
        self.model.replace(page.rows)
        self._set_more(more)
        if page.rows and not (stood is not None and self.table.choose(stood)):
            first = self.model.key_at(self.model.index(0, 0))
            if first is not None:
                self.table.choose(first)

    def add_page(self, page: LogPage, more: Callable[[], None] | None) -> None:
        """Put the next rows below."""
        self.model.put(page.rows)
        self._set_more(more)

    def _set_more(self, more: Callable[[], None] | None) -> None:
        self.more = more is not None
        self.model.set_more(more)
