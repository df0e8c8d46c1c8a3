"""A window that nobody touches is locked: nothing personal shows, alarms go on, no draft is lost, F2 is at once."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.rule_settings import find_setting, set_setting
from at_window import a_complaint, opened, press, write
from servers import PASSWORD

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window):
    return open_window("op3")


def lock(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F12, SHIFT)
    assert window.desk_lock.locked


def unlock(qtbot, window, password=PASSWORD):
    qtbot.keyClicks(window.desk_lock.pane.password, password)
    press(qtbot, window, Qt.Key.Key_Return)


def test_a_locked_window_shows_nothing_personal_and_its_keys_are_dead(qtbot, window, sign_in):
    panel = opened(qtbot, window, a_complaint(sign_in("op1")))
    lock(qtbot, window)
    assert window.desk_lock.pane.password.hasFocus()
    for part in (panel, window.queue_page, window.status, window.side, window.pages):
        assert not part.isVisible()
    for key, modifier in ((Qt.Key.Key_K, CTRL), (Qt.Key.Key_1, CTRL), (Qt.Key.Key_J, CTRL), (Qt.Key.Key_F1, None)):
        press(qtbot, window, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert not window.palette_field.isVisible()
    assert window.desk_lock.pane.password.text() == ""
    unlock(qtbot, window)
    assert panel.isVisible()


def test_no_draft_is_lost_and_the_keys_are_where_they_were(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "13853000001")
    lock(qtbot, window)
    unlock(qtbot, window)
    assert not window.desk_lock.locked
    assert field.hasFocus()
    assert field.text().replace(" ", "") == "13853000001"
    assert len(window.drafting.keeper.drafts) == 1
    press(qtbot, window, Qt.Key.Key_F2)
    assert len(window.drafting.keeper.drafts) == 2


def test_a_call_while_locked_is_taken_down_right_after_unlocking(qtbot, window):
    lock(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F2)
    assert "接新诉求" in window.desk_lock.pane.wish.text()
    assert not window.drafting.form.isVisible()
    unlock(qtbot, window)
    assert window.drafting.form.isVisible()


def test_only_the_same_persons_password_unlocks(qtbot, window):
    lock(qtbot, window)
    unlock(qtbot, window, "Falsch-123")
    qtbot.waitUntil(window.desk_lock.pane.error.isVisible)
    assert window.desk_lock.pane.error.text() == "密码不对。"
    assert window.desk_lock.locked
    assert not window.queue_page.isVisible()
    window.desk_lock.pane.password.clear()
    unlock(qtbot, window)
    assert not window.desk_lock.locked


def test_alarms_stay_without_the_flat_and_nothing_opens_or_puts_them_away(qtbot, window, sign_in, monkeypatch):
    played = []
    monkeypatch.setattr(window.tones, "play", played.append)
    cards = window.alarm_cards
    lock(qtbot, window)
    start = window.seat.now()
    monkeypatch.setattr(window.seat, "now", lambda: start + timedelta(days=3))
    cards.refresh()
    assert cards.isVisible()
    assert played
    row = cards._shown[0].row
    assert row.number in cards.cards[0].text()
    assert row.place.split()[0] not in cards.cards[0].text()
    waiting = len(cards.board.cards)
    qtbot.mouseClick(cards.cards[0], Qt.MouseButton.LeftButton)
    press(qtbot, window, Qt.Key.Key_J, CTRL | SHIFT)
    assert len(cards.board.cards) == waiting
    assert window.complaint_panel.complaint is None or not window.complaint_panel.isVisible()
    unlock(qtbot, window)
    assert row.place.split()[0] in cards.cards[0].text()


def test_it_locks_by_itself_after_the_minutes_of_the_setting(qtbot, window, sign_in):
    watch = window.desk_lock.watch
    watch._touched_at -= 9 * 60
    watch.look()
    assert not window.desk_lock.locked
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    watch._touched_at -= 9 * 60
    watch.look()
    assert not window.desk_lock.locked
    watch.touch()
    set_setting(sign_in("admin"), find_setting("lock_minutes"), "5", "值班室人来人往")
    qtbot.waitUntil(lambda: window.seat.rules.settings["lock_minutes"] == 5)
    watch._touched_at -= 6 * 60
    watch.look()
    assert window.desk_lock.locked


def test_what_an_input_method_commits_counts_as_being_there(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    watch = window.desk_lock.watch
    watch._touched_at -= 3600
    write(QApplication.focusWidget(), "牡丹花园")
    watch.look()
    assert not window.desk_lock.locked
