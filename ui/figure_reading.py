"""What the page 统计 reads for each of its views, off the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib import import_module
from threading import Event

from app import statistics
from app.errors import WarmlineError
from app.figures import Dimension, Line, Scope, total
from app.records import Role
from app.rules import CITY_TIME
from app.seat import Seat
from app.statistics import SeasonDay
from ui.figure_columns import TOTAL
from ui.figure_period import Period, period_scope, season_of

MOST_PLACES = 50  # of the list per 1,000 homes
EVERY_PLACE = 100_000
FEW_HOMES = 50  # [P] one call from an office of two homes would be 500 per 1,000, and say nothing


class View(StrEnum):
    """How figures are looked at, by the word on its chip."""

    TABLE = "表格"
    HOMES = "每千户"
    LOAD = "负荷图"
    ON_TIME = "及时率图"
    STATIONS = "换热站图"
    SEASONS = "两季对比"
    MONTH = "月报"  # frozen; ui/month_report.py reads it


CHARTS = frozenset({View.LOAD, View.ON_TIME, View.SEASONS})
"""The views for which pyqtgraph is loaded."""

GROUPS = tuple(one for one in Dimension if one is not Dimension.TOTAL)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be counted and how it is to be shown."""

    view: View
    period: Period
    by: Dimension
    dates: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The figures of a wish. ``lines`` of ``by``; ``days`` for the load, ``seasons`` for the comparison."""

    wish: Wish
    scope: Scope
    lines: list[Line]
    days: list[Line]
    seasons: list[SeasonDay]
    names: tuple[str, str] = ("", "")  # of the seasons


def views_of(role: Role) -> tuple[View, ...]:
    """The views that this role has: a month's report is the supervisor's and the auditor's."""
    return tuple(one for one in View if one is not View.MONTH or role in (Role.SUPERVISOR, Role.AUDITOR))


def groups_of(role: Role) -> tuple[Dimension, ...]:
    """The dimensions that this role has figures by: how its operators did is no matter of a company's."""
    return tuple(one for one in GROUPS if one is not Dimension.OPERATOR or role is not Role.COMPANY)


def shown_by(wish: Wish) -> Dimension:
    """The dimension that the view counts by, whatever is chosen for the table."""
    match wish.view:
        case View.TABLE | View.MONTH:
            return wish.by
        case View.HOMES:
            return Dimension.STATION if wish.by is Dimension.STATION else Dimension.COMMUNITY
        case View.LOAD:
            return Dimension.HOUR
        case View.ON_TIME:
            return Dimension.COMPANY
        case View.STATIONS:
            return Dimension.STATION
    return Dimension.DAY


def sections_of(found: Reading) -> dict[Dimension, list[Line]]:
    """What is shown, as sections of a report; without the line of all together, which the report makes itself."""
    by = shown_by(found.wish)
    if found.wish.view is View.SEASONS:
        days = [(found.scope.first + timedelta(days=day.number - 1), day.now) for day in found.seasons]
        return {by: [Line(day.isoformat(), day_words(day), now) for day, now in days if now is not None]}
    sections = {by: [line for line in found.lines if line.key != TOTAL]}
    return sections | ({Dimension.DAY: found.days} if found.days else {})


def day_words(day: date) -> str:
    """11月20日."""
    return f"{day.month}月{day.day}日"


def read(seat: Seat, wish: Wish, told: Callable[[tuple[int, int]], None], closing: Event) -> Reading:
    """Count what the wish asks for. ``told``: events counted and to be counted, where many wait.

    With the first chart pyqtgraph is loaded here too, so that the window does not wait for it.
    Errors: BadInput(field="dates" or "period"), DatabaseAway, WarmlineError when the program is ``closing``.
    """
    if wish.view in CHARTS:
        import_module("ui.chart_views")
    scope = period_scope(seat, wish.period, wish.dates)
    statistics.check_days(scope)

    def far(done: int, whole: int) -> None:
        if closing.is_set():  # what was counted stays
            raise WarmlineError("程序正在退出，统计已停止。")
        told((done, whole))

    statistics.catch_up(seat, far)
    by = shown_by(wish)
    if wish.view is View.SEASONS:
        return _seasons(seat, wish, scope)
    if wish.view is View.HOMES:
        places = statistics.top(seat, scope, by, EVERY_PLACE)
        return Reading(wish, scope, [one for one in places if one.homes >= FEW_HOMES][:MOST_PLACES], [], [])
    lines = statistics.lines(seat, scope, by)
    days = statistics.lines(seat, scope, Dimension.DAY) if wish.view is View.LOAD else []
    if wish.view is View.TABLE:
        lines = [Line(TOTAL, "合计", total(lines), sum(line.homes for line in lines)), *lines]
    return Reading(wish, scope, lines, days, [])


def _seasons(seat: Seat, wish: Wish, scope: Scope) -> Reading:
    """The season of the last day asked about, and the one before it."""
    seasons = seat.rules.seasons
    now = season_of(seasons, min(scope.last, seat.now().astimezone(CITY_TIME).date()))
    if now is None:
        return Reading(wish, scope, [], [], [])
    then = season_of(tuple(one for one in seasons if one.starts_on < now.starts_on), now.starts_on)
    days = statistics.seasons(seat, now, then or now)
    known = then is not None and any(day.then is not None and any(day.then.counts) for day in days)
    if then is None or not known:  # a flat line at nothing would say that nobody called
        return Reading(
            wish, statistics.season_scope(now), [], [], [SeasonDay(one.number, one.now, None) for one in days],
            (now.name, ""),
        )  # fmt: skip
    return Reading(wish, statistics.season_scope(now), [], [], days, (now.name, then.name))
