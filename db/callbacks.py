"""Reads of call-backs, from the events and under the row security of whoever asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

# A round begins with the last report, the complaint's own or its incident's; what was tried before it is over.
_WAITING = text("""
SELECT c.id, c.taken_by, c.no_reply, r.reported_at, coalesce(r.reporters, '{}') AS reporters,
    m.tries, m.last_at, m.last_result
FROM complaint c
CROSS JOIN LATERAL (
    SELECT max(e.seq) AS seq, max(e.at) AS reported_at, array_agg(DISTINCT e.person_id) AS reporters
    FROM event e WHERE e.chain = c.id AND e.act IN ('report', 'settle')) r
CROSS JOIN LATERAL (
    SELECT count(*) AS tries, max(e.at) AS last_at,
        (array_agg(e.detail->>'result' ORDER BY e.seq DESC))[1] AS last_result
    FROM event e WHERE e.chain = c.id AND e.act = 'miss' AND e.seq > r.seq) m
WHERE c.is_open AND c.state IN ('reported', 'call_back') AND r.seq IS NOT NULL
""")

_OUTCOMES = text("""
SELECT c.id, c.number, c.place, e.at, e.act, (e.detail->'changes'->>'satisfaction')::integer AS satisfaction, m.tries,
    coalesce(d.company_id, c.company_id) AS company_id
FROM event e
JOIN complaint c ON c.id = e.chain
CROSS JOIN LATERAL (
    SELECT coalesce(max(r.seq), 0) AS seq FROM event r
    WHERE r.chain = e.chain AND r.act IN ('report', 'settle') AND r.seq < e.seq) r
CROSS JOIN LATERAL (
    SELECT count(*) AS tries FROM event m
    WHERE m.chain = e.chain AND m.act = 'miss' AND m.seq BETWEEN r.seq AND e.seq) m
LEFT JOIN LATERAL (
    SELECT (s.detail->'changes'->>'company_id')::integer AS company_id FROM event s
    WHERE s.chain = e.chain AND s.seq < e.seq
        AND (s.act = 'dispatch' OR (s.act = 'join' AND s.detail->'changes' ? 'company_id'))
    ORDER BY s.seq DESC LIMIT 1) d ON true
WHERE e.at >= :since AND e.at < :until AND e.act IN ('call_back', 'reopen', 'close')
ORDER BY e.at, e.chain
""")


def waiting(connection: Connection) -> Sequence[Row[Any]]:
    """Complaints that wait for their call-back: id, taken_by, no_reply, reported_at, reporters (person ids), tries
    since that report, last_at and last_result of them."""
    return connection.execute(_WAITING).all()


def outcomes(connection: Connection, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """How rounds ended in [since, until): id, number and place of the complaint, at, act, satisfaction, tries in vain,
    company_id at that time."""
    return connection.execute(_OUTCOMES, {"since": since, "until": until}).all()
