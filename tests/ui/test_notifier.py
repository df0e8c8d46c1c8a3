"""A window sends for the work groups in the background, and gives the same text to the clipboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import group_chats
from app.group_chats import ChatKind, ChatWords
from app.seat import Seat
from robot import recorded, robot
from small_city import City, State
from ui import notifier
from ui.jobs import Jobs
from ui.notifier import Notifier
from ui.window import Window


def test_a_window_sends_and_says_what_is_wrong(city: City, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifier, "FIRST_MS", 0)
    with robot() as there:
        there.answer(recorded("wecom-ok"), recorded("wecom-bad-key"))
        words = ChatWords("永恒群", ChatKind.WECOM, 1, there.address("wecom"))
        chat = group_chats.add_chat(city.seat("admin"), words)
        city.bring(State.DISPATCHED)
        jobs = Jobs()
        made = Notifier(city.seat("op1"), jobs)
        made.start()
        qtbot.waitUntil(there.at_post.is_set)
        with qtbot.waitSignal(made.troubled, timeout=10_000) as told:
            city.owner().execute("UPDATE group_chat SET next_send_at = now()")
            city.bring(State.DISPATCHED)
        assert "永恒群" in told.args[0]
        assert "93000" in told.args[0]
        jobs.close()
        assert group_chats.list_chats(city.seat("admin"))[0].id == chat.id
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 12319 AND objid = 7"
        # Another seat may send, as soon as the server has seen the connection end.
        qtbot.waitUntil(lambda: city.owner().execute(query).fetchone() == (0,))
        made.deleteLater()


def test_a_new_chat_wakes_who_had_none_to_send_to(
    open_window: Callable[[str], Window], sign_in: Callable[[str], Seat], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifier, "FIRST_MS", 0)
    window = open_window("op1")
    qtbot.waitUntil(lambda: window.notifier._next.remainingTime() > 30_000)  # nobody to tell yet
    with robot() as there:
        words = ChatWords("永恒群", ChatKind.WECOM, 1, there.address("wecom"))
        group_chats.add_chat(sign_in("admin"), words)
        qtbot.waitUntil(lambda: window.notifier._next.remainingTime() < 30_000, timeout=10_000)


@pytest.mark.parametrize("login", ["a1", "lia1", "admin", "audit"])
def test_other_seats_do_not_try(city: City, login: str) -> None:
    jobs = Jobs()
    made = Notifier(city.seat(login), jobs)
    made.start()
    assert not made._next.isActive()
    jobs.close()


def test_the_key_copies_the_text(
    open_window: Callable[[str], Window], qtbot: QtBot, sign_in: Callable[[str], Seat]
) -> None:
    window = open_window("op1")
    panel = window.complaint_panel
    row = next(row for row in window.live.queue if row.state is State.SIGNED)
    window.open_complaint(row.id)
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == row.id)
    QApplication.clipboard().clear()
    window.activateWindow()
    qtbot.keyClick(panel, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == group_chats.group_text(window.seat, row.number)
