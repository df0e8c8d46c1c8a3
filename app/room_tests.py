"""Reading room temperature tests: one by its number, those of a complaint, the list."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.directory import building_key
from app.errors import BadInput
from app.room_records import Dispute, Reading, RoomTest, Visit
from app.rules import CITY_TIME
from app.seat import Seat
from db import temperature as stored
from db.store import Connection

MOST = 500
MOST_OF_A_COMMUNITY = 10_000

_NUMBER_SIGNS = frozenset("CW0123456789-")


def show(seat: Seat, key: UUID | str) -> RoomTest:
    """A test by id, or by its number as typed or scanned (any case and width). Errors: BadInput(field="test")."""
    with seat.use() as connection:
        if isinstance(key, UUID):
            rows = stored.requests(connection, id=key)
        else:
            rows = stored.requests(connection, number=number_of(key) or "—")
        found = tests_of(connection, rows)
    if not found:
        raise BadInput("没有这份测温记录，或它不归您办理。", field="test")
    return found[0]


def of_complaint(seat: Seat, complaint_id: UUID) -> list[RoomTest]:
    """The tests of a complaint, newest first."""
    with seat.use() as connection:
        return tests_of(connection, stored.requests(connection, complaint_id=complaint_id))


def of_flat(seat: Seat, community_id: int, building: str, unit: str, room: str, since: datetime) -> list[RoomTest]:
    """The tests of a flat that were asked for since then, newest first; its building in whatever writing."""
    with seat.use() as connection:
        rows = stored.requests(connection, community_id=community_id, since=since, limit=MOST_OF_A_COMMUNITY)
        wanted = (building_key(building), unit, room)
        return tests_of(
            connection, [row for row in rows if (building_key(row["building"]), row["unit"], row["room"]) == wanted]
        )


def list_tests(seat: Seat, limit: int = MOST) -> list[RoomTest]:
    """The tests that this person may see, newest first: those that are open, and of the others the newest."""
    with seat.use() as connection:
        found = {row["id"]: row for row in stored.open_requests(connection, limit)}
        newest = stored.requests(connection, limit=limit) if len(found) < limit else []
        found |= {row["id"]: row for row in newest if row["id"] not in found}
        rows = sorted(list(found.values())[:limit], key=lambda row: (row["requested_at"], row["id"]), reverse=True)
        return tests_of(connection, rows)


def number_of(typed: str) -> str:
    """The number of a test in what was typed or scanned: CW20261129-001; empty where it is none."""
    words = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    known = words.startswith("CW") and len(words) > 10 and all(sign in _NUMBER_SIGNS for sign in words)
    return words if known else ""


def tests_of(connection: Connection, rows: list[dict[str, Any]]) -> list[RoomTest]:
    """The requests of these rows with all that came of them."""
    if not rows:
        return []
    visits, readings, disputes = stored.parts(connection, [row["id"] for row in rows])
    read: dict[UUID, list[Reading]] = {}
    for row in readings:
        read.setdefault(row["visit_id"], []).append(Reading(_city(row["read_at"]), row["celsius"], row["stable"]))
    made: dict[UUID, list[Visit]] = {}
    for row in visits:
        made.setdefault(row["test_id"], []).append(_visit(row, tuple(read.get(row["id"], ()))))
    argued: dict[UUID, list[Dispute]] = {}
    for row in disputes:
        argued.setdefault(row["test_id"], []).append(_dispute(row))
    return [_test(row, tuple(made.get(row["id"], ())), tuple(argued.get(row["id"], ()))) for row in rows]


def _test(row: Mapping[str, Any], versions: tuple[Visit, ...], disputes: tuple[Dispute, ...]) -> RoomTest:
    left_out = {"made_at", "withdrawn_by"}
    values = {name: value for name, value in row.items() if name not in left_out}
    times = {name: _city(values[name]) for name in ("requested_at", "due_at")}
    return RoomTest(**{**values, **times}, versions=versions, disputes=disputes)


def _visit(row: Mapping[str, Any], readings: tuple[Reading, ...]) -> Visit:
    left_out = {"test_id", "company_id", "centre", "room_kind"}
    values = {name: value for name, value in row.items() if name not in left_out}
    return Visit(**{**values, "arrived_at": _city(row["arrived_at"])}, room=row["room_kind"], readings=readings)


def _dispute(row: Mapping[str, Any]) -> Dispute:
    return Dispute(**{name: value for name, value in row.items() if name not in ("test_id", "made_by", "result_by")})


def _city(at: datetime) -> datetime:
    return at.astimezone(CITY_TIME)
