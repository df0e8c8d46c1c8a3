"""Locks a window that nobody touches: pages, panels and drafts are hidden as they are, and come back as they were.

Alarms go on: their cards stay above, without the flat, and their tones are played. The keys of the window are dead.
"""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.seat import Seat
from ui.alarm_cards import AlarmCards
from ui.header import Header
from ui.idle_watch import IdleWatch
from ui.jobs import Jobs
from ui.keys import bind
from ui.lock_pane import LockPane


class DeskLock(QObject):
    """``call_asked``: unlocked by somebody who pressed F2 meanwhile. ``desk`` is all that shows personal data."""

    call_asked = Signal()
    locking = Signal()  # before anything is hidden

    def __init__(
        self, seat: Seat, jobs: Jobs, desk: QWidget, header: Header, cards: AlarmCards, may_take: bool, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._header, self._cards = window, desk, header, cards
        self._focus: QWidget | None = None
        self._dead: list[QShortcut] = []
        self.pane = LockPane(seat, jobs, may_take, window)
        self.pane.hide()
        self.watch = IdleWatch(window, lambda: float(seat.rules.settings["lock_minutes"]))
        self.watch.idle.connect(self.lock)
        self.pane.unlocked.connect(self.unlock)
        bind(window, "lock", self.lock)

    @property
    def locked(self) -> bool:
        """Whether the window is locked."""
        return not self.pane.isHidden()

    def lock(self) -> None:
        """Hide what may not be seen by whoever comes by."""
        if self.locked:
            return
        self.locking.emit()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self._focus = self._window.focusWidget()
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        self._dead = [one for one in self._window.findChildren(QShortcut, options=direct) if one.isEnabled()]
        for shortcut in self._dead:
            shortcut.setEnabled(False)
        self._desk.hide()
        self._header.set_locked(True)
        self._cards.set_discreet(True)
        self.pane.show()
        self.pane.begin()

    def unlock(self, wants_new: bool) -> None:
        """Show everything as it was, the keys where they were; a call that came meanwhile is taken down at once."""
        self.pane.hide()
        self._cards.set_discreet(False)
        self._header.set_locked(False)
        self._desk.show()
        for shortcut in self._dead:
            shortcut.setEnabled(True)
        self._dead = []
        self.watch.touch()
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
        self._focus = None
        if wants_new:
            self.call_asked.emit()
