"""The search of the section 问答: the best hit at each key, and no work that grows with the number of answers."""

from PySide6.QtCore import Qt

from app import knowledge
from at_window import press
from ui.article_lists import View
from ui.knowledge_sections import Section
from ui.table_model import ROW_ROLE


def pane_of(qtbot, window):
    at = window.header.pages.index("知识")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + at), Qt.KeyboardModifier.ControlModifier)
    pane = window.pages.widget(at).open(Section.ARTICLES)
    qtbot.waitUntil(lambda: bool(pane.model.rows))
    return pane


def test_one_stands_on_the_best_hit_while_the_words_go_on(qtbot, open_window):
    pane = pane_of(qtbot, open_window("op1"))
    pane.search.setText("供暖")
    best = pane.model.rows[0].article
    other = pane.model.rows[2].article
    assert pane.table.choose(other.id)
    with qtbot.waitSignal(pane.index.ready):
        pane.index.refresh()
    assert pane.article == other, "what was gone on to stays while the answers are read anew"
    pane.search.setText("供")
    pane.search.setText("供暖")
    assert pane.article == best
    assert pane.table.model().index(0, 0).data(ROW_ROLE).article == best


def test_a_key_costs_what_is_shown_and_not_what_there_is(qtbot, open_window, monkeypatch):
    pane = pane_of(qtbot, open_window("op1"))
    asked, read = [], []
    why, look_up = knowledge.why_stale, pane.look_up
    monkeypatch.setattr(knowledge, "why_stale", lambda seat, one: asked.append(one) or why(seat, one))
    monkeypatch.setattr(pane, "look_up", lambda kind, *rest: read.append(kind) or look_up(kind, *rest))
    qtbot.keyClicks(pane.search, "glw")
    assert len(asked) <= 3
    shown = pane.article
    pane.search.setText("glw ")
    assert pane.article == shown
    assert read.count("versions") <= 3, "the versions of the same answer are not read again"
    many = sum(bool(why(pane.seat, one)) for one in pane.index.all)
    assert pane.chips._group.button(list(View).index(View.STALE)).text() == (f"过期 {many}" if many else "过期")
