"""The console's words for complaints and slips."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from uuid6 import uuid7

from app.answers import report
from app.callback import call_back, close
from app.complaints import look_for, note, show as show_complaint, void
from app.dispatch import arrive, contact, dispatch, give_back, sign
from app.errors import BadInput, DiskFull
from app.form_filling import fill_form
from app.forms import fields_of, parse_pairs
from app.intake import NewComplaint, answer, remind, take
from app.places import find_community, find_company
from app.records import CLOSED_STATES, CallResult, Complaint, State
from app.referral import Door, take_to
from app.seat import Seat
from app.shelving import shelf_reasons
from app.slip_records import print_slip
from app.slips import Layout, draw
from app.words import CALL_RESULT_WORDS, CHANNEL_WORDS, LIABILITY_WORDS, STATE_WORDS
from ui.console_json import complaint_lines, complaint_record, queue_line, queue_record
from ui.console_session import Json, check_target, session, show

complaint_words = typer.Typer(no_args_is_help=True)

Word = TypeVar("Word", bound=StrEnum)

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="诉求编号，如 20261115-0042。")]
Words = Annotated[str, typer.Option("--text", "--reason", "--note", help="说明、原因或内容。")]


def _named(text: str, words: Mapping[Word, str], what: str, field: str, more: str = "") -> Word:
    """The value that is meant by its code or its Chinese word."""
    for one, word in words.items():
        if text.strip().lower() in (one.value, word.lower()):
            return one
    known = "、".join(f"{one.value}（{word}）" for one, word in words.items())
    raise BadInput(f"没有{what}“{text}”，可用：{known}{more}。", field=field)


def _yes(text: str, field: str) -> bool:
    answers = {"yes": True, "y": True, "是": True, "no": False, "n": False, "否": False}
    if text.strip().lower() not in answers:
        raise BadInput(f"“{text}”看不懂，请写 yes 或 no。", field=field)
    return answers[text.strip().lower()]


def _result(text: str) -> CallResult | None:
    return _named(text, CALL_RESULT_WORDS, "回访结果", "result") if text.strip() else None


@complaint_words.command("add", help="受理一件诉求；同一个 --id 再发一次还是同一件。")
def add(
    context: typer.Context,
    category: Annotated[str, typer.Option(help="类别代码 A1–D4。")],
    text: Annotated[str, typer.Option(help="诉求内容。")],
    community: Annotated[str, typer.Option(help="小区或单位的名称、别名，或 名称@地址；当场转办的可以没有。")] = "",
    phone: Annotated[str, typer.Option(help="来电号码，照来电显示或所报填写。")] = "",
    name: Annotated[str, typer.Option(help="诉求人。")] = "",
    building: Annotated[str, typer.Option(help="楼号。")] = "",
    unit: Annotated[str, typer.Option(help="单元。")] = "",
    room: Annotated[str, typer.Option(help="室号。")] = "",
    floor: Annotated[str, typer.Option(help="顶层、底层、边户、中间。")] = "",
    vulnerable: Annotated[str, typer.Option(help="老人、婴儿、病人。")] = "",
    channel: Annotated[str, typer.Option(help="来源，缺省 12319。")] = "12319",
    outside_number: Annotated[str, typer.Option(help="12345 编号或原帖链接。")] = "",
    secret: Annotated[bool, typer.Option("--secret", help="保密。")] = False,
    no_reply: Annotated[bool, typer.Option("--no-reply", help="无需回复。")] = False,
    form: Annotated[
        list[str] | None, typer.Option("--form", metavar="KEY=VALUE", help="登记表的一栏，可重复；栏目见 form list。")
    ] = None,
    answered: Annotated[str, typer.Option("--answer", metavar="TEXT", help="直接答复的内容；给出则当场办结。")] = "",
    refer_to: Annotated[str, typer.Option("--refer", metavar="TO", help="当场转办，如 电梯、water。")] = "",
    refuse_to: Annotated[str, typer.Option("--refuse", metavar="TO", help="当场不予受理，该找的单位。")] = "",
    reason: Annotated[str, typer.Option(help="不予受理的原因；转办时另说的话。")] = "",
    id: Annotated[str, typer.Option(metavar="UUID", help="诉求的标识；缺省新生成。")] = "",
    as_json: Json = False,
) -> None:
    """Take a complaint down; answered, referred or refused in the same act where that is said."""
    if sum(map(bool, (answered, refer_to, refuse_to))) > 1:
        raise BadInput("直接答复、转办、不予受理只能选一样。", field="answer")
    door = Door(refer_to or refuse_to, reason, refuses=bool(refuse_to)) if refer_to or refuse_to else None
    if not (community.strip() or door):
        raise BadInput("请写小区；只有当场转办或不予受理的可以没有。", field="community")
    try:
        complaint_id = UUID(id) if id else uuid7()
    except ValueError:
        raise BadInput(f"“{id}”不是 UUID。", field="id") from None
    with session(context).seat() as seat:
        new = NewComplaint(
            id=complaint_id,
            channel=_named(channel, CHANNEL_WORDS, "来源", "channel"),
            phone=phone,
            caller=name,
            community_id=find_community(seat.directory, community).id if community.strip() else None,
            building=building,
            unit=unit,
            room=room,
            floor=floor,
            category=category,
            text=text,
            vulnerable=vulnerable,
            secret=secret or seat.rules.category(category).secret,
            no_reply=no_reply,
            outside_number=outside_number,
            form=parse_pairs(form or (), fields_of(seat.rules, seat.rules.category(category).code)),
        )
        if door:
            _print(seat, take_to(seat, new, door), as_json)
        else:
            _print(seat, answer(seat, new, answered) if answered else take(seat, new), as_json)


@complaint_words.command("show", help="一件诉求的全部内容与时间线。")
def show_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show one complaint."""
    with session(context).seat() as seat:
        _print(seat, show_complaint(seat, number), as_json)


