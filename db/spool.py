"""What a seat keeps on its own disk: drafts, and complaints that could not be sent. SQLite in the user's data folder.

Kept apart from PostgreSQL, for it must hold what is typed while the database is away. Several windows may share one
file. Every call is one durable transaction; a file in a folder of this user's own is readable by this user only.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple

BUSY_SECONDS = 5.0

_TABLES = """
CREATE TABLE IF NOT EXISTS draft (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    fields TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS draft_of ON draft (login, begun_at);
CREATE TABLE IF NOT EXISTS outbox (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL,
    wish TEXT NOT NULL CHECK (wish IN ('take', 'answer', 'dispatch')),
    queued_at TEXT NOT NULL,
    snapshot TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_of ON outbox (login, queued_at);
CREATE TRIGGER IF NOT EXISTS outbox_is_final BEFORE UPDATE ON outbox
BEGIN SELECT RAISE(ABORT, 'a queued complaint is never changed'); END;
"""


class SpoolFailure(Exception):
    """The disk refused; ``full`` when it has no room left."""

    def __init__(self, full: bool, detail: str) -> None:
        super().__init__(detail)
        self.full = full


class DraftRow(NamedTuple):
    """One draft; times in ISO 8601, ``fields`` as JSON."""

    id: str
    begun_at: str
    kept_at: str
    fields: str


class OutboxRow(NamedTuple):
    """One complaint to be sent; ``snapshot`` as JSON, never changed once it is queued."""

    id: str
    wish: str
    queued_at: str
    snapshot: str


class SpoolFile:
    """The file; safe from any thread. Errors of every call: SpoolFailure."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        with _failures():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            path.chmod(0o600)  # a file that was there before; SQLite gives -wal and -shm the same rights
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(_TABLES)

    def keep(self, login: str, row: DraftRow) -> None:
        """Store a draft or its newer state; the time of its beginning stays."""
        self._write(
            "INSERT INTO draft (id, login, begun_at, kept_at, fields) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET kept_at = excluded.kept_at, fields = excluded.fields",
            (row.id, login, row.begun_at, row.kept_at, row.fields),
        )

    def drop(self, draft_id: str) -> None:
        """Forget a draft; one that is not there is no error."""
        self._write("DELETE FROM draft WHERE id = ?", (draft_id,))

    def drafts(self, login: str) -> list[DraftRow]:
        """This person's drafts, oldest first."""
        with self._lock, _failures():
            query = "SELECT id, begun_at, kept_at, fields FROM draft WHERE login = ? ORDER BY begun_at, id"
            return [DraftRow(*row) for row in self._db.execute(query, (login,))]

    def queue(self, login: str, row: OutboxRow) -> None:
        """Put a complaint into the outbox and take its draft away, at once or not at all; twice is once."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO outbox (id, login, wish, queued_at, snapshot) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO NOTHING",
                (row.id, login, row.wish, row.queued_at, row.snapshot),
            )
            db.execute("DELETE FROM draft WHERE id = ?", (row.id,))

    def queued(self, login: str) -> list[OutboxRow]:
        """What this person has waiting to be sent, oldest first."""
        with self._lock, _failures():
            query = "SELECT id, wish, queued_at, snapshot FROM outbox WHERE login = ? ORDER BY queued_at, id"
            return [OutboxRow(*row) for row in self._db.execute(query, (login,))]

    def sent(self, complaint_id: str) -> None:
        """Take a complaint out of the outbox once the database has it."""
        self._write("DELETE FROM outbox WHERE id = ?", (complaint_id,))

    def bring_back(self, login: str, row: DraftRow) -> None:
        """Turn a queued complaint that was refused into a draft again, at once or not at all."""
        with self._transaction() as db:
            db.execute("DELETE FROM outbox WHERE id = ?", (row.id,))
            db.execute(
                "INSERT OR REPLACE INTO draft (id, login, begun_at, kept_at, fields) VALUES (?, ?, ?, ?, ?)",
                (row.id, login, row.begun_at, row.kept_at, row.fields),
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _write(self, statement: str, values: tuple[str, ...]) -> None:
        with self._transaction() as db:
            db.execute(statement, values)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _failures():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise SpoolFailure(getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL, str(error)) from error
    except OSError as error:
        raise SpoolFailure(error.errno in (errno.ENOSPC, errno.EDQUOT), str(error)) from error
