"""The console's words that set right what was taken down, and that look at a caller who asked for secrecy."""

from typing import Annotated, Any

import typer

from app.complaints import edit, reveal, show as show_complaint
from app.errors import BadInput
from app.places import find_community
from app.records import Complaint
from app.seat import Seat
from ui.console_complaints import Number, act_on
from ui.console_session import Json, session, show

Given = str | None
"""None: as it is; empty: emptied."""


def edit_word(
    context: typer.Context,
    number: Number,
    text: Annotated[Given, typer.Option(help="诉求内容。")] = None,
    category: Annotated[Given, typer.Option(help="类别代码 A1–D4；时限随之重算。")] = None,
    community: Annotated[Given, typer.Option(help="小区或单位的名称、别名，或 名称@地址。")] = None,
    building: Annotated[Given, typer.Option(help="楼号。")] = None,
    unit: Annotated[Given, typer.Option(help="单元。")] = None,
    room: Annotated[Given, typer.Option(help="室号。")] = None,
    floor: Annotated[Given, typer.Option(help="顶层、底层、边户、中间。")] = None,
    vulnerable: Annotated[Given, typer.Option(help="老人、婴儿、病人。")] = None,
    outside_number: Annotated[Given, typer.Option(help="12345 编号或原帖链接。")] = None,
    phone: Annotated[Given, typer.Option(help="来电号码。")] = None,
    name: Annotated[Given, typer.Option(help="诉求人。")] = None,
    secret: Annotated[bool | None, typer.Option("--secret/--not-secret", help="保密，或不再保密。")] = None,
    no_reply: Annotated[bool | None, typer.Option("--no-reply/--reply", help="无需回复，或仍要回复。")] = None,
    as_json: Json = False,
) -> None:
    """Correct what was taken down."""
    typed: dict[str, Any] = {
        "text": text, "category": category, "building": building, "unit": unit, "room": room, "floor": floor,
        "vulnerable": vulnerable, "outside_number": outside_number, "phone": phone, "caller": name, "secret": secret,
        "no_reply": no_reply,
    }  # fmt: skip
    fields = {field: words for field, words in typed.items() if words is not None}
    if not fields and community is None:
        raise BadInput("请写出要更正的内容，例如 --text 或 --building。", field="text")

    def go(seat: Seat, before: Complaint) -> Complaint:
        place = {} if community is None else {"community_id": find_community(seat.directory, community).id}
        return edit(seat, before.id, before.revision, **place, **fields)

    act_on(context, number, as_json, go)


def reveal_word(
    context: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", "--text", help="为什么要看；与查看人一起留在记录里。")],
    as_json: Json = False,
) -> None:
    """Name and phone of a caller who asked for secrecy."""
    with session(context).seat() as seat:
        found = reveal(seat, show_complaint(seat, number).id, reason)
    record = {"number": number, "caller": found.name, "phone": found.phone, "phone_raw": found.phone_raw}
    show(as_json, record, [f"诉求人 {found.name or '未留'}  电话 {found.phone_raw or '未留'}"])


def add_correction_words(words: typer.Typer) -> None:
    """Mount these beside the other words for complaints."""
    words.command("edit", help="更正受理时记下的：内容、类别、地点、来电信息；没写的照旧。")(edit_word)
    words.command("reveal", help="查看保密诉求的来电信息，须写明原因。")(reveal_word)
