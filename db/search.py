"""Search by words: one Chinese character must be found as fast as four.

Each complaint's words are kept normalised (NFKC, lower case) with their character bigrams as a tsvector under a GIN
index. A query's bigrams are all asked for, and the words themselves are compared once more, so that a hit is a true
hit. A common word matches so many rows that index plus sort is slow; the newest rows are looked through first.
"""

import re
import unicodedata
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

NEWEST = 2000
"""How many of the newest complaints are looked through before the index is asked."""

_RUN = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")


def searchable(words: str) -> str:
    """Words as they are compared: NFKC (full-width digits), lower case, single blanks."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", words).lower()).strip()


def grams(found: str) -> list[str]:
    """The bigrams of each run of letters, digits and characters, and each run's last character alone.

    A single character is then a prefix of some gram wherever it stands.
    """
    made: set[str] = set()
    for run in _RUN.findall(found):
        made.update(run[i : i + 2] for i in range(len(run)))
    return sorted(made)


def gram_query(found: str) -> str:
    """The tsquery that every complaint holding these words matches; empty when nothing in them can be searched."""
    asked: set[str] = set()
    for run in _RUN.findall(found):
        asked.update(f"'{run[i : i + 2]}'" for i in range(len(run) - 1))
        if len(run) == 1:
            asked.add(f"'{run}':*")
    return " & ".join(sorted(asked))


_NEWEST_SQL = """
WITH newest AS MATERIALIZED (
    SELECT c.id, c.taken_at FROM complaint c WHERE (c.taken_at, c.id) < (%(at)s, %(id)s)
    ORDER BY c.taken_at DESC, c.id DESC LIMIT %(newest)s
)
SELECT n.id, n.taken_at FROM newest n JOIN complaint_search s ON s.complaint_id = n.id
WHERE {words} ORDER BY n.taken_at DESC, n.id DESC LIMIT %(limit)s
"""
_INDEX_SQL = """
WITH hits AS MATERIALIZED (
    SELECT s.complaint_id FROM complaint_search s WHERE s.grams @@ %(query)s::tsquery AND {words}
)
SELECT c.id, c.taken_at FROM hits h JOIN complaint c ON c.id = h.complaint_id
WHERE (c.taken_at, c.id) < (%(at)s, %(id)s)
ORDER BY c.taken_at DESC, c.id DESC LIMIT %(limit)s
"""
_LAST = (datetime(9000, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


def find(connection: Connection, words: str, limit: int, after: tuple[datetime, UUID] | None = None) -> list[UUID]:
    """Ids of the complaints that hold all the blank-separated ``words``, newest first, those this person may see.

    ``after``: (taken_at, id) of the last one already had. Never prepared on the server: the plan depends on the word.
    """
    parts = searchable(words).split(" ")
    query = gram_query(" ".join(parts))
    if not query:
        return []
    at, last = after or _LAST
    values: dict[str, object] = {"query": query, "limit": limit, "at": at, "id": last, "newest": NEWEST}
    values |= {f"w{i}": part for i, part in enumerate(parts)}
    held = " AND ".join(f"position(%(w{i})s IN s.words) > 0" for i in range(len(parts)))
    driver = connection.connection.driver_connection
    assert driver is not None
    rows = driver.execute(_NEWEST_SQL.format(words=held), values, prepare=False).fetchall()
    if len(rows) < limit:
        rows = driver.execute(_INDEX_SQL.format(words=held), values, prepare=False).fetchall()
    return [row[0] for row in rows]
