"""Reads what the section 值班日志 shows: a page of a view, and the shifts beside the one that is shown. All block."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app import roster, shift_log
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


def running_shift(seat: Seat) -> Shift | None:
    """The team's shift that runs; between two, the last one that ran; None: there is none."""
    running, _ = roster.now_and_next(seat, seat.person.company_id)
    if running is not None:
        return running
    now = seat.now()
    days = roster.read_days(seat, (now - NEAR).date(), now.date(), seat.person.company_id)
    return next((one for one in reversed(days) if one.begins_at <= now), None)


def neighbour(seat: Seat, shift: Shift, by: int) -> Shift | None:
    """The same team's shift before (-1) or after (1) this one, as long as it has begun."""
    days = roster.read_days(seat, shift.day - NEAR, shift.day + NEAR, shift.company_id)
    if by < 0:
        return next((one for one in reversed(days) if one.begins_at < shift.begins_at), None)
    return next((one for one in days if shift.begins_at < one.begins_at <= seat.now()), None)
