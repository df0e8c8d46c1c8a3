"""The amber box of the form: what to ask and to tell first, the incident that runs there, what is open already."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.flats import Flat, place_words
from app.intake import open_of_caller, open_of_flat
from app.phones import Phone
from app.records import Category, QueueRow, Urgency
from app.seat import Seat
from ui.incident_offer import IncidentOffer
from ui.jobs import Jobs
from ui.keys import cap
from ui.known_complaints import Known, known_complaints, known_words, short_name
from ui.style import set_look

PAUSE_MS = 120  # of typing, before the database is asked
QUESTIONS = 4  # shown at first; all on demand
ROWS = 2  # of one caller and flat; the rest is counted


class CallerHistory(QFrame):
    """Hidden while there is nothing to say. ``remind_asked`` carries the QueueRow, ``opened`` a complaint's number."""

    remind_asked = Signal(object)
    opened = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._phone = ""
        self._flat: tuple[int, Flat] | None = None
        self._where: tuple[int | None, str] = (None, "")
        self._of_caller: list[QueueRow] = []
        self._of_flat: list[QueueRow] = []
        self._questions: tuple[str, ...] = ()
        self._pressing = False
        self.offer = IncidentOffer(seat, jobs, self)
        self.offer.found.connect(self._paint)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._read)
        self._lay_out()

    @property
    def known(self) -> list[Known]:
        """What this caller and this flat have, open ones first."""
        community = self._seat.directory.communities.get(self._flat[0]) if self._flat else None
        place = place_words(community.name, *self._flat[1]) if community and self._flat else ""
        return known_complaints(self._of_flat, self._of_caller, place)

    @property
    def first_open(self) -> QueueRow | None:
        """The complaint that a reminder would go to."""
        return next((one.row for one in self.known if one.is_open), None)

    def ask_about(self, phone: Phone | None, community_id: int | None, flat: Flat | None) -> None:
        """Look up what is known of the caller and the flat, a moment after the last change."""
        number = phone.raw if phone and phone.e164 else ""
        place = (community_id, flat) if community_id is not None and flat and flat.room else None
        if number != self._phone:
            self._phone, self._of_caller = number, []
            self._pause.start()
        if place != self._flat:
            self._flat, self._of_flat = place, []
            self._pause.start()
        where = (community_id, flat.building if flat else "")
        if where != self._where:
            self._where = where
            self.offer.ask_about(*where)
            self._pause.start()
        self._paint()

    def complaints_changed(self, rows: list[QueueRow]) -> None:
        """Complaints came in or moved on, at this or another seat: look again if they may belong here."""
        shown = {one.row.id for one in self.known}
        community_id = self._flat[0] if self._flat else None
        if any(row.id in shown or (community_id is not None and row.community_id == community_id) for row in rows):
            self._pause.start()

    def show_category(self, category: Category | None) -> None:
        """The first questions of a category and what to tell the caller at once."""
        self._questions = category.questions if category else ()
        self._all.setChecked(False)
        self._pressing = category is not None and category.urgency is Urgency.CRITICAL
        self._tell.setText(f"先告知：{category.first_words}" if category and category.first_words else "")
        self._paint()

    def show_duty(self, words: str) -> None:
        """Who is liable where it is not the company, or up to when a warranty runs; empty: nothing to say."""
        self._duty.setText(words)
        self._paint()

    def _read(self) -> None:
        self.offer.read()
        phone, place = self._phone, self._flat
        if phone:
            self._jobs.look_up(self, "caller", lambda: open_of_caller(self._seat, phone), self._take_caller, self._skip)
        if place:
            community_id, flat = place
            self._jobs.look_up(
                self, "flat", lambda: open_of_flat(self._seat, community_id, *flat), self._take_flat, self._skip
            )

    def _take_caller(self, rows: list[QueueRow]) -> None:
        self._of_caller = rows if self._phone else []
        self._paint()

    def _take_flat(self, rows: list[QueueRow]) -> None:
        self._of_flat = rows if self._flat else []
        self._paint()

    def _skip(self, _error: WarmlineError) -> None:
        """Without the database nothing is known; the link's own sign says so, and typing goes on."""

    def _paint(self) -> None:
        most = QUESTIONS if len(self._questions) > QUESTIONS + 1 else len(self._questions)  # one more fits as well
        if self.offer.shown:
            most = 0  # the cause is known: what to tell comes first, and it needs the room
        asked = self._questions if self._all.isChecked() else self._questions[:most]
        self._ask.setText(f"先问：{' '.join(asked)}" if asked else "")
        more = len(self._questions) - most
        self._all.setVisible(more > 0)
        self._all.setText("收起" if self._all.isChecked() else f"还有 {more} 问" if most else f"先问（{more} 问）")
        for label in (self._ask, self._duty):
            label.setVisible(bool(label.text()))
        # Shut the valve, call 119: before anything else. Words of courtesy wait until they are asked for.
        self._tell.setVisible(bool(self._tell.text()) and (self._pressing or self._all.isChecked() or more <= 0))
        self._paint_known()
        self.setVisible(
            bool(self._questions or self._tell.text() or self._duty.text() or self.known or self.offer.shown)
        )

    def _paint_known(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.hide()
                line.deleteLater()
        first = self.first_open
        for known in self.known[:ROWS]:
            line = self._line(known, known.row is first)
            self._rows.addWidget(line)
            line.show()  # at once: left to the layout it would appear an instant after the old one went
        rest = len(self.known) - ROWS
        if rest > 0:
            self._rows.addWidget(_label(f"另有 {rest} 件", self))

    def _line(self, known: Known, first: bool) -> QWidget:
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        category = self._seat.rules.categories.get(known.row.category)
        name = f"{known.row.category} {short_name(category)}" if category else known.row.category
        words = _label(known_words(known, name, self._seat.now()), line)
        words.setToolTip(known.row.number)
        layout.addWidget(words, 1)
        show = _link("查看", line)
        show.setAccessibleName(f"查看 {known.row.number}")
        show.clicked.connect(lambda: self.opened.emit(known.row.number))
        layout.addWidget(show)
        if known.is_open:
            remind = _link(f"催办  {cap('remind_open')}" if first else "催办", line)
            remind.setAccessibleName(f"催办 {known.row.number}")
            remind.clicked.connect(lambda: self.remind_asked.emit(known.row))
            layout.addWidget(remind)
        return line

    def _lay_out(self) -> None:
        set_look(self, "warning")
        self._ask, self._tell, self._duty = _label("", self), _label("", self), _label("", self)
        self._all = _link("", self)
        self._all.setCheckable(True)
        self._all.toggled.connect(self._paint)
        ask = QHBoxLayout()
        ask.addWidget(self._ask, 1)
        ask.addWidget(self._all, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 5, 8, 5)
        layout.setSpacing(2)
        layout.addWidget(self._tell)
        layout.addWidget(self.offer)
        layout.addLayout(ask)
        layout.addWidget(self._duty)
        layout.addLayout(self._rows)
        self.hide()


def _label(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_look(label, "warning")
    return label


def _link(text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    set_look(button, "link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
