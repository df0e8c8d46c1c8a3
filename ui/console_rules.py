"""The console's words for the rule book: limits, seasons, categories, the working days of a year, and their history."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from app import rule_book
from app.calendar_tables import read_calendar, special_days
from app.directory_cells import read_day
from app.errors import BadInput
from app.limit_words import read_first
from app.moment_words import until_full
from app.records import Category, Clock, LimitUnit, Urgency
from app.recount import recount
from app.rule_book import KINDS
from app.rules import CITY_TIME, LimitRule
from app.words import CLOCK_WORDS, URGENCY_WORDS
from app.working_days import WORKING_DAY
from ui.console_directory import limits_words
from ui.console_json import moment
from ui.console_session import Json, session, show

calendar_words = typer.Typer(no_args_is_help=True)
season_words = typer.Typer(no_args_is_help=True)
category_words = typer.Typer(no_args_is_help=True)

Reason = Annotated[str, typer.Option("--reason", help="依据：文件、公告或决定；留在记录里。")]
Unit = Annotated[LimitUnit | None, typer.Option(help="hours 按小时，working_days 按工作日。")]


@limits_words.command("list", help="全部时限规则，含已停用和将生效的。")
def list_limits(context: typer.Context, as_json: Json = False) -> None:
    """List limits."""
    with session(context).seat() as seat:
        rules = seat.rules.limit_rules
    show(as_json, {"limits": [limit_record(one) for one in rules]}, [limit_line(one) for one in rules])


@limits_words.command("set", help="改一条时限，从明天或以后某天起；旧的留着，已受理的不变。")
def set_limit(
    context: typer.Context,
    rule: Annotated[int, typer.Argument(metavar="ID", help="limits list 里的编号。")],
    reason: Reason,
    valid_from: Annotated[str, typer.Option("--from", metavar="DATE", help="从哪天起。")],
    length: Annotated[int, typer.Option(min=1, help="多长：按小时计时为分钟数，按工作日计时为天数。")],
    unit: Unit = None,
    words: Annotated[str, typer.Option(help="怎样说；缺省照新的长度写。")] = "",
    basis: Annotated[str, typer.Option(help="依据的名称，如 某某条例第几条；缺省照旧。")] = "",
    first: Annotated[str, typer.Option(help="供暖季前几日另有的时限，如 “10 日 5 小时”；改长度而不写就没有了。")] = "",
    as_json: Json = False,
) -> None:
    """Replace a limit."""
    with session(context).seat() as seat:
        old = next((one for one in seat.rules.limit_rules if one.id == rule), None)
        minutes = _minutes(length, unit or (old.unit if old else LimitUnit.HOURS))
        early = read_first(first) if first.strip() else None
        made = rule_book.change_limit(seat, rule, _day(valid_from, "from"), reason, minutes, unit, words, basis, early)
    show(as_json, limit_record(made), [limit_line(made)])


@limits_words.command("add", help="给还没有时限的一步加一条；标记 P 的只在内部提醒，不印在派单上。")
def add_limit(
    context: typer.Context,
    clock: Annotated[Clock, typer.Option(help="哪一步。")],
    categories: Annotated[str, typer.Option(help="类别代码，用逗号分隔。")],
    length: Annotated[int, typer.Option(min=1, help="多长：按小时计时为分钟数，按工作日计时为天数。")],
    valid_from: Annotated[str, typer.Option("--from", metavar="DATE", help="从哪天起。")],
    basis: Annotated[str, typer.Option(help="依据的名称，如 某某条例第几条，或 内部要求。")],
    reason: Reason,
    mark: Annotated[str, typer.Option(help="V 见原文，V- 见报道，P 自定。")] = "P",
    unit: Unit = None,
    as_json: Json = False,
) -> None:
    """Add a limit."""
    codes = [code for code in categories.replace("，", ",").split(",") if code.strip()]
    counted = unit or LimitUnit.HOURS
    with session(context).seat() as seat:
        made = rule_book.add_limit(
            seat, clock, codes, _minutes(length, counted), _day(valid_from, "from"), basis, reason, counted, mark
        )
    show(as_json, limit_record(made), [limit_line(made)])


@limits_words.command("history", help="规则的修改记录：时限、供暖季、类别、工作日历。")
def history_word(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="limit、season、category、calendar；缺省全部。")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多几条。")] = 50,
    as_json: Json = False,
) -> None:
    """Show what was changed."""
    if kind and kind not in KINDS:
        raise BadInput(f"没有“{kind}”，可用：{'、'.join(KINDS)}。", field="kind")
    with session(context).seat() as seat:
        found = rule_book.history(seat, [kind] if kind else tuple(KINDS), limit)
    records = [
        {
            "at": moment(one.at),
            "person": one.person,
            "kind": one.kind,
            "name": one.name,
            "reason": one.note,
            "before": one.before,
            "after": one.after,
        }
        for one in found
    ]
    lines = [
        f"{one.at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}  {one.person}  {KINDS[one.kind]} {one.name}：{one.note}"
        for one in found
    ]
    show(as_json, {"changes": records}, lines or ["还没有修改过。"])


@season_words.command("list", help="登记的供暖季。")
def list_seasons(context: typer.Context, as_json: Json = False) -> None:
    """List seasons."""
    with session(context).seat() as seat:
        seasons = seat.rules.seasons
    show(
        as_json,
        {
            "seasons": [
                {"name": one.name, "starts_on": moment(one.starts_on), "ends_on": moment(one.ends_on), "note": one.note}
                for one in seasons
            ]
        },
        [f"{one.name}  {one.starts_on} – {one.ends_on}  {one.note}" for one in seasons],
    )


@season_words.command("set", help="登记或改一个供暖季的起止日期（市政府公告）。")
def set_season(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="如 2026-2027。")],
    starts_on: Annotated[str, typer.Option("--from", metavar="DATE", help="第一天。")],
    ends_on: Annotated[str, typer.Option("--to", metavar="DATE", help="最后一天（含）。")],
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Enter the dates of a season."""
    with session(context).seat() as seat:
        first, last = _day(starts_on, "from"), _day(ends_on, "to")
        rule_book.set_season(seat, name, first, last, reason)
    record = {"name": name, "starts_on": moment(first), "ends_on": moment(last)}
    show(as_json, record, [f"{name} 供暖季：{first} – {last}"])


