"""The section 问答: found by a few letters, read out; written by supervisors, reported by everybody, replied to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import knowledge, knowledge_reports
from app.knowledge import find_article
from at_window import press, write
from ui.article_lists import View
from ui.article_pane import ArticlePane
from ui.knowledge_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier


def pane_of(qtbot, window):
    at = window.header.pages.index("知识")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), CTRL)
    pane = window.pages.widget(at).open(Section.ARTICLES)
    assert isinstance(pane, ArticlePane)
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    return pane


def questions(pane):
    return [row.article.question for row in pane.model.rows]


def test_found_while_one_types_and_read_out(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window)
    many = len(pane.model.rows)
    assert many == len(pane.index.all)
    qtbot.keyClicks(pane.search, "glw")
    assert questions(pane)[0] == "过滤网在哪里，堵了怎么办？"
    assert pane.question.text() == questions(pane)[0]
    assert pane.answer.text() == pane.index.find("glw")[0].article.answer
    qtbot.waitUntil(lambda: bool(pane.versions._rows))
    press(qtbot, pane.search, Qt.Key.Key_Escape)
    assert len(pane.model.rows) == many
    qtbot.keyClicks(pane.search, "qqqqqq")
    assert pane.model.rows == []
    assert "没有找到" in pane.question.text()


def test_f3_leads_into_the_search_of_the_section(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window)
    pane.table.enter()
    press(qtbot, window, Qt.Key.Key_F3)
    assert QApplication.focusWidget() is pane.search
    assert pane.isVisible()


def test_an_operator_writes_nothing_and_reports(qtbot, open_window):
    window = open_window("op1")
    pane = pane_of(qtbot, window)
    for key, modifier in ((Qt.Key.Key_N, CTRL), (Qt.Key.Key_F4, None), (Qt.Key.Key_F5, None), (Qt.Key.Key_F9, None)):
        press(qtbot, window, key, modifier or Qt.KeyboardModifier.NoModifier)
        assert pane.strip is None
    qtbot.keyClicks(pane.search, "1")
    press(qtbot, window, Qt.Key.Key_F6)
    write(pane.strip.field, "今年提前了")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: [one.number for one in pane.reports if one.text == "今年提前了"] == [1])


@pytest.fixture
def at_desk(qtbot, open_window):
    window = open_window("sup1")
    return window, pane_of(qtbot, window)


def test_a_supervisor_adds_and_changes(qtbot, at_desk):
    window, pane = at_desk
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    strip = pane.strip
    write(strip.question, "交费卡丢了怎么补？")
    write(strip.answer, "按规定带身份证去补。")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(strip.rows["basis"].error.isVisible)
    assert "规定" in strip.rows["basis"].error.text()
    strip.answer.setPlainText("带身份证到营业厅补办。")
    write(strip.words, "补卡")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "交费卡丢了怎么补？" in questions(pane))
    qtbot.keyClicks(pane.search, "bk")
    assert questions(pane)[0] == "交费卡丢了怎么补？"
    press(qtbot, window, Qt.Key.Key_F4)
    strip = pane.strip
    strip.answer.setPlainText("打 12319 补办。")
    write(strip.note, "改为电话办理")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.answer.text() == "打 12319 补办。")
    article = pane.article
    qtbot.waitUntil(lambda: len(knowledge.read_versions(window.seat, article.id)) == 2)
    assert article.version == 2


def test_stale_ones_are_listed_and_checked(qtbot, at_desk, server, sample):
    import psycopg

    window, pane = at_desk
    assert knowledge.list_stale(window.seat) == []
    with psycopg.connect(server.owner(sample), autocommit=True) as connection:
        connection.execute("UPDATE article SET checked_on = NULL WHERE number IN (3, 5)")
        connection.execute("SELECT pg_notify('warmline', 'k:article')")
    qtbot.waitUntil(lambda: sum(row.stale for row in pane.model.rows) == 2)
    pane.choose_view(View.STALE)
    assert [row.article.number for row in pane.model.rows] == [3, 5]
    assert pane.chips._group.buttons()[1].text() == "过期 2"
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: [row.article.number for row in pane.model.rows] == [5])


def test_a_report_waits_on_the_tab_until_it_is_replied_to(qtbot, at_desk, sign_in):
    window, pane = at_desk
    op = sign_in("op1")
    before = len(knowledge_reports.list_reports(op))
    told = knowledge_reports.report(op, find_article(op, 1), "今年提前了")
    page = window.header.pages.index("知识")
    qtbot.waitUntil(lambda: told in [one.id for one in pane.reports])
    chips = window.pages.widget(page)._chips.values()
    qtbot.waitUntil(lambda: f"问答 {before + 1}" in [chip.text() for chip in chips])
    pane.choose_view(View.REPORTS)
    pane.table.choose(told)
    assert pane.chosen_report.text == "今年提前了"
    assert pane.article.number == 1
    press(qtbot, window, Qt.Key.Key_F7)
    write(pane.strip.field, "已写上今年的公告")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: told not in [one.id for one in pane.reports if one.is_open])
    qtbot.waitUntil(lambda: f"问答 {before}" in [chip.text() for chip in chips])


def test_out_of_use_it_is_on_a_list_of_its_own(qtbot, at_desk):
    window, pane = at_desk
    qtbot.keyClicks(pane.search, "47")
    number = pane.article.number
    press(qtbot, window, Qt.Key.Key_F9)
    write(pane.strip.field, "不再转办")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not pane.model.rows)
    pane.search.clear()
    pane.choose_view(View.RETIRED)
    assert [row.article.number for row in pane.model.rows] == [number]


def test_a_table_is_looked_at_before_it_comes_in(qtbot, at_desk, tmp_path):
    window, pane = at_desk
    file = tmp_path / "问答 新.csv"
    file.write_text("问题,答复\n甲怎么办？,按规定办。\n乙怎么办？,好办。\n", encoding="utf-8")
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    pane.strip.rows["file"].field.setText(str(file))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "有 1 行读不懂" in pane.strip._title.text())
    file.write_text("问题,答复\n甲怎么办？,好办。\n乙怎么办？,好办。\n", encoding="utf-8")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip._title.text() == "新增 2 条，修改 0 条，0 条不变")
    assert "甲怎么办？" not in questions(pane)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: {"甲怎么办？", "乙怎么办？"} <= set(questions(pane)))
    qtbot.waitUntil(lambda: pane.strip is None)  # the bell may be quicker than the act's own answer
