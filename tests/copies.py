"""Databases of the tests: the next copy of a template is made, and the last one dropped, while a test runs."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from types import TracebackType

import psycopg
from psycopg.pq import ExecStatus

from app.records import Role


class Errand:
    """A connection whose server works on one statement at a time while nobody waits for it; it needs no thread."""

    def __init__(self, words: str) -> None:
        self.connection = psycopg.connect(words, autocommit=True)

    def send(self, statement: str) -> None:
        """Begin ``statement`` once the last one is done. Raises what the last one ended with."""
        self.finish()
        self.connection.pgconn.send_query(statement.encode())

    def finish(self) -> None:
        """Wait for the statement under way, if there is one. Raises what it ended with."""
        failures = []
        while (result := self.connection.pgconn.get_result()) is not None:
            if result.status != ExecStatus.COMMAND_OK:
                failures.append(psycopg.errors.error_from_result(result))
        if failures:
            raise failures[0]

    def close(self) -> None:
        with closing(self.connection):
            self.finish()


class Copies(AbstractContextManager["Copies"]):
    """Copies of the server's templates. ``words``: the superuser's.

    What making or dropping one ends with is raised by the next of its kind, or at the end.
    """

    def __init__(self, words: str) -> None:
        self._maker = Errand(words)
        self._dropper = Errand(words)
        self._ready: dict[str, str] = {}  # by template; the one made last may still be under way

    @contextmanager
    def of(self, template: str) -> Iterator[str]:
        """A copy of ``template`` that nobody else uses; its name. It is dropped at the end, whoever is in."""
        name = self._ready.pop(template, None) or self._begin(template)
        self._maker.finish()
        self._maker.connection.execute(
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO "
            + ", ".join(f"warmline_{role}" for role in Role)
        )
        self._ready[template] = self._begin(template)
        yield name
        self._dropper.send(f"DROP DATABASE {name} WITH (FORCE)")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._maker.close()
        finally:
            self._dropper.close()

    def _begin(self, template: str) -> str:
        name = f"test_{secrets.token_hex(6)}"
        self._maker.send(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name
