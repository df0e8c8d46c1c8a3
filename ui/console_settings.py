"""The console's words for settings, kept by the administrator."""

from typing import Annotated, Any

import typer

from app import rule_settings
from app.rule_settings import SettingNow
from ui.console_rules import Reason
from ui.console_session import Json, session, show

setting_words = typer.Typer(no_args_is_help=True)


@setting_words.command("list", help="全部设置、现值和依据。")
def list_word(context: typer.Context, as_json: Json = False) -> None:
    """List settings."""
    with session(context).seat() as seat:
        found = rule_settings.list_settings(seat)
    show(as_json, {"settings": [setting_record(one) for one in found]}, [setting_line(one) for one in found])


@setting_words.command("set", help="改一项设置；由系统管理员修改，旧值留在记录里。")
def set_word(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="setting list 里的名称，如 refund_hours。")],
    value: Annotated[str, typer.Argument(help="新值；多个类别用逗号分隔。")],
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Change a setting."""
    wanted = rule_settings.find_setting(name)
    with session(context).seat() as seat:
        rule_settings.set_setting(seat, wanted, value, reason)
        made = next(one for one in rule_settings.list_settings(seat) if one.line == wanted)
    show(as_json, setting_record(made), [setting_line(made)])


def setting_record(one: SettingNow) -> dict[str, Any]:
    """A setting for ``--json``."""
    return {
        "name": one.line.id,
        "words": one.line.name,
        "value": one.value,
        "unit": one.line.unit,
        "basis": one.basis,
    }


def setting_line(one: SettingNow) -> str:
    """A setting for people."""
    return f"{one.line.id}  {one.line.name}：{one.words}  （{one.basis}）"
