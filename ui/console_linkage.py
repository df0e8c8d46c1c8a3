"""The console's words for what companies and supervisors settle: extension, supervision, shelf, referral, refusal."""

from typing import Annotated

import typer

from app import extensions, shelving, supervision
from app.errors import BadInput
from app.records import Authority
from app.referral import add_authority, find_authorities, put_authority, refer, refuse
from ui.console_complaints import Number, Words, act_on, complaint_words
from ui.console_json import Record
from ui.console_session import Json, session, show

authority_words = typer.Typer(no_args_is_help=True)

To = Annotated[str, typer.Option("--to", metavar="AUTHORITY", help="哪个单位：代码、名称或事项，见 authority list。")]


@complaint_words.command("extend", help="企业申请延期答复，须在到期前并写明原因。")
def extend_word(
    context: typer.Context,
    number: Number,
    days: Annotated[int, typer.Option(help="几个工作日；累计最多 10 个。")],
    text: Words,
    as_json: Json = False,
) -> None:
    """Ask for more time."""
    act_on(context, number, as_json, lambda seat, before: extensions.ask(seat, before.id, before.revision, days, text))


@complaint_words.command("grant", help="班长准予延期；--deny 为不予延期，须写明原因。")
def grant_word(
    context: typer.Context,
    number: Number,
    deny: Annotated[bool, typer.Option("--deny", help="不予延期。")] = False,
    text: Words = "",
    as_json: Json = False,
) -> None:
    """Decide on an extension."""
    decide = extensions.deny if deny else extensions.grant
    act_on(context, number, as_json, lambda seat, before: decide(seat, before.id, before.revision, text))


@complaint_words.command("supervise", help="督办 1–3 级，须写明原因；级别只升不降。")
def supervise_word(
    context: typer.Context,
    number: Number,
    text: Words,
    level: Annotated[int, typer.Option(help="1、2 或 3。")] = 1,
    as_json: Json = False,
) -> None:
    """Supervise a complaint."""
    act_on(
        context,
        number,
        as_json,
        lambda seat, before: supervision.supervise(seat, before.id, before.revision, level, text),
    )


@complaint_words.command("check-overdue", help="把已超时而级别还低的诉求自动督办；窗口里每分钟也做一次。")
def check_overdue_word(context: typer.Context, as_json: Json = False) -> None:
    """Supervise what has become overdue."""
    with session(context).seat() as seat:
        raised = supervision.check_overdue(seat)
    show(as_json, {"raised": raised}, [f"自动督办 {number}" for number in raised] or ["没有新的超时诉求。"])


@complaint_words.command("shelve", help="挂账：暂时解决不了的，写明原因。")
def shelve_word(context: typer.Context, number: Number, text: Words, as_json: Json = False) -> None:
    """Put a complaint on the shelf."""
    act_on(context, number, as_json, lambda seat, before: shelving.shelve(seat, before.id, before.revision, text))


@complaint_words.command("take-up", help="恢复办理一件挂账的诉求。")
def take_up_word(context: typer.Context, number: Number, text: Words = "", as_json: Json = False) -> None:
    """Take a shelved complaint up again."""
    act_on(context, number, as_json, lambda seat, before: shelving.take_up(seat, before.id, before.revision, text))


@complaint_words.command("refer", help="转办：不归供热管的，告诉来电人找谁。")
def refer_word(context: typer.Context, number: Number, to: To, text: Words = "", as_json: Json = False) -> None:
    """Refer a complaint."""
    act_on(context, number, as_json, lambda seat, before: refer(seat, before.id, before.revision, to, text))


@complaint_words.command("refuse", help="不予受理：写明原因和该找的单位。")
def refuse_word(context: typer.Context, number: Number, to: To, text: Words, as_json: Json = False) -> None:
    """Refuse a complaint."""
    act_on(context, number, as_json, lambda seat, before: refuse(seat, before.id, before.revision, to, text))


@authority_words.command("list", help="非供热事项归谁管、怎么说；紧急电话在前。")
def list_authorities(
    context: typer.Context,
    search: Annotated[str, typer.Option(help="事项、名称、代码、电话或拼音。")] = "",
    as_json: Json = False,
) -> None:
    """List authorities."""
    with session(context).seat() as seat:
        found = find_authorities(seat.rules, search)
    show(
        as_json,
        {"authorities": [authority_record(one) for one in found]},
        [line for one in found for line in authority_lines(one)] or ["没有这样的单位。"],
    )


@authority_words.command("set", help="核实过的电话、事项或告知用语；由系统管理员修改，旧的留在记录里。")
def set_authority(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="authority list 里的代码。")],
    reason: Annotated[str, typer.Option("--reason", help="依据；留在记录里。")],
    name: Annotated[str | None, typer.Option(help="名称。")] = None,
    phone: Annotated[list[str] | None, typer.Option(help="电话，可重复；空的表示没有。")] = None,
    matter: Annotated[list[str] | None, typer.Option(help="事项，可重复。")] = None,
    words: Annotated[str | None, typer.Option(help="对来电人怎么说。")] = None,
    mark: Annotated[str | None, typer.Option(help="V 已核实，V- 见报道，P 待核实。")] = None,
    as_json: Json = False,
) -> None:
    """Change an authority."""
    given = {"name": name, "phones": phone, "matters": matter, "words": words, "mark": mark}
    fields = {field: value for field, value in given.items() if value not in (None, [])}
    if not fields:
        raise BadInput("没有要改的内容：给出 --name、--phone、--matter、--words 或 --mark。", field="authority")
    with session(context).seat() as seat:
        put_authority(seat, code, reason, **fields)
        changed = seat.rules.authorities[code]
    show(as_json, authority_record(changed), authority_lines(changed))


@authority_words.command("add", help="添加转办单位；由系统管理员，编出的代码随后显示。")
def new_authority(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称。")],
    reason: Annotated[str, typer.Option("--reason", help="依据；留在记录里。")],
    matter: Annotated[list[str], typer.Option(help="事项，可重复。")],
    words: Annotated[str, typer.Option(help="对来电人怎么说。")],
    phone: Annotated[list[str] | None, typer.Option(help="电话，可重复。")] = None,
    mark: Annotated[str, typer.Option(help="V 已核实，V- 见报道，P 待核实。")] = "P",
    as_json: Json = False,
) -> None:
    """Add an authority."""
    with session(context).seat() as seat:
        made = add_authority(seat, reason, name=name, phones=phone or [], matters=matter, words=words, mark=mark)
    show(as_json, authority_record(made), authority_lines(made))


def authority_record(one: Authority) -> Record:
    """An authority with what it is in charge of and what to say."""
    return {
        "code": one.code,
        "name": one.name,
        "phones": list(one.phones),
        "matters": list(one.matters),
        "words": one.words,
        "emergency": one.emergency,
        "mark": one.mark,
    }


def authority_lines(one: Authority) -> list[str]:
    """The same in words."""
    urgent = "【紧急】" if one.emergency else ""
    phones = "、".join(one.phones) or "电话待核实"
    return [f"{urgent}{one.code}  {one.name}  {phones}  {'、'.join(one.matters)}", f"    {one.words}"]
