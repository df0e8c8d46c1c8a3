"""One table model for every list: frozen rows by key in one order, columns as data, exact signals, never a reset.

The model holds all rows it was given, sorted, and shows the first pages of 50; the view asks for more as it scrolls.
Each change is one exact begin/end pair or ``dataChanged``, so selection and scroll stay with the key.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from ui.tokens import Tokens

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

PAGE = 50
FEW = 8  # so many changes are told to the view one by one
ROW_ROLE = int(Qt.ItemDataRole.UserRole)  # the whole frozen row


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """A column as data. ``width`` is in digits of the font; ``colour`` names a token; ``strong`` means bold."""

    title: str
    text: Callable[[Row], str]
    width: int
    sort: Callable[[Row], Any] | None = None  # None: by its text
    colour: Callable[[Row], str | None] = lambda _row: None
    strong: Callable[[Row], bool] = lambda _row: False
    right: bool = False
    ticks: bool = False  # its text changes with time alone


class Ink(NamedTuple):
    """What a cell says and how: a token's name or None for plain text, bold or not, at the right or left."""

    words: str
    colour: str | None
    strong: bool
    right: bool


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind under their keys, in the order of ``order(row)`` (ties by key)."""

    def __init__(
        self,
        columns: list[Column[Row]],
        key: Callable[[Row], Hashable],
        order: Callable[[Row], Any],
        colours: Callable[[], Tokens],
        font: QFont | None = None,
        parent: QObject | None = None,
        steady: bool = False,
    ) -> None:
        """``steady``: the order of a row changes with the row only, never with time alone."""
        super().__init__(parent)
        self.columns = columns
        self._key = key
        self._order = order
        self._first_order = order
        self._steady = steady
        self._colours = colours
        self._bold = QFont(font or QFont())
        self._bold.setBold(True)
        self._rows: list[Row] = []
        self._places: list[tuple[Any, Any]] = []  # sort key of each row, beside it
        self._place_of: dict[Hashable, tuple[Any, Any]] = {}
        self._shown = 0
        self._more: Callable[[], None] | None = None

    # what a page asks

    @property
    def rows(self) -> list[Row]:
        """All rows, shown or not yet."""
        return list(self._rows)

    def row(self, key: Hashable) -> Row | None:
        """The row under a key."""
        at = self._at(key)
        return None if at is None else self._rows[at]

    def row_at(self, index: Index) -> Row | None:
        """The row of an index; None for an invalid one."""
        return self._rows[index.row()] if index.isValid() else None

    def key_at(self, index: Index) -> Hashable | None:
        """The key of an index; None for an invalid one."""
        return self._key(self._rows[index.row()]) if index.isValid() else None

    def ink(self, row: int, column: int) -> Ink:
        """All that is painted of a cell, asked for at once."""
        one, shown = self._rows[row], self.columns[column]
        return Ink(shown.text(one), shown.colour(one), shown.strong(one), shown.right)

    def index_of(self, key: Hashable) -> QModelIndex:
        """The first cell of a key's row; pages up to it are shown first. Invalid where the key is unknown."""
        at = self._at(key)
        if at is None:
            return QModelIndex()
        while at >= self._shown:
            self._show_page()
        return self.index(at, 0)

    # what a page changes

    def put(self, rows: Iterable[Row]) -> None:
        """Insert new rows, and update and move those whose key is known."""
        new = list(rows)
        shown = self._shown
        if len(new) > FEW:
            self._lift(new)
        for row in new:
            self._put(row)
        self._show_more(shown - self._shown)  # what stood below moves up

    def remove(self, keys: Iterable[Hashable]) -> None:
        """Take rows out; unknown keys are passed over."""
        shown = self._shown
        ats = sorted({at for key in keys if (at := self._at(key)) is not None})
        while ats and ats[-1] >= shown:
            self._take_out(ats.pop())
        self._take_runs(ats)
        self._show_more(shown - self._shown)

    def replace(self, rows: Iterable[Row]) -> None:
        """Come to exactly these rows: after a new filter or a re-read. Only rows in sight cost a signal each."""
        wanted = sorted(rows, key=self._place)
        in_sight = max(PAGE, self._shown)
        kept = {self._key(row) for row in wanted[:in_sight]}
        self._take_runs([at for at in range(self._shown) if self._key(self._rows[at]) not in kept])
        for row in self._rows[self._shown :]:
            del self._place_of[self._key(row)]
        del self._rows[self._shown :], self._places[self._shown :]
        for row in wanted[:in_sight]:
            if self.row(self._key(row)) != row:
                self._put(row)
        for row in wanted[in_sight:]:
            self._insert(len(self._rows), row, self._place(row))

    def tick(self) -> None:
        """Time has passed: repaint what it alone changes, and move rows whose order it changed."""
        if not (self._steady and self._order is self._first_order):
            self.put([r for r, place in zip(self._rows, self._places, strict=True) if self._place(r) != place])
        for first in range(0, self._shown, PAGE):  # for a longer stretch than some 200 rows Qt repaints the whole view
            last = min(first + PAGE, self._shown) - 1
            for column in (i for i, c in enumerate(self.columns) if c.ticks):
                self.dataChanged.emit(self.index(first, column), self.index(last, column))

    def set_more(self, more: Callable[[], None] | None) -> None:
        """What to call when the last row known is shown and the view wants more; None: there is no more."""
        self._more = more

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ForegroundRole:
                colour = column.colour(row)
                return self._colours().colour(colour) if colour else None
            case Qt.ItemDataRole.FontRole:
                return self._bold if column.strong(row) else None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.AccessibleTextRole:
                return "，".join(f"{c.title} {c.text(row)}".strip() for c in self.columns if c.text(row))
            case Qt.ItemDataRole.ToolTipRole:
                return column.text(row)
        return row if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and (self._shown < len(self._rows) or self._more is not None)

    def fetchMore(self, parent: Index) -> None:
        if self._shown < len(self._rows):
            self._show_page()
        elif self._more is not None:
            more, self._more = self._more, None
            more()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column, or by the model's own order for column -1; each index stays with its row."""
        by = self._first_order if column < 0 else (self.columns[column].sort or self.columns[column].text)
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._key(self._rows[index.row()]) for index in held]
        self._order = by if order == Qt.SortOrder.AscendingOrder else lambda row: _Backwards(by(row))
        self._rows.sort(key=self._place)
        self._places = [self._place(row) for row in self._rows]
        self._place_of = dict(zip(map(self._key, self._rows), self._places, strict=True))
        at = [self._at(key) for key in keys]
        self._shown = max([self._shown, *(place + 1 for place in at if place is not None)])
        self.changePersistentIndexList(
            held, [self.index(to or 0, index.column()) for to, index in zip(at, held, strict=True)]
        )
        self.layoutChanged.emit()

    # rows and their places

    def _place(self, row: Row) -> tuple[Any, Any]:
        return self._order(row), self._key(row)

    def _at(self, key: Hashable) -> int | None:
        place = self._place_of.get(key)
        return None if place is None else bisect_left(self._places, place)

    def _put(self, row: Row) -> None:
        key, place = self._key(row), self._place(row)
        at = self._at(key)
        if at is None:
            self._put_in(row, place)
        elif self._places[at] == place:
            self._rows[at] = row
            self._repaint(at)
        else:
            self._move(at, row, place)

    def _put_in(self, row: Row, place: tuple[Any, Any]) -> None:
        to = bisect_left(self._places, place)
        visible = to < self._shown or (to == self._shown == len(self._rows) and self._shown < PAGE)
        if visible:
            self.beginInsertRows(QModelIndex(), to, to)
        self._insert(to, row, place)
        if visible:
            self._shown += 1
            self.endInsertRows()

    def _lift(self, rows: Iterable[Row]) -> None:
        """Take those of many out that will stand elsewhere: a signal for each would hold the window up."""
        going = []
        for row in rows:
            at = self._at(self._key(row))
            if at is not None and at < self._shown and self._places[at] != self._place(row):
                going.append(at)
        held = {index.row() for index in self.persistentIndexList()} if going else set()
        self._take_runs(sorted({*going} - held))

    def _take_runs(self, ats: list[int]) -> None:
        """Take rows out that are shown, each stretch of neighbours with one signal; ``ats`` rises."""
        while ats:
            last = first = ats.pop()
            while ats and ats[-1] == first - 1:
                first = ats.pop()
            self._take_out(first, last)

    def _take_out(self, at: int, last: int | None = None) -> None:
        """Take one row out, or all up to ``last``, which are shown."""
        last = at if last is None else last
        visible = at < self._shown
        if visible:
            self.beginRemoveRows(QModelIndex(), at, last)
        for row in range(last, at - 1, -1):
            self._delete(row)
        if visible:
            self._shown -= last + 1 - at
            self.endRemoveRows()

    def _move(self, at: int, row: Row, place: tuple[Any, Any]) -> None:
        target = bisect_left(self._places, place)  # before the row is lifted out
        to = target - 1 if target > at else target
        if at >= self._shown or (to >= self._shown and not self._stood_on(at)):
            self._take_out(at)
            self._put_in(row, place)
            return
        while to >= self._shown:  # what the operator stands on stays in the model of the view, and so stays selected
            self._show_page()
        if to != at:
            self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), target)
        self._delete(at)
        self._insert(to, row, place)
        if to != at:
            self.endMoveRows()
        self._repaint(to)

    def _insert(self, at: int, row: Row, place: tuple[Any, Any]) -> None:
        self._rows.insert(at, row)
        self._places.insert(at, place)
        self._place_of[self._key(row)] = place

    def _delete(self, at: int) -> None:
        del self._place_of[self._key(self._rows[at])]
        del self._rows[at]
        del self._places[at]

    def _repaint(self, at: int) -> None:
        if at < self._shown:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def _stood_on(self, at: int) -> bool:
        return any(index.row() == at for index in self.persistentIndexList())

    def _show_page(self) -> None:
        self._show_more(PAGE)

    def _show_more(self, most: int) -> None:
        count = min(most, len(self._rows) - self._shown)
        if count <= 0:
            return
        self.beginInsertRows(QModelIndex(), self._shown, self._shown + count - 1)
        self._shown += count
        self.endInsertRows()


@dataclass(frozen=True, slots=True, eq=True)
class _Backwards:
    """Turns a sort key around."""

    value: Any

    def __lt__(self, other: "_Backwards") -> bool:
        return bool(other.value < self.value)
