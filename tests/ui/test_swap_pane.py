"""The section 换班: asked for from one's own shift, agreed to by the other one, approved or refused by a supervisor."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import roster, swaps
from app.records import SwapState
from app.shift_records import Duty
from at_window import press, write
from ui.shift_sections import Section
from ui.swap_pane import SwapPane

CTRL = Qt.KeyboardModifier.ControlModifier


def page_of(qtbot, window):
    at = window.header.pages.index("班次")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    return window.pages.widget(at)


def two_shifts(seat):
    """A shift to come, the next one of others, and one person of each."""
    day = roster.now_and_next(seat)[1].day + timedelta(days=1)
    shifts = roster.read_days(seat, day, day + timedelta(days=3))
    op = [one.id for one in seat.directory.people.values() if one.role == "operator"]
    for first in shifts:
        mine = [duty.person_id for duty in first.duties if duty.person_id in op]
        for second in shifts:
            theirs = [
                duty.person_id for duty in second.duties if duty.person_id in op and not first.place_of(duty.person_id)
            ]
            if mine and theirs and not second.place_of(mine[0]):
                return first, mine[0], second, theirs[0]
    raise AssertionError("no two shifts to swap")


@pytest.fixture
def pair(sign_in):
    seat = sign_in("sup1")
    first, mine, second, theirs = two_shifts(seat)
    people = seat.directory.people
    return first, people[mine], second, people[theirs]


def test_a_swap_is_asked_for_from_ones_own_shift_in_the_roster(qtbot, open_window, pair):
    first, me, second, other = pair
    window = open_window(me.login)
    page = page_of(qtbot, window)
    pane = page.open(Section.ROSTER)
    pane.first = first.day - timedelta(days=first.day.weekday())
    pane.read()
    qtbot.waitUntil(lambda: pane.week is not None and pane.week.first == pane.first)
    row = next(at for at, one in enumerate(pane.model.rows) if one.head and one.slot == first.slot)
    pane.grid.stand(row, first.day.weekday())
    press(qtbot, window, Qt.Key.Key_F7)
    found = page.panes[Section.SWAPS]
    assert isinstance(found, SwapPane)
    qtbot.waitUntil(lambda: found.strip is not None)
    assert found.strip.own.shift.id == first.id
    assert found.strip.person.field.hasFocus()
    write(QApplication.focusWidget(), other.name)
    press(qtbot, window, Qt.Key.Key_Return)
    write(QApplication.focusWidget(), second.words)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(found.strip.rows["note"].error.isVisible)
    write(QApplication.focusWidget(), "家中老人住院")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found.strip is None and len(found.model.rows) == 1)
    swap = found.model.rows[0]
    assert (swap.shift.id, swap.other_id, swap.other_shift.id) == (first.id, other.id, second.id)
    assert not found.buttons["agree_swap"].isVisible()
    press(qtbot, window, Qt.Key.Key_F9)
    write(QApplication.focusWidget(), "不用了")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: found.model.rows[0].state is SwapState.WITHDRAWN)


def test_the_other_one_agrees_and_the_supervisor_approves(qtbot, open_window, sign_in, pair):
    first, me, second, other = pair
    swap = swaps.ask(sign_in(me.login), first, other.id, "家中老人住院", second)
    window = open_window(other.login)
    tab = window.header._tabs.button(window.header.pages.index("班次"))
    qtbot.waitUntil(lambda: tab.text() == "班次 1")
    pane = page_of(qtbot, window).open(Section.SWAPS)
    qtbot.waitUntil(lambda: "1 件等您办" in pane.count.text())
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pane.model.rows[0].state is SwapState.AGREED)
    qtbot.waitUntil(lambda: tab.text() == "班次")
    boss = open_window("sup1" if other.login != "sup1" and me.login != "sup1" else "sup2")
    pane = page_of(qtbot, boss).open(Section.SWAPS)
    qtbot.waitUntil(lambda: "1 件等您办" in pane.count.text())
    assert "批准" in pane.buttons["agree_swap"].text()
    assert "家中老人住院" in pane.about.text()
    press(qtbot, boss, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pane.model.rows[0].state is SwapState.APPROVED)
    assert roster.read_shift(boss.seat, first.id).place_of(other.id) is not None
    assert swaps.show(boss.seat, swap.id).decided_by == boss.seat.person.id


def test_a_refusal_needs_its_reason(qtbot, open_window, sign_in, pair):
    first, me, _second, other = pair
    swap = swaps.ask(sign_in(me.login), first, other.id, "家中有事")
    swaps.agree(sign_in(other.login), swap.id)
    boss = open_window("sup1")
    pane = page_of(qtbot, boss).open(Section.SWAPS)
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    press(qtbot, boss, Qt.Key.Key_F9)
    press(qtbot, boss, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.error.isVisible)
    write(QApplication.focusWidget(), "当天人手不够")
    press(qtbot, boss, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.model.rows[0].state is SwapState.REFUSED)
    assert "当天人手不够" in pane.about.text()


def test_a_colleague_at_the_companys_desk_approves(qtbot, open_window, sign_in):
    a1, a2 = sign_in("a1"), sign_in("a2")
    team, now = a1.person.company_id, a1.now()
    day = now.date() + timedelta(days=2)
    own = roster.read_days(a1, day, day, team)[0]
    roster.change_shift(a1, own, [Duty(a1.person.id, 1, leader=True)])
    swap = swaps.ask(a1, own, a2.person.id, "带孩子看病")
    window = open_window("a3")
    tab = window.header._tabs.button(window.header.pages.index("班次"))
    pane = page_of(qtbot, window).open(Section.SWAPS)
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    with qtbot.waitSignal(pane.failed) as told:
        press(qtbot, window, Qt.Key.Key_F5)
    assert a2.person.name in told.args[0]
    assert tab.text() == "班次"
    swaps.agree(a2, swap.id)
    qtbot.waitUntil(lambda: tab.text() == "班次 1")
    qtbot.waitUntil(lambda: "批准" in pane.buttons["agree_swap"].text() and pane.buttons["agree_swap"].isVisible())
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: pane.model.rows[0].state is SwapState.APPROVED)
    assert roster.read_shift(a1, own.id).duties == (Duty(a2.person.id, 1, leader=True),)
