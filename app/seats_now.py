"""Who should sit and who sits at each seat of a team at this moment, and who comes next; read whole, at one time."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import roster
from app.crews import seats_of
from app.seat import Seat
from app.seat_duty import Presence, list_present
from app.shift_records import Duty, Shift


@dataclass(frozen=True, slots=True)
class SeatNow:
    """One seat, or somebody who is on duty without one."""

    company_id: int | None  # None: the hotline
    seat_number: int | None
    presence: Presence | None  # who sits there
    due: Duty | None  # whom the roster has here now, and who is nowhere
    coming: Duty | None  # who sits there in the next shift

    @property
    def key(self) -> tuple[int, int, int]:
        """Company, seat (those without one last) and person; 0 where there is none."""
        person = self.presence.person_id if self.presence else (self.due or self.coming or Duty(0)).person_id
        return self.company_id or 0, self.seat_number or 1000, person if self.seat_number is None else 0


@dataclass(frozen=True, slots=True)
class TeamNow:
    """A team at this moment."""

    company_id: int | None
    running: Shift | None
    coming: Shift | None
    seats: tuple[SeatNow, ...]

    def left_over(self, seat_now: SeatNow) -> bool:
        """Whether somebody still sits there from a shift that is over: a forgotten seat."""
        there = seat_now.presence
        known = {shift.id for shift in (self.running, self.coming) if shift}
        return there is not None and there.shift_id not in known


def read_teams(seat: Seat) -> list[TeamNow]:
    """The hotline and each company, or one's own team for a company's desk."""
    me = seat.person.company_id
    teams = [None, *sorted(seat.directory.companies)] if me is None else [me]
    there = list_present(seat)
    return [_team(seat, team, [one for one in there if one.company_id == team]) for team in teams]


def _team(seat: Seat, company_id: int | None, there: Sequence[Presence]) -> TeamNow:
    running, coming = roster.now_and_next(seat, company_id)
    seats = seats_now(company_id, seats_of(seat, company_id), there, running, coming)
    return TeamNow(company_id, running, coming, tuple(seats))


def seats_now(
    company_id: int | None, seats: int, there: Sequence[Presence], running: Shift | None, coming: Shift | None
) -> list[SeatNow]:
    """Each seat of a team in order, then whoever is on duty without one. Pure.

    Whoever sits at another seat than the roster has for them is missing at none.
    """
    here = {one.person_id for one in there}
    due = [duty for duty in running.duties if duty.person_id not in here] if running else []
    due_at = {duty.seat_number: duty for duty in due if duty.seat_number is not None}
    coming_at = {duty.seat_number: duty for duty in coming.duties} if coming else {}
    at = {one.seat_number: one for one in there if one.seat_number is not None}
    numbers = sorted({*range(1, seats + 1), *at})
    found = [
        SeatNow(company_id, number, at.get(number), due_at.get(number), coming_at.get(number)) for number in numbers
    ]
    found += (SeatNow(company_id, None, one, None, None) for one in there if one.seat_number is None)
    found += (SeatNow(company_id, None, None, duty, None) for duty in due if duty.seat_number is None)
    return found
