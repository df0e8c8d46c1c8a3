"""What was measured and how it is shown: times taken in alternation with a floor, percentiles, one table at the end."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

Column = Literal["ratio", "p50", "p99"]


@dataclass(frozen=True, slots=True)
class Target:
    """What one column of a figure is to reach: at most ``limit``, or at least that where more is better."""

    column: Column
    limit: float
    at_least: bool = False

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:g} × floor" if self.column == "ratio" else f"{self.column} {sign} {self.limit:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table; ``floor`` is the p50 of the least that could do the same work, in the same run."""

    what: str
    p50: float
    p99: float
    unit: str = "ms"
    floor: float | None = None
    targets: tuple[Target, ...] = ()

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.p50 / self.floor if self.floor else None

    @property
    def reached(self) -> bool | None:
        """Whether every target holds; None where there is none."""
        if not self.targets:
            return None
        return all(self._holds(target) for target in self.targets)

    def _holds(self, target: Target) -> bool:
        value = getattr(self, target.column)
        if value is None:
            return False
        return bool(value >= target.limit if target.at_least else value <= target.limit)


def figure(
    what: str, times: Sequence[float], floor: Sequence[float] = (), targets: Sequence[Target] = (), unit: str = "ms"
) -> Figure:
    """A figure of single times and, where there is one, of the floor's."""
    return Figure(
        what=what,
        p50=statistics.median(times),
        p99=percentile(times, 99),
        unit=unit,
        floor=statistics.median(floor) if floor else None,
        targets=tuple(targets),
    )


def percentile(times: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile: a time that was really seen."""
    ranked = sorted(times)
    return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def alternate(
    works: Sequence[Callable[[], object]], rounds: int, warm: int = 20, seconds: float = 40.0
) -> list[list[float]]:
    """Milliseconds of each work, one of each in turn, so that whatever else the machine does meets all alike.

    Fewer rounds where they would take longer than ``seconds``.
    """
    for _ in range(warm):
        for work in works:
            work()
    times: list[list[float]] = [[] for _ in works]
    until = perf_counter() + seconds
    for _ in range(rounds):
        if perf_counter() > until:
            break
        for work, its_times in zip(works, times, strict=True):
            its_times.append(timed(work))
    return times


def table(figures: Sequence[Figure]) -> str:
    """All figures as text."""
    head = ("what", "p50", "p99", "unit", "floor", "ratio", "target", "verdict")
    rows = [head, *(_cells(one) for one in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if at in (0, 3, 6, 7) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def plain(one: Figure) -> dict[str, object]:
    """A figure for ``--json``."""
    return {
        "what": one.what,
        "p50": round(one.p50, 3),
        "p99": round(one.p99, 3),
        "unit": one.unit,
        "floor": None if one.floor is None else round(one.floor, 3),
        "ratio": None if one.ratio is None else round(one.ratio, 2),
        "targets": [str(target) for target in one.targets],
        "reached": one.reached,
    }


def _cells(one: Figure) -> tuple[str, ...]:
    verdict = {True: "reached", False: "MISSED", None: ""}[one.reached]
    return (
        one.what,
        _number(one.p50),
        _number(one.p99),
        one.unit,
        "" if one.floor is None else _number(one.floor),
        "" if one.ratio is None else f"{one.ratio:.2f}",
        ", ".join(map(str, one.targets)),
        verdict,
    )


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"
