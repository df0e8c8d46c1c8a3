"""The sections of the page 规则: what each lists, in which columns; read whole, for the rule book is small."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from app.calendar_tables import YearSource, special_days, year_source
from app.forms import bounds_words
from app.incident_groups import Threshold
from app.incident_thresholds import KIND_WORDS, list_thresholds
from app.limit_words import length_words
from app.records import Clock
from app.refund_bands import band_words, in_order
from app.relief_sums import Rate
from app.reliefs import rates
from app.review_records import ScoreItem
from app.rule_book import KINDS, RuleChange, history
from app.rule_history import subject
from app.rule_settings import SettingNow, list_settings
from app.rules import CITY_TIME, LimitRule, Rules
from app.score_sheets import list_items
from app.seat import Seat
from app.words import CLOCK_WORDS, URGENCY_WORDS
from ui.table_model import Column

MARK_WORDS = {"V": "见原文", "V-": "见报道", "P": "自定"}
DOOR_MARKS = {"V": "已核实", "V-": "见报道", "P": "待核实"}
SOURCE_WORDS = {YearSource.LOADED: "已导入", YearSource.PUBLISHED: "国务院已公布", YearSource.PROVISIONAL: "暂定"}
YEARS_AHEAD = 4
MOST_CHANGES = 500


class Section(StrEnum):
    """A section by the word on its chip."""

    LIMITS = "时限"
    CATEGORIES = "类别"
    FORMS = "登记表"
    SEASONS = "供暖季"
    CALENDAR = "日历"
    THRESHOLDS = "门槛"
    SETTINGS = "设置"
    DOORS = "转办"
    CLAIMS = "退费"
    SCORES = "评分"
    HISTORY = "记录"


@dataclass(frozen=True, slots=True)
class Book:
    """All of the rule book at one moment."""

    rules: Rules
    settings: tuple[SettingNow, ...]
    thresholds: tuple[Threshold, ...]
    rates: tuple[Rate, ...]  # of reliefs, the newest season first
    scores: tuple[ScoreItem, ...]  # the items of the score sheet, in their order
    changes: tuple[RuleChange, ...]  # newest first
    today: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its cells, what it is about, and the colour of what is abnormal: the whole line, or one cell."""

    key: Hashable
    cells: tuple[str, ...]
    subject: Any  # LimitRule, Category, FormField, Season, a year, Threshold, SettingNow, Authority, ScoreItem …
    colour: str | None = None
    cell: int | None = None


def read_book(seat: Seat) -> Book:
    """Read what is not in memory."""
    changes = history(seat, tuple(KINDS), MOST_CHANGES)
    return Book(
        seat.rules,
        tuple(list_settings(seat)),
        tuple(list_thresholds(seat)),
        tuple(rates(seat).values()),
        tuple(list_items(seat)),
        tuple(changes),
        seat.now().astimezone(CITY_TIME).date(),
    )


_COLUMNS: dict[Section, tuple[tuple[str, int], ...]] = {
    Section.LIMITS: (("步骤", 7), ("时长", 13), ("状态", 10), ("生效", 13), ("类别", 22), ("依据", 24)),
    Section.CATEGORIES: (("代码", 7), ("名称", 34), ("缓急", 8), ("问题", 8), ("先说的话", 24)),
    Section.FORMS: (("类别", 8), ("栏目", 14), ("填什么", 44), ("必填", 8), ("提示", 24)),
    Section.SEASONS: (("供暖季", 14), ("开始", 14), ("结束", 14), ("天数", 8), ("依据", 24)),
    Section.CALENDAR: (("年份", 10), ("来源", 18), ("放假", 10), ("补班", 10), ("说明", 24)),
    Section.THRESHOLDS: (("地点", 12), ("从几户起", 14), ("几户反映", 14), ("几分钟内", 14), ("依据", 30)),
    Section.SETTINGS: (("设置", 34), ("现值", 24), ("依据", 24)),
    Section.DOORS: (("单位", 32), ("电话", 22), ("核实", 10), ("事项", 24)),
    Section.CLAIMS: (("项目", 40), ("数值", 16), ("有效", 18), ("依据", 24)),
    Section.SCORES: (("评分项", 22), ("分值", 10), ("依据", 60)),
    Section.HISTORY: (("时间", 14), ("谁", 14), ("改了什么", 32), ("依据", 24)),
}


def columns(section: Section) -> list[Column[Entry]]:
    """The columns of a section."""
    return [
        Column(
            title=title, text=partial(_cell, at), width=width, colour=partial(_colour, at), strong=partial(_strong, at)
        )
        for at, (title, width) in enumerate(_COLUMNS[section])
    ]


def entries(section: Section, book: Book) -> list[Entry]:
    """The lines of a section, in their order."""
    return _LISTS[section](book)


def limit_state(rule: LimitRule, today: date) -> str:
    """生效中, 将生效 or 已停用."""
    if rule.valid_on(today):
        return "生效中"
    return "将生效" if today < rule.valid_from else "已停用"


def _cell(at: int, entry: Entry) -> str:
    return entry.cells[at]


def _colour(at: int, entry: Entry) -> str | None:
    return entry.colour if entry.cell in (None, at) else None


def _strong(at: int, entry: Entry) -> bool:
    return at == 0 and entry.colour != "muted"


