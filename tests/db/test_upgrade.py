"""A database of the first version, with complaints in it, becomes one of this version and goes on."""

from datetime import UTC, datetime

import psycopg
import pytest
from alembic import command
from psycopg.types.json import Jsonb
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from db import schema
from servers import Server

LIMIT = {
    "clock": "answer",
    "due_at": "2026-11-25T00:00:00+08:00",
    "minutes": 4320,
    "rule": "答复",
    "article": "第二十八条",
}


@pytest.fixture
def first_version(server: Server) -> str:
    """Connection words of a database of the first version with one complaint in each of three states."""
    schema.create_database(server.owner(), "first_version")
    words = server.owner("first_version")
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(words), poolclass=NullPool)
    with engine.begin() as connection:
        config = schema.alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with psycopg.connect(words) as connection:
        connection.execute("INSERT INTO person (login, name, role) VALUES ('old1', '周岚', 'operator')")
        for state in ("waiting", "signed", "closed"):
            connection.execute(
                "INSERT INTO complaint (id, number, revision, head_hash, state, channel, urgency, category, text,"
                " taken_by, taken_at, due_at, rank_at, due_times) VALUES (gen_random_uuid(), %s, 1, '', %s, 'hotline',"
                " 'urgent', 'B1', '不热', (SELECT id FROM person), now(), now(), now(), %s)",
                (state, state, Jsonb([LIMIT])),
            )
        for seq, at in ((2, "2026-11-20 09:00+08"), (3, "2026-11-21 10:00+08")):  # it was reopened twice
            connection.execute(
                "INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, detail, hash)"
                " SELECT id, %s, id, 'reopen', 'reported', 'reopened', taken_by, %s, '{}', '' FROM complaint"
                " WHERE state = 'signed'",
                (seq, at),
            )
    return words


def test_what_was_stored_keeps_its_place(first_version: str) -> None:
    schema.upgrade(first_version)
    assert schema.is_current(first_version)
    assert schema.differences(first_version) == ""
    with psycopg.connect(first_version) as connection:
        rows = connection.execute(
            "SELECT state, is_open, binding, supervise_level, extended_days, return_until FROM complaint ORDER BY state"
        ).fetchall()
        again = connection.execute("SELECT state, reopened_at FROM complaint ORDER BY state").fetchall()
        queues = connection.execute(
            "SELECT count(*) FROM pg_indexes WHERE tablename = 'complaint' AND indexdef LIKE '%WHERE is_open'"
        ).fetchone()
    assert rows == [
        ("closed", False, False, 0, 0, None),
        ("signed", True, False, 0, 0, None),
        ("waiting", True, False, 0, 0, None),
    ]
    assert queues == (2,)
    assert again == [("closed", None), ("signed", datetime(2026, 11, 21, 2, tzinfo=UTC)), ("waiting", None)]
