"""Frozen rows of reviews: the logs that wait, their steps, samples, and score sheets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.records import ReviewState, ReviewStep, State
from app.shift_records import Shift

FULL = 100
"""Points of a whole score sheet (百分制)."""


@dataclass(frozen=True, slots=True)
class Log:
    """A shift's log and where its review stands."""

    shift: Shift
    state: ReviewState
    since: datetime  # from when it waits: the end of the shift, or the last step
    waited: timedelta
    overdue: bool  # it waits longer than the setting review_next allows
    leader_id: int | None
    own: bool  # this person led the shift, and can't review it
    seed: int | None  # of the sample; None: none was drawn
    each: int | None
    scored: int  # complaints with a score sheet that this person may read

    @property
    def handed_over(self) -> bool:
        """Whether somebody closed the shift."""
        return self.shift.closed_at is not None


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did in a review."""

    step: ReviewStep
    person_id: int
    name: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One line of the score sheet."""

    code: str  # facts
    name: str  # 要素齐全
    weight: int  # points at most
    basis: str = ""  # what it rests on


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One line of a sheet that was filled in, with name and weight as they were then."""

    code: str
    name: str
    weight: int
    points: int


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One round of scoring one complaint. ``last`` False: it was scored anew since."""

    id: UUID
    shift_id: UUID
    complaint_id: UUID
    number: str
    place: str
    category: str
    round: int  # 1 …
    person_id: int  # who took the call
    name: str
    scored_by: int
    scored_by_name: str
    scored_at: datetime
    items: tuple[ItemScore, ...]
    total: int  # of FULL
    feedback: str
    answer: str  # of whoever was scored; empty: none yet
    answered_at: datetime | None
    last: bool

    @property
    def can_answer(self) -> bool:
        """Whether the round still waits for an answer, which nobody has to give."""
        return self.last and self.answered_at is None


@dataclass(frozen=True, slots=True)
class Sampled:
    """A complaint of the sample; ``sheet``: its last round."""

    complaint_id: UUID
    number: str
    place: str
    category: str
    state: State
    taken_at: datetime
    person_id: int
    name: str
    draw: int  # the person's first, second … draw
    sheet: ScoreSheet | None
    own: bool  # this person took it, and can't score it
