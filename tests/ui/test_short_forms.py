"""The short form of a category at intake: after the category, by keyboard alone, kept whatever happens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.complaints import show
from app.records import State
from app.seat import open_seat
from cable import Cable
from db import schema
from form_days import last_day
from form_seat import compose, ctrl_enter, enter, fill, write
from servers import PASSWORD
from ui.form_fields import ChoiceField


def say(qtbot, form, category: str) -> None:
    """A call up to the category, left with Enter."""
    for field, words in ((form.phone.field, "13853000001"), (form.place.field, "mdhy"), (form.flat.field, "3-2-501")):
        qtbot.keyClicks(field, words)
        enter(qtbot)
    qtbot.keyClicks(form.category.field, category)
    enter(qtbot)


def field(form, key):
    row = form.fields.form.rows[key]
    return row if isinstance(row, ChoiceField) else row.field


def test_a_form_is_filled_in_by_keyboard_and_goes_on_the_slip(qtbot, at):
    form = at.form
    say(qtbot, form, "c2")
    assert field(form, "matter").row.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    assert field(form, "household").hasFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "A 0012")
    enter(qtbot)
    qtbot.keyClicks(QApplication.focusWidget(), "10-12")
    enter(qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    enter(qtbot)
    enter(qtbot)
    assert form.text.field.hasFocus()
    write(form.text.field, "今年不住，要报停。")
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    (sent,) = at.sent
    stored = show(at.keeper.seat, sent.complaint.number)
    assert stored.state is State.DISPATCHED
    assert stored.form == {"matter": "报停", "household": "A 0012", "written_on": last_day(10, 12), "arrears": "no"}
    assert sent.slip.form == ("事项 报停", "用热户号 A 0012", f"书面申请 {last_day(10, 12)}", "有欠费 否")


def test_an_ordinary_call_has_no_form(qtbot, at):
    fill(qtbot, at.form)
    assert at.form.fields.form.isHidden()
    assert at.form.text.field.hasFocus()


def test_a_form_may_stay_empty_and_a_choice_is_taken_back(qtbot, at):
    form = at.form
    say(qtbot, form, "c2")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    matter = field(form, "matter")
    matter.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert matter.value() == ""
    write(form.text.field, "问一下过户")
    form.text.field.setFocus()
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.sent))
    assert show(at.keeper.seat, at.sent[0].complaint.number).form == {}


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("written_on", "13-40", "没有“13-40”这一天"),
        ("area_new", "九十", "应是数"),
        ("household", "1" * 31, "太长：31 字"),
        ("matter", "", "还要有“事项”"),
    ],
)
def test_bad_input_is_told_at_its_field_and_stays(qtbot, at, key, typed, said):
    form = at.form
    say(qtbot, form, "c2")
    if key != "matter":
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
        write(field(form, key), typed)
    else:
        write(field(form, "household"), "A 0012")
    form.text.field.setFocus()
    write(form.text.field, "要报停")
    ctrl_enter(qtbot)
    row = form.fields.form.rows[key]
    qtbot.waitUntil(lambda: row.error.isVisible() and not form._sending)
    assert said in row.error.text()
    assert row.isAncestorOf(QApplication.focusWidget())
    assert at.keeper.drafts[0].form.get(key, "") == typed
    assert not at.sent


def test_enter_that_commits_a_candidate_stays_in_the_field(qtbot, at):
    say(qtbot, at.form, "c2")
    household = field(at.form, "household")
    household.setFocus()
    compose(household, "hu")
    enter(qtbot)
    assert household.hasFocus()


def test_what_was_typed_comes_back_with_the_draft_and_with_the_category(qtbot, form_for, at, city):
    form = at.form
    say(qtbot, form, "c2")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3)
    write(field(form, "household"), "A 0012")
    form.category.field.setFocus()
    form.category.field.selectAll()
    qtbot.keyClicks(form.category.field, "c3")
    enter(qtbot)
    assert field(form, "household").text() == "A 0012"  # the same question in another form
    form.category.field.setFocus()
    form.category.field.selectAll()
    qtbot.keyClicks(form.category.field, "c2")
    enter(qtbot)
    assert field(form, "matter").value() == "过户"
    at.keeper.flush()
    qtbot.waitUntil(lambda: at.keeper.drafts[0].kept_at is not None)
    again = form_for(city.seat("op1"))
    again.keeper.choose(again.keeper.drafts[0].id)
    assert field(again.form, "matter").value() == "过户"
    assert field(again.form, "household").text() == "A 0012"


def test_tab_walks_through_the_form(qtbot, at):
    form = at.form
    say(qtbot, form, "c5")
    form.category.field.setFocus()
    walked = []
    for _ in range(12):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
        if walked[-1] is form.text.field:
            break
    stops = [field(form, key) for key in ("household", "meter", "reading", "read_on")]
    assert [one for one in walked if one in stops] == stops
    assert walked[-1] is form.text.field
    assert any(field(form, "objection").isAncestorOf(one) for one in walked)


def test_who_is_liable_stands_below_the_form_with_its_article(qtbot, at):
    form = at.form
    say(qtbot, form, "c7")
    advice = form.fields.form.advice
    assert "第二十八条" in advice.text()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    write(field(form, "homes"), "100")
    write(field(form, "applicants"), "49")
    assert "责任参考：申请 49/100 户（49%），没有达到 50%，还差 1 户（菏泽市供热条例第二十六条）" in advice.text()
    field(form, "applicants").clear()
    write(field(form, "applicants"), "50")
    assert "企业：申请 50/100 户（50%），达到 50%，公司应当供热" in advice.text()


def test_hz_30_the_limit_at_the_category_follows_the_matter(qtbot, at):
    form = at.form
    say(qtbot, form, "c2")
    assert form.category.side.text() == "答复 3 天内"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    assert form.category.side.text() == "办理 7 天内"
    field(form, "matter").row.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3)
    assert form.category.side.text() == "答复 3 天内"


def test_a_form_waits_for_the_database_with_its_call_and_is_stored_once(qtbot, form_for, server, city):
    cable = Cable(server.host, server.port)
    seat = open_seat(schema.words(server.host, cable.port, database=city.database), "op1", PASSWORD)
    at = form_for(seat)
    at.keeper.begin()
    say(qtbot, at.form, "c2")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    write(field(at.form, "written_on"), "10月12日")
    write(at.form.text.field, "要报停")
    at.form.text.field.setFocus()
    cable.cut()
    ctrl_enter(qtbot)
    qtbot.waitUntil(lambda: bool(at.said))
    assert [one.form for one in at.keeper.queued] == [{"C2.matter": "报停", "written_on": "10月12日"}]
    cable.mend()
    with qtbot.waitSignal(at.keeper.replayed) as replayed:
        at.keeper.replay()
    (sent,) = replayed.args[0].sent
    assert sent.complaint.form == {"matter": "报停", "written_on": last_day(10, 12)}
    seat.close()
    cable.close()
