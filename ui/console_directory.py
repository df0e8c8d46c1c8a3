"""The console's words for the directory, phone numbers and limits."""

from pathlib import Path
from typing import Annotated

import typer

from app.clock_words import mark_words
from app.directory_exchange import export_directory, import_directory
from app.errors import BadInput
from app.forms import fields_of, parse_pairs, read_form
from app.limits import explain
from app.lookup import Lookup
from app.moment_words import until_full
from app.phones import read_phone
from app.places import find_company
from app.public_site import publish_directory
from app.records import Clock
from app.rules import CITY_TIME
from app.verification import list_unverified, write_unverified
from app.words import CLOCK_WORDS
from ui.console_json import community_record, explained_record
from ui.console_session import Json, read_moment, session, show

directory_words = typer.Typer(no_args_is_help=True)
phone_words = typer.Typer(no_args_is_help=True)
limits_words = typer.Typer(no_args_is_help=True)

AREA_CODE = "0530"
"""菏泽's, for ``phone explain`` without a seat; a seat brings the setting of its database."""


@directory_words.command("find", help="按名称、别名、地址、管理员、电话、拼音、首字母查小区。")
def find(
    context: typer.Context,
    words: Annotated[str, typer.Argument(help="要找的词。")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多几条。")] = 20,
    as_json: Json = False,
) -> None:
    """Look communities up."""
    with session(context).seat() as seat:
        hits = Lookup(seat.directory).find(words, limit)
        records = [{**community_record(seat, hit.community), "basis": hit.basis} for hit in hits]
    show(
        as_json,
        {"communities": records},
        [f"{one['name']}  {one['address']}  {one['company'] or '—'}  站 {one['station'] or '—'}" for one in records]
        or ["没有找到。"],
    )


@directory_words.command("import", help="从 .xlsx 或 .csv 导入名录；有一行读不懂就整个不导入。")
def import_word(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="要导入的文件。")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改什么。")] = False,
    as_json: Json = False,
) -> None:
    """Import a directory file."""
    with session(context).seat() as seat:
        result = import_directory(seat, file, dry_run)
    record = {
        "file": str(file),
        "dry_run": dry_run,
        "imported": not dry_run and not result.errors,
        "changes": [
            {"sheet": one.sheet, "row": one.row, "kind": one.kind, "words": one.words} for one in result.changes
        ],
        "unchanged": result.unchanged,
        "errors": [{"sheet": one.sheet, "row": one.row, "reason": one.reason} for one in result.errors],
    }
    lines = [f"{one.sheet} 第 {one.row} 行：{one.words}" for one in result.changes]
    lines.append(f"{'将改' if dry_run else '已改'} {len(result.changes)} 处，{result.unchanged} 处不变。")
    if result.errors:
        show(as_json, record, [])
        reasons = "\n".join(f"{one.sheet} 第 {one.row} 行：{one.reason}" for one in result.errors)
        raise BadInput(f"有 {len(result.errors)} 行读不懂，什么也没有导入：\n{reasons}", field="file")
    show(as_json, record, lines)


@directory_words.command("export", help="导出名录为 .xlsx，可原样导回。")
def export_word(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="写到这个文件。")], as_json: Json = False
) -> None:
    """Export the directory."""
    with session(context).seat() as seat:
        export_directory(seat, file)
        count = len(seat.directory.communities)
    show(as_json, {"file": str(file), "communities": count}, [f"{count} 个小区已写到 {file}"])


