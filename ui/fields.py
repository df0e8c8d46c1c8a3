"""Text fields that know an input method: while pinyin is being composed, Enter belongs to it and submits nothing."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineField(QLineEdit):
    """One line; ``entered`` carries its text when Enter is pressed and no candidate is open."""

    entered = Signal(str)

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)

    def set_bad(self, bad: bool) -> None:
        """Show or clear the red frame of a field whose text was refused."""
        _set_bad(self, bad)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if self.composing:
                event.accept()
                return
            super().keyPressEvent(event)
            if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.accept()
                self.entered.emit(self.text())
            return
        super().keyPressEvent(event)


class TextField(QPlainTextEdit):
    """Several lines; Tab goes to the next field, ``composing`` says whether a candidate is open."""

    def __init__(self, hint: str = "", rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * rows + 14)

    def sizeHint(self) -> QSize:
        """As many lines as were asked for, not Qt's ten; a layout may give more."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def set_bad(self, bad: bool) -> None:
        """Show or clear the red frame of a field whose text was refused."""
        _set_bad(self, bad)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in _ENTER:
            event.accept()
            return
        super().keyPressEvent(event)


def composing(widget: QWidget | None) -> bool:
    """Whether the focused widget holds an open candidate: no shortcut may submit then."""
    return isinstance(widget, LineField | TextField) and widget.composing


def _set_bad(widget: QWidget, bad: bool) -> None:
    if bool(widget.property("bad")) != bad:
        widget.setProperty("bad", bad)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
