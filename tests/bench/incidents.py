"""300 complaints on one station from six seats: all send them on, one suggests, attaches, closes; no window stalls.

Windows are the program in processes of their own, some at the page of incidents, some at the queue; the first attaches
and closes by the acts of its page. The calls come at random moments, the same in each run. Measured with a window for
each of the six seats, as it is asked for, though on two cores they wait for each other too: in ten minutes and in two.
Also with a window for one of them and one for the company's desk while the other five act without one, which says what
one workstation feels. What is closed is then counted against what was taken, by the rows, the list of call-backs and
the queue.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic, perf_counter, sleep
from uuid import UUID

from arrivals import waits
from figures import Figure, Target, figure, percentile
from painting import PATIENCE, Window
from stores import Stored

from app.callback_list import read_tries
from app.directory import Directory
from app.incident_groups import suggestions
from app.incident_thresholds import list_thresholds
from app.incidents import complaints_of, list_incidents, refund_due, suggest
from app.intake import NewComplaint
from app.live_queue import first_page, page_after
from app.records import QueueRow, State
from app.seat import Seat
from app.sending import Wish, send

COMPLAINTS = 300
SEATS = ("op1", "op2", "op3", "op4", "sup1", "lia1")
EACH = COMPLAINTS // len(SEATS)
ASKED_SECONDS = 600.0  # in which all calls come, as is asked for
SECONDS = ASKED_SECONDS / 5  # the same in two minutes, for a run of all figures
IDLE_SECONDS = 3.0
SETTLE_SECONDS = 2.0
_STALL_MS = 50.0
_ACT_SECONDS = 5.0  # one act on 300 complaints, painted on its own seat


def measure_apart(stored: Stored) -> list[Figure]:
    """The same with a window for one seat and one for the company's desk; the other seats act without one."""
    return measure(stored, 1, with_desk=True)


def measure_asked(stored: Stored) -> list[Figure]:
    """The same at the pace that is asked for: ten minutes."""
    return measure(stored, seconds=ASKED_SECONDS)


