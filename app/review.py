"""Review of shift logs (复核): what waits, signing off, sending back, and the sample of complaints for quality checks.

A log waits from the end of its shift, or from its hand-over, on. Whoever led the shift does not review it. After
``review_next.hours`` without a review it is the next level's too: the people that the setting names, by log-in
(值班长). They are supervisors: the administrator reads no complaint (design.md section 1) and would have to.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.errors import BadInput
from app.records import ReviewState, ReviewStep, Role, State
from app.review_records import Log, Sampled, ScoreSheet, Step
from app.roster import read_shifts
from app.score_sheets import list_sheets
from app.seat import Seat
from app.typed_words import paragraph
from db import reviews as stored

EVERYBODY = "全体班长"
"""In ``review_next.people``: every supervisor."""
LONGEST = 2000
"""Characters of a remark."""


def list_logs(seat: Seat, *, signed: bool = False, limit: int = 200) -> list[Log]:
    """Logs that wait, the oldest first; with ``signed`` those signed off too, the newest first.

    A supervisor and the auditor see all; others those of their own lead that were sent back to them.
    """
    with seat.use() as connection:
        rows = stored.logs(connection, None, signed, limit)
    return [one for one in _logs(seat, rows) if _concerns(seat, one)]


def show_log(seat: Seat, shift_id: UUID) -> Log:
    """One log, whatever its state. Errors: BadInput(field="shift"): none, or the shift still runs; DatabaseAway."""
    with seat.use() as connection:
        rows = stored.logs(connection, shift_id, True, 1)
    found = [one for one in _logs(seat, rows) if _concerns(seat, one)]
    if not found:
        raise BadInput("这个班次没有可复核的日志：还没有结束，或无人当班。", field="shift")
    return found[0]


def list_steps(seat: Seat, shift_id: UUID) -> list[Step]:
    """What was done in a review and said with it, oldest first."""
    with seat.use() as connection:
        rows = stored.steps(connection, shift_id)
    return [
        Step(ReviewStep(row["step"]), row["person_id"], _name(seat, row["person_id"]), row["at"], row["note"])
        for row in rows
    ]


def sign(seat: Seat, shift_id: UUID, note: str = "") -> Log:
    """Sign off. Errors: NotAllowed(field="review": one's own shift), MoveRefused(field="review"), DatabaseAway."""
    return _do(seat, shift_id, ReviewStep.SIGN, paragraph(note, "note", "复核意见", LONGEST))


def send_back(seat: Seat, shift_id: UUID, note: str) -> Log:
    """Send back to the shift's leader with remarks. Errors: as ``sign``, BadInput(field="note")."""
    return _do(seat, shift_id, ReviewStep.SEND_BACK, paragraph(note, "note", "退回意见", LONGEST, required=True))


def resubmit(seat: Seat, shift_id: UUID, note: str) -> Log:
    """The leader of the shift says what was put right; it waits for a supervisor again."""
    return _do(seat, shift_id, ReviewStep.RESUBMIT, paragraph(note, "note", "补正说明", LONGEST, required=True))


def draw(seat: Seat, shift_id: UUID, each: int | None = None) -> list[Sampled]:
    """Draw ``each`` complaints of every person who took any (None: as the setting says), by a seed of the server's.

    The seed is kept: drawn again it is the same sample, with a larger ``each`` the same and more.
    Errors: BadInput(field="each"), MoveRefused(field="shift"), NotAllowed, DatabaseAway.
    """
    many = int(seat.rules.settings.get("sample_each", 3)) if each is None else each
    if not 1 <= many <= 20:
        raise BadInput("每人抽 1–20 件。", field="each")
    with seat.use() as connection:
        stored.draw(connection, shift_id, many)
    return read_sample(seat, shift_id)


def read_sample(seat: Seat, shift_id: UUID) -> list[Sampled]:
    """The sample as its seed draws it now, by person; empty before it was drawn."""
    with seat.use() as connection:
        rows = stored.sample(connection, shift_id)
    sheets = {one.complaint_id: one for one in list_sheets(seat, shift_id) if one.last}
    return [_sampled(seat, row, sheets) for row in rows]


def for_me(seat: Seat, log: Log) -> bool:
    """Whether this person should act on it: a supervisor of the first level on every log that waits, one of the next
    level on what waits too long, a leader on what was sent back."""
    if log.state is ReviewState.SENT_BACK:
        return log.leader_id == seat.person.id
    if log.state is not ReviewState.WAITING or log.own or seat.person.role is not Role.SUPERVISOR:
        return False
    named = _next_level(seat)
    return log.overdue or seat.person.login not in named


def _next_level(seat: Seat) -> frozenset[str]:
    return frozenset(seat.rules.settings.get("review_next", {}).get("people", [EVERYBODY]))


def _concerns(seat: Seat, log: Log) -> bool:
    return seat.person.role in (Role.SUPERVISOR, Role.AUDITOR) or (
        log.state is not ReviewState.WAITING and log.leader_id == seat.person.id
    )


def _do(seat: Seat, shift_id: UUID, step: ReviewStep, note: str) -> Log:
    with seat.use() as connection:
        stored.do(connection, shift_id, step, note)
        rows = stored.logs(connection, shift_id, True, 1)
    return _logs(seat, rows)[0]


def _logs(seat: Seat, rows: Any) -> list[Log]:
    shifts = {one.id: one for one in read_shifts(seat, [row["shift_id"] for row in rows])} if rows else {}
    longest = timedelta(hours=int(seat.rules.settings.get("review_next", {}).get("hours", 24)))
    now = seat.now()
    found = []
    for row in rows:
        state = ReviewState(row["state"])
        waited = max(now - row["since"], timedelta()) if state is not ReviewState.SIGNED else timedelta()
        found.append(
            Log(
                shift=shifts[row["shift_id"]],
                state=state,
                since=row["since"],
                waited=waited,
                overdue=waited > longest,
                leader_id=row["leader_id"],
                own=row["leader_id"] == seat.person.id,
                seed=row["seed"],
                each=row["sample_each"],
                scored=row["scored"],
            )
        )
    return found


def _sampled(seat: Seat, row: Mapping[str, Any], sheets: Mapping[UUID, ScoreSheet]) -> Sampled:
    return Sampled(
        complaint_id=row["complaint_id"],
        number=row["number"],
        place=row["place"],
        category=row["category"],
        state=State(row["state"]),
        taken_at=row["taken_at"],
        person_id=row["person_id"],
        name=_name(seat, row["person_id"]),
        draw=row["draw"],
        sheet=sheets.get(row["complaint_id"]),
        own=row["person_id"] == seat.person.id,
    )


def _name(seat: Seat, person_id: int) -> str:
    person = seat.directory.people.get(person_id)
    return person.name if person else ""
