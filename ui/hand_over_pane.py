"""The section 交接: what this shift leaves to do as it stands now, sealed by its leader, signed by the next."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import hand_over
from app.hand_over_records import Facts, Sheet, seal_words
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Shift
from ui.fields import TextField
from ui.hand_over_columns import ShiftLine, shift_columns
from ui.hand_over_strips import hand_over_strip, sign_strip
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.left_lists import LeftLists
from ui.live import Live
from ui.printing import PrintSettings
from ui.row_list import RowList
from ui.sheet_stack import SheetStack
from ui.shift_pane import ShiftPane
from ui.style import set_look
from ui.team_button import TeamButton

GATHER_MS = 1000  # in a rush of complaints the numbers are counted anew once
MOST_SHEETS = 200
OTHERS = "这是别的单位的班次，由它自己交接；这里只看。"
SHIFTS_EM = 15.5  # width of the list of shifts, in lines of the font


@dataclass(frozen=True, slots=True)
class HandOvers:
    """What the section shows: the shifts to hand over, the one asked for among them (None: there is none now), what it
    leaves to do, who comes next, the sheets, and by shift who takes over those that nobody signed."""

    company_id: int | None
    open: tuple[Shift, ...]
    shift: Shift | None
    facts: Facts | None
    coming: Shift | None
    sheets: tuple[Sheet, ...]
    taking: dict[UUID, Shift]


class HandOverPane(ShiftPane):
    """Shifts at the left, what the one stood on leaves to do at the right; F7 has its sheet in their place."""

    def __init__(self, live: Live, jobs: Jobs, settings: PrintSettings, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.found: HandOvers | None = None
        self._wanted: UUID | None = None  # the open shift that is looked at
        self.company_id = self.seat.person.company_id
        self.left = LeftLists(self.seat, self)
        self.table: RowList[ShiftLine] = RowList(
            "班次",
            shift_columns(),
            lambda line: line.shift.id,
            lambda line: -line.shift.begins_at.timestamp(),
            parent=self,
        )
        self.model = self.table.content
        self.table.setFixedWidth(round(self.fontMetrics().height() * SHIFTS_EM))
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.left.setFocus())
        self.title, self.under = QLabel(self), QLabel(self)
        set_look(self.title, "strong")
        set_look(self.under, "muted")
        self.under.setWordWrap(True)
        self.note = TextField("", 3, self)
        self.note.setAccessibleName("需知事项与接班意见")
        self.note.setReadOnly(True)
        self.note.setFixedHeight(self.note.minimumHeight())
        self.hand_button = QPushButton(f"交班  {cap('hand_over')}", self)
        self.sign_button = QPushButton(f"接班  {cap('sign_sheet')}", self)
        self.sheet_button = QPushButton(f"记录单  {cap('show_sheet')}", self)
        self.team = TeamButton(self.seat, "sheet_team", self)
        self.team.chosen.connect(self.choose_team)
        self.stack = SheetStack(self, settings, jobs, self.table)
        self.preview = self.stack.preview
        self._gather = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self._read_again)
        live.changed.connect(lambda _rows: self._gather.start() if self.isVisible() else None)
        self._lay_out()
        for name, button, slot in (
            ("hand_over", self.hand_button, self.hand_over),
            ("sign_sheet", self.sign_button, self.sign),
            ("show_sheet", self.sheet_button, self.show_sheet),
        ):
            bind(self.stack.work, name, slot)
            button.clicked.connect(slot)
        bind(self.stack.work, "next_left", self.left.step)
        bind(self.stack.work, "sheet_team", self.team.step)

    @property
    def line(self) -> ShiftLine | None:
        """The shift stood on."""
        return self.table.row

    @property
    def to_sign(self) -> Sheet | None:
        """The oldest sheet of the team that nobody signed yet."""
        waiting = [one for one in self.found.sheets if one.signed_at is None] if self.found and self.own else []
        return waiting[-1] if waiting else None

    @property
    def own(self) -> bool:
        """Whether the team in sight is this person's; another one hands over by itself."""
        return self.company_id == self.seat.person.company_id

    def read(self) -> None:
        self.look_up("hand over", partial(read_hand_overs, self.seat, self.company_id, self._wanted), self._take)

    def choose_team(self, company_id: int | None) -> None:
        """Another team's sheets, to be read."""
        self.close_strip()
        self.company_id, self.found, self._wanted = company_id, None, None
        self.read()

    def hand_over(self) -> None:
        """A strip for things to know of the open shift stood on; Ctrl+Enter writes the sheet and seals it."""
        if not self.own:
            self.failed.emit(OTHERS)
            return
        shift = self.found.shift if self.found else None
        if self.line is not None and self.line.sheet is None:
            shift = self.line.shift
        if shift is None:
            self.failed.emit("现在没有班次可交。")
            return
        self._stand(shift.id)
        strip = hand_over_strip(shift, shift.leader_id != self.seat.person.id)

        def act() -> partial[Sheet]:
            return partial(hand_over.hand_over, self.seat, shift.id, strip.words, strip.reason)

        self.open_strip(strip, act, f"{shift.words}已交班封签", self._stored)

    def sign(self) -> None:
        """A strip for remarks on the sheet that waits; Ctrl+Enter signs it."""
        if not self.own:
            self.failed.emit(OTHERS)
            return
        line, sheet = self.line, self.to_sign
        if line is not None and line.sheet is not None and line.sheet.signed_at is None:
            sheet = line.sheet
        if sheet is None:
            self.failed.emit("没有等待签收的交接班记录单。")
            return
        self._stand(sheet.shift.id)
        takes = self.found.taking.get(sheet.shift.id) if self.found else None
        strip = sign_strip(sheet, takes is None or takes.leader_id != self.seat.person.id)
        shift_id = sheet.shift.id

        def act() -> partial[Sheet]:
            return partial(hand_over.sign, self.seat, shift_id, strip.words, strip.reason)

        self.open_strip(strip, act, f"{sheet.number} 已签收接班", self._stored)

    def show_sheet(self) -> None:
        """The sheet of the shift stood on, as it is printed."""
        sheet = self.line.sheet if self.line else None
        if sheet is None:
            self.failed.emit("交班以后才有记录单；现在的数字都在这里。")
            return
        directory, rules = self.seat.directory, self.seat.rules

        def draw() -> bytes:
            from app.hand_over_paper import draw_sheet  # with reportlab, as in ui/printing.py

            return draw_sheet(sheet, directory, rules)

        self.stack.show_sheet("交接班记录单", sheet.number, draw)

    def back(self) -> bool:
        return self.stack.leave() or super().back()

    def fit(self) -> None:
        self.left.setVisible(self.line is not None and not self.cramped)
        self.under.setVisible(not self.cramped)

    def _read_again(self) -> None:
        if self.isVisible():
            self.read()

    def _take(self, found: HandOvers) -> None:
        if found.company_id != self.company_id:
            return  # another team is wanted by now
        first = self.found is None
        self.found = found
        lines = [ShiftLine(one.shift, one) for one in found.sheets]
        now = self.seat.now()
        lines += [ShiftLine(one, over=one.ends_at <= now) for one in found.open]
        running = next((line for line in lines if found.shift and line.shift.id == found.shift.id), None)
        self.table.take(lines, running)
        waiting = self.to_sign
        if first and waiting is not None and waiting.made_by != self.seat.person.id:
            self.table.choose(waiting.shift.id)  # who comes in has this to read first
        self._show()

    def _show(self) -> None:
        line, found = self.line, self.found
        self.hand_button.setEnabled(found is not None and found.shift is not None and self.own)
        self.sign_button.setEnabled(self.to_sign is not None)
        self.sheet_button.setEnabled(line is not None and line.sheet is not None)
        self.fit()
        self.note.setVisible(line is not None and line.sheet is not None)
        if line is None or found is None:
            self.title.setText("现在没有班次可交，也还没有交接班记录")
            self.under.setText("")
            return
        sheet = line.sheet
        if sheet is None:
            self.title.setText(f"{line.shift.words}{self._leader(line.shift)}")
            if found.shift is None or found.shift.id != line.shift.id:
                self._wanted = line.shift.id
                self.under.setText("正在统计…")
                self.read()
                return
            coming = found.coming
            self.under.setText(
                f"下一班 {coming.words}{self._leader(coming)}" if coming else "按班制后面没有班次，没有人接班"
            )
            if found.facts is not None:
                self.left.show_facts(found.facts)
            return
        self.title.setText(f"{sheet.number}　{line.shift.words}")
        self.under.setText(_names(sheet))
        self.note.setPlainText(_said(sheet))
        self.left.show_facts(sheet.facts)

    def _leader(self, shift: Shift) -> str:
        leader = self.seat.directory.people.get(shift.leader_id or 0)
        return f" · 班长 {leader.name}" if leader else " · 没有排班长"

    def _stand(self, shift_id: UUID) -> None:
        if self.table.choose(shift_id):
            self._show()

    def _stored(self, sheet: Sheet) -> None:
        self._stand(sheet.shift.id)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.title, 1)
        bar.addWidget(self.team)
        for button in (self.hand_button, self.sign_button, self.sheet_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            bar.addWidget(button)
        detail = QVBoxLayout()
        detail.setSpacing(8)
        detail.addLayout(bar)
        detail.addWidget(self.under)
        detail.addWidget(self.note)
        detail.addLayout(self.strips)
        detail.addWidget(self.left, 1)
        detail.addStretch(0)  # takes the room while the numbers make way for a strip
        row = QHBoxLayout(self.stack.work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.table)
        row.addLayout(detail, 1)


def read_hand_overs(seat: Seat, company_id: int | None, wanted: UUID | None = None) -> HandOvers:
    """What there is to hand over and to sign for a team; ``wanted``: the open shift asked for, in place of the one that
    is next. Blocks. Errors: DatabaseAway."""
    sheets = tuple(hand_over.list_sheets(seat, limit=MOST_SHEETS, teams=(company_id,)))
    unsigned = [one.shift.id for one in sheets if one.signed_at is None]
    taking = {id: shift for id in unsigned if (shift := hand_over.taking_over(seat, id)) is not None}
    left = tuple(hand_over.open_shifts(seat, company_id))
    shift = next((one for one in left if one.id == wanted), None) or hand_over.next_to_hand_over(seat, left)
    if shift is None:  # handed over before its end, or nobody works now
        return HandOvers(company_id, (), None, None, None, sheets, taking)
    coming = hand_over.taking_over(seat, shift.id)
    return HandOvers(company_id, left, shift, hand_over.read_facts(seat, shift.id), coming, sheets, taking)


def _names(sheet: Sheet) -> str:
    signed = f"{sheet.signed_by_name} {_at(sheet)} 接班" if sheet.signed_at else "▲ 等待接班签收"
    made = f"{sheet.made_at.astimezone(CITY_TIME):%m-%d %H:%M}"
    return (
        f"{sheet.made_by_name} {made} 交班　{signed}　"
        f"封签 {sheet.seal_number} 号 {seal_words(sheet.seal, 16)[0]}…，封 {sheet.sealed_events} 个事件"
    )


def _at(sheet: Sheet) -> str:
    return f"{sheet.signed_at.astimezone(CITY_TIME):%m-%d %H:%M}" if sheet.signed_at else ""


def _said(sheet: Sheet) -> str:
    parts = [f"需知事项：{sheet.note or '无'}"]
    parts += [f"交班说明：{sheet.reason}"] if sheet.reason else []
    parts += [f"接班意见：{sheet.remarks or '无'}"] if sheet.signed_at else []
    parts += [f"代签原因：{sheet.sign_reason}"] if sheet.sign_reason else []
    return "\n".join(parts)
