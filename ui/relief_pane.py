"""The section 减免: applications by how far they are, households masked in the list, every step by keyboard."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from app import refunds, reliefs
from app.records import ReliefState, Role
from app.relief_records import GRANTED_STATES, KIND_WORDS, OPEN_STATES, STATE_WORDS, Relief, basis_words
from app.relief_sums import Rate
from app.rules import CITY_TIME
from app.seat import Seat
from ui.entitlement_pane import EntitlementPane, Steps
from ui.entitlement_strip import DayStrip, Find, Start
from ui.jobs import Jobs
from ui.live import Live
from ui.printing import PrintSettings
from ui.relief_strips import DecisionStrip, ReliefStrip, money_words
from ui.sheet_stack import SheetStack
from ui.table_model import Column

SHAPES: dict[ReliefState, str] = {
    ReliefState.ASKED: "◌",
    ReliefState.APPROVED: "◑",
    ReliefState.PAID: "●",
    ReliefState.REFUSED: "×",
    ReliefState.WITHDRAWN: "–",
}
COLOURS: dict[ReliefState, str] = {
    ReliefState.ASKED: "accent",
    ReliefState.APPROVED: "accent",
    ReliefState.PAID: "good",
}


@dataclass(frozen=True, slots=True)
class Reliefs:
    """What the section shows."""

    rows: list[Relief]
    rates: dict[str, Rate]


_STEPS = Steps(
    one="减免申请",
    many="减免",
    allowed=reliefs.allowed,
    open_states=OPEN_STATES,
    keys={
        "amend_relief": "amend",
        "approve_relief": "approve",
        "refuse_relief": "refuse",
        "pay_relief": "pay",
        "reopen_relief": "reopen",
        "withdraw_relief": "withdraw",
    },
    primary={ReliefState.ASKED: "approve_relief", ReliefState.APPROVED: "pay_relief"},
    all_key="all_reliefs",
)


class ReliefPane(EntitlementPane[Relief]):
    """Waits with a new application until the rates are there; F7 has the sheet in place of the list."""

    topics = frozenset({"relief"})

    def __init__(
        self, live: Live, jobs: Jobs, find: Find, settings: PrintSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(live, jobs, find, _STEPS, columns(live.seat), parent)
        self.stack = SheetStack(self, settings, jobs, self.table)
        self.preview = self.stack.preview
        self._wanted: Start | None = None  # asked for before the rates were there
        self._asked = False
        self.rates: dict[str, Rate] | None = None
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.amend())
        self.lay_out(
            self.table,
            (
                ("all_reliefs", "连同办完的", self.toggle_all),
                ("relief_complaint", "诉求", self.open_complaint),
                ("withdraw_relief", "撤回", self.withdraw),
                ("reopen_relief", "重新核定", self.reopen),
                ("refuse_relief", "不予减免", self.refuse),
                ("relief_sheet", "核定单", self.show_sheet),
                ("amend_relief", "更改", self.amend),
                ("approve_relief", "核准", self.approve),
                ("pay_relief", "已兑付", self.pay),
                ("new_relief", "登记申请", self.add),
            ),
            holder=self.stack.work,
        )
        self.buttons["new_relief"].setVisible(reliefs.may_make(self.seat))
        self._show()

    @property
    def relief(self) -> Relief | None:
        """The application stood on."""
        return self.table.row

    def read(self) -> None:
        self.look_up("reliefs", partial(read_reliefs, self.seat, not self.all), self._take)

    # what is done

    def add(self, start: Start | None = None) -> None:
        """A strip for a new application; ``start``: from which complaint."""
        if not reliefs.may_make(self.seat):
            self.failed.emit("减免申请由话务员、驻点联络员或班长登记。")
        elif self.rates is None:  # the section was not looked at yet
            self._asked, self._wanted = True, start
        else:
            strip = ReliefStrip(self.seat, self._find, self.rates, start)
            self.open_strip(strip, strip.asked, "减免申请已登记", self._stand)

    def amend(self) -> None:
        """A strip with what was taken down."""
        relief = self.able("amend", "只有待核定的申请可以更改。")
        if relief is not None:
            strip = ReliefStrip(self.seat, self._find, self.rates or {}, old=relief)
            self.open_strip(strip, strip.asked, f"{relief.number} 已更改")

    def approve(self) -> None:
        """A strip for who granted it."""
        relief = self.able("approve", "待核定的申请由班长或驻点联络员登记核定结果。")
        if relief is not None:
            title = f"核准减免 {relief.number} {relief.place}：{money_words(relief.sum)}"
            strip = DecisionStrip(self.seat, title, "核准", "可空，如 名单第 3 页")
            self.open_strip(
                strip,
                lambda: partial(reliefs.approve, self.seat, relief, strip.by, strip.note.text()),
                f"{relief.number} 已核准，待兑付",
            )

    def refuse(self) -> None:
        """A strip for who refused it, and why."""
        relief = self.able("refuse", "待核定的申请由班长或驻点联络员登记核定结果。")
        if relief is not None:
            strip = DecisionStrip(self.seat, f"不予减免 {relief.number} {relief.place}", "不予减免", "为什么")
            self.open_strip(
                strip,
                lambda: partial(reliefs.refuse, self.seat, relief, strip.by, strip.note.text()),
                f"{relief.number} 不予减免",
            )

    def pay(self) -> None:
        """A strip for when it was paid."""
        relief = self.able("pay", "核准以后，由热力公司（或班长代）报已兑付。")
        if relief is not None:
            day = ("paid_on", "兑付日期", refunds.today(self.seat))
            strip = DayStrip(f"已兑付 {relief.number} {money_words(relief.sum)}", "已兑付", day)
            strip.rows["note"].hide()
            self.open_strip(
                strip, lambda: partial(reliefs.pay, self.seat, relief, strip.day), f"{relief.number} 已兑付"
            )

    def reopen(self) -> None:
        """A strip for why it is decided anew."""
        relief = self.able("reopen", "已核准、未兑付的申请由班长要求重新核定。")
        if relief is not None:
            self.ask_words(relief, "重新核定", "为什么要重新核定", reliefs.reopen, "待重新核定")

    def withdraw(self) -> None:
        """A strip for why it is taken back."""
        relief = self.able("withdraw", "待核定的申请可以撤回；已核准的由班长撤回。")
        if relief is not None:
            self.ask_words(relief, "撤回", "为什么撤回", reliefs.withdraw, "已撤回")

    def show_sheet(self) -> None:
        """The sheet of the granted application stood on, as it is printed."""
        relief, seat = self.relief, self.seat
        if relief is None or relief.state not in GRANTED_STATES:
            self.failed.emit("核准了的减免才有核定单。" if relief else "请先选中一份减免申请。")
            return

        def draw() -> bytes:
            from app.relief_paper import print_relief  # with reportlab, as in ui/printing.py

            return print_relief(seat, relief)

        self.close_strip()
        self.stack.show_sheet("减免核定单", relief.number, draw)

    def back(self) -> bool:
        return self.stack.leave() or super().back()

    def open_complaint(self) -> None:
        """The complaint it came with, on the queue."""
        self.show_complaint(self.relief.complaint_id if self.relief else None)

    # inside

    def _stand(self, made: Relief) -> None:
        self.table.stand(made)
        self._show()

    def _take(self, found: Reliefs) -> None:
        self.rates = found.rates
        self.table.take(found.rows)
        self._show()
        if self._asked:
            wanted, self._asked, self._wanted = self._wanted, False, None
            self.add(wanted)

    def _show(self) -> None:
        relief = self.relief
        self.show_steps()
        self.say_about(about(self.seat, relief, (self.rates or {}).get(relief.season)) if relief else "")
        self.buttons["relief_sheet"].setVisible(relief is not None and relief.state in GRANTED_STATES)
        self.buttons["relief_complaint"].setVisible(relief is not None and relief.complaint_id is not None)


def read_reliefs(seat: Seat, only_open: bool) -> Reliefs:
    """Applications and rates. Blocks. Errors: DatabaseAway."""
    return Reliefs(reliefs.list_reliefs(seat, only_open=only_open), reliefs.rates(seat))


def columns(seat: Seat) -> list[Column[Relief]]:
    """The columns; the company of a flat is not told whose it is."""

    def late(relief: Relief) -> bool:
        return relief.overdue(refunds.today(seat))

    def due(relief: Relief) -> str:
        if relief.paid_on:
            return f"{relief.paid_on} 兑付"
        return f"▲ 逾期 {relief.due_on}" if late(relief) else f"{relief.due_on} 前"

    whose: list[Column[Relief]] = [
        Column(title="家庭", text=lambda one: KIND_WORDS[one.kind] if one.kind else "", width=7),
        Column(title="户号", text=lambda one: one.masked_household, width=14),
    ]
    return [
        Column(
            title="状态",
            text=lambda one: f"{SHAPES[one.state]} {STATE_WORDS[one.state]}",
            width=13,
            colour=lambda one: COLOURS.get(one.state, "muted"),
        ),
        Column(title="编号", text=lambda one: one.number, width=16),
        Column(title="地点", text=lambda one: one.place, width=22, strong=lambda _one: True),
        *(whose if seat.person.role is not Role.COMPANY else []),
        Column(title="供暖季", text=lambda one: one.season, width=11),
        Column(title="缴费面积", text=lambda one: f"{one.area} ㎡", width=12, right=True),
        Column(title="减免", text=lambda one: money_words(one.sum), width=12, right=True, strong=lambda _one: True),
        Column(title="核定", text=lambda one: one.decider, width=11),
        Column(title="期限", text=due, width=18, colour=lambda one: "danger" if late(one) else "muted", strong=late),
    ]


def about(seat: Seat, relief: Relief, rate: Rate | None) -> str:
    """What else there is to know, in a few lines, by the season's ``rate``; the household stays masked here too."""
    share = f"（整套 {relief.flat_area}）" if relief.flat_area != relief.area else ""
    if relief.rate is not None:
        said = [f"{relief.area} ㎡{share} × {relief.rate} 元 ＝ {relief.sum} 元　依据：{basis_words(relief, rate)}"]
    else:
        said = [f"{relief.area} ㎡{share}　{relief.season} 供暖季还没有减免标准，不计算金额"]
    if relief.fee is not None:
        said[0] += f"　季热费 {relief.fee} 元"
    if relief.proof_seen_at is not None:
        at = relief.proof_seen_at.astimezone(CITY_TIME)
        said.append(f"见过{relief.proof}：{_name(seat, relief.proof_seen_by)} {at:%m-%d %H:%M}，未留复印件")
    if relief.decider:
        verb = "不予减免" if relief.state is ReliefState.REFUSED else "核准"
        said.append(f"{relief.decider}{verb}：{relief.decision or '—'}")
    elif relief.decision:
        said.append(f"说明：{relief.decision}")
    if relief.remarks:
        said.append(f"备注：{relief.remarks}")
    return "\n".join(said)


def _name(seat: Seat, person_id: int | None) -> str:
    person = seat.directory.people.get(person_id or 0)
    return person.name if person else ""
