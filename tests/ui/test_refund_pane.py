"""The sections 退费 and 减免: every step by keyboard, from the complaint's panel too; refused at the field."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import refunds, reliefs
from app.entitlements import FlatKey
from app.records import RefundState, ReliefKind, ReliefState
from app.relief_records import NewRelief
from app.rules import CITY_TIME
from at_window import a_complaint, opened, press, write
from ui.entitlement_door import entitlement_words
from ui.entitlement_watch import waiting_refunds
from ui.knowledge_sections import Section

pytestmark = pytest.mark.usefixtures("unclaimed")
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def pane_of(qtbot, window, section):
    at = window.header.pages.index("知识")
    press(qtbot, window, Qt.Key(KEY.Key_1 + at), CTRL)
    pane = window.pages.widget(at).open(section)
    qtbot.waitUntil(lambda: pane.hasFocus() or pane.table.hasFocus())
    return pane


def flat(seat):
    community = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    return FlatKey(community.id, "3", "2", "501")


def company_login(seat):
    company = seat.directory.route(flat(seat).community_id, "3").company
    return next(one.login for one in seat.directory.people.values() if one.company_id == company.id and one.active)


def draft(seat, hours=40):
    """A refund of a flat without heat for so long in the first days of the season of today."""
    season = next(one for one in seat.rules.seasons if one.name == "2026-2027")
    begin = seat.now() - timedelta(days=4)
    assert season.day_of(begin.astimezone(CITY_TIME).date()), "the demonstration lies in the season"
    stop = refunds.own_stop(begin, begin + timedelta(hours=hours), "立管改造", 1)
    return refunds.make(seat, flat(seat), season, own_stops=[stop])


def wait_stored(qtbot, pane):
    qtbot.waitUntil(lambda: pane.strip is None)


def test_a_refund_walks_from_the_complaint_to_its_payment_by_keyboard(qtbot, open_window):
    op = open_window("op1")
    complaint = a_complaint(op.seat, category="C4", text="上周停热两天，要求退热费。")
    panel = opened(qtbot, op, complaint)
    assert "建退费单" in panel.entitlement.text()
    press(qtbot, op, KEY.Key_E, CTRL | SHIFT)
    pane = op.pages.currentWidget().pane
    strip = pane.strip
    assert strip is not None
    assert (strip.home.text(), strip.said("complaint")) == ("3-2-501", complaint.number)
    begin = (op.seat.now() - timedelta(days=4)).astimezone(CITY_TIME)
    write(strip.rows["stop"].field, f"{begin:%m-%d %H:%M}")
    write(strip.rows["stop_end"].field, f"{begin - timedelta(hours=1):%m-%d %H:%M}")
    press(qtbot, op, KEY.Key_Return, CTRL)
    assert "恢复的时间" in strip.rows["stop"].error.text()
    strip.rows["stop_end"].field.clear()
    write(strip.rows["stop_end"].field, f"{begin + timedelta(hours=40):%m-%d %H:%M}")
    press(qtbot, op, KEY.Key_Return, CTRL)
    wait_stored(qtbot, pane)
    qtbot.waitUntil(lambda: pane.refund is not None and pane.refund.complaint_ids == (complaint.id,))
    made = pane.refund
    assert pane.days.rows
    assert {day.percent for day in pane.days.rows} == {100}
    assert "菏泽市供热条例第四十五条" in pane.why.text()
    assert not pane.buttons["decide_refund"].isVisible()  # a company's or a supervisor's

    desk = open_window(company_login(op.seat))
    there = pane_of(qtbot, desk, Section.REFUNDS)
    qtbot.waitUntil(lambda: there.refund is not None and there.refund.id == made.id)
    press(qtbot, desk, KEY.Key_F5)
    write(there.strip.field, "按停热记录核定")
    press(qtbot, desk, KEY.Key_Return, CTRL)
    wait_stored(qtbot, there)
    qtbot.waitUntil(lambda: pane.refund.state is RefundState.DECIDED)  # heard at the operator's seat
    press(qtbot, op, KEY.Key_F6)
    press(qtbot, op, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: there.refund is not None and there.refund.state is RefundState.TOLD)
    press(qtbot, desk, KEY.Key_F8)
    write(there.strip.rows["paid_sum"].field, "四十")
    press(qtbot, desk, KEY.Key_Return, CTRL)
    assert there.strip.rows["paid_sum"].error.isVisible()
    there.strip.rows["paid_sum"].field.setText("40")
    press(qtbot, desk, KEY.Key_Return, CTRL)
    wait_stored(qtbot, there)
    paid = refunds.show(op.seat, made.id)
    assert (paid.state, paid.paid_sum) == (RefundState.PAID, Decimal("40.00"))
    qtbot.waitUntil(lambda: pane.model.row(made.id) is None)  # done with
    press(qtbot, op, KEY.Key_L, CTRL)
    qtbot.waitUntil(lambda: pane.model.row(made.id) is not None)
    press(qtbot, op, KEY.Key_O, CTRL)
    qtbot.waitUntil(lambda: op.pages.currentIndex() == 0 and panel.complaint.id == complaint.id)


def test_a_stop_is_left_out_and_the_draft_is_judged_anew(qtbot, open_window):
    window = open_window("sup1")
    made = draft(window.seat)
    pane = pane_of(qtbot, window, Section.REFUNDS)
    qtbot.waitUntil(lambda: pane.refund is not None and pane.refund.id == made.id)
    press(qtbot, window, KEY.Key_F4)
    (button,) = [one for key, one in pane.strip.counted.items() if key.startswith(refunds.OWN)]
    button.setFocus()
    press(qtbot, window, KEY.Key_Space)
    assert button.text().startswith("○ 不计")
    press(qtbot, window, KEY.Key_Return, CTRL)
    wait_stored(qtbot, pane)
    qtbot.waitUntil(lambda: pane.refund is not None and pane.refund.revision == 2)
    assert not any("立管改造" in day.why for day in pane.refund.days)
    press(qtbot, window, KEY.Key_F9)
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.error.isVisible)
    write(pane.strip.field, "停热由用户自家阀门造成")
    press(qtbot, window, KEY.Key_Return, CTRL)
    wait_stored(qtbot, pane)
    assert refunds.show(window.seat, made.id).state is RefundState.REFUSED


def test_the_sheet_stands_in_place_of_the_list_and_esc_leads_back(qtbot, open_window):
    window = open_window("sup1")
    made = draft(window.seat)
    pane = pane_of(qtbot, window, Section.REFUNDS)
    qtbot.waitUntil(lambda: pane.refund is not None and pane.refund.id == made.id)
    press(qtbot, window, KEY.Key_F7)
    qtbot.waitUntil(lambda: bool(pane.preview.paper.pictures))
    assert pane.preview.pdf.startswith(b"%PDF")
    press(qtbot, window, KEY.Key_Escape)
    qtbot.waitUntil(lambda: pane.table.hasFocus())
    assert pane.back() is False


def test_whose_next_step_it_is_stands_on_the_chip(qtbot, open_window):
    sup = open_window("sup1")
    desk = open_window(company_login(sup.seat))
    page = desk.pages.widget(desk.header.pages.index("知识"))
    chip = page._chips[Section.REFUNDS]
    made = draft(sup.seat)
    qtbot.waitUntil(lambda: chip.text() == "退费 1")
    assert waiting_refunds(sup.seat) == 0  # the company's, until it is overdue
    decided = refunds.decide(desk.seat, made)
    assert waiting_refunds(sup.seat) == 1  # the user is to be told
    refunds.pay(desk.seat, refunds.tell(sup.seat, decided))
    qtbot.waitUntil(lambda: chip.text() == "退费")


def test_enter_of_an_input_method_submits_nothing(qtbot, open_window):
    window = open_window("sup1")
    made = draft(window.seat)
    pane = pane_of(qtbot, window, Section.REFUNDS)
    qtbot.waitUntil(lambda: pane.refund is not None)
    press(qtbot, window, KEY.Key_F5)
    write(pane.strip.field, "核定")
    press(qtbot, window, KEY.Key_Return)
    assert pane.strip is not None
    assert refunds.show(window.seat, made.id).state is RefundState.DRAFT


def test_hz_23_relief_from_the_complaint_with_its_sum_as_one_types(qtbot, open_window):
    op = open_window("op1")
    complaint = a_complaint(op.seat, category="C6", text="低保户，问怎么减免。")
    panel = opened(qtbot, op, complaint)
    assert "登记减免" in panel.entitlement.text()
    press(qtbot, op, KEY.Key_E, CTRL | SHIFT)
    pane = op.pages.currentWidget().pane
    qtbot.waitUntil(lambda: pane.strip is not None)
    strip = pane.strip
    assert (strip.home.text(), strip.said("complaint")) == ("3-2-501", complaint.number)
    press(qtbot, op, KEY.Key_1)  # 低保
    assert strip.proof.stops()[0].hasFocus()
    strip.rows["household"].field.setFocus()
    write(QApplication.focusWidget(), "HZ-00129")
    write(strip.rows["area"].field, "88.5")
    assert "还没有减免标准" in strip.sum.text()
    strip.rows["season"].field.setText("2020-2021")
    assert "354.00 元" in strip.sum.text()
    write(strip.rows["fee"].field, "300")
    assert "超过季热费" in strip.sum.text()
    strip.rows["fee"].field.clear()
    press(qtbot, op, KEY.Key_Return, CTRL)
    assert "哪种证明" in strip.error.text()
    assert strip.proof.stops()[0].hasFocus()
    press(qtbot, op, KEY.Key_1)
    press(qtbot, op, KEY.Key_Return, CTRL)
    wait_stored(qtbot, pane)
    qtbot.waitUntil(lambda: pane.relief is not None)
    made = reliefs.list_reliefs(op.seat)[0]
    assert (made.sum, made.complaint_id, made.kind) == (Decimal("354.00"), complaint.id, ReliefKind.LOW_INCOME)
    shown = [pane.model.index(0, at).data() for at in range(len(pane.model.columns))]
    assert not any("HZ-00129" in str(cell) for cell in [*shown, pane.about.text()])


def test_a_relief_is_granted_and_paid_and_the_company_is_not_told_whose(qtbot, open_window):
    sup = open_window("sup1")
    new = NewRelief(flat(sup.seat), "2020-2021", ReliefKind.THREE_WITHOUT, "HZ-7781", Decimal("60.00"), "低保证")
    made = reliefs.make(sup.seat, new)
    pane = pane_of(qtbot, sup, Section.RELIEF)
    qtbot.waitUntil(lambda: pane.relief is not None and pane.relief.id == made.id)
    assert "▲ 1 份逾期" in pane.count.text()  # by 05-31 of 2021
    press(qtbot, sup, KEY.Key_F5)
    press(qtbot, sup, KEY.Key_Return, CTRL)
    assert "由谁核定" in pane.strip.error.text()
    press(qtbot, sup, KEY.Key_1)
    press(qtbot, sup, KEY.Key_Return, CTRL)
    wait_stored(qtbot, pane)
    qtbot.waitUntil(lambda: pane.relief.state is ReliefState.APPROVED)
    assert "见报道，未见文件" in pane.about.text()  # how sure the rate is, beside what it rests on
    press(qtbot, sup, KEY.Key_F7)
    qtbot.waitUntil(lambda: bool(pane.preview.paper.pictures))
    assert "HZ-7781" in "".join(page.extract_text() for page in PdfReader(BytesIO(pane.preview.pdf)).pages)
    press(qtbot, sup, KEY.Key_Escape)
    assert not pane.preview.isVisible()
    desk = open_window(company_login(sup.seat))
    there = pane_of(qtbot, desk, Section.RELIEF)
    qtbot.waitUntil(lambda: there.relief is not None and there.relief.id == made.id)
    titles = [column.title for column in there.model.columns]
    assert not {"家庭", "户号"} & set(titles)
    assert there.buttons["new_relief"].isHidden()
    assert there.buttons["relief_sheet"].isVisible()
    press(qtbot, desk, KEY.Key_F8)
    press(qtbot, desk, KEY.Key_Return, CTRL)
    wait_stored(qtbot, there)
    assert reliefs.show(sup.seat, made.id).state is ReliefState.PAID


@pytest.mark.parametrize(
    ("login", "there"), [("op1", True), ("lia1", True), ("a1", True), ("net1", False), ("admin", False)]
)
def test_who_has_the_sections(open_window, login, there):
    window = open_window(login)
    page = window.pages.widget(window.header.pages.index("知识"))
    assert ({Section.REFUNDS, Section.RELIEF} <= set(page.sections)) is there


def test_what_the_panel_offers_goes_by_the_category(sign_in):
    op, net = sign_in("op1"), sign_in("net1")
    for category, words in (("C4", "建退费单"), ("B1", "建退费单"), ("C6", "登记减免"), ("C3", ""), ("D1", "")):
        complaint = a_complaint(op, category=category)
        assert entitlement_words(op, complaint) == words
        assert entitlement_words(net, complaint) == ""
