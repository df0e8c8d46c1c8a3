"""A call from where an incident runs: the form reads out what to say, and one key saves and attaches."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import incidents
from app.complaints import show
from app.incident_groups import Spot
from app.records import IncidentKind, State
from form_seat import compose, fill
from small_city import MAGNOLIA, PEONY

STATION = Spot(IncidentKind.STATION, station_id=1)


@pytest.fixture
def going(city):
    op = city.seat("op2")
    return incidents.open_incident(
        op, STATION, "A3", canned_answer="牡丹站主管网抢修。", expected_end=op.now() + timedelta(hours=3)
    )


def press_f5(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F5)


def test_the_words_show_while_one_types_and_one_key_saves_and_attaches(qtbot, at, going):
    fill(qtbot, at.form)
    offer = at.form.history.offer
    qtbot.waitUntil(offer.isVisible)
    assert f"❖ 片区事件 {going.number}" in offer.title.text()
    assert "预计" in offer.title.text()
    assert offer.place.text() == "换热站 018 牡丹换热站"
    assert offer.words.text() == f"告知：{incidents.read_out(at.keeper.seat, going)}"
    assert "前恢复" in offer.words.text()
    press_f5(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    (sent,) = at.sent
    stored = show(at.keeper.seat, sent.complaint.number)
    assert (stored.state, stored.incident_id, stored.dispatches) == (State.DISPATCHED, going.id, 0)
    assert at.said == [f"{stored.number} 已并入片区事件 {going.number}，不另派单"]
    assert at.keeper.drafts == []


def test_no_incident_no_offer(qtbot, at, going):
    at.form.fields.place.set_choice(MAGNOLIA, "木兰苑")
    at.form._edited()
    qtbot.wait(200)
    assert at.form.history.offer.isHidden()
    press_f5(qtbot)
    assert at.said == ["这个地点没有进行中的片区事件"]
    assert len(at.keeper.drafts) == 1


def test_what_is_missing_is_told_at_its_field_and_stays(qtbot, at, going):
    fill(qtbot, at.form, text="")
    qtbot.waitUntil(at.form.history.offer.isVisible)
    press_f5(qtbot)
    qtbot.waitUntil(at.form.text.error.isVisible)
    assert at.form.phone.field.text() == "13853000001"
    assert not at.form._sending


def test_closed_meanwhile_nothing_is_lost_and_the_offer_goes(qtbot, at, going):
    fill(qtbot, at.form)
    offer = at.form.history.offer
    qtbot.waitUntil(offer.isVisible)
    incidents.close(at.keeper.seat, going.id, going.revision, "已修好")
    press_f5(qtbot)
    qtbot.waitUntil(at.form.parts._error.isVisible)
    assert "已经结束" in at.form.parts._error.text()
    assert at.form.text.field.toPlainText() == "客厅 14 度，家有老人。"
    qtbot.waitUntil(offer.isHidden)
    assert at.sent == []
    assert at.keeper.drafts[0].incident == ""


def test_while_composing_the_key_attaches_nothing(qtbot, at, going):
    fill(qtbot, at.form)
    qtbot.waitUntil(at.form.history.offer.isVisible)
    compose(at.form.text.field, "hai")
    press_f5(qtbot)
    assert not at.form._sending


def test_of_several_the_nearest_is_the_keys_and_each_has_its_button(qtbot, at, city, going):
    op = city.seat("op2")
    near = incidents.open_incident(op, Spot(IncidentKind.BUILDING, PEONY, "3"), "B2")
    fill(qtbot, at.form)
    offer = at.form.history.offer
    qtbot.waitUntil(lambda: len(offer.shown) == 2)
    assert [one.number for one in offer.shown] == [near.number, going.number]
    offer.others[0].click()
    qtbot.waitUntil(lambda: bool(at.sent))
    assert at.sent[0].complaint.incident_id == going.id


def test_who_may_not_attach_reads_out_only(qtbot, form_for, city, going):
    made = form_for(city.seat("a1"))
    made.keeper.begin()
    fill(qtbot, made.form)
    qtbot.waitUntil(made.form.history.offer.isVisible)
    assert made.form.history.offer.attach.isHidden()
    press_f5(qtbot)
    assert made.said == ["您的岗位不能并入片区事件"]
