"""The week view of the roster: walked, read and changed by keyboard; gaps and double bookings in word and shape."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import roster
from app.crews import team
from at_window import press, write
from ui.roster_pane import RosterPane
from ui.shift_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier


def pane_of(qtbot, window):
    at = window.header.pages.index("班次")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    found = window.pages.widget(at).open(Section.ROSTER)
    assert isinstance(found, RosterPane)
    qtbot.waitUntil(lambda: found.week is not None)
    return found


@pytest.fixture
def window(open_window):
    return open_window("sup1")


@pytest.fixture
def pane(qtbot, window):
    return pane_of(qtbot, window)


def ahead(qtbot, window, pane):
    """The week after next, where nothing runs yet; stands on seat 1 of its first shift."""
    first = pane.first
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: pane.week.first == first + timedelta(days=14))
    pane.grid.stand(1, 0)
    return pane.grid.place


def head_words(pane, shift):
    row = next(at for at, one in enumerate(pane.model.rows) if one.head and one.slot == shift.slot)
    return pane.model.ink(pane.model.index(row, (shift.day - pane.week.first).days)).words


def test_the_week_of_now_is_shown_with_today_marked(window, pane):
    today = pane.today
    headers = [pane.model.headerData(at, Qt.Orientation.Horizontal) for at in range(7)]
    assert [("今天" in words) for words in headers] == [at == today.weekday() for at in range(7)]
    assert headers[0].startswith(f"{pane.first:%m-%d} 周一")
    running = pane.grid.place.shift
    assert running.begins_at <= window.seat.now() < running.ends_at
    assert running.words in pane.head.about.text()
    shown = {pane.model.place(pane.model.index(row, col)) for row in range(len(pane.model.rows)) for col in range(7)}
    duties = {(one.shift.id, one.duty.person_id) for one in shown if one.duty}
    assert duties == {(shift.id, duty.person_id) for shift in pane.week.shifts for duty in shift.duties}


def sits_there(pane):
    duty = pane.grid.place.duty
    return duty and duty.person_id


def test_somebody_is_put_replaced_and_taken_off_by_keyboard_and_it_is_undone(qtbot, window, pane):
    place = ahead(qtbot, window, pane)
    before = place.duty
    other = next(one for one in team(window.seat) if place.shift.place_of(one.id) is None)
    press(qtbot, window, Qt.Key.Key_Return)
    assert pane.strip.person.field.hasFocus()
    write(QApplication.focusWidget(), other.name)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.strip is None and sits_there(pane) == other.id)
    assert pane.grid.hasFocus()
    assert pane.grid.place.duty.leader == before.leader
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: pane.grid.place.duty is None)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: pane.grid.place.duty is not None)
    assert roster.read_shift(window.seat, place.shift.id).place_of(other.id) is not None
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: pane.grid.place.duty is not None and pane.grid.place.duty.leader)


def test_each_change_is_undone_in_its_turn(qtbot, window, pane):
    place = ahead(qtbot, window, pane)
    before = place.shift.duties
    for duty in [one for one in before if one.seat_number][:2]:
        pane.grid.stand(duty.seat_number, 0)
        press(qtbot, window, Qt.Key.Key_F9)
        qtbot.waitUntil(lambda: pane.grid.place.duty is None)
    for _ in range(2):
        with qtbot.waitSignal(pane.said):
            press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert roster.read_shift(window.seat, place.shift.id).duties == before
    with qtbot.waitSignal(pane.failed):
        press(qtbot, window, Qt.Key.Key_Z, CTRL)


def test_what_somebody_else_changed_since_is_not_undone(qtbot, window, pane, sign_in):
    place = ahead(qtbot, window, pane)
    seated = next(one for one in place.shift.duties if one.seat_number)
    pane.grid.stand(seated.seat_number, 0)
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: pane.grid.place.duty is None)
    other = sign_in("sup2")
    theirs = roster.change_shift(other, roster.read_shift(other, place.shift.id), [])
    with qtbot.waitSignal(pane.failed):
        press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert roster.read_shift(window.seat, place.shift.id) == theirs


def test_gaps_and_double_bookings_are_said_in_word_and_shape(qtbot, window, pane):
    place = ahead(qtbot, window, pane)
    roster.change_shift(window.seat, place.shift, [])
    qtbot.waitUntil(lambda: head_words(pane, place.shift).startswith("▲ 无人值班"))
    assert "要看" in pane.head.faults.text()
    first, following = sorted(pane.week.shifts, key=lambda one: one.begins_at)[:2]
    person = following.duties[0].person_id
    roster.change_shift(window.seat, roster.read_shift(window.seat, first.id), [following.duties[0]])
    qtbot.waitUntil(lambda: pane.week.no_rest(following.id, person))
    cells = [
        pane.model.ink(pane.model.index(row, col)).words for row in range(len(pane.model.rows)) for col in range(7)
    ]
    assert any(words.startswith("! ") and words.endswith("连班") for words in cells)
    pane.grid.stand(1, 6)
    press(qtbot, window, Qt.Key.Key_F8)
    assert pane.model.rows[pane.grid.currentIndex().row()].head


def test_a_running_shift_is_changed_with_a_reason_only(qtbot, window, pane):
    running = pane.grid.place.shift
    column = pane.grid.currentIndex().column()
    places = [pane.model.place(pane.model.index(at, column)) for at in range(len(pane.model.rows))]
    row = next(at for at, one in enumerate(places) if one.duty and one.shift.id == running.id)
    pane.grid.stand(row, column)
    person = pane.grid.place.duty.person_id
    press(qtbot, window, Qt.Key.Key_F9)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.rows["note"].error.isVisible)
    write(pane.strip.rows["note"].field, "突发高烧")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert roster.read_shift(window.seat, running.id).place_of(person) is None


def test_a_season_is_made_from_the_pattern(qtbot, window, pane):
    place = ahead(qtbot, window, pane)
    roster.change_shift(window.seat, place.shift, [])
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: pane.strip is not None and "人次" in pane.strip.told.text())
    pane.strip.rows["to"].field.setText("明年")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.rows["to"].error.isVisible)
    pane.strip.rows["from"].field.setText(str(place.day))
    pane.strip.rows["to"].field.setText(str(place.day + timedelta(days=6)))
    qtbot.waitUntil(lambda: pane.strip.told.text().startswith("7 天"))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and bool(roster.read_shift(window.seat, place.shift.id).duties))


def test_the_teams_are_walked_and_a_public_holiday_is_marked(qtbot, window, pane):
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    company = min(window.seat.directory.companies)
    qtbot.waitUntil(lambda: pane.week.company_id == company)
    calendar = window.seat.rules.calendar
    days = (pane.today + timedelta(days=at) for at in range(1, 400))
    coming = next(day for day in days if roster.holiday_on(calendar, day))
    pane.first = coming - timedelta(days=coming.weekday())
    pane.read()
    qtbot.waitUntil(lambda: pane.week.first == pane.first)
    name = roster.holiday_on(calendar, coming)
    assert f"◆{name}" in pane.model.headerData(coming.weekday(), Qt.Orientation.Horizontal)


def test_who_may_not_change_is_told_so(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window)
    assert not pane.head._buttons["put_turn"].isVisible()
    press(qtbot, window, Qt.Key.Key_Return)
    assert pane.strip is None
    assert "班长" in window.status._message.text()


def test_a_company_keeps_its_own_roster_and_sees_no_other(qtbot, open_window):
    window = open_window("a1")
    pane = pane_of(qtbot, window)
    assert pane.company_id == window.seat.person.company_id
    assert not any(chip.isVisible() for chip in pane.head._chips.values())
    ahead(qtbot, window, pane)
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: pane.grid.place.duty is None)
    place = pane.grid.place
    press(qtbot, window, Qt.Key.Key_Return)
    other = next(one for one in team(window.seat, pane.company_id) if place.shift.place_of(one.id) is None)
    write(QApplication.focusWidget(), other.login)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.strip is None and pane.grid.place.duty is not None)
    assert roster.read_shift(window.seat, place.shift.id).place_of(other.id).seat_number == 1


def test_the_longest_strip_fits_the_smallest_screen(qtbot, window, pane):
    window.resize(1093, 580)  # 1366×768 at 125 %, less the task bar
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: pane.strip is not None and "人次" in pane.strip.told.text())
    window.resize(1093, 580)
    assert (window.width(), window.height()) == (1093, 580)
