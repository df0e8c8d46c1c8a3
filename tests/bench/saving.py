"""How long it takes to save a complaint through the acts, alone and with six seats saving at once."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from time import monotonic
from typing import Any

import psycopg
from figures import Figure, Target, alternate, figure
from psycopg.types.json import Jsonb
from stores import Stored
from uuid6 import uuid7

from app.intake import NewComplaint, take
from app.seat import Seat

SEATS = 6
PATIENCE = 60.0  # seconds that one seat waits for the others

_COMPLAINT = """
INSERT INTO floor_complaint (id, number, revision, head_hash, state, channel, urgency, category, community_id, place,
    building, unit, room, company_id, station_id, text, taken_by, taken_at, due_at, rank_at, due_times)
VALUES (%(id)s, %(number)s, 1, '', 'waiting', 'hotline', 'urgent', 'B1', %(community)s, %(place)s, '3', '2', '501', 1,
    1, %(text)s, 1, now(), now(), now(), %(times)s)
"""
_EVENT = """
INSERT INTO floor_event (chain, seq, complaint_id, act, state, person_id, at, detail, hash)
VALUES (%(id)s, 1, %(id)s, 'take', 'waiting', 1, now(), %(times)s, '')
"""
_TEXT = "客厅室温只有 14 度，两组暖气片不热，家有老人，自测 13:40；缴费已完成，阀门已开。"


def measure(stored: Stored, rounds: int = 400) -> list[Figure]:
    """One save against the plain statements, then six processes at once against six plain ones."""
    with stored.plain() as connection:
        # The same shape and the same indexes, but no security, no chain, no search and no foreign keys.
        for table in ("complaint", "event"):
            connection.execute(f"DROP TABLE IF EXISTS floor_{table}".encode())
            connection.execute(f"CREATE TABLE floor_{table} (LIKE {table} INCLUDING ALL)".encode())
        seat = stored.seat()
        times, floor = alternate([saver(seat), _plain_saver(connection)], rounds)
        seat.close()
    rate, floor_rate = _at_once(stored, _save_many, rounds), _at_once(stored, _save_plainly, rounds)
    return [
        figure("save a complaint", times, floor, [Target("ratio", 1.5)]),
        Figure(
            what=f"save, {SEATS} seats at once",
            p50=rate,
            p99=rate,
            unit="/s",
            floor=floor_rate,
            targets=(Target("p50", 1500, at_least=True),),
        ),
    ]


def saver(seat: Seat) -> Callable[[], object]:
    """A work that takes down one more complaint each time; the place differs, as callers' places do."""
    communities = list(seat.directory.communities)
    taken = iter(range(10**9))

    def save() -> object:
        number = next(taken)
        return take(
            seat,
            NewComplaint(
                phone=f"138{number % 10**8:08d}",
                caller="王女士",
                community_id=communities[number % len(communities)],
                building=str(number % 20 + 1),
                unit="2",
                room=str(number % 900 + 101),
                category="B1",
                text=_TEXT,
            ),
        )

    return save


def _plain_saver(connection: psycopg.Connection) -> Callable[[], object]:
    times = Jsonb(
        [
            {
                "clock": "on_site",
                "due_at": "2026-11-25T12:00:00+08:00",
                "minutes": 120,
                "rule": "供热质量投诉到场",
                "article": "供热条例第四十一条",
            }
        ]
    )

    def save() -> None:
        key = uuid7()
        values: dict[str, Any] = {"id": key, "number": str(key), "times": times, "text": _TEXT}
        values |= {"community": key.int % 500, "place": f"牡丹花园 3-2-{key.int % 900}"}
        with connection.transaction():
            connection.execute(_COMPLAINT, values)
            connection.execute(_EVENT, values)
            connection.execute("SELECT pg_notify('floor', %s)", (str(key),))

    return save


def _at_once(stored: Stored, work: Callable[[Stored, str, int, Barrier], tuple[float, float]], rounds: int) -> float:
    """Saves a second of all seats together, from the moment that all are signed in and warm."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager:
        barrier = manager.Barrier(SEATS)
        with spawn.Pool(SEATS) as pool:
            asked = [pool.apply_async(work, (stored, f"op{n + 1}", rounds, barrier)) for n in range(SEATS)]
            spans = [one.get(timeout=2 * PATIENCE) for one in asked]
    return SEATS * rounds / (max(end for _, end in spans) - min(begun for begun, _ in spans))


def _save_many(stored: Stored, login: str, rounds: int, barrier: Barrier) -> tuple[float, float]:
    seat = stored.seat(login)
    span = _run(saver(seat), rounds, barrier)
    seat.close()
    return span


def _save_plainly(stored: Stored, _login: str, rounds: int, barrier: Barrier) -> tuple[float, float]:
    with stored.plain() as connection:
        return _run(_plain_saver(connection), rounds, barrier)


def _run(save: Callable[[], object], rounds: int, barrier: Barrier) -> tuple[float, float]:
    for _ in range(20):
        save()
    barrier.wait(PATIENCE)
    begun = monotonic()
    for _ in range(rounds):
        save()
    return begun, monotonic()
