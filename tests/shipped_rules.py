"""The rows of 0001_rules.sql without a server, so that the limits are tested on exactly what is shipped.

Reads the INSERTs only: strings, numbers, booleans, NULL and arrays of strings. tests/db checks it against PostgreSQL.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.rules import Rules, build_rules

SQL_FILE = Path(__file__).parents[1] / "db" / "migrations" / "sql" / "0001_rules.sql"

_INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\) VALUES\n(.*?\));\n", re.DOTALL)
_TOKEN = re.compile(r"'(?P<text>[^']*)'|(?P<number>-?\d+)|(?P<word>NULL|true|false|ARRAY)|(?P<mark>[][(),])|\s+")
_WORDS = {"NULL": None, "true": True, "false": False}


def shipped_rows(table: str) -> list[dict[str, Any]]:
    """The rows of one table, by column name, with the types that PostgreSQL would return."""
    rows: list[dict[str, Any]] = []
    for name, columns, values in _INSERT.findall(SQL_FILE.read_text(encoding="utf-8")):
        if name == table:
            names = [column.strip() for column in columns.split(",")]
            rows += [dict(zip(names, map(_typed, names, row), strict=True)) for row in _tuples(values)]
    return rows


def shipped_rules() -> Rules:
    return build_rules(
        categories=shipped_rows("category"),
        limit_rules=[{"valid_until": None, **row} for row in shipped_rows("limit_rule")],
        seasons=shipped_rows("season"),
        moves=[],
        settings=shipped_rows("setting"),
    )


def _tuples(values: str) -> Iterator[list[Any]]:
    row: list[Any] = []
    array: list[Any] | None = None
    at = 0
    while at < len(values):
        token = _TOKEN.match(values, at)
        assert token, f"not understood: {values[at : at + 40]!r}"
        at = token.end()
        if token["text"] is not None:
            (row if array is None else array).append(token["text"])
        elif token["number"]:
            row.append(int(token["number"]))
        elif token["word"] in _WORDS:
            row.append(_WORDS[token["word"]])
        elif token["mark"] == "[":
            array = []
        elif token["mark"] == "]":
            row.append(array)
            array = None
        elif token["mark"] == ")":
            yield row
            row = []


def _typed(column: str, value: Any) -> Any:
    if column in {"starts_on", "ends_on", "valid_from"}:
        return date.fromisoformat(value)
    return json.loads(value) if column == "value" else value
