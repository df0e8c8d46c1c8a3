"""What is typed into a strip beside a complaint outlives a crash, and is gone once it is stored."""

from PySide6.QtCore import Qt

from app import complaints
from app.answers import report
from app.dispatch import arrive, dispatch, sign
from app.kept_words import KeptWords
from app.records import Act, State
from at_window import a_complaint, opened, press, wait_state, write

CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = "清洗了过滤网，复测 20.5 度"


def kept(data_folder, login):
    return "".join(KeptWords(data_folder, login).read().values())


def arrived(sign_in):
    op, desk = sign_in("op1"), sign_in("a1")
    taken = a_complaint(op)
    sent, _ = dispatch(op, taken.id, taken.revision)
    signed = sign(desk, sent.id, sent.revision)
    return arrive(desk, signed.id, signed.revision)


def test_a_report_half_written_outlives_a_crash(qtbot, open_window, sign_in, data_folder):
    complaint = arrived(sign_in)
    window = open_window("a1")
    opened(qtbot, window, complaint)
    press(qtbot, window, Qt.Key.Key_F6)
    panel = window.complaint_panel
    write(panel._strips[complaint.id, Act.REPORT].field, WORDS)
    qtbot.waitUntil(lambda: WORDS in kept(data_folder, "a1"))
    again = open_window("a1")  # after a crash
    panel = opened(qtbot, again, complaint)
    strip = panel._strips[complaint.id, Act.REPORT]  # it stands open again by itself
    assert strip.isVisible()
    assert strip.field.toPlainText() == WORDS
    press(qtbot, again, Qt.Key.Key_Return, CTRL)
    wait_state(qtbot, panel, State.REPORTED)
    qtbot.waitUntil(lambda: WORDS not in kept(data_folder, "a1"))
    assert complaints.show(again.seat, complaint.id).report == WORDS


def test_words_of_an_act_that_is_over_elsewhere_are_not_asked_for_again(qtbot, open_window, sign_in, data_folder):
    complaint = arrived(sign_in)
    window = open_window("a1")
    panel = opened(qtbot, window, complaint)
    press(qtbot, window, Qt.Key.Key_F6)
    write(panel._strips[complaint.id, Act.REPORT].field, WORDS)
    qtbot.waitUntil(lambda: WORDS in kept(data_folder, "a1"))
    desk = sign_in("a2")
    report(desk, complaint.id, complaint.revision, "已放气，恢复正常")
    again = open_window("a1")
    panel = opened(qtbot, again, complaint)
    wait_state(qtbot, panel, State.REPORTED)
    assert panel._open is None
