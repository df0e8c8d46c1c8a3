"""What was read out beside the form is kept whatever becomes of the call, and one sees that it will be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import incidents
from app.complaints import show
from app.incident_groups import Spot
from app.intake import take
from app.records import Act, IncidentKind, State
from form_seat import compose, ctrl_enter, enter, fill, write
from small_city import PEONY, new


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def notes(at, key):
    return [one.note for one in show(at.keeper.seat, key).events if one.act is Act.NOTE]


@pytest.fixture
def told(qtbot, at):
    """A complaint typed, and an answer beside it told with F6; the words of the answer."""
    qtbot.waitUntil(lambda: bool(at.form.knowledge.offer._index.all))
    fill(qtbot, at.form, category="b1", text="不热")
    press(qtbot, Qt.Key.Key_F6)
    assert at.form.answer.isHidden()
    assert at.form.parts.told.isVisible()
    assert at.form.parts.told.text().startswith("✓ 已告知")
    return at.form.answer.words


def test_at_another_door(qtbot, at, told):
    press(qtbot, Qt.Key.Key_F9)
    assert at.form.parts.told.isVisible(), "the offer gives way, and what was told is still said"
    write(at.form.door.door.field, "电梯")
    enter(qtbot)
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    assert at.sent[0].complaint.state is State.REFERRED
    assert notes(at, at.sent[0].complaint.number) == [told]


def test_in_an_incident(qtbot, at, told):
    incidents.open_incident(at.keeper.seat, Spot(IncidentKind.STATION, station_id=1), "A3")
    at.form.history.offer.read()
    qtbot.waitUntil(at.form.history.offer.isVisible)
    press(qtbot, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(at.sent))
    assert notes(at, at.sent[0].complaint.number) == [told]


def test_with_a_reminder(qtbot, at, city, told):
    known = take(city.seat("op2"), new(community_id=PEONY))
    at.form.history.complaints_changed([])
    at.form.history._read()
    qtbot.waitUntil(lambda: at.form.history.first_open is not None)
    compose(at.form.text.field, "nuan")
    press(qtbot, Qt.Key.Key_F4)
    assert not at.form._sending, "what an input method holds is typed to its end first"
    compose(at.form.text.field, "")
    press(qtbot, Qt.Key.Key_F4)
    at.form.remind()  # the key held down, or hit twice
    qtbot.waitUntil(lambda: bool(at.said))
    stored = show(at.keeper.seat, known.id)
    assert (stored.reminders, notes(at, known.id)) == (1, [told])
    assert not at.form._sending


def test_words_typed_and_folded_away(qtbot, at):
    fill(qtbot, at.form)
    assert at.form.parts.told.isHidden()
    press(qtbot, Qt.Key.Key_F12)
    write(at.form.answer.field, "已请用户先看阀门。")
    assert at.form.parts.told.isHidden(), "they stand in the open strip"
    assert at.form.back()
    assert "已请用户先看阀门。" in at.form.parts.told.text()
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    assert at.sent[0].complaint.state is State.DISPATCHED
    assert notes(at, at.sent[0].complaint.number) == ["已请用户先看阀门。"]


def test_what_is_refused_after_another_draft_was_taken_up_stays_with_its_own(qtbot, at):
    fill(qtbot, at.form, text="")
    first = at.form._draft.id
    at.form._send(at.form.wish)
    second = at.keeper.begin(phone="13853000002").id
    qtbot.waitUntil(lambda: not at.form._sending)
    assert at.form.text.error.isHidden()
    assert "诉求内容" in at.said[-1]
    at.keeper.choose(first)
    assert "诉求内容" in at.form.parts._error.text()
    at.keeper.choose(second)
    assert at.form.parts._error.isHidden()
