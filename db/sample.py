"""Filling a fresh database at one go: rows come in by COPY, and the database itself chains the events.

What is stored is what take(), act(), person_put() and directory_put() would have left behind, had two weeks gone by.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from db.acts import person_put
from db.store import failures_told

Values = dict[str, Any]

_JSON_COLUMNS = {"due_times", "detail", "content", "form", "days", "stops"}
# Events, complaints and search words wait in temporary tables for what only the database can compute.
_STAGES = """
CREATE TEMPORARY TABLE sample_complaint ON COMMIT DROP AS SELECT * FROM complaint WITH NO DATA;
ALTER TABLE sample_complaint DROP COLUMN is_open, DROP COLUMN head_hash;
CREATE TEMPORARY TABLE sample_event ON COMMIT DROP AS
    SELECT chain, seq, act, state_before, state, person_id, at, note, detail FROM event WITH NO DATA;
CREATE TEMPORARY TABLE sample_words (complaint_id uuid, words text, grams text[]) ON COMMIT DROP;
"""
_LINKS = """
CREATE TEMPORARY TABLE sample_link ON COMMIT DROP AS
WITH RECURSIVE link (chain, seq, hash) AS (
    SELECT e.chain, e.seq,
        event_hash('', e.chain, e.seq, e.act, e.state_before, e.state, e.person_id, e.at, e.note, e.detail)
    FROM sample_event e WHERE e.seq = 1
    UNION ALL
    SELECT e.chain, e.seq,
        event_hash(l.hash, e.chain, e.seq, e.act, e.state_before, e.state, e.person_id, e.at, e.note, e.detail)
    FROM link l JOIN sample_event e ON e.chain = l.chain AND e.seq = l.seq + 1
)
SELECT * FROM link
"""
_COMPLAINTS = """
INSERT INTO complaint (head_hash, {columns})
SELECT l.hash, {columns} FROM sample_complaint c JOIN sample_link l ON l.chain = c.id AND l.seq = c.revision
ORDER BY c.taken_at, c.id
"""
_EVENTS = """
INSERT INTO event (chain, seq, complaint_id, act, state_before, state, person_id, at, note, detail, hash)
SELECT e.chain, e.seq, e.chain, e.act, e.state_before, e.state, e.person_id, e.at, e.note, e.detail, l.hash
FROM sample_event e JOIN sample_link l USING (chain, seq) ORDER BY e.at, e.chain, e.seq
"""
_WORDS = """
INSERT INTO complaint_search (complaint_id, words, grams)
SELECT w.complaint_id, w.words, array_to_tsvector(w.grams || month_gram(c.taken_at))
FROM sample_words w JOIN sample_complaint c ON c.id = w.complaint_id
"""
_CHAIN = """
WITH RECURSIVE head AS (SELECT md5('warmline ' || %(name)s)::uuid AS chain), link (seq, hash) AS (
    SELECT e.seq, event_hash('', chain, e.seq, e.act, '', '', e.person_id, e.at, e.note, e.detail)
    FROM sample_log e, head WHERE e.seq = 1
    UNION ALL
    SELECT e.seq, event_hash(l.hash, chain, e.seq, e.act, '', '', e.person_id, e.at, e.note, e.detail)
    FROM link l JOIN sample_log e ON e.seq = l.seq + 1, head
), kept AS (
    INSERT INTO event (chain, seq, act, person_id, at, note, detail, hash)
    SELECT chain, e.seq, e.act, e.person_id, e.at, e.note, e.detail, l.hash
    FROM sample_log e JOIN link l USING (seq), head ORDER BY e.seq
)
INSERT INTO chain_head (chain, name, seq, hash)
SELECT chain, %(name)s, l.seq, l.hash FROM link l, head ORDER BY l.seq DESC LIMIT 1
"""
_COUNTERS = "INSERT INTO counter (day, last) SELECT local_day(taken_at), count(*) FROM complaint GROUP BY 1"


@dataclass(frozen=True, slots=True)
class Histories:
    """Rows by column name: of complaint without ``head_hash``, of event without ``hash``, of contact and slip, and
    ``words``: complaint_id, words, grams (list) of table complaint_search."""

    complaints: list[Values] = field(default_factory=list)
    contacts: list[Values] = field(default_factory=list)
    words: list[Values] = field(default_factory=list)
    slips: list[Values] = field(default_factory=list)
    events: list[Values] = field(default_factory=list)


def is_empty(admin_words: str) -> bool:
    """Whether nobody works in this database yet. Raises StoreFailure."""
    with failures_told(), psycopg.connect(admin_words) as connection:
        return not _has_people(connection)


class Loading:
    """One transaction that fills the database. ``connection`` reads what is there already and what came in."""

    def __init__(self, connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        self.connection = connection
        self._driver = driver

    def put(self, table: str, rows: Iterable[Values]) -> None:
        """Copy rows of one shape into a table; ids given are taken from its sequence, so that later rows go on."""
        first, *others = rows
        self._copy(table, list(first), [first, *others])
        if isinstance(first.get("id"), int | str):  # a number; UUIDs have no sequence
            query = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
            self._driver.execute(query, (table, max(int(row["id"]) for row in (first, *others))))

    def verifier(self, password: str) -> str:
        """The SCRAM verifier of a password, 5 ms of work; it holds for any log-in."""
        return self._driver.pgconn.encrypt_password(password.encode(), b"", b"scram-sha-256").decode()

    def add_person(
        self, login: str, name: str, role: str, company_id: int | None, seat: int | None, verifier: str
    ) -> int:
        """A person and the log-in of that name; returns the person's id.

        Log-ins are the whole cluster's: one that exists gets the password.
        """
        return person_put(self.connection, login, name, role, company_id, seat, verifier)

    def log(self, chain_name: str, act: str, note: str, detail: Values, by_person: int) -> None:
        """An event of a chain that belongs to no complaint."""
        self._driver.execute(
            "SELECT log_event(%s, %s, %s, %s, %s)",
            (chain_name, act, note, json.dumps(detail, ensure_ascii=False), by_person),
        )

    def put_chain(self, name: str, events: Iterable[Values]) -> None:
        """A whole new chain that belongs to no complaint: act, person_id, at, detail and perhaps note of each event, in
        order."""
        self._driver.execute(
            "CREATE TEMPORARY TABLE sample_log (seq integer PRIMARY KEY, act text, person_id integer, at timestamptz,"
            " note text, detail jsonb)"
        )
        rows = [{"seq": number, "note": "", **event} for number, event in enumerate(events, 1)]
        self._copy("sample_log", list(rows[0]), rows)
        self._driver.execute(_CHAIN, {"name": name})
        self._driver.execute("DROP TABLE sample_log")

    def act_rules(self) -> dict[str, tuple[str | None, str | None]]:
        """For each act the column that it stamps with its time and the one that it counts up."""
        rows = self._driver.execute("SELECT act, stamp, counter FROM act_rule").fetchall()
        return {act: (stamp, counter) for act, stamp, counter in rows}

    def article_ids(self) -> dict[int, UUID]:
        """The answers that come with the program, by their numbers."""
        return dict(self._driver.execute("SELECT number, id FROM article").fetchall())

    def make_shifts(self, company_id: int | None, first: date, last: date) -> None:
        """The shifts of these days, by the seeded patterns."""
        self._driver.execute("SELECT make_shifts(%s, %s, %s)", (company_id, first, last))

    def open_shifts(self) -> None:
        """Shifts for which somebody signed on were opened by the first of them."""
        self._driver.execute(
            "UPDATE shift SET opened_at = p.first"
            " FROM (SELECT shift_id, min(since) AS first FROM presence GROUP BY 1) p WHERE id = p.shift_id"
        )

    def put_histories(self, made: Histories) -> None:
        """Store complaints with all that hangs on them; hashes, search index and day counters are computed here."""
        columns = list(made.complaints[0])
        self._driver.execute(_STAGES)
        self._copy("sample_complaint", columns, made.complaints)
        self._copy("sample_event", list(made.events[0]), made.events)
        self._copy("sample_words", list(made.words[0]), made.words)
        self._driver.execute("ANALYZE sample_event (chain, seq)")  # the recursion is planned by it
        self._driver.execute(_LINKS)
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        self._driver.execute(sql.SQL(_COMPLAINTS).format(columns=names))
        for statement in (_EVENTS, _WORDS, _COUNTERS):
            self._driver.execute(statement)
        self.put("contact", made.contacts)
        self.put("slip", made.slips)

    def _copy(self, table: str, columns: list[str], rows: Iterable[Values]) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        packed = [name in _JSON_COLUMNS for name in columns]
        with self._driver.cursor() as cursor, cursor.copy(query) as copy:
            for row in rows:
                copy.write_row(
                    [_json(row[name]) if is_json else row[name] for name, is_json in zip(columns, packed, strict=True)]
                )


@contextmanager
def loading(admin_words: str) -> Iterator[Loading | None]:
    """Fill the database in ``admin_words`` (a superuser's), all or nothing; None where people work in it already.

    Raises StoreFailure. Two that start at the same time wait for each other, and the second one gets None.
    """
    with failures_told():
        engine = create_engine(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(admin_words), poolclass=NullPool
        )
        with engine.begin() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            driver.execute("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE")
            yield None if _has_people(driver) else Loading(connection)


def _has_people(connection: psycopg.Connection) -> bool:
    return connection.execute("SELECT FROM person LIMIT 1").fetchone() is not None


def _json(values: Any) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)
