"""Which open complaints are shown: the chips above the queue, the company and the category."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.limits import NEAR, Pressure, pressure
from app.records import CLOSED_STATES, QueueRow, State


class Chip(StrEnum):
    """The chips above the queue, by their word."""

    ALL = "全部"
    WAITING = "待派单"
    UNSIGNED = "未签收"
    NEAR = "临期"
    OVER = "超时"
    MINE = "我的"
    SHELVED = "挂账"


TO_DISPATCH = frozenset({State.WAITING, State.RETURNED})
TO_SIGN = frozenset({State.DISPATCHED, State.REOPENED})


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """One choice of chip, company and category; None is any."""

    chip: Chip = Chip.ALL
    company_id: int | None = None
    category: str | None = None

    def takes(self, row: QueueRow, now: datetime, person_id: int) -> bool:
        """Whether the row is shown at this moment to this person; closed ones never are."""
        return (
            row.state not in CLOSED_STATES
            and (self.company_id is None or row.company_id == self.company_id)
            and (self.category is None or row.category == self.category)
            and in_chip(self.chip, row, now, person_id)
        )


def in_chip(chip: Chip, row: QueueRow, now: datetime, person_id: int) -> bool:
    """Whether a row counts under a chip. 待派单 holds what was returned too, 未签收 what was reopened: both wait.

    What lies on the shelf is on that list alone.
    """
    if row.state is State.SHELVED or chip is Chip.SHELVED:
        return row.state is State.SHELVED and chip is Chip.SHELVED
    match chip:
        case Chip.ALL:
            return True
        case Chip.WAITING:
            return row.state in TO_DISPATCH
        case Chip.UNSIGNED:
            return row.state in TO_SIGN
        case Chip.NEAR:
            return pressure(row.due_at, now, row.near_at) is Pressure.NEAR
        case Chip.OVER:
            return pressure(row.due_at, now, row.near_at) is Pressure.OVER
        case Chip.MINE:
            return row.taken_by == person_id


def counts(rows: Iterable[QueueRow], now: datetime, person_id: int) -> dict[Chip, int]:
    """How many rows each chip has: exact, for all open rows are in memory."""
    over = now.astimezone(UTC)  # in UTC, as times of one zone would be compared by the wall clock
    near = over + NEAR
    found = dict.fromkeys(Chip, 0)
    for row in rows:
        if row.state is State.SHELVED:
            found[Chip.SHELVED] += 1
            continue
        found[Chip.ALL] += 1
        found[Chip.WAITING] += row.state in TO_DISPATCH
        found[Chip.UNSIGNED] += row.state in TO_SIGN
        found[Chip.MINE] += row.taken_by == person_id
        # Written out: 5,000 calls of pressure() ten times a second hold the window up.
        if row.due_at < near or (row.near_at is not None and row.near_at <= over):
            found[Chip.OVER if row.due_at < over else Chip.NEAR] += 1
    return found
