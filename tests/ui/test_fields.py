"""Enter that commits an input-method candidate never submits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from ui.fields import LineField, TextField, composing


def compose(field, pinyin):
    QApplication.sendEvent(field, QInputMethodEvent(pinyin, []))


def commit(field, words):
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


@pytest.fixture(params=[LineField, TextField])
def field(request, qtbot):
    field = request.param("小区")
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


def words(field):
    return field.text() if isinstance(field, LineField) else field.toPlainText()


def test_enter_while_composing_submits_nothing(qtbot, field):
    entered = []
    if isinstance(field, LineField):
        field.entered.connect(entered.append)
        field.returnPressed.connect(lambda: entered.append("returnPressed"))
    compose(field, "mdhy")
    assert composing(field)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Enter)
    commit(field, "牡丹花园")
    assert entered == []
    assert words(field) == "牡丹花园"
    assert not composing(field)


def test_enter_afterwards_submits_once(qtbot):
    field = LineField("查找")
    qtbot.addWidget(field)
    entered = []
    field.entered.connect(entered.append)
    compose(field, "he")
    commit(field, "和平里")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered == ["和平里"]


def test_a_composition_given_up_leaves_enter_alive(qtbot):
    field = LineField("查找")
    qtbot.addWidget(field)
    entered = []
    field.entered.connect(entered.append)
    compose(field, "he")
    compose(field, "")
    qtbot.keyClick(field, Qt.Key.Key_Enter)
    assert entered == [""]


def test_a_refused_field_shows_it(qtbot, field):
    field.set_bad(True)
    assert field.property("bad") is True
    field.set_bad(False)
    assert field.property("bad") is False
