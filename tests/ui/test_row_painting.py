"""What a list paints, by its pixels: the row stood on, the pill of a state, words cut where they end, day and night."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage

from ui.row_table import RowTable
from ui.style import start_style, style, tokens
from ui.table_model import Column, TableModel

STATE, TICKING = 1, 2


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    place: str = "牡丹花园 3-2-501"


COLUMNS = [
    Column[Line](title="地点", text=lambda row: row.place, width=20),
    Column[Line](title="状态", text=lambda _row: "未签收", width=11, colour=lambda _row: "warning"),
    Column[Line](title="剩余", text=lambda row: f"{row.number}", width=9, right=True, ticks=True),
    Column[Line](title="提示", text=lambda _row: "", width=9),
]


class Paints(QObject):
    """Where a viewport was painted."""

    def __init__(self, viewport):
        super().__init__(viewport)
        self.places = []
        viewport.installEventFilter(self)

    def eventFilter(self, _watched, event):
        if event.type() is QEvent.Type.Paint:
            self.places.append(event.region().boundingRect())
        return False


@pytest.fixture
def table(qapp, qtbot):
    start_style(qapp)
    made = RowTable(STATE)
    qtbot.addWidget(made)
    made.resize(600, 300)
    yield made
    style().follow(Qt.ColorScheme.Light)


def show(qtbot, table, rows):
    model = TableModel(COLUMNS, key=lambda row: row.number, order=lambda row: row.number, colours=tokens, parent=table)
    table.show_model(model)
    model.put(rows)
    with qtbot.waitExposed(table):
        table.show()
    qtbot.waitUntil(lambda: table.rowAt(table.rowHeight(0) + 1) == 1)
    return model


def picture(table) -> QImage:
    return table.viewport().grab().toImage()


def place(table, row, column) -> QRect:
    return table.visualRect(table.model().index(row, column))


def colours(image, rect):
    return {
        image.pixelColor(x, y).name()
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    }


def written(image, rect):
    return colours(image, rect) != {tokens().surface.lower()}


def test_the_row_stood_on_has_a_ground_and_a_bar_while_the_keys_go_there(qtbot, table):
    show(qtbot, table, [Line(1), Line(2)])
    assert table.choose(1)
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    seen = picture(table)
    end = place(table, 0, 3).center()
    assert seen.pixelColor(end).name() == tokens().selected.lower()
    assert seen.pixelColor(1, end.y()).name() == tokens().accent.lower()
    other = place(table, 1, 3).center()
    assert seen.pixelColor(other).name() == tokens().surface.lower()
    assert seen.pixelColor(other.x(), place(table, 1, 3).bottom()).name() == tokens().line.lower()
    table.clearFocus()
    assert picture(table).pixelColor(1, end.y()).name() == tokens().selected.lower()


def test_the_state_is_a_pill_on_the_ground_of_its_colour(qtbot, table):
    show(qtbot, table, [Line(1), Line(2)])
    seen = colours(picture(table), place(table, 0, STATE))
    assert {tokens().warning_on.lower(), tokens().warning.lower()} <= seen
    assert tokens().warning_on.lower() not in colours(picture(table), place(table, 0, 0))


def test_words_that_do_not_fit_end_within_their_column(qtbot, table):
    show(qtbot, table, [Line(1, "牡丹花园一期东区三号楼二单元五零一室北边的那一户人家"), Line(2)])
    gap = table.fontMetrics().horizontalAdvance("0")
    rect = place(table, 0, 0)
    margin = QRect(rect.right() - gap + 2, rect.top(), gap - 2, rect.height() - 2)
    assert not written(picture(table), margin)
    assert written(picture(table), QRect(rect.right() - 4 * gap, rect.top(), 3 * gap, rect.height() - 2))


def test_a_number_stands_at_the_right_end_of_its_column(qtbot, table):
    show(qtbot, table, [Line(1), Line(2)])
    rect = place(table, 0, TICKING)
    half = rect.width() // 2
    seen = picture(table)
    assert not written(seen, QRect(rect.left(), rect.top(), half, rect.height() - 2))
    assert written(seen, QRect(rect.left() + half, rect.top(), half, rect.height() - 2))


def test_night_takes_on_its_colours(qtbot, table):
    show(qtbot, table, [Line(1), Line(2)])
    day = tokens().text.lower()
    style().follow(Qt.ColorScheme.Dark)
    seen = colours(picture(table), place(table, 0, 0))
    assert tokens().text.lower() in seen
    assert day not in seen


@pytest.mark.parametrize("many", [20, 400])
def test_a_second_paints_the_ticking_column_alone_however_many_rows_are_shown(qtbot, table, many):
    model = show(qtbot, table, [Line(number) for number in range(many)])
    while model.rowCount() < many:
        model.fetchMore(table.rootIndex())
    paints = Paints(table.viewport())
    table.viewport().update()
    qtbot.waitUntil(lambda: paints.places != [])  # what the new rows still had to be painted of
    paints.places.clear()
    model.tick()
    qtbot.waitUntil(lambda: paints.places != [])
    column = place(table, 0, TICKING)
    assert all(column.adjusted(-1, 0, 1, table.height()).contains(one) for one in paints.places)
