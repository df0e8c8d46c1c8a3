"""A table together with its rows of one kind: it keeps the row that one stands on through each reading."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic

from PySide6.QtWidgets import QWidget

from ui.row_table import RowTable
from ui.style import tokens
from ui.table_model import Column, Row, TableModel


class RowList(RowTable, Generic[Row]):
    """``content`` are the rows, ``row`` is the one stood on. ``order`` None: as they are taken in."""

    def __init__(
        self,
        name: str,
        columns: list[Column[Row]],
        key: Callable[[Row], Hashable],
        order: Callable[[Row], Any] | None = None,
        pill_column: int | None = None,
        steady: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is read out by a screen reader; ``steady`` as of TableModel."""
        super().__init__(pill_column, parent)
        self._key_of = key
        self._rank: dict[Hashable, int] = {}
        self._wanted: Hashable | None = None
        by = order or (lambda row: self._rank.get(key(row), -1))  # what was just made stands first until it is read
        self.content: TableModel[Row] = TableModel(columns, key, by, tokens, steady=steady)
        self.setAccessibleName(name)
        self.show_model(self.content)

    @property
    def row(self) -> Row | None:
        """The row stood on."""
        key = self.key()
        return None if key is None else self.content.row(key)

    def list(self, found: Sequence[Row]) -> None:
        """List exactly these, wherever one stands then."""
        self._rank = {self._key_of(one): at for at, one in enumerate(found)}
        self.content.replace(found)
        self.content.tick()

    def take(self, found: Sequence[Row], first: Row | None = None) -> None:
        """List exactly these. Who stood on none of them stands on ``first`` then, or on what has come in its place."""
        stood, at = self.key() if self._wanted is None else self._wanted, max(0, self.currentIndex().row())
        self.list(found)
        stands = stood is not None and self.choose(stood)
        if found:
            self._wanted = None
        if found and not stands:
            instead = self.content.rows[min(at, len(found) - 1)] if first is None else first
            self.choose(self._key_of(instead))

    def want(self, key: Hashable) -> None:
        """Stand on the row with this key: now, or as soon as rows are taken in."""
        self._wanted = None if self.choose(key) else key

    def stand(self, made: Row) -> None:
        """Stand on a row, listed by now or not yet."""
        key = self._key_of(made)
        if self.content.row(key) is None:
            self.content.put([made])
        self.choose(key)
