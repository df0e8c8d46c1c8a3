"""What one works on, beside the queue: intake, complaint, slip or the key sheet; one at a time, Esc goes back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.scroll_room import ScrollRoom


class SideStack(QStackedWidget):
    """Remembers what was shown before, so that a slip or a sheet gives way to the work under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: list[QWidget] = []
        self._rooms: dict[QWidget, ScrollRoom] = {}
        self.hide()

    def show_panel(self, panel: QWidget) -> None:
        """Bring a panel to the front, adding it when it is new."""
        if panel not in self._rooms:
            self._rooms[panel] = ScrollRoom(panel, self)
            self._rooms[panel].setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.addWidget(self._rooms[panel])
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
