"""Which pattern a team works by, from which day on; patterns are added, never changed once shifts were made by them."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.errors import BadInput
from app.seat import Seat
from app.shift_patterns import Pattern, Slot
from app.typed_words import line
from db import roster as stored
from db.store import Connection

MOST_SLOTS = 6
_CODE = re.compile("[a-z0-9_]{1,24}")


@dataclass(frozen=True, slots=True)
class Plan:
    """From ``starts_on`` on, a team works by this pattern; a company without plans goes by the hotline's."""

    company_id: int | None  # None: the hotline
    starts_on: date
    pattern: str


def list_patterns(seat: Seat) -> dict[str, Pattern]:
    """All patterns, by code."""
    with seat.use() as connection:
        return patterns_of(connection)


def patterns_of(connection: Connection) -> dict[str, Pattern]:
    """All patterns that stand in this database, by code."""
    rows, slots = stored.patterns(connection)
    found: dict[str, list[Slot]] = {}
    for slot in slots:
        found.setdefault(slot["pattern"], []).append(Slot(slot["slot"], slot["name"], slot["begins"], slot["ends"]))
    return {row["code"]: _pattern(row, found.get(row["code"], [])) for row in rows}


def list_plans(seat: Seat) -> list[Plan]:
    """All plans, the latest first."""
    with seat.use() as connection:
        return [Plan(row["company_id"], row["starts_on"], row["pattern"]) for row in stored.plans(connection)]


def plan_on(plans: list[Plan], day: date, company_id: int | None) -> Plan | None:
    """The plan of this day: the team's own latest one, else the hotline's. ``plans``: the latest first."""
    begun = [plan for plan in plans if plan.starts_on <= day]
    own = (plan for plan in begun if plan.company_id == company_id)
    return next(own, None) or next((plan for plan in begun if plan.company_id is None), None)


def put_plan(seat: Seat, starts_on: date, pattern: str, company_id: int | None = None, note: str = "") -> int:
    """Have a team work by this pattern from a day to come on; its roster of those days is emptied.

    Returns how many duties that took away: the roster is to be made anew. Errors: NotAllowed, BadInput, MoveRefused.
    """
    if pattern not in list_patterns(seat):
        raise BadInput(f"没有班制“{pattern}”。", field="pattern")
    with seat.use() as connection:
        return stored.put_plan(connection, company_id, starts_on, pattern, line(note, "note", "说明", 500))


def put_pattern(seat: Seat, pattern: Pattern, note: str = "") -> None:
    """Add a pattern, or change one by which no shift was made yet.

    Errors: NotAllowed, BadInput (field code, name, cycle, slots), MoveRefused(field="pattern": shifts were made by it).
    """
    if not _CODE.fullmatch(pattern.code):
        raise BadInput("代号用小写字母、数字和下划线，最多 24 个。", field="code")
    line(pattern.name, "name", "名称", 40, required=True)
    if len(pattern.slots) > MOST_SLOTS:
        raise BadInput(f"一天最多 {MOST_SLOTS} 个班次。", field="slots")
    pattern.check()
    values = asdict(pattern)
    values["slots"] = [
        {"slot": one.number, "name": one.name, "begins": one.begins, "ends": one.ends} for one in pattern.slots
    ]
    with seat.use() as connection:
        stored.put_pattern(connection, values, line(note, "note", "说明", 500))


def _pattern(row: Mapping[str, Any], slots: list[Slot]) -> Pattern:
    return Pattern(row["code"], row["name"], row["crews"], tuple(row["cycle"]), tuple(slots), row["note"])
