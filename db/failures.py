"""What the database refused or could not do, told apart by SQLSTATE; ``app/errors.py`` puts it into Chinese."""

import re
from enum import Enum, auto

import psycopg


class Failure(Enum):
    """Kinds of failure a person must hear different sentences about."""

    STALE = auto()  # WL001: another revision; hint: the revision now
    MOVE = auto()  # WL002: not in the table of moves; hint: the state now
    RIGHT = auto()  # WL003, 42501: this role may not
    CLOCK = auto()  # WL004: the seat's clock is off; hint: the server's time
    UNKNOWN = auto()  # WL005: no such complaint, or not for this person
    VALUE = auto()  # WL006, 22xxx, 23xxx; hint: the field
    PASSWORD = auto()  # 28xxx
    BUSY = auto()  # lock or statement timeout, serialization
    FULL = auto()  # 53100
    VERSION = auto()  # no schema, or another version's
    AWAY = auto()  # no connection


class StoreFailure(Exception):
    """Raised by db/store.py; ``hint`` as documented in Failure, ``detail`` for the log."""

    def __init__(self, kind: Failure, hint: str = "", detail: str = "") -> None:
        super().__init__(f"{kind.name} {hint} {detail}".strip())
        self.kind = kind
        self.hint = hint
        self.detail = detail


_OWN = {
    "WL001": Failure.STALE,
    "WL002": Failure.MOVE,
    "WL003": Failure.RIGHT,
    "WL004": Failure.CLOCK,
    "WL005": Failure.UNKNOWN,
    "WL006": Failure.VALUE,
    "42501": Failure.RIGHT,
    "42P01": Failure.VERSION,
    "42883": Failure.VERSION,
    "42703": Failure.VERSION,
    "3D000": Failure.VERSION,
    "55P03": Failure.BUSY,
    "57014": Failure.BUSY,
    "40001": Failure.BUSY,
    "40P01": Failure.BUSY,
    "53100": Failure.FULL,
}
_CHECK = re.compile(r"^ck_[a-z]+?_(\w+)$|^fk_[a-z_]+?_(category|community_id|company_id)$")


def read_failure(error: psycopg.Error) -> StoreFailure:
    """The failure behind a psycopg error."""
    state = error.sqlstate or ""
    hint = error.diag.message_hint or ""
    detail = str(error).strip()
    kind = _OWN.get(state)
    if kind is None and not state:  # libpq gives no SQLSTATE for a connection that failed
        if "password authentication failed" in detail or "role" in detail:
            kind = Failure.PASSWORD
        elif "permission denied for database" in detail:
            kind = Failure.RIGHT
        elif "database" in detail and "does not exist" in detail:
            kind = Failure.VERSION
    elif kind is None and state.startswith("28"):
        kind = Failure.PASSWORD
    if kind is None and (state[:2] in ("22", "23") or isinstance(error, psycopg.DataError)):
        kind = Failure.VALUE
        named = _CHECK.match(error.diag.constraint_name or "")
        hint = next((g for g in named.groups() if g), "") if named else (error.diag.column_name or "")
    return StoreFailure(kind or Failure.AWAY, hint, detail)