def measure(
    stored: Stored, with_window: int = len(SEATS), *, with_desk: bool = False, seconds: float = SECONDS
) -> list[Figure]:
    """The longest stalls of the windows while it rains, while it is attached and while it is closed; and the sums."""
    watcher = stored.seat("op5")
    place = _place(watcher.directory)
    with ExitStack() as opened:
        takers = [_open(opened, stored.address, login) for login in SEATS[:with_window]]
        desk = [_open(opened, stored.address, _desk(stored, watcher, place))] if with_desk else []
        windows = [*takers, *desk]
        for window in takers[: with_window // 3 or 1]:  # these look at the page of incidents, the others at the queue
            window.tell("show")
            window.hear("shown")
        idle = _watched(windows, lambda: sleep(IDLE_SECONDS))
        taken: set[UUID] = set()

        def rain() -> None:
            for window in takers:
                window.tell(f"take {place} {EACH} {seconds}")
            with ThreadPoolExecutor(len(SEATS)) as others:
                for made in others.map(lambda login: _take(stored, login, place, seconds), SEATS[with_window:]):
                    taken.update(made)
            for window in takers:
                taken.update(map(UUID, window.hear("taken", seconds + PATIENCE)["taken"]))

        rained = _watched(windows, rain)
        windows[0].tell(f"suggested {COMPLAINTS}")
        many = windows[0].hear("suggested")["suggested"]
        counting = _suggesting(watcher)
        one = [found for found in suggest(watcher) if taken & {*found.complaints}]
        _check(
            len(taken) == COMPLAINTS and len(one) == 1 and taken <= {*one[0].complaints}, (len(taken), len(one), many)
        )
        attached = _watched(windows, lambda: _act(windows[0], "accept"))
        closed = _watched(windows, lambda: _act(windows[0], "close 一次网焊口已焊好"))
    total = _reconcile(watcher, taken)
    watcher.close()
    shown = f"{len(windows)} windows"
    rush = f"{COMPLAINTS} calls in {seconds / 60:.0f} min from {len(SEATS)} seats, {shown}"
    stall = Target("p50", _STALL_MS)
    acts = [Target("p50", _ACT_SECONDS)]
    return [
        figure(f"{rush}: longest stall of any", [rained.gap], [idle.gap], [stall]),
        figure(f"{rush}: p99 of all ticks", [rained.p99], [idle.p99], [stall]),
        figure(f"{rush}: longest work of a GUI thread", [rained.work], [idle.work], [stall]),
        figure("suggestions, counted in a look-up", counting, targets=[stall]),
        figure(f"{shown}: {total} attached in one act", [attached.seconds], targets=acts, unit="s"),
        figure(f"{shown}: {total} attached: longest stall of any", [attached.gap], [idle.gap], [stall]),
        figure(
            f"{shown}: {total} attached: longest work of a GUI thread",
            [attached.work],
            [idle.work],
            [stall],
        ),
        figure(f"{shown}: {total} closed in one act", [closed.seconds], targets=acts, unit="s"),
        figure(f"{shown}: {total} closed: longest stall of any", [closed.gap], [idle.gap], [stall]),
        figure(f"{shown}: {total} closed: longest work of a GUI thread", [closed.work], [idle.work], [stall]),
    ]


def _take(stored: Stored, login: str, place: int, seconds: float) -> list[UUID]:
    """The calls of a seat whose window stands elsewhere."""
    seat, taken = stored.seat(login), []
    for number, wait in enumerate(waits(login, EACH, seconds)):
        sleep(wait)  # the pace, no wait for a signal
        new = NewComplaint(
            phone=f"1385300{number:04d}",
            community_id=place,
            building=str(number % 30 + 1),
            unit="1",
            room=f"{number}{login}",
            category="B1",
            text="暖气突然不热了。",
        )
        taken.append(send(seat, new, Wish.DISPATCH).complaint.id)
    seat.close()
    return taken


class _Watch:
    """What the windows said of one stretch of time, milliseconds."""

    def __init__(self, seconds: float, gaps: list[float], work: list[float]) -> None:
        self.seconds = seconds
        self.gap, self.work = max(gaps), max(work)
        self.p99 = percentile(gaps, 99)


def _watched(windows: Sequence[Window], work: Callable[[], object]) -> _Watch:
    for window in windows:
        window.tell("busy")
    begun = monotonic()
    work()
    took = monotonic() - begun
    sleep(SETTLE_SECONDS)  # the changes are still being painted on the others
    gaps: list[float] = []
    worked: list[float] = []
    for window in windows:
        window.tell("calm")
        worked += window.hear("work")["work"]
        gaps += window.hear("gaps")["gaps"]
    return _Watch(took, gaps, worked)


def _open(opened: ExitStack, words: str, login: str) -> Window:
    page = "incidents" if login in SEATS and login != "lia1" else ""  # the liaison has no such page
    window = Window("window", words, "rush_seat.py", login=login, page=page)
    opened.callback(window.close)
    window.hear("ready")
    return window


def _desk(stored: Stored, seat: Seat, place: int) -> str:
    """Somebody of the company that heats the place."""
    company = seat.directory.route(place).company
    with stored.plain() as connection:
        found = connection.execute(
            "SELECT login FROM person WHERE role = 'company' AND company_id = %s ORDER BY id", (company and company.id,)
        ).fetchone()
    assert found is not None
    return str(found[0])


def _place(directory: Directory) -> int:
    """A community that one station feeds, all of its buildings."""
    whole = [
        one
        for one in directory.communities.values()
        if one.station_id and not any(building.station_id or building.company_id for building in one.buildings)
    ]
    return max(whole, key=lambda one: one.homes).id


def _suggesting(seat: Seat) -> list[float]:
    rows = _open_queue(seat)
    thresholds = list_thresholds(seat)
    times = []
    for _ in range(20):
        begun = perf_counter()
        suggestions(rows, seat.directory, thresholds, seat.rules.settings["incident_groups"], seat.now())
        times.append((perf_counter() - begun) * 1000)
    return times


def _act(window: Window, words: str) -> None:
    window.tell(words)
    window.hear("done")


def _reconcile(seat: Seat, taken: set[UUID]) -> int:
    """What was attached; AssertionError where one figure contradicts another."""
    (over,) = [
        one for one in list_incidents(seat, closed=True) if taken & {row.id for row in complaints_of(seat, one.id)}
    ]
    rows = complaints_of(seat, over.id)
    ids = {row.id for row in rows}
    listed = read_tries(seat)
    open_now = {row.id: row for row in _open_queue(seat)}
    _check(over.closed_at is not None, over)
    _check(taken <= ids, (len(taken), len(ids)))
    _check({row.state for row in rows if row.id in taken} == {State.REPORTED}, over.number)
    _check(len(taken & {*listed}) == COMPLAINTS, len(listed))
    _check({id for id in ids if open_now.get(id)} == {row.id for row in rows if row.state is State.REPORTED}, len(ids))
    _check(not refund_due(seat.rules, over, over.closed_at or seat.now()), over)
    _check(not any(taken & {*found.complaints} for found in suggest(seat)), "suggested again")
    return len(rows)


def _open_queue(seat: Seat) -> list[QueueRow]:
    rows = page = first_page(seat, 500)
    while page:
        page = page_after(seat, page[-1])
        rows = [*rows, *page]
    return rows


def _check(holds: bool, told: object) -> None:
    if not holds:
        raise AssertionError(told)
