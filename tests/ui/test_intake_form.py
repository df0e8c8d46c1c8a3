"""The form of a new complaint on the real database: by keyboard alone, in the order of the conversation."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.complaints import show
from app.records import Channel, State
from form_seat import compose, ctrl_enter, enter, fill, write
from small_city import NOBODYS, PEONY

CONTROL = Qt.KeyboardModifier.ControlModifier


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
        ("text", "不热\x07", "控制字符"),
        ("phone", "5201234、5201235", "一次填一个"),
        ("flat", "3-2-" + "5" * 30, "太长"),
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


def test_one_answer_after_another(qtbot, at):
    for words in ("三月十五日停暖。", "十一月十五日供暖。"):
        at.keeper.begin()
        fill(qtbot, at.form, category="d2", text="什么时候？")
        write(at.form.answer.field, words)
        ctrl_enter(qtbot)
        qtbot.waitUntil(lambda words=words: bool(at.sent) and at.sent[-1].complaint.answer == words)
    assert len(at.sent) == 2


def test_leaving_the_field_closes_its_list_and_keeps_the_words(qtbot, at):
    field = at.form.place.field
    field.setFocus()
    qtbot.keyClicks(field, "m")
    assert field.choosing
    qtbot.mouseClick(at.form.text.field.viewport(), Qt.MouseButton.LeftButton)
    assert not field.choosing
    assert (field.text(), at.form.place.key) == ("m", None)


def test_tab_takes_what_is_certain_only(qtbot, at):
    field = at.form.place.field
    field.setFocus()
    qtbot.keyClicks(field, "m")  # two begin so
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert at.form.place.key is None
    field.setFocus()
    qtbot.keyClicks(field, "dhy")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert at.form.place.key == PEONY
    assert at.form.flat.field.hasFocus()


def test_the_mouse_chooses_from_the_list(qtbot, at):
    field, choices = at.form.place.field, at.form.place.list
    field.setFocus()
    qtbot.keyClicks(field, "m")
    second = choices.choices[1]
    spot = choices.visualRect(choices.model().index(1)).center()
    qtbot.mouseClick(choices.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert at.form.place.key == second.key
    assert field.text() == second.name
