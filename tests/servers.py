"""The run's PostgreSQL as tests speak of it."""

from dataclasses import dataclass

from db import schema

PASSWORD = "warmline"


@dataclass(frozen=True)
class Server:
    """``owner(name)`` are the superuser's connection words for a database, ``address(name)`` a seat's."""

    host: str
    port: int
    user: str
    password: str

    def owner(self, database: str = "postgres") -> str:
        return schema.words(self.host, self.port, self.user, self.password, database)

    def address(self, database: str) -> str:
        return schema.words(self.host, self.port, database=database)
