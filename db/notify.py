"""Hearing the door-bell: LISTEN on a connection of its own. The bell carries ids; the reader fetches the rows."""

import re
from uuid import UUID

import psycopg

from db.store import Store, failures_told

_COMPLAINT = re.compile(r"c:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Listener:
    """One LISTEN connection. ``wait`` blocks in the calling thread; raises StoreFailure(AWAY) when the line is cut."""

    def __init__(self, store: Store) -> None:
        with failures_told():
            self._connection: psycopg.Connection = store.connect()
            self._connection.execute("LISTEN warmline")

    def wait(self, seconds: float) -> tuple[list[UUID], bool]:
        """Ids of the complaints that changed, each once, and whether the directory changed; empty after ``seconds``.

        Returns with the first ring and whatever rang together with it.
        """
        changed: dict[UUID, None] = {}
        directory = False
        with failures_told():
            for ring in self._connection.notifies(timeout=seconds, stop_after=1):
                if ring.payload == "d":
                    directory = True
                elif _COMPLAINT.fullmatch(ring.payload):  # anybody signed in may ring; nonsense is not heard
                    changed[UUID(ring.payload[2:])] = None
            if not changed and not directory:
                self._connection.execute("SELECT 1")  # the line is alive, or this says it is not
        return list(changed), directory

    def close(self) -> None:
        """Hang up; a thread that waits meanwhile gets StoreFailure."""
        self._connection.close()
