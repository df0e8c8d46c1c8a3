"""Quality checks (质检): a complaint of a shift scored on a sheet of 100 points, with feedback that can be answered.

Items and weights are data (table ``score_item``); a sheet keeps those that it was filled in by. Nobody scores their own
calls, and an operator reads only the sheets about them: the database holds to both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.errors import BadInput
from app.review_records import FULL, ItemScore, ScoreItem, ScoreSheet
from app.seat import Seat
from app.typed_words import line, paragraph
from db import reviews as stored

LONGEST = 2000
"""Characters of feedback and of its answer."""


def list_items(seat: Seat) -> list[ScoreItem]:
    """The items of the sheet in their order; their weights are 100 together."""
    with seat.use() as connection:
        rows = stored.items(connection)
    return [ScoreItem(row["code"], row["name"], row["weight"], row["basis"]) for row in rows]


def put_items(seat: Seat, items: Sequence[ScoreItem], note: str) -> list[ScoreItem]:
    """Make this the sheet from now on; sheets filled in before keep their own items.

    Errors: BadInput(field="weight" or "name" or "note"), NotAllowed, DatabaseAway.
    """
    rows = []
    for item in items:
        name = line(item.name, "name", "评分项", 20, required=True)
        if not 1 <= item.weight <= FULL:
            raise BadInput(f"{name}的分值应是 1–{FULL} 的整数。", field="weight")
        rows.append(asdict(item) | {"name": name, "basis": line(item.basis, "basis", "依据", 200)})
    if (sum_of := sum(item.weight for item in items)) != FULL:
        raise BadInput(f"评分项的分值合计应为 {FULL} 分，现在是 {sum_of} 分。", field="weight")
    said = paragraph(note, "note", "修改原因", 400, required=True)
    with seat.use() as connection:
        stored.put_items(connection, rows, said)
    return list_items(seat)


def score(
    seat: Seat,
    shift_id: UUID,
    complaint_id: UUID,
    points: Mapping[str, int],
    feedback: str = "",
    round: int = 1,
    id: UUID | None = None,
) -> ScoreSheet:
    """Score a complaint of a shift: points for each item by its code, and feedback where any are taken off.

    ``round``: 1, or one more than the last round that was read. The same ``id`` again stores nothing more.
    Errors: BadInput(field="points" or "feedback"), MoveRefused(field="sheet": scored meanwhile; "complaint": not of
    this shift), NotAllowed(field="complaint": one's own call), DatabaseAway.
    """
    check_points(list_items(seat), points)
    said = paragraph(feedback, "feedback", "评语", LONGEST, required=sum(points.values()) < FULL)
    given = id or uuid7()
    with seat.use() as connection:
        stored.score(connection, given, shift_id, complaint_id, round, points, said)
    return read_sheet(seat, given)


def check_points(items: Sequence[ScoreItem], points: Mapping[str, int]) -> None:
    """Points for every item, none beyond its weight. Pure. Errors: BadInput(field="points")."""
    for item in items:
        got = points.get(item.code)
        if got is None:
            raise BadInput(f"还没有给“{item.name}”打分（0–{item.weight} 分）。", field="points")
        if not 0 <= got <= item.weight:
            raise BadInput(f"“{item.name}”是 0–{item.weight} 分，不能是 {got} 分。", field="points")
    if unknown := points.keys() - {item.code for item in items}:
        raise BadInput(f"评分表里没有“{min(unknown)}”这一项。", field="points")


def answer(seat: Seat, sheet_id: UUID, words: str) -> ScoreSheet:
    """Answer a sheet about oneself, once a round. Errors: BadInput(field="answer"), MoveRefused, DatabaseAway."""
    said = paragraph(words, "answer", "申述", LONGEST, required=True)
    with seat.use() as connection:
        stored.answer(connection, sheet_id, said)
    return read_sheet(seat, sheet_id)


def read_sheet(seat: Seat, sheet_id: UUID) -> ScoreSheet:
    """One round. Errors: BadInput(field="sheet")."""
    with seat.use() as connection:
        row = stored.sheet(connection, sheet_id)
    if row is None:
        raise BadInput("没有这份评分表。", field="sheet")
    return _sheet(seat, row)


def list_sheets(seat: Seat, shift_id: UUID) -> list[ScoreSheet]:
    """All rounds of a shift that this person may read, oldest first."""
    with seat.use() as connection:
        return [_sheet(seat, row) for row in stored.sheets_of_shift(connection, shift_id)]


def my_sheets(seat: Seat, limit: int = 100) -> list[ScoreSheet]:
    """All rounds about this person, newest first (我的质检)."""
    with seat.use() as connection:
        return [_sheet(seat, row) for row in stored.sheets_of_person(connection, seat.person.id, limit)]


def _sheet(seat: Seat, row: Mapping[str, Any]) -> ScoreSheet:
    people = seat.directory.people

    def name(person_id: int) -> str:
        person = people.get(person_id)
        return person.name if person else ""

    items = tuple(ItemScore(one["code"], one["name"], one["weight"], one["points"]) for one in row["items"])
    return ScoreSheet(**{**row, "items": items}, name=name(row["person_id"]), scored_by_name=name(row["scored_by"]))
