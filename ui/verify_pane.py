"""The section 待核实: managers whose number nobody has checked this season, rung one by one and entered by one key."""

from collections import Counter
from datetime import date
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from app.directory_cells import read_day
from app.errors import BadInput
from app.rules import CITY_TIME
from app.verification import Unverified, unverified_managers
from app.verified_managers import verify_manager
from ui.chip_row import ChipRow
from ui.community_facts import phone_words
from ui.form_strip import FormStrip
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.list_pane import ListPane
from ui.live import Live
from ui.row_list import RowList
from ui.style import set_look
from ui.table_model import Column

ALL = 0  # in place of a company's id
NEVER = "从未核实"


class VerifyPane(ListPane):
    """Those checked longest ago first; who answered leaves the list, and one stands on the next."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.company = ALL
        self._all: list[Unverified] = []
        self.table: RowList[Unverified] = RowList(
            "待核实的管理员", self._columns(), lambda one: one.manager.id, parent=self
        )
        self.model = self.table.content
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.verify())
        companies = [(one.id, one.short_name) for one in self.seat.directory.companies.values()]
        self.chips: ChipRow[int] = ChipRow([(ALL, "全部"), *companies], self.choose, self)
        self.chips.mark(ALL)
        self.chips.setToolTip(cap("verify_company"))
        self.lay_out(
            self.table,
            (
                ("copy_manager", "复制电话", self.copy),
                ("verify_manager", "核实过", self.verify),
            ),
            self.chips,
        )
        bind(self, "verify_company", partial(self.chips.step, 1))
        set_look(self.buttons["verify_manager"], "primary")
        live.directory_changed.connect(self._on_directory)
        self._show()

    @property
    def manager(self) -> Unverified | None:
        """The one stood on."""
        return self.table.row

    def read(self) -> None:
        seat, today = self.seat, self._today()
        self.look_up("unverified", lambda: unverified_managers(seat.directory, seat.rules, today), self._take)

    # what is done

    def choose(self, company: int) -> None:
        """Show one company's alone, or all."""
        self.company = company
        self._list()
        self.table.setFocus()

    def verify(self) -> None:
        """A strip for the day on which the manager answered: today, unless another is typed."""
        one = self.manager
        if one is None:
            self.failed.emit("没有待核实的管理员。")
            return
        strip = VerifyStrip(one, self._today(), self.seat.rules.area_code)
        done = f"{one.community.name} {one.manager.name} 已核实"
        self.open_strip(strip, lambda: partial(verify_manager, self.seat, one.manager.id, strip.day()), done)

    def copy(self) -> None:
        """Put the phones on the clipboard, for a telephone on the screen."""
        one = self.manager
        phones = self._phones(one) if one else ""
        if phones:
            QApplication.clipboard().setText(phones)
            self.said.emit(f"已复制电话 {phones}")
        else:
            self.failed.emit("没有登记电话，没有可以复制的。")

    # inside

    def _today(self) -> date:
        return self.seat.now().astimezone(CITY_TIME).date()

    def _on_directory(self) -> None:
        if self.isVisible():
            self.read()

    def _take(self, found: list[Unverified]) -> None:
        self._all = found
        self._list()

    def _list(self) -> None:
        found = [one for one in self._all if self.company in (ALL, one.company.id if one.company else None)]
        at = min(max(self.table.currentIndex().row(), 0), len(found) - 1)
        self.table.take(found, found[at] if found else None)  # who came after the one that left
        self._show()

    def _show(self) -> None:
        one = self.manager
        counts = Counter(each.company.short_name if each.company else "未登记企业" for each in self._all)
        parts = " · ".join(f"{name} {count}" for name, count in counts.items())
        self.count.setText(f"待核实 {len(self._all)} 人：{parts}" if self._all else "本供暖季的管理员都已核实")
        for button in self.buttons.values():
            button.setVisible(one is not None)
        if one is None:
            self.say_about("")
            return
        company = f"{one.company.name}，值班 {one.company.duty_phone}" if one.company else "没有登记供热企业"
        self.say_about(f"{one.community.name}（{one.community.address or '没有登记地址'}）    {company}")

    def _phones(self, one: Unverified) -> str:
        return "、".join(phone_words(phone, self.seat.rules.area_code) for phone in one.manager.phones)

    def _columns(self) -> list[Column[Unverified]]:
        def duty(one: Unverified) -> str:
            begins, ends = one.manager.duty_from, one.manager.duty_to
            return "全天" if begins is None or ends is None else f"{begins:%H:%M}–{ends:%H:%M}"

        def checked(one: Unverified) -> str:
            return str(one.manager.verified_on) if one.manager.verified_on else NEVER

        return [
            Column(title="小区", text=lambda one: one.community.name, width=20, strong=lambda _one: True),
            Column(title="管理员", text=lambda one: one.manager.name, width=10),
            Column(title="电话", text=self._phones, width=32),
            Column(title="值班", text=duty, width=14),
            Column(title="公司", text=lambda one: one.company.short_name if one.company else "—", width=8),
            Column(
                title="上次核实",
                text=checked,
                width=14,
                colour=lambda one: None if one.manager.verified_on else "warning",
            ),
        ]


class VerifyStrip(FormStrip):
    """The day on which the number answered; Enter enters it."""

    def __init__(self, one: Unverified, today: date, area_code: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{one.community.name} {one.manager.name}：电话打通，号码和人都对", "登记核实", parent)
        self.kept_as = ""  # a day is typed anew
        phones = "  ".join(phone_words(phone, area_code) for phone in one.manager.phones)
        self.add_note(phones or "没有登记电话", "strong")
        self.on = self.add_row("verified_on", "哪天", "2026-10-12", text=str(today))
        self.add_note("号码换了或人换了，请由系统管理员在名录里改。")
        self.on.entered.connect(lambda _text: self.submit())
        self.on.selectAll()

    def day(self) -> date:
        """The day that was typed. Errors: BadInput(field="verified_on")."""
        try:
            return read_day(self.on.text())
        except BadInput as error:
            raise BadInput(f"{error.sentence}。", field="verified_on") from None
