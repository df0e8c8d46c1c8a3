"""The console's words for figures: days, a season, the tops, two seasons side by side, frozen months, exports."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app import statistics
from app.complaint_exports import export_complaints
from app.errors import BadInput
from app.figure_reports import Sections, draw_report, scope_words, write_report
from app.figures import DIMENSION_WORDS, MEASURE_WORDS, Dimension, Figures, Line, Measure, Ratio, Scope
from app.frozen_months import FrozenMonth, corrections, freeze, read_frozen
from app.places import find_company
from app.rules import CITY_TIME, Season
from app.seat import Seat
from app.whole_files import put_file
from ui.console_json import Record, moment
from ui.console_session import Json, session, show
from ui.shift_lines import read_day

_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")

statistics_words = typer.Typer(no_args_is_help=True)

By = Annotated[Dimension, typer.Option("--by", help="、".join(f"{one} {DIMENSION_WORDS[one]}" for one in Dimension))]
Company = Annotated[str, typer.Option(help="只算这一家：简称或全称。")]
Out = Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="写成 .xlsx 或 .pdf。")]
From = Annotated[str, typer.Option("--from", metavar="DATE", help="第一天，缺省是今天。")]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="最后一天，含当天。")]
_SHOWN = (Measure.TAKEN, Measure.DISPATCHED, Measure.REPORTED, Measure.RETURNS, Measure.REOPENED)


@statistics_words.command("day", help="一天的统计，或 --from、--to 之间的；缺省是今天、合计。")
def day_word(
    context: typer.Context,
    first: From = "",
    last: To = "",
    by: By = Dimension.TOTAL,
    company: Company = "",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Figures of some days."""
    with session(context).seat() as seat:
        begins = read_day(seat, first, "from") if first else _today(seat)
        scope = Scope(begins, read_day(seat, last, "to") if last else begins, company=_company(seat, company))
        _answer(seat, scope, by, out, as_json)


