"""How each due time was reached, below the clocks of a complaint: rule, start, what counted and what did not."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.clock_words import basis, day_and_time, provisional_words, segment_words, standing, unit_words
from app.clocks import ClockRun, clocks, near_at, working
from app.limits import Pressure, pressure, until_words
from app.records import Complaint
from app.seat import Seat
from app.words import ACT_WORDS, CLOCK_WORDS
from app.working_days import Calendar
from ui.fact_grid import Fact, FactGrid
from ui.style import set_look


class ClockSheet(QFrame):
    """Folded until asked for; while it is open, ``show_complaint`` keeps it fresh."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._complaint: Complaint | None = None
        set_look(self, "raised")
        self._grid = FactGrid(2.6, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(self._grid)
        self.hide()

    def toggle(self) -> None:
        """Open or fold."""
        self.setHidden(not self.isHidden())
        self._paint()

    def show_complaint(self, complaint: Complaint) -> None:
        """Show the clocks of this complaint as they stand now."""
        self._complaint = complaint
        self._paint()

    def _paint(self) -> None:
        if self._complaint is not None and not self.isHidden():
            self._grid.show_facts(clock_facts(self._seat, self._complaint, self._seat.now()))


def clock_facts(seat: Seat, complaint: Complaint, now: datetime) -> list[Fact]:
    """All clocks of a complaint as rows; house clocks last, for they are no law."""
    runs = clocks(complaint.events, seat.rules, seat.rules.calendar)
    return [fact for run in sorted(runs, key=lambda run: run.is_house) for fact in _facts(seat, run, now)]


def _facts(seat: Seat, run: ClockRun, now: datetime) -> list[Fact]:
    calendar = seat.rules.calendar
    due = f"{until_words(run.due_at)} 前{provisional_words(run)}"
    return [
        Fact(CLOCK_WORDS[run.clock], standing(run, now), due, _look(run, now, calendar), title_look="strong"),
        Fact("依据", basis(run), look="muted"),
        Fact("起算", f"{day_and_time(run.started_at)}（{ACT_WORDS[run.started_by]}）", unit_words(run), "muted"),
        *(Fact(*segment_words(piece), look="" if piece.counted else "warning") for piece in working(run, calendar)),
    ]


def _look(run: ClockRun, now: datetime, calendar: Calendar) -> str:
    if run.passed_over:
        return "muted"
    if run.stopped_at is not None:
        return "good" if run.in_time else "danger"
    how = pressure(run.due_at, now, near_at(run, calendar))
    return {Pressure.OVER: "strong-danger", Pressure.NEAR: "strong-warning"}.get(how, "")
