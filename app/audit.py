"""The auditor's look at the chain of events: nothing changed, nothing missing."""

from dataclasses import dataclass
from uuid import UUID

from app.errors import NotAllowed
from app.records import Role
from app.seat import Seat
from db import reading

PROBLEMS = {"changed": "事件被改动", "missing": "事件缺失", "head": "与诉求记录的末尾不符"}


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a chain does not hold; ``problem`` in Chinese."""

    chain: UUID
    seq: int
    problem: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many chains and events were looked at, and where one does not hold."""

    chains: int
    events: int
    breaks: tuple[Break, ...]


def verify(seat: Seat) -> Verification:
    """Recompute every hash in the database. Errors: NotAllowed for all but the auditor."""
    if seat.person.role is not Role.AUDITOR:
        raise NotAllowed("只有审计员可以核对事件链。")
    with seat.use() as connection:
        chains, events = reading.chain_sizes(connection)
        breaks = reading.broken_chains(connection)
    return Verification(
        chains, events, tuple(Break(one["chain"], one["seq"], PROBLEMS[one["problem"]]) for one in breaks)
    )
