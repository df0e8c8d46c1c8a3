"""The room temperature tests of the complaint shown: where each stands, and the way to it."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from app.moment_words import until_short
from app.records import Act, Complaint
from app.room_records import ROOM_STATE_WORDS, WAITING, RoomTest
from app.room_tests import of_complaint
from app.seat import Seat
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.style import set_look
from ui.temperature_columns import COLOURS, SHAPES, last_words

TITLE_EM = 2.6  # as the facts above
_TOLD = frozenset({Act.ASK_TEST, Act.TEST, Act.TEST_STEP})


class ComplaintTests(QWidget):
    """A line a test, newest first; there only while the complaint has some. ``asked`` carries the test to open."""

    asked = Signal(UUID)
    missed = Signal()  # a test was to be opened, and the complaint has none
    failed = Signal(object)  # WarmlineError

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._jobs = seat, jobs
        self._known: tuple[UUID, int] | None = None  # which complaint, events that tell of tests
        self.tests: list[RoomTest] = []
        self.titles: list[QPushButton] = []
        self._words: list[QLabel] = []
        word = QLabel("测温", self)
        set_look(word, "muted")
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(10)
        self._rows.setColumnMinimumWidth(0, round(self.fontMetrics().height() * TITLE_EM))
        self._rows.setColumnStretch(2, 1)
        self._rows.addWidget(word, 0, 0)
        self.hide()
        bind(parent or self, "open_test", self.open_one)

    def show_complaint(self, complaint: Complaint) -> None:
        """Show its tests; they are read anew when the timeline tells of one."""
        known = complaint.id, sum(event.act in _TOLD for event in complaint.events)
        if known == self._known:
            return
        if self._known is None or complaint.id != self._known[0]:
            self._show([])
        self._known = known
        if known[1]:
            seat, key = self._seat, complaint.id
            self._jobs.look_up(self, "tests", lambda: of_complaint(seat, key), self._show, self.failed.emit)

    def open_one(self) -> None:
        """The newest one."""
        if self._known is not None and not self._known[1]:
            self.missed.emit()
        else:
            self._open(0)

    def _open(self, at: int) -> None:
        if at < len(self.tests):
            self.asked.emit(self.tests[at].id)

    def _show(self, found: list[RoomTest]) -> None:
        self.tests = found
        now = self._seat.now()
        while len(self.titles) < len(found):
            self._add()
        for at, (title, words) in enumerate(zip(self.titles, self._words, strict=True)):
            shown = at < len(found)
            title.setVisible(shown)
            words.setVisible(shown)
            if not shown:
                continue
            test, state = found[at], found[at].state(now)
            key = f"  {cap('open_test')}" if at == 0 else ""
            title.setText(f"{test.number}{key}")
            due = f"{until_short(test.due_at)} 前上门" if state in WAITING else last_words(test)
            words.setText(" ".join(filter(None, (SHAPES[state], ROOM_STATE_WORDS[state], due))))
            set_look(words, COLOURS[state])
        self.setVisible(bool(found))

    def _add(self) -> None:
        at = len(self.titles)
        title, words = QPushButton(self), QLabel(self)
        set_look(title, "link")
        title.clicked.connect(lambda _checked=False: self._open(at))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)  # no line may make the panel wider than it is
        self._rows.addWidget(title, at, 1)
        self._rows.addWidget(words, at, 2)
        self.titles.append(title)
        self._words.append(words)
