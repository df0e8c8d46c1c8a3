"""One complaint beside the queue, by keyboard: signed, reported, called back; nothing typed is ever lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.answers import report
from app.complaints import show
from app.dispatch import arrive, dispatch, sign
from app.records import State
from at_window import a_complaint, opened, press, shown, wait_state, write
from ui.fields import TextField
from ui.queue_columns import state_words
from ui.queue_filter import Chip
from ui.strip import CallBackStrip, ReportStrip, WordsStrip


def test_a_slip_scanned_into_the_search_opens_its_complaint(qtbot, open_window):
    window = open_window("op3")
    row = next(iter(window.live.queue))
    press(qtbot, window, Qt.Key.Key_F3)
    qtbot.keyClicks(window.queue_page.search, row.number + "-1")
    qtbot.keyClick(window.queue_page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    assert window.complaint_panel.complaint.id == row.id
    assert window.complaint_panel.isVisible()


def test_sign_and_arrive_by_key_come_back_through_the_feed(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    taken = a_complaint(hotline)
    dispatch(hotline, taken.id, taken.revision)
    window = open_window("a1")
    panel = opened(qtbot, window, taken)
    press(qtbot, window, Qt.Key.Key_F5)
    wait_state(qtbot, panel, State.SIGNED)
    press(qtbot, window, Qt.Key.Key_F5)
    wait_state(qtbot, panel, State.ARRIVED)
    qtbot.waitUntil(lambda: window.queue_page.open_model.row(taken.id).state is State.ARRIVED)
    assert panel._state.text() == state_words(State.ARRIVED)


def test_a_report_is_typed_in_the_panel_and_kept_when_refused(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    taken = a_complaint(hotline)
    sent, _ = dispatch(hotline, taken.id, taken.revision)
    signed = sign(hotline, taken.id, sent.revision)
    window = open_window("a1")
    panel = opened(qtbot, window, taken)
    press(qtbot, window, Qt.Key.Key_F6)
    strip = panel.findChild(ReportStrip)
    assert strip.field.hasFocus()
    write(strip.field, "清洗滤网，室温 19 度。")
    arrive(hotline, taken.id, signed.revision, "已到场")  # somebody else moves on meanwhile
    qtbot.waitUntil(lambda: panel.complaint.state is State.ARRIVED)
    assert strip.words == "清洗滤网，室温 19 度。"
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_state(qtbot, panel, State.REPORTED)
    assert panel.complaint.report == "清洗滤网，室温 19 度。"


def test_a_refused_act_says_why_at_its_place_and_keeps_the_words(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    taken = a_complaint(hotline)
    dispatch(hotline, taken.id, taken.revision)
    window = open_window("a1")
    panel = opened(qtbot, window, taken)
    press(qtbot, window, Qt.Key.Key_F9)
    strip = panel.findChild(WordsStrip)
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: strip.error.isVisible())
    assert "退单原因" in strip.error.text()
    assert strip.field.property("bad")
    write(strip.field, "这户属于和暖热力")
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_state(qtbot, panel, State.RETURNED)


def test_ctrl_enter_while_composing_submits_nothing(qtbot, open_window, sign_in):
    taken = a_complaint(sign_in("op1"))
    window = open_window("op3")
    panel = opened(qtbot, window, taken)
    press(qtbot, window, Qt.Key.Key_F4)
    field = panel.findChild(TextField)
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("laoren", []))
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(50)
    assert show(window.seat, taken.id).reminders == 0
    write(field, "老人体弱")
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.complaint.reminders == 1)
    assert "老人体弱" in panel.complaint.events[-1].note


def test_words_begun_stay_with_their_complaint(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    one, two = a_complaint(hotline), a_complaint(hotline, room="502", phone="13853000002")
    window = open_window("op3")
    panel = opened(qtbot, window, one)
    press(qtbot, window, Qt.Key.Key_F4)
    strip = panel.findChild(WordsStrip)
    write(strip.field, "又来电")
    opened(qtbot, window, two)
    assert strip.isHidden()
    opened(qtbot, window, one)
    assert strip.isVisible()
    assert strip.words == "又来电"


def test_a_strip_folded_by_hand_stays_folded_when_the_complaint_moves_on(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    taken = a_complaint(hotline)
    dispatch(hotline, taken.id, taken.revision)
    window = open_window("a1")
    panel = opened(qtbot, window, taken)
    press(qtbot, window, Qt.Key.Key_F9)
    strip = panel.findChild(WordsStrip)
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: strip.error.isVisible())
    write(strip.field, "这户属于和暖热力")
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_F5)
    wait_state(qtbot, panel, State.SIGNED)
    assert strip.isHidden()
    press(qtbot, window, Qt.Key.Key_F9)
    assert strip.isVisible()
    assert strip.words == "这户属于和暖热力"
    assert strip.error.isHidden()  # what was refused then is over


@pytest.mark.parametrize(
    ("digits", "state"), [("11" + "5", State.CLOSED), ("12" + "1", State.REOPENED), ("2" + "4", State.CALL_BACK)]
)
def test_a_call_back_is_answered_by_digits(qtbot, open_window, sign_in, digits, state):
    hotline = sign_in("op1")
    taken = a_complaint(hotline)
    sent, _ = dispatch(hotline, taken.id, taken.revision)
    signed = sign(hotline, taken.id, sent.revision)
    report(hotline, taken.id, signed.revision, "已处理")
    window = open_window("op3")
    panel = opened(qtbot, window, taken)
    press(qtbot, window, Qt.Key.Key_F5)
    strip = panel.findChild(CallBackStrip)
    for digit in digits:
        press(qtbot, window, digit)
    assert strip.field.hasFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    wait_state(qtbot, panel, state)
    if state is State.CLOSED:
        assert panel.complaint.satisfaction == 5
        qtbot.waitUntil(lambda: window.queue_page.open_model.row(taken.id) is None)


def test_a_secret_caller_is_masked_and_shown_against_a_reason(qtbot, open_window, sign_in):
    taken = a_complaint(sign_in("op1"), secret=True)
    window = open_window("op3")
    panel = opened(qtbot, window, taken)

    def words() -> list[str]:
        return [labels[1].text() for labels in panel._facts._rows if not labels[1].isHidden()]

    assert not any("138 5300 0001" in text for text in words())
    panel._reveal.click()
    strip = panel.findChild(WordsStrip)
    write(strip.field, "回访用户")
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any("138 5300 0001" in text for text in words()))
    assert any("回访用户" in event.note for event in show(window.seat, taken.id).events)


def test_the_panel_stays_when_its_row_leaves_the_queue(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    window = open_window("op3")
    row = shown(window)[2]
    window.queue_page.table.choose(row.id)
    panel = opened(qtbot, window, row)
    window.queue_page.choose_chip(Chip.MINE if row.taken_by != window.seat.person.id else Chip.WAITING)
    assert window.queue_page.table.selectionModel().selectedRows() == []
    a_complaint(hotline)
    qtbot.wait(50)
    assert panel.complaint.id == row.id
