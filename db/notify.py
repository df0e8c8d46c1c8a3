"""Hearing the door-bell: LISTEN on a connection of its own. The bell carries ids; the reader fetches the rows."""

import re
from dataclasses import dataclass, field
from uuid import UUID

import psycopg

from db.store import Store, failures_told

_CHANGED = re.compile(r"[cis]:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOPIC = re.compile(r"k:[a-z_]{1,20}")


@dataclass(slots=True)
class Rung:
    """What rang together, each once and in order; false when nothing did."""

    complaints: dict[UUID, None] = field(default_factory=dict)
    incidents: dict[UUID, None] = field(default_factory=dict)
    shifts: dict[UUID, None] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)  # of the heating service: article, notice, test …
    directory: bool = False

    def __bool__(self) -> bool:
        return bool(self.complaints or self.incidents or self.shifts or self.topics or self.directory)


class Listener:
    """One LISTEN connection. ``wait`` blocks in the calling thread; raises StoreFailure(AWAY) when the line is cut."""

    def __init__(self, store: Store) -> None:
        with failures_told():
            self._connection: psycopg.Connection = store.connect()
            self._connection.execute("LISTEN warmline")

    def wait(self, seconds: float) -> Rung:
        """What changed: the first ring and whatever rang together with it; nothing after ``seconds``."""
        rung = Rung()
        kinds = {"c": rung.complaints, "i": rung.incidents, "s": rung.shifts}
        with failures_told():
            for ring in self._connection.notifies(timeout=seconds, stop_after=1):
                words = ring.payload
                if words == "d":
                    rung.directory = True
                elif _CHANGED.fullmatch(words):  # anybody signed in may ring; nonsense is not heard
                    kinds[words[0]][UUID(words[2:])] = None
                elif _TOPIC.fullmatch(words):
                    rung.topics.add(words[2:])
            if not rung:
                self._connection.execute("SELECT 1")  # the line is alive, or this says it is not
        return rung

    def close(self) -> None:
        """Hang up; a thread that waits meanwhile gets StoreFailure."""
        self._connection.close()
