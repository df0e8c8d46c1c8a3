"""How long a change takes from one seat's act to another seat's screen; stalls and memory of a window that is busy."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import psycopg
from figures import Figure, Target, figure
from stores import Stored
from uuid6 import uuid7

from app.complaints import note, void
from app.intake import NewComplaint, remind, take
from app.live_queue import first_page, page_after
from app.seat import Seat

PATIENCE = 30.0  # seconds for a window to answer
CHANGES_A_SECOND = 100
BUSY_SECONDS = 4.0
LONE_SECONDS = 0.06  # the pace of single changes: a window takes those that come within 40 ms for a rush, told together


class Window:
    """A watcher.py, or another script that speaks as it does, in a process of its own."""

    def __init__(self, mode: str, words: str, script: str = "watcher.py", **more: str) -> None:
        script = str(Path(__file__).with_name(script))
        self._process = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._said: Queue[dict[str, Any]] = Queue()
        Thread(target=self._read, daemon=True).start()
        self.tell(json.dumps({"mode": mode, "words": words, **more}))

    def tell(self, word: str) -> None:
        """One line to the window."""
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def hear(self, word: str, patience: float = PATIENCE) -> dict[str, Any]:
        """The next line about ``word``; others are passed over."""
        until = monotonic() + patience
        while True:
            try:
                said = self._said.get(timeout=max(0.0, until - monotonic()))
            except Empty:
                raise TimeoutError(f"the window said nothing about {word}") from None
            if word in said:
                return said

    def painted(self, key: UUID, revision: int) -> float:
        """When this change was on the screen."""
        while True:
            said = self.hear("painted")
            if said["painted"] == str(key) and said["revision"] >= revision:
                return float(said["at"])

    def close(self) -> None:
        """End the window and wait for its end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(json.loads(line))


def measure(stored: Stored, rounds: int = 60) -> list[Figure]:
    """Paint, stalls and memory, each beside a bare table that hears of plain inserts."""
    seat = stored.seat()
    with stored.plain() as connection, _open("window", stored.address) as window, _open("bare", stored.owner) as bare:
        ready, bare_ready = window.hear("ready"), bare.hear("ready")
        times, floor = [], []
        for number in range(rounds + 5):
            painted, bare_painted = _change(seat, window), _plain_change(connection, bare)
            if number >= 5:
                times.append(painted)
                floor.append(bare_painted)
        idle = _longest_gap(window, None)
        busy = _longest_gap(window, seat)
    seat.close()
    megabytes = [ready["bytes"] / 1e6]
    return [
        figure("act on one seat, painted on another", times, floor, [Target("p50", 20), Target("p99", 50)]),
        figure(f"longest stall, {CHANGES_A_SECOND}/s on {ready['ready']:,} rows", [busy], [idle], [Target("p50", 50)]),
        figure(
            f"memory, {ready['ready']:,} open rows", megabytes, [bare_ready["bytes"] / 1e6], [Target("p50", 180)], "MB"
        ),
    ]


@contextmanager
def _open(mode: str, words: str) -> Iterator[Window]:
    window = Window(mode, words)
    try:
        yield window
    finally:
        window.close()


def _change(seat: Seat, window: Window) -> float:
    """Milliseconds until a new complaint stands on the other screen; then it is struck out there again."""
    new = NewComplaint(
        phone="13853000001",
        caller="王女士",
        community_id=next(iter(seat.directory.communities)),
        category="A1",  # due within the hour: it stands at the top
        text="阀门处大量漏水，已漫到楼道。",
    )
    sleep(LONE_SECONDS)
    begun = monotonic()
    taken = take(seat, new)
    painted = window.painted(taken.id, taken.revision)
    sleep(LONE_SECONDS)
    gone = void(seat, taken.id, taken.revision, "测试")
    window.painted(gone.id, gone.revision)
    return (painted - begun) * 1000


def _plain_change(connection: psycopg.Connection, window: Window) -> float:
    key = uuid7()
    begun = monotonic()
    with connection.transaction():
        connection.execute("CREATE TABLE IF NOT EXISTS floor_change (id uuid PRIMARY KEY)")
        connection.execute("INSERT INTO floor_change VALUES (%s)", (key,))
        connection.execute("SELECT pg_notify('floor', %s)", (str(key),))
    return (window.painted(key, 1) - begun) * 1000


def _longest_gap(window: Window, busy: Seat | None) -> float:
    """The longest time between two ticks of a 5 ms timer of the window, idle or while another seat works hard."""
    window.tell("busy")
    begun = monotonic()
    if busy is None:
        sleep(BUSY_SECONDS)
    else:
        page = first_page(busy, 500)
        keys = [row.id for row in (*page, *page_after(busy, page[-1]))]
        for number in range(int(CHANGES_A_SECOND * BUSY_SECONDS)):
            key = keys[number * 7 % len(keys)]
            if number % 2:
                remind(busy, key, "又来电催办")
            else:
                note(busy, key, "已电话告知用户")
            sleep(max(0.0, begun + (number + 1) / CHANGES_A_SECOND - monotonic()))  # the pace, no wait for a signal
    window.tell("calm")
    gaps: list[float] = window.hear("gaps")["gaps"]
    return max(gaps)
