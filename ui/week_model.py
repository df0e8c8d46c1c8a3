"""The cells of the week view: days across, shifts and their seats down; each cell says in word and shape what it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.moment_words import ending
from app.roster_faults import FaultKind
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Duty, Shift
from app.week_roster import DAYS, Week
from ui.header import DAYS as DAY_WORDS
from ui.table_model import Ink

Index = QModelIndex | QPersistentModelIndex

LEADER = "★"
FAULT_WORDS = {
    FaultKind.EMPTY: "▲ 无人值班",
    FaultKind.SHORT: "▲ 缺人",
    FaultKind.NO_LEADER: "! 没有班长",
    FaultKind.NO_REST: "! 连班",
    FaultKind.GAP: "! 前有空档",
}
FAULT_COLOURS = {FaultKind.EMPTY: "danger", FaultKind.SHORT: "danger"}


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of the view: the head of a shift, a seat, or one of those without a seat."""

    slot: int
    label: str
    head: bool = False
    seat_number: int | None = None
    unseated: int = 0  # which of those without a seat, from 0


@dataclass(frozen=True, slots=True)
class Place:
    """What a cell is about."""

    day: date
    row: GridRow
    shift: Shift | None
    duty: Duty | None


class WeekModel(QAbstractTableModel):
    """Shows one Week; made anew as a whole, for a week is small."""

    def __init__(self, seat: Seat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.week: Week | None = None
        self.rows: list[GridRow] = []

    def show_week(self, week: Week) -> None:
        """Show another week, or the same one as it is now."""
        rows = _rows(week)
        if rows == self.rows and self.week is not None:
            self.week = week
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, DAYS - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, DAYS - 1)
            return
        self.beginResetModel()
        self.week, self.rows = week, rows
        self.endResetModel()

    def place(self, index: Index) -> Place | None:
        """What a cell is about; None where there is none."""
        if self.week is None or not index.isValid():
            return None
        row = self.rows[index.row()]
        day = self.week.first + timedelta(days=index.column())
        shift = self.week.shift(day, row.slot)
        return Place(day, row, shift, None if row.head or shift is None else _duty(shift, row))

    def is_today(self, column: int) -> bool:
        """Whether the column is of today."""
        return self.week is not None and self.week.first + timedelta(days=column) == self._now().date()

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self.week is None else DAYS

    def ink(self, index: Index) -> Ink:
        """What a cell says and how."""
        place = self.place(index)
        if place is None:
            return Ink("", None, False, False)
        return self._head(place) if place.row.head else self._person(place)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = self.place(index)
        if place is None or self.week is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.ink(index).words
        if role == Qt.ItemDataRole.ToolTipRole and place.shift is not None:
            return "\n".join([place.shift.words, *(one.words for one in self.week.faults_of(place.shift.id))])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or self.week is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.rows[section].label
        day = self.week.first + timedelta(days=section)
        parts = [f"{day:%m-%d} 周{DAY_WORDS[day.weekday()]}"]
        if self.is_today(section):
            parts.append("今天")
        if day in self.week.holidays:
            parts.append(f"◆{self.week.holidays[day]}")
        return " ".join(parts)

    # inside

    def _now(self) -> datetime:
        return self._seat.now().astimezone(CITY_TIME)

    def _head(self, place: Place) -> Ink:
        """✓ 4 人, or the gravest fault of the shift."""
        if place.shift is None or self.week is None:
            return Ink("没有这个班", "muted", False, False)
        over = place.shift.ends_at <= self._seat.now()
        runs = place.shift.begins_at <= self._seat.now() and not over
        faults = self.week.faults_of(place.shift.id)
        many = f"{len(place.shift.duties)} 人"
        if over or not faults:
            return Ink(f"{'▸ 当班' if runs else '✓'} {many}", "muted" if over else "good", runs, False)
        worst = faults[0].kind
        more = f" 等 {len(faults)} 处" if len(faults) > 1 else ""
        said = f" {many}" if place.shift.duties else ""
        return Ink(f"{FAULT_WORDS[worst]}{said}{more}", FAULT_COLOURS.get(worst, "warning"), True, False)

    def _person(self, place: Place) -> Ink:
        """周岚 ★, ! 周岚 连班."""
        if place.shift is None or place.duty is None or self.week is None:
            return Ink("", None, False, False)
        duty, now = place.duty, self._seat.now()
        person = self._seat.directory.people.get(duty.person_id)
        name = person.name if person else "（已离开）"
        words = f"{name} {LEADER}" if duty.leader else name
        over = place.shift.ends_at <= now
        if self.week.no_rest(place.shift.id, duty.person_id) and not over:
            return Ink(f"! {words} 连班", "warning", False, False)
        own = duty.person_id == self._seat.person.id
        colour = "muted" if over else "accent" if own else None
        return Ink(words, colour, own, False)


def _rows(week: Week) -> list[GridRow]:
    found: list[GridRow] = []
    for slot in sorted({shift.slot for shift in week.shifts}):
        here = [shift for shift in week.shifts if shift.slot == slot]
        begins, (_day, ends) = here[0].begins_at.astimezone(CITY_TIME), ending(here[0].ends_at)
        found.append(GridRow(slot, f"{here[0].name} {begins:%H:%M}–{ends}", head=True))
        found += (GridRow(slot, f"{number} 号", seat_number=number) for number in range(1, week.seats + 1))
        most = max(len(_unseated(shift)) for shift in here)
        found += (GridRow(slot, "不占座席", unseated=at) for at in range(most + 1))
    return found


def _unseated(shift: Shift) -> list[Duty]:
    return [duty for duty in shift.duties if duty.seat_number is None]


def _duty(shift: Shift, row: GridRow) -> Duty | None:
    if row.seat_number is not None:
        return next((duty for duty in shift.duties if duty.seat_number == row.seat_number), None)
    rest = _unseated(shift)
    return rest[row.unseated] if row.unseated < len(rest) else None
