"""What is no matter of heating is taken down and sent to the right door in one act, by one key, at the form."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.complaints import show
from app.records import Act, State
from form_seat import ctrl_enter, enter, fill, write


def press(qtbot, key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def listed(at) -> list[str]:
    return [one.name for one in at.form.door.door.list.choices]


def sent(qtbot, at):
    qtbot.waitUntil(lambda: at.sent != [])
    return show(at.keeper.seat, at.sent[-1].complaint.id)


def test_a_lift_is_taken_down_and_referred_by_one_key(qtbot, at):
    fill(qtbot, at.form, category="", text="电梯坏了没人修。")
    press(qtbot, Qt.Key.Key_F9)
    assert at.form.door.isVisible()
    assert at.form.category.key == "D4"  # what has no category yet is none of ours
    assert listed(at)[0] == "市场监督管理部门"  # what the caller spoke of stands first
    assert listed(at)[1:3] == ["公安 110", "消防 119"]  # then emergencies
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Up)
    enter(qtbot)
    assert "请拨打 12345 说明情况" in at.form.door.say.text()
    assert at.form.door.say.isVisible()
    ctrl_enter(qtbot)
    gone = sent(qtbot, at)
    assert (gone.state, gone.referred_to, gone.category) == (State.REFERRED, "market", "D4")
    assert [event.act for event in gone.events] == [Act.TAKE, Act.REFER]
    assert gone.events[-1].note.startswith("市场监督管理部门：")
    assert at.said[-1].endswith("已转办")
    assert at.keeper.drafts == []


def test_a_call_of_no_community_is_referred_with_the_place_as_said(qtbot, at):
    write(at.form.phone.field, "13853000001")
    at.form.place.field.setFocus()
    write(at.form.place.field, "银座商城扶梯")
    write(at.form.text.field, "扶梯坏了没人修。")
    press(qtbot, Qt.Key.Key_F9)
    write(QApplication.focusWidget(), "电梯")
    at.form.door.door.field.setFocus()
    enter(qtbot)
    ctrl_enter(qtbot)
    gone = sent(qtbot, at)
    assert (gone.state, gone.community_id, gone.place) == (State.REFERRED, None, "银座商城扶梯")


def test_people_in_a_lift_are_the_fire_brigade_s(qtbot, at):
    fill(qtbot, at.form, category="", text="电梯困人了，里面有孩子。")
    press(qtbot, Qt.Key.Key_F9)
    assert listed(at)[:2] == ["消防 119", "市场监督管理部门"]
    write(QApplication.focusWidget(), "电梯困人")
    enter(qtbot)
    assert at.form.door.say.text().startswith("119  请马上离开现场")
    assert at.form.door.say.property("look") == "strong-danger"


def test_choosing_the_category_opens_the_door_and_ctrl_enter_asks_for_it(qtbot, at):
    fill(qtbot, at.form, category="d4", text="自来水停了。")
    assert at.form.door.isVisible()
    assert at.form.text.field.hasFocus()  # the words first
    ctrl_enter(qtbot)
    qtbot.waitUntil(at.form.door.error.isVisible)
    assert "转办单位" in at.form.door.error.text()
    assert at.form.door.door.field.hasFocus()
    assert at.sent == []
    write(QApplication.focusWidget(), "自来水")
    enter(qtbot)
    ctrl_enter(qtbot)
    assert sent(qtbot, at).referred_to == "water"


def test_not_accepted_needs_its_reason(qtbot, at):
    fill(qtbot, at.form, text="法院判了退费，怎么还不到账？")
    press(qtbot, Qt.Key.Key_F9)
    assert at.form.category.key == "B1"  # chosen before, and kept
    write(QApplication.focusWidget(), "判决执行")
    enter(qtbot)
    at.form.door.refuses.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert at.form.door.field.hasFocus()
    ctrl_enter(qtbot)
    qtbot.waitUntil(at.form.door.error.isVisible)
    assert "不予受理的原因" in at.form.door.error.text()
    write(at.form.door.field, "已经起诉，等法院执行")
    ctrl_enter(qtbot)
    gone = sent(qtbot, at)
    assert (gone.state, gone.referred_to, gone.events[-1].note) == (State.REFUSED, "court", "已经起诉，等法院执行")
    assert at.said[-1].endswith("已登记为不予受理")


def test_esc_folds_it_with_its_words_and_the_call_can_still_be_dispatched(qtbot, at):
    fill(qtbot, at.form)
    press(qtbot, Qt.Key.Key_F9)
    write(QApplication.focusWidget(), "物业服务")
    enter(qtbot)
    write(QApplication.focusWidget(), "已告知找物业")
    assert at.form.back()
    assert at.form.parts.buttons.isVisible()
    assert at.keeper.drafts[0].door == "housing"
    at.form.open_door()
    assert (at.form.door.authority, at.form.door.field.text()) == ("housing", "已告知找物业")
    at.form.back()
    ctrl_enter(qtbot)
    assert sent(qtbot, at).state is State.DISPATCHED


@pytest.mark.parametrize(
    ("login", "refers", "refuses"), [("op2", True, True), ("net1", True, False), ("a1", False, False)]
)
def test_who_may(qtbot, form_for, city, login, refers, refuses):
    made = form_for(city.seat(login))
    made.keeper.begin()
    made.form.open_door()
    assert made.form.door.isVisible() is refers
    assert made.form.door.refuses.isVisible() is refuses