@category_words.command("list", help="全部类别：代码、名称、缓急、先问的问题和先说的话。")
def list_categories(context: typer.Context, as_json: Json = False) -> None:
    """List categories."""
    with session(context).seat() as seat:
        found = list(seat.rules.categories.values())
    show(as_json, {"categories": [category_record(one) for one in found]}, [category_line(one) for one in found])


@category_words.command("set", help="改类别的名称、缓急、先问的问题和先说的话。")
def set_category(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="类别代码 A1–D4。")],
    reason: Reason,
    name: Annotated[str, typer.Option(help="名称。")] = "",
    urgency: Annotated[Urgency | None, typer.Option(help="缓急。")] = None,
    question: Annotated[list[str] | None, typer.Option(help="先问的问题，可写多个；写了就全部换掉。")] = None,
    first_words: Annotated[str | None, typer.Option(help="先对诉求人说的话。")] = None,
    as_json: Json = False,
) -> None:
    """Change a category."""
    with session(context).seat() as seat:
        rule_book.set_category(seat, code, reason, name, urgency, question, first_words)
        made = seat.rules.category(code)
    show(as_json, category_record(made), [category_line(made)])


@calendar_words.command("load", help="从 .xlsx 或 .csv 导入一年的放假安排：日期、班或休、名称。")
def load_word(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="要导入的文件。")],
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Load the arrangement of a year."""
    with session(context).seat() as seat:
        days = read_calendar(file)
        count = rule_book.load_calendar(seat, days, reason)
    years = sorted({one.day.year for one in days})
    said = "、".join(str(year) for year in years)
    show(as_json, {"days": count, "years": years}, [f"已导入 {said} 年共 {count} 天，请班长运行 calendar recount。"])


@calendar_words.command("show", help="一年里与平常周不同的日子，和它们从哪里来。")
def show_word(
    context: typer.Context,
    year: Annotated[int, typer.Argument(min=2004, max=2100, metavar="YEAR", help="哪一年，如 2027。")],
    as_json: Json = False,
) -> None:
    """Show the special days of a year."""
    with session(context).seat() as seat:
        days = special_days(seat.rules, year)
        known = seat.rules.calendar.knows(year)
    record = {
        "year": year,
        "known": known,
        "days": [{"day": moment(one.day), "working": one.working, "name": one.name} for one in days],
    }
    lines = [f"{one.day}  {'班' if one.working else '休'}  {one.name}" for one in days]
    if not known:
        lines.append(f"{year} 年的放假安排还没有公布或导入：只计周末和固定日期的节日，算出的时限是暂定的。")
    show(as_json, record, lines)


@calendar_words.command("recount", help="年度安排导入后，重算暂定的时限；每件留一条记录。")
def recount_word(context: typer.Context, as_json: Json = False) -> None:
    """Count provisional due times anew."""
    with session(context).seat() as seat:
        done = recount(seat)
    show(
        as_json,
        {"complaints": [{"number": one.number, "due_at": moment(one.due_at)} for one in done]},
        [f"{one.number}  {until_full(one.due_at)}" for one in done] or ["没有要重算的时限。"],
    )


def category_record(category: Category) -> dict[str, Any]:
    """A category for ``--json``."""
    return {
        "code": category.code,
        "name": category.name,
        "urgency": category.urgency,
        "questions": list(category.questions),
        "first_words": category.first_words,
        "secret": category.secret,
        "answer_at_once": category.answer_at_once,
    }


def category_line(category: Category) -> str:
    """A category for people."""
    return f"{category.code} {category.name}（{URGENCY_WORDS[category.urgency]}）"


def limit_record(rule: LimitRule) -> dict[str, Any]:
    """A limit for ``--json``."""
    return {
        "id": rule.id,
        "clock": rule.clock,
        "categories": list(rule.categories),
        "minutes": rule.minutes,
        "unit": rule.unit,
        "first_days": rule.first_days,
        "first_days_minutes": rule.first_days_minutes,
        "article": rule.legal_name,
        "words": rule.words,
        "mark": rule.mark,
        "house": rule.is_house,
        "valid_from": moment(rule.valid_from),
        "valid_until": moment(rule.valid_until),
    }


def limit_line(rule: LimitRule) -> str:
    """A limit for people."""
    until = f" – {rule.valid_until}" if rule.valid_until else " 起"
    codes = "、".join(rule.categories)
    return (
        f"{rule.id:>3}  {CLOCK_WORDS[rule.clock]}  {rule.words}  {rule.legal_name}  {rule.valid_from}{until}  {codes}"
    )


def _minutes(length: int, unit: LimitUnit) -> int:
    return length * WORKING_DAY if unit is LimitUnit.WORKING_DAYS else length


def _day(text: str, field: str) -> date:
    try:
        return read_day(text)
    except BadInput as error:
        raise BadInput(error.sentence, field=field) from None
