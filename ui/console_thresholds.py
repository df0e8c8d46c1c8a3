"""The console's words for the thresholds of incidents: how many flats suggest one cause, and their history."""

import re
from typing import Annotated

import typer

from app import incident_thresholds
from app.errors import BadInput
from app.incident_groups import Threshold
from app.incident_thresholds import KIND_WORDS
from app.records import IncidentKind
from ui.console_json import Record, moment
from ui.console_session import Json, session, show

threshold_words = typer.Typer(no_args_is_help=True)

_STEP = re.compile(r"(\d{1,7}):(\d{1,4}):(\d{1,4})")


@threshold_words.command("list", help="几户在几分钟内来电提示同一原因，按楼栋、小区、换热站的户数。")
def list_word(context: typer.Context, as_json: Json = False) -> None:
    """List the thresholds."""
    with session(context).seat() as seat:
        found = incident_thresholds.list_thresholds(seat)
    show(as_json, {"thresholds": [_record(one) for one in found]}, [_line(one) for one in found])


@threshold_words.command("set", help="改一种地点的全部门槛；旧的留在修改记录里。只有系统管理员可以改。")
def set_word(
    context: typer.Context,
    kind: Annotated[
        IncidentKind, typer.Argument(metavar="KIND", help="building 楼栋、community 小区、station 换热站。")
    ],
    steps: Annotated[
        list[str],
        typer.Argument(metavar="HOMES:FLATS:MINUTES...", help="从多少户起:几户来电:几分钟内，如 0:5:60 3000:10:60。"),
    ],
    reason: Annotated[str, typer.Option("--reason", help="为什么改；留在记录里。")],
    as_json: Json = False,
) -> None:
    """Replace the thresholds of one kind of place."""
    rows = [_read(step) for step in steps]
    if len({homes for homes, _, _ in rows}) < len(rows):
        raise BadInput("同一个户数只能写一次。", field="min_homes")
    with session(context).seat() as seat:
        incident_thresholds.set_thresholds(seat, kind, rows, reason)
        found = [one for one in incident_thresholds.list_thresholds(seat) if one.kind is kind]
    show(as_json, {"thresholds": [_record(one) for one in found]}, [_line(one) for one in found])


@threshold_words.command("history", help="门槛的修改记录：何时、谁、为什么，改前改后。")
def history_word(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多几条。")] = 50,
    as_json: Json = False,
) -> None:
    """Show what was changed."""
    with session(context).seat() as seat:
        found = incident_thresholds.threshold_history(seat, limit)
    records = [
        {
            "at": moment(one.at),
            "person": one.person,
            "kind": one.name,
            "reason": one.note,
            "before": one.before,
            "after": one.after,
        }
        for one in found
    ]
    lines = [f"{r['at']}  {r['person']}  {KIND_WORDS[IncidentKind(str(r['kind']))]}：{r['reason']}" for r in records]
    show(as_json, {"changes": records}, lines or ["还没有修改过。"])


def _read(step: str) -> tuple[int, int, int]:
    found = _STEP.fullmatch(step.strip().replace("：", ":"))
    if found is None:
        raise BadInput(f"“{step}”不是 户数:来电户数:分钟，如 0:5:60。", field="steps")
    homes, flats, minutes = map(int, found.groups())
    return homes, flats, minutes


def _record(one: Threshold) -> Record:
    return {"kind": one.kind, "min_homes": one.min_homes, "flats": one.calls, "minutes": one.minutes}


def _line(one: Threshold) -> str:
    size = f"{one.min_homes} 户起" if one.min_homes else "不论大小"
    return f"{KIND_WORDS[one.kind]}  {size}  {one.minutes} 分钟内 {one.calls} 户来电"
