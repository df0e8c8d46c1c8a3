"""One's own seat in the window: signing on is offered and never in the way, one key says what one does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import seat_duty
from app.records import SeatState
from at_window import press, write
from ui.shift_page import ShiftPage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot, open_window):
    made = open_window("op3")
    qtbot.waitUntil(lambda: made.seat_desk.own.known)
    return made


def test_signing_on_is_offered_in_a_strip_and_takes_no_key(qtbot, window):
    strip = window.seat_desk.strip
    qtbot.waitUntil(strip.isVisible)
    assert "还没有签到" in strip.words.text()
    assert window.queue_page.table.hasFocus()
    assert "未签到" in window.header.state.text()
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: not strip.isVisible())
    assert window.header.who.text().startswith(f"3 号座席 · {window.seat.person.name}(话务员) · ")
    assert window.header.state.text().startswith("● 就绪")
    assert seat_duty.my_presence(window.seat).seat_number == 3


def test_a_refused_seat_says_who_sits_there_and_leads_to_the_seats(qtbot, window, sign_in):
    other = sign_in("op1")
    seat_duty.sign_on(other, 3)
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    strip = window.seat_desk.strip
    qtbot.waitUntil(lambda: f"3 号座席由{other.person.name}" in strip.words.text())
    with qtbot.waitSignal(window.seat_desk.own.changed):
        seat_duty.pause(other, SeatState.TALKING)
    assert f"3 号座席由{other.person.name}" in strip.words.text()
    strip.look_button.click()
    assert isinstance(window.pages.currentWidget(), ShiftPage)
    seat_duty.sign_off(other)
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: not strip.isVisible())


def test_one_key_says_what_one_does_from_anywhere(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: window.seat_desk.own.presence is not None)
    press(qtbot, window, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    for key, words in ((Qt.Key.Key_F6, "◉ 通话"), (Qt.Key.Key_F7, "◐ 整理"), (Qt.Key.Key_F5, "● 就绪")):
        press(qtbot, window, key, SHIFT)
        qtbot.waitUntil(lambda words=words: window.header.state.text().startswith(words))
        assert field.hasFocus()


def test_being_away_asks_for_a_reason_by_one_digit(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: window.seat_desk.own.presence is not None)
    press(qtbot, window, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    press(qtbot, window, Qt.Key.Key_F8, SHIFT)
    assert window.seat_desk.away.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.seat_desk.away.isVisible()
    assert field.hasFocus()
    press(qtbot, window, Qt.Key.Key_F8, SHIFT)
    press(qtbot, window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.header.state.text().startswith("○ 暂离（用餐）"))
    assert field.hasFocus()
    press(qtbot, window, Qt.Key.Key_F8, SHIFT)
    window.seat_desk.away.other.setFocus()
    write(window.seat_desk.away.other, "去医务室")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.header.state.text().startswith("○ 暂离（去医务室）"))
    assert seat_duty.my_presence(window.seat).state is SeatState.AWAY


def test_signing_off_is_undone_by_signing_on(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: window.seat_desk.own.presence is not None)
    press(qtbot, window, Qt.Key.Key_F9, SHIFT)
    qtbot.waitUntil(window.seat_desk.strip.isVisible)
    assert seat_duty.my_presence(window.seat) is None
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: window.seat_desk.own.presence is not None)


def test_a_seat_freed_by_the_supervisor_is_offered_anew(qtbot, window, sign_in):
    press(qtbot, window, Qt.Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: window.seat_desk.own.presence is not None)
    seat_duty.free_seat(sign_in("sup1"), window.seat_desk.own.presence.id, "换到 5 号座席")
    qtbot.waitUntil(window.seat_desk.strip.isVisible)


def test_who_sits_nowhere_is_told_so(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F6, SHIFT)
    assert "还没有签到" in window.status._message.text()
    window.seat_desk.strip.later_button.click()
    assert not window.seat_desk.strip.isVisible()


def test_an_administrator_sits_at_no_seat(open_window):
    window = open_window("admin")
    assert not window.seat_desk.strip.isVisible()
    assert window.header.state.text() == ""
