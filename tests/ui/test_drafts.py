"""Nothing typed is lost: drafts on disk, several at once, dropped and brought back, and sent once after a cut."""

from dataclasses import replace

from PySide6.QtCore import Qt

from app.complaints import look_for, show
from app.drafts import Draft
from app.intake import take
from app.records import State
from app.seat import open_seat
from app.sending import Wish
from app.spool import Spool
from cable import Cable
from db import schema
from form_seat import ctrl_enter, fill
from servers import PASSWORD
from small_city import PEONY, new

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_pause_in_typing_puts_the_draft_on_disk(qtbot, at, data_folder):
    qtbot.keyClicks(at.form.phone.field, "5201234")
    with qtbot.waitSignal(at.keeper.kept):
        pass
    assert at.form.parts._saved.text().startswith("已自动存稿 ")
    spool = Spool(data_folder, "op1")
    assert [one.phone for one in spool.drafts()] == ["5201234"]
    spool.close()


def test_several_drafts_live_side_by_side_and_come_back(qtbot, form_for, at, city):
    qtbot.keyClicks(at.form.phone.field, "5201234")
    at.keeper.begin()
    fill(qtbot, at.form)
    at.form.flags.vulnerable["老人"].click()
    first, second = at.keeper.drafts
    assert (first.phone, second.community_id) == ("5201234", PEONY)
    at.keeper.choose(first.id)
    assert at.form.phone.field.text() == "5201234"
    assert at.form.text.field.toPlainText() == ""
    at.keeper.choose_next()
    assert at.form.text.field.toPlainText() == second.text
    at.keeper.flush()
    at.jobs.close()
    again = form_for(city.seat("op1"))
    qtbot.waitUntil(lambda: len(again.keeper.drafts) == 2)
    assert [replace(one, kept_at=None) for one in again.keeper.drafts] == [
        replace(one, kept_at=None) for one in at.keeper.drafts
    ]
    again.keeper.choose(second.id)
    assert again.form.place.field.text() == "牡丹花园"
    assert again.form.flags.vulnerable["老人"].isChecked()


def test_an_untouched_draft_is_not_kept_and_not_doubled(at):
    at.keeper.begin()
    assert len(at.keeper.drafts) == 1
    at.keeper.choose(None)
    assert at.keeper.drafts == []


def test_a_dropped_draft_comes_back(qtbot, at):
    fill(qtbot, at.form)
    before = replace(at.keeper.drafts[0], kept_at=None)
    with qtbot.waitSignal(at.keeper.dropped):
        qtbot.keyClick(at.form, Qt.Key.Key_W, CONTROL)
    assert at.keeper.drafts == []
    assert at.keeper.undo_drop()
    assert replace(at.keeper.drafts[0], kept_at=None) == before
    assert at.form.text.field.toPlainText() == before.text
    assert not at.keeper.undo_drop()


def test_the_same_flat_gets_a_reminder_instead_of_a_second_complaint(qtbot, at, city):
    known = city.bring(State.DISPATCHED, community_id=PEONY, building="3", unit="2", room="501", phone="5201234")
    fill(qtbot, at.form, phone="5201234")
    qtbot.waitUntil(lambda: [one.who for one in at.form.history.known] == ["同户同号"])
    text = at.form.text.field.toPlainText()
    qtbot.keyClick(at.form, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: bool(at.said))
    assert at.said == [f"已催办 {known.number}（第 1 次）"]
    assert at.keeper.drafts == []
    stored = show(city.seat("op1"), known.id)
    assert (stored.reminders, stored.events[-1].note) == (1, text)
    assert at.keeper.undo_drop()
    assert at.form.text.field.toPlainText() == text


def test_what_was_closed_lately_is_shown_but_takes_no_reminder(qtbot, at, city):
    city.bring(State.CLOSED, community_id=PEONY, phone="13853000009")
    qtbot.keyClicks(at.form.phone.field, "13853000009")
    qtbot.waitUntil(lambda: bool(at.form.history.known))
    assert not at.form.history.known[0].is_open
    assert at.form.history.known[0].who == "同号"
    at.form.place.set_choice(PEONY, "牡丹花园")
    qtbot.keyClicks(at.form.flat.field, "3-2-501")
    qtbot.waitUntil(lambda: [one.who for one in at.form.history.known] == ["同户同号"])
    assert at.form.history.first_open is None


def test_without_the_database_it_waits_and_is_sent_once(qtbot, form_for, server, city):
    cable = Cable(server.host, server.port)
    seat = open_seat(schema.words(server.host, cable.port, database=city.database), "op1", PASSWORD)
    at = form_for(seat)
    at.keeper.begin()
    fill(qtbot, at.form)
    cable.cut()
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.said))
    assert "待同步" in at.said[0]
    assert at.sent == []
    assert at.keeper.drafts == []
    assert [one.text for one in at.keeper.queued] == ["客厅 14 度，家有老人。"]
    at.keeper.replay()
    qtbot.waitUntil(lambda: not at.keeper._replaying)
    assert len(at.keeper.queued) == 1
    cable.mend()
    with qtbot.waitSignal(at.keeper.replayed) as replayed:
        at.keeper.replay()
    (sent,) = replayed.args[0].sent
    assert sent.slip is not None
    assert at.keeper.queued == []
    found = look_for(city.seat("op1"), "客厅 14 度")
    assert [(row.id, row.state) for row in found] == [(sent.complaint.id, State.DISPATCHED)]
    seat.close()
    cable.close()


def test_what_was_sent_before_the_cut_is_not_stored_twice(qtbot, at, city):
    draft = replace(at.keeper.drafts[0], phone="5201234", community_id=PEONY, category_code="B1", text="不热")
    take(city.seat("op1"), new(id=draft.id, phone="5201234", community_id=PEONY, category="B1", text="不热"))
    at.keeper.put(draft)
    at.keeper.choose(draft.id)
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    assert at.sent[0].complaint.id == draft.id
    assert len(look_for(city.seat("op1"), "不热")) == 1


def test_what_was_typed_and_taken_back_leaves_nothing(qtbot, at, data_folder):
    with qtbot.waitSignal(at.keeper.kept):
        qtbot.keyClicks(at.form.phone.field, "5")
    qtbot.keyClick(at.form.phone.field, Qt.Key.Key_Backspace)
    at.keeper.choose(None)
    at.jobs.close()
    spool = Spool(data_folder, "op1")
    assert spool.drafts() == []
    spool.close()


def test_what_is_refused_after_a_cut_becomes_a_draft_again_and_says_why(qtbot, form_for, city, data_folder):
    seat = city.seat("op1")
    draft = Draft(begun_at=seat.now(), phone="5201234", text="不热")
    spool = Spool(data_folder, "op1")
    spool.queue(draft, new(id=draft.id, community_id=999), Wish.DISPATCH, seat.now())
    spool.close()
    at = form_for(seat)
    qtbot.waitUntil(lambda: bool(at.keeper.drafts))
    assert at.keeper.queued == []
    assert "没有这个小区" in at.keeper.drafts[0].refused
    at.keeper.choose(draft.id)
    assert "没有这个小区" in at.form.parts._error.text()
    assert at.form.text.field.toPlainText() == "不热"
