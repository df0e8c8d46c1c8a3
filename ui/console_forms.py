"""The console's words for the short forms: which fields a category asks for, and what the administrator changes."""

from typing import Annotated

import typer

from app.errors import BadInput
from app.form_book import find_field, set_field
from app.forms import bounds_words, fields_of
from app.records import FormField
from ui.console_json import Record
from ui.console_session import Json, session, show

form_words = typer.Typer(no_args_is_help=True)

Category = Annotated[str, typer.Argument(metavar="CODE", help="类别代码，如 C2。")]


@form_words.command("list", help="哪些类别有登记表，各问什么。")
def list_word(context: typer.Context, as_json: Json = False) -> None:
    """List the forms."""
    with session(context).seat() as seat:
        found = [(seat.rules.categories[code], fields) for code, fields in seat.rules.forms.items()]
    show(
        as_json,
        {"forms": [{"category": one.code, "name": one.name, "fields": [_record(f) for f in fs]} for one, fs in found]},
        [f"{one.code} {one.name}：{'、'.join(field.label for field in fields)}" for one, fields in found],
    )


@form_words.command("show", help="一个类别的登记表：栏目、填什么、必填与否。")
def show_word(context: typer.Context, category: Category, as_json: Json = False) -> None:
    """Show one form."""
    with session(context).seat() as seat:
        one = seat.rules.category(category)
        fields = fields_of(seat.rules, one.code)
    if not fields:
        raise BadInput(f"{one.code} {one.name} 没有登记表。", field="category")
    show(
        as_json,
        {"category": one.code, "name": one.name, "fields": [_record(field) for field in fields]},
        [_line(field) for field in fields],
    )


@form_words.command("set", help="改登记表的一个栏目；旧的留在修改记录里。只有系统管理员可以改。")
def set_word(
    context: typer.Context,
    category: Category,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="栏目的代号或名称。")],
    reason: Annotated[str, typer.Option("--reason", help="为什么改；留在记录里。")],
    label: Annotated[str, typer.Option(help="栏目名称。")] = "",
    hint: Annotated[str | None, typer.Option(help="提示；写空的清空。")] = None,
    choices: Annotated[str, typer.Option(help="选项，用顿号或逗号分开。")] = "",
    least: Annotated[str, typer.Option(help="数的最小值；日期为距今天数。")] = "",
    most: Annotated[str, typer.Option(help="数的最大值；文字为最多几字；日期为距今天数。")] = "",
    required: Annotated[bool | None, typer.Option("--required/--optional", help="填了表就必填，或可空。")] = None,
    as_json: Json = False,
) -> None:
    """Change a field."""
    words = choices.replace("，", "、").replace(",", "、").split("、") if choices else None
    with session(context).seat() as seat:
        one = find_field(seat, category, field)
        made = set_field(seat, one, reason, label, hint, words, least, most, required)
    show(as_json, _record(made), [_line(made)])


def _record(one: FormField) -> Record:
    return {
        "key": one.key,
        "label": one.label,
        "kind": one.kind,
        "unit": one.unit,
        "choices": list(one.choices),
        "least": None if one.least is None else f"{one.least:f}",
        "most": None if one.most is None else f"{one.most:f}",
        "required": one.required,
        "hint": one.hint,
    }


def _line(one: FormField) -> str:
    words = [one.key, one.label, bounds_words(one), "必填" if one.required else "", one.hint]
    return "  ".join(filter(None, words))
