"""A year's arrangement of holidays as a file (.xlsx or .csv): 日期, 班或休, 名称; only what differs from the week."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.directory_cells import half_width, read_day
from app.errors import BadInput
from app.rules import Rules
from app.workbooks import Row, read_book

WORKS = {"班": True, "上班": True, "补班": True, "调休上班": True, "休": False, "放假": False, "休息": False}
EARLIEST, LATEST = 2004, 2100


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day that differs from the week."""

    day: date
    working: bool
    name: str


def read_calendar(path: Path) -> list[CalendarDay]:
    """The days of a file, in order. Errors: BadInput(field="file") naming each row that can't be read."""
    days: dict[date, CalendarDay] = {}
    wrong: list[str] = []
    for sheet in read_book(path).sheets:
        for row in sheet.rows:
            if row.whole_line or row.cell(0).strip() in ("日期", "day"):
                continue
            try:
                one = _day(row)
                if one.day in days:
                    raise BadInput(f"{one.day} 出现了两次")
                days[one.day] = one
            except BadInput as error:
                wrong.append(f"第 {row.number} 行：{error.sentence}")
    if wrong:
        raise BadInput("日历文件有读不懂的行，什么也没有导入：\n" + "\n".join(wrong[:20]), field="file")
    return sorted(days.values(), key=lambda one: one.day)


class YearSource(StrEnum):
    """Where the arrangement of a year comes from."""

    LOADED = "loaded"  # by the administrator
    PUBLISHED = "published"  # with the program, as the State Council had it
    PROVISIONAL = "provisional"  # not known yet: weekends and fixed holidays only


def year_source(rules: Rules, year: int) -> YearSource:
    """Where the days of this year come from."""
    if any(day.year == year for day in rules.calendar.loaded):
        return YearSource.LOADED
    return YearSource.PUBLISHED if rules.calendar.knows(year) else YearSource.PROVISIONAL


def special_days(rules: Rules, year: int) -> list[CalendarDay]:
    """The days of a year that differ from the week, as they are counted now."""
    first = date(year, 1, 1).toordinal()
    found = []
    for ordinal in range(first, date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        known = rules.calendar.day(day)
        if known.working != (day.weekday() < 5) or (known.name and not known.name.startswith("周")):
            found.append(CalendarDay(day, known.working, known.name))
    return found


def _day(row: Row) -> CalendarDay:
    day = read_day(row.cell(0).strip())
    if not EARLIEST <= day.year <= LATEST:
        raise BadInput(f"年份 {day.year} 不在 {EARLIEST}–{LATEST} 之间")
    said = half_width(row.cell(1)).strip()
    if said not in WORKS:
        raise BadInput(f"“{said}”看不懂，请写 班 或 休")
    name = row.cell(2).strip()
    if not name or len(name) > 60:
        raise BadInput("第三列要写节日名称，最多 60 字")
    return CalendarDay(day, WORKS[said], name)
