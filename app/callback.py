"""Calling the citizen back: reached or not, solved or not, how satisfied; and closing."""

from uuid import UUID

from app.complaints import changed, show
from app.dispatch import step
from app.errors import BadInput, MoveRefused
from app.records import CLOSED_STATES, Act, Complaint
from app.seat import Seat
from app.typed_words import paragraph
from db import acts

TRIES = 3
"""Calls that must have failed before a complaint is closed as unreachable (domain.md section 7, point 14)."""


def call_back(
    seat: Seat,
    complaint_id: UUID,
    revision: int,
    contacted: bool,
    solved: bool | None = None,
    satisfaction: int | None = None,
    words: str = "",
) -> Complaint:
    """Enter a call-back (回访). Solved closes; not solved reopens with history and the old clock; not reached waits.

    ``satisfaction`` is 1 (very dissatisfied) to 5 (very satisfied). Errors: BadInput with the question not answered.
    """
    said = paragraph(words, "note", "回访情况", 1000)
    if not contacted:
        return step(seat, complaint_id, revision, Act.MISS, said, {"contacted": False})
    if solved is None:
        raise BadInput("请选择问题是否解决。", field="solved")
    if satisfaction is None:
        raise BadInput("请选择满意度（1 非常不满意 – 5 非常满意）。", field="satisfaction")
    if not 1 <= satisfaction <= 5:
        raise BadInput("满意度只有 1 到 5 五档。", field="satisfaction")
    answers = {"contacted": True, "solved": solved, "satisfaction": satisfaction}
    if not solved:
        return step(seat, complaint_id, revision, Act.REOPEN, said, answers)
    return changed(
        seat,
        seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.CALL_BACK, at, answers, note=said)),
    )


def close(seat: Seat, complaint_id: UUID, revision: int, words: str = "") -> Complaint:
    """Close without a call-back: no reply was wanted, or the caller was not reached three times."""
    before = show(seat, complaint_id)
    if before.state in CLOSED_STATES:
        raise MoveRefused(f"{before.number} 已经结案，不必再结。", field="state")
    said = paragraph(words, "note", "结案说明", 1000)
    if before.no_reply:
        said = said or "诉求人不需回复"
    elif before.tries >= TRIES:
        said = said or f"回访 {before.tries} 次未接通"
    else:
        raise MoveRefused(
            f"还不能结案：要先回访；打不通满 {TRIES} 次（现在 {before.tries} 次）或诉求人不需回复时才可直接结案。",
            field="state",
        )
    return changed(seat, seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.CLOSE, at, note=said)))
