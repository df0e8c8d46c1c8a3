"""The page of people at work: added, changed, put out of service by keyboard; refused words stay where they are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.people import find_person
from app.records import Role
from app.seat import open_seat
from servers import PASSWORD
from ui.live import Link
from ui.people_page import PeoplePage
from ui.person_strips import PasswordStrip, PersonStrip
from ui.strip import WordsStrip

STRONG = "Nuanqi-2026"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window):
    return open_window("admin")


@pytest.fixture
def page(qtbot, window):
    found = window.pages.widget(window.header.pages.index("人员"))
    assert isinstance(found, PeoplePage)
    press(qtbot, window, Qt.Key.Key_3, CTRL)
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


def seen(page, login):
    return next((one for one in page.model.rows if one.login == login), None)


def stand_on(page, login):
    person = find_person(page.seat, login)
    page.table.choose(person.id)
    page.table.setFocus()
    return person


def test_the_administrator_has_pages_and_a_live_link(qtbot, window):
    assert window.header.pages[:3] == ["小区", "导入导出", "人员"]
    qtbot.waitUntil(lambda: window.live.link is Link.LIVE)
    assert not window.queue_page.isVisible()
    assert list(window.live.queue) == []


def test_a_person_added_by_keyboard_signs_in(qtbot, window, page, server, sample):
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    strip = page.strip
    assert isinstance(strip, PersonStrip)
    for words in ("u_new", "孔令辉", "8"):
        write(words)
        press(qtbot, window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() in strip.role.findChildren(type(page.service))
    press(qtbot, window, Qt.Key.Key_2)  # 热力公司座席
    strip.company.choose(2)
    strip.password.setText(STRONG)
    strip.again.setText(STRONG)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.strip is None)
    made = seen(page, "u_new")
    assert (made.name, made.role, made.company_id, made.seat_number) == ("孔令辉", Role.COMPANY, 2, 8)
    assert page.person == made
    seat = open_seat(server.address(sample), "u_new", STRONG)
    seat.close()


def test_what_is_refused_stays_at_its_field(qtbot, window, page):
    page.add()
    strip = page.strip
    strip.login.setText("op1")
    strip.name.setText("重名")
    strip.password.setText(STRONG)
    strip.again.setText("anders")
    page.submit()
    assert strip.rows["again"].error.isVisible()
    strip.again.setText(STRONG)
    page.submit()
    qtbot.waitUntil(strip.rows["login"].error.isVisible)
    assert "已经有人用了" in strip.rows["login"].error.text()
    assert not strip.rows["again"].error.isVisible()
    assert strip.name.text() == "重名"
    strip.login.setText("u_weak")
    strip.password.setText("warmline")
    strip.again.setText("warmline")
    page.submit()
    qtbot.waitUntil(strip.rows["password"].error.isVisible)
    strip.seat.setText("三")
    page.submit()
    assert strip.rows["seat"].error.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.strip is None


def test_a_changed_person_is_changed_on_other_seats(qtbot, window, page, sign_in):
    stand_on(page, "op6")
    press(qtbot, window, Qt.Key.Key_Return)
    strip = page.strip
    assert (strip.name.text(), strip.role.value()) == ("解雨桐", Role.OPERATOR)
    strip.role.choose(Role.SUPERVISOR)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.strip is None)
    assert seen(page, "op6").role is Role.SUPERVISOR
    assert sign_in("op6").person.role is Role.SUPERVISOR
    # The login is the whole server's: other tests' databases know op6 as an operator.
    page.change()
    page.strip.role.choose(Role.OPERATOR)
    page.submit()
    qtbot.waitUntil(lambda: page.strip is None)


def test_out_of_service_needs_a_reason_and_is_shown(qtbot, window, page):
    page.add()
    strip = page.strip
    for field, words in (
        (strip.login, "u_gone"),
        (strip.name, "离职者"),
        (strip.password, STRONG),
        (strip.again, STRONG),
    ):
        field.setText(words)
    page.submit()
    qtbot.waitUntil(lambda: page.strip is None)
    stand_on(page, "u_gone")
    press(qtbot, window, Qt.Key.Key_F9)
    assert isinstance(page.strip, WordsStrip)
    page.submit()
    qtbot.waitUntil(page.strip.error.isVisible)
    write("离职")
    page.submit()
    qtbot.waitUntil(lambda: page.strip is None)
    assert not seen(page, "u_gone").active
    assert page.model.rows[-1].login == "u_gone"  # those out of service stand last
    assert page.service.text().startswith("恢复")


def test_the_last_administrator_stays(qtbot, window, page):
    stand_on(page, "admin")
    page.set_active()
    page.strip.field.setPlainText("休假")
    page.submit()
    qtbot.waitUntil(page.strip.error.isVisible)
    assert "最后一位" in page.strip.error.text()


def test_a_new_password(qtbot, window, page, server, sample):
    stand_on(page, "op5")
    press(qtbot, window, Qt.Key.Key_F6)
    strip = page.strip
    assert isinstance(strip, PasswordStrip)
    strip.password.setText(STRONG)
    strip.again.setText(STRONG)
    page.submit()
    qtbot.waitUntil(lambda: page.strip is None)
    seat = open_seat(server.address(sample), "op5", STRONG)
    seat.close()
    with page.seat.use() as connection:  # back to the demonstration's, which is too weak to be set by hand
        from db import acts, roles

        verifier = roles.verifier_for(connection, "op5", PASSWORD)
        acts.person_password(connection, seat.person.id, verifier)


def test_the_list_is_searched_by_any_word(qtbot, window, page):
    page.search.setText("永恒 座席")
    assert {one.login for one in page.model.rows} == {"a1", "a2", "a3", "a4"}
    page.search.setText("")
    assert len(page.model.rows) == len(page.seat.directory.people)
