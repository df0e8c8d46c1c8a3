"""The form of a new complaint on the real database: by keyboard alone, and nothing typed is ever lost."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.complaints import look_for, show
from app.intake import take
from app.records import Channel, State
from app.seat import open_seat
from app.sending import Sent
from app.spool import Spool
from cable import Cable
from db import schema
from servers import PASSWORD
from small_city import NOBODYS, PEONY, new
from ui.draft_keeper import DraftKeeper
from ui.intake_form import IntakeForm
from ui.jobs import Jobs
from ui.place_picker import PlaceIndex
from ui.style import start_style

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Seat:
    """A form with what stands behind it."""

    form: IntakeForm
    keeper: DraftKeeper
    jobs: Jobs
    sent: list[Sent]
    said: list[str]


@pytest.fixture
def seats(qtbot, qapp, data_folder):
    """``seats(seat)``: a form at work for a signed-in seat; forms of one person share one data folder."""
    start_style(qapp)
    opened = []

    def enter(seat):
        jobs = Jobs()
        keeper = DraftKeeper(seat, jobs, data_folder)
        index = PlaceIndex(seat, jobs)
        form = IntakeForm(keeper, index, jobs)
        qtbot.addWidget(form)
        made = Seat(form, keeper, jobs, [], [])
        form.sent.connect(made.sent.append)
        form.said.connect(made.said.append)
        opened.append(made)
        with qtbot.waitSignals([index.ready, keeper.changed]):
            keeper.start()
        form.resize(430, 600)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return made

    yield enter
    for made in opened:
        made.jobs.close()


@pytest.fixture
def at(seats, city):
    made = seats(city.seat("op1"))
    made.keeper.begin()
    return made


def compose(field, pinyin):
    QApplication.sendEvent(field, QInputMethodEvent(pinyin, []))


def write(field, words):
    """As an input method commits it; QTest types ASCII only."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def enter(qtbot, widget=None):
    qtbot.keyClick(widget or QApplication.focusWidget(), Qt.Key.Key_Return)


def fill(qtbot, form, phone="13853000001", flat="3-2-501", category="b1", text="客厅 14 度，家有老人。"):
    """The whole conversation by keyboard, each field left with Enter."""
    qtbot.keyClicks(form.phone.field, phone)
    enter(qtbot)
    qtbot.keyClicks(form.place.field, "mdhy")
    enter(qtbot)
    qtbot.keyClicks(form.flat.field, flat)
    enter(qtbot)
    qtbot.keyClicks(form.category.field, category)
    enter(qtbot)
    write(form.text.field, text)


def ctrl_enter(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)


def test_a_call_is_taken_down_by_keyboard_and_dispatched(qtbot, at):
    form = at.form
    assert form.phone.field.hasFocus()
    fill(qtbot, form)
    assert form.phone.side.text().startswith("移动")
    assert form.place.field.text() == "牡丹花园"
    assert form.flat.side.text() == "永恒 · 站 018"
    assert form.category.field.text() == "B1 不热、温度低（单户）"
    assert "小时内" in form.category.side.text()
    assert form.text.field.hasFocus()
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    (sent,) = at.sent
    stored = show(at.keeper.seat, sent.complaint.number)
    assert (stored.state, stored.place, stored.category) == (State.DISPATCHED, "牡丹花园 3-2-501", "B1")
    assert stored.contact.phone == "+8613853000001"
    assert sent.slip.number == f"{stored.number}-1"
    assert at.keeper.drafts == []
    assert at.said == [f"{stored.number} 已派单，永恒热力有限公司，{sent.slip.limit_words}"]


def test_arrows_choose_and_esc_closes_the_list_only(qtbot, at):
    field = at.form.place.field
    qtbot.keyClicks(field, "m")
    names = [choice.name for choice in at.form.place.list.choices]
    assert len(names) > 1
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert at.form.place.list.isHidden()
    assert field.text() == "m"
    assert len(at.keeper.drafts) == 1
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    enter(qtbot, field)
    assert field.text() == names[1]
    assert at.form.flat.field.hasFocus()


def test_enter_that_commits_a_candidate_neither_chooses_nor_moves(qtbot, at):
    field = at.form.place.field
    field.setFocus()
    qtbot.keyClicks(field, "m")
    compose(field, "mudan")
    enter(qtbot, field)
    assert at.form.place.key is None
    assert field.hasFocus()
    field.clear()
    write(field, "牡丹")
    assert at.form.place.list.current.name == "牡丹花园"
    enter(qtbot, field)
    assert at.form.place.key == PEONY


def test_ctrl_enter_while_composing_dispatches_nothing(qtbot, at):
    fill(qtbot, at.form)
    compose(at.form.text.field, "hai")
    ctrl_enter(qtbot)
    assert not at.form._sending
    write(at.form.text.field, "还有一位婴儿")
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    assert at.sent[0].complaint.text.endswith("还有一位婴儿")


def test_enter_in_the_words_is_a_new_line_and_tab_goes_on(qtbot, at):
    text = at.form.text.field
    text.setFocus()
    write(text, "客厅 14 度")
    enter(qtbot)
    write(text, "卧室 13 度")
    assert text.toPlainText() == "客厅 14 度\n卧室 13 度"
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert at.form.flags.secret.hasFocus()


