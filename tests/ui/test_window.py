"""The window at work on the real database: what is done on one seat stands on the others, by keyboard alone."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.answers import report
from app.complaints import show
from app.dispatch import arrive, dispatch, sign
from app.intake import NewComplaint, take
from app.live_queue import first_page, page_after
from app.records import State
from ui.fields import TextField
from ui.jobs import Jobs
from ui.live import Link
from ui.queue_columns import state_words
from ui.queue_filter import Chip, QueueFilter, counts
from ui.strip import CallBackStrip, ReportStrip, WordsStrip
from ui.table_model import ROW_ROLE
from ui.window import Window


def a_complaint(seat, **fields):
    community = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    new = NewComplaint(
        phone="13853000001", caller="王女士", community_id=community.id, building="3", unit="2", room="501",
        category="B1", text="客厅 14 度，两组暖气片不热，家有老人。",
    )  # fmt: skip
    return take(seat, replace(new, **fields))


def fresh(seat):
    rows = page = first_page(seat, 500)
    while page:
        page = page_after(seat, rows[-1])
        rows = rows + page
    return rows


def shown(window):
    model = window.queue_page.open_model
    return [model.index(at, 0).data(ROW_ROLE) for at in range(model.rowCount())]


def opened(qtbot, window, complaint):
    window.open_complaint(complaint.number)
    panel = window.complaint_panel
    qtbot.waitUntil(lambda: panel.complaint is not None and panel.complaint.id == complaint.id)
    return panel


def wait_state(qtbot, panel, state):
    qtbot.waitUntil(lambda: panel.complaint.state is state)


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def write(field, words):
    """As an input method commits it; QTest types ASCII only."""
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QApplication.sendEvent(field, done)


def test_the_queue_equals_a_fresh_query_and_counts_exactly(qtbot, open_window):
    window = open_window("op3")
    rows = fresh(window.seat)
    assert list(window.live.queue) == rows
    assert shown(window) == rows[: len(shown(window))]
    found = counts(rows, window.seat.now(), window.seat.person.id)
    qtbot.waitUntil(lambda: window.queue_page._chips[Chip.ALL].text() == f"全部 {len(rows)}")
    for chip in (Chip.WAITING, Chip.UNSIGNED, Chip.MINE):
        assert window.queue_page._chips[chip].text() == f"{chip} {found[chip]}"


def test_what_one_seat_takes_stands_on_the_other(qtbot, open_window, sign_in):
    window = open_window("op3")
    complaint = a_complaint(sign_in("op1"))
    qtbot.waitUntil(lambda: window.queue_page.open_model.row(complaint.id) is not None)
    row = window.queue_page.open_model.row(complaint.id)
    assert row.state is State.WAITING
    assert row.place == "牡丹花园 3-2-501"


def test_a_company_sees_only_its_own_and_gets_a_slip_at_once(qtbot, open_window, sign_in):
    hotline = sign_in("op1")
    mine, other = open_window("a1"), open_window("b1")
    assert {row.company_id for row in mine.live.queue} == {mine.seat.person.company_id}
    complaint = a_complaint(hotline)
    dispatch(hotline, complaint.id, complaint.revision)
    qtbot.waitUntil(lambda: mine.queue_page.open_model.row(complaint.id) is not None)
    assert other.queue_page.open_model.row(complaint.id) is None


def test_filters_keep_to_chip_company_and_category(qtbot, open_window):
    window = open_window("op3")
    page, seat = window.queue_page, window.seat
    company = next(iter(seat.directory.companies))
    page.choose_chip(Chip.UNSIGNED)
    page.choose_company(company)
    wanted = QueueFilter(Chip.UNSIGNED, company, None)
    expected = [row for row in window.live.queue if wanted.takes(row, seat.now(), seat.person.id)]
    assert expected
    assert page.open_model.rows == expected
    page.choose_company(None)
    page.choose_category("B1")
    page.choose_chip(Chip.ALL)
    assert {row.category for row in page.open_model.rows} == {"B1"}


def test_search_finds_closed_ones_and_esc_goes_back(qtbot, open_window):
    window = open_window("op3")
    press(qtbot, window, Qt.Key.Key_F3)
    assert window.queue_page.search.hasFocus()
    write(window.queue_page.search, "牡丹")
    qtbot.waitUntil(lambda: window.queue_page.table.model() is window.queue_page.found_model)
    found = window.queue_page.found_model.rows
    assert found
    assert all("牡丹" in row.place or "牡丹" in show(window.seat, row.id).text for row in found)
    assert any(row.state is State.CLOSED for row in found)
    assert "搜索结果" in window.queue_page._notice.text()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.queue_page.table.model() is window.queue_page.open_model


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
    words = lambda: [labels[1].text() for labels in panel._facts._rows if not labels[1].isHidden()]  # noqa: E731
    assert not any("138 5300 0001" in text for text in words())
    panel._reveal.click()
    strip = panel.findChild(WordsStrip)
    write(strip.field, "回访用户")
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any("138 5300 0001" in text for text in words()))
    assert any("回访用户" in event.note for event in show(window.seat, taken.id).events)


def test_the_next_one_is_claimed_and_opened(qtbot, open_window):
    window = open_window("op3")
    other = open_window("op4")
    window.queue_page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    held = window.claim.held
    assert window.complaint_panel.complaint.id == held
    qtbot.waitUntil(lambda: other.live.queue.get(held).claimed_by == window.seat.person.name)


def test_f1_prints_the_keys_and_esc_folds_them(qtbot, open_window):
    window = open_window("op3")
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.side.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.side.isVisible()


def test_the_window_fits_the_smallest_screen(qtbot, open_window, sign_in):
    window = open_window("op3")
    opened(qtbot, window, a_complaint(sign_in("op1")))
    window.resize(1093, 614)  # 1366×768 at 125 %
    for chip, button in window.queue_page._chips.items():
        button.setText(f"{chip} 1205")  # a frosty week
    window.queue_page._fit()
    window.resize(1093, 614)
    qtbot.waitUntil(lambda: window.width() <= 1093)
    assert window.height() <= 614
    table = window.queue_page.table
    first_five = sum(table.columnWidth(column) for column in range(5))
    assert table.viewport().width() >= first_five


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


def test_one_field_goes_does_and_finds(qtbot, open_window):
    window = open_window("op3")
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_field
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, "cs")
    assert palette.list.choices[0].name == "超时"
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.queue_page.filter.chip is Chip.OVER
    assert not palette.isVisible()
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    write(palette.field, "牡丹花园 暖气")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.queue_page.table.model() is window.queue_page.found_model)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_a_cut_line_is_shown_and_what_was_missed_is_read(qtbot, open_window, sign_in, server, sample, monkeypatch):
    monkeypatch.setattr("ui.jobs.PAUSE_SECONDS", 0.2)
    window = open_window("op3")
    qtbot.waitUntil(lambda: window.live.link is Link.LIVE)
    seen = []
    window.live.link_changed.connect(lambda: seen.append(window.live.link))
    hotline = sign_in("op1")
    row = next(row for row in window.live.queue if row.state is State.DISPATCHED)
    with psycopg.connect(server.owner(), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = 'op3'", [sample]
        )
        sign(hotline, row.id, row.revision)  # rings a bell that nobody hears
    qtbot.waitUntil(lambda: seen == [Link.OFFLINE, Link.LIVE])
    qtbot.waitUntil(lambda: window.queue_page.open_model.row(row.id).state is State.SIGNED)
    assert list(window.live.queue) == fresh(window.seat)


def test_time_alone_colours_and_filters(qtbot, open_window):
    window = open_window("op3")
    page = window.queue_page
    row = next(row for row in window.live.queue if row.due_at > window.seat.now() + timedelta(minutes=31))
    page.choose_chip(Chip.OVER)
    assert page.open_model.row(row.id) is None
    window.seat._server_time += row.due_at + timedelta(seconds=20) - window.seat.now()  # as if hours had gone by
    window.live.second.emit()
    at = page.open_model.index_of(row.id)
    assert at.isValid()
    assert at.siblingAtColumn(1).data() == "−0:01"
    assert at.siblingAtColumn(0).data() == "▲"


def test_a_silent_line_is_called_behind(qtbot, open_window):
    window = open_window("op3")
    qtbot.waitUntil(lambda: window.live.link is Link.LIVE)
    window.live._heard_at -= 12
    window.live._tick()
    assert "滞后 12 秒" in window.header._link.text()
    qtbot.waitUntil(lambda: "实时" in window.header._link.text())  # the next heart-beat


def test_the_administrator_keeps_the_directory_and_sees_no_complaint(qtbot, sign_in, data_folder):
    window = Window(sign_in("admin"), Jobs(), data_folder, "本机", "0.1.0")
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.live.link is Link.LIVE)
    a_complaint(sign_in("op1"))
    qtbot.wait(100)
    assert window.live.link is Link.LIVE
    assert "小区" in window.header.pages
    assert "队列" not in window.header.pages
    assert list(window.live.queue) == []
    window.jobs.close()


def test_a_screen_reader_hears_the_whole_row(qtbot, open_window):
    window = open_window("op3")
    row = shown(window)[0]
    said = window.queue_page.open_model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert row.number in said
    assert row.place in said
    assert state_words(row.state) in said
