"""The administrator's keeping of the rules: limits, seasons, categories and the working days of a year.

Nothing is overwritten without trace: a limit is replaced by a new row from a later day on, and every change of the
others leaves both states in the chain of events ``rules``. Complaints keep what they were born with.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.calendar_tables import CalendarDay
from app.errors import BadInput, NotAllowed
from app.limit_words import length_words
from app.records import Clock, LimitUnit, Role, Urgency
from app.rules import CITY_TIME, LimitRule, Rules
from app.seat import Seat
from app.typed_words import line, paragraph
from app.working_days import WORKING_DAY, Calendar
from db import rule_book

KINDS = {
    "limit": "时限",
    "season": "供暖季",
    "category": "类别",
    "calendar": "工作日历",
    "incident_threshold": "片区事件门槛",
    "setting": "设置",
    "authority": "转办单位",
    "form_field": "登记表",
    "refund_band": "退费档次",
    "relief_rate": "减免标准",
    "score_item": "评分项",
}
"""What the rule book keeps, by the act of its events."""
LONGEST_LIMIT = 366 * WORKING_DAY
LONGEST_SEASON = 200
NO_FIRST = {"first_days": None, "first_days_minutes": None}
_SEASON = re.compile(r"(20\d\d)-(20\d\d)")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One entry of the rule book's history; ``before`` is None for what was added."""

    at: datetime
    person: str
    kind: str  # a key of KINDS
    name: str
    note: str
    before: Any
    after: Any


def change_limit(
    seat: Seat,
    rule_id: int,
    valid_from: date,
    reason: str,
    minutes: int | None = None,
    unit: LimitUnit | None = None,
    words: str = "",
    basis: str = "",
    first: tuple[int, int] | None = None,
) -> LimitRule:
    """Replace a limit from a later day on; what was taken down before that day keeps the old one.

    ``minutes``: of working days 1440 each. ``basis``: the article that says so now. ``first``: days and minutes of the
    beginning of the season (HZ Art.41), (0, 0): none any more; None: as it is, unless the length changes.
    Errors: BadInput(field="limit", "minutes", "first", "valid_from", "reason").
    """
    _administrator_only(seat)
    old = next((one for one in seat.rules.limit_rules if one.id == rule_id), None)
    if old is None:
        raise BadInput(f"没有编号为 {rule_id} 的时限。", field="limit")
    changes: dict[str, Any] = {"valid_from": _later(seat, valid_from), "valid_until": None}
    changes["unit"] = unit = unit or old.unit
    changes["minutes"] = length = _minutes(minutes if minutes is not None else old.minutes, unit)
    changes["categories"] = _still_held(seat.rules, old, valid_from)
    days, early = first or ((old.first_days or 0, old.first_days_minutes or 0) if length == old.minutes else (0, 0))
    if days and (unit is LimitUnit.WORKING_DAYS or not 0 < days <= LONGEST_SEASON or not 0 < early <= LONGEST_LIMIT):
        raise BadInput("供暖季前几日的时限写成 10 日 5 小时 的样子；按工作日计的没有。", field="first")
    changes |= {"first_days": days, "first_days_minutes": early} if days else NO_FIRST
    if basis.strip():
        article = line(basis, "basis", "依据", 200)
        changes |= {"legal_name": article, "short_article": article} if article != old.legal_name else {}
    if words:
        changes["words"] = line(words, "words", "时限的说法", 200)
    elif (length, unit, days, early) != (old.minutes, old.unit, old.first_days or 0, old.first_days_minutes or 0):
        said = f"供暖季前 {days} 日 {length_words(early, unit)}，其余 " if days else ""
        changes["words"] = f"{old.words.split('：')[0]}：{said}{length_words(length, unit)}"
    return _put(seat, rule_id, changes, reason)


def add_limit(
    seat: Seat,
    clock: Clock,
    categories: Sequence[str],
    minutes: int,
    valid_from: date,
    legal_name: str,
    reason: str,
    unit: LimitUnit = LimitUnit.HOURS,
    mark: str = "P",
    words: str = "",
) -> LimitRule:
    """Add a limit for a clock that has none. ``mark``: V read in the text, V- in a report only, P our own."""
    _administrator_only(seat)
    if mark not in ("V", "V-", "P"):
        raise BadInput("依据标记只有 V（见原文）、V-（见报道）、P（自定）。", field="mark")
    if not categories:
        raise BadInput("请填写类别代码，如 B1 B2。", field="category")
    if clock is Clock.CALL_BACK and mark != "P":  # it starts with the report, so no complaint is born with it
        raise BadInput("回访时限只能自定（P）。", field="mark")
    basis = line(legal_name, "legal_name", "依据", 200, required=True)
    starts = {Clock.ANSWER: "take", Clock.TEST: "take", Clock.CALL_BACK: "report"}
    return _put(
        seat,
        None,
        {
            "clock": clock,
            "categories": [seat.rules.category(code).code for code in categories],
            "minutes": _minutes(minutes, unit),
            "unit": unit,
            "counts_from": starts.get(clock, "dispatch"),
            "legal_name": basis,
            "short_article": basis,
            "words": line(words, "words", "时限的说法", 200) or f"{basis}：{length_words(minutes, unit)}",
            "mark": mark,
            "valid_from": _later(seat, valid_from),
        },
        reason,
    )


