"""What the superuser reads of a database."""

from typing import Any

import psycopg
from psycopg.rows import dict_row


def rows(words: str, query: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a query as dicts; ``words``: the superuser's connection words."""
    with psycopg.connect(words, row_factory=dict_row, autocommit=True) as connection:
        return connection.execute(query, values).fetchall()


def one(words: str, query: str, *values: object) -> Any:
    """The one value of a query's one row."""
    (row,) = rows(words, query, *values)
    (value,) = row.values()
    return value
