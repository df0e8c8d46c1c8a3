"""The section 在岗: who is on now at which seat in which state since when, and who comes next."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import seat_duty
from app.records import Role
from app.seats_now import TeamNow, read_teams
from app.shift_records import Shift
from ui.duty_columns import DutyLine, columns, lines
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.row_list import RowList
from ui.shift_pane import ShiftPane
from ui.strip import WordsStrip
from ui.style import set_look

STATE_COLUMN = 2


class DutyPane(ShiftPane):
    """One line a seat, the hotline's first; a company's desk sees its own."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.teams: list[TeamNow] = []
        self.table: RowList[DutyLine] = RowList(
            "在岗",
            columns(self.seat),
            lambda line: line.now.key,
            lambda line: line.now.key,
            pill_column=STATE_COLUMN,
            parent=self,
        )
        self.model = self.table.content
        self.table.chosen.connect(lambda _key: self._show_acts())
        self.setFocusProxy(self.table)
        self.head = QLabel(self)
        set_look(self.head, "strong")
        self.coming = QLabel(self)
        set_look(self.coming, "muted")
        self._may_free = self.seat.person.role is Role.SUPERVISOR
        self.take_button = QPushButton(f"坐到这里  {cap('take_seat')}", self)
        self.take_button.clicked.connect(self.take)
        self.free_button = QPushButton(f"释放座席  {cap('free_seat')}", self)
        self.free_button.clicked.connect(self.free)
        self.free_button.setVisible(self._may_free)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.head)
        bar.addWidget(self.coming, 1)
        bar.addWidget(self.take_button)
        bar.addWidget(self.free_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(self.strips)
        layout.addWidget(self.table, 1)
        bind(self, "take_seat", self.take)
        bind(self, "free_seat", self.free)
        live.second.connect(self._tick)
        self._show_acts()

    @property
    def line(self) -> DutyLine | None:
        """The line stood on."""
        return self.table.row

    def read(self) -> None:
        self.look_up("teams", lambda: read_teams(self.seat), self._take)

    def take(self) -> None:
        """Sign on at the seat stood on."""
        line = self.line
        if line is None or line.now.seat_number is None or line.now.company_id != self.seat.person.company_id:
            self.failed.emit("请先选中本单位的一个座席。")
            return
        number = line.now.seat_number
        self.run(partial(seat_duty.sign_on, self.seat, number), f"已在 {number} 号座席签到")

    def free(self) -> None:
        """A strip for why the seat stood on is freed."""
        line = self.line
        there = line.now.presence if line else None
        if not self._may_free or line is None or there is None:
            return
        strip = WordsStrip(f"释放 {there.seat_words}：{there.name}没有签退", "为什么释放，如 下班忘记签退", "释放座席")
        self.open_strip(
            strip,
            lambda: partial(seat_duty.free_seat, self.seat, there.id, strip.words),
            f"{there.name}的座席已释放",
        )

    def _take(self, teams: list[TeamNow]) -> None:
        self.teams = teams
        found = lines(self.seat, teams)
        self.table.take(found, self._first(found) if found else None)
        self._show_head()
        self._show_acts()

    def _first(self, found: list[DutyLine]) -> DutyLine:
        """One's own line, else one's own seat, else the first."""
        me = self.seat.person
        own = (one for one in found if one.now.presence and one.now.presence.person_id == me.id)
        seats = (one for one in found if one.now.company_id == me.company_id and one.now.seat_number == me.seat_number)
        return next(own, None) or next(seats, found[0])

    def _show_head(self) -> None:
        mine = next((team for team in self.teams if team.company_id == self.seat.person.company_id), None)
        running, coming = (mine.running, mine.coming) if mine else (None, None)
        self.head.setText(f"当班 {running.words}{self._leader(running)}" if running else "现在没有班次")
        self.coming.setText(f"下一班 {coming.words}{self._leader(coming)}" if coming else "下一班还没有")

    def _leader(self, shift: Shift) -> str:
        leader = self.seat.directory.people.get(shift.leader_id or 0)
        return f" · 班长 {leader.name}" if leader else ""

    def _show_acts(self) -> None:
        line = self.line
        mine = line is not None and line.now.company_id == self.seat.person.company_id
        free = line is not None and line.now.seat_number is not None and line.now.presence is None
        self.take_button.setEnabled(mine and free)
        self.free_button.setEnabled(line is not None and line.now.presence is not None)

    def _tick(self) -> None:
        if self.isVisible():
            self.model.tick()
