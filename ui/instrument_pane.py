"""The section 测温仪器: the companies' thermometers with their calibration, registered, changed, taken out of use."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from app.instruments import list_instruments, put_instrument, retire_instrument
from app.records import Role
from app.room_records import Instrument
from app.rules import CITY_TIME
from ui.jobs import Jobs
from ui.list_pane import ListPane
from ui.live import Live
from ui.row_list import RowList
from ui.strip import WordsStrip
from ui.style import set_look
from ui.temperature_columns import instrument_columns
from ui.temperature_strips import InstrumentStrip


class InstrumentPane(ListPane):
    """A company's own; the supervisor's of all."""

    topics = frozenset({"test"})

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.table: RowList[Instrument] = RowList(
            "测温仪器",
            instrument_columns(self.seat, self._today),
            lambda one: one.id,
            _rank,
            pill_column=0,
            parent=self,
        )
        self.table.opened.connect(lambda _key: self.change())
        self.lay_out(
            self.table,
            (
                ("add_tool", "登记仪器", self.add),
                ("change_tool", "更改", self.change),
                ("tool_service", "停用或恢复", self.retire),
            ),
        )

    @property
    def tool(self) -> Instrument | None:
        """The instrument stood on."""
        return self.table.row

    def read(self) -> None:
        self.look_up("instruments", lambda: list_instruments(self.seat, retired=True), self._take)

    def add(self) -> None:
        """A strip for a new instrument."""
        self._ask(None)

    def change(self) -> None:
        """A strip for the instrument stood on: a new calibration, above all."""
        if self.tool is None:
            self.failed.emit("还没有登记仪器。")
        else:
            self._ask(self.tool)

    def retire(self) -> None:
        """Out of use, or into it again, with the reason."""
        tool = self.tool
        if tool is None:
            self.failed.emit("还没有登记仪器。")
            return
        back = tool.retired_at is not None
        word = "恢复" if back else "停用"
        strip = WordsStrip(f"{word}仪器 {tool.number}", f"为什么{word}", word)
        self.open_strip(
            strip, lambda: partial(retire_instrument, self.seat, tool, strip.words, back), f"{tool.number} 已{word}"
        )

    def _ask(self, tool: Instrument | None) -> None:
        everyone = {one.id: one.short_name for one in self.seat.directory.companies.values()}
        strip = InstrumentStrip(tool, everyone if self.seat.person.role is Role.SUPERVISOR else None)

        def act() -> Callable[[], Instrument]:
            company = strip.company.value() if strip.company else None
            words = (strip.number.text(), strip.model.text(), strip.calibrated.text(), strip.until.text())
            return partial(put_instrument, self.seat, *words, company, tool.id if tool else None, strip.reason.text())

        self.open_strip(strip, act, lambda one: f"{one.number} 已保存", self._stand)

    def _stand(self, made: Instrument) -> None:
        self.table.stand(made)
        self._show()

    def _take(self, found: list[Instrument]) -> None:
        self.table.take(found)
        self._show()

    def _show(self) -> None:
        found = self.table.content.rows
        old = sum(one.retired_at is None and one.out_of_date(self._today()) for one in found)
        self.count.setText(f"▲ {old} 台检定已过期" if old else f"{len(found)} 台" if found else "还没有登记仪器")
        set_look(self.count, "warning" if old else "strong")

    def _today(self) -> date:
        return self.seat.now().astimezone(CITY_TIME).date()


def _rank(one: Instrument) -> tuple[bool, int, str]:
    return one.retired_at is not None, one.company_id, one.number
