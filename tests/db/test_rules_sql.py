"""The shipped rules on the real PostgreSQL: they load, they are what the unit tests read, and nonsense is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from db.embedded import Embedded
from shipped_rules import SQL_FILE, shipped_rows

Connection = psycopg.Connection[dict[str, Any]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("rules")
    with Embedded(folder) as address:
        yield (
            f"host={address.host} port={address.port} user={address.user} password={address.password} dbname=postgres"
        )


@pytest.fixture
def loaded(server: str) -> Iterator[Connection]:
    """The file's tables in a transaction that is never kept."""
    with psycopg.connect(server, row_factory=dict_row) as connection:
        connection.execute(SQL_FILE.read_text(encoding="utf-8").encode())
        yield connection
        connection.rollback()


@pytest.mark.parametrize("table", ["category", "limit_rule", "season", "setting"])
def test_the_unit_tests_read_what_the_database_holds(loaded: Connection, table: str) -> None:
    stored = loaded.execute(f"SELECT * FROM {table}".encode()).fetchall()
    shipped = shipped_rows(table)
    columns = shipped[0].keys()
    assert sorted(({name: row[name] for name in columns} for row in stored), key=str) == sorted(shipped, key=str)


def test_a_new_limit_rule_gets_a_free_id(loaded: Connection) -> None:
    row = loaded.execute(
        "INSERT INTO limit_rule (categories, clock, minutes, counts_from, legal_name, short_article, words, mark) "
        "VALUES (ARRAY['A1'], 'sign', 10, 'dispatch', '内部规定', '内部规定', '签收：10 分钟', 'P') RETURNING id"
    ).fetchone()
    assert row is not None
    assert row["id"] not in {shipped["id"] for shipped in shipped_rows("limit_rule")}


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param(
            "INSERT INTO season VALUES ('2026-2028', '2027-03-01', '2028-03-15')", id="two seasons on one day"
        ),
        pytest.param("INSERT INTO season VALUES ('2031-2032', '2032-03-15', '2031-11-15')", id="ends before it starts"),
        pytest.param("UPDATE limit_rule SET first_days_minutes = NULL WHERE id = 2", id="first days without a limit"),
        pytest.param("UPDATE limit_rule SET minutes = 0 WHERE id = 1", id="no time at all"),
        pytest.param("UPDATE limit_rule SET clock = 'lunch'", id="unknown clock"),
        pytest.param("UPDATE limit_rule SET mark = 'X'", id="unknown mark"),
        pytest.param("UPDATE limit_rule SET categories = '{}'", id="limit of nothing"),
        pytest.param("UPDATE limit_rule SET valid_until = '2010-01-01'", id="ended before it began"),
        pytest.param("UPDATE category SET urgency = 'whenever'", id="unknown urgency"),
        pytest.param("UPDATE category SET rank = 1", id="two in one place"),
    ],
)
def test_nonsense_is_refused(loaded: Connection, nonsense: str) -> None:
    with pytest.raises(psycopg.IntegrityError):
        loaded.execute(nonsense.encode())