@complaint_words.command("list", help="诉求列表，新的在前。")
def list_word(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="状态，如 挂账 或 shelved，可用逗号分隔多个；open 为全部未结。")] = "",
    company: Annotated[str, typer.Option(help="热力公司的名称、简称或代码。")] = "",
    search: Annotated[str, typer.Option(help="编号、地点、电话或内容里的词。")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多几件。")] = 50,
    after: Annotated[str, typer.Option(metavar="NUMBER", help="接在这一件之后。")] = "",
    as_json: Json = False,
) -> None:
    """List complaints."""
    with session(context).seat() as seat:
        last = None
        if after:
            behind = show_complaint(seat, after)
            last = next((row for row in look_for(seat, behind.number, limit=1) if row.id == behind.id), None)
        company_id = find_company(seat.directory, company).id if company else None
        rows = look_for(seat, search, _states(state), company_id, limit, last)
        why = shelf_reasons(seat, rows)
        show(
            as_json,
            {"complaints": [queue_record(seat, row, why.get(row.id)) for row in rows]},
            [queue_line(seat, row, why.get(row.id, "")) for row in rows] or ["没有符合条件的诉求。"],
        )


def _states(text: str) -> list[State]:
    wanted = [part.strip() for part in re.split("[,，、]", text) if part.strip()]
    if wanted == ["open"]:
        return [state for state in State if state not in CLOSED_STATES]
    return [_named(part, STATE_WORDS, "状态", "state", "、open（全部未结）") for part in wanted]


@complaint_words.command("dispatch", help="派单给供热的公司，并留下派单。")
def dispatch_word(
    context: typer.Context,
    number: Number,
    company: Annotated[str, typer.Option(help="改派给别的公司：名称、简称或代码。")] = "",
    binding: Annotated[bool, typer.Option("--binding", help="班长裁定：企业不能再退单，须写明理由。")] = False,
    text: Words = "",
    as_json: Json = False,
) -> None:
    """Dispatch a complaint."""

    def go(seat: Seat, before: Complaint) -> Complaint:
        company_id = find_company(seat.directory, company).id if company else None
        return dispatch(seat, before.id, before.revision, company_id, binding=binding, reason=text)[0]

    act_on(context, number, as_json, go)


