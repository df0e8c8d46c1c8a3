"""A day as people type it: 11-20, 11月20日, 2026-11-20, 20261120, 20号, 昨天. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from app.errors import BadInput

_DAY = re.compile(r"(?:(?P<year>\d{4}|\d{2})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?")
_RUN = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_OF_MONTH = re.compile(r"(?P<day>\d{1,2})[日号]")
_FROM_TODAY = {"前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}


def read_day(text: str, today: date, field: str, *, past: bool = False) -> date:
    """The day. Without a year (or month) it is the one nearest to ``today``; with ``past`` the last that has begun.

    Errors: BadInput with ``field``, for an empty text too.
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if words in _FROM_TODAY:
        return today + timedelta(days=_FROM_TODAY[words])
    try:
        if found := _RUN.fullmatch(words) or _DAY.fullmatch(words):
            month, day = int(found["month"]), int(found["day"])
            if found["year"]:
                year = int(found["year"])
                return date(year if year > 99 else 2000 + year, month, day)
            return _nearest(_days((today.year + by, month, day) for by in (-1, 0, 1)), today, past)
        if found := _OF_MONTH.fullmatch(words):
            months = (today.year * 12 + today.month - 1 + by for by in (-1, 0))
            last, this = (_days([(at // 12, at % 12 + 1, int(found["day"]))]) for at in months)
            return _nearest(last if past and not any(one <= today for one in this) else this, today, past)
    except ValueError:
        pass  # 2-30
    raise BadInput(f"日期“{text.strip()}”看不懂，可写 11-20、2026-11-20 或 昨天。", field=field)


def split_day(text: str, today: date, field: str) -> tuple[date, str]:
    """A day that was, and what stands behind it: ``11-20 夜班``, ``昨天夜班``. Errors: BadInput with ``field``."""
    words = unicodedata.normalize("NFKC", text).strip()
    for at in range(len(words), 0, -1):
        try:
            return read_day(words[:at], today, field, past=True), words[at:].strip()
        except BadInput:
            continue
    return read_day(text, today, field, past=True), ""


def _days(parts: Iterable[tuple[int, int, int]]) -> list[date]:
    """Those that there are: no 29 February in most years."""
    found = []
    for year, month, day in parts:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _nearest(days: list[date], today: date, past: bool) -> date:
    """Raises ValueError where there is none."""
    able = [day for day in days if not past or day <= today]
    return min(able, key=lambda day: abs(day - today))
