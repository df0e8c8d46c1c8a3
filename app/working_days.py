"""Counting time in clock hours or in working days: one walk for both directions. Pure.

A working day counts as 24 hours, from midnight to midnight of the city [P]: as app/limits.py counts days, never later
than the law's own count, which leaves out the first day. A limit that starts on a day off starts at the next midnight
that is followed by a working day.

``segments`` is the one walk; ``add`` sums what it yields, and who asks how much has run already sums the same pieces up
to that moment (``until_end``), so that a pause over a holiday is counted alike in both directions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from db.kinds import LimitUnit

CITY_TIME = ZoneInfo("Asia/Shanghai")
WORKING_DAY = 1440
"""Minutes that one working day counts."""
FIXED_HOLIDAYS: Mapping[tuple[int, int], str] = MappingProxyType(
    {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}
)
"""Holidays of a year whose arrangement is not known: those with a date of their own in the solar calendar.

全国年节及纪念日放假办法, as amended 2024-11-10. The lunar ones are left out: a due time is then too early, never late.
"""

_WEEKDAYS = "一二三四五六日"
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass(frozen=True, slots=True)
class Day:
    """Whether one day is worked, and why it is not (or why it is, though a weekend)."""

    working: bool
    name: str  # 春节, 周六, 春节调休上班; empty for a common working day


@dataclass(frozen=True)
class Calendar:
    """The days of the city: what the administrator loaded, else what the State Council published, else a guess."""

    loaded: Mapping[date, Day] = field(default_factory=dict)
    _years: frozenset[int] = field(init=False, repr=False, compare=False)
    _days: dict[date, Day] = field(init=False, repr=False, compare=False, default_factory=dict)  # a memo

    def __post_init__(self) -> None:
        object.__setattr__(self, "_years", frozenset(day.year for day in self.loaded))

    def day(self, day: date) -> Day:
        """What this day is."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = self.loaded.get(day) or self._unloaded(day)
        return known

    def knows(self, year: int) -> bool:
        """Whether the arrangement of this year was loaded or published; what is counted over others is provisional."""
        return year in self._years or year in _published_years()

    def _unloaded(self, day: date) -> Day:
        if day.year in _published_years():
            return _published(day)
        if day.year not in self._years and (day.month, day.day) in FIXED_HOLIDAYS:
            return Day(False, FIXED_HOLIDAYS[day.month, day.day])
        return Day(day.weekday() < 5, "" if day.weekday() < 5 else f"周{_WEEKDAYS[day.weekday()]}")


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count, whatever the day: from ``start`` to ``end``, the latter not included."""

    start: datetime
    end: datetime
    words: str  # 等待用户：电话未接


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time that counts as a whole or not at all. Times in UTC."""

    start: datetime
    end: datetime
    counted: bool
    why: str  # why it does not count, or what made a weekend count


def segments(start: datetime, unit: LimitUnit, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Iterator[Segment]:
    """All time from ``start`` on, in stretches without gaps, without end for those who do not stop."""
    at = start.astimezone(UTC)
    breaks = _joined(pauses, at)
    for piece in _whole(at) if unit is LimitUnit.HOURS else _days(at, calendar):
        at = piece.start
        while breaks and breaks[0].start < piece.end:
            pause = breaks[0]
            if at < pause.start:
                yield Segment(at, pause.start, piece.counted, piece.why)
                at = pause.start
            end = min(pause.end, piece.end)
            if at < end:
                yield Segment(at, end, False, pause.words)
                at = end
            if pause.end > piece.end:
                break
            breaks.pop(0)
        if at < piece.end:
            yield Segment(at, piece.end, piece.counted, piece.why)


def add(start: datetime, minutes: float, unit: LimitUnit, calendar: Calendar, pauses: Sequence[Pause] = ()) -> datetime:
    """The first moment by which so many counted minutes have gone by since ``start``; in Asia/Shanghai."""
    left = timedelta(minutes=minutes)
    at = start.astimezone(UTC)
    if unit is LimitUnit.HOURS and not pauses:
        return (at + left).astimezone(CITY_TIME)
    if left <= timedelta():
        return at.astimezone(CITY_TIME)
    for piece in segments(at, unit, calendar, pauses):
        if piece.counted:
            if left <= piece.end - piece.start:
                return (piece.start + left).astimezone(CITY_TIME)
            left -= piece.end - piece.start
    raise OverflowError(f"no end of {minutes} minutes from {start.isoformat()}")


def add_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """So many working days later: for the limits of return and extension."""
    return add(start, days * WORKING_DAY, LimitUnit.WORKING_DAYS, calendar)


def is_provisional(start: datetime, end: datetime, unit: LimitUnit, calendar: Calendar) -> bool:
    """Whether counting between the two moments passed through a year whose holidays are not known yet."""
    if unit is LimitUnit.HOURS:
        return False
    first = start.astimezone(CITY_TIME).year
    last = (end.astimezone(UTC) - timedelta.resolution).astimezone(CITY_TIME).year
    return not all(calendar.knows(year) for year in range(first, last + 1))


def until_end(pieces: Iterator[Segment], end: datetime) -> Iterator[Segment]:
    """The stretches up to this moment, the last one cut there."""
    for piece in pieces:
        if piece.start >= end:
            return
        if piece.end >= end:
            yield Segment(piece.start, end, piece.counted, piece.why)
            return
        yield piece


_END = datetime(9998, 1, 1, tzinfo=UTC)


def _whole(start: datetime) -> Iterator[Segment]:
    yield Segment(start, _END, True, "")


def _days(start: datetime, calendar: Calendar) -> Iterator[Segment]:
    day, at = start.astimezone(CITY_TIME).date(), start
    while at < _END:
        known = calendar.day(day)
        day += timedelta(days=1)
        end = _midnight(day)
        yield Segment(at, end, known.working, known.name)
        at = end


@lru_cache(maxsize=4096)
def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CITY_TIME).astimezone(UTC)


def _joined(pauses: Sequence[Pause], start: datetime) -> list[Pause]:
    """In order, in UTC, without overlaps; where two overlap the earlier one gives the words."""
    found: list[Pause] = []
    at = start
    for pause in sorted(pauses, key=lambda one: one.start):
        begin, end = max(pause.start.astimezone(UTC), at), pause.end.astimezone(UTC)
        if begin < end:
            found.append(Pause(begin, end, pause.words))
            at = end
    return found


@cache
def _published_years() -> range:
    import chinese_calendar  # a client that counts hours only never pays for it

    years = [day.year for day in chinese_calendar.holidays]
    return range(min(years), max(years) + 1)


@cache
def _published(day: date) -> Day:
    import chinese_calendar

    off, name = chinese_calendar.get_holiday_detail(day)
    said = _NAMES.get(name or "", name or "")
    if not off:
        return Day(True, f"{said}调休上班" if said else "")
    return Day(False, said or f"周{_WEEKDAYS[day.weekday()]}")