def set_season(seat: Seat, name: str, starts_on: date, ends_on: date, reason: str) -> None:
    """Enter a season (2027-2028) or its new dates, as the city announced them (HZ Art.20).

    Errors: BadInput(field="name", "ends_on", "reason").
    """
    _administrator_only(seat)
    years = _SEASON.fullmatch(name.strip())
    if years is None or int(years[2]) != int(years[1]) + 1:
        raise BadInput(f"供暖季写作 2026-2027 的样子，不是“{name}”。", field="name")
    if not (starts_on < ends_on and starts_on.year == int(years[1]) and ends_on.year == int(years[2])):
        raise BadInput(f"{name} 供暖季应从 {years[1]} 年开始，到 {years[2]} 年结束。", field="ends_on")
    for other in seat.rules.seasons:
        if other.name != name.strip() and starts_on <= other.ends_on and other.starts_on <= ends_on:
            raise BadInput(f"与 {other.name} 供暖季的日期重叠。", field="ends_on")
    said = _reason(reason)
    seat.do(lambda db, _at: rule_book.season_put(db, name.strip(), starts_on, ends_on, said, said))
    seat.refresh()


def set_category(
    seat: Seat,
    code: str,
    reason: str,
    name: str = "",
    urgency: Urgency | None = None,
    questions: Sequence[str] | None = None,
    first_words: str | None = None,
) -> None:
    """Change what a category is called, how urgent it is, what is asked first and told at once; empty, None: as is."""
    _administrator_only(seat)
    category = seat.rules.category(code)
    changes: dict[str, Any] = {}
    if name:
        changes["name"] = line(name, "name", "类别名称", required=True)
    if urgency is not None:
        changes["urgency"] = urgency
    if questions is not None:
        changes["questions"] = [line(one, "questions", "先问的问题", 100, required=True) for one in questions]
    if first_words is not None:
        changes["first_words"] = line(first_words, "first_words", "先说的话", 400)
    if not changes:
        raise BadInput("没有要改的内容。", field="category")
    said = _reason(reason)
    seat.do(lambda db, _at: rule_book.category_put(db, category.code, changes, said))
    seat.refresh()


def load_calendar(seat: Seat, days: Sequence[CalendarDay], reason: str) -> int:
    """Enter the arrangement of one or several years in place of what was known of them. Returns how many days.

    Due times that were provisional are counted anew by ``recount`` (app/recount.py).
    Errors: BadInput(field="file", "reason").
    """
    _administrator_only(seat)
    if not days:
        raise BadInput("没有任何日期。", field="file")
    said, whole = _reason(reason), [*days, *_kept_days(seat.rules.calendar, days)]
    seat.do(lambda db, _at: rule_book.calendar_put(db, [asdict(one) for one in whole], said))
    seat.refresh()
    return len(days)


def history(seat: Seat, kinds: Sequence[str] = tuple(KINDS), limit: int = 100) -> list[RuleChange]:
    """What was changed in the rule book, newest first."""
    with seat.use() as connection:
        rows = rule_book.history(connection, kinds, limit)
    return [
        RuleChange(row["at"], row["person"], row["act"], row["name"], row["note"], row["before"], row["after"])
        for row in rows
    ]


def _kept_days(calendar: Calendar, days: Sequence[CalendarDay]) -> list[CalendarDay]:
    """What stays of a year of which the file has the last days alone: the notice for 2019 began with 2018-12-29.

    Errors: BadInput(field="file") where that year is not known yet: it would count as known by these days.
    """
    named, years = {one.day for one in days}, {one.day.year for one in days}
    kept: list[CalendarDay] = []
    for year in sorted(years):
        if year + 1 in years and all(day.month == 12 for day in named if day.year == year):
            if not calendar.knows(year):
                raise BadInput(f"文件里只有 {year} 年 12 月的几天：请先导入 {year} 年的安排。", field="file")
            kept += [
                CalendarDay(day, one.working, one.name)
                for day, one in calendar.loaded.items()
                if day.year == year and day not in named
            ]
    return kept


def _put(seat: Seat, replaces: int | None, changes: dict[str, Any], reason: str) -> LimitRule:
    said = _reason(reason)
    made = seat.do(lambda db, _at: rule_book.limit_put(db, replaces, changes, said))
    seat.refresh()
    return next(one for one in seat.rules.limit_rules if one.id == made)


def _still_held(rules: Rules, old: LimitRule, day: date) -> list[str]:
    """The categories that a limit still holds for on this day: what has a later one since is changed there."""
    later = [
        one
        for one in rules.limit_rules
        if one.clock is old.clock and one.only_when == old.only_when and one.id != old.id and one.valid_on(day)
        if (old.valid_from, old.id) < (one.valid_from, one.id) and one.valid_from < day
    ]
    held = [code for code in old.categories if not any(code in one.categories for one in later)]
    if not held:
        ids = "、".join(str(one.id) for one in later if set(one.categories) & set(old.categories))
        raise BadInput(f"那时已由编号 {ids} 的时限代替，请改那一条。", field="limit")
    return held


def _minutes(minutes: int, unit: LimitUnit) -> int:
    if minutes <= 0 or minutes > LONGEST_LIMIT:
        raise BadInput("时限要大于零，且不超过一年。", field="minutes")
    if unit is LimitUnit.WORKING_DAYS and minutes % WORKING_DAY:
        raise BadInput("按工作日计的时限要是整天。", field="minutes")
    return minutes


def _later(seat: Seat, day: date) -> date:
    if day <= seat.now().astimezone(CITY_TIME).date():
        raise BadInput("新时限最早从明天起生效：已受理的诉求不改时限。", field="valid_from")
    return day


def _reason(reason: str) -> str:
    return paragraph(reason, "reason", "修改依据", 400, required=True)


def _administrator_only(seat: Seat) -> None:
    if seat.person.role is not Role.ADMINISTRATOR:
        raise NotAllowed("只有系统管理员可以修改规则。")
