"""The line at the bottom: drafts as tabs, the last message, what waits to be sent, database and version."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.draft_tabs import DraftTabs
from ui.style import set_look

MESSAGE_MS = 8000


class StatusLine(QFrame):
    """``draft_asked`` carries the id of the draft whose tab was pressed."""

    draft_asked = Signal(object)

    def __init__(self, database: str, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "footer")
        self.tabs = DraftTabs(self)
        self.tabs.chosen.connect(self.draft_asked)
        self._message, self._waiting = QLabel(self), QLabel(self)
        about = QLabel(f"数据库 {database}    {version}", self)
        set_look(about, "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 3, 14, 3)
        layout.setSpacing(8)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._message)
        layout.addSpacing(8)
        layout.addWidget(self._waiting)
        layout.addWidget(about)
        self._fade = QTimer(self, interval=MESSAGE_MS, singleShot=True)
        self._fade.timeout.connect(self._message.clear)
        self.show_waiting(0)

    def say(self, words: str, look: str = "good") -> None:
        """Show a message for some seconds; an error (``danger``) stays until the next one."""
        self._message.setText(words)
        set_look(self._message, look)
        if look == "danger":
            self._fade.stop()
        else:
            self._fade.start()

    def show_waiting(self, count: int) -> None:
        """How many complaints are on this machine only; nothing of them counts as saved."""
        self._waiting.setText(f"待同步 {count}")
        set_look(self._waiting, "strong-warning" if count else "muted")

    def show_drafts(self, drafts: Sequence[tuple[UUID, str]], current: UUID | None) -> None:
        """One tab a draft, the current one marked."""
        self.tabs.show_drafts(drafts, current)
