"""The section 排班: one week of one team, walked by arrows; a place is given, taken or led on one key, and undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import roster
from app.crews import team
from app.records import Role
from app.rules import CITY_TIME
from app.shift_records import Duty, Shift
from app.week_roster import DAYS, Week, led_by, monday_of, read_week, with_person, without_person
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.roster_head import RosterHead
from ui.roster_plans import open_crews, open_pattern, open_plan
from ui.roster_season import open_season
from ui.roster_strips import ReasonStrip, TurnStrip
from ui.shift_pane import ShiftPane
from ui.week_grid import WeekGrid
from ui.week_model import Place, WeekModel


class RosterPane(ShiftPane):
    """``swap_asked`` carries a shift of one's own that is to be swapped. The supervisor changes every team's roster, a
    company's desk its own."""

    swap_asked = Signal(object)  # Shift

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        person = self.seat.person
        self.may_write = person.role in (Role.SUPERVISOR, Role.COMPANY)
        self.company_id = person.company_id
        self.first = monday_of(self.today)
        self._undo: list[tuple[UUID, list[Duty]]] = []  # who was on duty before each change, the last one last
        self._left: dict[UUID, int] = {}  # the revision at which one's own last change left each shift
        self._stood = False  # whether the cell of now was stood on once
        self.model = WeekModel(self.seat, self)
        self.grid = WeekGrid(self.model, self)
        self.grid.setAccessibleName("排班")
        self.head = RosterHead(self.seat, self.may_write, self.strips, self.grid, self)
        self.setFocusProxy(self.grid)
        self.grid.moved.connect(self._show_place)
        self.grid.opened.connect(self.put)
        self.head.team_chosen.connect(self.choose_team)
        acts: dict[str, Callable[[], object]] = {
            "week_before": partial(self.step_week, -1),
            "week_after": partial(self.step_week, 1),
            "week_now": self.this_week,
            "next_team": self.head.next_team,
            "next_fault": self.next_fault,
            "ask_swap": self.ask_swap,
        }
        if self.may_write:
            acts |= {
                "put_turn": self.put,
                "take_turn": self.take,
                "lead_turn": self.lead,
                "make_roster": partial(open_season, self),
                "undo_turn": self.undo,
                "edit_crews": partial(open_crews, self),
                "change_plan": partial(open_plan, self),
            }
        if person.role is Role.SUPERVISOR:
            acts["new_pattern"] = partial(open_pattern, self)
        for name, slot in acts.items():
            bind(self, name, slot)
            self.head.connect_act(name, slot)

    @property
    def today(self) -> date:
        """The day in the city."""
        return self.seat.now().astimezone(CITY_TIME).date()

    @property
    def week(self) -> Week | None:
        """The week in sight."""
        return self.model.week

    def read(self) -> None:
        first, company = self.first, self.company_id
        self.look_up("week", lambda: read_week(self.seat, first, company), self._take)

    def strip_opened(self, opened: bool) -> None:
        super().strip_opened(opened)
        self.head.make_room(opened)

    def shifts_changed(self, shifts: list[UUID]) -> None:
        shown = {shift.id for shift in self.week.shifts} if self.week else set()
        if not shifts or shown & set(shifts):
            super().shifts_changed(shifts)

    # where one looks

    def step_week(self, by: int) -> None:
        """The week before or after."""
        self.first += timedelta(days=DAYS * by)
        self.read()

    def this_week(self) -> None:
        """The week of today, standing on the shift that runs."""
        self.first, self._stood = monday_of(self.today), False
        self.read()

    def choose_team(self, company_id: int | None) -> None:
        """Another team's roster."""
        self.close_strip()
        self.company_id, self._stood = company_id, False
        self.read()
        self.grid.setFocus()

    def next_fault(self) -> None:
        """Stand on the next shift of the week that something is wrong with."""
        if self.week is None:
            return
        heads = {row.slot: at for at, row in enumerate(self.model.rows) if row.head}
        wrong = {fault.shift_id for fault in self.week.faults}
        cells = [
            ((shift.day - self.week.first).days, heads[shift.slot])
            for shift in sorted(self.week.shifts, key=lambda one: one.begins_at)
            if shift.id in wrong and shift.ends_at > self.seat.now()
        ]
        at = self.grid.currentIndex()
        after = [cell for cell in cells if cell > (at.column(), at.row())]
        if cells:
            column, row = (after or cells)[0]
            self.grid.stand(row, column)

    # what the supervisor does, and a company's desk in its own

    def put(self) -> None:
        """A strip with who is to be at the place stood on."""
        place = self._place()
        if place is None or place.shift is None or self.week is None:
            return
        shift, row = place.shift, place.row
        where = f"{row.seat_number} 号座席" if row.seat_number else "不占座席"
        people = team(self.seat, self.company_id)
        strip = TurnStrip(shift, where, people, self._marks(shift), self._runs(shift), self)
        there = place.duty.person_id if place.duty else None

        def act() -> Callable[[], object]:
            person = strip.picked()
            duties = with_person(shift, person.id, row.seat_number, there)
            return partial(self._change, shift, duties, strip.note)

        self.open_strip(strip, act, f"已排上 · {cap('undo_turn')} 撤销")

    def take(self) -> None:
        """Take the person stood on off the shift."""
        place = self._place()
        if place is not None and place.shift is not None and place.duty is not None:
            name = self._name(place.duty.person_id)
            self._ask_or_do(
                place.shift, without_person(place.shift, place.duty.person_id), f"撤下{name}", f"已撤下{name}"
            )

    def lead(self) -> None:
        """Let the person stood on lead the shift, or no longer."""
        place = self._place()
        if place is not None and place.shift is not None and place.duty is not None:
            duty, name = place.duty, self._name(place.duty.person_id)
            duties = led_by(place.shift, None if duty.leader else duty.person_id)
            self._ask_or_do(
                place.shift, duties, f"班长：{name}", f"{name}不再是班长" if duty.leader else f"班长是{name}"
            )

    def undo(self) -> None:
        """Take the last change back, then the one before it; refused where somebody else changed the shift since."""
        if not self._undo:
            self.failed.emit("没有可撤销的改动。")
            return
        shift_id, duties = self._undo.pop()

        def act() -> Shift:
            shift = replace(roster.read_shift(self.seat, shift_id), revision=self._left[shift_id])
            changed = roster.change_shift(self.seat, shift, duties, "撤销刚才的改动")
            self._left[shift_id] = changed.revision
            return changed

        more = f"，再按 {cap('undo_turn')} 撤销再前一步" if self._undo else ""
        self.run(act, f"已撤销刚才的改动{more}")

    def ask_swap(self) -> None:
        """Ask to swap the shift stood on, where one is on duty oneself."""
        place = self.grid.place
        if place is None or place.shift is None or place.shift.place_of(self.seat.person.id) is None:
            self.failed.emit("请先选中自己当值的班次。")
            return
        self.swap_asked.emit(place.shift)

    # inside

    def _ask_or_do(self, shift: Shift, duties: list[Duty], title: str, done: str) -> None:
        if not self._runs(shift):
            self.run(partial(self._change, shift, duties, ""), f"{done} · {cap('undo_turn')} 撤销")
            return
        strip = ReasonStrip(f"{title}（{shift.words}，正在当班）", "改动", self)
        self.open_strip(strip, lambda: partial(self._change, shift, duties, strip.note), done)

    def _change(self, shift: Shift, duties: list[Duty], note: str) -> Shift:
        changed = roster.change_shift(self.seat, shift, duties, note)
        self._undo.append((shift.id, list(shift.duties)))
        self._left[shift.id] = changed.revision
        return changed

    def _place(self) -> Place | None:
        if not self.may_write:
            self.failed.emit("排班由班长改动；要换班请按申请换班。")
            return None
        place = self.grid.place
        if place is not None and place.shift is not None and place.shift.ends_at <= self.seat.now():
            self.failed.emit("这个班次已经结束，排班不能再改。")
            return None
        return place

    def _marks(self, shift: Shift) -> dict[int, str]:
        assert self.week is not None
        found: dict[int, str] = {}
        for person in team(self.seat, self.company_id):
            for other, duty in self.week.duties_of(person.id, shift.day):
                at = f" {duty.seat_number} 号" if duty.seat_number else ""
                found[person.id] = f"{'本班' if other.id == shift.id else '当天' + other.name}{at}"
        return found

    def _runs(self, shift: Shift) -> bool:
        return shift.begins_at <= self.seat.now()

    def _name(self, person_id: int) -> str:
        person = self.seat.directory.people.get(person_id)
        return person.name if person else ""

    def _take(self, week: Week) -> None:
        if (week.first, week.company_id) != (self.first, self.company_id):
            return  # another one is wanted by now
        stood = self.grid.currentIndex()
        row, column = stood.row(), stood.column()
        self.model.show_week(week)
        if not self._stood and self.model.rows:
            self._stood = True
            row, column = self._now_cell(week)
        self.grid.stand(min(max(row, 0), len(self.model.rows) - 1), max(column, 0))
        self._show_place()

    def _now_cell(self, week: Week) -> tuple[int, int]:
        now = self.seat.now()
        running = next((shift for shift in week.shifts if shift.begins_at <= now < shift.ends_at), None)
        if running is None:
            return 0, max((self.today - week.first).days, 0)
        row = next(at for at, one in enumerate(self.model.rows) if one.slot == running.slot and not one.head)
        return row, (running.day - week.first).days

    def _show_place(self) -> None:
        if self.week is not None:
            self.head.show_week(self.week, self.grid.place)
