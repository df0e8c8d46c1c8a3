"""Which open complaints are shown: the chips above the queue, the company and the category."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.limits import Pressure, pressure
from app.queue_tally import QueueTally
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


def counts(tally: QueueTally, now: datetime, person_id: int) -> dict[Chip, int]:
    """How many rows each chip has: exact, for all open rows are in memory."""
    over = tally.due_before(now)
    return {
        Chip.ALL: tally.pressed,
        Chip.WAITING: sum(tally.states[state] for state in TO_DISPATCH),
        Chip.UNSIGNED: sum(tally.states[state] for state in TO_SIGN),
        Chip.NEAR: tally.yellow_at(now) - over,
        Chip.OVER: over,
        Chip.MINE: tally.takers[person_id],
        Chip.SHELVED: tally.states[State.SHELVED],
    }