@complaint_words.command("sign", help="企业签收。")
def sign_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Sign for a slip."""
    act_on(context, number, as_json, lambda seat, before: sign(seat, before.id, before.revision))


@complaint_words.command("contact", help="企业已联系用户。")
def contact_word(context: typer.Context, number: Number, text: Words = "", as_json: Json = False) -> None:
    """The company spoke with the caller."""
    act_on(context, number, as_json, lambda seat, before: contact(seat, before.id, before.revision, text))


@complaint_words.command("arrive", help="企业已到场。")
def arrive_word(context: typer.Context, number: Number, text: Words = "", as_json: Json = False) -> None:
    """Somebody is at the flat."""
    act_on(context, number, as_json, lambda seat, before: arrive(seat, before.id, before.revision, text))


@complaint_words.command("report", help="反馈办理情况。")
def report_word(
    context: typer.Context,
    number: Number,
    text: Words,
    public_answer: Annotated[str, typer.Option(help="可公开的答复。")] = "",
    liability: Annotated[
        str, typer.Option(help="责任方：企业 company、用户户内 user、开发 developer、物业 property。")
    ] = "",
    as_json: Json = False,
) -> None:
    """Report what was done."""
    fault = _named(liability, LIABILITY_WORDS, "责任方", "liability") if liability.strip() else None
    act_on(
        context,
        number,
        as_json,
        lambda seat, before: report(seat, before.id, before.revision, text, public_answer, fault),
    )


@complaint_words.command("return", help="退单，须写明原因。")
def return_word(
    context: typer.Context,
    number: Number,
    text: Words,
    as_json: Json = False,
) -> None:
    """Give a slip back."""
    act_on(context, number, as_json, lambda seat, before: give_back(seat, before.id, before.revision, text))


@complaint_words.command("call-back", help="回访：是否联系上、是否解决、满意度 1–5。")
def call_back_word(
    context: typer.Context,
    number: Number,
    contacted: Annotated[str, typer.Option(help="yes 或 no。")],
    solved: Annotated[str, typer.Option(help="yes 或 no。")] = "",
    satisfaction: Annotated[int | None, typer.Option(help="1 非常不满意 – 5 非常满意。")] = None,
    result: Annotated[
        str, typer.Option(metavar="CODE", help="未接通的原因：busy no_answer switched_off empty_number rejected。")
    ] = "",
    text: Words = "",
    as_json: Json = False,
) -> None:
    """Enter a call-back."""
    reached = _yes(contacted, "contacted")
    fixed = _yes(solved, "solved") if solved else None
    code = _result(result)
    act_on(
        context,
        number,
        as_json,
        lambda seat, before: call_back(seat, before.id, before.revision, reached, fixed, satisfaction, text, code),
    )


@complaint_words.command("close", help="结案（无需回复，或三次未接通）。")
def close_word(context: typer.Context, number: Number, text: Words = "", as_json: Json = False) -> None:
    """Close without a call-back."""
    act_on(context, number, as_json, lambda seat, before: close(seat, before.id, before.revision, text))


@complaint_words.command("remind", help="催办：同一诉求又来电。")
def remind_word(context: typer.Context, number: Number, text: Words = "", as_json: Json = False) -> None:
    """Count another call about it."""
    act_on(context, number, as_json, lambda seat, before: remind(seat, before.id, text))


@complaint_words.command("note", help="加一条备注。")
def note_word(context: typer.Context, number: Number, text: Words, as_json: Json = False) -> None:
    """Add a remark."""
    act_on(context, number, as_json, lambda seat, before: note(seat, before.id, text))


@complaint_words.command("form", help="填写或更正登记表：没写的栏目照旧，栏目= 清空。")
def form_word(
    context: typer.Context,
    number: Number,
    pairs: Annotated[list[str], typer.Argument(metavar="KEY=VALUE…", help="栏目=内容；栏目见 form list。")],
    as_json: Json = False,
) -> None:
    """Fill the short form in."""

    def go(seat: Seat, before: Complaint) -> Complaint:
        typed = {**before.form, **parse_pairs(pairs, fields_of(seat.rules, before.category))}
        return fill_form(seat, before.id, before.revision, typed)

    act_on(context, number, as_json, go)


@complaint_words.command("void", help="作废，须写明原因。")
def void_word(
    context: typer.Context,
    number: Number,
    text: Words,
    as_json: Json = False,
) -> None:
    """Strike a complaint out."""
    act_on(context, number, as_json, lambda seat, before: void(seat, before.id, before.revision, text))


def slip_word(
    context: typer.Context,
    number: Number,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.pdf", help="写到这个文件。")],
    layout: Annotated[str, typer.Option(help="a4_three_parts 或 a5_company。")] = Layout.A4_THREE_PARTS,
    as_json: Json = False,
) -> None:
    """Write a slip as PDF; it counts as a print."""
    if layout not in set(Layout):
        raise BadInput(f"没有版式“{layout}”，可用：{'、'.join(Layout)}。", field="layout")
    check_target(out)
    with session(context).seat() as seat:
        slip = print_slip(seat, number)
        _write(out, draw(slip, Layout(layout)))
        show(
            as_json,
            {"slip": slip.number, "number": slip.complaint_number, "prints": slip.prints, "file": str(out)},
            [f"派单 {slip.number} 已写到 {out}" + (f"（重打，第 {slip.prints} 份）" if slip.prints > 1 else "")],
        )


def _write(path: Path, pdf: bytes) -> None:
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(pdf)
        half.replace(path)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise DiskFull(f"派单没有写成：{path}（{error.strerror}）", field="out") from error


def act_on(context: typer.Context, number: str, as_json: bool, go: Callable[[Seat, Complaint], Complaint]) -> None:
    """Do something to the complaint of that number and print what became of it."""
    with session(context).seat() as seat:
        _print(seat, go(seat, show_complaint(seat, number)), as_json)


def _print(seat: Seat, complaint: Complaint, as_json: bool) -> None:
    show(as_json, complaint_record(seat, complaint, timeline=True), complaint_lines(seat, complaint))
