"""Hearing the door-bell: LISTEN on a connection of its own. The bell carries ids; the reader fetches the rows."""

import re
from uuid import UUID

import psycopg

from db.store import Store, failures_told

_CHANGED = re.compile(r"[cis]:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Listener:
    """One LISTEN connection. ``wait`` blocks in the calling thread; raises StoreFailure(AWAY) when the line is cut."""

    def __init__(self, store: Store) -> None:
        with failures_told():
            self._connection: psycopg.Connection = store.connect()
            self._connection.execute("LISTEN warmline")

    def wait(self, seconds: float) -> tuple[list[UUID], list[UUID], list[UUID], bool]:
        """Ids of the complaints, incidents and shifts that changed, each once, and whether the directory changed.

        Returns with the first ring and whatever rang together with it; empty after ``seconds``.
        """
        changed: dict[str, dict[UUID, None]] = {"c": {}, "i": {}, "s": {}}
        directory = False
        with failures_told():
            for ring in self._connection.notifies(timeout=seconds, stop_after=1):
                if ring.payload == "d":
                    directory = True
                elif _CHANGED.fullmatch(ring.payload):  # anybody signed in may ring; nonsense is not heard
                    changed[ring.payload[0]][UUID(ring.payload[2:])] = None
            if not any(changed.values()) and not directory:
                self._connection.execute("SELECT 1")  # the line is alive, or this says it is not
        return list(changed["c"]), list(changed["i"]), list(changed["s"]), directory

    def close(self) -> None:
        """Hang up; a thread that waits meanwhile gets StoreFailure."""
        self._connection.close()