def test_tab_walks_in_the_order_of_the_conversation(qtbot, at):
    form, flags = at.form, at.form.flags
    form.phone.field.setFocus()
    walked = [QApplication.focusWidget()]
    for _ in range(13):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    wanted = [form.phone.field, form.place.field, form.flat.field, form.category.field, form.text.field]
    wanted += [flags.secret, flags.no_reply, *flags.vulnerable.values(), flags.caller.field, *flags.floors.values()]
    assert walked == wanted


def test_a_changed_name_is_chosen_no_more(qtbot, at):
    fill(qtbot, at.form)
    at.form.place.field.setFocus()
    qtbot.keyClick(at.form.place.field, Qt.Key.Key_Backspace)
    assert at.keeper.drafts[0].community_id is None
    assert at.form.flat.side.text() == ""
    ctrl_enter(qtbot)
    qtbot.waitUntil(at.form.place.error.isVisible)
    assert "“牡丹花”还没有选定" in at.form.place.error.text()
    assert at.form.place.field.hasFocus()


@pytest.mark.parametrize(
    ("row", "typed", "said"),
    [
        ("phone", "13a", "电话"),
        ("flat", "单元", "几单元"),
        ("text", "", "请填写诉求内容"),
        ("text", "暖" * 4001, "太长"),
        ("phone", "", "电话"),
    ],
)
def test_bad_input_is_told_at_its_field_and_stays(qtbot, at, row, typed, said):
    fill(qtbot, at.form)
    field = getattr(at.form, row).field
    field.clear()
    write(field, typed)
    before = replace(at.keeper.drafts[0], kept_at=None)
    ctrl_enter(qtbot)
    error = getattr(at.form, row).error
    qtbot.waitUntil(lambda: error.isVisible() and not at.form._sending)
    assert said in error.text()
    assert field.property("bad")
    assert replace(at.keeper.drafts[0], kept_at=None) == before
    assert at.sent == []
    qtbot.waitUntil(field.hasFocus)
    write(field, "3")
    assert error.isHidden()


def test_a_pause_in_typing_puts_the_draft_on_disk(qtbot, at, data_folder):
    qtbot.keyClicks(at.form.phone.field, "5201234")
    with qtbot.waitSignal(at.keeper.kept):
        pass
    assert at.form.parts._saved.text().startswith("已自动存稿 ")
    spool = Spool(data_folder, "op1")
    assert [one.phone for one in spool.drafts()] == ["5201234"]
    spool.close()


def test_several_drafts_live_side_by_side_and_come_back(qtbot, seats, at, city):
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
    again = seats(city.seat("op1"))
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
    assert at.form.history.first_open is None


def test_a_report_of_theft_is_secret_of_itself(qtbot, at):
    fill(qtbot, at.form, category="d1")
    assert at.form.flags.secret.isChecked()
    assert at.keeper.drafts[0].secret


def test_a_question_is_answered_at_once(qtbot, at):
    fill(qtbot, at.form, category="d2", text="什么时候停暖？")
    assert at.form.answer.isVisible()
    ctrl_enter(qtbot)
    qtbot.waitUntil(at.form.answer.error.isVisible)
    assert "答复内容" in at.form.answer.error.text()
    assert at.form.answer.field.hasFocus()
    write(at.form.answer.field, "三月十五日停暖。")
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    stored = show(at.keeper.seat, at.sent[0].complaint.id)
    assert (stored.state, stored.answer) == (State.ANSWERED, "三月十五日停暖。")


def test_f12_asks_for_the_answer_and_esc_folds_it_with_its_words(qtbot, at):
    fill(qtbot, at.form)
    qtbot.keyClick(at.form, Qt.Key.Key_F12)
    assert at.form.answer.field.hasFocus()
    write(at.form.answer.field, "已告知")
    assert at.form.back()
    assert at.form.answer.isHidden()
    assert not at.form.back()
    assert at.keeper.drafts[0].answer == "已告知"


def test_another_channel_asks_for_its_number(qtbot, at):
    flags = at.form.flags
    assert flags.outside.isHidden()
    flags._on_channel(Channel.GOVERNMENT)
    assert flags.outside.field.hasFocus()
    qtbot.keyClicks(flags.outside.field, "DH-2026-7")
    assert at.keeper.drafts[0].channel is Channel.GOVERNMENT
    assert at.keeper.drafts[0].outside_number == "DH-2026-7"


def test_where_nobody_heats_it_is_taken_and_waits(qtbot, at, city):
    at.keeper.begin(community_id=NOBODYS)
    form = at.form
    assert form.place.field.text() == "无名大院"
    qtbot.keyClicks(form.phone.field, "5201234")
    qtbot.keyClicks(form.category.field, "b1")
    enter(qtbot, form.category.field)
    write(form.text.field, "全院停暖")
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    assert show(city.seat("op1"), at.sent[0].complaint.id).state is State.WAITING
    assert "未派单" in at.said[0]


def test_without_the_database_it_waits_and_is_sent_once(qtbot, seats, server, city):
    cable = Cable(server.host, server.port)
    seat = open_seat(schema.words(server.host, cable.port, database=city.database), "op1", PASSWORD)
    at = seats(seat)
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
