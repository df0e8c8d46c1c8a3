"""Reliefs as they cross to the window and the console; what a company may not know is empty in its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.directory import Directory
from app.entitlements import FlatKey, due_on, place_of
from app.records import ReliefKind, ReliefState
from app.relief_sums import Rate
from app.rules import Rules

KIND_WORDS: Mapping[ReliefKind, str] = {ReliefKind.LOW_INCOME: "低保", ReliefKind.THREE_WITHOUT: "三无"}
STATE_WORDS: Mapping[ReliefState, str] = {
    ReliefState.ASKED: "待核定",
    ReliefState.APPROVED: "待兑付",
    ReliefState.PAID: "已兑付",
    ReliefState.REFUSED: "不予减免",
    ReliefState.WITHDRAWN: "已撤回",
}
OPEN_STATES = (ReliefState.ASKED, ReliefState.APPROVED)
GRANTED_STATES = (ReliefState.APPROVED, ReliefState.PAID)
GONE_STATES = (ReliefState.REFUSED, ReliefState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class NewRelief:
    """What is taken down. ``area``: really paid for by this household; ``flat_area``: by the whole flat."""

    flat: FlatKey
    season: str  # 2026-2027
    kind: ReliefKind
    household: str
    area: Decimal
    proof: str
    flat_area: Decimal | None = None  # None: the household's is the whole flat's
    fee: Decimal | None = None
    complaint_id: UUID | None = None
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Relief:
    """One application. To the company of the flat ``kind`` is None and what is personal empty."""

    id: UUID
    number: str  # J20261205-01
    revision: int
    season: str
    flat: FlatKey
    place: str
    company_id: int
    complaint_id: UUID | None
    kind: ReliefKind | None
    household: str
    area: Decimal
    flat_area: Decimal
    fee: Decimal | None
    rate: Decimal | None
    basis: str
    sum: Decimal | None  # None: the season has no rate yet
    proof: str
    proof_seen_by: int | None
    proof_seen_at: datetime | None
    remarks: str
    state: ReliefState
    made_by: int | None
    made_at: datetime | None
    decider: str
    decision: str
    decided_by: int | None
    decided_at: datetime | None
    paid_on: date | None
    paid_by: int | None
    due_on: date  # HZ Art.23

    def overdue(self, today: date) -> bool:
        """Whether it should have been paid by now."""
        return self.state in OPEN_STATES and today > self.due_on

    @property
    def masked_household(self) -> str:
        """The household's number as lists show it: all but its last two signs hidden."""
        return mask(self.household)


def basis_words(relief: Relief, rate: Rate | None) -> str:
    """What the relief's rate rests on, and how sure that is. ``rate``: the season's, as it is now.

    A rate that was changed since has another mark, perhaps; what was granted keeps its own words.
    """
    same = rate is not None and (rate.rate, rate.basis) == (relief.rate, relief.basis)
    return rate.basis_words if rate is not None and same else f"{relief.basis}（核定时的标准，其后已修改）"


def mask(household: str) -> str:
    """••••12, however long it is; a short one altogether."""
    return household and "••••" + (household[-2:] if len(household) > 3 else "")


def relief_of(row: Mapping[str, Any], directory: Directory, rules: Rules) -> Relief:
    """An application from the columns of its row that this person may read."""
    flat = FlatKey(row["community_id"], row["building"], row["unit"], row["room"])
    kind = row.get("kind")
    return Relief(
        id=row["id"],
        number=row["number"],
        revision=row["revision"],
        season=row["season"],
        flat=flat,
        place=place_of(directory, flat),
        company_id=row["company_id"],
        complaint_id=row.get("complaint_id"),
        kind=ReliefKind(kind) if kind else None,
        household=row.get("household", ""),
        area=row["area"],
        flat_area=row["flat_area"],
        fee=row["fee"],
        rate=row["rate"],
        basis=row["basis"],
        sum=row["sum"],
        proof=row.get("proof", ""),
        proof_seen_by=row.get("proof_seen_by"),
        proof_seen_at=row.get("proof_seen_at"),
        remarks=row.get("remarks", ""),
        state=ReliefState(row["state"]),
        made_by=row.get("made_by"),
        made_at=row.get("made_at"),
        decider=row.get("decider", ""),
        decision=row.get("decision", ""),
        decided_by=row.get("decided_by"),
        decided_at=row["decided_at"],
        paid_on=row["paid_on"],
        paid_by=row["paid_by"],
        due_on=due_on(rules, row["season"], "relief_due"),
    )
