"""What stands around the week view: teams, which week, its faults, the acts with their keys, the shift in words."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.roster_faults import FaultKind
from app.seat import Seat
from app.week_roster import DAYS, Week
from ui.keys import cap
from ui.style import set_look
from ui.week_model import Place

_ACTS = {
    "week_before": "◂",
    "week_now": "本周",
    "week_after": "▸",
    "put_turn": "排人",
    "take_turn": "撤下",
    "lead_turn": "班长",
    "make_roster": "生成",
    "ask_swap": "申请换班",
}
_BELOW = {"edit_crews": "班组", "change_plan": "换班制", "new_pattern": "新班制"}
SIDE_EM = 17.5
SIGHT = 60  # pixels below and above a field that stay in sight with it


class RosterHead(QWidget):
    """Lays the section out: the bar, the strips, the view, and one line about the cell stood on."""

    team_chosen = Signal(object)  # id of a company; None: the hotline

    def __init__(self, seat: Seat, may_write: bool, strips: QVBoxLayout, grid: QWidget, pane: QWidget) -> None:
        super().__init__(pane)
        self._seat = seat
        me = seat.person.company_id
        companies = sorted(seat.directory.companies.values(), key=lambda one: one.id)
        self._teams: dict[int | None, str] = {None: "热线"} if me is None else {}
        self._teams |= {one.id: one.short_name for one in companies if me in (None, one.id)}
        self._chips: dict[int | None, QPushButton] = {}
        self.span, self.faults, self.about = QLabel(self), QLabel(self), QLabel(pane)
        set_look(self.span, "strong")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(6)
        for company, name in self._teams.items():
            chip = QPushButton(name, self)
            chip.setCheckable(True)
            chip.setToolTip(cap("next_team"))
            set_look(chip, "chip")
            chip.clicked.connect(partial(self._on_chip, company))
            chip.setVisible(len(self._teams) > 1)
            group.addButton(chip)
            self._chips[company] = chip
            bar.addWidget(chip)
        self._chips[me].setChecked(True)
        for name, words in _ACTS.items():
            button = self._button(name, words if name.startswith("week") else f"{words}  {cap(name)}")
            if name == "put_turn":
                bar.addWidget(self.span)
                bar.addWidget(self.faults)
                bar.addStretch(1)
            bar.addWidget(button)
        set_look(self._buttons["put_turn" if may_write else "ask_swap"], "primary")
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self)
        inside = QWidget(pane)
        inside.setLayout(strips)
        strips.setContentsMargins(0, 0, 0, 0)
        strips.addStretch(1)
        beside = QScrollArea(pane)  # the week stays in sight while a strip is open, and the window as small as it is
        beside.setWidgetResizable(True)
        beside.setFrameShape(QFrame.Shape.NoFrame)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setFixedWidth(round(pane.fontMetrics().height() * SIDE_EM))
        beside.setWidget(inside)
        self._beside = beside
        beside.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        middle = QHBoxLayout()
        middle.setSpacing(10)
        middle.addWidget(grid, 1)
        middle.addWidget(beside)
        layout.addLayout(middle, 1)
        self._foot = QWidget(pane)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(6)
        foot.addWidget(self.about, 1)
        for name, words in _BELOW.items():
            foot.addWidget(self._button(name, f"{words}  {cap(name)}"))
        layout.addWidget(self._foot)

    def connect_act(self, name: str, slot: Callable[[], object]) -> None:
        """What the button of a key does; one that does nothing for this person is not shown."""
        if name in self._buttons:
            self._buttons[name].show()
            self._buttons[name].clicked.connect(lambda _checked: slot())

    def make_room(self, opened: bool) -> None:
        """A strip comes or goes: beside the view, in place of the line about the cell."""
        self._beside.setVisible(opened)
        self._foot.setVisible(not opened)

    def next_team(self) -> None:
        """The team after the one in sight."""
        teams = list(self._teams)
        at = next(number for number, team in enumerate(teams) if self._chips[team].isChecked())
        following = teams[(at + 1) % len(teams)]
        self._chips[following].setChecked(True)
        self.team_chosen.emit(following)

    def show_week(self, week: Week, place: Place | None) -> None:
        """Which week it is, what is wrong in it, and the shift stood on in words."""
        last = week.first + timedelta(days=DAYS - 1)
        self.span.setText(f"{week.first.month}月{week.first.day}日–{last.month}月{last.day}日")
        ahead = {shift.id for shift in week.shifts if shift.ends_at > self._seat.now()}
        wrong = [fault for fault in week.faults if fault.shift_id in ahead]
        grave = any(fault.kind in (FaultKind.EMPTY, FaultKind.SHORT) for fault in wrong)
        self.faults.setText(
            f"{'▲' if grave else '!'} {len(wrong)} 处要看  {cap('next_fault')}" if wrong else "✓ 没有空缺"
        )
        set_look(self.faults, "strong-danger" if grave else "warning" if wrong else "good")
        self._show_shift(week, place)

    def _show_shift(self, week: Week, place: Place | None) -> None:
        shift = place.shift if place else None
        if shift is None:
            self.about.setText("")
            return
        faults = [fault.words for fault in week.faults_of(shift.id)]
        hours = f"{shift.length / timedelta(hours=1):g} 小时"
        parts = [shift.words, hours, f"{len(shift.duties)} 人", *([f"◆{shift.holiday}"] if shift.holiday else [])]
        over = shift.ends_at <= self._seat.now()
        self.about.setText(" · ".join(parts) + ("　" + "；".join(f"! {words}" for words in faults) if faults else ""))
        set_look(self.about, "warning" if faults and not over else "muted")

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """What has the focus in a strip that is longer than the pane comes in sight."""
        if now is not None and self._beside.isAncestorOf(now):
            self._beside.ensureWidgetVisible(now, 0, SIGHT)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(cap(name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.hide()
        self._buttons[name] = button
        return button

    def _on_chip(self, company_id: int | None, _checked: bool = False) -> None:
        self.team_chosen.emit(company_id)
