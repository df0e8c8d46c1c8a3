"""The section 待核实: who is left is rung one after another by keyboard, and every seat knows who answered."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.dispatch import dispatch
from app.rules import CITY_TIME
from app.verification import unverified_managers
from app.verified_managers import verify_manager
from at_window import a_complaint, opened, press, write
from db import acts
from ui.knowledge_sections import Section
from ui.verify_pane import VerifyPane

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def pane_of(qtbot, window) -> VerifyPane:
    at = window.header.pages.index("知识")
    press(qtbot, window, Qt.Key(KEY.Key_1 + at), CTRL)
    pane = window.pages.widget(at).open(Section.UNVERIFIED)
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    return pane


def today(seat):
    return seat.now().astimezone(CITY_TIME).date()


def test_who_answered_is_entered_by_one_key_and_the_next_is_stood_on(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window)
    left = len(pane.model.rows)
    first, second = pane.model.rows[:2]
    pane.table.choose(first.manager.id)
    pane._show()
    press(qtbot, window, KEY.Key_F5)
    assert pane.strip.on.hasFocus()
    assert pane.strip.on.text() == str(today(window.seat))
    press(qtbot, window, KEY.Key_Return)
    qtbot.waitUntil(lambda: pane.strip is None and len(pane.model.rows) == left - 1)
    assert pane.manager.manager.id == second.manager.id
    assert pane.table.hasFocus()
    assert f"待核实 {left - 1} 人" in pane.count.text()


def test_a_day_that_can_not_be_is_refused_at_its_field(qtbot, open_window):
    window = open_window("sup1")
    pane = pane_of(qtbot, window)
    press(qtbot, window, KEY.Key_F5)
    strip = pane.strip
    for typed, said in (("昨天", "不是完整的日期"), (str(today(window.seat) + timedelta(days=1)), "还没有到")):
        strip.on.clear()
        write(strip.on, typed)
        press(qtbot, window, KEY.Key_Return)
        qtbot.waitUntil(lambda: strip.rows["verified_on"].error.isVisible())
        assert said in strip.rows["verified_on"].error.text()
        assert strip.on.text() == typed
    press(qtbot, window, KEY.Key_Escape)
    assert pane.strip is None


def test_one_company_s_alone_and_a_phone_to_the_clipboard(qtbot, open_window):
    window = open_window("admin")
    pane = pane_of(qtbot, window)
    every = len(pane.model.rows)
    press(qtbot, window, KEY.Key_L, CTRL)
    assert 0 < len(pane.model.rows) < every
    assert {one.company.id for one in pane.model.rows} == {pane.company}
    press(qtbot, window, KEY.Key_C, CTRL | SHIFT)
    assert QApplication.clipboard().text() == pane._phones(pane.manager)


def test_the_company_and_the_collector_have_no_such_section(open_window):
    for login in ("a1", "net1"):
        window = open_window(login)
        page = window.pages.widget(window.header.pages.index("知识"))
        assert Section.UNVERIFIED not in page.sections


def test_a_changed_manager_is_known_on_another_seat_at_once(qtbot, open_window, sign_in):
    """In the panel beside the queue, in the form's look-up, in the section, and on the slip of the next dispatch."""
    hotline, admin = sign_in("op1"), sign_in("admin")
    taken = a_complaint(hotline)
    window = open_window("op2")
    panel = opened(qtbot, window, taken)
    community = hotline.directory.community(taken.community_id)
    manager = unverified_managers(hotline.directory, hotline.rules, today(hotline))
    one = next(each.manager for each in manager if each.community.id == community.id)

    def facts() -> str:
        return "\n".join(label.text() for label in panel._facts.findChildren(QLabel) if not label.isHidden())

    qtbot.waitUntil(lambda: one.name in facts())
    assert "未核实" in facts()
    values = {"name": "龑新民", "phones": ["13853000099"]}
    change = [{"table": "manager", "id": one.id, "values": values}]
    admin.do(lambda db, _at: acts.directory_put(db, change, "换人"))
    qtbot.waitUntil(lambda: "龑新民 138 5300 0099" in facts())
    assert one.name not in facts()
    qtbot.waitUntil(lambda: community.name in [each.name for each in window.drafting.index.choices("13853000099")])
    verify_manager(admin, one.id)
    qtbot.waitUntil(lambda: window.seat.directory.community(community.id).managers[0].verified_on == today(hotline))
    complaint = panel.complaint
    _sent, slip = dispatch(window.seat, complaint.id, complaint.revision)
    assert any(
        words.startswith("龑新民 138 5300 0099（") and f"核实于 {today(hotline)}" in words for words in slip.managers
    )
