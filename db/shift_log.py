"""The shift log: typed entries, and the events of a shift in pages (sql/0004_log.sql). Row security decides what of it
a person reads."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, Row, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import EntryKind

_PUT = text("SELECT * FROM entry_put(:id, :shift, :kind, :text, :amends)")
_EXPORT = text("SELECT log_export(:shift, :format, :phones, :reason)")

# ``most`` NULL: all.
#
# What belongs to a complaint, an incident or a post is the shift's by its moment; what belongs to shifts by its shift:
# who comes early signs on for the next one, and an entry may be added later.
_LOG = """
WITH s AS (
    SELECT id, company_id, begins_at, ends_at FROM shift WHERE id = :shift
), seats AS MATERIALIZED (
    SELECT p.person_id, p.seat_number, p.since, p.until FROM presence p, s
    WHERE p.since < s.ends_at AND (p.until IS NULL OR p.until > s.begins_at)
), picked AS (
    SELECT e.* FROM s CROSS JOIN event e
    WHERE e.at >= :from_at AND e.at < :to_at
      AND (e.at, e.id) > (:from_at, :after_event)
      AND CASE WHEN e.chain = md5('warmline shift')::uuid
               THEN e.detail->>'shift' = s.id::text AND in_shift_log(e.chain, e.act)
               ELSE e.at >= s.begins_at AND e.at < s.ends_at AND CASE
                   WHEN e.complaint_id IS NULL THEN s.company_id IS NULL AND in_shift_log(e.chain, e.act)
                   WHEN s.company_id IS NULL THEN true
                   ELSE EXISTS (SELECT FROM complaint c WHERE c.id = e.complaint_id AND c.company_id = s.company_id)
                   END END
    ORDER BY e.at, e.id LIMIT :most
), log AS (
    SELECT e.id, e.at, e.act, e.state_before, e.state, e.note, e.detail, e.person_id, e.complaint_id, c.number, c.place,
        c.category, c.company_id, c.secret,
        coalesce(t.seat_number, CASE WHEN e.detail ? 'presence' THEN (e.detail->>'seat')::smallint END) AS seat_number
    FROM picked e
    LEFT JOIN complaint c ON c.id = e.complaint_id
    LEFT JOIN seats t ON t.person_id = e.person_id AND t.since <= e.at AND (t.until IS NULL OR e.at < t.until)
)
"""
_PAGE = text(
    _LOG
    + """
SELECT log.*, p.name AS person FROM log JOIN person p ON p.id = log.person_id
WHERE (cast(:seat AS smallint) IS NULL OR log.seat_number = :seat)
  AND (cast(:person AS integer) IS NULL OR log.person_id = :person)
  AND (:number = '' OR log.number = :number)
  AND (cardinality(cast(:acts AS text[])) = 0 OR log.act = ANY (:acts))
  AND (:words = '[]' OR NOT EXISTS (
    SELECT FROM jsonb_to_recordset(cast(:words AS jsonb)) w(word text, acts jsonb)
    WHERE NOT w.acts ? log.act AND strpos(lower(concat_ws(' ', log.number, log.place, p.name, log.note,
        log.detail->>'number')), lower(w.word)) = 0))
ORDER BY log.at, log.id LIMIT :limit"""
)
_BY_SEAT = text(
    _LOG
    + """
SELECT log.seat_number, log.person_id, p.name AS person, count(*) AS events, min(log.at) AS first_at,
    max(log.at) AS last_at
FROM log JOIN person p ON p.id = log.person_id GROUP BY 1, 2, 3 ORDER BY log.seat_number NULLS LAST, first_at"""
)
_BY_COMPLAINT = text(
    _LOG
    + """
SELECT log.complaint_id, log.number, log.place, log.category, log.company_id, count(*) AS events,
    min(log.at) AS first_at, max(log.at) AS last_at
