"""The console's words for the shift log: read it, search in it, take it out as a file, type into it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app import shift_log
from app.errors import BadInput
from app.log_book import write_log
from app.log_orders import LogOrder
from app.log_paper import draw_log
from app.log_words import mask_phones
from app.records import EntryKind
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_log import Entry, LogFilter, LogRow
from app.shift_records import Shift
from app.shift_words import ENTRY_WORDS
from app.whole_files import put_file
from ui.console_json import Record, moment
from ui.console_session import Json, session, show
from ui.shift_lines import find_shift, shift_record, team_of

entry_words = typer.Typer(no_args_is_help=True)

_KINDS = {str(kind): kind for kind in EntryKind}
_KIND_HELP = "、".join(f"{kind} {ENTRY_WORDS[kind]}" for kind in EntryKind)


def add_log_words(words: typer.Typer) -> None:
    """Add them to the words of shifts."""
    words.command("log", help="值班日志：一个班次的全部事件，可查找，可存为 PDF 或 Excel。")(log_word)
    words.add_typer(entry_words, name="entry", help="值班日志的记事：添加、更正（旧的一版仍在）。")


def log_word(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="班次开始的那一天，如 2026-11-20、11-20、昨天。")],
    slot: Annotated[str, typer.Option("--shift", metavar="N", help="当天第几班，或班名。")] = "1",
    company: Annotated[str, typer.Option(help="热力公司；缺省是热线。")] = "",
    words: Annotated[str, typer.Option("--words", help="查找：每个词都要出现。")] = "",
    number: Annotated[str, typer.Option("--complaint", metavar="NUMBER", help="只看这件诉求。")] = "",
    seat_number: Annotated[int | None, typer.Option("--seat", metavar="N", help="只看这个座席。")] = None,
    order: Annotated[LogOrder, typer.Option(help="PDF 的排列：time 时间、seat 座席、complaint 诉求。")] = LogOrder.TIME,
    out: Annotated[Path | None, typer.Option("-o", metavar="FILE", help="存为 .pdf 或 .xlsx。")] = None,
    phones: Annotated[bool, typer.Option("--phones", help="电话号码不遮盖，须写明原因。")] = False,
    reason: Annotated[str, typer.Option(help="为什么要带电话号码。")] = "",
    as_json: Json = False,
) -> None:
    """Read or take out a log."""
    if out is not None and out.suffix.lower() not in (".pdf", ".xlsx"):
        raise BadInput("文件名请以 .pdf 或 .xlsx 结尾。", field="file")
    if out is not None and not out.absolute().parent.is_dir():  # before it is put on the record that it was taken out
        raise BadInput(f"找不到文件夹“{out.parent}”。", field="file")
    with session(context).seat() as seat:
        team = team_of(seat, company)
        shift = find_shift(seat, day, slot, team)
        wanted = LogFilter(words, seat_number, None, number)
        if out is not None:
            shift_log.note_export(seat, shift, out.suffix[1:].lower(), phones=phones, reason=reason)
            many = _take_out(seat, shift, wanted, out, order, phones)
            show(
                as_json,
                {"shift": shift_record(seat, shift), "file": str(out), "rows": many},
                [f"{many} 条，已存为 {out}"],
            )
            return
        rows = [row for page in shift_log.whole_log(seat, shift, wanted) for row in page]
        record = {"shift": shift_record(seat, shift), "rows": [row_record(row) for row in rows]}
    show(as_json, record, [shift.words, *(row_line(row) for row in rows)])


def _take_out(seat: Seat, shift: Shift, wanted: LogFilter, out: Path, order: LogOrder, phones: bool) -> int:
    many = 0

    def say(done: int, whole: int = 0) -> None:
        if done % 50 == 0 or done == whole:
            typer.echo(f"第 {done} 页，共 {whole} 页" if whole else f"{done} 行", err=True)

    def counted() -> Iterator[list[LogRow]]:
        nonlocal many
        for page in shift_log.whole_log(seat, shift, wanted):
            many += len(page)
            yield page

    if out.suffix.lower() == ".xlsx":
        return write_log(out, counted(), seat.directory, phones=phones, progress=say)
    pdf = draw_log(shift, counted(), seat.directory, seat.now(), order, phones=phones, progress=say)
    put_file(out, pdf)
    return many


@entry_words.command("add", help=f"记一条。种类：{_KIND_HELP}；交班须知会写上交接班记录单。")
def add_word(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="内容。")],
    kind: Annotated[str, typer.Option("--kind", help=_KIND_HELP)] = EntryKind.OTHER,
    day: Annotated[str, typer.Option("--day", metavar="DATE", help="补记：班次开始的那一天；缺省是当前班次。")] = "",
    slot: Annotated[str, typer.Option("--shift", metavar="N", help="补记：当天第几班，或班名。")] = "1",
    as_json: Json = False,
) -> None:
    """Type into the log."""
    with session(context).seat() as seat:
        shift_id = find_shift(seat, day, slot, seat.person.company_id).id if day else None
        _print(shift_log.add_entry(seat, _kind(kind), text, shift_id), as_json)


@entry_words.command("amend", help="更正一条记事：写一个新版，旧的一版仍可查。")
def amend_word(
    context: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="记事的编号（--json 里的 entry）。")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="更正后的内容。")],
    kind: Annotated[str, typer.Option("--kind", help="种类；缺省不变。")] = "",
    as_json: Json = False,
) -> None:
    """Amend an entry."""
    try:
        known = UUID(entry_id)
    except ValueError:
        raise BadInput("没有这条记录。", field="entry") from None
    with session(context).seat() as seat:
        _print(shift_log.amend_entry(seat, known, text, _kind(kind) if kind else None), as_json)


def row_record(row: LogRow) -> Record:
    """A row of the log as JSON."""
    return {
        "id": row.id,
        "at": moment(row.at),
        "person": row.person,
        "seat": row.seat_number,
        "act": row.act,
        "act_words": row.act_words,
        "complaint": row.number or None,
        "place": row.place or None,
        "category": row.category or None,
        "entry": str(row.entry_id) if row.entry_id else None,
        "subject": mask_phones(row.subject),
        "words": mask_phones(row.words),
    }


def row_line(row: LogRow) -> str:
    """A row of the log in one line."""
    seat = f"{row.seat_number} 号" if row.seat_number else "—"
    said = " ".join(mask_phones(row.words).split())
    return (
        f"{row.at.astimezone(CITY_TIME):%m-%d %H:%M:%S}  {seat}  {row.person}  {row.act_words}  {row.subject}  {said}"
    )


def _kind(word: str) -> EntryKind:
    found = _KINDS.get(word) or next((kind for kind, words in ENTRY_WORDS.items() if words == word), None)
    if found is None:
        raise BadInput(f"没有“{word}”这一类，可用：{_KIND_HELP}。", field="kind")
    return found


def _print(entry: Entry, as_json: bool) -> None:
    record = {
        "entry": str(entry.id),
        "shift": str(entry.shift_id),
        "kind": entry.kind,
        "text": entry.text,
        "amends": str(entry.amends) if entry.amends else None,
        "made_by": entry.made_by_name,
        "made_at": moment(entry.made_at),
    }
    show(as_json, record, [f"{ENTRY_WORDS[entry.kind]}  {entry.text}  （{entry.id}）"])
