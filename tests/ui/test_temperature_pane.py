"""The section 测温: asked for from a complaint, entered by the company, corrected, disputed, printed, scanned."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from app import complaints, dispatch, instruments, room_tests, temperature
from app.records import Act, State
from app.room_records import WAITING, Party, RoomKind, RoomState, Signed, VisitOutcome
from app.rules import CITY_TIME
from app.temperature import FlatAsked
from app.visit_form import VisitForm
from at_window import a_complaint, opened, press, write
from ui.knowledge_sections import Section
from ui.room_test_watch import RoomTestWatch
from ui.temperature_columns import RoomFilter

pytestmark = pytest.mark.usefixtures("unclaimed")
CTRL = Qt.KeyboardModifier.ControlModifier


def ago(seat, hours):
    return f"{(seat.now() - timedelta(hours=hours)).astimezone(CITY_TIME):%Y-%m-%d %H:%M}"


def sent(sign_in, **fields):
    """A complaint that its company has signed for, with a test asked for ten hours ago."""
    op, company = sign_in("op1"), sign_in("a1")
    complaint = a_complaint(op, **fields)
    dispatched, _ = dispatch.dispatch(op, complaint.id, complaint.revision, 1)
    dispatch.sign(company, dispatched.id, dispatched.revision)
    return temperature.ask_for_complaint(op, complaint.id, ago(op, 10)), op, company


def tool(company, until=300):
    today = company.now().astimezone(CITY_TIME).date()
    begins, ends = today - timedelta(days=400), today + timedelta(days=until)
    return instruments.put_instrument(company, "TM-01", "数字温度计", begins.isoformat(), ends.isoformat())


def entered(company, test, degrees, hours=4):
    form = VisitForm(
        tester="刘师傅", arrived=ago(company, hours), instrument_id=tool(company).id, room=RoomKind.BEDROOM,
        shut=ago(company, hours), centre=True, readings=f"{ago(company, hours - 1.5)} {degrees}", outdoor="-2",
        user_signed=Signed.SIGNED,
    )  # fmt: skip
    return temperature.enter_visit(company, test.id, form)


def pane_of(qtbot, window, section=Section.ROOM_TESTS):
    at = window.header.pages.index("知识")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    return window.pages.widget(at).open(section)


def standing(qtbot, pane, test):
    qtbot.waitUntil(lambda: any(one.id == test.id for one in pane.model.rows))
    assert pane.table.choose(test.id)
    pane.read()
    qtbot.waitUntil(lambda: pane.test is not None and pane.test.id == test.id and test.number in pane.title.text())


@pytest.mark.parametrize("login", ["op1", "sup1", "a1"])
def test_a_request_stands_in_the_list_of_whom_it_concerns(qtbot, open_window, sign_in, login):
    test, _op, _ = sent(sign_in)
    pane = pane_of(qtbot, open_window(login))
    standing(qtbot, pane, test)
    assert "待检测" in pane.title.text()
    press(qtbot, pane.window(), Qt.Key.Key_E, CTRL)
    assert pane.filter is RoomFilter.ASKED
    for _ in range(2):
        press(qtbot, pane.window(), Qt.Key.Key_E, CTRL)
    assert pane.filter is RoomFilter.OVERDUE
    assert test.id not in [one.id for one in pane.model.rows]


def test_asked_for_beside_the_complaint_and_opened_from_there(qtbot, open_window, sign_in):
    op = sign_in("op1")
    complaint = a_complaint(op)
    window = open_window("op1")
    panel = opened(qtbot, window, complaint)
    press(qtbot, window, Qt.Key.Key_T, CTRL)  # there is none yet: the same key asks for one
    write(QApplication.focusWidget(), "白天在家")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: panel.tests.isVisible())
    (test,) = room_tests.of_complaint(op, complaint.id)
    assert panel.tests.titles[0].text().startswith(test.number)
    window.resize(1366, 768)
    (scroll,) = panel.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: window.width() == 1366)
    assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width()
    assert any("申请测温" in event.note or event.act is Act.ASK_TEST for event in panel.complaint.events)
    press(qtbot, window, Qt.Key.Key_T, CTRL)
    page = window.pages.currentWidget()
    qtbot.waitUntil(lambda: page.pane.test is not None and page.pane.test.id == test.id)
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.queue_page)


def test_the_company_enters_a_visit_by_keyboard(qtbot, open_window, sign_in):
    test, op, company = sent(sign_in)
    made = tool(company)
    window = open_window("a1")
    pane = pane_of(qtbot, window)
    standing(qtbot, pane, test)
    qtbot.waitUntil(lambda: made in pane.tools)
    press(qtbot, window, Qt.Key.Key_F5)
    strip = pane.strip
    strip.instrument.set_choice(made.id, made.number)
    assert strip.instrument.tool == made
    write(QApplication.focusWidget(), "刘师傅")
    press(qtbot, window, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is strip.arrived
    write(strip.arrived, ago(company, 4))
    strip.room.setFocus()
    press(qtbot, window, Qt.Key.Key_1)
    assert strip.centre.isAncestorOf(QApplication.focusWidget())  # as it stands on the line; left open at first
    write(strip.shut, ago(company, 3))
    write(strip.readings, f"{ago(company, 2.5)} １６。５")
    write(strip.outdoor, "-2")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "门窗只关了 30 分钟" in strip.rows["shut"].error.text())
    strip.shut.clear()
    write(strip.shut, ago(company, 4))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "房间中央" in strip.error.text())
    assert strip.centre.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is strip.centre
    press(qtbot, window, Qt.Key.Key_1)
    strip.user_signed.setFocus()
    press(qtbot, window, Qt.Key.Key_2)
    assert QApplication.focusWidget() is strip.user_reason
    press(qtbot, window, Qt.Key.Key_Escape)  # folded away: what was typed is kept
    assert pane.strip is None
    press(qtbot, window, Qt.Key.Key_F5)
    strip = pane.strip
    assert (strip.tester.text(), strip.user_signed.value()) == ("刘师傅", Signed.REFUSED)
    strip.user_signed.setFocus()
    press(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    qtbot.waitUntil(lambda: pane.test is not None and len(pane.test.visits) == 1)
    assert pane.test.state(company.now()) is RoomState.FAILED
    assert complaints.show(op, test.complaint_id).state is State.ARRIVED
    assert "登记回测" in pane.buttons["enter_visit"].text()


def test_a_refusal_asks_for_its_reason_alone(qtbot, open_window, sign_in):
    test, _op, company = sent(sign_in)
    window = open_window("a1")
    pane = pane_of(qtbot, window)
    standing(qtbot, pane, test)
    press(qtbot, window, Qt.Key.Key_F5)
    strip = pane.strip
    strip.outcome.setFocus()
    press(qtbot, window, Qt.Key.Key_2)
    assert strip.user_reason.isVisible()
    assert not strip.readings.isVisible()
    assert not strip.cause.isVisible()  # for the supervisor to say
    write(strip.tester, "刘师傅")
    write(strip.arrived, ago(company, 1))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "理由" in strip.rows["user_reason"].error.text())
    write(strip.user_reason, "不让进门")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.test is not None and len(pane.test.visits) == 1)
    assert pane.test.visits[0].outcome is VisitOutcome.USER_REFUSED


def test_the_supervisor_corrects_and_decides(qtbot, open_window, sign_in):
    test, op, company = sent(sign_in)
    entered(company, test, "15.6")
    window = open_window("sup1")
    pane = pane_of(qtbot, window)
    standing(qtbot, pane, test)
    qtbot.waitUntil(lambda: bool(pane.tools))
    press(qtbot, window, Qt.Key.Key_F4)
    strip = pane.strip
    assert "15.6" in strip.readings.text()
    write(strip.why, "纸质单上是 16.5")
    strip.readings.setText(strip.readings.text().replace("15.6", "16.5"))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.test is not None and len(pane.test.versions) == 2)
    press(qtbot, window, Qt.Key.Key_F8)
    write(pane.strip.office, "市计量所")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.test.open_dispute is not None)
    press(qtbot, window, Qt.Key.Key_F8)
    write(pane.strip.reading, "16.4")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.test.disputes[0].payer is Party.COMPANY)
    press(qtbot, window, Qt.Key.Key_F9)
    write(pane.strip.field, "用户来电撤回")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.test.state(op.now()) is RoomState.WITHDRAWN)


def test_another_seats_entry_shows_at_once(qtbot, open_window, sign_in):
    test, op, company = sent(sign_in)
    pane = pane_of(qtbot, open_window("op1"))
    standing(qtbot, pane, test)
    entered(company, test, "18.3")
    qtbot.waitUntil(lambda: pane.test is not None and pane.test.state(op.now()) is RoomState.PASSED)


def test_the_sheet_and_a_blank_one_are_shown(qtbot, open_window, sign_in):
    test, _op, company = sent(sign_in)
    entered(company, test, "15.6")
    window = open_window("a1")
    pane = pane_of(qtbot, window)
    standing(qtbot, pane, test)
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: pane.preview.pdf.startswith(b"%PDF"))
    filled = pane.preview.pdf
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: pane.preview.pdf.startswith(b"%PDF") and pane.preview.pdf != filled)


def test_a_scanned_sheet_opens_its_test_from_any_field(qtbot, open_window, sign_in):
    test, _op, _company = sent(sign_in)
    window = open_window("op1")
    press(qtbot, window, Qt.Key.Key_F3)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, test.number)
    press(qtbot, window, Qt.Key.Key_Return)
    page = window.pages.currentWidget()
    qtbot.waitUntil(lambda: page.pane.test is not None and page.pane.test.id == test.id)


def test_a_flat_without_complaint_is_asked_for(qtbot, open_window, sign_in):
    window = open_window("op1")
    pane = pane_of(qtbot, window)
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    strip = pane.strip
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "小区" in strip.place.error.text())
    community = next(one for one in window.seat.directory.communities.values() if one.name == "牡丹花园")
    strip.place.set_choice(community.id, community.name)
    write(strip.flat_words, "3-2-501")
    write(strip.phone, "13853000001")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.test is not None and pane.test.place == "牡丹花园 3-2-501")


def test_instruments_are_registered_and_one_out_of_date_is_said(qtbot, open_window, sign_in):
    window = open_window("a1")
    pane = pane_of(qtbot, window, Section.ROOM_TOOLS)
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    strip = pane.strip
    for field, words in ((strip.number, "TM-07"), (strip.model, "数字温度计"), (strip.calibrated, "2025-01-01")):
        write(field, words)
    write(strip.until, "2024-01-01")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "之后" in strip.rows["valid_until"].error.text())
    strip.until.clear()
    write(strip.until, "2026-01-01")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.tool is not None and pane.tool.number == "TM-07")
    old = sum(one.out_of_date(pane._today()) and one.retired_at is None for one in pane.table.content.rows)
    assert f"{old} 台检定已过期" in pane.count.text()
    press(qtbot, window, Qt.Key.Key_F9)
    write(pane.strip.field, "送检")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.tool.retired_at is not None)
    assert ("过期" in pane.count.text()) is (old > 1)


@pytest.mark.parametrize(("login", "ours"), [("a1", 2), ("op1", 1)])
def test_the_tab_says_what_waits_for_the_company_and_what_is_late(qtbot, open_window, sign_in, login, ours):
    seat = sign_in(login)
    states = [one.state(seat.now()) for one in room_tests.list_tests(seat)]  # those of the demonstration
    count = sum(one in WAITING for one in states) if login == "a1" else states.count(RoomState.OVERDUE)
    waiting = count + ours
    sent(sign_in)
    op = sign_in("op1")
    community = next(one for one in op.directory.communities.values() if one.name == "牡丹花园")
    flat = FlatAsked(community.id, "3", "1", "101", phone="13853000007")
    late = temperature.ask_for_flat(op, flat, ago(op, 30))
    window = open_window(login)
    page = window.pages.widget(window.header.pages.index("知识"))
    watch = page.findChild(RoomTestWatch)
    with qtbot.waitSignal(watch.counted, check_params_cb=lambda count: count == waiting):
        watch.read()
    told = []
    watch.told.connect(told.append)
    more = temperature.ask_for_flat(op, FlatAsked(community.id, "3", "1", "102", phone="13853000007"), ago(op, 29))
    qtbot.waitUntil(lambda: bool(told))
    assert more.number in told[0]
    assert late.number not in told[0]


def test_what_is_left_is_never_cut_off(qtbot, open_window):
    pane = pane_of(qtbot, open_window("op1"))
    metrics = pane.table.fontMetrics()
    edges = 2 * metrics.horizontalAdvance("0")
    titles = [column.title for column in pane.model.columns]
    for title, words in (("剩余", "−47:59"), ("状态", "× 不合格待回测")):
        assert pane.table.columnWidth(titles.index(title)) - edges >= metrics.horizontalAdvance(words)