FROM log WHERE log.complaint_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5
HAVING cast(:after_at AS timestamptz) IS NULL OR (min(log.at), log.complaint_id) > (:after_at, :after_id)
ORDER BY first_at, log.complaint_id LIMIT :limit"""
)

_ALL = {"after_event": 0, "most": None}

Values = dict[str, Any]
LogTuple = Row[Any]
"""id, at, act, state_before, state, note, detail, person_id, complaint_id, number, place, category, company_id, secret,
seat_number, person."""


class ShiftEntry(Base):
    """Something typed into the log. ``amends``: the version that this one takes the place of; none is ever changed."""

    __tablename__ = "shift_entry"
    __table_args__ = (
        one_of("kind", EntryKind),
        CheckConstraint("char_length(text) BETWEEN 1 AND 2000", name="text"),
        Index("ix_shift_entry_amends", "amends", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    kind: Mapped[EntryKind] = mapped_column(by_value(EntryKind))
    text: Mapped[str]
    amends: Mapped[UUID | None] = mapped_column(ForeignKey("shift_entry.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


def put_entry(
    connection: Connection, id: UUID, shift_id: UUID | None, kind: EntryKind, words: str, amends: UUID | None
) -> Values:
    """Add an entry (``shift_id`` None: to the shift that runs), or a new version of ``amends``; the entry."""
    given = {"id": id, "shift": shift_id, "kind": kind, "text": words, "amends": amends}
    return dict(connection.execute(_PUT, given).mappings().one())


def entries(connection: Connection, shift_id: UUID) -> Sequence[Values]:
    """All versions of all entries of a shift that this person may read, oldest first."""
    query = select(ShiftEntry.__table__).where(ShiftEntry.shift_id == shift_id)
    return [dict(row) for row in connection.execute(query.order_by(ShiftEntry.made_at, ShiftEntry.id)).mappings()]


def entry(connection: Connection, id: UUID) -> Values | None:
    """One version of an entry; None: there is none for this person."""
    row = connection.execute(select(ShiftEntry.__table__).where(ShiftEntry.id == id)).mappings().one_or_none()
    return None if row is None else dict(row)


def page(
    connection: Connection,
    span: Mapping[str, Any],
    filters: Mapping[str, Any],
    words: Sequence[tuple[str, Sequence[str]]],
    limit: int,
    after: tuple[datetime, int] | None = None,
) -> Sequence[LogTuple]:
    """One page of the log, oldest first; ``after``: (at, id) of the last row already had.

    ``span``: shift, from_at, to_at (see app/shift_log.py). ``filters``: seat, person (None: any), number (empty: any),
    acts (none: any). ``words``: each in number, place, person or note, or meaning one of the acts beside it.
    """
    wanted = json.dumps([{"word": word, "acts": acts} for word, acts in words], ensure_ascii=False)
    at, id = after or (span["from_at"], 0)
    given = {**span, **filters, "words": wanted, "limit": limit, "from_at": max(at, span["from_at"]), "after_event": id}
    # Where nothing is looked for, no more than the page is read and joined.
    given["most"] = None if words or any(filters.values()) else limit
    return connection.execute(_PAGE, given).all()


def by_seat(connection: Connection, span: Mapping[str, Any]) -> Sequence[Values]:
    """Who did how much at which seat: seat_number, person_id, person, events, first_at, last_at."""
    return [dict(row) for row in connection.execute(_BY_SEAT, {**span, **_ALL}).mappings()]


def by_complaint(
    connection: Connection, span: Mapping[str, Any], limit: int, after: tuple[datetime, UUID] | None = None
) -> Sequence[Values]:
    """The complaints that something happened to, by the first event of the shift; ``after``: (first_at, id)."""
    at, id = after or (None, None)
    given = {**span, **_ALL, "limit": limit, "after_at": at, "after_id": id}
    return [dict(row) for row in connection.execute(_BY_COMPLAINT, given).mappings()]


def export(connection: Connection, shift_id: UUID, form: str, phones: bool, reason: str) -> None:
    """Have it written down that a log leaves the program, before it does."""
    connection.execute(_EXPORT, {"shift": shift_id, "format": form, "phones": phones, "reason": reason})
