"""Tab and Enter go through a strip as the eye does: line by line, from the left."""

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.room_records import Instrument
from app.visit_form import VisitForm
from ui.strip import CallBackStrip, Strip
from ui.style import start_style
from ui.visit_strip import VisitStrip

TOOL = Instrument(1, 1, "TM-01", "数字温度计", date(2026, 1, 5), date(2099, 1, 5), None)


def visit(parent: QWidget) -> VisitStrip:
    return VisitStrip("检测", "登记检测", [TOOL], date(2026, 11, 29), VisitForm(), parent=parent)


@pytest.fixture
def room(qapp, qtbot):
    start_style(qapp)
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(700, 600)
    QVBoxLayout(room)
    return room


def shown(qtbot: QtBot, room: QWidget, strip: Strip) -> Strip:
    room.layout().addWidget(strip)
    room.show()
    room.activateWindow()
    strip.start()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return strip


def line_of(strip: Strip, stop: QWidget) -> tuple[int, int]:
    """Where it stands: its line to 12 pixels, then from the left."""
    at = stop.mapTo(strip, QPoint(0, stop.height() // 2))
    return at.y() // 12, at.x()


@pytest.mark.parametrize("make", [visit, CallBackStrip])
def test_tab_goes_line_by_line(qtbot, room, make):
    strip = shown(qtbot, room, make(room))
    stops = [QApplication.focusWidget()]
    while True:
        qtbot.keyClick(stops[-1], Qt.Key.Key_Tab)
        found = QApplication.focusWidget()
        if found in stops or not strip.isAncestorOf(found):
            break
        stops.append(found)
    assert len(stops) > 5
    assert all(line_of(strip, one) < line_of(strip, after) for one, after in pairwise(stops))


def test_enter_in_a_line_goes_to_what_stands_beside_it(qtbot, room):
    strip = shown(qtbot, room, visit(room))
    walked = []
    for _ in range(4):
        walked.append(QApplication.focusWidget().objectName() or "instrument")
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert walked == ["tester", "arrived", "instrument", "height"]
    assert strip.room.isAncestorOf(QApplication.focusWidget())
    for answer, after in ((Qt.Key.Key_1, strip.centre), (Qt.Key.Key_1, strip.shut)):
        qtbot.keyClick(QApplication.focusWidget(), answer)
        assert after.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is after
