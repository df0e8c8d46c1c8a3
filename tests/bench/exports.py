"""The complaints behind a number as .xlsx: how long 100,000 take, and that ten times as many need no more memory."""

import tempfile
import tracemalloc
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from figures import Figure, Target, figure

from app.complaint_exports import export_complaints
from app.figures import Scope
from app.seat import Seat

MOST = 100_000
FEW = 10
"""How many times fewer rows the smaller book has."""


def measure(seat: Seat, last: date, days: int, per_day: int) -> list[Figure]:
    """Of the days up to ``last`` as many as hold ``MOST`` rows at ``per_day``, at most ``days``."""
    wanted = min(days, max(FEW, round(MOST / max(per_day, 1))))
    whole = Scope(last - timedelta(days=wanted - 1), last)
    part = Scope(last - timedelta(days=wanted // FEW - 1), last)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        begun = perf_counter()
        rows = export_complaints(seat, path, whole)
        seconds = perf_counter() - begun
        few, some = _peak(seat, path, part)
        _, all_ = _peak(seat, path, whole)
    return [
        figure(f"a list of {rows:,} complaints as .xlsx", [seconds], unit="s"),
        figure(f"memory for {few:,} of them", [some], unit="MB"),
        figure("memory for all of them", [all_], targets=[Target("p50", 1.5 * some)], unit="MB"),
    ]


def _peak(seat: Seat, path: Path, scope: Scope) -> tuple[int, float]:
    """How many rows, and the most memory that writing them took, in megabytes."""
    tracemalloc.start()
    try:
        rows = export_complaints(seat, path, scope)
        return rows, tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
