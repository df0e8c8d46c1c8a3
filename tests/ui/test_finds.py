"""Ctrl+K finds what one would look for: sections, the acts of the page in front, answers, notices and halls."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import notices
from app.notice_checks import NewNotice
from app.notice_words import NoticeKind, NoticeReach
from app.service_points import list_points
from at_window import press, write
from ui.knowledge_page import KnowledgePage
from ui.knowledge_sections import Section
from ui.shift_sections import Section as ShiftSection

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def find(qtbot, window, words, kind=""):
    """Type into the palette and go to the first of a kind."""
    press(qtbot, window, KEY.Key_K, CTRL)
    palette = window.palette_field
    write(palette.field, words)
    kinds = [one.words for one in palette.list.choices]
    for _ in range(kinds.index(kind) if kind else 0):
        press(qtbot, window, KEY.Key_Down)
    press(qtbot, window, KEY.Key_Return)
    assert not palette.isVisible()


def knowledge(window):
    page = window.pages.currentWidget()
    assert isinstance(page, KnowledgePage)
    return page


def test_an_answer_is_found_and_stood_on(qtbot, open_window):
    window = open_window("op1")
    qtbot.waitUntil(lambda: bool(window.drafting.answers.all))
    find(qtbot, window, "guolvwang", "问答")
    page = knowledge(window)
    assert page.section is Section.ARTICLES
    assert page.pane.article.question == "过滤网在哪里，堵了怎么办？"
    page.pane.search.setText("qqqq")
    assert page.pane.model.rows == []
    find(qtbot, window, "guolvwang", "问答")
    assert page.pane.article.question == "过滤网在哪里，堵了怎么办？"


def test_a_notice_is_found_by_its_place(qtbot, open_window):
    window = open_window("sup1")
    seat = window.seat
    place = next(one for one in seat.directory.communities.values() if one.name == "牡丹花园")
    for reach, places, days in ((NoticeReach.CITY, (), 5), (NoticeReach.COMMUNITY, (place.id,), 9)):
        begins = seat.now() + timedelta(days=days)
        ends = begins + timedelta(hours=9)
        made = notices.add_notice(
            seat,
            NewNotice(
                NoticeKind.OTHER, reach, begins_at=begins, ends_at=ends, places=places, text="小区里其他安排，请留意。"
            ),
        )
    qtbot.waitUntil(lambda: made.id in [one.id for one in window.drafting.index.notices.all])
    find(qtbot, window, "牡丹花园 其他", "公告")
    pane = knowledge(window).pane
    qtbot.waitUntil(lambda: pane.notice is not None and pane.notice.id == made.id)
    assert pane.table.hasFocus()


def test_a_hall_is_found_by_initials(qtbot, open_window):
    window = open_window("op1")
    qtbot.waitUntil(lambda: bool(window.drafting.points.all))
    hall = next(one for one in list_points(window.seat) if "行政审批" in one.name)
    find(qtbot, window, hall.name[:4], "服务大厅")
    pane = knowledge(window).pane
    qtbot.waitUntil(lambda: pane.point is not None and pane.point.id == hall.id)


def test_sections_of_shifts_and_the_acts_of_the_page_in_front(qtbot, open_window):
    window = open_window("sup1")
    find(qtbot, window, "值班日志", "班次")
    page = window.pages.currentWidget()
    assert page.section is ShiftSection.LOG
    qtbot.waitUntil(lambda: page.pane.shift is not None)
    find(qtbot, window, "记一条", "值班日志")
    assert page.pane.strip is not None
    assert page.pane.strip.isAncestorOf(QApplication.focusWidget())
    press(qtbot, window, KEY.Key_Escape)
    find(qtbot, window, "gonggao", "知识")
    press(qtbot, window, KEY.Key_K, CTRL)
    write(window.palette_field.field, "记一条")
    assert "值班日志" not in [one.words for one in window.palette_field.list.choices]
