"""One week of one team's roster with its faults and holidays, as the week view shows it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.crews import seats_of
from app.roster import holiday_on, read_days
from app.roster_faults import Fault, FaultKind, find_faults
from app.seat import Seat
from app.shift_records import Duty, Shift

DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on."""

    company_id: int | None  # None: the hotline
    first: date
    seats: int
    shifts: tuple[Shift, ...]
    faults: tuple[Fault, ...]
    holidays: dict[date, str]  # of public holidays only

    def shift(self, day: date, slot: int) -> Shift | None:
        """The shift of that number that begins on this day."""
        return next((one for one in self.shifts if (one.day, one.slot) == (day, slot)), None)

    def faults_of(self, shift_id: UUID) -> list[Fault]:
        """What is wrong with a shift, the gravest first."""
        return [fault for fault in self.faults if fault.shift_id == shift_id]

    def no_rest(self, shift_id: UUID, person_id: int) -> bool:
        """Whether this person came to this shift without a rest, or is down for two at once."""
        kinds = ((one.kind, one.person_id) for one in self.faults_of(shift_id))
        return (FaultKind.NO_REST, person_id) in kinds

    def duties_of(self, person_id: int, day: date) -> list[tuple[Shift, Duty]]:
        """Where this person is on duty on a day."""
        found = ((one, one.place_of(person_id)) for one in self.shifts if one.day == day)
        return [(shift, duty) for shift, duty in found if duty is not None]


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def read_week(seat: Seat, first: date, company_id: int | None = None) -> Week:
    """The seven days from ``first`` on. Errors: BadInput(field="dates"), DatabaseAway."""
    last = first + timedelta(days=DAYS - 1)
    shifts = read_days(seat, first - timedelta(days=1), last, company_id)  # the day before, for the rest after it
    names = {person.id: person.name for person in seat.directory.people.values()}
    shown = tuple(shift for shift in shifts if shift.day >= first)
    ids = {shift.id for shift in shown}
    faults = tuple(fault for fault in find_faults(shifts, seat.rules, names) if fault.shift_id in ids)
    days = (first + timedelta(days=at) for at in range(DAYS))
    holidays = {day: name for day in days if (name := holiday_on(seat.rules.calendar, day))}
    return Week(company_id, first, seats_of(seat, company_id), shown, faults, holidays)


def with_person(shift: Shift, person_id: int, seat_number: int | None, instead_of: int | None = None) -> list[Duty]:
    """The duties of a shift with this person at a seat, in place of whoever is there; the lead stays with the place.

    Somebody who is on duty elsewhere in the shift moves. Pure.
    """
    gone = {person_id, instead_of} | {
        duty.person_id for duty in shift.duties if seat_number is not None and duty.seat_number == seat_number
    }
    old = [duty for duty in shift.duties if duty.person_id in gone - {person_id}]
    own = shift.place_of(person_id)
    leads = any(duty.leader for duty in old) or (own is not None and own.leader)
    return [
        *(duty for duty in shift.duties if duty.person_id not in gone),
        Duty(person_id, seat_number, leads),
    ]


def without_person(shift: Shift, person_id: int) -> list[Duty]:
    """The duties of a shift without this person. Pure."""
    return [duty for duty in shift.duties if duty.person_id != person_id]


def led_by(shift: Shift, person_id: int | None) -> list[Duty]:
    """The duties of a shift led by this person, or by nobody. Pure."""
    return [Duty(duty.person_id, duty.seat_number, duty.person_id == person_id) for duty in shift.duties]
