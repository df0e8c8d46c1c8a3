"""The queue at work on the real database: equal to a fresh query, filtered, searched, claimed, coloured by time."""

from datetime import timedelta

from PySide6.QtCore import Qt

from app.complaints import show
from app.dispatch import dispatch
from app.records import State
from at_window import a_complaint, fresh, press, shown, write
from ui.queue_columns import state_words
from ui.queue_filter import Chip, QueueFilter, counts, in_chip


def test_the_queue_equals_a_fresh_query_and_counts_exactly(qtbot, open_window):
    window = open_window("op3")
    rows = fresh(window.seat)
    assert list(window.live.queue) == rows
    assert shown(window) == rows[: len(shown(window))]
    now, me = window.seat.now(), window.seat.person.id
    found = {chip: sum(in_chip(chip, row, now, me) for row in rows) for chip in Chip}
    assert counts(window.live.queue.tally, now, me) == found
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


def test_the_next_one_is_claimed_and_opened(qtbot, open_window):
    window = open_window("op3")
    other = open_window("op4")
    window.queue_page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    held = window.claim.held
    assert window.complaint_panel.complaint.id == held
    qtbot.waitUntil(lambda: other.live.queue.get(held).claimed_by == window.seat.person.name)


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


def test_a_screen_reader_hears_the_whole_row(qtbot, open_window):
    window = open_window("op3")
    row = shown(window)[0]
    said = window.queue_page.open_model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert row.number in said
    assert row.place in said
    assert state_words(row.state) in said


def test_from_the_search_down_and_enter_lead_to_its_hits(qtbot, open_window):
    window = open_window("op3")
    page = window.queue_page
    page.table.verticalScrollBar().setValue(10)  # down the queue
    page.search.setFocus()
    write(page.search, "牡丹")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.hasFocus)
    first = page.found_model.rows[0]
    assert page.table.key() == first.id
    assert page.table.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    assert window.complaint_panel.complaint.id == first.id
    page.search.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert page.table.hasFocus()
