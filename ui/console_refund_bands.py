"""The console's words for the bands of refunds: which percent a temperature gives back, with the article."""

from datetime import date, datetime
from typing import Annotated

import typer

from app.directory_cells import read_day
from app.errors import BadInput
from app.refund_bands import Band, band_words
from app.refund_rules import read_steps, set_bands
from app.rules import CITY_TIME
from ui.console_json import Record
from ui.console_rules import Reason
from ui.console_session import Json, session, show

band_commands = typer.Typer(invoke_without_command=True)


@band_commands.callback()
def bands_word(
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="哪一天有效的；缺省今天。")] = "",
    as_json: Json = False,
) -> None:
    """The bands of a day."""
    if context.invoked_subcommand is not None:
        return
    with session(context).seat() as seat:
        day = read_date(on, seat.now())
        found = seat.rules.bands_on(day)
    show(as_json, {"on": day.isoformat(), "bands": [band_record(found, one) for one in found]}, band_lines(found))


@band_commands.command("set", help="换一版退费档次，从某日起；由系统管理员修改，旧版留着。")
def set_word(
    context: typer.Context,
    steps: Annotated[
        list[str], typer.Argument(metavar="STEP...", help="如 '<=14.0:100' '<=16.0:50' '<18.0:30' 以上:0。")
    ],
    begins: Annotated[str, typer.Option("--from", metavar="DATE", help="从哪天起。")],
    article: Annotated[str, typer.Option("--article", help="依据的条款；没变的档保留原来的。")],
    reason: Reason,
    mark: Annotated[str, typer.Option("--mark", help="V 见原文，V- 见报道，P 自定。")] = "V",
    as_json: Json = False,
) -> None:
    """A new version of the bands."""
    with session(context).seat() as seat:
        found = set_bands(seat, read_date(begins, seat.now()), read_steps(" ".join(steps)), article, reason, mark)
    show(as_json, {"bands": [band_record(found, one) for one in found]}, band_lines(found))


def band_record(bands: tuple[Band, ...], band: Band) -> Record:
    """A band as JSON; degrees as text, so that nobody makes floats of them."""
    return {
        "words": band_words(bands, band),
        "up_to": None if band.up_to is None else str(band.up_to),
        "included": band.included,
        "percent": band.percent,
        "article": band.article,
        "mark": band.mark,
        "note": band.note,
        "version": band.version,
        "valid_from": band.valid_from.isoformat(),
    }


def band_lines(bands: tuple[Band, ...]) -> list[str]:
    """The table for people, the article beside each band."""
    return [
        f"{band_words(bands, one)}：退 {one.percent}%  {one.article}{f'（{one.note}）' if one.note else ''}"
        for one in bands
    ]


def read_date(typed: str, now: datetime, field: str = "day") -> date:
    """A day as it is typed; nothing: today. Errors: BadInput with the field."""
    if not typed:
        return now.astimezone(CITY_TIME).date()
    try:
        return read_day(typed)
    except BadInput as error:
        raise BadInput(f"{error.sentence}。", field=field) from None
