"""Frozen records of room temperature tests, as they cross to the window, the console and the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from app.room_days import DayJudged, DayTest, RoomRequest, judge_days, local_day, measures
from db.kinds import (
    Party as Party,
    RoomKind as RoomKind,
    Signed as Signed,
    VisitKind as VisitKind,
    VisitOutcome as VisitOutcome,
)

DUE_SOON = timedelta(hours=4)
"""What is left of the 24 hours when a test turns to the warning colour [P]: somebody has to be sent now."""


class RoomState(StrEnum):
    """Where a test stands."""

    ASKED = "asked"  # 待检测
    DUE = "due"  # 临期
    OVERDUE = "overdue"  # 逾期未测
    UNDECIDED = "undecided"  # 未测成: somebody came, and nothing was measured that counts
    FAILED = "failed"  # 不合格, waits for the re-test
    PASSED = "passed"  # 合格
    DISPUTED = "disputed"  # 鉴定中
    WITHDRAWN = "withdrawn"  # 已撤回


ROOM_STATE_WORDS: dict[RoomState, str] = {
    RoomState.ASKED: "待检测",
    RoomState.DUE: "临期",
    RoomState.OVERDUE: "逾期未测",
    RoomState.UNDECIDED: "未测成",
    RoomState.FAILED: "不合格待回测",
    RoomState.PASSED: "合格",
    RoomState.DISPUTED: "鉴定中",
    RoomState.WITHDRAWN: "已撤回",
}
WAITING = frozenset({RoomState.ASKED, RoomState.DUE, RoomState.OVERDUE})


@dataclass(frozen=True, slots=True)
class Instrument:
    """A company's instrument; ``valid_until``: the last day of its calibration."""

    id: int
    company_id: int
    number: str
    model: str
    calibrated_on: date
    valid_until: date
    retired_at: datetime | None

    def out_of_date(self, day: date) -> bool:
        """Whether the calibration has run out on this day."""
        return self.valid_until < day


@dataclass(frozen=True, slots=True)
class Reading:
    """What the instrument showed; the stable one counts (HZ Art.42)."""

    at: datetime
    celsius: Decimal
    stable: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """One version of a visit. ``cause``: whether the user had a cause for refusing; None: not decided."""

    id: UUID
    amends: UUID | None
    kind: VisitKind
    outcome: VisitOutcome
    tester: str
    arrived_at: datetime
    instrument_id: int | None
    instrument_number: str
    instrument_model: str
    calibrated_on: date | None
    valid_until: date | None
    room: RoomKind | None
    shut_since: datetime | None
    height_cm: int | None
    outdoor: Decimal | None
    company_signed: Signed | None
    company_reason: str
    user_signed: Signed | None
    user_reason: str
    cause: bool | None
    note: str
    made_by: int
    made_at: datetime
    readings: tuple[Reading, ...]

    @property
    def stable(self) -> Reading | None:
        """The reading that counts."""
        return next((one for one in self.readings if one.stable), None)

    @property
    def at(self) -> datetime:
        """When it was measured, or when somebody stood at the door."""
        return self.stable.at if self.stable else self.arrived_at

    @property
    def out_of_date(self) -> bool:
        """Whether the instrument's calibration had run out."""
        return self.valid_until is not None and self.valid_until < local_day(self.at)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute before a legal testing body; ``payer``: the party at fault."""

    id: UUID
    visit_id: UUID
    asked_by: Party
    body: str
    asked_at: datetime
    note: str
    celsius: Decimal | None
    payer: Party | None
    result_note: str
    result_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoomTest:
    """A request with all that came of it. ``versions``: all versions of all visits, oldest first."""

    id: UUID
    number: str  # CW20261129-001
    complaint_id: UUID | None
    company_id: int
    community_id: int | None
    place: str
    building: str
    unit: str
    room: str
    asker: str  # of a flat without a complaint only
    phone: str
    note: str
    requested_at: datetime
    requested_by: int
    due_at: datetime
    due_rule: str
    due_article: str
    minimum: Decimal
    withdrawn_at: datetime | None
    withdrawn_note: str
    versions: tuple[Visit, ...]
    disputes: tuple[Dispute, ...]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The newest version of each visit, by time."""
        amended = {one.amends for one in self.versions}
        return tuple(sorted((one for one in self.versions if one.id not in amended), key=lambda one: (one.at, one.id)))

    @property
    def open_dispute(self) -> Dispute | None:
        """The one whose result is not there yet."""
        return next((one for one in self.disputes if one.result_at is None), None)

    def before(self, visit: Visit) -> tuple[Visit, ...]:
        """The versions that this one took the place of, newest first."""
        known, found = {one.id: one for one in self.versions}, []
        older = visit.amends
        while older is not None:
            found.append(known[older])
            older = known[older].amends
        return tuple(found)

    def first_version(self, visit_id: UUID) -> UUID:
        """The version that a visit began with."""
        before = {one.id: one.amends for one in self.versions}
        while (older := before.get(visit_id)) is not None:
            visit_id = older
        return visit_id

    def day_tests(self) -> tuple[DayTest, ...]:
        """The visits for the judge of days; what a testing body found takes the place of what was disputed."""
        found = {self.first_version(one.visit_id): one.celsius for one in self.disputes if one.celsius is not None}
        return tuple(_day_test(one, found.get(self.first_version(one.id))) for one in self.visits)

    def judged(self, now: datetime, days: Sequence[date] | None = None) -> tuple[DayJudged, ...]:
        """How each day counts, from that of the request to today, or to the end; or these ``days``."""
        if days is None:
            first = local_day(self.requested_at)
            days = [first + timedelta(days=step) for step in range((self.until(now) - first).days + 1)]
        request = RoomRequest(self.requested_at, self.due_at, self.minimum, now, self.withdrawn_at)
        return judge_days(request, self.day_tests(), days)

    def until(self, now: datetime) -> date:
        """The last day that counts: of the passed test, of the withdrawal, or today."""
        passed = [one.at for one in self.day_tests() if measures(one) and self._passes(one.reading)]
        ends = [*passed[:1], *([self.withdrawn_at] if self.withdrawn_at else []), now]
        return max(local_day(min(ends)), local_day(self.requested_at))

    def state(self, now: datetime) -> RoomState:
        """Where it stands at this moment."""
        tests = self.day_tests()
        if self.withdrawn_at is not None:
            return RoomState.WITHDRAWN
        if self.open_dispute is not None:
            return RoomState.DISPUTED
        measured = [one for one in tests if measures(one)]
        if measured:
            return RoomState.PASSED if any(self._passes(one.reading) for one in measured) else RoomState.FAILED
        if any(one.outcome is not VisitOutcome.COMPANY_REFUSED for one in tests):
            return RoomState.UNDECIDED
        if now > self.due_at:
            return RoomState.OVERDUE
        return RoomState.DUE if self.due_at - now < DUE_SOON else RoomState.ASKED

    def passes(self, visit: Visit) -> bool | None:
        """Whether its reading is high enough; None: there is none."""
        return None if visit.stable is None else self._passes(visit.stable.celsius)

    def _passes(self, reading: Decimal | None) -> bool:
        return reading is not None and reading >= self.minimum


def _day_test(visit: Visit, found: Decimal | None) -> DayTest:
    reading = found if found is not None else visit.stable.celsius if visit.stable else None
    return DayTest(
        at=visit.at,
        outcome=visit.outcome,
        reading=reading,
        company_signed=visit.company_signed is not Signed.REFUSED,
        user_signed=visit.user_signed is not Signed.REFUSED,
        cause=visit.cause,
        by_body=found is not None,
    )
