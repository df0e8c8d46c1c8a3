"""The section 测温: requests by where they stand, visits entered from the paper, disputes, the sheet to print."""

from functools import partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import room_tests, temperature
from app.instruments import list_instruments
from app.records import Role
from app.room_records import ROOM_STATE_WORDS, Instrument, RoomTest
from app.room_tests import number_of
from ui.chip_row import ChipRow
from ui.fact_grid import FactGrid
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.place_picker import PlaceIndex
from ui.printing import PrintSettings
from ui.scroll_card import ScrollCard
from ui.search_field import SearchField
from ui.sheet_stack import SheetStack
from ui.style import set_look
from ui.temperature_acts import RoomTestActs
from ui.temperature_columns import RoomFilter, facts, kept

TICK_MS = 30_000
TITLE_EM = 3.2
DETAIL_SHARE = (52, 48)


class TemperaturePane(RoomTestActs):
    """Requests at the left, the one stood on at the right; the sheet comes in their place."""

    topics = frozenset({"test"})

    def __init__(
        self, live: Live, jobs: Jobs, settings: PrintSettings, index: PlaceIndex, parent: QWidget | None = None
    ) -> None:
        super().__init__(live, jobs, index, parent)
        self.found: list[RoomTest] = []
        self.filter = RoomFilter.ALL
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.enter())
        self.chips = ChipRow([(one, one.value) for one in RoomFilter], self._choose, self)
        self.chips.mark(self.filter)
        self.search = SearchField(f"编号、地点，可扫记录单  {cap('find_test')}", self)
        self.search.asked.connect(self._search)
        self.search.left.connect(self.table.setFocus)
        self.title = QLabel(self)
        set_look(self.title, "strong")
        self.facts = FactGrid(TITLE_EM, parent=self)
        self.stack = SheetStack(self, settings, jobs, self.table)
        self.preview = self.stack.preview
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(lambda: self._list() if self.isVisible() else None)
        self._tick.start()

    def read(self) -> None:
        self.look_up("tests", partial(_read, self), self._take)

    def open_test(self, key: UUID | str) -> None:
        """Show one request, by id from its complaint or by number from a scanned sheet."""
        self.close_strip()
        self.stack.leave()
        self.filter = RoomFilter.ALL
        self.chips.mark(self.filter)
        self.search.clear()
        self.look_up("scanned", lambda: room_tests.show(self.seat, key), self._add)

    def back(self) -> bool:
        return super().back() or self.stack.leave()

    def fit(self) -> None:
        self.facts.setVisible(self.strip is None)
        self._bars.setVisible(not self.cramped)

    # what is done

    def show_sheet(self, blank: bool = False) -> None:
        """The sheet as it is printed; ``blank``: a form to take along."""
        test = self.test
        if test is None:
            self.failed.emit("没有测温申请。")
            return
        seat = self.seat

        def draw() -> bytes:
            from app.complaints import show as show_complaint
            from app.room_paper import draw_test  # with reportlab, as in ui/printing.py

            complaint = show_complaint(seat, test.complaint_id).number if test.complaint_id else ""
            return draw_test(test, seat.directory, seat.rules, seat.now(), complaint, blank)

        self.close_strip()
        self.stack.show_sheet("室温检测记录单", test.number, draw)

    def open_complaint(self) -> None:
        """The complaint that the request belongs to."""
        test = self.test
        if test is None or test.complaint_id is None:
            self.failed.emit("这份测温没有对应的诉求。")
        else:
            self.complaint_asked.emit(test.complaint_id)

    # inside

    def _take(self, found: tuple[list[RoomTest], list[Instrument]]) -> None:
        self.found, self.tools = found
        self._list()

    def _list(self) -> None:
        now, words = self.seat.now(), self.search.text()
        self.table.take([one for one in self.found if kept(one, self.filter, words, now)])
        if self.wanted is not None:
            self.table.choose(self.wanted)
            self.wanted = None
        self._show()

    def _show(self) -> None:
        test = self.test
        now = self.seat.now()
        enters, hotline = temperature.may_enter(self.seat), self.seat.person.role is not Role.COMPANY
        measured = test is not None and any(one.stable for one in test.visits)
        again = "登记回测" if measured else "登记检测"
        self.buttons["enter_visit"].setText(f"{again}  {cap('enter_visit')}")
        opened = test is not None and test.open_dispute is not None
        self.buttons["dispute_test"].setText(f"{'鉴定结果' if opened else '异议'}  {cap('dispute_test')}")
        for name, on in (
            ("ask_flat_test", temperature.may_ask(self.seat)),
            ("enter_visit", test is not None and enters),
            ("amend_visit", self.seat.person.role is Role.SUPERVISOR and test is not None and bool(test.visits)),
            ("dispute_test", measured and (hotline or not opened)),
            ("withdraw_test", test is not None and hotline and test.withdrawn_at is None),
            ("show_room_sheet", test is not None),
        ):
            self.buttons[name].setVisible(on)
        if test is None:
            self.title.setText("没有这样的测温申请" if self.found else "还没有测温申请")
            self.facts.show_facts([])
            return
        self.title.setText(f"{test.number}　{test.place}　{ROOM_STATE_WORDS[test.state(now)]}")
        self.facts.show_facts(facts(self.seat, test, now))

    def _choose(self, chosen: RoomFilter) -> None:
        self.filter = chosen
        self._list()
        self.table.setFocus()

    def _search(self, words: str) -> None:
        if number := number_of(words):  # typed in full
            self.filter = RoomFilter.ALL
            self.chips.mark(self.filter)
            if all(one.number != number for one in self.found):
                self.look_up("scanned", lambda: room_tests.show(self.seat, number), self._add)
        self._list()

    def _add(self, test: RoomTest) -> None:
        """One that is asked for by name, though it may be older than the list."""
        self.found = [*(one for one in self.found if one.id != test.id), test]
        self.wanted = test.id
        self._list()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A long strip scrolls where there is no room for it; the field in use stays in sight."""
        if new is not None and self.strip is not None and self.strip.isAncestorOf(new):
            self._detail.column.ensureWidgetVisible(new)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self.chips)
        bar.addWidget(self.search, 1)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        acts.addWidget(self.title, 1)
        self.buttons = self.act_buttons(bar, [("ask_flat_test", "申请", self.ask)], self.stack.work)
        self.buttons |= self.act_buttons(
            acts,
            (
                ("enter_visit", "登记检测", self.enter),
                ("amend_visit", "更正", self.amend),
                ("dispute_test", "异议", self.dispute),
                ("withdraw_test", "撤回", self.withdraw),
                ("show_room_sheet", "记录单", self.show_sheet),
            ),
            self.stack.work,
        )
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for name, other in (
            ("next_test_filter", partial(self.chips.step, 1)),
            ("find_test", self.search.setFocus),
            ("blank_room_sheet", partial(self.show_sheet, blank=True)),
            ("open_test_complaint", self.open_complaint),
        ):
            bind(self.stack.work, name, other)
        self._detail = ScrollCard("测温详情", self)
        self._detail.body.addLayout(self.strips)
        self._detail.body.addWidget(self.facts)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._follow)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.table, DETAIL_SHARE[0])
        row.addWidget(self._detail, DETAIL_SHARE[1])
        work = QVBoxLayout(self.stack.work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(8)
        self._bars = QWidget(self)
        bars = QVBoxLayout(self._bars)
        bars.setContentsMargins(0, 0, 0, 0)
        bars.setSpacing(8)
        bars.addLayout(bar)
        bars.addLayout(acts)
        work.addWidget(self._bars)
        work.addLayout(row, 1)


def _read(pane: TemperaturePane) -> tuple[list[RoomTest], list[Instrument]]:
    return room_tests.list_tests(pane.seat), list_instruments(pane.seat, retired=True)
