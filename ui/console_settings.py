"""The console's words for settings and for the thresholds of incidents, kept by the administrator."""

from typing import Annotated, Any

import typer

from app import incident_thresholds as thresholds, rule_settings
from app.incident_groups import Threshold
from app.incident_thresholds import KIND_WORDS
from app.records import IncidentKind
from app.rule_settings import SettingNow
from ui.console_rules import Reason
from ui.console_session import Json, session, show

setting_words = typer.Typer(no_args_is_help=True)
threshold_words = typer.Typer(no_args_is_help=True)

Kind = Annotated[IncidentKind, typer.Argument(metavar="KIND", help="building 楼栋、community 小区、station 换热站。")]
Homes = Annotated[int, typer.Option("--homes", help="从多少户起。")]


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


@threshold_words.command("list", help="几户同时反映就提示片区事件，按地点的户数分档。")
def thresholds_word(context: typer.Context, as_json: Json = False) -> None:
    """List thresholds."""
    with session(context).seat() as seat:
        found = thresholds.list_thresholds(seat)
    show(as_json, {"thresholds": [threshold_record(one) for one in found]}, [threshold_line(one) for one in found])


@threshold_words.command("set", help="添加一档；同一户数已有一档的改那一档。")
def threshold_word(
    context: typer.Context,
    kind: Kind,
    homes: Homes,
    calls: Annotated[int, typer.Option(help="几户反映。")],
    minutes: Annotated[int, typer.Option(help="几分钟之内。")],
    reason: Reason,
    as_json: Json = False,
) -> None:
    """Add or change a step."""
    wanted = Threshold(kind, homes, calls, minutes)
    with session(context).seat() as seat:
        there = [one for one in thresholds.list_thresholds(seat) if (one.kind, one.min_homes) == (kind, homes)]
        thresholds.put_threshold(seat, wanted, reason, there[0] if there else None)
    show(as_json, threshold_record(wanted), [threshold_line(wanted)])


@threshold_words.command("remove", help="去掉一档；0 户起的一档不能去。")
def remove_word(context: typer.Context, kind: Kind, homes: Homes, reason: Reason, as_json: Json = False) -> None:
    """Take a step away."""
    with session(context).seat() as seat:
        gone = thresholds.find_threshold(seat, kind, homes)
        thresholds.remove_threshold(seat, gone, reason)
    show(as_json, threshold_record(gone), [f"已去掉 {threshold_line(gone)}"])


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


def threshold_record(one: Threshold) -> dict[str, Any]:
    """A step for ``--json``."""
    return {"kind": one.kind, "homes": one.min_homes, "calls": one.calls, "minutes": one.minutes}


def threshold_line(one: Threshold) -> str:
    """A step for people."""
    return f"{KIND_WORDS[one.kind]} {one.min_homes} 户起：{one.minutes} 分钟内 {one.calls} 户"
