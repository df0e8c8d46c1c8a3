"""The section 在岗: who sits where is seen as it changes, a seat is taken, a forgotten one freed, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import seat_duty
from app.records import SeatState
from at_window import press, write
from ui.duty_pane import DutyPane
from ui.shift_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier


def pane_of(qtbot, window):
    at = window.header.pages.index("班次")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    page = window.pages.widget(at)
    found = page.open(Section.ON_DUTY)
    assert isinstance(found, DutyPane)
    qtbot.waitUntil(lambda: bool(found.model.rows))
    return found


def line_of(pane, seat_number, company_id=None):
    return next(
        one for one in pane.model.rows if (one.now.company_id, one.now.seat_number) == (company_id, seat_number)
    )


def test_who_sits_down_elsewhere_is_seen_at_once(qtbot, open_window, sign_in):
    pane = pane_of(qtbot, open_window("sup1"))
    other = sign_in("op1")
    number = other.person.seat_number
    assert line_of(pane, number).now.presence is None
    seat_duty.sign_on(other)
    qtbot.waitUntil(lambda: line_of(pane, number).state == "● 就绪")
    seat_duty.pause(other, SeatState.AWAY, "用餐")
    qtbot.waitUntil(lambda: line_of(pane, number).state == "○ 暂离")
    assert pane.model.columns[3].text(line_of(pane, number)) == f"{other.person.name}（用餐）"
    assert "当班" in pane.head.text()


def test_a_free_seat_is_taken_by_key_and_a_taken_one_says_who(qtbot, open_window, sign_in):
    window = open_window("op3")
    pane = pane_of(qtbot, window)
    other = sign_in("op1")
    seat_duty.sign_on(other, 5)
    qtbot.waitUntil(lambda: line_of(pane, 5).now.presence is not None)
    pane.table.choose(line_of(pane, 5).now.key)
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: f"5 号座席由{other.person.name}" in window.status._message.text())
    pane.table.choose(line_of(pane, 6).now.key)
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: line_of(pane, 6).name == window.seat.person.name)


def test_a_forgotten_seat_is_freed_with_a_reason(qtbot, open_window, sign_in):
    window = open_window("sup1")
    pane = pane_of(qtbot, window)
    seat_duty.sign_on(sign_in("op1"), 5)
    qtbot.waitUntil(lambda: line_of(pane, 5).now.presence is not None)
    pane.table.choose(line_of(pane, 5).now.key)
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is not None and pane.strip.error.isVisible())
    write(QApplication.focusWidget(), "下班忘记签退")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: line_of(pane, 5).now.presence is None)
    assert pane.strip is None
    assert pane.table.hasFocus()


def test_a_companys_desk_sees_its_own_and_frees_nothing(qtbot, open_window):
    window = open_window("a1")
    pane = pane_of(qtbot, window)
    assert {one.team for one in pane.model.rows} == {"永恒"}
    assert not pane.free_button.isVisible()


def test_who_sits_at_no_seat_sits_down_nowhere(open_window):
    assert "班次" not in open_window("admin").header.pages
    auditor = open_window("audit")
    assert auditor.pages.widget(auditor.header.pages.index("班次")).sections == [Section.REVIEW]
