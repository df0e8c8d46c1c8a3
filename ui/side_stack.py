"""What one works on, beside the queue: intake, complaint, slip or the key sheet; one at a time, Esc goes back."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

BELOW_EM = 4  # what is kept in sight under the field that has the keys: the button that submits it


class SideStack(QStackedWidget):
    """Remembers what was shown before, so that a slip or a sheet gives way to the work under it.

    A panel that is higher than the window scrolls, and what has the keys stays in sight: the window never outgrows the
    smallest screen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: list[QWidget] = []
        self._rooms: dict[QWidget, QScrollArea] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self.hide()

    def show_panel(self, panel: QWidget) -> None:
        """Bring a panel to the front, adding it when it is new."""
        if panel not in self._rooms:
            self._rooms[panel] = self._room(panel)
        if panel in self._before:
            self._before.remove(panel)
        self._before.append(panel)
        self.setCurrentWidget(self._rooms[panel])
        self.show()

    def leave(self, panel: QWidget | None = None) -> bool:
        """Close a panel (the one in front): what was shown before comes back. False when nothing is left to close."""
        closing = panel or self.front
        if closing is None:
            return False
        self._before = [one for one in self._before if one is not closing]
        if self._before:
            self.setCurrentWidget(self._rooms[self._before[-1]])
        else:
            self.hide()
        return True

    @property
    def front(self) -> QWidget | None:
        """The panel that is worked on; None: the queue has the whole width."""
        return self._before[-1] if self._before else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: self._follow(None, QApplication.focusWidget()))  # once it is laid out anew

    def _room(self, panel: QWidget) -> QScrollArea:
        room = QScrollArea(self)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setWidgetResizable(True)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(panel)
        panel.show()
        self.addWidget(room)
        return room

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        room = self.currentWidget()
        if now is not None and isinstance(room, QScrollArea) and room.isAncestorOf(now):
            room.ensureWidgetVisible(now, 0, self.fontMetrics().height() * BELOW_EM)
