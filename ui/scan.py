"""A slip's QR code scanned into any field opens its complaint, a test sheet's its test: the scanner types the number
and Enter.

Only a field that ends in a whole complaint number when Enter comes is meant; what stood before the number is left as
it was. Enter that commits an input method's candidate can't be taken for it: a composed text ends in no number.
"""

import re
from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

NUMBER = re.compile(r"(?<!\d)(?:((?i:CW)20\d{6}-\d{3,})|(20\d{6}-\d{4,})(?:-\d{1,3})?)\Z")
"""A complaint's number, or a slip's: the same with the dispatch's ordinal behind it; or a temperature test's."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Scanner(QObject):
    """Watches the field that has the focus, whichever it is; ``scanned`` carries the number."""

    scanned = Signal(str)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._field: QWidget | None = None
        # Only the field in use is watched: a filter on the application would call Python for every event there is.
        application.focusChanged.connect(self._follow)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        """Take the Enter behind a scanned number; everything else goes its way."""
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not isinstance(target, QWidget):
            return False
        number = _take(target)
        if number:
            self.scanned.emit(number)
        return number is not None

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = new if isinstance(new, (QLineEdit, QPlainTextEdit, QTextEdit)) else None
        if self._field is not None:
            self._field.installEventFilter(self)


def start_scanner() -> Scanner:
    """The scanner of the running application: one, however many windows listen to it."""
    application = cast(QApplication, QApplication.instance())
    found = application.findChild(Scanner)
    return found if isinstance(found, Scanner) else Scanner(application)


def _take(field: QWidget) -> str | None:
    """The number that ends at the field's cursor, taken out of the field again."""
    if isinstance(field, QLineEdit):
        if field.isReadOnly():
            return None
        before = field.text()[: field.cursorPosition()]
        found = NUMBER.search(before)
        if found is None:
            return None
        field.setSelection(found.start(), len(found[0]))
        field.del_()
        return (found[1] or found[2]).upper()
    if isinstance(field, (QPlainTextEdit, QTextEdit)) and not field.isReadOnly():
        cursor = field.textCursor()
        found = NUMBER.search(cursor.block().text()[: cursor.positionInBlock()])
        if found is None:
            return None
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(found[0]))
        cursor.removeSelectedText()
        return (found[1] or found[2]).upper()
    return None
