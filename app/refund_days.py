"""Which days of a season are given back, and how much of each: outages and unqualified days judged together. Pure.

菏泽市供热条例 (HZ): Art.44 gives back a part of each unqualified day by the reading, Art.45 the whole of the days of an
outage of more than 24 hours in a row, or of more than 7 days in all. A day counts once; where both hit it, the higher
percent wins. What the text leaves open is decided here, marked [P], and said as 本系统建议 in ``why``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from app.refund_bands import Band, judge
from app.room_days import DayJudged, DayState
from app.rules import CITY_TIME, Season

OUTAGE_ARTICLE = "菏泽市供热条例第四十五条"
BAND_ARTICLE = "菏泽市供热条例第四十四条"


class Cause(StrEnum):
    """Why a day is given back."""

    OUTAGE = "outage"
    READING = "reading"
    DEEMED = "deemed"  # counts as unqualified without a reading


@dataclass(frozen=True, slots=True)
class Stop:
    """An outage. ``ended_at`` None: it goes on. ``words`` say which: 片区事件 P20261201-01.

    ``key`` tells it from the others of a flat; one that is not ``counted`` was left out by whoever judges.
    """

    began_at: datetime
    ended_at: datetime | None
    words: str
    key: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class RefundRule:
    """The figures of the rule as they stand: data, kept by the administrator."""

    hours: int  # an outage of more hours in a row (HZ Art.45)
    days: int  # outages of more days in all (HZ Art.45)
    deemed_percent: int  # for a day that counts as failed without a reading [P]
    bands_on: Callable[[date], Sequence[Band]]


@dataclass(frozen=True, slots=True)
class RefundDay:
    """One day as it was judged. ``version``: of the bands, for a reading; ``also``: the rule that gives less."""

    day: date
    percent: int
    cause: Cause
    reading: Decimal | None
    why: str
    article: str
    mark: str  # V, or P where something the text leaves open decided
    version: int | None = None
    also: str = ""


def refund_days(
    rule: RefundRule, season: Season, stops: Iterable[Stop], judged: Iterable[DayJudged], seen_at: datetime
) -> tuple[RefundDay, ...]:
    """The days that are given back, in order; none outside of the season. The order of what is given plays no part."""
    found: dict[date, list[RefundDay]] = {}
    for one in (*outage_days(rule, season, stops, seen_at), *_cold_days(rule, season, judged)):
        found.setdefault(one.day, []).append(one)
    return tuple(_highest(found[day]) for day in sorted(found))


def outage_days(rule: RefundRule, season: Season, stops: Iterable[Stop], seen_at: datetime) -> tuple[RefundDay, ...]:
    """The days of outages that go beyond the rule (HZ Art.45); exactly 24 hours, and exactly 7 days, do not.

    Stops that overlap or touch are one. Every calendar day that an outage reaches into counts whole [P].
    """
    begin, end = midnight(season.starts_on), midnight(season.ends_on + timedelta(days=1))
    spans = _merged(stops, begin, min(end, seen_at))
    whole = sum((span.length for span in spans), timedelta())
    over_all = whole > timedelta(days=rule.days)
    made: dict[date, RefundDay] = {}
    for span in spans:
        over_once = span.length > timedelta(hours=rule.hours)
        if not (over_once or over_all):
            continue
        long = f"{span.words} {_short(span.began_at)} 至 {_short(span.ended_at)} 停热 {_length(span.length)}"
        why = (
            f"{long}，连续超过 {rule.hours} 小时"
            if over_once
            else f"{long}，当季累计 {_length(whole)}，超过 {rule.days} 天"
        )
        for day in _days(span.began_at, span.ended_at):
            partial = span.began_at > midnight(day) or span.ended_at < midnight(day + timedelta(days=1))
            tail = "；不足一天的日子按一天计，本系统建议" if partial else ""
            made.setdefault(
                day, RefundDay(day, 100, Cause.OUTAGE, None, why + tail, OUTAGE_ARTICLE, "P" if partial else "V")
            )
    return tuple(made[day] for day in sorted(made))


def midnight(day: date) -> datetime:
    """The beginning of a day in the city."""
    return datetime.combine(day, time(), CITY_TIME)


def by_percent(days: Iterable[RefundDay]) -> dict[int, int]:
    """How many days of each percent, the highest first."""
    counts: dict[int, int] = {}
    for one in days:
        counts[one.percent] = counts.get(one.percent, 0) + 1
    return dict(sorted(counts.items(), reverse=True))


@dataclass(frozen=True, slots=True)
class _Span:
    began_at: datetime
    ended_at: datetime
    words: str

    @property
    def length(self) -> timedelta:
        return self.ended_at - self.began_at


def _merged(stops: Iterable[Stop], begin: datetime, end: datetime) -> list[_Span]:
    """Stops within these bounds, those that overlap or touch as one."""
    cut = [
        _Span(max(stop.began_at, begin), min(stop.ended_at or end, end), stop.words)
        for stop in stops
        if stop.counted and max(stop.began_at, begin) < min(stop.ended_at or end, end)
    ]
    merged: list[_Span] = []
    for span in sorted(cut, key=lambda one: (one.began_at, one.ended_at, one.words)):
        last = merged[-1] if merged else None
        if last is None or span.began_at > last.ended_at:
            merged.append(span)
            continue
        words = last.words if span.words in last.words.split("、") else f"{last.words}、{span.words}"
        merged[-1] = _Span(last.began_at, max(last.ended_at, span.ended_at), words)
    return merged


def _cold_days(rule: RefundRule, season: Season, judged: Iterable[DayJudged]) -> Iterator[RefundDay]:
    for one in judged:
        if season.day_of(one.day) is None:
            continue
        if one.state is DayState.DEEMED_FAILED and one.reading is None:
            why = f"{one.why}；没有读数，退 {rule.deemed_percent}%，本系统建议"
            yield RefundDay(one.day, rule.deemed_percent, Cause.DEEMED, None, why, one.article, "P")
        elif one.state in (DayState.FAILED, DayState.DEEMED_FAILED) and one.reading is not None:
            found = judge(one.reading, rule.bands_on(one.day))
            if found.percent:
                on_edge = found.note if found.mark == "P" and _on_edge(one.reading, rule.bands_on(one.day)) else ""
                why = f"{one.why}；{found.words}{f'；{on_edge}' if on_edge else ''}"
                yield RefundDay(
                    one.day, found.percent, Cause.READING, one.reading, why, found.article, "P" if on_edge else "V",
                    found.version,
                )  # fmt: skip


def _on_edge(reading: Decimal, bands: Sequence[Band]) -> bool:
    return any(band.up_to == reading for band in bands)


def _highest(hits: list[RefundDay]) -> RefundDay:
    """The one that gives most; of those that give the same the outage. What else hit the day is said beside it."""
    rank = {Cause.OUTAGE: 0, Cause.READING: 1, Cause.DEEMED: 2}
    winner, *others = sorted(hits, key=lambda one: (-one.percent, rank[one.cause], one.reading or 0, one.why))
    loser = next((one for one in others if one.cause is not winner.cause), None)
    if loser is None:
        return winner
    words = {
        Cause.OUTAGE: f"停热（{OUTAGE_ARTICLE}）",
        Cause.READING: f"室温（{BAND_ARTICLE}）",
        Cause.DEEMED: "视为不合格",
    }
    return replace(winner, also=f"同日也符合{words[loser.cause]}，退 {loser.percent}%；一天只计一次，取高的")


def _days(begin: datetime, end: datetime) -> Iterator[date]:
    day = begin.astimezone(CITY_TIME).date()
    while midnight(day) < end:
        yield day
        day += timedelta(days=1)


def _short(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"


def _length(length: timedelta) -> str:
    """2 天 3 小时 5 分钟, without what is nothing."""
    hours, seconds = divmod(length.seconds, 3600)
    parts = ((length.days, "天"), (hours, "小时"), (seconds // 60, "分钟"))
    return " ".join(f"{many} {word}" for many, word in parts if many) or "不到 1 分钟"
