"""In the amber box of the form: what runs where the call comes from, what to tell, and one key to attach."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import incidents
from app.errors import WarmlineError
from app.incidents import Incident
from app.records import Act, State
from app.seat import Seat
from app.states import allowed
from app.words import INCIDENT_SHAPE
from ui.incident_words import end_words
from ui.jobs import Jobs
from ui.keys import cap
from ui.style import set_look

OTHERS = 2  # beside the nearest one; more at one place never happened


class IncidentOffer(QWidget):
    """Hidden while none runs there. ``attach_asked`` carries the Incident, ``found`` tells that another set shows."""

    attach_asked = Signal(object)
    found = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._place: tuple[int, str] | None = None
        self.shown: list[Incident] = []  # the nearest place first
        self.may_attach = Act.JOIN in allowed(seat, State.WAITING)
        self.title, self.words, self.place = QLabel(self), QLabel(self), QLabel(self)
        self.attach = QPushButton(f"并入事件  {cap('attach_incident')}", self)
        self.others: list[QPushButton] = []
        self._lay_out()

    @property
    def first(self) -> Incident | None:
        """The one that the key attaches to."""
        return self.shown[0] if self.shown else None

    def ask_about(self, community_id: int | None, building: str) -> None:
        """The place has changed; another place's incidents go at once."""
        place = (community_id, building) if community_id is not None else None
        if place == self._place:
            return
        if self._place is None or place is None or place[0] != self._place[0]:
            self._show([])
        self._place = place

    def read(self) -> None:
        """Look up what runs at the place now."""
        if self._place is None:
            return
        community_id, building = self._place
        self._jobs.look_up(
            self, "offer", lambda: incidents.of_place(self._seat, community_id, building), self._take, self._skip
        )

    def _take(self, found: list[Incident]) -> None:
        self._show(found if self._place is not None else [])

    def _skip(self, _error: WarmlineError) -> None:
        """Without the database nothing is known; the link's own sign says so, and typing goes on."""

    def _show(self, found: list[Incident]) -> None:
        if found == self.shown:
            return
        self.shown = found
        for button in self.others:
            button.hide()
            button.deleteLater()
        self.others = []
        if found:
            first = found[0]
            self.title.setText(f"{INCIDENT_SHAPE} 片区事件 {first.number} · {end_words(first, self._seat.now())}")
            self.place.setText(first.spot.words(self._seat.directory))
            self.words.setText(f"告知：{incidents.read_out(self._seat, first)}")
            for other in found[1 : OTHERS + 1] if self.may_attach else []:
                place = other.spot.words(self._seat.directory)
                button = QPushButton(f"或并入 {other.number} · {place} · {end_words(other, self._seat.now())}", self)
                set_look(button, "link")
                button.clicked.connect(partial(self.attach_asked.emit, other))
                self._below.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
                self.others.append(button)
        self.setVisible(bool(found))
        self.found.emit()

    def _lay_out(self) -> None:
        set_look(self.title, "strong-warning")
        set_look(self.words, "warning")
        set_look(self.place, "warning")
        for label in (self.title, self.words, self.place):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.attach.clicked.connect(lambda: self.attach_asked.emit(self.first))
        self.attach.setVisible(self.may_attach)
        self._below = QVBoxLayout()
        self._below.setSpacing(1)
        row = QHBoxLayout()
        row.addWidget(self.attach)
        row.addWidget(self.place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addLayout(row)
        layout.addLayout(self._below)
        self.hide()
