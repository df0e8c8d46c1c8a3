"""The section 公告: issued, changed and withdrawn by keyboard, refused at the field, heard at every seat."""

from datetime import timedelta

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import notices
from app.notice_checks import NewNotice
from app.notice_words import NoticeKind, NoticeReach
from app.rules import CITY_TIME
from at_window import press, write
from ui.knowledge_sections import Section
from ui.notice_columns import Standing

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


@pytest.fixture(autouse=True)
def nothing_announced(server, sample):
    """The demonstration's own notices are out of the way."""
    with psycopg.connect(server.owner(sample), autocommit=True) as connection:
        connection.execute("TRUNCATE notice, notice_version")


def pane_of(qtbot, window):
    at = window.header.pages.index("知识")
    press(qtbot, window, Qt.Key(KEY.Key_1 + at), CTRL)
    pane = window.pages.widget(at).open(Section.NOTICES)
    qtbot.waitUntil(lambda: pane.hasFocus() or pane.table.hasFocus())
    return pane


def community(seat, name="牡丹花园"):
    return next(one for one in seat.directory.communities.values() if one.name == name)


def issue(seat, **fields):
    now = seat.now()
    given = {
        "kind": NoticeKind.PLANNED_STOP,
        "reach": NoticeReach.COMMUNITY,
        "places": (community(seat).id,),
        "begins_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(hours=20),
        "text": "因换热站检修停热，请做好防冻。",
    }
    return notices.add_notice(seat, NewNotice(**(given | fields)))


@pytest.mark.parametrize("login", ["op1", "lia1", "net1", "admin", "a1", "sup1"])
def test_who_has_the_page(open_window, login):
    assert "知识" in open_window(login).header.pages


def test_a_notice_is_issued_by_keyboard_and_heard_at_another_seat(qtbot, open_window):
    sup, op = open_window("sup1"), open_window("op1")
    there = pane_of(qtbot, op)
    pane = pane_of(qtbot, sup)
    press(qtbot, sup, KEY.Key_N, CTRL)
    strip = pane.strip
    assert strip is not None
    press(qtbot, sup, KEY.Key_3)  # 计划停热
    press(qtbot, sup, KEY.Key_4)  # 小区
    write(QApplication.focusWidget(), "牡丹花园")
    press(qtbot, sup, KEY.Key_Return)
    assert "已选 牡丹花园" in strip.place.side.text()
    for name in ("buildings", "area", "begins_at"):
        press(qtbot, sup, KEY.Key_Return)
        assert QApplication.focusWidget() is strip.rows[name].field
    write(QApplication.focusWidget(), "明天 6:30")
    write(strip.rows["ends_at"].field, "80小时")
    write(strip.text, "因换热站检修停热一天，请做好防冻。")
    press(qtbot, sup, KEY.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["late_reason"].error.isVisible)  # HZ 17: less than two days ahead
    assert "第十七条" in strip.rows["late_reason"].error.text()
    write(strip.late, "管道渗漏，须提前检修")
    press(qtbot, sup, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and pane.notice is not None)
    assert (pane.notice.text, pane.notice.basis) == ("因换热站检修停热一天，请做好防冻。", "菏泽市供热条例第十七条")
    qtbot.waitUntil(lambda: [one.number for one in there.model.rows] == [pane.notice.number])
    assert there.buttons["change_notice"].isHidden()
    assert there.buttons["new_notice"].isHidden()


def test_it_is_changed_and_withdrawn_with_the_reason_and_found_again(qtbot, open_window):
    window = open_window("sup1")
    made = issue(window.seat)
    pane = pane_of(qtbot, window)
    qtbot.waitUntil(lambda: pane.notice is not None and pane.notice.id == made.id)
    press(qtbot, window, KEY.Key_F4)
    strip = pane.strip
    strip.text.setPlainText("检修延长，明晨恢复，请做好防冻。")
    write(strip.note, "检修延长")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and "第 2 版" in pane.about.text())
    assert "检修延长" in pane.about.text()
    press(qtbot, window, KEY.Key_F9)
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(pane.strip.error.isVisible)
    write(pane.strip.field, "提前修好了")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None and not pane.model.rows)
    assert pane.count.text() == "没有公告"
    press(qtbot, window, KEY.Key_L, CTRL)
    qtbot.waitUntil(lambda: pane.notice is not None)
    assert pane.model.columns[0].text(pane.notice) == Standing.WITHDRAWN
    assert "撤回：提前修好了" in pane.about.text()


def test_an_overlapping_one_is_refused_at_its_beginning_and_nothing_typed_is_lost(qtbot, open_window):
    window = open_window("sup1")
    made = issue(window.seat)
    pane = pane_of(qtbot, window)
    press(qtbot, window, KEY.Key_N, CTRL)
    strip = pane.strip
    strip.kind.choose(made.kind)
    strip.reach.choose(made.reach)
    strip._on_reach()
    strip._on_place(made.places[0])
    write(strip.rows["begins_at"].field, "1小时")
    write(strip.rows["ends_at"].field, "2小时")
    write(strip.text, "又要停热，请做好防冻。")
    press(qtbot, window, KEY.Key_Return, CTRL)
    row = strip.rows["begins_at"]
    qtbot.waitUntil(row.error.isVisible)
    assert made.number in row.error.text()
    assert (row.field.text(), strip.text.toPlainText()) == ("1小时", "又要停热，请做好防冻。")
    assert len(notices.list_notices(window.seat)) == 1


def test_a_company_issues_for_its_own_only_and_a_sudden_stop_reminds_of_the_authority(qtbot, open_window):
    window = open_window("a1")
    pane = pane_of(qtbot, window)
    press(qtbot, window, KEY.Key_N, CTRL)
    strip = pane.strip
    assert NoticeReach.CITY not in strip.reach._values
    press(qtbot, window, KEY.Key_4)  # 突发停热
    press(qtbot, window, KEY.Key_1)  # 热力公司: its own
    assert strip._places == [window.seat.person.company_id]
    write(strip.rows["begins_at"].field, "10分钟前")
    write(strip.text, "主管网漏水抢修，恢复时间另行通知。")
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["begins_at"].error.isVisible)
    began = window.seat.now().astimezone(CITY_TIME).replace(second=0, microsecond=0) - timedelta(minutes=20)
    strip.rows["begins_at"].field.setText(f"{began:%H:%M}")
    said = []
    pane.failed.connect(said.append)
    press(qtbot, window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert any("向供热主管部门报告" in words for words in said)
    qtbot.waitUntil(lambda: pane.notice is not None)
    assert "恢复为止" in pane.model.columns[4].text(pane.notice)
    assert pane.notice.begins_at == began  # not tomorrow's


def test_the_words_go_on_the_clipboard(qtbot, open_window, sign_in):
    made = issue(sign_in("sup1"))
    window = open_window("op1")
    pane = pane_of(qtbot, window)
    qtbot.waitUntil(lambda: pane.notice is not None)
    press(qtbot, window, KEY.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == made.text
