"""Shifts whose hours suit a test: as if the running one ended in so many minutes."""

from datetime import timedelta

from app import roster
from app.shift_records import Duty, Shift
from small_city import City

OP1, OP2, SUP1, A1, A2 = 2, 3, 4, 5, 6
"""Ids of people of the small city."""


def ending_shift(city: City, minutes: int = 30, company_id: int | None = None) -> tuple[Shift, Shift]:
    """The shift that runs, as if it ended in so many minutes, and the next one; nobody is down for either."""
    sup = city.seat("sup1")
    running, coming = roster.now_and_next(sup, company_id)
    assert running is not None
    assert coming is not None
    owner = city.owner()
    ends = sup.now() + timedelta(minutes=minutes)
    if coming.begins_at < ends:
        owner.execute("UPDATE shift SET begins_at = %s WHERE id = %s", (ends, coming.id))
    owner.execute("UPDATE shift SET ends_at = %s WHERE id = %s", (ends, running.id))
    first, second = roster.read_shifts(sup, [running.id, coming.id])
    return first, second


def led(city: City, shift: Shift, person_id: int) -> Shift:
    """The shift with this leader."""
    return roster.change_shift(city.seat("sup1"), shift, [Duty(person_id, None, leader=True)], "排班")
