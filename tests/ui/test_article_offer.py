"""An answer beside the form: it fits while one types, one key uses it, and what was told is kept with the complaint."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import knowledge, knowledge_reports
from app.complaints import show
from app.knowledge import find_article
from app.records import Act, State
from form_seat import compose, ctrl_enter, fill, write


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.fixture
def offer(qtbot, at):
    offer = at.form.knowledge.offer
    qtbot.waitUntil(lambda: bool(offer._index.all))
    return offer


def ask(qtbot, at, category="d2", text="想问几号供暖"):
    fill(qtbot, at.form, category=category, text="")
    at.form.text.field.setFocus()
    write(at.form.text.field, text)


def test_a_question_is_answered_with_one_key(qtbot, at, offer):
    assert offer.isHidden()
    ask(qtbot, at)
    article = find_article(at.keeper.seat, 1)
    assert offer.current == article
    assert article.question in offer.title.text()
    assert (offer.words.text(), offer.source.text()) == (article.answer, "菏泽市供热条例第二十条（见原文）")
    press(qtbot, Qt.Key.Key_F6)
    assert at.form.answer.words == article.answer
    assert offer.title.text().startswith("✓ 已用")
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    stored = show(at.keeper.seat, at.sent[0].complaint.number)
    assert (stored.state, stored.answer) == (State.ANSWERED, article.answer)
    assert stored.events[-1].detail["articles"][0]["number"] == 1
    assert knowledge.read_uses(at.keeper.seat, article.id)[0].number == stored.number


def test_what_is_told_before_a_dispatch_does_not_close_it(qtbot, at, offer):
    ask(qtbot, at, "b1", "暖气片有水声，上热下凉")
    assert "排气" in offer.current.question
    answer = offer.current.answer
    press(qtbot, Qt.Key.Key_F6)
    assert at.form.answer.isHidden()
    at.keeper.choose(at.form._draft.id)  # shown anew, as after a look at another draft
    assert at.form.answer.isHidden()
    at.form.text.field.setFocus()
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    stored = show(at.keeper.seat, at.sent[0].complaint.number)
    assert stored.state is State.DISPATCHED
    assert [one.note for one in stored.events if one.act is Act.NOTE] == [answer]


def test_pressed_again_it_is_taken_back(qtbot, at, offer):
    ask(qtbot, at)
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, Qt.Key.Key_F6)
    assert (at.form.answer.words, at.form._draft.told) == ("", ())
    assert not offer.title.text().startswith("✓")


def test_another_one_takes_the_place_of_an_untouched_answer_and_joins_a_typed_one(qtbot, at, offer):
    ask(qtbot, at, "b3", "想测温")
    first = offer.current
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, Qt.Key.Key_F7)
    second = offer.current
    assert second != first
    press(qtbot, Qt.Key.Key_F6)
    assert at.form._draft.answer == second.answer
    assert len(at.form._draft.told) == 1
    press(qtbot, Qt.Key.Key_F12)
    write(at.form.answer.field, "已约明早。")
    press(qtbot, Qt.Key.Key_F7)
    third = offer.current
    press(qtbot, Qt.Key.Key_F6)
    words = at.form._draft.answer
    assert words.endswith(f"\n{third.answer}")
    assert "已约明早。" in words
    assert len(at.form._draft.told) == 2


def test_the_one_gone_on_to_stays_while_the_words_go_on(qtbot, at, offer):
    ask(qtbot, at, "b1", "不热")
    press(qtbot, Qt.Key.Key_F7)
    chosen = offer.current
    write(at.form.text.field, "，家里有老人")
    assert offer.current == chosen


def test_a_candidate_of_the_input_method_is_not_cut_off(qtbot, at, offer):
    ask(qtbot, at)
    compose(at.form.text.field, "nuan")
    press(qtbot, Qt.Key.Key_F6)
    assert at.form._draft.told == ()


def test_nothing_fits(qtbot, at, offer):
    fill(qtbot, at.form, category="", text="")
    press(qtbot, Qt.Key.Key_F6)
    assert at.said == ["没有合适的问答，Ctrl Shift R 可报告缺哪一条"]


def test_a_wrong_answer_is_reported_and_a_missing_one(qtbot, at, offer):
    ask(qtbot, at)
    press(qtbot, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    row = at.form.knowledge.report_row
    assert QApplication.focusWidget() is row.field
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(row.error.isVisible)
    write(row.field, "今年提前到十日")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(row.isHidden)
    assert at.said == ["已报告：1 号问答有误"]
    assert QApplication.focusWidget() is at.form.text.field, "one goes on with the complaint"
    press(qtbot, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    write(row.field, "交费卡")
    assert at.form.back()  # Esc: the words stay
    at.form.knowledge.begin_report(True)
    assert row.field.text() == "交费卡"
    press(qtbot, Qt.Key.Key_Return)
    at.form.phone.field.setFocus()  # gone on before it is stored
    qtbot.waitUntil(row.isHidden)
    assert QApplication.focusWidget() is at.form.phone.field
    found = knowledge_reports.list_reports(at.keeper.seat)
    assert [(one.number, one.text) for one in found] == [(1, "今年提前到十日"), (None, "交费卡")]


def test_in_the_outbox_the_version_that_was_told_is_kept(qtbot, at, offer):
    ask(qtbot, at)
    press(qtbot, Qt.Key.Key_F6)
    told = at.form._draft.told
    at.keeper.flush()
    qtbot.waitUntil(lambda: [one.told for one in at.keeper._spool().drafts()] == [told])


def test_in_a_low_window_the_question_alone_is_shown(qtbot, at, offer):
    ask(qtbot, at)
    assert offer.words.isVisible()
    at.form.resize(at.form.width(), 480)
    assert offer.isVisible()
    assert not offer.words.isVisible()


def test_who_is_sent_to_another_door_needs_the_room(qtbot, at, offer):
    ask(qtbot, at, "b1", "不热")
    assert offer.isVisible()
    press(qtbot, Qt.Key.Key_F9)
    assert not offer.isVisible()
    at.form.back()
    assert offer.isVisible()
