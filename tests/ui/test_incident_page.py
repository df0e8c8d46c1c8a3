"""The page of incidents by keyboard: a suggestion taken, changed, joined, left and closed, on the real database."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import group_chats, incidents
from app.complaints import show
from app.incident_groups import Spot, Suggestion
from app.intake import NewComplaint, take
from app.records import IncidentKind, Role, State
from ui.incident_page import IncidentPage
from ui.incident_strips import ChangeStrip
from ui.role_pages import ROLE_PAGES, Page


@pytest.fixture
def window(open_window):
    return open_window("op1")


def page_of(window):
    window.show_page(ROLE_PAGES[window.seat.person.role].index(Page.INCIDENTS))
    found = window.pages.currentWidget()
    assert isinstance(found, IncidentPage)
    return found


@pytest.fixture
def page(window):
    return page_of(window)


def heated(seat):
    return next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")


def calls(seat, many):
    place = heated(seat).id
    return [
        take(seat, NewComplaint(phone="13853000001", community_id=place, building="1", unit="1", room=f"9{n}",
                                category="B1", text="暖气突然不热了"))
        for n in range(many)
    ]  # fmt: skip


@pytest.fixture
def going(window):
    seat = window.seat
    spot = Spot(IncidentKind.STATION, station_id=heated(seat).station_id)
    return incidents.open_incident(seat, spot, "A3", [one.id for one in calls(seat, 3)], cause="焊口泄漏")


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def ctrl_enter(qtbot, window):
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def stand_on(qtbot, window, page, one, many):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.open(one.id)
    qtbot.waitUntil(lambda: page.incident is not None and page.incident.id == one.id)
    qtbot.waitUntil(lambda: len(page.attached.rows) == many)
    page.table.setFocus()


def test_from_the_suggestion_to_the_call_backs(qtbot, window, page):
    seat = window.seat
    ids = {one.id for one in calls(seat, 9)}
    qtbot.waitUntil(lambda: any(ids <= {*one.complaints} for one in page.suggested.rows), timeout=10_000)
    offered = next(one for one in page.suggested.rows if ids <= {*one.complaints})
    page.suggestion_table.choose(offered.key)
    with qtbot.waitSignal(page.said, timeout=10_000) as told:
        page.accept()
    assert "一次派给" in told.args[0]
    qtbot.waitUntil(lambda: len(page.going.rows) == 1)
    assert page.lists.read_out.text().startswith(f"告知来电人：{offered.spot.words(seat.directory)}供热出现故障")
    qtbot.waitUntil(lambda: len(page.attached.rows) == len(offered.complaints))
    page.ask_close()
    page.submit()
    row = page.strip.rows["cause"]
    qtbot.waitUntil(row.error.isVisible)
    row.field.setPlainText("循环泵跳闸，已合闸")
    with qtbot.waitSignal(page.said, timeout=10_000) as told:
        page.submit()
    assert f"待回访 {len(offered.complaints)} 件" in told.args[0]
    assert page.strip is None
    (over,) = incidents.list_incidents(seat, closed=True)
    assert {row.state for row in incidents.complaints_of(seat, over.id)} == {State.REPORTED}


def test_what_was_accepted_is_not_offered_again_before_the_queue_hears_of_it(qtbot, window, page, monkeypatch):
    ids = {one.id for one in calls(window.seat, 9)}
    qtbot.waitUntil(lambda: any(ids <= {*one.complaints} for one in page.suggested.rows), timeout=10_000)
    offered = next(one for one in page.suggested.rows if ids <= {*one.complaints})
    monkeypatch.setattr(window.live.queue, "put", lambda _row: False)  # the bell has not rung here yet
    shown: list[set] = []
    show_found = page._show
    monkeypatch.setattr(page, "_show", lambda found: (show_found(found), shown.append({*page.suggested.rows})))
    page.suggestion_table.choose(offered.key)
    with qtbot.waitSignal(page.said, timeout=10_000):
        page.accept()
    qtbot.waitUntil(lambda: len(page.going.rows) == 1)
    assert shown
    assert not any(ids & {*one.complaints} for found in shown for one in found)


def test_what_is_told_is_changed_by_keyboard(qtbot, window, page, going):
    stand_on(qtbot, window, page, going, 3)
    press(qtbot, window, Qt.Key.Key_F4)
    assert isinstance(page.strip, ChangeStrip)
    assert page.strip.answer.hasFocus()
    page.strip.answer.setPlainText("牡丹站管道抢修。")
    page.strip.until.setText("快了")
    page.strip.homes.setText("800")
    ctrl_enter(qtbot, window)
    qtbot.waitUntil(page.strip.rows["until"].error.isVisible)
    assert "看不懂时间" in page.strip.rows["until"].error.text()
    assert page.strip.answer.toPlainText() == "牡丹站管道抢修。"
    page.strip.until.setText("23:59")
    with qtbot.waitSignal(page.said):
        ctrl_enter(qtbot, window)
    made = incidents.show(window.seat, going.id)
    assert (made.canned_answer, made.homes, made.cause) == ("牡丹站管道抢修。", 800, "焊口泄漏")
    assert made.expected_end is not None
    qtbot.waitUntil(lambda: "牡丹站管道抢修。" in page.lists.read_out.text())


def test_the_beginning_is_typed_where_the_refund_hangs_on_it(qtbot, window, page, going):
    stand_on(qtbot, window, page, going, 3)
    page.ask_change()
    page.strip.began.setText("2099-01-01 8:00")
    page.submit()
    qtbot.waitUntil(page.strip.rows["began"].error.isVisible)
    assert "还没有到" in page.strip.rows["began"].error.text()
    page.strip.began.setText("昨天 14:05")
    with qtbot.waitSignal(page.said, timeout=10_000):
        page.submit()
    made = incidents.show(window.seat, going.id)
    assert (made.began_at.hour, made.began_at.minute) == (14, 5)
    assert made.lasted(window.seat.now()) > timedelta(hours=9)


def test_esc_folds_the_strip_before_it_leaves_the_page(qtbot, window, page, going):
    stand_on(qtbot, window, page, going, 3)
    press(qtbot, window, Qt.Key.Key_F4)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.strip is None
    assert page.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.queue_page


def test_one_is_attached_by_its_number_and_one_detached_with_a_reason(qtbot, window, page, going):
    (late,) = calls(window.seat, 1)
    stand_on(qtbot, window, page, going, 3)
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.keyClicks(QApplication.focusWidget(), "20000101-0001")
    ctrl_enter(qtbot, window)
    qtbot.waitUntil(page.strip.rows["number"].error.isVisible)
    page.strip.number.setText(late.number)
    with qtbot.waitSignal(page.said):
        ctrl_enter(qtbot, window)
    qtbot.waitUntil(lambda: page.attached.row(late.id) is not None)
    page.attached_table.setFocus()
    page.attached_table.choose(late.id)
    press(qtbot, window, Qt.Key.Key_F8)
    page.strip.field.setPlainText("自家阀门没开")
    with qtbot.waitSignal(page.said):
        ctrl_enter(qtbot, window)
    qtbot.waitUntil(lambda: page.attached.row(late.id) is None)
    left = show(window.seat, late.id)
    assert (left.incident_id, left.dispatches) == (None, 1)


def test_a_complaint_is_opened_from_the_list_and_leads_back(qtbot, window, page, going):
    stand_on(qtbot, window, page, going, 3)
    row = page.attached.rows[0]
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.attached_table.hasFocus()
    page.attached_table.choose(row.id)
    press(qtbot, window, Qt.Key.Key_Return)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == row.id)
    qtbot.waitUntil(lambda: going.number in panel.incident_line.title.text())
    assert panel.incident_line.isVisible()
    qtbot.waitUntil(lambda: panel.incident_line.told.text().startswith("可告知："))
    press(qtbot, window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is page
    assert page.incident.id == going.id


def test_the_queue_marks_what_is_attached_by_shape_and_word(qtbot, window, page, going):
    attached = incidents.complaints_of(window.seat, going.id)[0]
    model = window.queue_page.open_model
    qtbot.waitUntil(lambda: (row := model.row(attached.id)) is not None and row.incident_id == going.id)
    qtbot.waitUntil(lambda: window.live.incidents.get(going.id) is not None)
    texts = [column.text(model.row(attached.id)) for column in model.columns]
    assert texts[4] == "❖片区 B1"
    assert going.number in texts[-1]


def test_a_closed_one_is_opened_too(qtbot, window, page, going):
    incidents.close(window.seat, going.id, going.revision, "已修好")
    stand_on(qtbot, window, page, going, 3)
    assert not page.lists.buttons["close_incident"].isEnabled()
    press(qtbot, window, Qt.Key.Key_F9)
    assert page.strip is None


def test_the_company_signs_for_the_whole_and_changes_what_it_knows(qtbot, open_window, going, window):
    company = next(
        one for one in window.seat.directory.people.values()
        if one.role is Role.COMPANY and one.company_id == going.company_id and one.active
    )  # fmt: skip
    desk = open_window(company.login)
    page = page_of(desk)
    stand_on(qtbot, desk, page, going, 3)
    assert page.suggestion_table.isHidden()
    press(qtbot, desk, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: {row.state for row in page.attached.rows} == {State.SIGNED})
    assert incidents.show(window.seat, going.id).signed_by == company.id
    press(qtbot, desk, Qt.Key.Key_F4)
    assert page.strip.answer is None
    assert page.strip.until.hasFocus()
    press(qtbot, desk, Qt.Key.Key_Escape)
    press(qtbot, desk, Qt.Key.Key_F9)
    assert page.strip is None


def test_the_hotlines_card_of_an_unsigned_incident_leads_to_it(qtbot, window, page, going):
    window.show_page(0)
    cards = window.alarm_cards
    qtbot.waitUntil(lambda: window.live.incidents.get(going.id) is not None)
    window.seat._server_time += timedelta(minutes=11)  # nobody has signed for eleven minutes
    cards.refresh()
    (alarm,) = [one for one in cards.board.waiting if one.incident]
    assert (alarm.row.number, alarm.count) == (going.number, 3)
    words = cards._words(alarm)
    assert words.startswith("▲ 11 分无人签收 · 永恒 ❖片区 换热站 018")
    assert words.endswith(" 3 件")
    cards._open(alarm)
    assert window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: page.incident is not None and page.incident.id == going.id)
    assert not [one for one in cards.board.waiting if one.incident]
    cards.board._seen.clear()
    incidents.sign(window.seat, going.id)
    qtbot.waitUntil(lambda: window.live.incidents.get(going.id).signed_at is not None)
    cards.refresh()
    assert not [one for one in cards.board.waiting if one.incident]


def test_places_with_as_many_calls_stand_beside_each_other(page):
    """Two communities of one name, and a station beside a community: a place has no order of its own."""
    spots = [Spot(IncidentKind.COMMUNITY, 1), Spot(IncidentKind.COMMUNITY, 2), Spot(IncidentKind.STATION, station_id=1)]
    page.suggested.replace([Suggestion(spot, "和平里 5 分钟内 4 件：同一原因？", 1, "A3", (), 5) for spot in spots])
    assert [one.spot for one in page.suggested.rows] == spots


def test_leaks_and_cold_flats_of_one_place_are_both_suggested(page):
    spot = Spot(IncidentKind.COMMUNITY, 1)
    both = [Suggestion(spot, "和平里 5 分钟内 4 件：同一原因？", 1, category, (), 5) for category in ("A1", "A3")]
    page.suggested.replace(both)
    assert page.suggested.rows == both


def test_the_key_copies_what_the_group_is_told(qtbot, window, page, going):
    stand_on(qtbot, window, page, going, 3)
    QApplication.clipboard().clear()
    press(qtbot, window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == group_chats.group_text(window.seat, going.number)
    assert "3 件诉求" in QApplication.clipboard().text()
