"""The sections 大厅缴费 and 日程: found, copied, kept; said to be done, taken back, counted on the tab."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import season_duties, service_points
from app.duty_calendar import DutyState
from at_window import press, write
from ui.knowledge_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def pane_of(qtbot, window, section):
    at = window.header.pages.index("知识")
    press(qtbot, window, Qt.Key(KEY.Key_1 + at), CTRL)
    pane = window.pages.widget(at).open(section)
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    return pane


def test_a_hall_is_found_by_initials_and_what_is_unknown_says_so(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window, Section.POINTS)
    assert pane.search.hasFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "xzsp")
    qtbot.waitUntil(lambda: [one.name for one in pane.model.rows] == ["行政审批服务大厅"])
    assert [column.text(pane.point) for column in pane.model.columns[3:6]] == ["待补充"] * 3
    said = []
    pane.failed.connect(said.append)
    press(qtbot, window, KEY.Key_C, CTRL | SHIFT)
    assert said == ["电话待补充，没有可以复制的。"]
    press(qtbot, window, KEY.Key_Escape)
    qtbot.waitUntil(lambda: len(pane.model.rows) >= 5)
    qtbot.keyClicks(QApplication.focusWidget(), "wenhua")
    qtbot.waitUntil(lambda: len(pane.model.rows) == 1)
    press(qtbot, window, KEY.Key_A, CTRL | SHIFT)
    assert QApplication.clipboard().text() == "八一路文化城北门"
    assert pane.buttons["new_point"].isHidden()


def test_the_administrator_puts_in_a_phone_and_another_seat_sees_it(qtbot, open_window):
    admin, op = open_window("admin"), open_window("op1")
    there = pane_of(qtbot, op, Section.POINTS)
    pane = pane_of(qtbot, admin, Section.POINTS)
    pane.table.choose(pane.model.rows[0].id)
    press(qtbot, admin, KEY.Key_F4)
    strip = pane.strip
    write(strip.phones, "没有")
    press(qtbot, admin, KEY.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["phones"].error.isVisible)
    strip.phones.setText("0530-5880000")
    press(qtbot, admin, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    qtbot.waitUntil(lambda: there.points[0].phones == ("0530-5880000",))


def test_the_administrator_adds_and_retires(qtbot, open_window):
    window = open_window("admin")
    pane = pane_of(qtbot, window, Section.POINTS)
    before = len(pane.model.rows)
    press(qtbot, window, KEY.Key_N, CTRL)
    write(pane.strip.name, "花城服务厅")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and len(pane.model.rows) == before + 1)
    made = next(one for one in service_points.list_points(window.seat) if one.name == "花城服务厅")
    pane.table.choose(made.id)
    press(qtbot, window, KEY.Key_F9)
    write(pane.strip.field, "搬走了")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and len(pane.model.rows) == before)


def test_a_company_says_a_duty_is_done_and_takes_it_back(qtbot, open_window):
    window = open_window("a1")
    pane = pane_of(qtbot, window, Section.CALENDAR)
    assert {one.company_id for one in pane.model.rows} == {window.seat.person.company_id}
    test = next(one for one in pane.model.rows if one.done_on is None)
    pane.table.choose(test.key)
    press(qtbot, window, KEY.Key_F5)
    pane.strip.on.setText("昨天")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.rows["done_on"].error.isVisible)
    pane.strip.on.setText(str(season_duties.today(window.seat)))
    write(pane.strip.remark, "已办完 12 件")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and pane.duty.done_on is not None)
    assert pane.duty.state(season_duties.today(window.seat), 5) is DutyState.DONE
    assert "已办完 12 件" in pane.about.text()
    press(qtbot, window, KEY.Key_F9)
    write(pane.strip.field, "还有一件没办")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and pane.duty.done_on is None)


def test_the_seasons_are_walked_and_the_operator_marks_nothing(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window, Section.CALENDAR)
    now = pane.season.name
    press(qtbot, window, KEY.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: pane.season.name < now)
    press(qtbot, window, KEY.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: pane.season.name == now)
    said = []
    pane.failed.connect(said.append)
    press(qtbot, window, KEY.Key_F5)
    assert said == ["只有本公司和班长可以登记这一事项。"]
    assert pane.buttons["duty_done"].isHidden()


@pytest.mark.parametrize("login", ["sup1", "b1"])
def test_the_late_ones_are_counted_on_the_tab(qtbot, open_window, sign_in, login):
    window = open_window(login)
    page = window.pages.widget(window.header.pages.index("知识"))
    late = season_duties.late_duties(sign_in(login))
    words = f"日程 {late}" if late else "日程"
    qtbot.waitUntil(lambda: page._chips[Section.CALENDAR].text() == words)


def test_a_section_is_found_from_the_one_search(qtbot, open_window):
    window = open_window("op1")
    press(qtbot, window, KEY.Key_K, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "dtjf")  # 大厅缴费
    press(qtbot, window, KEY.Key_Return)
    page = window.pages.currentWidget()
    assert page.section is Section.POINTS
    qtbot.waitUntil(lambda: page.pane.search.hasFocus())
