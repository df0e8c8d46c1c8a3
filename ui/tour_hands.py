"""The hands of the tour: keys as a person presses them, and waiting for what they bring about."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from ui.row_table import RowTable

PATIENCE_MS = 60_000
"""How long a step may take before the tour says that it failed; no step needs a hundredth of it."""
MOST_TABS = 20
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class TourFailed(Exception):
    """A step did not come about; says what was waited for."""


def to_front(widget: QWidget) -> None:
    """Have a window take the keys."""
    widget.activateWindow()
    if not QTest.qWaitForWindowActive(widget, PATIENCE_MS):
        raise TourFailed("窗口没有到前台")


def focus() -> QWidget:
    """Where the keys go."""
    found = QApplication.focusWidget()
    if found is None:
        raise TourFailed("没有可以输入的地方")
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key."""
    QTest.keyClick(focus(), key, modifier)


def type_keys(text: str) -> None:
    """Letters and digits, key by key."""
    QTest.keyClicks(focus(), text)


def compose(text: str) -> None:
    """Chinese as an input method brings it: pinyin first, then the candidate."""
    field = focus()
    QApplication.sendEvent(field, QInputMethodEvent("ke'ting", []))
    chosen = QInputMethodEvent("", [])
    chosen.setCommitString(text)
    QApplication.sendEvent(field, chosen)


def choose_in_menu(open_key: Qt.Key, words: str) -> None:
    """Open a menu by its key, go down to the entry of these words and take it.

    An open menu runs a loop of its own, so its keys are pressed from a timer within it.
    """
    trouble: list[str] = []

    def pick() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return
        keys.stop()
        entries = [action.text() for action in menu.actions()]
        if words not in entries:
            trouble.append(f"菜单里没有“{words}”，只有{'、'.join(entries)}")
            menu.close()
            return
        for _ in range(entries.index(words) + 1):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    keys = QTimer(interval=5)
    keys.timeout.connect(pick)
    keys.start()
    window = focus().window()
    press(open_key)
    if keys.isActive():
        wait(lambda: not keys.isActive(), "菜单没有打开")
    if trouble:
        raise TourFailed(trouble[0])
    to_front(window)  # no window manager gives it back the keys here, and several windows stand behind the menu
    wait(lambda: QApplication.focusWidget() is not None, "菜单关上后没有回到窗口")


def tab_to(field: QWidget) -> None:
    """Go on by Tab to a field."""
    for _ in range(MOST_TABS):
        if field.hasFocus():
            return
        press(Qt.Key.Key_Tab)
    raise TourFailed(f"用 Tab 到不了“{field.accessibleName()}”")


def stand_on(table: RowTable, wanted: Callable[[object], bool], missing: str) -> None:
    """Go down a list, row by row, to the one whose key is wanted."""
    table.setFocus()
    press(Qt.Key.Key_Home, CTRL)
    for _ in range(table.model().rowCount()):
        if wanted(table.key()):
            return
        press(Qt.Key.Key_Down)
    raise TourFailed(missing)


def wait(there: Callable[[], bool], missing: str, window: QWidget | None = None) -> None:
    """Wait until it is there; else fail with what is missing and the errors that stand in the window."""
    if not comes(there):
        raise TourFailed("；".join([missing, *(errors_in(window) if window else [])]))


def errors_in(window: QWidget) -> list[str]:
    """What a window says is wrong."""
    labels = (one for one in window.findChildren(QLabel) if one.isVisible() and one.property("look") == "danger")
    return [one.text() for one in labels if one.text()]


def comes(there: Callable[[], bool]) -> bool:
    """Let the windows live until it is there; False when patience ends first."""
    loop = QEventLoop()
    look = QTimer(interval=5)
    look.timeout.connect(lambda: loop.quit() if there() else None)
    end = QTimer(interval=PATIENCE_MS, singleShot=True)
    end.timeout.connect(lambda: loop.exit(1))
    look.start()
    end.start()
    return there() or loop.exec() == 0
