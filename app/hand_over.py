"""Handing over a shift (交接班): the sheet of what is left to do, closed by the leader, signed by the next shift's.

Numbers and lists come from one statement of the database, of the instant at which the sheet is sealed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.errors import BadInput
from app.hand_over_records import Facts, Sheet, facts_of
from app.roster import read_days, read_shift, read_shifts
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Shift
from app.typed_words import line, paragraph
from db import hand_over as stored

LONGEST_REASON = 500


def read_facts(seat: Seat, shift_id: UUID) -> Facts:
    """What the sheet of this shift would say now; stores nothing. Errors: BadInput(field="shift"), DatabaseAway."""
    with seat.use() as connection:
        return facts_of(stored.now(connection, shift_id))


def hand_over(seat: Seat, shift_id: UUID, note: str = "", reason: str = "") -> Sheet:
    """Close a shift: write the sheet and seal all events up to now. ``note``: things to know (需知事项).

    ``reason`` is needed where somebody stands in for the leader, or long before the shift's end. The same again gives
    the same sheet.
    Errors: BadInput(field="note"/"reason"/"shift"), MoveRefused(field="shift": another team's, not begun, handed over
    already; "leader": not the leader; "reason": too early), NotAllowed, DatabaseAway.
    """
    known = paragraph(note, "note", "需知事项")
    why = line(reason, "reason", "原因", LONGEST_REASON)
    with seat.use() as connection:
        stored.put(connection, shift_id, known, why)
    return read_sheet(seat, shift_id)


def sign(seat: Seat, shift_id: UUID, remarks: str = "", reason: str = "") -> Sheet:
    """The next shift's leader has read the sheet of ``shift_id``. ``reason``: why somebody stands in for that leader.

    Errors: BadInput(field="remarks"/"reason"/"sheet"), MoveRefused(field="leader": leads another shift; "sheet": signed
    already, or one's own), NotAllowed, DatabaseAway.
    """
    said = paragraph(remarks, "remarks", "接班意见")
    why = line(reason, "reason", "原因", LONGEST_REASON)
    with seat.use() as connection:
        stored.sign(connection, shift_id, said, why)
    return read_sheet(seat, shift_id)


def read_sheet(seat: Seat, shift_id: UUID) -> Sheet:
    """The sheet of a shift. Errors: BadInput(field="sheet"): not handed over yet, DatabaseAway."""
    with seat.use() as connection:
        row = stored.sheet(connection, shift_id)
    if row is None:
        raise BadInput("这个班次还没有交班。", field="sheet")
    return _sheets(seat, [row])[0]


def list_sheets(
    seat: Seat,
    *,
    unsigned: bool = False,
    limit: int = 50,
    before: datetime | None = None,
    teams: Collection[int | None] | None = None,
) -> list[Sheet]:
    """Sheets, the newest first; ``before``: ``made_at`` of the last one already had. ``teams``: ids of companies, None
    in it is the hotline; all that this person may read where it is not given: a company its own."""
    with seat.use() as connection:
        rows = stored.sheets(connection, limit, unsigned, before, teams)
    return _sheets(seat, rows)


def shift_to_hand_over(seat: Seat) -> Shift:
    """The shift of this person's team that is to be handed over now. Errors: BadInput(field="shift"): there is none."""
    found = next_to_hand_over(seat, open_shifts(seat, seat.person.company_id))
    if found is None:
        raise BadInput("现在没有班次可交。", field="shift")
    return found


def open_shifts(seat: Seat, company_id: int | None) -> list[Shift]:
    """A team's shifts of the last days that nobody handed over, the oldest first: those in which somebody worked, and
    the running one. One that was forgotten keeps nobody from handing over the next."""
    now = seat.now()
    begun = [one for one in _near(seat, now, company_id) if one.begins_at <= now and not one.closed_at]
    return [one for one in begun if one.opened_at or now < one.ends_at]


def next_to_hand_over(seat: Seat, shifts: Sequence[Shift]) -> Shift | None:
    """Of these the one whose end is nearest: led by this person where there is one, for others hand over theirs."""
    now = seat.now()
    mine = [one for one in shifts if one.leader_id == seat.person.id]
    return min(mine or shifts, key=lambda one: abs(one.ends_at - now), default=None)


def sheet_to_sign(seat: Seat) -> Sheet | None:
    """The team's oldest sheet that nobody signed yet; None: there is none."""
    mine = list_sheets(seat, unsigned=True, teams=(seat.person.company_id,))
    return mine[-1] if mine else None


def taking_over(seat: Seat, shift_id: UUID) -> Shift | None:
    """The team's shift after this one; None: by the plan nobody works then."""
    with seat.use() as connection:
        found = stored.next_shift(connection, shift_id)
    return None if found is None else read_shift(seat, found)


def _near(seat: Seat, now: datetime, company_id: int | None) -> list[Shift]:
    today = now.astimezone(CITY_TIME).toordinal()
    first, last = (datetime.fromordinal(today + days).date() for days in (-2, 0))
    return read_days(seat, first, last, company_id)


def _sheets(seat: Seat, rows: Iterable[Mapping[str, Any]]) -> list[Sheet]:
    rows = list(rows)
    ids = {row[key] for row in rows for key in ("shift_id", "next_shift_id") if row[key]}
    shifts = {one.id: one for one in read_shifts(seat, list(ids))}
    people = seat.directory.people

    def name(person_id: int | None) -> str:
        person = people.get(person_id) if person_id else None
        return person.name if person else ""

    return [
        Sheet(
            shift=shifts[row["shift_id"]],
            number=row["number"],
            facts=facts_of(row["content"]),
            note=row["note"],
            reason=row["reason"],
            seal_number=row["seal_number"],
            seal=row["seal"].hex(),
            seal_before=row["seal_before"].hex(),
            sealed_events=row["sealed_events"],
            made_by=row["made_by"],
            made_by_name=name(row["made_by"]),
            made_at=row["made_at"],
            next_shift=shifts.get(row["next_shift_id"]),
            signed_by=row["signed_by"],
            signed_by_name=name(row["signed_by"]),
            signed_at=row["signed_at"],
            remarks=row["remarks"],
            sign_reason=row["sign_reason"],
        )
        for row in rows
    ]
