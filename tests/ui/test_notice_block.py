"""Notices beside the form and the community: what holds at the place chosen, and one key that answers with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import notices
from app.notice_checks import NewNotice
from app.notice_places import PublicNotice
from app.notice_words import NoticeKind, NoticeReach
from app.seat import Seat
from form_seat import FormSeat, enter
from small_city import LOTUS, PEONY, City
from ui.choice_list import Choice

TEXT = "因换热站检修停热，晚上八点前恢复。"


def issue(seat: Seat, hours: tuple[float, float] = (-1, 9), **fields: Any) -> PublicNotice:
    now = seat.now()
    given: dict[str, Any] = {
        "kind": NoticeKind.PLANNED_STOP,
        "reach": NoticeReach.COMMUNITY,
        "places": (PEONY,),
        "begins_at": now + timedelta(hours=hours[0]),
        "ends_at": now + timedelta(hours=hours[1]),
        "text": TEXT,
    }
    return notices.add_notice(seat, NewNotice(**(given | fields)))


def choose(qtbot: QtBot, at: FormSeat, name: str = "mdhy") -> None:
    at.form.place.field.setFocus()
    qtbot.keyClicks(at.form.place.field, name)
    enter(qtbot)


@pytest.fixture
def told(qtbot: QtBot, city: City, form_for: Callable[[Seat], FormSeat]) -> tuple[FormSeat, PublicNotice]:
    """op1 with a new draft, where PEONY is announced to be without heat."""
    made = issue(city.seat("sup1"))
    at = form_for(city.seat("op1"))
    qtbot.waitUntil(lambda: bool(at.form.notices._notices.all))
    at.keeper.begin()
    return at, made


def test_what_is_announced_for_the_community_chosen_stands_above_the_answers(
    qtbot: QtBot, told: tuple[FormSeat, PublicNotice]
) -> None:
    at, made = told
    block = at.form.notices
    assert block.isHidden()
    choose(qtbot, at)
    assert block.isVisible()
    assert block.title.text().startswith("公告 ▽ 计划停热 至 ")
    assert "牡丹花园" not in block.title.text()  # it stands above
    assert (block.words.text(), block.first) == (TEXT, made)
    side = at.form.knowledge
    assert side._column.indexOf(block) < side._column.indexOf(side.offer)


def test_one_key_answers_with_its_words_and_takes_them_back(qtbot: QtBot, told: tuple[FormSeat, PublicNotice]) -> None:
    at, made = told
    choose(qtbot, at)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    assert at.form.answer.isVisible()
    assert at.form.answer.words == f"{TEXT}（公告 {made.number}）"
    assert at.keeper.draft(at.form._draft.id).answer == at.form.answer.words  # kept like everything typed
    at.form.answer.field.setPlainText(f"您好。\n{at.form.answer.words}")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    assert at.form.answer.words == "您好。"


def test_notice_and_answer_together_leave_the_buttons_in_sight(
    qtbot: QtBot, told: tuple[FormSeat, PublicNotice]
) -> None:
    """1366×768 with a strip of alarms above: 590 pixels for the form."""
    at, _ = told
    at.form.resize(430, 590)
    choose(qtbot, at)
    at.form.category.field.setFocus()
    qtbot.keyClicks(at.form.category.field, "b2")
    enter(qtbot)
    qtbot.waitUntil(at.form.knowledge.offer.isVisible)
    assert at.form.notices.isVisible()
    assert at.form.heightForWidth(430) <= 587  # more would scroll


def test_without_a_notice_the_key_says_so(qtbot: QtBot, at: FormSeat) -> None:
    choose(qtbot, at)
    assert at.form.notices.isHidden()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    assert at.said == ["这个地点没有现行或将到的公告"]


def test_another_building_is_told_nothing_and_what_comes_within_days_is(
    qtbot: QtBot, city: City, told: tuple[FormSeat, PublicNotice]
) -> None:
    at, made = told
    sup = city.seat("sup1")
    notices.withdraw_notice(sup, made, "改期")
    issue(sup, buildings=("3",))
    soon = issue(sup, (30, 40), kind=NoticeKind.OTHER, reach=NoticeReach.CITY, places=(), text="明天晚上试压主管网。")
    issue(sup, (24 * 9, 24 * 9 + 5), kind=NoticeKind.OTHER, reach=NoticeReach.CITY, places=())
    at.form.notices._notices.read()
    qtbot.waitUntil(lambda: len(at.form.notices._notices.all) == 3)
    choose(qtbot, at)
    qtbot.keyClicks(at.form.flat.field, "9-1-101")
    assert at.form.notices.shown == [soon]
    at.form.flat.field.clear()
    qtbot.keyClicks(at.form.flat.field, "3-1-101")
    assert len(at.form.notices.shown) == 2


def test_a_notice_that_comes_while_one_types_is_shown(qtbot: QtBot, city: City, at: FormSeat) -> None:
    choose(qtbot, at)
    made = issue(city.seat("sup1"))
    said: list[str] = []
    at.form.notices._notices.told.connect(said.append)
    at.form.notices._notices.topics_changed({"notice"})
    qtbot.waitUntil(lambda: at.form.notices.first == made)
    assert [words.partition("：")[0] for words in said] == ["新公告 计划停热 · 牡丹花园"]
    assert at.form.notices.isVisible()


def test_the_look_up_marks_where_the_heat_is_off(qtbot: QtBot, told: tuple[FormSeat, PublicNotice]) -> None:
    at, _ = told
    at.form.place.field.setFocus()
    qtbot.keyClicks(at.form.place.field, "mdhy")
    choice = at.form.place.list.current
    assert isinstance(choice, Choice)
    assert (choice.key, choice.mark) == (PEONY, "停热公告")
    assert not at.form.notices._notices.stopped(LOTUS)


def test_beside_a_community_stands_what_is_announced_there(
    qtbot: QtBot, open_window: Callable[[str], Any], sign_in: Callable[[str], Seat]
) -> None:
    sup = sign_in("sup1")
    peony = next(one for one in sup.directory.communities.values() if one.name == "牡丹花园")
    issue(sup, places=(peony.id,))
    window = open_window("op1")
    window.show_page(1)
    window.directory_page.search.setText("牡丹花园")
    panel = window.directory_page.panel
    qtbot.waitUntil(lambda: panel._notices.isVisible())
    assert TEXT in panel._notices.text()
