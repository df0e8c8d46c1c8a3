"""The page 回访 in a real window: what stands there, Enter, digits, and back to the list."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.answers import report
from app.callback import call_back
from app.complaints import show
from app.dispatch import dispatch, sign
from app.intake import NewComplaint, take
from app.records import CallResult, Channel, State
from ui.callback_page import CallBackPage, last_words
from ui.strip import CallBackStrip

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def enter(qtbot, open_window):
    def opened(login):
        window = open_window(login)
        page = window.pages.widget(window.header.pages.index("回访"))
        assert isinstance(page, CallBackPage)
        qtbot.waitUntil(lambda: page.model.rows != [])
        return window, page

    return opened


@pytest.fixture
def reported(sign_in):
    """A complaint that ``login`` took and the company reported just now."""

    def made(login="op1", room="501"):
        hotline, company = sign_in(login), sign_in("a1")
        community = next(one for one in hotline.directory.communities.values() if one.name == "牡丹花园")
        taken = take(hotline, complaint(community.id, room))
        sent, _ = dispatch(hotline, taken.id, taken.revision, next(iter(hotline.directory.companies)))
        signed = sign(company, taken.id, sent.revision)
        return report(company, taken.id, signed.revision, "清洗过滤网，室温二十度")

    return made


def complaint(community_id, room):
    from uuid6 import uuid7

    return NewComplaint(
        id=uuid7(),
        channel=Channel.HOTLINE,
        phone="13853000001",
        caller="王女士",
        community_id=community_id,
        building="3",
        unit="2",
        room=room,
        category="B1",
        text="暖气不热",
    )


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_who_has_the_page(open_window):
    assert "回访" not in open_window("a1").header.pages
    for login in ("op1", "sup1", "net1"):
        assert "回访" in open_window(login).header.pages


def test_what_stands_on_it_is_for_this_person_and_most_urgent_first(enter):
    window, page = enter("op3")
    me = window.seat.person.id
    rows = page.model.rows
    assert all(one.row.state in (State.REPORTED, State.CALL_BACK) and one.row.taken_by != me for one in rows)
    now = window.seat.now()
    ready = [one.tried.closable or one.tried.due(now) <= now for one in rows]
    assert ready == sorted(ready, reverse=True)
    assert f"回访 {len(rows)}" == window.header._tabs.button(window.pages.indexOf(page)).text()


def test_a_new_report_comes_in_by_itself_and_not_to_who_took_it(qtbot, enter, reported):
    _, page = enter("op3")
    _, taker = enter("op1")
    said = reported("op1")
    qtbot.waitUntil(lambda: page.model.row(said.id) is not None)
    assert taker.model.row(said.id) is None


def test_what_time_brought_while_the_page_was_away_stands_there_when_it_comes_forward(qtbot, enter, monkeypatch):
    window, page = enter("op3")
    night = [one for one in page.model.rows if not one.tried.closable]
    assert night
    late = max(one.tried.next_at for one in night) + timedelta(days=2)
    monkeypatch.setattr(window.seat, "now", lambda: late.replace(hour=22))  # after the hours in which people are rung
    window.show_page(window.pages.indexOf(page))
    assert "现在可办" in page.headline.text()
    due = int(page.headline.text().split("现在可办 ")[1].split(" ")[0])
    assert due == sum(one.tried.closable for one in page.model.rows)
    window.show_page(0)
    monkeypatch.setattr(window.seat, "now", lambda: late.replace(hour=10))
    window.live.second.emit()
    assert f"现在可办 {due} 件" in page.headline.text()  # nobody looks
    window.show_page(window.pages.indexOf(page))
    assert f"现在可办 {len(page.model.rows)} 件" in page.headline.text()


def test_enter_opens_the_strip_digits_answer_and_the_list_comes_back(qtbot, enter, reported):
    said = reported("op1")
    window, page = enter("op3")
    qtbot.waitUntil(lambda: page.model.row(said.id) is not None)
    at = window.pages.indexOf(page)
    press(qtbot, window, str(at + 1), CTRL)
    assert page.isVisible()
    page.table.choose(said.id)
    page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.findChild(CallBackStrip) is not None and panel.complaint.id == said.id)
    strip = panel.findChild(CallBackStrip)
    qtbot.waitUntil(strip.isVisible)
    for digit in "21":
        press(qtbot, window, digit)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(page.isVisible)
    qtbot.waitUntil(lambda: page.model.row(said.id).tried.tries == 1)
    one = page.model.row(said.id)
    assert (one.tried.last_result, last_words(one)[-2:]) == (CallResult.BUSY, "占线")
    assert show(window.seat, said.id).state is State.CALL_BACK


def test_a_refused_second_try_keeps_what_was_typed(qtbot, enter, reported, sign_in):
    said = reported("op1")
    tried = call_back(sign_in("op2"), said.id, said.revision, False)
    window, page = enter("op3")
    qtbot.waitUntil(lambda: page.model.row(said.id) is not None)
    page.call(said.id)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.findChild(CallBackStrip) is not None)
    strip = panel.findChild(CallBackStrip)
    qtbot.waitUntil(strip.isVisible)
    for digit in "22":
        press(qtbot, window, digit)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "请换个钟点再拨" in strip.error.text())
    assert strip.result.value() is CallResult.NO_ANSWER
    assert show(window.seat, said.id).revision == tried.revision


def test_a_closed_one_leaves(qtbot, enter, reported, sign_in):
    said = reported("op1")
    _, page = enter("op3")
    qtbot.waitUntil(lambda: page.model.row(said.id) is not None)
    before = len(page.model.rows)
    call_back(sign_in("op2"), said.id, said.revision, True, True, 5)
    qtbot.waitUntil(lambda: page.model.row(said.id) is None)
    assert len(page.model.rows) == before - 1
