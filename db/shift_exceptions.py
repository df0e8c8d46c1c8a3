"""Reads of what happened in a shift: its counts, and what stands out of it. Under the row security of whoever asks.

All by the index on event.at: what a season holds beside the shift is never looked at.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

_COUNTS = text("""
SELECT e.person_id, e.act, count(*) AS many FROM event e
WHERE e.at >= :since AND e.at < :until AND e.complaint_id IS NOT NULL
GROUP BY e.person_id, e.act
""")

_PLAIN = text("""
SELECT e.complaint_id, e.act, e.at, e.person_id, e.note, e.detail, e.state_before, c.number, c.place, c.company_id
FROM event e JOIN complaint c ON c.id = e.complaint_id
WHERE e.at >= :since AND e.at < :until AND (
    e.act IN ('return', 'reveal', 'reopen')
    OR e.act = 'call_back' AND (e.detail->'changes'->>'satisfaction')::integer <= 2
    OR e.act = 'print' AND (e.detail->>'prints')::integer > 1
    OR e.state_before IN ('closed', 'answered', 'void', 'referred', 'refused')
       AND e.act NOT IN ('reveal', 'print', 'recount', 'escalate'))
ORDER BY e.at, e.id
""")

# Complaints of which a limit may have run out in the shift, or a step may have been done too late in it: rather too
# many, for the clocks themselves are counted from the events afterwards. A step after a limit that is stored;
# what the program raised as overdue; what is still open and fell due.
_LAW_LATE = text("""
SELECT e.complaint_id FROM event e
JOIN (VALUES ('arrive', 'on_site'), ('arrive', 'test'), ('test', 'test'), ('arrive', 'contact'), ('contact', 'contact'),
    ('call_back', 'answer'), ('close', 'answer'), ('answer', 'answer'), ('refer', 'answer'), ('refuse', 'answer')
    ) AS stops(act, clock) ON stops.act = e.act
JOIN complaint c ON c.id = e.complaint_id
WHERE e.at >= :since AND e.at < :until
  AND EXISTS (SELECT FROM jsonb_array_elements(c.due_times) d
              WHERE d->>'clock' = stops.clock AND (d->>'due_at')::timestamptz < e.at)
UNION
SELECT e.complaint_id FROM event e WHERE e.at >= :since AND e.at < :until AND e.act = 'escalate'
UNION
SELECT c.id FROM complaint c WHERE c.is_open AND c.due_at >= :since AND c.due_at < :until
""")

# The same for one of the hotline's own limits, which runs from each of its starts to the next of its ends; a start ends
# the run before it.
_HOUSE_LATE = text("""
SELECT e.complaint_id FROM event e
LEFT JOIN LATERAL (
    SELECT min(n.at) AS at FROM event n WHERE n.chain = e.chain AND n.seq > e.seq AND n.act = ANY (:ends)) n ON true
WHERE e.at >= :before AND e.at < :until AND e.act = ANY (:starts) AND coalesce(n.at, clock_timestamp()) > e.at + :least
UNION
SELECT e.complaint_id FROM event e
CROSS JOIN LATERAL (
    SELECT d.act, d.at FROM event d WHERE d.chain = e.chain AND d.seq < e.seq AND d.act = ANY (:ends)
    ORDER BY d.seq DESC LIMIT 1) d
WHERE e.at >= :since AND e.at < :until AND e.act = ANY (:ends) AND d.act = ANY (:starts) AND e.at > d.at + :least
""")

_RAN_OUT = text("SELECT * FROM ran_out(:since, :until, cast(:stops AS jsonb))")

_TIMELINES = text("""
SELECT c.id, c.number, c.place, c.company_id, e.seq, e.act, e.state, e.at, e.person_id, e.note, e.detail
FROM complaint c JOIN event e ON e.chain = c.id
WHERE c.id = ANY (:ids) ORDER BY c.id, e.seq
""")


def counts(connection: Connection, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """How often who did what in [since, until): person_id, act, many."""
    return connection.execute(_COUNTS, {"since": since, "until": until}).all()


def plain(connection: Connection, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """Events that stand out by themselves, oldest first: returns, call-backs that went badly, reveals, reprints, and
    what was done to a complaint after its end."""
    return connection.execute(_PLAIN, {"since": since, "until": until}).all()


def law_late(connection: Connection, since: datetime, until: datetime) -> list[UUID]:
    """Complaints of which a limit that is stored with them may have run out in [since, until)."""
    return list(connection.execute(_LAW_LATE, {"since": since, "until": until}).scalars())


def ran_out(
    connection: Connection, since: datetime, until: datetime, stops: Mapping[str, Collection[str]]
) -> list[UUID]:
    """Complaints of which a limit of the law may have run out undone in [since, until), also those done late or closed
    since. ``stops``: by clock, the acts that end it."""
    given = {"since": since, "until": until, "stops": json.dumps({clock: list(acts) for clock, acts in stops.items()})}
    return list(connection.execute(_RAN_OUT, given).scalars())


def house_late(
    connection: Connection,
    since: datetime,
    until: datetime,
    runs: tuple[Collection[str], Collection[str]],
    limits: tuple[timedelta, timedelta],
) -> list[UUID]:
    """Complaints of which a limit of the hotline's own may have run out. ``runs``: acts that start and that end it;
    ``limits``: the shortest that was ever in force, and how long before ``since`` a start still matters."""
    (starts, ends), (least, reach) = runs, limits
    given = {"since": since, "until": until, "before": since - reach, "least": least}
    return list(connection.execute(_HOUSE_LATE, {**given, "starts": list(starts), "ends": list(ends)}).scalars())


def timelines(connection: Connection, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """The events of these complaints, each complaint's in order, with its number, place and company_id."""
    return connection.execute(_TIMELINES, {"ids": list(ids)}).all()
