"""The section 退费: refunds by how far they are, the days of the one stood on, and every step by keyboard."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app import refunds
from app.records import RefundState
from app.refund_days import RefundDay
from app.refund_money import read_money
from app.refund_records import OPEN_STATES, Refund
from ui.entitlement_pane import EntitlementPane, Steps
from ui.entitlement_strip import DayStrip, Find, Start
from ui.jobs import Jobs
from ui.live import Live
from ui.printing import PrintSettings
from ui.refund_columns import about, columns, day_columns, day_words
from ui.refund_strips import JudgeStrip, RefundStrip
from ui.row_list import RowList
from ui.sheet_stack import SheetStack
from ui.style import set_look

_STEPS = Steps(
    one="退费单",
    many="退费",
    allowed=refunds.allowed,
    open_states=OPEN_STATES,
    keys={
        "judge_refund": "judge",
        "decide_refund": "decide",
        "refuse_refund": "refuse",
        "tell_refund": "tell",
        "pay_refund": "pay",
        "reopen_refund": "reopen",
        "void_refund": "void",
    },
    primary={
        RefundState.DRAFT: "decide_refund",
        RefundState.DECIDED: "tell_refund",
        RefundState.TOLD: "pay_refund",
    },
    all_key="all_refunds",
)


class RefundPane(EntitlementPane[Refund]):
    """F7 has the sheet in place of the lists."""

    topics = frozenset({"refund"})

    def __init__(
        self, live: Live, jobs: Jobs, find: Find, settings: PrintSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(live, jobs, find, _STEPS, columns(live.seat), parent)
        self.stack = SheetStack(self, settings, jobs, self.table)
        self.preview = self.stack.preview
        self.day_table: RowList[RefundDay] = RowList("逐日判定", day_columns(), lambda one: one.day, parent=self)
        self.days = self.day_table.content
        self.day_table.chosen.connect(lambda _key: self._show_day())
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.day_table.setFocus())
        self.why = QLabel(self)  # all of what the row has no room for
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        set_look(self.why, "muted")
        self._lay_out()
        self._show()

    @property
    def refund(self) -> Refund | None:
        """The refund stood on."""
        return self.table.row

    def read(self) -> None:
        self.look_up("refunds", partial(refunds.list_refunds, self.seat, None, not self.all), self._take)

    # what is done

    def add(self, start: Start | None = None) -> None:
        """A strip for a new refund; ``start``: from which complaint."""
        if not refunds.may_make(self.seat):
            self.failed.emit("您的岗位不建退费单。")
            return
        strip = RefundStrip(self.seat, self._find, start)
        self.open_strip(strip, strip.asked, "退费单已建，日子已判定", self._stand)

    def judge(self) -> None:
        """A strip for what counts in the draft."""
        refund = self.able("judge", "只有待核定的退费单可以重判；已核定的请班长要求重新核定。")
        if refund is not None:
            strip = JudgeStrip(self.seat, refund)
            self.open_strip(strip, strip.asked, f"{refund.number} 已重新判定")

    def decide(self) -> None:
        """A strip for a note; the days as they stand are decided."""
        refund = self.able("decide", "待核定的退费单由热力公司或班长核定。")
        if refund is not None:
            title = f"核定 {refund.number} {refund.place}：{refund.days_words}"
            self.ask_words(refund, "核定", "核定说明，可空", refunds.decide, "已核定，待告知", title)

    def refuse(self) -> None:
        """A strip for why nothing is given back."""
        refund = self.able("refuse", "待核定的退费单由热力公司或班长定。")
        if refund is not None:
            self.ask_words(refund, "不予退费", "为什么不退；会印在核定单上", refunds.refuse, "不予退费")

    def tell_user(self) -> None:
        """A strip for when the user was told."""
        refund = self.able("tell", "核定以后才告知用户。")
        if refund is not None:
            strip = DayStrip(f"已告知用户 {refund.number}", "已告知", ("told_on", "告知日期", refunds.today(self.seat)))
            self.open_strip(
                strip,
                lambda: partial(refunds.tell, self.seat, refund, strip.day, strip.note.text()),
                f"{refund.number} 已告知，待退费",
            )

    def pay(self) -> None:
        """A strip for when, and how much, was paid."""
        refund = self.able("pay", "告知用户以后，由热力公司（或班长代）报已退费。")
        if refund is None:
            return
        day = ("paid_on", "退费日期", refunds.today(self.seat))
        strip = DayStrip(f"已退费 {refund.number} {refund.days_words}", "已退费", day, ("paid_sum", "实退金额"))

        def act() -> partial[Refund]:
            typed = strip.said("paid_sum")
            amount = read_money(typed, "paid_sum", "实退金额") if typed else None
            return partial(refunds.pay, self.seat, refund, strip.day, amount, strip.note.text())

        self.open_strip(strip, act, f"{refund.number} 已退费")

    def reopen(self) -> None:
        """A strip for why it is judged anew."""
        refund = self.able("reopen", "已核定、未退清的退费单由班长要求重新核定。")
        if refund is not None:
            self.ask_words(refund, "重新核定", "为什么要重新核定", refunds.reopen, "待重新核定")

    def void(self) -> None:
        """A strip for why the draft should not be."""
        refund = self.able("void", "只有待核定的退费单可以作废。")
        if refund is not None:
            self.ask_words(refund, "作废", "为什么作废", refunds.void, "已作废")

    def show_sheet(self) -> None:
        """The sheet of the refund stood on, as it is printed."""
        refund, seat = self.refund, self.seat
        if refund is None:
            self.failed.emit("请先选中一份退费单。")
            return

        def draw() -> bytes:
            from app.refund_paper import draw_refund  # with reportlab, as in ui/printing.py

            return draw_refund(refund, refunds.complaint_numbers(seat, refund), seat.directory, seat.rules)

        self.close_strip()
        self.stack.show_sheet("退费逐日核定单", refund.number, draw)

    def open_complaint(self) -> None:
        """The first complaint it is about, on the queue."""
        refund = self.refund
        self.show_complaint(next(iter(refund.complaint_ids), None) if refund else None)

    def back(self) -> bool:
        return self.stack.leave() or super().back()

    def fit(self) -> None:
        super().fit()
        shown = self.refund is not None and bool(self.days.rows) and self.strip is None
        self.day_table.setVisible(shown)
        self.why.setVisible(shown and bool(self.why.text()))

    # inside

    def _stand(self, made: Refund) -> None:
        """Stand on what was just made once it is in the list."""
        self.table.stand(made)
        self._show()

    def _take(self, found: list[Refund]) -> None:
        self.table.take(found)
        self._show()

    def _show(self) -> None:
        refund = self.refund
        self.show_steps()
        self.about.setText(about(self.seat, refund) if refund else "")
        self.day_table.take(list(refund.days) if refund else [])
        self._show_day()
        self.buttons["refund_sheet"].setVisible(refund is not None)
        self.buttons["refund_complaint"].setVisible(refund is not None and bool(refund.complaint_ids))
        self.fit()

    def _show_day(self) -> None:
        day = self.day_table.row
        self.why.setText(f"{day.day:%m-%d}：{day_words(day)}" if day else "")

    def _lay_out(self) -> None:
        layout = self.lay_out(
            self.table,
            (
                ("all_refunds", "连同办完的", self.toggle_all),
                ("refund_complaint", "诉求", self.open_complaint),
                ("void_refund", "作废", self.void),
                ("reopen_refund", "重新核定", self.reopen),
                ("refuse_refund", "不予退费", self.refuse),
                ("refund_sheet", "核定单", self.show_sheet),
                ("judge_refund", "重判", self.judge),
                ("decide_refund", "核定", self.decide),
                ("tell_refund", "已告知", self.tell_user),
                ("pay_refund", "已退费", self.pay),
                ("new_refund", "建退费单", self.add),
            ),
            holder=self.stack.work,
        )
        self.buttons["new_refund"].setVisible(refunds.may_make(self.seat))
        layout.addWidget(self.day_table)
        layout.addWidget(self.why)
        layout.setStretchFactor(self.table, 3)
        layout.setStretchFactor(self.day_table, 4)
