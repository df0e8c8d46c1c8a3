"""Search by words: one Chinese character must be found as fast as four.

Each complaint's words are kept normalised (NFKC, lower case) with their character bigrams as a tsvector under a GIN
index, the complaint's number as one lexeme among them. A query's bigrams are all asked for, and the words themselves
are compared once more, so that a hit is a true hit. The looking itself is sql/0003_search.sql.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import add
from uuid import UUID

from sqlalchemy import Connection, text

from db.kinds import State

_RUN = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL and half characters stand in no text of the database
_NUMBER = re.compile(r"[0-9]{4,8}(-[0-9]*)?|[0-9]*-[0-9]+")  # may be a part of a complaint's number: 20261115-0042


def searchable(words: str) -> str:
    """Words as they are compared: NFKC (full-width digits), lower case, single blanks."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", words).lower()).strip()


def grams(found: str) -> list[str]:
    """The bigrams of each run of letters, digits and characters, and each run's last character alone.

    A single character is then a prefix of some gram wherever it stands.
    """
    made: set[str] = set()
    for run in _RUN.findall(found):
        made.update(map(add, run, run[1:]), run[-1])
    return sorted(made)


def gram_queries(found: str) -> list[str]:
    """The tsqueries that every complaint holding these words matches; none when nothing in them can be searched."""
    made: set[str] = set()
    for part in found.split(" "):
        asked = _asked(part)
        made.update([f"({' & '.join(asked)}) | '{part}':*"] if _NUMBER.fullmatch(part) else asked)
    return sorted(made)


def _asked(part: str) -> list[str]:
    asked: set[str] = set()
    for run in _RUN.findall(part):
        asked.update(f"'{run[i : i + 2]}'" for i in range(len(run) - 1))
        if len(run) == 1:
            asked.add(f"'{run}':*")
    return sorted(asked)


_FIND = text(
    "SELECT * FROM find_complaints(cast(:queries AS text[]), cast(:words AS text[]), cast(:numbers AS text[]),"
    " cast(:states AS text[]), :company, :at, :id, :limit)"
)
_LAST = (datetime(9000, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


def find(
    connection: Connection,
    words: str,
    limit: int,
    states: Sequence[State] = (),
    company_id: int | None = None,
    after: tuple[datetime, UUID] | None = None,
) -> list[UUID]:
    """Ids of the complaints that hold all the blank-separated ``words``, newest first, those this person may see.

    ``after``: (taken_at, id) of the last one already had. A part of a number needs four digits or its hyphen: two would
    stand in every number of the year.
    """
    parts = searchable(words).split(" ")
    queries = gram_queries(" ".join(parts))
    if not queries or _UNSTORABLE.search(words):
        return []
    at, last = after or _LAST
    values = {
        "queries": queries,
        "words": [part for part in parts if not _NUMBER.fullmatch(part)],
        "numbers": [part for part in parts if _NUMBER.fullmatch(part)],
        "states": list(states),
        "company": company_id,
        "at": at,
        "id": last,
        "limit": limit,
    }
    return list(connection.execute(_FIND, values).scalars())
