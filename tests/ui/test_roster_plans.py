"""Crews, patterns and plans at the section 排班, put and retired by keyboard; what is wrong is said in place."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import roster
from app.crews import list_crews, team
from app.shift_plans import list_patterns, list_plans
from at_window import press, write
from ui.roster_pane import RosterPane
from ui.shift_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier


def pane_of(qtbot, window):
    at = window.header.pages.index("班次")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    found = window.pages.widget(at).open(Section.ROSTER)
    assert isinstance(found, RosterPane)
    qtbot.waitUntil(lambda: found.week is not None)
    return found


@pytest.fixture
def window(open_window):
    return open_window("sup1")


@pytest.fixture
def pane(qtbot, window):
    return pane_of(qtbot, window)


def opened(qtbot, window, pane, key, modifiers=Qt.KeyboardModifier.NoModifier):
    press(qtbot, window, key, modifiers)
    qtbot.waitUntil(lambda: pane.strip is not None)
    return pane.strip


def crew(seat, number, company=None):
    return [one.duty for one in list_crews(seat, company) if one.crew == number]


def test_a_crew_is_put_changed_and_retired(qtbot, window, pane):
    strip = opened(qtbot, window, pane, Qt.Key.Key_F5)
    before = crew(window.seat, 1)
    assert strip.field.toPlainText().count("、") == len(before) - 1
    press(qtbot, window, Qt.Key.Key_8)
    assert strip.field.hasFocus()
    people = team(window.seat)
    moved, other = people[0], people[1]
    write(QApplication.focusWidget(), f"{moved.login} 1、不认识 2")
    assert "没有“不认识”" in strip.told.text()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["members"].error.isVisible)
    strip.field.setPlainText(f"{moved.login} 1、{other.name} 9")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "9 号座席" in strip.rows["members"].error.text())
    strip.field.setPlainText(f"{moved.login} 1、{other.name} ★")
    assert "移来" in strip.told.text()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert [(one.person_id, one.seat_number, one.leader) for one in crew(window.seat, 8)] == [
        (moved.id, 1, False),
        (other.id, None, True),
    ]
    assert pane.grid.hasFocus()
    strip = opened(qtbot, window, pane, Qt.Key.Key_F5)
    press(qtbot, window, Qt.Key.Key_8)
    strip.field.setPlainText("")
    assert "撤销八组" in strip._submit.text()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert crew(window.seat, 8) == []


def test_a_pattern_is_put_and_a_team_works_by_it_from_a_day_on(qtbot, window, pane):
    strip = opened(qtbot, window, pane, Qt.Key.Key_L, CTRL)
    press(qtbot, window, Qt.Key.Key_1)
    assert strip.name.hasFocus()
    write(QApplication.focusWidget(), "两班四组")
    strip.slots.setText("白班 7-19 夜班 19-7")
    strip.cycle.setText("白夜休")
    strip.crews.setText("4")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["cycle"].error.isVisible)
    strip.cycle.setText("白夜休休")
    assert strip.told.text() == "4 个班组，4 天一轮：白 夜 休 休；每天 白班 07:00–19:00、夜班 19:00–次日 07:00"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    made = list_patterns(window.seat)["own_1"]
    assert (made.name, made.crews, made.cycle) == ("两班四组", 4, (1, 2, 0, 0))
    strip = opened(qtbot, window, pane, Qt.Key.Key_R, CTRL)
    write(QApplication.focusWidget(), "今天")
    strip.pattern.choose("own_1")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["day"].error.isVisible)
    assert "明天或以后" in strip.rows["day"].error.text()
    day = pane.today + timedelta(days=9)
    strip.day.setText(f"{day.month}月{day.day}日")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert "人次；请按新班制生成" in window.status._message.text()
    assert (None, day, "own_1") in [(one.company_id, one.starts_on, one.pattern) for one in list_plans(window.seat)]
    assert f"{roster.read_days(window.seat, day, day)[-1].name}" == "夜班"


def test_a_pattern_that_is_used_stays(qtbot, window, pane):
    strip = opened(qtbot, window, pane, Qt.Key.Key_L, CTRL)
    press(qtbot, window, Qt.Key.Key_3)
    strip.name.setText("改名")
    strip.code.setText("three_by_two")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["code"].error.isVisible)
    assert "另建一个班制" in strip.rows["code"].error.text()


def test_a_company_has_its_crews_and_its_plan_but_no_new_pattern(qtbot, open_window):
    window = open_window("a1")
    pane = pane_of(qtbot, window)
    assert pane.head._buttons["edit_crews"].isVisible()
    assert not pane.head._buttons["new_pattern"].isVisible()
    company = pane.company_id
    strip = opened(qtbot, window, pane, Qt.Key.Key_F5)
    press(qtbot, window, Qt.Key.Key_2)
    strip.field.setPlainText("a2 2")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert [one.seat_number for one in crew(window.seat, 2, company)] == [2]
    strip = opened(qtbot, window, pane, Qt.Key.Key_R, CTRL)
    day = pane.today + timedelta(days=5)
    strip.day.setText(str(day))
    strip.pattern.choose("four_by_three")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    assert roster.read_days(window.seat, day, day, company)[0].name in ("夜班", "早班")
    assert roster.read_days(window.seat, day, day)[0].name == "白班"


def test_every_strip_fits_the_smallest_screen(qtbot, window, pane):
    window.resize(1093, 580)  # 1366×768 at 125 %, less the task bar
    for key, modifiers in ((Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_L, CTRL), (Qt.Key.Key_R, CTRL)):
        opened(qtbot, window, pane, key, modifiers)
        window.resize(1093, 580)
        assert (window.width(), window.height()) == (1093, 580)
        press(qtbot, window, Qt.Key.Key_Escape)
        assert pane.strip is None


def test_what_has_the_focus_in_a_long_strip_is_in_sight(qtbot, window, pane):
    window.resize(1093, 580)
    strip = opened(qtbot, window, pane, Qt.Key.Key_L, CTRL)
    window.resize(1093, 580)
    strip.reason.setFocus()
    beside = pane.head._beside
    below = strip.reason.mapTo(beside.viewport(), strip.reason.rect().bottomLeft()).y()
    assert 0 < below <= beside.viewport().height()
