"""A scanned slip opens its complaint from any field and leaves the field as it was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.scan import Scanner


def committed(text: str) -> QInputMethodEvent:
    """What an input method sends when a candidate is chosen."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    return event


@pytest.fixture
def scanner(qapp: QApplication):
    found = Scanner(qapp)
    yield found
    found.deleteLater()


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
@pytest.mark.parametrize("code", ["20261120-0038", "20261120-0038-1", "20261120-12345"])
def test_a_scan_opens_the_complaint_and_restores_the_field(
    qtbot: QtBot, scanner: Scanner, kind: type[QWidget], code: str
) -> None:
    field = kind()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus()
    QApplication.sendEvent(field, committed("客厅14度 "))
    with qtbot.waitSignal(scanner.scanned) as heard:
        qtbot.keyClicks(field, code)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["-".join(code.split("-")[:2])]
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    assert text == "客厅14度 "


@pytest.mark.parametrize("typed", ["13853000001", "2026-11-20", "120261120-0038", "20261120-0038 再说", ""])
def test_what_is_no_number_at_the_end_is_left_alone(qtbot: QtBot, scanner: Scanner, typed: str) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus()
    entered = []
    field.returnPressed.connect(lambda: entered.append(field.text()))
    with qtbot.assertNotEmitted(scanner.scanned):
        QApplication.sendEvent(field, committed(typed))
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered == [typed]


def test_a_committed_candidate_is_no_scan(qtbot: QtBot, scanner: Scanner) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(scanner.scanned):
        QApplication.sendEvent(field, committed("20261120-0038"))
    assert field.text() == "20261120-0038"
