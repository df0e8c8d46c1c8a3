"""Reviews of shift logs, samples and score sheets, and the calls of their functions (sql/0004_review.sql)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Identity, Index, SmallInteger, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Big, by_value, one_of
from db.kinds import ReviewState, ReviewStep as Step

_DO = text("SELECT * FROM review_do(:shift, :step, :note)")
_DRAW = text("SELECT * FROM sample_draw(:shift, :each)")
_SCORE = text("SELECT * FROM score_put(:id, :shift, :complaint, :round, cast(:points AS jsonb), :feedback)")
_ANSWER = text("SELECT * FROM score_answer(:id, :answer)")
_ITEMS_PUT = text("SELECT * FROM score_items_put(cast(:items AS jsonb), :note)")

# A shift of the hotline that somebody worked in or was down for, over or handed over, and not signed off. One that was
# sent back and is its leader's to answer is seen by the leader, whatever their role.
_WAITING = text("""
SELECT s.id AS shift_id, coalesce(r.state, 'waiting') AS state, coalesce(r.since, s.closed_at, s.ends_at) AS since,
    r.seed, r.sample_each, r.drawn_by, r.drawn_at, shift_leader(s.id) AS leader_id,
    (SELECT count(*) FROM score_sheet w WHERE w.shift_id = s.id AND w.round = 1) AS scored
FROM shift s LEFT JOIN review r ON r.shift_id = s.id
WHERE s.company_id IS NULL AND (cast(:shift AS uuid) IS NULL OR s.id = :shift)
  AND (s.opened_at IS NOT NULL OR EXISTS (SELECT FROM duty d WHERE d.shift_id = s.id))
  AND (s.closed_at IS NOT NULL OR s.ends_at <= clock_timestamp())
  AND (CAST(:signed AS boolean) OR coalesce(r.state, 'waiting') <> 'signed')
ORDER BY CASE WHEN :signed THEN NULL ELSE s.begins_at END, s.begins_at DESC LIMIT :limit
""")

_SAMPLE = text("""
SELECT o.complaint_id, o.person_id, o.place AS draw, c.number, c.place, c.category, c.state, c.taken_at
FROM review r, sample_order(r.shift_id, r.seed) o JOIN complaint c ON c.id = o.complaint_id
WHERE r.shift_id = :shift AND o.place <= r.sample_each ORDER BY o.person_id, o.place
""")

_SHEETS = """
SELECT w.*, c.number, c.place, c.category, NOT EXISTS (
    SELECT FROM score_sheet n WHERE n.complaint_id = w.complaint_id AND n.round > w.round) AS last
FROM score_sheet w JOIN complaint c ON c.id = w.complaint_id
"""
_OF_SHIFT = text(f"{_SHEETS} WHERE w.shift_id = :shift ORDER BY w.scored_at, w.id")
_OF_PERSON = text(f"{_SHEETS} WHERE w.person_id = :person ORDER BY w.scored_at DESC, w.id DESC LIMIT :limit")
_ONE_SHEET = text(f"{_SHEETS} WHERE w.id = :id")

Values = dict[str, Any]


class Review(Base):
    """Where the review of a shift's log stands; no row: it waits since the shift ended. ``seed``: of its sample."""

    __tablename__ = "review"
    __table_args__ = (
        one_of("state", ReviewState),
        CheckConstraint("sample_each BETWEEN 1 AND 20", name="sample"),
    )

    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), primary_key=True)
    state: Mapped[ReviewState] = mapped_column(by_value(ReviewState), server_default="waiting")
    since: Mapped[datetime]
    seed: Mapped[int | None] = mapped_column(Big)
    sample_each: Mapped[int | None] = mapped_column(SmallInteger)
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime | None]


