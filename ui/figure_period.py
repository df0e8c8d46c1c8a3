"""Which complaints the page 统计 counts: by the day they were taken, or of the shift that runs."""

from datetime import date, timedelta
from enum import StrEnum

from app.errors import BadInput
from app.figures import Scope
from app.roster import now_and_next
from app.rules import CITY_TIME, Season
from app.seat import Seat


class Period(StrEnum):
    """The choices, by their words."""

    TODAY = "今天"
    SHIFT = "本班"
    YESTERDAY = "昨天"
    WEEK = "近 7 天"
    MONTH = "本月"
    SEASON = "本供暖季"
    DATES = "起止日期"


def period_scope(seat: Seat, period: Period, dates: tuple[date, date] | None = None) -> Scope:
    """The scope of a period; reads the roster for 本班. ``dates``: for 起止日期.

    Errors: BadInput where no shift runs, no season is known, or dates are missing; DatabaseAway.
    """
    today = seat.now().astimezone(CITY_TIME).date()
    match period:
        case Period.TODAY:
            return Scope(today, today)
        case Period.YESTERDAY:
            return Scope(today - timedelta(days=1), today - timedelta(days=1))
        case Period.WEEK:
            return Scope(today - timedelta(days=6), today)
        case Period.MONTH:
            return Scope(today.replace(day=1), today)
        case Period.SHIFT:
            running, _ = now_and_next(seat)
            if running is None:
                raise BadInput("现在没有当班的班次。", field="period")
            return Scope(running.day, running.day, shift=running.id)
        case Period.SEASON:
            season = season_of(seat.rules.seasons, today)
            if season is None:
                raise BadInput("还没有登记供暖季的起止日期。", field="period")
            return Scope(season.starts_on, min(season.ends_on, today))
    if dates is None:
        raise BadInput("请填开始日期和结束日期。", field="dates")
    return Scope(*dates)


def season_of(seasons: tuple[Season, ...], today: date) -> Season | None:
    """The heating season of this day, else the last one that has begun."""
    return next((one for one in reversed(seasons) if one.starts_on <= today), None)


def read_date(text: str, today: date, field: str) -> date:
    """A day as people type it: 2026-11-20, 11-20 (the last one that has been), 20261120, 今天. Errors: BadInput."""
    words = "".join(text.split()).replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").rstrip("日")
    if words in ("今天", "今"):
        return today
    if words.isascii() and words.isdigit() and len(words) == 8:
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    parts = words.split("-")
    try:
        if len(parts) == 3:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        if len(parts) == 2:
            day = date(today.year, int(parts[0]), int(parts[1]))
            return day if day <= today else day.replace(year=today.year - 1)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"没有“{text.strip()}”这一天。", field=field) from error
    raise BadInput(f"看不懂日期“{text.strip()}”，可写 2026-11-20 或 11-20。", field=field)


def scope_words(scope: Scope) -> str:
    """11月20日, 11月20日至24日, 2026年11月15日至2027年3月1日; a shift is named by whoever has its name."""
    first, last = scope.first, scope.last
    if first == last:
        return f"{first.month}月{first.day}日"
    if first.year != last.year:
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{end}"
