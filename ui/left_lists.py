"""What a shift leaves to do: its numbers as chips, and below them the list that one of them opens."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.hand_over_records import COUNT_WORDS, DONE_WORDS, Facts
from app.rules import CITY_TIME
from app.seat import Seat
from ui.hand_over_columns import COMPLAINT_LISTS, LISTS, LeftLine, left_columns, left_lines
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import TableModel

CHIPS_A_ROW = 4
ALARMING = frozenset({"overdue", "unsigned"})  # a number that somebody has to act on


class LeftLists(QWidget):
    """``complaint_asked``, ``incident_asked``, ``draft_asked`` carry an id, ``posts_asked`` and ``log_asked`` none.

    ``queue_asked``: all open complaints are wanted.
    """

    complaint_asked = Signal(UUID)
    incident_asked = Signal(UUID)
    draft_asked = Signal(UUID)
    posts_asked = Signal()
    log_asked = Signal()
    queue_asked = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.kind = "overdue"
        self.facts: Facts | None = None
        self.done = QLabel(self)
        self.done.setWordWrap(True)
        set_look(self.done, "muted")
        self.table = RowTable(parent=self)
        self.table.opened.connect(self._open)
        self.setFocusProxy(self.table)
        self.models: dict[str, TableModel[LeftLine]] = {
            kind: TableModel(left_columns(kind), lambda line: line.key, lambda line: line.place, tokens)
            for kind in LISTS
        }
        self.chips: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, kind in enumerate(LISTS):
            chip = QPushButton(COUNT_WORDS[kind], self)
            chip.setCheckable(True)
            set_look(chip, "chip")
            chip.clicked.connect(partial(self._on_chip, kind))
            group.addButton(chip)
            self.chips[kind] = chip
            grid.addWidget(chip, at // CHIPS_A_ROW, at % CHIPS_A_ROW)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addWidget(self.done)
        layout.addWidget(self.table, 1)
        self.choose(self.kind)

    def show_facts(self, facts: Facts) -> None:
        """Show these numbers and the list stood on."""
        self.facts = facts
        for kind, chip in self.chips.items():
            many = facts.counts[kind]
            mark = "▲ " if many and kind in ALARMING else ""
            chip.setText(f"{mark}{COUNT_WORDS[kind]}  {many}")
        done = " · ".join(f"{words} {facts.done[act]}" for act, words in DONE_WORDS.items() if facts.done[act])
        at = f"{facts.at.astimezone(CITY_TIME):%m-%d %H:%M:%S}"
        self.done.setText(f"数字截至 {at}　本班办理：{done or '还没有'}")
        self._fill()

    def choose(self, kind: str) -> None:
        """Open the list of a number."""
        self.kind = kind
        self.chips[kind].setChecked(True)
        self.table.show_model(self.models[kind])
        self.table.setAccessibleName(COUNT_WORDS[kind])
        self._fill()

    def step(self) -> None:
        """The list of the next number that is not nought; the keys go there."""
        at = LISTS.index(self.kind)
        turn = [*LISTS[at + 1 :], *LISTS[: at + 1]]
        counts = self.facts.counts if self.facts else {}
        self.choose(next((kind for kind in turn if counts.get(kind)), turn[0]))
        self.table.enter()

    def _fill(self) -> None:
        if self.facts is not None:
            self.models[self.kind].replace(left_lines(self._seat, self.facts, self.kind))

    def _open(self, key: object) -> None:
        if self.kind == "open":
            self.queue_asked.emit()
        elif self.kind in COMPLAINT_LISTS:
            self.complaint_asked.emit(key)
        elif self.kind == "incidents":
            self.incident_asked.emit(key)
        elif self.kind == "drafts":
            self.draft_asked.emit(key)
        elif self.kind == "posts":
            self.posts_asked.emit()
        else:
            self.log_asked.emit()

    def _on_chip(self, kind: str, _checked: bool) -> None:
        self.choose(kind)
        self.table.enter()
