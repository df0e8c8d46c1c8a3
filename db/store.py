"""One person's way to the database: a small pool of connections, signed in as that person.

Every act is one call of one function of the database (sql/0001_acts.sql), so connections run in autocommit: the
function is the transaction, in one round trip. ``begin()`` is for the few places that need several statements.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection as Connection, create_engine, exc, text
from sqlalchemy.pool import QueuePool

from db.failures import Failure, StoreFailure, read_failure

SCHEMA_VERSION = "0007"
"""The migration this program is written for; tests compare it with Alembic's head."""

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_OPTIONS = (
    "-c timezone=Asia/Shanghai -c statement_timeout=15000 -c lock_timeout=5000"
    # The server, too, has to notice a seat that lost its power: the sender's lock ends with its session.
    " -c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5"
)


def secured(address: str) -> str:
    """The address with its connection encrypted and the server's certificate checked where it leaves this machine.

    An address that names an ``sslmode`` of its own is left as it is.
    """
    given = conninfo_to_dict(address)
    hosts = str(given.get("host") or "127.0.0.1").split(",")
    if "sslmode" in given or all(host in _LOOPBACK for host in hosts):
        return address
    return make_conninfo(address, sslmode="verify-full", sslrootcert=given.get("sslrootcert", "system"))


def connection_words(address: str, login: str, password: str) -> str:
    """libpq's connection string for ``address`` (a URL or key=value words, several hosts allowed), secured."""
    given = conninfo_to_dict(address)
    hosts = str(given.get("host") or "").split(",")
    return make_conninfo(
        secured(address),
        user=login,
        password=password,
        options=_OPTIONS,
        application_name="warmline",
        client_encoding="UTF8",
        connect_timeout=given.get("connect_timeout", 5),
        keepalives_idle=20,
        keepalives_interval=5,
        keepalives_count=3,
        **({"target_session_attrs": "read-write"} if len(hosts) > 1 else {}),
    )


class Store:
    """Connections of one person. Safe to use from several threads; ``close()`` when the seat is left."""

    def __init__(self, address: str, login: str, password: str) -> None:
        self.address = address
        self.login = login
        with failures_told():  # an address that can't be read
            self._words = connection_words(address, login, password)
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=self.connect,
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=4,
            pool_timeout=10,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )

    def take_password(self, password: str) -> None:
        """The person's password has changed: connections made from now on use the new one."""
        self._words = connection_words(self.address, self.login, password)

    def knows(self, password: str) -> bool:
        """Whether this is the password that connections are made with."""
        try:
            given = connection_words(self.address, self.login, password).encode()
        except (UnicodeEncodeError, psycopg.Error):  # half a character, which no password has
            return False
        return compare_digest(given, self._words.encode())

    def connect(self) -> psycopg.Connection:
        """A connection of its own, outside the pool (the feed listens on one); the caller closes it."""
        return psycopg.connect(self._words, autocommit=True)

    @contextmanager
    def use(self) -> Iterator[Connection]:
        """A pooled connection in autocommit. Raises StoreFailure only."""
        with failures_told(), self._engine.connect() as connection:
            try:
                yield connection
            except psycopg.OperationalError:  # from the driver itself, so that SQLAlchemy does not know of it
                driver = connection.connection.driver_connection
                if driver is not None and driver.closed:
                    connection.invalidate()
                    self._engine.dispose()  # the others in the pool will be cut as well
                raise

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A pooled connection in one transaction. Raises StoreFailure only."""
        with failures_told(), self._engine.connect() as connection:
            connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                yield connection

    def check_version(self) -> None:
        """Raise StoreFailure(VERSION) unless the schema is this program's."""
        with self.use() as connection:
            there = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        if there != SCHEMA_VERSION:
            raise StoreFailure(Failure.VERSION, str(there or ""))

    def close(self) -> None:
        """Close all pooled connections."""
        self._engine.dispose()


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn whatever SQLAlchemy or psycopg raises into a StoreFailure."""
    try:
        yield
    except exc.DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise read_failure(error.orig) from error
        raise
    except exc.TimeoutError as error:
        raise StoreFailure(Failure.AWAY, detail="no free connection") from error
    except psycopg.Error as error:
        raise read_failure(error) from error
    except UnicodeEncodeError as error:  # half a character, which UTF-8 can't write
        raise StoreFailure(Failure.VALUE, detail=str(error)) from error