@statistics_words.command("season", help="一个供暖季的统计；缺省是现在或最近的一季。")
def season_word(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="SEASON", help="如 2026-2027。")] = "",
    by: By = Dimension.COMPANY,
    company: Company = "",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Figures of a season."""
    with session(context).seat() as seat:
        found = statistics.season_scope(_season(seat, name))
        _answer(seat, Scope(found.first, found.last, company=_company(seat, company)), by, out, as_json)


@statistics_words.command("top", help="每千户受理最多的小区或换热站；缺省是本供暖季的小区。")
def top_word(
    context: typer.Context,
    by: By = Dimension.COMMUNITY,
    first: From = "",
    last: To = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多几行。")] = 20,
    as_json: Json = False,
) -> None:
    """The most complaints per 1,000 homes."""
    with session(context).seat() as seat:
        season = statistics.season_scope(_season(seat, ""))
        begins = read_day(seat, first, "from") if first else season.first
        scope = Scope(begins, read_day(seat, last, "to") if last else max(begins, season.last))
        found = statistics.top(seat, scope, by, limit)
    record = {**_scope_record(scope), "by": by, "lines": [_line_record(line) for line in found]}
    show(as_json, record, [_top_line(line) for line in found] or ["没有受理。"])


@statistics_words.command("compare", help="两个供暖季按供暖第几天对比受理量。")
def compare_word(
    context: typer.Context,
    now: Annotated[str, typer.Argument(metavar="SEASON", help="如 2026-2027。")],
    then: Annotated[str, typer.Argument(metavar="SEASON", help="如 2025-2026。")],
    as_json: Json = False,
) -> None:
    """Two seasons by day of heating."""
    with session(context).seat() as seat:
        found = statistics.seasons(seat, _season(seat, now), _season(seat, then))
    record = [
        {"day": one.number, "now": one.now and one.now.record, "then": one.then and one.then.record} for one in found
    ]
    lines = [f"第 {one.number} 天  {_taken(one.now)}  {_taken(one.then)}" for one in found if one.now or one.then]
    show(as_json, record, [f"供暖日  {now}  {then}", *lines])


@statistics_words.command("freeze", help="把已过完的一个月定稿（班长）。")
def freeze_word(
    context: typer.Context,
    month: Annotated[str, typer.Argument(metavar="MONTH", help="如 2026-11。")],
    note: Annotated[str, typer.Option(help="说明。")] = "",
    as_json: Json = False,
) -> None:
    """Freeze a month."""
    with session(context).seat() as seat:
        made = freeze(seat, _month(month), note)
    show(as_json, _month_record(made), [f"{month} 的统计已定稿，规则版本 {made.rule_version}。"])


@statistics_words.command("month", help="定稿的月报和之后的更正。")
def month_word(
    context: typer.Context,
    month: Annotated[str, typer.Argument(metavar="MONTH", help="如 2026-11。")],
    out: Out = None,
    as_json: Json = False,
) -> None:
    """A frozen month with its corrections."""
    with session(context).seat() as seat:
        found = read_frozen(seat, _month(month))
        if found is None:
            raise BadInput(f"{month} 还没有定稿。", field="month")
        changed = corrections(seat, found)
    if out is not None:
        _write(out, found.lines, found.scope, f"定稿于 {moment(found.frozen_at)}，规则版本 {found.rule_version}")
    record = {
        **_month_record(found),
        "lines": {by: [_line_record(line) for line in lines] for by, lines in found.lines.items()},
        "corrections": [
            {"by": c.by, "key": c.key, "name": c.name, "measure": c.measure, "frozen": c.frozen, "now": c.now}
            for c in changed
        ],
    }
    lines = [_text_line(line) for line in found.lines[Dimension.COMPANY]]
    lines += [f"更正  {c.name}  {MEASURE_WORDS[c.measure]}  {c.frozen} → {c.now}" for c in changed]
    show(as_json, record, lines)


@statistics_words.command("export", help="导出诉求清单为 .xlsx；缺省电话打码，写明 --reason 才给全号；每次都记入审计。")
def export_word(
    context: typer.Context,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="写到哪里。")],
    first: From = "",
    last: To = "",
    measure: Annotated[Measure, typer.Option(help="哪个数背后的诉求。")] = Measure.TAKEN,
    company: Company = "",
    reason: Annotated[str, typer.Option(help="为什么需要完整的电话号码。")] = "",
    as_json: Json = False,
) -> None:
    """Take a list along."""
    with session(context).seat() as seat:
        begins = read_day(seat, first, "from") if first else _today(seat)
        scope = Scope(begins, read_day(seat, last, "to") if last else begins, company=_company(seat, company))
        many = export_complaints(seat, out, scope, measure, reason)
    show(as_json, {"file": str(out), "rows": many}, [f"{out}：{many} 件。"])


def _answer(seat: Seat, scope: Scope, by: Dimension, out: Path | None, as_json: bool) -> None:
    found = statistics.lines(seat, scope, by)
    if out is not None:
        _write(out, {by: found}, scope, "")
    record = {**_scope_record(scope), "by": by, "lines": [_line_record(line) for line in found]}
    show(as_json, record, [scope_words(scope), *map(_text_line, found)])


def _write(out: Path, sections: Sections, scope: Scope, note: str) -> None:
    if out.suffix.lower() == ".pdf":
        put_file(out, draw_report(sections, scope, note=note))
    elif out.suffix.lower() == ".xlsx":
        write_report(out, sections)
    else:
        raise BadInput("文件名要以 .xlsx 或 .pdf 结尾。", field="out")


def _today(seat: Seat) -> date:
    return seat.now().astimezone(CITY_TIME).date()


def _month(text: str) -> date:
    """The first day of a month: 2026-11, 2026年11月. Errors: BadInput(field="month")."""
    found = _MONTH.fullmatch("".join(text.split()))
    if found is None or not 1 <= int(found[2]) <= 12:
        raise BadInput(f"月份“{text}”看不懂，请写成 2026-11 的样子。", field="month")
    return date(int(found[1]), int(found[2]), 1)


def _company(seat: Seat, name: str) -> int | None:
    return find_company(seat.directory, name).id if name else None


def _season(seat: Seat, name: str) -> Season:
    known = seat.rules.seasons
    begun = [one for one in known if one.starts_on <= _today(seat)] or list(known)
    found = next((one for one in known if one.name == name.strip()), None) if name else begun[-1]
    if found is None:
        raise BadInput(f"没有供暖季“{name}”，可用：{'、'.join(one.name for one in known)}。", field="season")
    return found


def _scope_record(scope: Scope) -> Record:
    return {"from": scope.first.isoformat(), "to": scope.last.isoformat(), "only": scope.only}


def _month_record(month: FrozenMonth) -> Record:
    return {
        "month": f"{month.month:%Y-%m}",
        "rule_version": month.rule_version,
        "frozen_at": moment(month.frozen_at),
        "frozen_by": month.frozen_by,
        "note": month.note,
    }


def _line_record(line: Line) -> Record:
    shares = {one: line.figures.share(one) for one in Ratio}
    record: Record = {"key": line.key, "name": line.name, **line.figures.record}
    record["rates"] = {
        one.name.lower(): {"part": s.part, "whole": s.whole, "rate": s.rate} for one, s in shares.items()
    }
    return record | ({"homes": line.homes, "per_thousand": line.per_thousand} if line.homes else {})


def _text_line(line: Line) -> str:
    counts = "  ".join(f"{MEASURE_WORDS[one]} {line.figures[one]}" for one in _SHOWN)
    rates = ((one, line.figures.share(one).rate) for one in Ratio)
    return f"{line.name}  {counts}  " + "  ".join(f"{one} {rate:.1%}" for one, rate in rates if rate is not None)


def _top_line(line: Line) -> str:
    rate = "户数未登记" if line.per_thousand is None else f"每千户 {line.per_thousand:.1f}"
    return f"{line.name}  {rate}  受理 {line.figures[Measure.TAKEN]}"


def _taken(figures: Figures | None) -> str:
    return "–" if figures is None else str(figures[Measure.TAKEN])
