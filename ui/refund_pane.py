"""The section 退费: refunds by how far they are, the days of the one stood on, and every step by keyboard."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app import refunds
from app.records import RefundState
from app.refund_days import RefundDay
from app.refund_money import read_money
from app.refund_records import OPEN_STATES, Refund
from ui.entitlement_strip import DayStrip, Find, Start
from ui.jobs import Jobs
from ui.keys import cap
from ui.live import Live
from ui.printing import PrintSettings
from ui.refund_columns import about, columns, day_columns, day_words
from ui.refund_strips import JudgeStrip, RefundStrip
from ui.row_table import RowTable
from ui.section_pane import SectionPane
from ui.sheet_preview import SheetPreview
from ui.strip import WordsStrip
from ui.style import set_look, tokens
from ui.table_model import TableModel


class RefundPane(SectionPane):
    """``find``: communities by what is typed. F7 has the sheet in place of the lists."""

    topics = frozenset({"refund"})

    def __init__(
        self, live: Live, jobs: Jobs, find: Find, settings: PrintSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(live, jobs, parent)
        self._find = find
        self.all = False  # paid, refused and void ones too
        self._rank: dict[object, int] = {}
        self.model: TableModel[Refund] = TableModel(
            columns(self.seat), lambda one: one.id, lambda one: self._rank.get(one.id, 0), tokens
        )
        self.days: TableModel[RefundDay] = TableModel(day_columns(), lambda one: one.day, lambda one: one.day, tokens)
        self._work = QWidget(self)
        self.table = RowTable(pill_column=0, parent=self._work)
        self.table.setAccessibleName("退费单")
        self.table.show_model(self.model)
        self.table.chosen.connect(lambda _key: self._show())
        self.day_table = RowTable(parent=self._work)
        self.table.opened.connect(lambda _key: self.day_table.setFocus())
        self.day_table.setAccessibleName("逐日判定")
        self.day_table.show_model(self.days)
        self.day_table.chosen.connect(lambda _key: self._show_day())
        self.why = QLabel(self._work)  # all of what the row has no room for
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        set_look(self.why, "muted")
        self.about, self.count = QLabel(self._work), QLabel(self._work)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(self.about, "muted")
        set_look(self.count, "strong")
        self.preview = SheetPreview(jobs, settings, self)
        self.preview.said.connect(self.said)
        self.preview.left.connect(self.back)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.setFocusProxy(self.table)
        self._show()

    @property
    def refund(self) -> Refund | None:
        """The refund stood on."""
        key = self.table.key()
        return None if key is None else self.model.row(key)

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
        refund = self._able("judge", "只有待核定的退费单可以重判；已核定的请班长要求重新核定。")
        if refund is not None:
            strip = JudgeStrip(self.seat, refund)
            self.open_strip(strip, strip.asked, f"{refund.number} 已重新判定")

    def decide(self) -> None:
        """A strip for a note; the days as they stand are decided."""
        refund = self._able("decide", "待核定的退费单由热力公司或班长核定。")
        if refund is not None:
            strip = WordsStrip(f"核定 {refund.number} {refund.place}：{refund.days_words}", "核定说明，可空", "核定")
            self.open_strip(
                strip,
                lambda: partial(refunds.decide, self.seat, refund, strip.words),
                f"{refund.number} 已核定，待告知",
            )

    def refuse(self) -> None:
        """A strip for why nothing is given back."""
        refund = self._able("refuse", "待核定的退费单由热力公司或班长定。")
        if refund is not None:
            strip = WordsStrip(f"不予退费 {refund.number} {refund.place}", "为什么不退；会印在核定单上", "不予退费")
            self.open_strip(
                strip, lambda: partial(refunds.refuse, self.seat, refund, strip.words), f"{refund.number} 不予退费"
            )

    def tell_user(self) -> None:
        """A strip for when the user was told."""
        refund = self._able("tell", "核定以后才告知用户。")
        if refund is not None:
            strip = DayStrip(f"已告知用户 {refund.number}", "已告知", ("told_on", "告知日期", refunds.today(self.seat)))
            self.open_strip(
                strip,
                lambda: partial(refunds.tell, self.seat, refund, strip.day, strip.note.text()),
                f"{refund.number} 已告知，待退费",
            )

    def pay(self) -> None:
        """A strip for when, and how much, was paid."""
        refund = self._able("pay", "告知用户以后，由热力公司（或班长代）报已退费。")
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
        refund = self._able("reopen", "已核定、未退清的退费单由班长要求重新核定。")
        if refund is not None:
            strip = WordsStrip(f"重新核定 {refund.number}", "为什么要重新核定", "重新核定")
            self.open_strip(
                strip, lambda: partial(refunds.reopen, self.seat, refund, strip.words), f"{refund.number} 待重新核定"
            )

    def void(self) -> None:
        """A strip for why the draft should not be."""
        refund = self._able("void", "只有待核定的退费单可以作废。")
        if refund is not None:
            strip = WordsStrip(f"作废 {refund.number}", "为什么作废", "作废")
            self.open_strip(
                strip, lambda: partial(refunds.void, self.seat, refund, strip.words), f"{refund.number} 已作废"
            )

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
        self.preview.open("退费逐日核定单", refund.number, draw)
        self._stack.setCurrentWidget(self.preview)
        self.setFocusProxy(self.preview)
        self.preview.setFocus()

    def open_complaint(self) -> None:
        """The first complaint it is about, on the queue."""
        refund = self.refund
        if refund is None or not refund.complaint_ids:
            self.failed.emit("这份退费单没有相关诉求。" if refund else "请先选中一份退费单。")
        else:
            self.complaint_asked.emit(refund.complaint_ids[0])

    def toggle_all(self) -> None:
        """With or without what is done with."""
        self.all = not self.all
        self.read()

    def back(self) -> bool:
        if self._stack.currentWidget() is self._work:
            return super().back()
        self._stack.setCurrentWidget(self._work)
        self.setFocusProxy(self.table)
        self.table.setFocus()
        return True

    def fit(self) -> None:
        self.about.setVisible(self.refund is not None and not self.cramped)
        shown = self.refund is not None and bool(self.days.rows) and self.strip is None
        self.day_table.setVisible(shown)
        self.why.setVisible(shown and bool(self.why.text()))

    # inside

    def _able(self, act: str, why_not: str) -> Refund | None:
        refund = self.refund
        if refund is None:
            self.failed.emit("请先选中一份退费单。")
            return None
        if act not in refunds.allowed(self.seat, refund):
            self.failed.emit(why_not)
            return None
        return refund

    def _stand(self, made: Refund) -> None:
        """Stand on what was just made once it is in the list."""
        if self.model.row(made.id) is None:
            self._rank[made.id] = -1
            self.model.put([made])
        self.table.choose(made.id)
        self._show()

    def _take(self, found: list[Refund]) -> None:
        stood = self.table.key()
        self._rank = {one.id: at for at, one in enumerate(found)}
        self.model.replace(found)
        self.model.tick()
        if self.model.rows and not (stood is not None and self.table.choose(stood)):
            self.table.choose(self.model.rows[0].id)
        self._show()

    def _show(self) -> None:
        refund, day = self.refund, refunds.today(self.seat)
        rows = self.model.rows
        late = sum(one.overdue(day) for one in rows)
        open_ = sum(one.state in OPEN_STATES for one in rows)
        self.count.setText(
            f"▲ {late} 份逾期，{open_} 份在办" if late else f"{open_} 份在办" if open_ else "没有在办的退费单"
        )
        set_look(self.count, "strong-danger" if late else "strong")
        self.about.setText(about(self.seat, refund) if refund else "")
        self.days.replace(list(refund.days) if refund else [])
        if self.days.rows and self.day_table.key() is None:
            self.day_table.choose(self.days.rows[0].day)
        self._show_day()
        may = refunds.allowed(self.seat, refund) if refund else frozenset()
        for name, act in _ACTS.items():
            self.buttons[name].setVisible(act in may)
        self.buttons["refund_sheet"].setVisible(refund is not None)
        self.buttons["refund_complaint"].setVisible(refund is not None and bool(refund.complaint_ids))
        self.buttons["all_refunds"].setText(f"{'只看在办' if self.all else '连同办完的'}  {cap('all_refunds')}")
        primary = {
            RefundState.DRAFT: "decide_refund",
            RefundState.DECIDED: "tell_refund",
            RefundState.TOLD: "pay_refund",
        }
        wanted = primary.get(refund.state) if refund else None
        for name in primary.values():
            set_look(self.buttons[name], "primary" if name == wanted else "")
        self.fit()

    def _show_day(self) -> None:
        key = self.day_table.key()
        day = None if key is None else self.days.row(key)
        self.why.setText(f"{day.day:%m-%d}：{day_words(day)}" if day else "")

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self.count, 1)
        self.buttons = self.act_buttons(
            bar,
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
            self._work,
        )
        self.buttons["new_refund"].setVisible(refunds.may_make(self.seat))
        layout = QVBoxLayout(self._work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(self.strips)
        layout.addWidget(self.table, 3)
        layout.addWidget(self.about)
        layout.addWidget(self.day_table, 4)
        layout.addWidget(self.why)
        self._stack.addWidget(self._work)
        self._stack.addWidget(self.preview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)


_PRIMARY = {
    RefundState.DRAFT: "decide_refund",
    RefundState.DECIDED: "tell_refund",
    RefundState.TOLD: "pay_refund",
}
"""The step that leads on."""
_ACTS = {
    "judge_refund": "judge",
    "decide_refund": "decide",
    "refuse_refund": "refuse",
    "tell_refund": "tell",
    "pay_refund": "pay",
    "reopen_refund": "reopen",
    "void_refund": "void",
}
"""Which button is which step."""
