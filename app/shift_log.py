"""The shift log (值班日志): every event of a shift in pages, and what people type into it.

Typed entries are amended by a new version that points to the old one; nothing is ever changed or removed. Row security
decides what a person reads: the hotline all, a company its own shifts and what happened to its own complaints.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.errors import BadInput
from app.log_words import acts_meant, log_words
from app.records import EntryKind
from app.seat import Seat
from app.shift_records import Shift
from app.typed_words import paragraph
from db import shift_log as stored

LONGEST = 2000
"""Characters of an entry."""
BEFORE, AFTER = timedelta(hours=3), timedelta(hours=36)
"""How long before and after a shift its log may go on: early sign-on, later entries, signing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a typed entry."""

    id: UUID
    shift_id: UUID
    kind: EntryKind
    text: str
    amends: UUID | None  # the version before
    made_by: int
    made_by_name: str
    made_at: datetime
    last: bool = True  # False: a later version takes its place


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event of the log; ``subject`` and ``words`` say it in Chinese."""

    id: int
    at: datetime
    person_id: int
    person: str
    seat_number: int | None  # where the person sat at that moment
    act: str  # as stored: take, seat_on, entry_add …
    act_words: str  # 受理
    subject: str  # 20261124-0042 牡丹花园 3-2-501
    words: str
    complaint_id: UUID | None
    number: str  # of the complaint; else empty
    place: str
    category: str
    company_id: int | None  # of the complaint
    entry_id: UUID | None  # a typed entry: that version
    secret: bool

    @property
    def key(self) -> tuple[datetime, int]:
        """Where the next page begins."""
        return self.at, self.id


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What of a log is wanted; all that is given must hold. ``words``: each in number, place, name, act or words."""

    words: str = ""
    seat_number: int | None = None
    person_id: int | None = None
    number: str = ""  # of a complaint
    acts: tuple[str, ...] = ()  # as stored, such as entry_add


@dataclass(frozen=True, slots=True)
class SeatPart:
    """What one person did at one seat."""

    seat_number: int | None
    person_id: int
    person: str
    events: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintPart:
    """How often something happened to a complaint."""

    complaint_id: UUID
    number: str
    place: str
    category: str
    company_id: int | None
    events: int
    first_at: datetime
    last_at: datetime


def add_entry(seat: Seat, kind: EntryKind, text: str, shift_id: UUID | None = None, id: UUID | None = None) -> Entry:
    """Type into the log of a shift, None: of the one that runs. The same ``id`` again is the same entry.

    Errors: BadInput(field="text"/"shift"), MoveRefused(field="shift": another team's, not begun), NotAllowed.
    """
    said = paragraph(text, "text", "内容", LONGEST, required=True)
    with seat.use() as connection:
        return _entry(seat, stored.put_entry(connection, id or uuid7(), shift_id, kind, said, None))


def amend_entry(seat: Seat, entry_id: UUID, text: str, kind: EntryKind | None = None, id: UUID | None = None) -> Entry:
    """Put a new version in the place of this one, which stays readable. Who wrote it, the shift's leader, a supervisor.

    Errors: BadInput(field="text"/"entry"), MoveRefused(field="entry": amended already, somebody else's), NotAllowed.
    """
    said = paragraph(text, "text", "内容", LONGEST, required=True)
    with seat.use() as connection:
        old = stored.entry(connection, entry_id)
        if old is None:
            raise BadInput("没有这条记录。", field="entry")
        kept = kind or EntryKind(old["kind"])
        return _entry(seat, stored.put_entry(connection, id or uuid7(), None, kept, said, entry_id))


def read_entries(seat: Seat, shift_id: UUID, *, all_versions: bool = False) -> list[Entry]:
    """The entries of a shift, oldest first; with ``all_versions`` also those that were amended."""
    with seat.use() as connection:
        rows = stored.entries(connection, shift_id)
    amended = {row["amends"] for row in rows}
    found = [_entry(seat, row, row["id"] not in amended) for row in rows]
    return found if all_versions else [one for one in found if one.last]


def read_log(
    seat: Seat, shift: Shift, wanted: LogFilter = LogFilter(), after: LogRow | None = None, limit: int = 200
) -> list[LogRow]:
    """A page of the log, oldest first; ``after``: the last row already had. Errors: DatabaseAway."""
    filters = {
        "seat": wanted.seat_number,
        "person": wanted.person_id,
        "number": wanted.number.strip(),
        "acts": list(wanted.acts),
    }
    words = [(word, acts_meant(word)) for word in wanted.words.split()]
    with seat.use() as connection:
        rows = stored.page(connection, _span(shift), filters, words, limit, after.key if after else None)
    return [_row(seat, row._asdict()) for row in rows]


def whole_log(seat: Seat, shift: Shift, wanted: LogFilter = LogFilter(), page: int = 2000) -> Iterator[list[LogRow]]:
    """All pages one after another; no more than one is held here."""
    rows = read_log(seat, shift, wanted, limit=page)
    while rows:
        yield rows
        rows = read_log(seat, shift, wanted, rows[-1], page) if len(rows) == page else []


def log_by_seat(seat: Seat, shift: Shift) -> list[SeatPart]:
    """Who did how much at which seat; whoever sat at none comes last."""
    with seat.use() as connection:
        return [SeatPart(**row) for row in stored.by_seat(connection, _span(shift))]


def log_by_complaint(
    seat: Seat, shift: Shift, after: ComplaintPart | None = None, limit: int = 200
) -> list[ComplaintPart]:
    """A page of the complaints that something happened to, by the first event."""
    key = (after.first_at, after.complaint_id) if after else None
    with seat.use() as connection:
        return [ComplaintPart(**row) for row in stored.by_complaint(connection, _span(shift), limit, key)]


def note_export(seat: Seat, shift: Shift, form: str, *, phones: bool = False, reason: str = "") -> None:
    """Write down that this log leaves the program as ``form``; with phone numbers only for a reason.

    Errors: NotAllowed but for the shift's leader, supervisors and the auditor; BadInput(field="reason").
    """
    if phones and not reason.strip():
        raise BadInput("要带电话号码导出，请写明原因。", field="reason")
    with seat.use() as connection:
        stored.export(connection, shift.id, form, phones, reason.strip())


def _span(shift: Shift) -> dict[str, Any]:
    return {"shift": shift.id, "from_at": shift.begins_at - BEFORE, "to_at": shift.ends_at + AFTER}


def _entry(seat: Seat, row: Mapping[str, Any], last: bool = True) -> Entry:
    person = seat.directory.people.get(row["made_by"])
    return Entry(
        id=row["id"],
        shift_id=row["shift_id"],
        kind=EntryKind(row["kind"]),
        text=row["text"],
        amends=row["amends"],
        made_by=row["made_by"],
        made_by_name=person.name if person else "",
        made_at=row["made_at"],
        last=last,
    )


def _row(seat: Seat, row: Mapping[str, Any]) -> LogRow:
    act_words, subject, words = log_words(seat, row)
    entry = row["detail"].get("entry") if row["act"].startswith("entry_") else None
    return LogRow(
        id=row["id"],
        at=row["at"],
        person_id=row["person_id"],
        person=row["person"],
        seat_number=row["seat_number"],
        act=row["act"],
        act_words=act_words,
        subject=subject,
        words=words,
        complaint_id=row["complaint_id"],
        number=row["number"] or "",
        place=row["place"] or "",
        category=row["category"] or "",
        company_id=row["company_id"],
        entry_id=UUID(entry) if entry else None,
        secret=bool(row["secret"]),
    )
