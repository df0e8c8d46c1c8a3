"""A season in the store: complaints of 120 days with ten events each, and how long figures of it take."""

from datetime import timedelta
from time import perf_counter

import exports
import psycopg
import reviews
from figures import Figure, Target, figure, timed
from stores import Stored, Stores

from app import statistics
from app.figures import Dimension, Measure, Scope
from app.rules import CITY_TIME
from app.seat import Seat

DAYS = 120
SEED = 0.12319

_COMPLAINTS = """
INSERT INTO complaint (
    id, number, revision, head_hash, state, channel, urgency, category, community_id, place, company_id, station_id,
    text, taken_by, taken_at, dispatched_at, closed_at, due_at, rank_at, due_times)
SELECT uuidv7(at - now()), 'S' || n, 10, '', 'closed',
    (ARRAY['hotline', 'hotline', 'company', 'forum'])[n %% 4 + 1], 'urgent', k.code, m.id, m.name, m.company_id,
    m.station_id, '家里不热', p.id, at, at + interval '3 minutes', at + interval '1 day', at + interval '3 days',
    at + interval '3 days',
    jsonb_build_array(jsonb_build_object('clock', 'on_site', 'due_at', at + interval '2 hours', 'minutes', 120))
FROM (SELECT n, now() - random() * %(days)s * interval '1 day' AS at, random() AS a, random() AS b, random() AS c
      FROM generate_series(1, %(rows)s) n) s
JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS at_ FROM community WHERE company_id IS NOT NULL) m
    ON m.at_ = floor(s.a * s.a * (SELECT count(*) FROM community WHERE company_id IS NOT NULL))::integer
JOIN (SELECT code, row_number() OVER (ORDER BY rank) - 1 AS at_ FROM category) k
    ON k.at_ = floor(s.b * (SELECT count(*) FROM category))::integer
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at_ FROM person WHERE role = 'operator') p
    ON p.at_ = floor(s.c * (SELECT count(*) FROM person WHERE role = 'operator'))::integer
ORDER BY at
"""
_STEPS = """
    (1, 'take', '', 'waiting', 0), (2, 'note', 'waiting', 'waiting', 1), (3, 'dispatch', 'waiting', 'dispatched', 3),
    (4, 'print', 'dispatched', 'dispatched', 4), (5, 'sign', 'dispatched', 'signed', 8),
    (6, 'contact', 'signed', 'signed', 20), (7, 'arrive', 'signed', 'arrived', 100),
    (8, 'report', 'arrived', 'reported', 300), (9, 'note', 'reported', 'reported', 400),
    (10, 'call_back', 'reported', 'closed', 1440)
"""
_EVENTS = f"""
INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, detail, hash)
SELECT c.id, s.seq, c.id, s.act, s.before, s.after, c.taken_by,
    least(c.taken_at + make_interval(mins => s.later), now()),
    CASE s.act WHEN 'dispatch' THEN jsonb_build_object('changes', jsonb_build_object('company_id', c.company_id))
        WHEN 'call_back' THEN '{{"changes": {{"satisfaction": 5}}}}' ELSE '{{}}' END, ''
FROM complaint c, (VALUES {_STEPS}) AS s (seq, act, before, after, later)
WHERE c.number LIKE 'S%%' ORDER BY c.taken_at, s.seq
"""


def measure(made: Stores, rows: int) -> list[Figure]:
    """Counting the season once, then a day, the season by each dimension, and the list behind a number."""
    stored = made.bare(f"season_{rows}")
    with stored.plain() as connection:
        _fill(connection, rows)
    seat = stored.seat("sup1")
    begun = perf_counter()
    statistics.catch_up(seat)
    whole = perf_counter() - begun
    _check(stored)
    today = seat.now().astimezone(CITY_TIME).date()
    day = Scope(today - timedelta(days=3), today - timedelta(days=3))
    season = Scope(today - timedelta(days=DAYS), today)
    found = [
        figure(f"counting {rows:,} complaints for the first time", [whole], unit="s"),
        figure("a complaint of them", [whole * 1000 / rows]),
        _figure(seat, f"a day by company, {rows:,} stored", day, Dimension.COMPANY, 300),
        _figure(seat, f"a day by community, {rows:,} stored", day, Dimension.COMMUNITY, 300),
        *(_figure(seat, f"the season by {by}", season, by, 2000) for by in Dimension),
        _figure(
            seat,
            "the season's hotline calls by hour",
            Scope(season.first, season.last, channel="hotline"),
            Dimension.HOUR,
            2000,
        ),
    ]

    def behind() -> object:
        return statistics.behind(seat, season, Measure.ARRIVED)

    found.append(
        figure(
            "the first 50 behind a season's number", [timed(behind) for _ in range(10)], targets=[Target("p50", 300)]
        )
    )
    found += exports.measure(seat, today - timedelta(days=2), DAYS, rows // DAYS)
    found += reviews.measure(stored, seat)
    seat.close()
    return found


def _figure(seat: Seat, what: str, scope: Scope, by: Dimension, most: float) -> Figure:
    times = [timed(lambda: statistics.lines(seat, scope, by)) for _ in range(10)]
    return figure(what, times, targets=[Target("p50", most)])


def _fill(connection: psycopg.Connection, rows: int) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.execute("SELECT setseed(%s)", (SEED,))
    connection.execute(_COMPLAINTS, {"rows": rows, "days": DAYS})
    connection.execute(_EVENTS, {})
    connection.execute("VACUUM (ANALYZE) complaint, event")


def _check(stored: Stored) -> None:
    """What is kept equals a recount by plain SQL."""
    with stored.plain() as connection:
        kept = connection.execute(
            "SELECT (SELECT sum(taken) FROM complaint_fact), (SELECT sum(signed) FROM complaint_fact),"
            " (SELECT sum(taken) FROM day_figure WHERE dimension = 'total') + (SELECT coalesce(sum(taken), 0)"
            " FROM complaint_fact JOIN figure_day USING (day) WHERE NOT kept)"
        ).fetchone()
        plain = connection.execute(
            "SELECT count(*), (SELECT count(*) FROM event WHERE act = 'sign'), count(*) FROM complaint"
        ).fetchone()
    if kept != plain:
        raise RuntimeError(f"kept {kept}, recounted {plain}")
