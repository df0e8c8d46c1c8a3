"""Calling the citizen back: reached or not, solved or not, how satisfied; and closing."""

from uuid import UUID

from app.call_tries import AWAITING, TRIES, tries_since_report
from app.complaints import changed, show
from app.dispatch import step
from app.errors import BadInput, MoveRefused, NotAllowed
from app.records import CLOSED_STATES, Act, CallResult, Complaint, Role
from app.seat import Seat
from app.states import own_work
from app.typed_words import paragraph
from db import acts


def call_back(
    seat: Seat,
    complaint_id: UUID,
    revision: int,
    contacted: bool,
    solved: bool | None = None,
    satisfaction: int | None = None,
    words: str = "",
    result: CallResult | None = None,
) -> Complaint:
    """Enter a call-back (回访). Solved closes; not solved reopens with history and the old clock; not reached waits.

    ``satisfaction`` is 1 (very dissatisfied) to 5 (very satisfied); ``result`` says why nobody was reached (None: not
    answered). Who took the complaint or reported it may not call back; a supervisor may, with the reason in ``words``.
    Errors: BadInput with the question not answered; NotAllowed for one's own work; MoveRefused for a second try within
    one clock hour, which would not count.
    """
    said = paragraph(words, "note", "回访情况", 1000)
    _check_caller(seat, show(seat, complaint_id), said)
    if not contacted:
        if result is CallResult.CONNECTED:
            raise BadInput("已接通就不是“未联系上”，请重新选择。", field="result")
        for answer, field in ((solved, "solved"), (satisfaction, "satisfaction")):
            if answer is not None:
                raise BadInput("没有联系上，就问不到是否解决和满意度；联系上了请改选。", field=field)
        detail = {"result": result or CallResult.NO_ANSWER}
        return step(seat, complaint_id, revision, Act.MISS, said, {"contacted": False}, detail=detail)
    if result not in (None, CallResult.CONNECTED):
        raise BadInput("联系上了就是“已接通”，请重新选择。", field="result")
    if solved is None:
        raise BadInput("请选择问题是否解决。", field="solved")
    if satisfaction is None:
        raise BadInput("请选择满意度（1 非常不满意 – 5 非常满意）。", field="satisfaction")
    if not 1 <= satisfaction <= 5:
        raise BadInput("满意度只有 1 到 5 五档。", field="satisfaction")
    answers = {"contacted": True, "solved": solved, "satisfaction": satisfaction}
    reached = {"result": CallResult.CONNECTED}
    if not solved:
        return step(seat, complaint_id, revision, Act.REOPEN, said, answers, detail=reached)
    return changed(
        seat,
        seat.do(
            lambda db, at: acts.act(db, complaint_id, revision, Act.CALL_BACK, at, answers, note=said, detail=reached)
        ),
    )


def _check_caller(seat: Seat, before: Complaint, said: str) -> None:
    """In words what the database refuses too."""
    why = own_work(seat, before)
    if before.state not in AWAITING or not why:
        return
    if seat.person.role is not Role.SUPERVISOR:
        raise NotAllowed(f"{why}，请由别人回访；当班无他人时由班长写明原因后回访。", field="state")
    if not said:
        raise BadInput(f"{why}，请写明为什么由您本人回访。", field="note")


def close(seat: Seat, complaint_id: UUID, revision: int, words: str = "") -> Complaint:
    """Close without a call-back: no reply was wanted, or the caller was not reached three times."""
    before = show(seat, complaint_id)
    if before.state in CLOSED_STATES:
        raise MoveRefused(f"{before.number} 已经结案，不必再结。", field="state")
    tries = tries_since_report(before.events)
    said = paragraph(words, "note", "结案说明", 1000)
    if before.no_reply:
        said = said or "诉求人不需回复"
    elif tries >= TRIES:
        said = said or f"回访 {tries} 次未接通"
    else:
        raise MoveRefused(
            f"还不能结案：要先回访；在不同钟点打不通满 {TRIES} 次（现在 {tries} 次）或诉求人不需回复时才可直接结案。",
            field="state",
        )
    return changed(seat, seat.do(lambda db, at: acts.act(db, complaint_id, revision, Act.CLOSE, at, note=said)))
