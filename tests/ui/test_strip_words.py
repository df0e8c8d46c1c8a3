"""What is typed into a strip of a section outlives Esc, another act, another page and a crash, until it is stored."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import dispatch, incidents, instruments, knowledge, notices, temperature
from app.errors import DatabaseAway
from app.incident_groups import Spot
from app.kept_words import KeptWords
from app.knowledge import find_article
from app.notice_words import NoticeKind, NoticeReach
from app.records import IncidentKind
from app.room_records import RoomKind, Signed
from at_window import a_complaint, press, write
from ui.knowledge_sections import Section
from ui.relief_pane import ReliefPane
from ui.strip_words import typed_words

pytestmark = pytest.mark.usefixtures("unclaimed")
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def pane_of(qtbot, window, section):
    at = window.header.pages.index("知识")
    press(qtbot, window, KEY(KEY.Key_1 + at), CTRL)
    return window.pages.widget(at).open(section)


def kept(data_folder, login):
    return "".join(KeptWords(data_folder, login).read().values())


def articles(qtbot, window):
    pane = pane_of(qtbot, window, Section.ARTICLES)
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    return pane


def test_a_new_answer_outlives_esc_another_strip_and_a_crash(qtbot, open_window, data_folder):
    window = open_window("sup1")
    pane = articles(qtbot, window)
    press(qtbot, window, KEY.Key_N, CTRL)
    write(pane.strip.question, "供热管道能不能自己改？")
    write(pane.strip.answer, "不能。\n先到热力公司申请。")
    pane.strip.mark.setFocus()
    press(qtbot, window, KEY.Key_1)
    mark = pane.strip.mark.value()
    press(qtbot, window, KEY.Key_Escape)
    assert pane.strip is None
    press(qtbot, window, KEY.Key_F6)  # another act, whose strip has words of its own
    write(pane.strip.field, "没写周末")
    press(qtbot, window, KEY.Key_N, CTRL)
    assert (pane.strip.question.text(), pane.strip.mark.value()) == ("供热管道能不能自己改？", mark)
    assert pane.strip.answer.toPlainText() == "不能。\n先到热力公司申请。"
    press(qtbot, window, KEY.Key_F6)
    assert pane.strip.field.toPlainText() == "没写周末"
    qtbot.waitUntil(lambda: "没写周末" in kept(data_folder, "sup1"))
    again = open_window("sup1")  # after a crash
    pane = articles(qtbot, again)
    press(qtbot, again, KEY.Key_N, CTRL)
    assert pane.strip.answer.toPlainText() == "不能。\n先到热力公司申请。"
    pane.strip.mark.choose("P")
    write(pane.strip.categories, "D2")
    press(qtbot, again, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    press(qtbot, again, KEY.Key_N, CTRL)
    assert pane.strip.question.text() == ""
    qtbot.waitUntil(lambda: "先到热力公司申请" not in kept(data_folder, "sup1"))


def test_what_nobody_touched_shows_what_it_says_now(qtbot, open_window):
    window = open_window("sup1")
    pane = articles(qtbot, window)
    number = pane.article.number
    press(qtbot, window, KEY.Key_F4)
    write(pane.strip.note, "按新公告改")
    press(qtbot, window, KEY.Key_Escape)
    article = find_article(window.seat, number)
    newest = article.newest
    change = knowledge.NewArticle(
        article.question, "到了再说。", newest.basis, newest.mark, " ".join(newest.categories)
    )
    knowledge.change_article(window.seat, article, change)
    qtbot.waitUntil(lambda: pane.article is not None and pane.article.answer == "到了再说。")
    press(qtbot, window, KEY.Key_F4)
    assert (pane.strip.answer.toPlainText(), pane.strip.note.text()) == ("到了再说。", "按新公告改")


def test_a_visit_half_typed_outlives_a_crash(qtbot, open_window, sign_in, data_folder):
    op, company = sign_in("op1"), sign_in("a1")
    complaint = a_complaint(op)
    dispatch.dispatch(op, complaint.id, complaint.revision, 1)
    test = temperature.ask_for_complaint(op, complaint.id, "")
    today = company.now().date()
    days = (today - timedelta(days=100)).isoformat(), (today + timedelta(days=100)).isoformat()
    made = instruments.put_instrument(company, "TM-01", "数字温度计", *days)
    window = open_window("a1")
    pane = pane_of(qtbot, window, Section.ROOM_TESTS)
    qtbot.waitUntil(lambda: pane.table.choose(test.id) and pane.test is not None and pane.test.id == test.id)
    qtbot.waitUntil(lambda: made in pane.tools)
    press(qtbot, window, KEY.Key_F5)
    pane.strip.instrument.set_choice(made.id, made.number)
    write(pane.strip.tester, "刘师傅")
    write(pane.strip.readings, "14:05 16.5，14:15 16.4")
    pane.strip.room.setFocus()
    press(qtbot, window, KEY.Key_1)
    pane.strip.user_signed.setFocus()
    press(qtbot, window, KEY.Key_2)
    write(pane.strip.user_reason, "说不准")
    qtbot.waitUntil(lambda: "说不准" in kept(data_folder, "a1"))
    again = open_window("a1")
    pane = pane_of(qtbot, again, Section.ROOM_TESTS)
    qtbot.waitUntil(lambda: pane.table.choose(test.id) and pane.test is not None and pane.test.id == test.id)
    qtbot.waitUntil(lambda: made in pane.tools)
    press(qtbot, again, KEY.Key_F5)
    form = pane.strip.form()
    assert (form.tester, form.readings, form.room) == ("刘师傅", "14:05 16.5，14:15 16.4", RoomKind.BEDROOM)
    assert (form.user_signed, form.user_reason, form.instrument_id) == (Signed.REFUSED, "说不准", made.id)
    assert pane.strip.rows["user_reason"].isVisible()


def test_the_places_of_a_notice_come_back(qtbot, open_window):
    window = open_window("sup1")
    pane = pane_of(qtbot, window, Section.NOTICES)
    press(qtbot, window, KEY.Key_N, CTRL)
    strip = pane.strip
    press(qtbot, window, KEY.Key_3)
    press(qtbot, window, KEY.Key_4)
    write(QApplication.focusWidget(), "牡丹花园")
    press(qtbot, window, KEY.Key_Return)
    places = list(strip._places)
    assert places
    strip.reach.setFocus()
    press(qtbot, window, KEY.Key_1)  # another reach by mistake, and back
    strip.reach.setFocus()
    press(qtbot, window, KEY.Key_4)
    assert strip._places == places
    press(qtbot, window, KEY.Key_Escape)
    press(qtbot, window, KEY.Key_N, CTRL)
    assert (pane.strip.kind.value(), pane.strip.reach.value()) == (NoticeKind.PLANNED_STOP, NoticeReach.COMMUNITY)
    assert pane.strip._places == places
    assert "已选 牡丹花园" in pane.strip.place.side.text()


def test_a_form_from_one_complaint_is_not_filled_with_anothers_words(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window, Section.RELIEF)
    assert isinstance(pane, ReliefPane)
    qtbot.waitUntil(lambda: pane.rates is not None)
    from ui.entitlement_door import ask_entitlement

    first, second = (a_complaint(window.seat, category="C6", room=room) for room in ("501", "502"))
    page = window.pages.currentWidget()
    ask_entitlement(window, page, first)
    write(pane.strip.rows["household"].field, "37010001")
    ask_entitlement(window, page, second)
    assert pane.strip.said("household") == ""
    ask_entitlement(window, page, first)
    assert pane.strip.said("household") == "37010001"


def test_an_act_refused_after_its_strip_was_folded_is_said(qtbot, open_window, monkeypatch):
    window = open_window("sup1")
    pane = pane_of(qtbot, window, Section.NOTICES)
    press(qtbot, window, KEY.Key_N, CTRL)
    write(pane.strip.text, "停热")
    failed = []
    pane.failed.connect(failed.append)

    def away(*_given):
        raise DatabaseAway("连不上数据库。")

    monkeypatch.setattr(notices, "add_notice", away)
    monkeypatch.setattr(type(pane.strip), "asked", lambda _strip: None)
    pane.submit()
    assert pane.back()
    qtbot.waitUntil(lambda: failed == ["连不上数据库。"])
    press(qtbot, window, KEY.Key_N, CTRL)
    assert pane.strip.text.toPlainText() == "停热"


def test_the_keys_stay_where_one_has_gone_meanwhile(qtbot, open_window):
    window = open_window("op1")
    test = temperature.ask_for_complaint(window.seat, a_complaint(window.seat).id, "")
    pane = pane_of(qtbot, window, Section.ROOM_TESTS)
    qtbot.waitUntil(lambda: pane.table.choose(test.id) and pane.test is not None and pane.test.id == test.id)
    pane.withdraw()
    write(pane.strip.field, "不测了")
    pane.submit()
    pane.search.setFocus()
    qtbot.waitUntil(lambda: pane.strip is None)
    assert QApplication.focusWidget() is pane.search


def test_what_is_said_of_an_incident_outlives_esc(qtbot, open_window):
    window = open_window("op1")
    made = incidents.open_incident(window.seat, Spot(IncidentKind.STATION, station_id=1), "A3")
    press(qtbot, window, KEY(KEY.Key_1 + window.header.pages.index("片区事件")), CTRL)
    page = window.pages.currentWidget()
    page.open(made.id)
    qtbot.waitUntil(lambda: page.table.key() == made.id)
    press(qtbot, window, KEY.Key_F9)
    qtbot.waitUntil(lambda: page.strip is not None)
    write(QApplication.focusWidget(), "主管网已修好")
    press(qtbot, window, KEY.Key_Escape)
    assert page.strip is None
    press(qtbot, window, KEY.Key_F9)
    qtbot.waitUntil(lambda: page.strip is not None)
    assert "主管网已修好" in typed_words(page.strip).values()
