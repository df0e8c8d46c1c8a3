"""What a review of a shift reads among a season's events: what stands out of it, and its figures."""

from datetime import timedelta

from figures import Figure, Target, figure, timed
from stores import Stored

from app import roster
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_exceptions import find_exceptions
from app.shift_figures import read_figures

ROUNDS = 7
_LATE = """
UPDATE event SET at = at + interval '40 minutes'
WHERE act IN ('sign', 'contact') AND at BETWEEN %(since)s AND %(until)s AND substr(chain::text, 36) = '0'
"""
"""One slip in sixteen is signed for too late, as on a bad night."""
_BORN = """
UPDATE event e SET detail = jsonb_build_object('changes', jsonb_build_object('category', c.category))
FROM complaint c WHERE c.id = e.complaint_id AND e.act = 'take'
    AND e.at BETWEEN %(since)s - interval '2 days' AND %(until)s
"""
"""As taken: the limits of the house, in force from the day of the installation on, are looked up by the category."""


def measure(stored: Stored, seat: Seat) -> list[Figure]:
    """A shift of three days ago."""
    day = seat.now().astimezone(CITY_TIME).date() - timedelta(days=3)
    shift = roster.read_days(seat, day, day)[0]
    with stored.plain() as connection:
        connection.execute("SET session_replication_role = replica")
        for change in (_BORN, _LATE):
            connection.execute(change, {"since": shift.begins_at, "until": shift.ends_at})
    many = len(find_exceptions(seat, shift))
    exceptions = [timed(lambda: find_exceptions(seat, shift)) for _ in range(ROUNDS)]
    figures = [timed(lambda: read_figures(seat, shift)) for _ in range(ROUNDS)]
    return [
        figure(f"a shift's exceptions, {many} of them", exceptions, targets=[Target("p50", 1000)]),
        figure("a shift's figures", figures, targets=[Target("p50", 300)]),
    ]
