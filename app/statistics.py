"""Reading figures (统计): by any dimension, over any days, narrowed to any part; and the complaints behind a number.

Nothing is counted while somebody writes: who asks first counts what happened since. Companies read what was dispatched
to them, the hotline reads all, but colleagues' figures side by side are for the supervisor and the auditor alone:
others see their own line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.complaints import queue_rows
from app.errors import BadInput
from app.figures import Dimension, Figures, Line, Measure, Scope, total
from app.records import Channel, QueueRow
from app.rules import CITY_TIME, Season
from app.seat import Seat
from app.words import CHANNEL_WORDS
from db import reading, statistics

STEP = 30_000
"""Events counted in one transaction: a second or two."""
MOST_DAYS = 800
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class SeasonDay:
    """The same day of two heating seasons; None where the season has no such day, or not yet."""

    number: int  # 1 on the first day of heating
    now: Figures | None
    then: Figures | None


def catch_up(seat: Seat, progress: Progress | None = None) -> None:
    """Count all that happened since anybody asked last. ``progress``: events counted and to be counted.

    Every reader below does this first; a page calls it by itself to show how far it is. What was counted stays, whether
    it is gone on with or not. A season of six million events that nobody ever asked about takes minutes.
    """
    begun: int | None = None
    while True:
        with seat.use() as connection:
            state = statistics.catch_up(connection, STEP)
        begun = state["seen"] if begun is None else begun
        if progress is not None:
            progress(state["seen"] - begun, state["newest"] - begun)
        if not state["more"]:
            return


def lines(seat: Seat, scope: Scope, by: Dimension) -> list[Line]:
    """The figures of the scope by a dimension: hours, days and shifts in their order, all others by name.

    What nothing happened in is left out. Errors: BadInput(field="dates").
    """
    check_days(scope)
    catch_up(seat)
    with seat.use() as connection:
        found = statistics.figures(connection, by, scope.first, scope.last, scope.only)
        shifts = statistics.shift_names(connection, [UUID(key) for key, _ in found]) if by is Dimension.SHIFT else {}
    made = [_line(seat, by, key, Figures(tuple(counts)), shifts) for key, counts in found]
    if by is Dimension.HOUR:
        return sorted(made, key=lambda line: int(line.key))
    if by is Dimension.SHIFT:
        order = list(shifts)
        return sorted(made, key=lambda line: order.index(UUID(line.key)))
    return (
        made
        if by in (Dimension.DAY, Dimension.CATEGORY)
        else sorted(made, key=lambda line: (line.key == "0", line.name))
    )


def figures(seat: Seat, scope: Scope) -> Figures:
    """The figures of the scope all together."""
    return total(lines(seat, scope, Dimension.TOTAL))


def top(seat: Seat, scope: Scope, by: Dimension, limit: int = 20) -> list[Line]:
    """Communities or stations with the most complaints per 1,000 homes; those without homes in the directory come last.

    Errors: BadInput(field="by") for any other dimension.
    """
    if by not in (Dimension.COMMUNITY, Dimension.STATION):
        raise BadInput("每千户投诉只按小区或换热站排。", field="by")
    found = [line for line in lines(seat, scope, by) if line.key != "0" and line.figures[Measure.TAKEN]]
    found.sort(key=lambda line: (line.per_thousand is None, -(line.per_thousand or 0), -line.figures[Measure.TAKEN]))
    return found[:limit]


def season_scope(season: Season) -> Scope:
    """All days of a heating season."""
    return Scope(season.starts_on, season.ends_on)


def seasons(seat: Seat, now: Season, then: Season) -> list[SeasonDay]:
    """Two seasons side by side, by day of heating; up to today where one still runs."""
    today = seat.now().astimezone(CITY_TIME).date()
    mine, theirs = (_by_day(seat, one) for one in (now, then))
    length = max((one.ends_on - one.starts_on).days + 1 for one in (now, then))

    def of(season: Season, found: dict[date, Figures], day: date) -> Figures | None:
        return found.get(day, Figures()) if season.day_of(day) and day <= today else None

    return [
        SeasonDay(
            number + 1,
            of(now, mine, now.starts_on + timedelta(days=number)),
            of(then, theirs, then.starts_on + timedelta(days=number)),
        )
        for number in range(length)
    ]


def behind(
    seat: Seat, scope: Scope, measure: Measure, after: QueueRow | None = None, limit: int = 50
) -> list[QueueRow]:
    """The complaints behind a number, newest first; ``after``: the last row of the page before.

    A complaint that counts twice (two slips) is listed once. A company that gave a complaint away still has it in its
    figures but may no longer read it: it is left out here.
    """
    check_days(scope)
    last = (after.taken_at, after.id) if after else None
    rows: list[QueueRow] = []
    with seat.use() as connection:
        while len(rows) < limit:
            found = statistics.behind(connection, measure, scope.first, scope.last, scope.only, last, limit)
            read = {row.id: row for row in queue_rows(seat, reading.rows_of(connection, [key for key, _ in found]))}
            rows += [read[key] for key, _ in found if key in read]
            if len(found) < limit:
                break
            last = (found[-1][1], found[-1][0])
    return rows[:limit]


def check_days(scope: Scope) -> None:
    """Errors: BadInput(field="dates") for days in the wrong order, or more than ``MOST_DAYS``."""
    if scope.days < 1:
        raise BadInput("开始日期不能晚于结束日期。", field="dates")
    if scope.days > MOST_DAYS:
        raise BadInput(f"一次最多统计 {MOST_DAYS} 天。", field="dates")


def line_name(seat: Seat, by: Dimension, key: str) -> str:
    """What a key is called now: 永恒, B1 不热、温度低（单户）, 7 时, 11月20日."""
    directory = seat.directory
    match by:
        case Dimension.TOTAL:
            return "合计"
        case Dimension.DAY:
            day = date.fromisoformat(key)
            return f"{day.year}年{day.month}月{day.day}日"
        case Dimension.HOUR:
            return f"{int(key)} 时"
        case Dimension.CHANNEL:
            return CHANNEL_WORDS[Channel(key)]
        case Dimension.CATEGORY:
            return f"{key} {seat.rules.category(key).name}"
        case Dimension.COMPANY:
            company = directory.companies.get(int(key))
            return company.short_name if company else "未派企业" if key == "0" else f"企业 {key}"
        case Dimension.COMMUNITY:
            community = directory.communities.get(int(key))
            return community.name if community else "名录外地点" if key == "0" else f"小区 {key}"
        case Dimension.STATION:
            station = directory.stations.get(int(key))
            return station.name if station else "未知换热站" if key == "0" else f"换热站 {key}"
        case Dimension.OPERATOR:
            person = directory.people.get(int(key))
            return person.name if person else f"人员 {key}"
        case Dimension.SHIFT | Dimension.TURN:
            return key


def _line(seat: Seat, by: Dimension, key: str, found: Figures, shifts: dict[UUID, str]) -> Line:
    name = shifts[UUID(key)] if by is Dimension.SHIFT else line_name(seat, by, key)
    homes = 0
    if by is Dimension.COMMUNITY and (community := seat.directory.communities.get(int(key))):
        homes = community.homes
    elif by is Dimension.STATION and (station := seat.directory.stations.get(int(key))):
        homes = station.homes
    return Line(key, name, found, homes)


def _by_day(seat: Seat, season: Season) -> dict[date, Figures]:
    found = lines(seat, season_scope(season), Dimension.DAY)
    return {date.fromisoformat(line.key): line.figures for line in found}
