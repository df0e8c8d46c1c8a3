"""The console's word for a manager who answered under the published number."""

from datetime import date
from typing import Annotated

import typer

from app.directory_cells import read_day
from app.errors import BadInput
from app.verified_managers import find_manager, managers_named, verify_manager
from ui.console_json import manager_record
from ui.console_session import Json, session, show


def add_verified_words(directory_words: typer.Typer) -> None:
    """Put the word under ``directory``."""
    directory_words.command("verify", help="登记一位管理员的电话核实过。")(verify_word)


def verify_word(
    context: typer.Context,
    manager: Annotated[str, typer.Argument(metavar="MANAGER", help="编号、姓名、小区加姓名，或电话。")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="哪天打通的；缺省今天。")] = "",
    as_json: Json = False,
) -> None:
    """Enter that a manager answered."""
    with session(context).seat() as seat:
        found = managers_named(seat.directory, manager)
        if len(found) != 1:
            known = "；".join(f"{one.id} {place.name} {one.name}" for one, place in found[:10])
            raise BadInput(
                f"有几位“{manager}”：{known}。" if found else f"没有找到管理员“{manager}”。", field="manager"
            )
        day = _day(on) if on else None
        new = verify_manager(seat, found[0][0].id, day)
        seat.refresh()
        one = find_manager(seat.directory, found[0][0].id)
        record = {"id": one.id, "community": found[0][1].name, "changed": new, **manager_record(one, seat.now())}
    words = f"{found[0][1].name} {one.name}：核实于 {one.verified_on}"
    show(as_json, record, [words if new else f"{words}（早已登记）"])


def _day(text: str) -> date:
    try:
        return read_day(text)
    except BadInput as error:
        raise BadInput(f"{error.sentence}。", field="on") from None
