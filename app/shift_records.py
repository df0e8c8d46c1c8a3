"""Frozen rows of shifts and rosters, as the page, the console and the hand-over read them.

``company_id`` None is the hotline. All moments are aware; ``day`` is the day in the city on which the shift began.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.moment_words import ending
from app.records import SwapState
from app.working_days import CITY_TIME


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's place in a shift."""

    person_id: int
    seat_number: int | None = None  # None: on duty without a seat
    leader: bool = False  # 班长 of this shift


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in a shift that is planned, and may not be stored yet."""

    day: date
    slot: int
    duty: Duty


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's place in a crew (班组)."""

    crew: int  # 1 …
    duty: Duty


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one team with its roster."""

    id: UUID
    company_id: int | None
    day: date
    slot: int
    name: str  # 夜班
    pattern: str  # code of the pattern it was made by
    begins_at: datetime
    ends_at: datetime
    opened_at: datetime | None  # the first sign-on; None: nobody came yet
    closed_at: datetime | None  # handed over
    revision: int
    holiday: str = ""  # 春节; empty on common days and common weekends
    duties: tuple[Duty, ...] = ()  # by seat; a company reads its own only

    @property
    def leader_id(self) -> int | None:
        """Who leads it by the roster."""
        return next((duty.person_id for duty in self.duties if duty.leader), None)

    @property
    def length(self) -> timedelta:
        """How long it is by the clock that really ran."""
        return self.ends_at - self.begins_at

    @property
    def words(self) -> str:
        """``11月20日 夜班 20:00–次日 08:00``; one that ends at midnight ends at 24:00 of its day."""
        begins = self.begins_at.astimezone(CITY_TIME)
        day, ends = ending(self.ends_at)
        next_day = "次日 " if day > begins.date() else ""
        return f"{self.day.month}月{self.day.day}日 {self.name} {begins:%H:%M}–{next_day}{ends}"

    def place_of(self, person_id: int) -> Duty | None:
        """Where this person is on duty in it."""
        return next((duty for duty in self.duties if duty.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class Swap:
    """``person_id`` gives ``shift`` to ``other_id`` and takes ``other_shift``; None: the other one only stands in."""

    id: UUID
    shift: Shift
    person_id: int
    other_id: int
    other_shift: Shift | None
    reason: str
    state: SwapState
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    note: str  # what was said with the last step
