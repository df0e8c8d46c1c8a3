"""What is said of an incident, checked as it is stored: words, homes, category, and when it began and may end."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from app.errors import BadInput
from app.seat import Seat
from app.typed_words import paragraph

HOMES = 1_000_000
"""The most, as the table checks it."""
LONGEST = timedelta(days=60)
"""Further off, before or after now, is a slip of the hand in the date; our own proposal [P]."""


def fields_of(seat: Seat, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as incident_open() and incident_change() take them.

    ``given``: of cause, canned_answer, homes, category, began_at, expected_end (None: unknown) those that are said.
    Errors: BadInput with the field; "until" and "began" for the moments, as they are typed.
    """
    unknown = given.keys() - _FIELDS.keys()
    if unknown:
        raise BadInput(f"片区事件没有这一项：{'、'.join(sorted(unknown))}。", field="incident")
    return {name: _FIELDS[name](seat, value) for name, value in given.items()}


def _words(name: str, shown: str) -> Callable[[Seat, str], str]:
    return lambda _seat, text: paragraph(text, name, shown, 1000)


def _homes(_seat: Seat, homes: int) -> int:
    if not 0 <= homes <= HOMES:
        raise BadInput(f"户数应在 0 到 {HOMES} 之间。", field="homes")
    return homes


def _end(seat: Seat, at: datetime | None) -> str | None:
    if at is None:
        return None
    now = seat.now()
    if at <= now:
        raise BadInput("预计恢复的时间已经过去，请核对日期和钟点。", field="until")
    if at > now + LONGEST:
        raise BadInput(f"预计恢复的时间在 {LONGEST.days} 天以后，请核对日期。", field="until")
    return at.isoformat()


def _beginning(seat: Seat, at: datetime) -> str:
    now = seat.now()
    if at > now:
        raise BadInput("开始的时间还没有到，请核对日期和钟点。", field="began")
    if at < now - LONGEST:
        raise BadInput(f"开始的时间在 {LONGEST.days} 天以前，请核对日期。", field="began")
    return at.isoformat()


_FIELDS: dict[str, Callable[[Seat, Any], Any]] = {
    "cause": _words("cause", "原因"),
    "canned_answer": _words("canned_answer", "告知用语"),
    "homes": _homes,
    "category": lambda seat, code: seat.rules.category(code).code,
    "began_at": _beginning,
    "expected_end": _end,
}
