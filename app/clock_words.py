"""How a due time was reached, in words: which rule, from when, which hours counted, which holiday or pause did not."""

from datetime import datetime, timedelta

from app.clocks import ClockRun, working
from app.limits import Pressure, pressure, time_left, until_words
from app.moment_words import ending
from app.records import LimitUnit
from app.rules import CITY_TIME
from app.words import ACT_WORDS, CLOCK_WORDS, span_words
from app.working_days import Calendar, Segment

HOUSE = "内部要求，不是法定时限"
REPORTED = "据报道，未见原文"
PROPOSED = "本系统建议"
PROVISIONAL = "暂定：这一年的放假安排还没有公布，公布后重算"


def clock_lines(run: ClockRun, calendar: Calendar, now: datetime) -> list[str]:
    """One clock in lines: its state, rule, start, the stretches of time, and its end."""
    lines = [
        f"{CLOCK_WORDS[run.clock]}：{standing(run, now)}",
        f"依据：{basis(run)}",
        f"起算：{day_and_time(run.started_at)}（{ACT_WORDS[run.started_by]}），{unit_words(run)}",
        *("{} {}，{}".format(*segment_words(piece)) for piece in working(run, calendar)),
        f"到期：{until_words(run.due_at)}{provisional_words(run)}",
    ]
    if run.stopped_at is not None and run.stopped_by is not None:
        lines.append(f"停止：{day_and_time(run.stopped_at)}（{ACT_WORDS[run.stopped_by]}）")
    return lines


def standing(run: ClockRun, now: datetime) -> str:
    """Where the clock stands: 剩 0:18, 超 1:05, 已暂停, 按时（用 1 时 45 分）, 超时 21 分, 未经这一步."""
    if run.passed_over:
        return "未经这一步"
    if run.stopped_at is not None:
        if run.stopped_at <= run.due_at:
            return f"按时（用 {span_words(run.stopped_at - run.started_at)}）"
        return f"超时 {span_words(run.stopped_at - run.due_at)}"
    if now <= run.due_at and any(pause.start <= now < pause.end for pause in run.pauses):
        return "已暂停"
    left = time_left(run.due_at, now)
    return f"超 {left.lstrip('−')}" if pressure(run.due_at, now) is Pressure.OVER else f"剩 {left}"


def basis(run: ClockRun) -> str:
    """The rule and where it stands; what is no law says so."""
    limit = run.limit
    if run.is_house:
        return f"{limit.rule}（{HOUSE}）"
    return f"{limit.rule}（{limit.article}{mark_words(limit.mark)}）"


def mark_words(mark: str) -> str:
    """What is put behind an article whose text nobody read, or that does not say it; empty for others."""
    said = {"V-": REPORTED, "P": PROPOSED}.get(mark)
    return f"；{said}" if said else ""


def segment_words(piece: Segment) -> tuple[str, str, str]:
    """One stretch of time: 不计, 2-15 00:00 – 2-23 24:00（春节）, 9 天. Midnight ends a day, it begins none."""
    begun, ended = piece.start.astimezone(CITY_TIME), piece.end.astimezone(CITY_TIME)
    last, end = ending(ended) if begun < ended else (ended.date(), f"{ended:%H:%M}")
    if begun.date() != last:
        end = f"{last.month}-{last.day} {end}"
    why = f"（{piece.why}）" if piece.why else ""
    length = span_words(piece.end - piece.start + timedelta(seconds=30))
    return "计入" if piece.counted else "不计", f"{begun.month}-{begun.day} {begun:%H:%M} – {end}{why}", length


def provisional_words(run: ClockRun) -> str:
    """What is put behind a due time that may still move; empty for others."""
    return f"（{PROVISIONAL}）" if run.limit.provisional else ""


def day_and_time(at: datetime) -> str:
    """11月20日 17:17."""
    local = at.astimezone(CITY_TIME)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def unit_words(run: ClockRun) -> str:
    """How it is counted."""
    return "按工作日" if run.limit.unit is LimitUnit.WORKING_DAYS else "按小时，昼夜连续"
