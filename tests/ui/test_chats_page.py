"""The page 群聊: groups added, tested, paused by keyboard; the queue and another try; no credential is ever shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app import dispatch as dispatching, intake
from app.chat_queue import MessageState
from app.group_chats import ChatKind, list_chats
from app.message_queue import MessageSender
from robot import Robot, recorded, robot as robot_on_loopback
from small_city import new
from ui.chat_lists import Shown
from ui.chat_strips import ChatStrip, PauseStrip
from ui.chats_page import ChatsPage

CTRL = Qt.KeyboardModifier.ControlModifier
SECRET = "SECexample0000"


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_on_loopback() as made:
        yield made


@pytest.fixture
def window(open_window):
    return open_window("admin")


@pytest.fixture
def page(qtbot, window):
    found = window.pages.widget(window.header.pages.index("群聊"))
    assert isinstance(found, ChatsPage)
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + window.pages.indexOf(found)), CTRL)
    assert found.isVisible()
    return found


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def write(words):
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QApplication.sendEvent(QApplication.focusWidget(), done)


def add(qtbot, page, robot, kind=ChatKind.DINGTALK, name="永恒群", company=1):
    """A group added through the page."""
    page.add()
    page.strip.name.setText(name)
    page.strip.kind.choose(kind)
    page.strip.company.choose(company)
    page.strip.address.setText(robot.address(kind))
    page.strip.secret.setText(SECRET)
    page.submit()
    qtbot.waitUntil(lambda: page.strip is None)
    qtbot.waitUntil(lambda: any(one.name == name for one in page.groups.chats))


def seen(widget):
    labels = [one.text() for one in widget.findChildren(QLabel)]
    return " ".join(labels + [one.displayText() + one.placeholderText() for one in widget.findChildren(QLineEdit)])


def dispatch(sign_in):
    """A complaint of company 1, sent to it, so that its group is told."""
    seat = sign_in("op1")
    community = next(one for one in seat.directory.communities.values() if one.company_id == 1)
    taken = intake.take(seat, new(community_id=community.id))
    return dispatching.dispatch(seat, taken.id, taken.revision)[0], seat


def test_a_group_is_added_by_keyboard(qtbot, window, page, robot):
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert isinstance(page.strip, ChatStrip)
    write("永恒值班群")
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_2)  # 钉钉
    press(qtbot, window, Qt.Key.Key_2)  # the first company
    assert QApplication.focusWidget() is page.strip.address
    assert "access_token" in page.strip.address.placeholderText()
    write(robot.address("dingtalk"))
    press(qtbot, window, Qt.Key.Key_Return)
    write(SECRET)
    assert SECRET not in seen(window)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.strip is None)
    (made,) = list_chats(window.seat)
    assert (made.name, made.kind, made.company_id) == ("永恒值班群", ChatKind.DINGTALK, 1)
    assert page.chat == made


def test_what_was_stored_is_never_shown_and_stays_where_nothing_is_typed(qtbot, window, page, robot):
    add(qtbot, page, robot)
    press(qtbot, window, Qt.Key.Key_F4)
    assert (page.strip.address.text(), page.strip.secret.text()) == ("", "")
    for credential in (SECRET, "TOKEN-1234567890", str(robot.port)):
        assert credential not in seen(window)
    page.strip.name.setText("永恒新群")
    page.submit()
    qtbot.waitUntil(lambda: page.strip is None)
    robot.answer(recorded("dingtalk-ok"))
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "已收到" in seen(page))
    assert "sign" in robot.posted[0].query
    page.change()
    page.strip.kind.choose(ChatKind.FEISHU)  # another service: the old address is of no use
    page.submit()
    qtbot.waitUntil(page.strip.rows["address"].error.isVisible)


def test_a_stored_secret_is_emptied(qtbot, window, page, robot):
    page.add()
    assert not page.strip.emptied.isVisible()  # nothing is stored yet
    add(qtbot, page, robot)
    window.resize(1093, 580)  # 1366x768 at 125 %, less the task bar
    page.change()
    strip = page.strip
    qtbot.waitUntil(strip.emptied.isVisible)
    assert window.height() == 580
    strip.emptied.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    assert not strip.secret.isEnabled()
    strip.kind.choose(ChatKind.FEISHU)
    strip.kind.picked.emit()
    assert not strip.emptied.isVisible()
    assert strip.secret.isEnabled()
    strip.kind.choose(ChatKind.DINGTALK)
    strip.kind.picked.emit()
    strip.emptied.setChecked(True)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.strip is None)
    robot.answer(recorded("dingtalk-ok"))
    page.test()
    qtbot.waitUntil(lambda: "已收到" in seen(page))
    assert "sign" not in robot.posted[0].query
    assert "access_token" in robot.posted[0].query  # the address stayed


def test_what_is_refused_stands_at_its_field(qtbot, window, page, robot):
    add(qtbot, page, robot)
    page.add()
    page.strip.name.setText("永恒群")
    page.strip.address.setText("http://example.cn/robot")
    page.submit()
    qtbot.waitUntil(page.strip.rows["name"].error.isVisible)
    page.strip.name.setText("另一个群")
    page.submit()
    qtbot.waitUntil(page.strip.rows["address"].error.isVisible)
    assert "example.cn" not in page.strip.rows["address"].error.text()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.strip is None


def test_a_test_that_is_refused_says_why(qtbot, window, page, robot):
    add(qtbot, page, robot)
    robot.answer(recorded("dingtalk-bad-sign"))
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "没有收下" in seen(page))
    assert "签名" in seen(page)


def test_a_group_is_paused_and_comes_back(qtbot, window, page, robot, sign_in):
    add(qtbot, page, robot)
    dispatch(sign_in)
    page.read()
    qtbot.waitUntil(lambda: len(page.messages.rows) == 1)
    page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_F9)
    assert isinstance(page.strip, PauseStrip)
    assert "1 条作废" in page.strip.warning.text()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.strip is None)
    qtbot.waitUntil(lambda: page.messages.rows[0].state is MessageState.STOPPED)
    assert not page.chat.active
    assert page.service.text().startswith("启用")
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.chat.active)


def test_a_message_that_did_not_go_out_is_tried_again(qtbot, window, page, robot, sign_in):
    add(qtbot, page, robot)
    sent, seat = dispatch(sign_in)
    sender = MessageSender(seat)
    robot.answer(recorded("dingtalk-bad-sign"), recorded("dingtalk-ok"))
    assert sender.turn().troubles
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    assert page.shown is Shown.UNSENT
    qtbot.waitUntil(lambda: bool(page.messages.rows and page.messages.rows[0].last_error))
    assert page.messages.rows[0].subject == f"派单 {sent.number}"
    assert page.chat.trouble
    press(qtbot, window, Qt.Key.Key_Down)
    assert "签名" in seen(page)
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not page.chat.trouble)
    assert sender.turn().sent == 1
    sender.close()
    page.read()
    qtbot.waitUntil(lambda: page.messages.rows == [])


def test_a_message_in_turn_is_not_sent_twice(qtbot, window, page, robot, sign_in):
    add(qtbot, page, robot)
    dispatch(sign_in)
    page.read()
    qtbot.waitUntil(lambda: len(page.messages.rows) == 1)
    page.message_table.setFocus()
    told = []
    page.failed.connect(told.append)
    page.retry()
    qtbot.waitUntil(lambda: bool(told))
    assert "正在排队" in told[0]
