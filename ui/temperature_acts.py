"""What is asked for and entered in the section 测温, each in a strip of its own."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app import temperature
from app.records import Role
from app.room_records import Instrument, Party, RoomTest
from app.rules import CITY_TIME
from app.visit_form import VisitForm
from ui.jobs import Jobs
from ui.live import Live
from ui.place_picker import PlaceIndex
from ui.row_list import RowList
from ui.section_pane import SectionPane
from ui.strip import WordsStrip
from ui.temperature_columns import columns, rank
from ui.temperature_strips import DisputeStrip, FlatStrip, ResultStrip
from ui.visit_strip import VisitStrip, shown_visit


class RoomTestActs(SectionPane):
    """The requests and the pane's acts; ``wanted`` is the one to stand on as soon as it is read."""

    def __init__(self, live: Live, jobs: Jobs, index: PlaceIndex, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self._index = index
        now = self.seat.now
        self.table: RowList[RoomTest] = RowList(
            "测温",
            columns(self.seat, now),
            lambda test: test.id,
            lambda test: rank(test, now()),
            pill_column=0,
            parent=self,
        )
        self.model = self.table.content
        self.tools: list[Instrument] = []
        self.wanted: UUID | None = None

    @property
    def test(self) -> RoomTest | None:
        """The request stood on."""
        return self.table.row

    def ask(self) -> None:
        """A strip that asks for a test of a flat without a complaint."""
        strip = FlatStrip(self._index.choices)

        def act() -> Callable[[], RoomTest]:
            return partial(temperature.ask_for_flat, self.seat, strip.flat(), strip.requested.text(), strip.note.text())

        self.open_strip(strip, act, lambda test: f"{test.number} 已申请测温", self._stand)

    def enter(self) -> None:
        """A strip for the visit, or the re-test, of the request stood on."""
        test = self.test
        if test is None or not temperature.may_enter(self.seat):
            self.failed.emit("检测情况由供热这户的企业登记。" if test else "没有测温申请。")
            return
        again = any(one.stable for one in test.visits)
        word = "回测" if again else "检测"
        strip = self._visit_strip(f"{word}：{test.number} {test.place}", f"登记{word}", test, VisitForm())

        def act() -> Callable[[], RoomTest]:
            return partial(temperature.enter_visit, self.seat, test.id, strip.form())

        self.open_strip(strip, act, f"{test.number} 已登记{word}", self._stand)

    def amend(self) -> None:
        """A strip for a new version of the newest visit; the supervisor's."""
        test = self.test
        if test is None or not test.visits or self.seat.person.role is not Role.SUPERVISOR:
            self.failed.emit("更正由班长办理：先选一份已检测的。")
            return
        visit = test.visits[-1]
        strip = self._visit_strip(f"更正：{test.number}", "存为新的一版", test, shown_visit(visit), amends=True)

        def act() -> Callable[[], RoomTest]:
            reason = strip.why.text() if strip.why else ""
            return partial(temperature.amend_visit, self.seat, test.id, visit.id, strip.form(), reason)

        self.open_strip(strip, act, f"{test.number} 已更正，原来的一版仍在", self._stand)

    def dispute(self) -> None:
        """A strip for a dispute, or for its result where one is open."""
        test = self.test
        if test is None or not any(one.stable for one in test.visits):
            self.failed.emit("有了检测结果才能提出异议。")
            return
        opened = test.open_dispute
        if opened is None:
            strip = DisputeStrip(Party.COMPANY if self.seat.person.role is Role.COMPANY else None)

            def ask() -> Callable[[], RoomTest]:
                by = strip.by.value() or Party.USER
                return partial(temperature.dispute, self.seat, test.id, by, strip.office.text(), strip.note.text())

            self.open_strip(strip, ask, f"{test.number} 已提交鉴定")
            return
        found = ResultStrip(opened)

        def decide() -> Callable[[], RoomTest]:
            payer, said = found.payer.value(), found.note.text()
            return partial(temperature.decide, self.seat, test.id, found.reading.text(), payer, said)

        self.open_strip(found, decide, f"{test.number} 已登记鉴定结果")

    def withdraw(self) -> None:
        """A strip that asks why the user takes the request back."""
        test = self.test
        if test is None or test.withdrawn_at is not None:
            self.failed.emit("没有可以撤回的申请。")
            return
        strip = WordsStrip(f"撤回：{test.number} {test.place}", "用户为什么撤回", "撤回申请")
        self.open_strip(
            strip, lambda: partial(temperature.withdraw, self.seat, test.id, strip.words), f"{test.number} 已撤回"
        )

    def _visit_strip(
        self, title: str, submit: str, test: RoomTest, shown: VisitForm, amends: bool = False
    ) -> VisitStrip:
        today = self.seat.now().astimezone(CITY_TIME).date()
        tools = [one for one in self.tools if one.company_id == test.company_id]
        rules_cause = self.seat.person.role is Role.SUPERVISOR
        return VisitStrip(title, submit, tools, today, shown, amends, rules_cause)

    def _stand(self, test: RoomTest) -> None:
        self.wanted = test.id
