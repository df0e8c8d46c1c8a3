"""Notices that nobody has touched a window for some minutes: no key, no mouse, nothing typed by an input method."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

LOOK_MS = 1000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """``idle`` is sent once, after so many minutes. Watches the native window: one filter for all that is in it."""

    idle = Signal()

    def __init__(self, window: QWidget, minutes: Callable[[], float]) -> None:
        super().__init__(window)
        self._window, self._minutes = window, minutes
        self._touched_at = time.monotonic()
        self._watched: QObject | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch; the window is on the screen by now."""
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)
            # Words committed by an input method come past the window's keys, but move the cursor they are written at.
            QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_at = time.monotonic()
        if not self._look.isActive():
            self._look.start()

    def look(self) -> None:
        """Whether it has been too long."""
        if time.monotonic() - self._touched_at >= self._minutes() * 60:
            self._look.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False
