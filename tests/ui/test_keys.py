"""No two keys mean two things at once, none is an Alt combination, and a letter typed is a letter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QTableView, QVBoxLayout, QWidget

from at_window import press
from ui.key_list import KEYS
from ui.key_scopes import Key, Scope
from ui.keys import bind, cap, conflicts, help_sheet, key


def test_the_registry_has_no_conflict():
    assert conflicts() == []


def test_a_conflict_is_found():
    ours = (
        Key("a", "F6", Scope.COMPLAINT, "反馈"),
        Key("b", "F6", Scope.INTAKE, "never shown together"),
        Key("c", "F6", Scope.QUEUE, "shown beside both"),
        Key("d", "F7", Scope.WINDOW, "打印"),
        Key("e", "F7", Scope.SLIP, "anywhere against one place"),
    )
    assert [(a.name, b.name) for a, b in conflicts(ours)] == [("a", "c"), ("b", "c"), ("d", "e")]


@pytest.mark.parametrize("entry", KEYS, ids=lambda entry: entry.name)
def test_each_key_is_real_and_without_alt(entry):
    sequence = QKeySequence(entry.keys)
    assert sequence.count() == 1
    assert sequence[0].key() != Qt.Key.Key_unknown
    assert not sequence[0].keyboardModifiers() & Qt.KeyboardModifier.AltModifier


def test_names_are_unique_and_unknown_ones_refused():
    assert len({entry.name for entry in KEYS}) == len(KEYS)
    with pytest.raises(KeyError):
        key("no such key")


def test_the_sheet_shows_every_key():
    shown = [words for _, lines in help_sheet() for _, words in lines]
    assert sorted(shown) == sorted(entry.words for entry in KEYS)
    assert cap("dispatch") == "Ctrl Enter"
    assert cap("report") == "F6"


def test_the_sheet_begins_with_what_works_where_one_stands():
    (place, lines), *rest = help_sheet(here={"report", "remind", "back"}, pages=("队列", "小区"))
    assert (place, sorted(lines)) == ("此处", sorted((cap(name), key(name).words) for name in ("report", "remind")))
    window = dict(dict(rest)["全窗口"])
    assert (window["Ctrl 1"], window["Ctrl 2"]) == ("队列", "小区")
    assert "Ctrl 3" not in window


def test_f1_tells_the_keys_of_the_page_in_sight_first(qtbot, open_window):
    window = open_window("op1")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + window.header.pages.index("知识")), Qt.KeyboardModifier.ControlModifier)
    press(qtbot, window, Qt.Key.Key_F1)
    words = [label.text() for label in window.side.front.findChildren(QLabel)]
    told = words[words.index("此处") : words.index("全窗口")]
    assert key("next_part").words in told
    assert key("report_wrong").words in told
    assert key("remind").words not in told
    assert "队列" in words
    press(qtbot, window, Qt.Key.Key_Escape)  # folds the sheet, and stays on the page
    assert window.side.isHidden()
    assert window.pages.currentIndex() == window.header.pages.index("知识")


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for part in (QLineEdit(), QPlainTextEdit(), QTableView()):
        layout.addWidget(part)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_single_letters_are_dead_in_text_fields(qtbot, window, kind):
    hits = []
    bind(window, "choice_1", lambda: hits.append("first"))
    field = window.findChild(kind)
    field.setFocus()
    qtbot.keyClick(field, "1")
    assert hits == []
    table = window.findChild(QTableView)
    table.setFocus()
    qtbot.keyClick(table, "1")
    assert hits == ["first"]


def test_a_key_of_a_hidden_panel_is_dead(qtbot, window):
    hits = []
    panel = QWidget(window)
    window.layout().addWidget(panel)
    bind(panel, "report", lambda: hits.append(1))
    panel.hide()
    qtbot.keyClick(window.findChild(QTableView), Qt.Key.Key_F6)
    assert hits == []
    panel.show()
    qtbot.keyClick(window.findChild(QTableView), Qt.Key.Key_F6)
    assert hits == [1]