@directory_words.command("publish", help="把名录发布成静态网页：一个网页和一个 Excel，只含公开的内容。")
def publish_word(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的、空的或以前发布过的文件夹。")],
    stations: Annotated[bool, typer.Option("--stations", help="也写明换热站名称。")] = False,
    as_json: Json = False,
) -> None:
    """Publish the directory as a web page with its workbook."""
    with session(context).seat() as seat:
        done = publish_directory(seat, folder, stations)
    record = {
        "page": str(done.page),
        "book": str(done.book),
        "communities": done.communities,
        "managers": done.managers,
        "points": done.points,
        "points_left_out": done.points_left_out,
        "bytes": done.page_bytes,
        "as_of": done.as_of.isoformat(),
    }
    lines = [f"{done.communities} 个小区和单位、{done.managers} 名管理员已发布到 {done.page}"]
    if done.points_left_out:
        lines.append(f"{done.points_left_out} 个大厅和缴费渠道尚未核实，没有发布。")
    show(as_json, record, lines)


@directory_words.command("unverified", help="本供暖季还没有核实过号码的管理员；-o 写成可填核实日期、原样导回的 .xlsx。")
def unverified_word(
    context: typer.Context,
    company: Annotated[str, typer.Option(help="只看一家热力公司的小区；公司座席只看本公司。")] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="写到这个 .xlsx 文件。")] = None,
    as_json: Json = False,
) -> None:
    """List the managers whose number nobody has checked this season."""
    with session(context).seat() as seat:
        found = list_unverified(seat, find_company(seat.directory, company).id if company else None)
        if out is not None:
            write_unverified(seat, out, found)
        records = [
            {
                "id": one.manager.id,
                "community": one.community.name,
                "address": one.community.address,
                "company": one.company.short_name if one.company else None,
                "manager": one.manager.name,
                "phones": list(one.manager.phones),
                "verified_on": one.manager.verified_on.isoformat() if one.manager.verified_on else None,
            }
            for one in found
        ]
    lines = [
        f"{one['id']}  {one['verified_on'] or '从未核实  '}  {one['community']}  {one['manager']}"
        f"  {one['company'] or '—'}"
        for one in records
    ]
    summary = f"{len(records)} 名管理员的号码本季尚未核实" + (f"，已写到 {out}。" if out else "。")
    show(as_json, {"unverified": records, "file": str(out) if out else None}, [*lines, summary])


@phone_words.command("explain", help="一个号码是怎样识别的。")
def explain_phone(
    context: typer.Context, text: Annotated[str, typer.Argument(help="号码，照来电显示。")], as_json: Json = False
) -> None:
    """Explain a phone number; with --as, by the area code of the database."""
    area_code = AREA_CODE
    if session(context).login:
        with session(context).seat() as seat:
            area_code = seat.rules.area_code
    phone = read_phone(text, area_code)
    record = {
        "raw": phone.raw,
        "e164": phone.e164,
        "kind": phone.kind,
        "place": phone.place,
        "carrier": phone.carrier,
        "extension": phone.extension,
        "national": phone.national,
    }
    show(as_json, record, [f"{name}: {value}" for name, value in record.items()])


@limits_words.command("explain", help="某类诉求在某时受理的各项时限与依据。")
def explain_limits(
    context: typer.Context,
    category: Annotated[str, typer.Option(help="类别代码 A1–D4。")],
    at: Annotated[str, typer.Option(metavar="TIME", help="受理时间，ISO 8601；缺省为现在，无时区按北京时间。")] = "",
    form: Annotated[
        list[str] | None,
        typer.Option("--form", metavar="KEY=VALUE", help="登记表的一栏，可重复；只限某些事项的时限看它。"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain limits."""
    with session(context).seat() as seat:
        moment = read_moment(at, "at") if at else seat.now()
        code = seat.rules.category(category).code
        today = seat.now().astimezone(CITY_TIME).date()
        filled = read_form(seat.rules, code, parse_pairs(form or (), fields_of(seat.rules, code)), today)
        limits = explain(seat.rules, category, moment, filled)
        record = explained_record(seat, category, moment, limits)
    show(
        as_json,
        record,
        [
            f"{CLOCK_WORDS[Clock(one.clock)]}：{until_full(one.due_at)} 前{'（暂定）' if one.provisional else ''}"
            f"  {one.rule}  {one.article}{mark_words(one.mark)}"
            for one in limits
        ],
    )