def _limits(book: Book) -> list[Entry]:
    rank = {"生效中": 0, "将生效": 1, "已停用": 2}
    colours = {"将生效": "accent", "已停用": "muted"}
    found = []
    for rule in book.rules.limit_rules:
        state = limit_state(rule, book.today)
        cells = (
            CLOCK_WORDS[rule.clock], length_words(rule.minutes, rule.unit), state, str(rule.valid_from),
            "、".join(rule.categories), f"{rule.legal_name}（{MARK_WORDS[rule.mark]}）",
        )  # fmt: skip
        found.append((rank[state], list(Clock).index(rule.clock), Entry(rule.id, cells, rule, colours.get(state))))
    return [entry for *_, entry in sorted(found, key=lambda one: one[:2])]


def _categories(book: Book) -> list[Entry]:
    return [
        Entry(
            one.code, (one.code, one.name, URGENCY_WORDS[one.urgency], f"{len(one.questions)} 个", one.first_words), one
        )
        for one in book.rules.categories.values()
    ]


def _forms(book: Book) -> list[Entry]:
    codes = [code for code in book.rules.categories if code in book.rules.forms]
    return [
        Entry(
            (one.category, one.key), (code, one.label, bounds_words(one), "必填" if one.required else "", one.hint), one
        )
        for code in codes
        for one in book.rules.forms[code]
    ]


def _seasons(book: Book) -> list[Entry]:
    return [
        Entry(
            one.name,
            (one.name, str(one.starts_on), str(one.ends_on), f"{(one.ends_on - one.starts_on).days + 1}", one.note),
            one,
            "accent" if one.day_of(book.today) else "muted" if one.ends_on < book.today else None,
        )
        for one in sorted(book.rules.seasons, key=lambda one: one.starts_on, reverse=True)
    ]


def _years(book: Book) -> list[Entry]:
    first = book.today.year - 1
    loaded = {day.year for day in book.rules.calendar.loaded}
    found = []
    for year in sorted({*range(first, book.today.year + YEARS_AHEAD), *loaded}):
        source = year_source(book.rules, year)
        provisional = source is YearSource.PROVISIONAL
        days = special_days(book.rules, year)
        off = sum(not one.working for one in days)
        words = "只计周末和固定日期的节日，按它算出的时限是暂定的；公布后请导入" if provisional else ""
        cells = (f"{year} 年", SOURCE_WORDS[source], f"{off} 天", f"{len(days) - off} 天", words)
        found.append(Entry(year, cells, year, "warning" if provisional else None, 1))
    return found


def _thresholds(book: Book) -> list[Entry]:
    return [
        Entry(
            (one.kind, one.min_homes),
            (
                KIND_WORDS[one.kind], f"{one.min_homes} 户起", f"{one.calls} 户", f"{one.minutes} 分钟",
                "本系统建议，无法律依据",
            ),
            one,
        )
        for one in book.thresholds
    ]  # fmt: skip


def _settings(book: Book) -> list[Entry]:
    return [Entry(one.line.id, (one.line.name, one.words, one.basis), one) for one in book.settings]


def _doors(book: Book) -> list[Entry]:
    return [
        Entry(
            one.code,
            (
                f"{one.name}（紧急）" if one.emergency else one.name,
                "、".join(one.phones) or "待填",
                DOOR_MARKS.get(one.mark, one.mark),
                "、".join(one.matters),
            ),
            one,
            None if one.phones else "warning",
            1,
        )
        for one in book.rules.authorities.values()
    ]


def _claims(book: Book) -> list[Entry]:
    """The bands of refunds in force and to come, then the rates of reliefs by season."""
    found = []
    for version in sorted({one.version for one in book.rules.refund_bands}):
        bands = tuple(one for one in book.rules.refund_bands if one.version == version)
        colour = None if bands == book.rules.bands_on(book.today) else "muted"
        for one in in_order(bands):
            cells = (f"室温 {band_words(bands, one)}", f"退 {one.percent}%", f"{one.valid_from} 起", one.article)
            found.append((-version, Entry(("band", version, one.percent), cells, one, colour)))
    listed = [entry for _, entry in sorted(found, key=lambda pair: pair[0])]
    return listed + [
        Entry(
            ("rate", one.season),
            ("低保、三无减免", f"{one.rate} 元/平方米", f"{one.season} 供暖季", one.basis_words),
            one,
        )
        for one in book.rates
    ]


def _scores(book: Book) -> list[Entry]:
    return [Entry(one.code, (one.name, f"{one.weight} 分", one.basis), one) for one in book.scores]


def _changes(book: Book) -> list[Entry]:
    return [
        Entry(
            at,
            (f"{one.at.astimezone(CITY_TIME):%m-%d %H:%M}", one.person, subject(one), one.note),
            one,
        )
        for at, one in enumerate(book.changes)
    ]


_LISTS: dict[Section, Callable[[Book], list[Entry]]] = {
    Section.LIMITS: _limits,
    Section.CATEGORIES: _categories,
    Section.FORMS: _forms,
    Section.SEASONS: _seasons,
    Section.CALENDAR: _years,
    Section.THRESHOLDS: _thresholds,
    Section.SETTINGS: _settings,
    Section.DOORS: _doors,
    Section.CLAIMS: _claims,
    Section.SCORES: _scores,
    Section.HISTORY: _changes,
}
