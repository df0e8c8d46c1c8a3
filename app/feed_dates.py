"""When a feed says that something was written: the ways that real forums write a date.

One without a zone was written by a forum of this city, and so is "CST", which feedparser takes for Chicago's.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from app.rules import CITY_TIME

EARLIEST_YEAR = 1995
"""Before there were forums: a forum that knows no time writes 1970 or the year 1."""

_LONGEST = 80
_NUMBERS = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?[\s,T]*"
    r"(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?\s*"
    r"(?:(?P<half>凌晨|上午|中午|下午|晚上|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?"
    r"\s*[:分]?\s*(?P<second>\d{1,2})?(?:\.\d+)?\s*秒?)?"
    r"\s*(?P<zone>Z|UTC|GMT|CST|北京时间|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_JAVA = re.compile(r"(\w{3} \w{3} +\d{1,2} [\d:]{5,8}) ([A-Z]{3,4}|[+-]\d{4}) (\d{4})")
_SCRIPTS = re.compile(r"\b(?:GMT|UTC)([+-]\d{4})\b.*")
_ZONE = re.compile(r"(?:[+-]\d{4}|\b[A-Za-z]{1,4})(?:\s*\([^)]*\))?$")
_CITYS_OWN = re.compile(r"\bCST\b")
_SINCE_1970 = re.compile(r"\d{10}(?:\d{3})?")


def moment_of(written: str) -> datetime | None:
    """The moment in the city's time, or None for what is no date, or none that can be."""
    plain = unicodedata.normalize("NFKC", written[:_LONGEST]).strip()
    try:
        at = _read(plain) if plain else None
        return at.astimezone(CITY_TIME) if at is not None and at.year >= EARLIEST_YEAR else None
    except (ValueError, OverflowError, OSError):
        return None


def _read(plain: str) -> datetime | None:
    if _SINCE_1970.fullmatch(plain):
        return datetime.fromtimestamp(int(plain[:10]), UTC)
    if numbers := _NUMBERS.fullmatch(plain):
        return _by_numbers(numbers)
    words = _SCRIPTS.sub(r"\1", _JAVA.sub(r"\1 \3 \2", plain))
    words = _CITYS_OWN.sub("+0800", words)
    parts = parsedate_tz(words)
    if parts is None:
        return None
    zone = timezone(timedelta(seconds=parts[9] or 0)) if _ZONE.search(words) else CITY_TIME
    return datetime(*parts[:6], tzinfo=zone)


def _by_numbers(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (
        int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    half = (found["half"] or "").upper()
    if half in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    elif half in ("凌晨", "上午", "AM") and hour == 12:
        hour = 0
    zone = (found["zone"] or "").upper()
    if zone in ("Z", "UTC", "GMT"):
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    if zone[:1] in ("+", "-") and zone:
        away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(away))
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=CITY_TIME)
