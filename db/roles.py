"""Logins: each person is a PostgreSQL role of its own. Only a SCRAM verifier of a password travels to the server."""

from collections.abc import Sequence

import psycopg
from psycopg.conninfo import make_conninfo

from db.store import Connection, failures_told


def has_administrator(owner_words: str) -> bool:
    """Whether an active administrator is there."""
    with failures_told(), psycopg.connect(owner_words) as connection:
        found = connection.execute("SELECT 1 FROM person WHERE role = 'administrator' AND active LIMIT 1").fetchone()
    return found is not None


def logins_there(owner_words: str, logins: Sequence[str]) -> list[str]:
    """Which of these log-ins the server has already: one password each, for all of its databases."""
    with failures_told(), psycopg.connect(make_conninfo(owner_words, dbname="postgres")) as connection:
        found = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", (list(logins),)).fetchall()
    there = {name for (name,) in found}
    return [login for login in logins if login in there]


def add_administrator(owner_words: str, login: str, name: str, password: str) -> None:
    """Add the first administrator; ``owner_words`` connect as a superuser."""
    with failures_told(), psycopg.connect(owner_words) as connection:
        connection.execute(
            "SELECT person_put(%s, %s, 'administrator', NULL, NULL, %s)",
            (login, name, verifier(connection, login, password)),
        )


def verifier(connection: psycopg.Connection, login: str, password: str) -> str:
    """The SCRAM-SHA-256 verifier of a password, made on this machine."""
    return connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def verifier_for(connection: Connection, login: str, password: str) -> str:
    """The same from a pooled connection."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return verifier(driver, login, password)
