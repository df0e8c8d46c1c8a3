"""One line above the facts of a complaint that is attached to an incident: which, until when, and what was told."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.incidents import Incident, read_out
from app.records import Act, Complaint, IncidentState
from app.seat import Seat
from app.words import INCIDENT_SHAPE
from ui.incident_words import end_words
from ui.keys import cap
from ui.style import set_look


class IncidentLine(QFrame):
    """Hidden for a complaint of its own. ``asked`` carries the id of the incident to show on its page."""

    asked = Signal(UUID)

    def __init__(self, seat: Seat, has_page: bool, parent: QWidget | None = None) -> None:
        """``has_page``: this role has the page 片区事件."""
        super().__init__(parent)
        self._seat = seat
        self._id: UUID | None = None
        set_look(self, "raised")
        self.title, self.told = QLabel(self), QLabel(self)
        set_look(self.title, "strong-accent")
        set_look(self.told, "muted")
        for label in (self.title, self.told):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._open = QPushButton(f"打开  {cap('open_incident')}", self)
        set_look(self._open, "link")
        self._open.setVisible(has_page)
        self._open.clicked.connect(self.ask)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 6, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.told)
        self.hide()

    def ask(self) -> None:
        """Show the incident on its page."""
        if self._id is not None and not self._open.isHidden():
            self.asked.emit(self._id)

    def show_complaint(self, complaint: Complaint, incident: Incident | None) -> None:
        """``incident`` None: one so old that it is not in memory; its number stands in the timeline."""
        self._id = complaint.incident_id
        self.setVisible(self._id is not None)
        if self._id is None:
            return
        joined = next((one for one in reversed(complaint.events) if one.act is Act.JOIN), None)
        number = incident.number if incident else str(joined.detail.get("incident", "")) if joined else ""
        until = end_words(incident, self._seat.now()) if incident else ""
        self.title.setText(" · ".join(filter(None, (f"{INCIDENT_SHAPE} 片区事件 {number}", until))))
        if joined is not None and joined.note:
            words = f"已告知：{joined.note}"
        elif incident is not None and incident.state is IncidentState.OPEN:
            words = f"可告知：{read_out(self._seat, incident)}"
        else:
            words = ""
        self.told.setText(words)
        self.told.setVisible(bool(words))
