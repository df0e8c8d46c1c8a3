"""Who would work without a rest after a swap: said before it is agreed to, for a roster shows it only afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from app.roster import read_days
from app.roster_faults import FaultKind, find_faults
from app.seat import Seat
from app.shift_records import Duty, Shift, Swap

NEAR = timedelta(days=2)
"""How far from a shift another one may lie and leave too little rest."""


def tired_after(seat: Seat, swap: Swap) -> list[str]:
    """One sentence for each rest that an open swap would take. Errors: DatabaseAway."""
    found: dict[UUID, Shift] = {}
    for shift in filter(None, (swap.shift, swap.other_shift)):
        near = read_days(seat, shift.day - NEAR, shift.day + NEAR, shift.company_id)
        found |= {one.id: one for one in near}
    now = list(found.values())
    names = {person.id: person.name for person in seat.directory.people.values()}

    def tired(shifts: Iterable[Shift]) -> list[tuple[UUID, int | None, str]]:
        faults = find_faults(list(shifts), seat.rules, names)
        return [(one.shift_id, one.person_id, one.words) for one in faults if one.kind is FaultKind.NO_REST]

    already = {(shift, person) for shift, person, _words in tired(now)}
    return [words for shift, person, words in tired(swapped(now, swap)) if (shift, person) not in already]


def swapped(shifts: Iterable[Shift], swap: Swap) -> list[Shift]:
    """These shifts as the swap would leave them: seat and lead stay with the place. Pure."""
    moves = {swap.shift.id: (swap.person_id, swap.other_id)}
    if swap.other_shift is not None:
        moves[swap.other_shift.id] = (swap.other_id, swap.person_id)
    return [_moved(shift, *moves[shift.id]) if shift.id in moves else shift for shift in shifts]


def _moved(shift: Shift, gone: int, comes: int) -> Shift:
    duties = (Duty(comes, one.seat_number, one.leader) if one.person_id == gone else one for one in shift.duties)
    return replace(shift, duties=tuple(duties))
