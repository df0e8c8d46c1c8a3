"""The roster of the hotline and the companies: read by day, put in for a season, changed shift by shift.

Everybody at the hotline reads it, a company its own; the supervisor writes it, a company's desk its own. What runs or
is over stays as it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.crews import check_duties, duty_of
from app.errors import BadInput
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Duty, Shift, Turn
from app.typed_words import line
from app.working_days import Calendar
from db import roster as stored, shifts as times
from db.store import Connection


def read_days(seat: Seat, first: date, last: date, company_id: int | None = None) -> list[Shift]:
    """All shifts that begin on these days (both included), oldest first, those that nobody is down for too.

    Errors: BadInput(field="dates") for more than 400 days or days too far away, DatabaseAway.
    """
    with seat.use() as connection:
        times.make_days(connection, company_id, first, last)
        return _read(connection, seat.rules.calendar, stored.shifts(connection, company_id, first, last))


def read_shift(seat: Seat, shift_id: UUID) -> Shift:
    """One shift. Errors: BadInput(field="shift"), DatabaseAway."""
    found = read_shifts(seat, [shift_id])
    if not found:
        raise BadInput("没有这个班次。", field="shift")
    return found[0]


def read_shifts(seat: Seat, ids: Sequence[UUID]) -> list[Shift]:
    """These shifts, oldest first."""
    with seat.use() as connection:
        return _read(connection, seat.rules.calendar, stored.shifts_of(connection, ids))


def now_and_next(seat: Seat, company_id: int | None = None) -> tuple[Shift | None, Shift | None]:
    """The shift that runs now and the one that comes next; None where by the plan nobody works."""
    now = seat.now()
    today = now.astimezone(CITY_TIME).date()
    days = read_days(seat, today - timedelta(days=1), today + timedelta(days=2), company_id)
    running = next((shift for shift in days if shift.begins_at <= now < shift.ends_at), None)
    return running, next((shift for shift in days if shift.begins_at > now), None)


def season_days(seat: Seat) -> tuple[date, date]:
    """First and last day of the season that runs, from today on, or of the next. Errors: BadInput(field="season")."""
    today = seat.now().astimezone(CITY_TIME).date()
    for season in sorted(seat.rules.seasons, key=lambda one: one.starts_on):
        if season.ends_on >= today:
            return max(season.starts_on, today), season.ends_on
    raise BadInput("还没有登记这个供暖季的起止日期，请先登记，或给出起止日期。", field="season")


def put_turns(
    seat: Seat, first: date, last: date, turns: Iterable[Turn], company_id: int | None = None, note: str = ""
) -> int:
    """Make this the whole roster of these days, from the next shift on; in how many shifts.

    Errors: NotAllowed, BadInput, MoveRefused naming what can't be, DatabaseAway.
    """
    given = list(turns)
    places: dict[tuple[date, int], list[Duty]] = {}
    for turn in given:
        places.setdefault((turn.day, turn.slot), []).append(turn.duty)
    for duties in places.values():
        check_duties(seat, duties, company_id)
    rows = [{"day": turn.day, "slot": turn.slot, **asdict(turn.duty)} for turn in given]
    with seat.use() as connection:
        return stored.put(connection, company_id, first, last, rows, line(note, "note", "说明", 500))


def change_shift(seat: Seat, shift: Shift, duties: Sequence[Duty], note: str = "") -> Shift:
    """Put these people on duty, and nobody else; once the shift runs, ``note`` says why.

    Errors: NotAllowed, BadInput, ChangedElsewhere, MoveRefused (field="shift" when it is over), DatabaseAway.
    """
    check_duties(seat, duties, shift.company_id)
    said = line(note, "note", "原因", 500)
    rows = [asdict(duty) for duty in duties]
    with seat.use() as connection:
        row = stored.change(connection, shift.id, shift.revision, rows, said)
        (changed,) = _read(connection, seat.rules.calendar, [row])
    return changed


def holiday_on(calendar: Calendar, day: date) -> str:
    """The public holiday of this day, by name; empty on a common weekend."""
    found = calendar.day(day)
    return "" if found.working or found.name.startswith("周") else found.name


def _read(connection: Connection, calendar: Calendar, rows: Sequence[Mapping[str, Any]]) -> list[Shift]:
    duties: dict[UUID, list[Duty]] = {}
    for row in stored.duties(connection, [row["id"] for row in rows]):
        duties.setdefault(row["shift_id"], []).append(duty_of(row))
    found = (
        Shift(**row, holiday=holiday_on(calendar, row["day"]), duties=tuple(duties.get(row["id"], ()))) for row in rows
    )
    return list(found)
