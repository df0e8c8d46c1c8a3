"""A shift that is over and waits for its review: led by one supervisor, reviewed by another."""

from datetime import timedelta

from app import roster
from app.records import Complaint
from app.seat import Seat
from app.shift_records import Duty, Shift
from db import roles
from servers import PASSWORD
from shift_times import OP1, OP2, SUP1, ending_shift
from small_city import City


def reviewer(city: City, login: str = "sup2", name: str = "孙值班长") -> Seat:
    """Another supervisor, signed in, whom every seat signed in so far knows."""
    admin = city.raw("admin")
    verifier = roles.verifier(admin, login, PASSWORD)
    admin.execute("SELECT person_put(%s, %s, 'supervisor', NULL, NULL, %s)", (login, name, verifier))
    for known in ("op1", "op2", "sup1"):
        city.seat(known).refresh()
    return city.seat(login)


def running_shift(city: City, leader: int = SUP1) -> Shift:
    """The shift that runs, with op1, op2 and sup1 in it."""
    shift, _ = ending_shift(city)
    duties = [Duty(OP1, 1), Duty(OP2, 2), Duty(SUP1, None)]
    led = [Duty(one.person_id, one.seat_number, one.person_id == leader) for one in duties]
    return roster.change_shift(city.seat("sup1"), shift, led, "排班")


def stand_alone(city: City, shift: Shift) -> None:
    """No shift before this one, so that it may have begun earlier, at whatever hour the test runs."""
    city.owner().execute(
        "DELETE FROM shift WHERE company_id IS NULL AND ends_at <= (SELECT begins_at FROM shift WHERE id = %s)",
        (shift.id,),
    )


def end_shift(city: City, shift: Shift, hours_ago: float = 0) -> Shift:
    """As if it had ended just now, or so many hours ago."""
    owner = city.owner()
    # By the server's clock, as the events have it: the one that a seat has measured is off by some ms under load.
    owner.execute(
        "UPDATE shift SET ends_at = clock_timestamp(), opened_at = coalesce(opened_at, begins_at), closed_at = NULL"
        " WHERE id = %s",
        (shift.id,),
    )
    if hours_ago:
        stand_alone(city, shift)
        ago = timedelta(hours=hours_ago)
        owner.execute(  # where it goes another shift stands, at some times of the day
            "DELETE FROM shift o USING shift s WHERE s.id = %s AND o.id <> s.id AND o.company_id IS NULL"
            " AND tstzrange(o.begins_at, o.ends_at) && tstzrange(s.begins_at - %s, s.ends_at - %s)",
            (shift.id, ago, ago),
        )
        owner.execute(
            "UPDATE shift SET begins_at = begins_at - %s, ends_at = ends_at - %s WHERE id = %s", (ago, ago, shift.id)
        )
    owner.execute("SELECT pg_sleep(0.1)")
    return roster.read_shift(city.seat("sup1"), shift.id)


def reviewed(city: City, count: int = 4) -> tuple[Shift, Seat, list[Complaint]]:
    """A shift that is over with ``count`` complaints of op1 and as many of op2; its reviewer's seat."""
    shift = running_shift(city)
    taken = [city.take(by=by, room=str(500 + at)) for at in range(count) for by in ("op1", "op2")]
    return end_shift(city, shift), reviewer(city), taken
