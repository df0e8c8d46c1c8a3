"""A supervisor of the hotline reads every team's hand-over sheets and logs; nobody else is offered another team's."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import hand_over, seat_duty, shift_log
from app.records import EntryKind
from app.roster import now_and_next, read_days, read_shift
from at_window import press, write
from ui.hand_over_pane import HandOverPane
from ui.log_pane import LogPane
from ui.shift_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier


def pane_of(qtbot, window, section):
    window.show_page(window.header.pages.index("班次"))
    pane = window.pages.currentWidget().open(section)
    if isinstance(pane, HandOverPane):
        qtbot.waitUntil(lambda: pane.found is not None)
    else:
        assert isinstance(pane, LogPane)
        qtbot.waitUntil(lambda: pane.shift is not None)
    return pane


@pytest.fixture
def company_sheet(sign_in):
    """The running shift of the first company, with an entry of its desk, handed over by it."""
    desk = sign_in("a1")
    shift, _ = now_and_next(desk, desk.person.company_id)
    # Somebody of this shift: who comes early for the next one signs on for that.
    a = sign_in(desk.directory.people[shift.duties[0].person_id].login)
    seat_duty.sign_on(a)
    shift_log.add_entry(a, EntryKind.VISITOR, "永恒二楼来访一人")
    return hand_over.hand_over(a, shift.id, "锅炉房 22 点检修", "提前交班")


def test_a_supervisor_reads_a_companys_sheet_and_acts_on_none(qtbot, open_window, company_sheet):
    window = open_window("sup1")
    pane = pane_of(qtbot, window, Section.HAND_OVER)
    assert pane.company_id is None
    assert company_sheet.shift.id not in {line.shift.id for line in pane.model.rows}
    press(qtbot, window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: company_sheet.shift.id in {line.shift.id for line in pane.model.rows})
    pane.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Home, CTRL)
    while pane.line.shift.id != company_sheet.shift.id:
        press(qtbot, window, Qt.Key.Key_Down)
    company = window.seat.directory.companies[company_sheet.company_id]
    assert company.short_name in pane.team.text()
    assert "锅炉房 22 点检修" in pane.note.toPlainText()
    assert not pane.hand_button.isEnabled()
    assert not pane.sign_button.isEnabled()
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F6):
        press(qtbot, window, key)
        assert pane.strip is None
        assert "自己交接" in window.status._message.text()
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: bool(pane.preview.paper.pictures))


def test_a_supervisor_reads_a_companys_log_and_writes_into_none(qtbot, open_window, company_sheet):
    window = open_window("sup1")
    pane = pane_of(qtbot, window, Section.LOG)
    press(qtbot, window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: "永恒二楼来访一人" in [row.words for row in pane.lists.model.rows])
    assert pane.shift.company_id == company_sheet.company_id
    for key, modifiers in ((Qt.Key.Key_N, CTRL), (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier)):
        press(qtbot, window, key, modifiers)
        assert pane.strip is None
        assert "由它自己" in window.status._message.text()
    press(qtbot, window, Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: pane.shift.begins_at < company_sheet.shift.begins_at)
    assert pane.shift.company_id == company_sheet.company_id
    for _ in window.seat.directory.companies:
        press(qtbot, window, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: pane.shift is not None and pane.shift.company_id is None)


@pytest.mark.parametrize("login", ["op1", "a1"])
def test_nobody_else_is_offered_another_team(qtbot, open_window, company_sheet, login):
    window = open_window(login)
    for section in (Section.HAND_OVER, Section.LOG):
        pane = pane_of(qtbot, window, section)
        assert not pane.team.isVisible()
        press(qtbot, window, Qt.Key.Key_G, CTRL)
        assert pane.company_id == window.seat.person.company_id


def test_the_log_jumps_to_a_day(qtbot, open_window, sign_in):
    window = open_window("sup1")
    pane = pane_of(qtbot, window, Section.LOG)
    today = pane.shift.day
    for typed, day, name in (
        ("昨天", today - timedelta(days=1), "白班"),
        (f"{today - timedelta(days=2):%m-%d} 夜班", today - timedelta(days=2), "夜班"),
        (f"{today - timedelta(days=3):%Y-%m-%d} 2", today - timedelta(days=3), "夜班"),
        (f"{today - timedelta(days=3):%m月%d日}夜", today - timedelta(days=3), "夜班"),
    ):
        press(qtbot, window, Qt.Key.Key_D, CTRL)
        write(QApplication.focusWidget(), typed)
        press(qtbot, window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: pane.strip is None)
        assert (pane.shift.day, pane.shift.name) == (day, name)
    assert pane.lists.hasFocus() or pane.lists.isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize(
    ("typed", "said"),
    [("哪天", "看不懂"), ("", "看不懂"), ("明天", "还没有开始"), ("昨天 早班", "可用"), ("1999-1-1", "")],
)
def test_what_is_no_day_is_said_at_the_field(qtbot, open_window, typed, said):
    window = open_window("sup1")
    pane = pane_of(qtbot, window, Section.LOG)
    press(qtbot, window, Qt.Key.Key_D, CTRL)
    write(QApplication.focusWidget(), typed)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(pane.strip.rows["day"].error.isVisible)
    assert said in pane.strip.rows["day"].error.text()
    assert pane.strip.rows["day"].field.text() == typed


def test_row_security_gives_the_hotline_every_teams_and_a_company_its_own(sign_in, company_sheet):
    sup, b = sign_in("sup1"), sign_in("b1")
    mine = company_sheet.company_id
    assert [one.number for one in hand_over.list_sheets(sup, teams=(mine,))] == [company_sheet.number]
    assert hand_over.list_sheets(b, teams=(mine,)) == []
    assert shift_log.read_entries(b, company_sheet.shift.id) == []
    assert shift_log.read_entries(sup, company_sheet.shift.id)[0].text == "永恒二楼来访一人"
    assert read_shift(sup, company_sheet.shift.id).duties == read_shift(sign_in("a1"), company_sheet.shift.id).duties
    assert all(not one.duties for one in read_days(b, company_sheet.shift.day, company_sheet.shift.day, mine))
