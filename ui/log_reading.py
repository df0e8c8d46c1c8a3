"""Reads what the section 值班日志 shows: a page of a view, and the shifts beside the one that is shown. All block."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app import roster, shift_log
from app.day_words import split_day
from app.errors import BadInput
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_log import ComplaintPart, Entry, LogFilter, LogRow
from app.shift_records import Shift
from ui.log_columns import LogView

PAGE = 500
COMPLAINTS = 2000  # of a shift: nearly always all of them at once
NEAR = timedelta(days=3)  # how far the neighbour of a shift is looked for


@dataclass(frozen=True, slots=True)
class LogPage:
    """Rows of one view (LogRow, SeatPart, ComplaintPart or Entry), and all versions of what was typed."""

    view: LogView
    rows: list[Any]
    entries: list[Entry]
    more: bool


def read_view(
    seat: Seat, shift: Shift, view: LogView, wanted: LogFilter, limit: int, after: Any | None = None
) -> LogPage:
    """A page of a view; ``after``: the last row already had. Errors: DatabaseAway."""
    entries = shift_log.read_entries(seat, shift.id, all_versions=True)
    match view:
        case LogView.TIME:
            last = after if isinstance(after, LogRow) else None
            rows: list[Any] = list(shift_log.read_log(seat, shift, wanted, last, limit))
            return LogPage(view, rows, entries, len(rows) == limit)
        case LogView.SEAT:
            return LogPage(view, list(shift_log.log_by_seat(seat, shift)), entries, False)
        case LogView.COMPLAINT:
            part = after if isinstance(after, ComplaintPart) else None
            many = max(limit, COMPLAINTS)
            rows = list(shift_log.log_by_complaint(seat, shift, part, many))
            return LogPage(view, rows, entries, len(rows) == many)
    found = [one for one in entries if all(word in one.text for word in wanted.words.split())]
    return LogPage(view, found, entries, False)


def running_shift(seat: Seat, company_id: int | None) -> Shift | None:
    """A team's shift that runs; between two, the last one that ran; None: there is none."""
    running, _ = roster.now_and_next(seat, company_id)
    if running is not None:
        return running
    now = seat.now()
    days = roster.read_days(seat, (now - NEAR).date(), now.date(), company_id)
    return next((one for one in reversed(days) if one.begins_at <= now), None)


def neighbour(seat: Seat, shift: Shift, by: int) -> Shift | None:
    """The same team's shift before (-1) or after (1) this one, as long as it has begun."""
    days = roster.read_days(seat, shift.day - NEAR, shift.day + NEAR, shift.company_id)
    if by < 0:
        return next((one for one in reversed(days) if one.begins_at < shift.begins_at), None)
    return next((one for one in days if shift.begins_at < one.begins_at <= seat.now()), None)


def shift_on(seat: Seat, typed: str, company_id: int | None) -> Shift:
    """The shift that somebody means: 昨天, 11-20 夜班, 2026-11-20 2; without a name the first of the day, today's the
    one that runs.

    Errors: BadInput(field="day"): no day, no shift of that name, not begun yet; DatabaseAway.
    """
    now = seat.now()
    day, name = split_day(typed, now.astimezone(CITY_TIME).date(), "day")
    try:
        there = roster.read_days(seat, day, day, company_id)
    except BadInput as error:
        raise BadInput(error.sentence, field="day") from error
    begun = [one for one in there if one.begins_at <= now]
    able = [one for one in there if name in (one.name, str(one.slot)) or one.name.startswith(name)] if name else begun
    if name and not able:
        known = "、".join(f"{one.slot} {one.name}" for one in there)
        raise BadInput(f"{day} 没有班次“{name}”" + (f"，可用：{known}。" if known else "。"), field="day")
    if not able or able[0].begins_at > now:
        raise BadInput(f"{day} 的班次还没有开始，没有日志。" if there else f"{day} 没有班次。", field="day")
    return next((one for one in able if one.begins_at <= now < one.ends_at), able[0])
