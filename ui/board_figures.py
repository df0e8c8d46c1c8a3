"""What the wall board counts, from the open queue in memory: numbers only, nothing that says who called or where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.limits import NEAR
from app.records import Company, QueueRow, State
from app.states import AT_REST
from ui.queue_filter import TO_DISPATCH, TO_SIGN

NOBODYS = 0
"""The line of what no company has been told of yet."""
_CALL_BACKS = frozenset({State.REPORTED, State.CALL_BACK})


@dataclass(frozen=True, slots=True)
class Load:
    """What is open at one company, or all together. What lies on the shelf is in none of these, as in the queue."""

    name: str
    open: int = 0
    near: int = 0  # due within half an hour, or within a working day where days are counted
    over: int = 0
    unsigned: int = 0  # dispatched or reopened, and nobody signed yet
    to_dispatch: int = 0
    call_backs: int = 0


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """The whole board at one moment."""

    total: Load
    companies: tuple[Load, ...]  # by name; what has no company last, where there is any


def count_board(rows: Iterable[QueueRow], companies: Mapping[int, Company], now: datetime) -> BoardFigures:
    """Count the open queue; ``now`` is the server's time."""
    over_at = now.astimezone(UTC)
    soon = over_at + NEAR
    of: dict[int, list[QueueRow]] = {company: [] for company in companies}
    for row in rows:
        if row.state not in AT_REST:
            of.setdefault(row.company_id or NOBODYS, []).append(row)

    def load(name: str, some: list[QueueRow]) -> Load:
        return Load(
            name,
            open=len(some),
            near=sum(
                over_at <= row.due_at and (row.due_at < soon or (row.near_at is not None and row.near_at <= over_at))
                for row in some
            ),
            over=sum(row.due_at < over_at for row in some),
            unsigned=sum(row.state in TO_SIGN for row in some),
            to_dispatch=sum(row.state in TO_DISPATCH for row in some),
            call_backs=sum(row.state in _CALL_BACKS for row in some),
        )

    named = sorted((one.short_name, one.id) for one in companies.values())
    loads = [load(name, of[company]) for name, company in named]
    rest = [row for company, some in of.items() if company not in companies for row in some]
    if rest:
        loads.append(load("未派企业", rest))
    return BoardFigures(load("合计", [row for some in of.values() for row in some]), tuple(loads))
