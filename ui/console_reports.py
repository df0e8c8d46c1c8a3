"""The console's words for reports of wrong or missing answers: add, list, reply."""

from typing import Annotated

import typer

from app import knowledge_reports
from app.errors import BadInput
from app.knowledge import find_article
from ui.console_json import moment
from ui.console_session import Json, session, show

report_words = typer.Typer(no_args_is_help=True)


@report_words.command("add", help="报告一条问答有误；不给编号就是缺一条。")
def report_word(
    context: typer.Context,
    text: Annotated[str, typer.Option(help="错在哪里，或缺什么。")],
    number: Annotated[str, typer.Option(help="问答编号。")] = "",
    as_json: Json = False,
) -> None:
    """Report a wrong or missing answer."""
    with session(context).seat() as seat:
        made = knowledge_reports.report(seat, find_article(seat, number) if number else None, text)
    show(as_json, {"id": str(made)}, [f"已报告，编号 {str(made)[-8:]}"])


@report_words.command("list", help="列出等待答复的报告；--all 连同已答复的。")
def reports_word(
    context: typer.Context,
    answered: Annotated[bool, typer.Option("--all", help="连同已答复的。")] = False,
    as_json: Json = False,
) -> None:
    """List reports."""
    with session(context).seat() as seat:
        found = knowledge_reports.list_reports(seat, answered=answered)
    record = [
        {
            "id": str(one.id),
            "article": one.number,
            "text": one.text,
            "made_by": one.made_by_name,
            "made_at": moment(one.made_at),
            "owner": one.owner,
            "reply": one.reply,
            "replied_by": one.replied_by,
            "replied_at": moment(one.replied_at),
        }
        for one in found
    ]
    lines = [
        f"{str(one.id)[-8:]}  {one.about}  {one.text}（{one.made_by_name}）{'  答复：' if one.reply else ''}{one.reply}"
        for one in found
    ]
    show(as_json, {"reports": record}, lines or ["没有等待答复的报告。"])


@report_words.command("reply", help="答复一条报告，写明查了什么、改了什么。")
def reply_word(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="报告的编号，末八位即可。")],
    text: Annotated[str, typer.Option(help="答复。")],
    as_json: Json = False,
) -> None:
    """Reply to a report, which closes it."""
    with session(context).seat() as seat:
        meant = [one for one in knowledge_reports.list_reports(seat) if str(one.id).endswith(id.strip().lower())]
        if len(meant) != 1 or not id.strip():
            raise BadInput(f"没有等待答复的报告“{id[:40]}”。", field="report")
        knowledge_reports.reply(seat, meant[0].id, text)
    show(as_json, {"id": str(meant[0].id), "reply": text}, ["已答复"])
