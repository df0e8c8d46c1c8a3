"""Closed months: the report as it was given, with the rules it was counted by; what changes afterwards is a correction.

A complaint counts in the month it was taken, so a month goes on changing while its last complaints are worked on. Once
frozen, the report stays as it is; a recount beside it says by how much today's numbers differ, and where.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app import statistics
from app.figures import Dimension, Figures, Line, Measure, Scope
from app.seat import Seat
from app.typed_words import paragraph
from db import statistics as stored

KEPT = tuple(one for one in Dimension if one is not Dimension.SHIFT)
"""What of a frozen report is shown and compared; single shifts are in the day's report."""


@dataclass(frozen=True, slots=True)
class FrozenMonth:
    """The report of one month as it was frozen."""

    month: date  # its first day
    rule_version: str  # version of the counting, then how often the rule book had been changed
    frozen_at: datetime
    frozen_by: int
    note: str
    lines: Mapping[Dimension, tuple[Line, ...]]

    @property
    def scope(self) -> Scope:
        """The days of the month."""
        return month_scope(self.month)


@dataclass(frozen=True, slots=True)
class Correction:
    """One number that a recount gives differently."""

    by: Dimension
    key: str
    name: str
    measure: Measure
    frozen: int
    now: int


def month_scope(month: date) -> Scope:
    """All days of the month that this day lies in."""
    first = month.replace(day=1)
    return Scope(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def freeze(seat: Seat, month: date, note: str = "") -> FrozenMonth:
    """Freeze the report of a month that is over, once and for all. Supervisors only.

    Errors: NotAllowed, MoveRefused(field="month") for a month that is not over or frozen already.
    """
    said = paragraph(note, "note", "说明", 1000)
    statistics.catch_up(seat)
    with seat.use() as connection:
        return _month(seat, stored.freeze(connection, month.replace(day=1), said))


def read_frozen(seat: Seat, month: date) -> FrozenMonth | None:
    """The frozen report of a month; None where there is none, or the person may not see it."""
    with seat.use() as connection:
        row = stored.frozen(connection, month.replace(day=1))
    return None if row is None else _month(seat, row)


def frozen_months(seat: Seat) -> list[date]:
    """Which months are frozen, newest first."""
    with seat.use() as connection:
        return stored.frozen_months(connection)


def corrections(seat: Seat, frozen: FrozenMonth) -> list[Correction]:
    """Where a recount differs from the frozen report, by dimension, line and measure."""
    found: list[Correction] = []
    for by in KEPT:
        then = {line.key: line for line in frozen.lines[by]}
        now = {line.key: line for line in statistics.lines(seat, frozen.scope, by)}
        for key, line in (now | then).items():
            before, after = (side[key].figures if key in side else Figures() for side in (then, now))
            found += [
                Correction(by, key, line.name, measure, before[measure], after[measure])
                for measure in Measure
                if before[measure] != after[measure]
            ]
    return found


def _month(seat: Seat, row: Mapping[str, Any]) -> FrozenMonth:
    lines: dict[Dimension, tuple[Line, ...]] = {}
    for by in KEPT:
        found = [_line(seat, by, key, counts, row["names"]) for key, counts in row["figures"][by].items()]
        lines[by] = tuple(sorted(found, key=_ORDER.get(by, _by_name)))
    return FrozenMonth(row["month"], row["rule_version"], row["frozen_at"], row["frozen_by"], row["note"], lines)


def _line(seat: Seat, by: Dimension, key: str, counts: list[int], names: dict[str, dict[str, str]]) -> Line:
    name = (names.get(by) or {}).get(key) or statistics.line_name(seat, by, key)
    if by is Dimension.CATEGORY:
        name = f"{key} {name.removeprefix(key).strip()}"
    return Line(key, name, Figures(tuple(counts)))


def _by_hour(line: Line) -> tuple[int, str]:
    return int(line.key), ""


def _by_name(line: Line) -> tuple[int, str]:
    return int(line.key == "0"), line.name


def _by_key(line: Line) -> tuple[int, str]:
    return 0, line.key


_ORDER = {Dimension.HOUR: _by_hour, Dimension.DAY: _by_key}
