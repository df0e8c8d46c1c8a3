"""The clocks of a complaint in one row: what was kept and how long it took, what still runs and how much is left."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.clock_words import PROVISIONAL
from app.limits import Pressure, pressure, time_left
from app.near_times import turns_near
from app.pause_spans import pauses
from app.records import Clock, Complaint, State
from app.rules import CITY_TIME
from app.states import AT_REST
from app.words import CLOCK_WORDS, span_words
from app.working_days import Calendar
from ui.style import set_look


@dataclass(frozen=True, slots=True)
class ClockCell:
    """One clock in words; ``look`` as in the style sheet, ``basis`` says which rule it comes from."""

    title: str
    words: str
    look: str
    basis: str


def clock_cells(complaint: Complaint, now: datetime, calendar: Calendar) -> list[ClockCell]:
    """The steps of the road with their times: done ones with the time they took, running ones with what is left."""
    dues = {Clock(due.clock): due for due in complaint.due_times}
    start = complaint.dispatched_at or complaint.taken_at
    stopped = {
        clock for clock, own in pauses(complaint.events).items() if any(one.start <= now < one.end for one in own)
    }
    on_site = Clock.TEST if Clock.TEST in dues and Clock.ON_SITE not in dues else Clock.ON_SITE
    steps = (
        (Clock.SIGN, complaint.signed_at, start),
        (Clock.CONTACT, complaint.contacted_at, start),
        (on_site, complaint.arrived_at, start),
        (Clock.ANSWER, complaint.closed_at, complaint.taken_at),
    )
    cells = []
    for clock, done_at, since in steps:
        due = dues.get(clock)
        basis = f"{due.rule}（{due.article}）" if due else ""
        if due and due.provisional:
            basis += f"\n{PROVISIONAL}"
        if done_at is not None:
            late = due is not None and done_at > due.due_at
            words = f"{done_at.astimezone(CITY_TIME):%H:%M} · {span_words(done_at - since)}"
            cells.append(ClockCell(CLOCK_WORDS[clock], words, "danger" if late else "good", basis))
        elif due is None or complaint.state in AT_REST or _over_without(clock, complaint.state):
            cells.append(ClockCell(CLOCK_WORDS[clock], "—", "muted", basis))
        elif clock in stopped and now <= due.due_at:
            cells.append(ClockCell(CLOCK_WORDS[clock], "已暂停", "warning", basis))
        else:
            left = time_left(due.due_at, now)
            match pressure(due.due_at, now, turns_near(due, calendar)):
                case Pressure.OVER:
                    cells.append(ClockCell(CLOCK_WORDS[clock], f"超 {left.lstrip('−')}", "strong-danger", basis))
                case Pressure.NEAR:
                    cells.append(ClockCell(CLOCK_WORDS[clock], f"剩 {left}", "strong-warning", basis))
                case _:
                    cells.append(ClockCell(CLOCK_WORDS[clock], f"剩 {left}", "", basis))
    return cells


def _over_without(clock: Clock, state: State) -> bool:
    """Whether a step was passed over: from the report on only the answer is left."""
    return clock is not Clock.ANSWER and state in (State.REPORTED, State.CALL_BACK)


class ClockRow(QFrame):
    """Shows the cells; called each second with new ones, it touches only what differs. ``pressed`` asks for more."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "raised")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 5, 10, 5)
        self._layout.setSpacing(10)
        self._cells: list[tuple[QLabel, QLabel]] = []
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let a click anywhere in the row ask for the working."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def show_cells(self, cells: list[ClockCell]) -> None:
        """Show these cells."""
        while len(self._cells) < len(cells):
            self._add()
        for (title, words), cell in zip(self._cells, cells, strict=True):
            title.setText(cell.title)
            words.setText(cell.words)
            set_look(words, cell.look)
            title.setToolTip(cell.basis)
            words.setToolTip(cell.basis)

    def _add(self) -> None:
        title, words = QLabel(self), QLabel(self)
        set_look(title, "muted")
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(title)
        column.addWidget(words)
        self._layout.addLayout(column, 1)
        self._cells.append((title, words))