class ReviewStep(Base):
    """One step of a review with its remarks."""

    __tablename__ = "review_step"
    __table_args__ = (
        one_of("step", Step),
        CheckConstraint("char_length(note) <= 2000", name="note"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("review.shift_id"), index=True)
    step: Mapped[Step] = mapped_column(by_value(Step))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(server_default="")


class ScoreItem(Base):
    """One line of the score sheet, by ``rank``; the weights of all are 100."""

    __tablename__ = "score_item"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z0-9_]{1,24}$'", name="code"),
        CheckConstraint("char_length(name) BETWEEN 1 AND 20", name="name"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        CheckConstraint("char_length(basis) <= 200", name="basis"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    weight: Mapped[int] = mapped_column(SmallInteger)
    basis: Mapped[str] = mapped_column(server_default="")


class ScoreSheet(Base):
    """One round of scoring a complaint: items as they were then, feedback, and the answer of whoever was scored."""

    __tablename__ = "score_sheet"
    __table_args__ = (
        CheckConstraint("total BETWEEN 0 AND 100", name="total"),
        CheckConstraint("person_id <> scored_by", name="people"),
        CheckConstraint("char_length(feedback) <= 2000", name="feedback"),
        CheckConstraint("char_length(answer) <= 2000", name="answer"),
        Index("ix_score_sheet_round", "complaint_id", "round", unique=True),
        Index("ix_score_sheet_person_id", "person_id", "scored_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), index=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int] = mapped_column(SmallInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scored_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scored_at: Mapped[datetime]
    items: Mapped[list[dict[str, Any]]]
    total: Mapped[int] = mapped_column(SmallInteger)
    feedback: Mapped[str] = mapped_column(server_default="")
    answer: Mapped[str] = mapped_column(server_default="")
    answered_at: Mapped[datetime | None]


def logs(connection: Connection, shift_id: UUID | None, signed: bool, limit: int) -> Sequence[Values]:
    """Logs to be reviewed, the oldest first; with ``signed`` those signed off too, the newest first."""
    given = {"shift": shift_id, "signed": signed, "limit": limit}
    return [dict(row) for row in connection.execute(_WAITING, given).mappings()]


def do(connection: Connection, shift_id: UUID, step: Step, note: str) -> None:
    """Sign off, send back or resubmit."""
    connection.execute(_DO, {"shift": shift_id, "step": step, "note": note})


def steps(connection: Connection, shift_id: UUID) -> Sequence[Values]:
    """What was done in a review, oldest first."""
    query = select(ReviewStep.__table__).where(ReviewStep.shift_id == shift_id).order_by(ReviewStep.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def draw(connection: Connection, shift_id: UUID, each: int) -> None:
    """Draw the sample of a shift, ``each`` of every person; drawn before: the same, or the same and more."""
    connection.execute(_DRAW, {"shift": shift_id, "each": each})


def sample(connection: Connection, shift_id: UUID) -> Sequence[Values]:
    """The sample, drawn anew by its seed, by person in the order of the draw: complaint_id, person_id, draw (1 …),
    number, place, category, state, taken_at."""
    return [dict(row) for row in connection.execute(_SAMPLE, {"shift": shift_id}).mappings()]


def items(connection: Connection) -> Sequence[Values]:
    """The score sheet's items in their order."""
    query = select(ScoreItem.__table__).order_by(ScoreItem.rank)
    return [dict(row) for row in connection.execute(query).mappings()]


def put_items(connection: Connection, given: Sequence[Mapping[str, Any]], note: str) -> None:
    """Make this the score sheet from now on."""
    connection.execute(_ITEMS_PUT, {"items": json.dumps(list(given), ensure_ascii=False), "note": note})


def score(
    connection: Connection,
    id: UUID,
    shift_id: UUID,
    complaint_id: UUID,
    round: int,
    points: Mapping[str, int],
    feedback: str,
) -> None:
    """Store one round of scoring; the same id again stores nothing more."""
    given = {"id": id, "shift": shift_id, "complaint": complaint_id, "round": round, "feedback": feedback}
    connection.execute(_SCORE, {**given, "points": json.dumps(dict(points))})


def answer(connection: Connection, id: UUID, words: str) -> None:
    """Answer a sheet about oneself."""
    connection.execute(_ANSWER, {"id": id, "answer": words})


def sheets_of_shift(connection: Connection, shift_id: UUID) -> Sequence[Values]:
    """All rounds of a shift that this person may read, oldest first, each with number, place and category of its
    complaint; ``last``: no later round."""
    return [dict(row) for row in connection.execute(_OF_SHIFT, {"shift": shift_id}).mappings()]


def sheets_of_person(connection: Connection, person_id: int, limit: int) -> Sequence[Values]:
    """All rounds about a person, newest first; as ``sheets_of_shift``."""
    return [dict(row) for row in connection.execute(_OF_PERSON, {"person": person_id, "limit": limit}).mappings()]


def sheet(connection: Connection, id: UUID) -> Values | None:
    """One round; None: there is none for this person."""
    row = connection.execute(_ONE_SHEET, {"id": id}).mappings().one_or_none()
    return None if row is None else dict(row)
