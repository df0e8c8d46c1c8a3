"""The console's words of the company's desk: whom it sends, and the photos and papers of a complaint."""

from pathlib import Path
from typing import Annotated

import typer

from app import attachments
from app.assignment import assign
from app.errors import BadInput
from app.records import Attachment
from ui.console_complaints import Number, act_on
from ui.console_json import Record, moment
from ui.console_session import Json, check_target, say_progress, session, show


def assign_word(
    context: typer.Context,
    number: Number,
    worker: Annotated[str, typer.Option(help="维修员姓名。")],
    phone: Annotated[str, typer.Option(help="维修员电话。")] = "",
    as_json: Json = False,
) -> None:
    """Name the worker who goes."""
    act_on(context, number, as_json, lambda seat, before: assign(seat, before.id, before.revision, worker, phone))


def attach_word(
    context: typer.Context,
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JPEG、PNG、WebP 图片或 PDF，不超过 10 MB。")],
    as_json: Json = False,
) -> None:
    """Attach a file to a complaint."""
    with session(context).seat() as seat:
        complaint_id = attachments.find(seat, number)
        found = attachments.add(
            seat, complaint_id, file, lambda sent, whole: say_progress(f"已传 {sent * 100 // whole}%")
        )
        _show(found, as_json)


def attachments_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """List what is attached to a complaint."""
    with session(context).seat() as seat:
        _show(attachments.of_complaint(seat, number), as_json)


def fetch_word(
    context: typer.Context,
    number: Number,
    n: Annotated[int, typer.Argument(metavar="N", min=1, help="第几个附件，见 attachments。")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="写到这个文件。")],
    as_json: Json = False,
) -> None:
    """Write one attachment to a file."""
    check_target(out)
    with session(context).seat() as seat:
        found = attachments.of_complaint(seat, number)
        if n > len(found):
            raise BadInput(f"只有 {len(found)} 个附件，没有第 {n} 个。", field="n")
        attachments.save(seat, found[n - 1], out)
        show(as_json, _record(n, found[n - 1]) | {"file": str(out)}, [f"{found[n - 1].name} 已写到 {out}"])


def add_desk_words(words: typer.Typer) -> None:
    """Mount these beside the other words for complaints."""
    words.command("assign", help="指派维修员：姓名与电话。")(assign_word)
    words.command("attach", help="添加附件：照片或 PDF。")(attach_word)
    words.command("attachments", help="列出附件。")(attachments_word)
    words.command("fetch", help="取出一个附件。")(fetch_word)


def _show(found: list[Attachment], as_json: bool) -> None:
    show(
        as_json,
        {"attachments": [_record(n, one) for n, one in enumerate(found, 1)]},
        [_line(n, one) for n, one in enumerate(found, 1)] or ["没有附件。"],
    )


def _record(n: int, one: Attachment) -> Record:
    return {
        "n": n,
        "id": str(one.id),
        "name": one.name,
        "kind": one.kind,
        "size": one.size,
        "sha256": one.sha256.hex(),
        "added_by": one.added_by_name,
        "added_at": moment(one.added_at),
    }


def _line(n: int, one: Attachment) -> str:
    return f"{n}  {one.name}  {attachments.size_words(one.size)}  {one.added_by_name}"
