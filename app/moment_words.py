"""A moment as people type it while they talk: 18:00, 明天 6:30, 11-26 18:00, 3小时; and as the end of something."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from app.errors import BadInput
from app.rules import CITY_TIME

_TIME = r"(?P<hour>\d{1,2})[:点时](?P<minute>\d{2})?分?"
_AHEAD = re.compile(r"(?P<count>\d{1,3}(?:\.5)?)个?小时后?")
_WORDS = re.compile(rf"(?P<word>今天|明天|后天|今|明)?{_TIME}")
_DAY = re.compile(rf"(?:(?P<year>\d{{4}})[-/.年])?(?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?T?{_TIME}")
_PAST = re.compile(rf"(?P<word>今天|昨天|前天|今|昨)?{_TIME}")
_BEFORE = {"今天": 0, "今": 0, "昨天": 1, "昨": 1, "前天": 2}
_HALF = timedelta(days=180)
_HALF_DAY = timedelta(hours=12)
_AFTER = {"今天": 0, "今": 0, "明天": 1, "明": 1, "后天": 2}


def read_moment(text: str, now: datetime, field: str, nearest: bool = False) -> datetime | None:
    """The moment in the city's time; None for an empty text. An hour alone that has passed today is tomorrow's.

    ``nearest``: of what may have begun already an hour alone is the nearest one, passed or not.
    Errors: BadInput with ``field``.
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if not words:
        return None
    here = now.astimezone(CITY_TIME).replace(second=0, microsecond=0)
    try:
        if found := _AHEAD.fullmatch(words):
            return here + timedelta(hours=float(found["count"]))
        if found := _WORDS.fullmatch(words):
            at = _at(here + timedelta(days=_AFTER.get(found["word"] or "", 0)), found)
            if nearest and not found["word"]:
                return min((at + timedelta(days=day) for day in (-1, 0, 1)), key=lambda one: abs(one - here))
            return at if found["word"] or at > here else at + timedelta(days=1)
        if found := _DAY.fullmatch(words):
            year = int(found["year"] or here.year)
            at = _at(here.replace(year=year, month=int(found["month"]), day=int(found["day"])), found)
            if found["year"] is None:  # the nearest one: 1-2 said in December, 12-31 said in January
                apart = at - here
                at = at.replace(year=at.year + (apart < -_HALF) - (apart > _HALF))
            return at
    except (ValueError, OverflowError) as error:
        raise BadInput(f"没有“{text.strip()}”这个时间。", field=field) from error
    raise BadInput(f"看不懂时间“{text.strip()}”，可写 18:00、明天 6:30、11-26 18:00 或 3小时。", field=field)


def read_past(
    text: str, now: datetime, field: str, day_of: datetime | None = None, *, after: bool = False
) -> datetime | None:
    """A moment that is over, in the city's time: 14:05, 昨天 14:05, 11-26 14:05. None for an empty text.

    An hour alone is of the day of ``day_of`` (None: today), over midnight too: more than twelve hours after it is the
    day before, and of what comes ``after`` it more than twelve hours before it the day after. A date without year is of
    the last such day. Errors: BadInput with ``field``, for one that is yet to come too.
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if not words:
        return None
    here = now.astimezone(CITY_TIME)
    today = here.replace(second=0, microsecond=0)
    try:
        if found := _PAST.fullmatch(words):
            word, base = found["word"], (day_of or now).astimezone(CITY_TIME).replace(second=0, microsecond=0)
            at = _at(today - timedelta(days=_BEFORE[word]) if word else base, found)
            if day_of is not None and not word:
                at += timedelta(days=(after and base - at > _HALF_DAY) - (not after and at - base > _HALF_DAY))
        elif found := _DAY.fullmatch(words):
            year = int(found["year"] or here.year)
            at = _at(today.replace(year=year, month=int(found["month"]), day=int(found["day"])), found)
            if found["year"] is None and at > here:
                at = at.replace(year=year - 1)
        else:
            raise BadInput(f"看不懂时间“{text.strip()[:20]}”，可写 14:05、昨天 14:05 或 11-26 14:05。", field=field)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"没有“{text.strip()[:20]}”这个时间。", field=field) from error
    if at > here:
        raise BadInput(f"{at:%m-%d %H:%M} 还没有到，请核对时间。", field=field)
    return at


def ending(at: datetime) -> tuple[date, str]:
    """Day and clock, in the city's time, of what ends then: midnight is 24:00 of the day before, for it begins none."""
    here = at.astimezone(CITY_TIME)
    if (here.hour, here.minute) == (0, 0):
        return here.date() - timedelta(days=1), "24:00"
    return here.date(), f"{here:%H:%M}"


def until_short(at: datetime) -> str:
    """The end of something, for a narrow column: 11-20 17:17, 12-02 24:00."""
    day, clock = ending(at)
    return f"{day:%m-%d} {clock}"


def until_full(at: datetime) -> str:
    """The same with its year: 2026-12-02 24:00."""
    day, clock = ending(at)
    return f"{day:%Y-%m-%d} {clock}"


def _at(day: datetime, found: re.Match[str]) -> datetime:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if (hour, minute) == (24, 0):
        return day.replace(hour=0, minute=0) + timedelta(days=1)
    return day.replace(hour=hour, minute=minute)
