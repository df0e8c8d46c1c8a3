"""300 complaints at one community from six seats: taken, suggested, attached in one act, closed in one act."""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from uuid import UUID

from figures import Figure, Target, figure
from stores import Stored

from app.incident_groups import suggestions
from app.incident_thresholds import list_thresholds
from app.incidents import close, open_incident, suggest
from app.intake import NewComplaint, take
from app.live_queue import first_page
from app.seat import Seat

COMPLAINTS = 300
SEATS = ("op1", "op2", "op3", "op4", "sup1", "lia1")
_STALL_MS = 50.0
_ACT_SECONDS = 5.0  # one act on 300 complaints, in a thread of its own


def measure(stored: Stored) -> list[Figure]:
    """What a seat's window does for it at each change (suggestions, in the GUI thread), and the two acts."""
    seats = [stored.seat(login) for login in SEATS]
    # A community that one station feeds, all of its buildings.
    whole = [
        one
        for one in seats[0].directory.communities.values()
        if one.station_id and not any(building.station_id or building.company_id for building in one.buildings)
    ]
    place = max(whole, key=lambda one: one.homes).id
    each = COMPLAINTS // len(seats)
    begun = perf_counter()
    with ThreadPoolExecutor(len(seats)) as pool:
        taken = {id for ids in pool.map(lambda seat: _take(seat, place, each), seats) for id in ids}
    took = perf_counter() - begun
    seat = seats[0]
    rows = first_page(seat, 20_000)
    thresholds = list_thresholds(seat)
    times = []
    for _ in range(20):
        begun = perf_counter()
        suggestions(rows, seat.directory, thresholds, seat.rules.settings["incident_groups"], seat.now())
        times.append((perf_counter() - begun) * 1000)
    found = next(one for one in suggest(seat, rows) if taken <= {*one.complaints})
    begun = perf_counter()
    made = open_incident(seat, found.spot, found.category, found.complaints, cause="一次网泄漏")
    opened = perf_counter() - begun
    begun = perf_counter()
    done = close(seat, made.id, made.revision, "一次网焊口已焊好")
    closed = perf_counter() - begun
    if done.attached < COMPLAINTS or done.call_backs + done.closed + done.others != done.attached:
        raise AssertionError(done)
    for one in seats:
        one.close()
    acts = [Target("p50", _ACT_SECONDS)]
    return [
        figure(f"{COMPLAINTS} calls of one cause, {len(seats)} seats", [took], unit="s"),
        figure(f"suggestions over {len(rows):,} open", times, targets=[Target("p99", _STALL_MS)]),
        figure(f"{done.attached} attached in one act", [opened], targets=acts, unit="s"),
        figure(f"{done.attached} closed in one act", [closed], targets=acts, unit="s"),
    ]


def _take(seat: Seat, place: int, many: int) -> list[UUID]:
    login = seat.person.login
    return [
        take(
            seat,
            NewComplaint(
                phone=f"1385300{number:04d}",
                community_id=place,
                building=str(number % 30 + 1),
                unit="1",
                room=f"{number}{login}",
                category="B1",
                text="暖气突然不热了。",
            ),
        ).id
        for number in range(many)
    ]
