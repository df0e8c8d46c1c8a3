"""The table follows its rows by exact signals: a view beside it always shows what the model holds."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings as examples, strategies as some
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from ui.row_list import RowList
from ui.row_table import RowTable
from ui.table_model import PAGE, ROW_ROLE, Column, TableModel
from ui.tokens import LIGHT


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    rank: int
    place: str = "牡丹花园 3-2-501"


COLUMNS = [
    Column[Line](title="编号", text=lambda row: str(row.number), width=6, right=True),
    Column[Line](
        title="地点", text=lambda row: row.place, width=12, colour=lambda row: "danger" if row.rank < 0 else None
    ),
    Column[Line](title="剩余", text=lambda row: f"{row.rank} 分", width=5, ticks=True),
]


def make(rows=()):
    model = TableModel(COLUMNS, key=lambda row: row.number, order=lambda row: row.rank, colours=lambda: LIGHT)
    model.put(rows)
    return model


class Mirror:
    """Knows the rows by the signals alone, as a view does."""

    def __init__(self, model):
        self.model = model
        self.numbers = self._read()
        self.resets = 0
        model.rowsInserted.connect(lambda _p, a, b: self.numbers.__setitem__(slice(a, a), self._read()[a : b + 1]))
        model.rowsRemoved.connect(lambda _p, a, b: self.numbers.__delitem__(slice(a, b + 1)))
        model.rowsMoved.connect(self._moved)
        model.modelReset.connect(lambda: setattr(self, "resets", self.resets + 1))

    def _read(self):
        return [self.model.index(i, 0).data(ROW_ROLE).number for i in range(self.model.rowCount())]

    def _moved(self, _p, first, last, _q, to):
        assert first == last
        number = self.numbers.pop(first)
        self.numbers.insert(to - 1 if to > first else to, number)

    def true(self):
        return self.numbers == self._read() and self.resets == 0


steps = some.lists(
    some.one_of(
        some.tuples(some.just("put"), some.integers(0, 80), some.integers(-5, 20)),
        some.tuples(some.just("remove"), some.integers(0, 80), some.just(0)),
        some.tuples(some.just("more"), some.just(0), some.just(0)),
    ),
    max_size=120,
)


@given(some.integers(0, 120), steps)
@examples(max_examples=25, deadline=None)
def test_a_view_that_only_hears_signals_sees_the_same_rows(qapp, count, doings):
    model = make(Line(number, number % 7) for number in range(count))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setUseFetchMore(False)  # it would fetch between begin and end
    mirror = Mirror(model)
    truth = {number: number % 7 for number in range(count)}
    for what, number, rank in doings:
        if what == "put":
            model.put([Line(number, rank)])
            truth[number] = rank
        elif what == "remove":
            model.remove([number])
            truth.pop(number, None)
        elif model.canFetchMore(model.index(-1, -1)):
            model.fetchMore(model.index(-1, -1))
    in_order = sorted(truth, key=lambda number: (truth[number], number))
    assert [row.number for row in model.rows] == in_order
    assert mirror.numbers == in_order[: model.rowCount()]
    assert mirror.true()


def test_pages_of_fifty_then_more_from_outside(qapp):
    model = make(Line(number, number) for number in range(120))
    asked = []
    model.set_more(lambda: asked.append(len(model.rows)))
    root = model.index(-1, -1)
    counts = [model.rowCount()]
    while model.canFetchMore(root):
        model.fetchMore(root)
        counts.append(model.rowCount())
    assert counts == [PAGE, 100, 120, 120]
    assert asked == [120]


def test_selection_follows_the_key_when_rows_come_move_and_go(qtbot):
    model = make(Line(number, number) for number in range(10))
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setCurrentIndex(model.index_of(5))
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().select(model.index_of(5), flags.ClearAndSelect | flags.Rows)
    model.put([Line(100, -3), Line(101, 2), Line(5, 50)])
    model.remove([0, 1])
    assert {model.key_at(index) for index in view.selectionModel().selectedRows()} == {5}
    assert model.key_at(view.currentIndex()) == 5


def test_hundreds_that_move_on_leave_the_page_full_with_a_signal_or_two(qtbot):
    model = make(Line(number, number) for number in range(400))
    mirror = Mirror(model)
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setCurrentIndex(model.index_of(7))
    told = []
    for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved):
        signal.connect(lambda *_: told.append(1))
    model.put([Line(number, number + 1_000) for number in range(300) if number != 7])
    assert mirror.numbers == [7, *range(300, 349)]
    assert mirror.true()
    assert len(told) == 3  # above and below the row stood on, and what moved up
    told.clear()
    model.remove(range(300, 340))
    assert mirror.numbers == [7, *range(340, 389)]
    assert mirror.true()
    assert len(told) == 2
    assert model.key_at(view.currentIndex()) == 7


def test_an_update_in_place_repaints_one_row_only(qtbot):
    model = make(Line(number, number) for number in range(10))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.put([replace(model.row(4), place="和平里 1-1-101")])
    first, last, *_ = changed.args
    assert (first.row(), last.row()) == (4, 4)
    assert model.index(4, 1).data() == "和平里 1-1-101"


@given(some.dictionaries(some.integers(0, 150), some.integers(0, 20)), some.integers(0, 120), some.integers(0, 2))
@examples(max_examples=25, deadline=None)
def test_replace_comes_to_exactly_the_wanted_rows(qapp, wanted, count, pages):
    model = make(Line(number, number % 7) for number in range(count))
    for _ in range(pages):
        if model.canFetchMore(model.index(-1, -1)):
            model.fetchMore(model.index(-1, -1))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setUseFetchMore(False)
    mirror = Mirror(model)
    model.replace(Line(number, rank) for number, rank in wanted.items())
    in_order = sorted(wanted, key=lambda number: (wanted[number], number))
    assert [row.number for row in model.rows] == in_order
    assert mirror.numbers == in_order[: model.rowCount()]
    assert model.rowCount() >= min(PAGE, len(wanted))
    assert mirror.true()
    model.put([Line(number, rank + 1) for number, rank in wanted.items()])
    assert [row.number for row in model.rows] == in_order


def test_replace_touches_only_what_differs(qapp):
    model = make(Line(number, number) for number in range(10))
    mirror = Mirror(model)
    model.replace([Line(3, 3), Line(4, 9), Line(20, 0)])
    assert mirror.numbers == [20, 3, 4]
    assert mirror.true()


def test_time_moves_rows_and_repaints_the_ticking_column(qtbot):
    now = [0]
    model = TableModel(
        COLUMNS,
        key=lambda row: row.number,
        order=lambda row: (row.rank > now[0], row.number),
        colours=lambda: LIGHT,
    )
    model.put(Line(number, rank) for number, rank in [(1, 5), (2, 2), (3, 9)])
    mirror = Mirror(model)
    assert mirror.numbers == [1, 2, 3]
    now[0] = 3
    painted = []
    model.dataChanged.connect(lambda first, last: painted.append((first.column(), last.column())))
    model.tick()
    assert mirror.numbers == [2, 1, 3]
    assert mirror.true()
    assert painted[-1] == (2, 2)


def test_sorting_by_a_column_and_back(qapp):
    model = make([Line(1, 3, "丙"), Line(2, 2, "甲"), Line(3, 1, "乙")])
    held = model.index_of(2)
    from PySide6.QtCore import QPersistentModelIndex

    kept = QPersistentModelIndex(held)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [row.number for row in model.rows] == [3, 2, 1]
    assert kept.row() == 1
    model.put([Line(9, 0)])
    assert [row.number for row in model.rows] == [9, 3, 2, 1]
    model.sort(-1)
    assert [row.number for row in model.rows] == [9, 3, 2, 1]
    assert kept.data(ROW_ROLE).number == 2


@pytest.mark.parametrize("column", range(3))
def test_a_screen_reader_hears_the_whole_row(qapp, column):
    model = make([Line(7, -2)])
    said = model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "编号 7，地点 牡丹花园 3-2-501，剩余 -2 分"
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.danger.lower()


def test_home_and_end_go_to_the_ends_of_a_list_of_whole_rows(qtbot):
    table = RowTable()
    qtbot.addWidget(table)
    table.show_model(make(Line(number, number) for number in range(5)))
    table.show()
    for key, number in ((Qt.Key.Key_End, 4), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(table, key)
        assert table.key() == number


def test_what_went_leaves_one_on_what_comes_in_its_place(qtbot):
    table: RowList[Line] = RowList("线", COLUMNS, lambda line: line.number)
    qtbot.addWidget(table)
    lines = [Line(number, number) for number in range(5)]
    table.take(lines)
    assert table.key() == 0
    table.choose(3)
    table.take([line for line in lines if line.number != 3])
    assert table.key() == 4
    table.take(lines[:2])
    assert table.key() == 1
