"""The console's words for handing over a shift: the sheet, its signing, its PDF."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app import hand_over
from app.errors import BadInput
from app.hand_over_paper import draw_sheet
from app.hand_over_records import COUNT_WORDS, Facts, LeftComplaint, Sheet, seal_words
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Shift
from app.whole_files import put_file
from ui.console_json import Record, moment
from ui.console_session import Json, session, show
from ui.shift_lines import find_shift, shift_record, team_of

_Day = Annotated[str, typer.Argument(metavar="[DATE]", help="班次开始的那一天；缺省是该交、该接的班。")]
_Slot = Annotated[str, typer.Option("--shift", metavar="N", help="当天第几班，或班名。")]
_Company = Annotated[str, typer.Option(help="热力公司；缺省是热线。")]
_Reason = Annotated[str, typer.Option(help="代班长交接或提前交班的原因。")]
_Out = Annotated[Path | None, typer.Option("-o", metavar="FILE.pdf", help="把交接班记录单存为 PDF。")]


def add_hand_over_words(words: typer.Typer) -> None:
    """Add them to the words of shifts."""
    words.command("hand-over", help="交班：写出交接班记录单并封签；--preview 只看不交。")(hand_over_word)
    words.command("sign", help="接班：下一班班长阅后签收，可写意见。")(sign_word)
    words.command("sheet", help="查看一份交接班记录单，或存为 PDF。")(sheet_word)
    words.command("sheets", help="列出交接班记录单，最新的在前。")(sheets_word)


def hand_over_word(
    context: typer.Context,
    day: _Day = "",
    slot: _Slot = "",
    note: Annotated[str, typer.Option("--note", help="需知事项。")] = "",
    reason: _Reason = "",
    preview: Annotated[bool, typer.Option("--preview", help="只看现在会写些什么，不交班。")] = False,
    out: _Out = None,
    as_json: Json = False,
) -> None:
    """Hand over."""
    with session(context).seat() as seat:
        shift = _shift(seat, day, slot, seat.person.company_id) if day else hand_over.shift_to_hand_over(seat)
        if preview:
            facts = hand_over.read_facts(seat, shift.id)
            show(as_json, {"shift": shift_record(seat, shift), **facts_record(facts)}, [shift.words, *_counts(facts)])
            return
        _print(seat, hand_over.hand_over(seat, shift.id, note, reason), out, as_json)


def sign_word(
    context: typer.Context,
    day: _Day = "",
    slot: _Slot = "",
    remarks: Annotated[str, typer.Option("--remarks", help="接班意见。")] = "",
    reason: _Reason = "",
    out: _Out = None,
    as_json: Json = False,
) -> None:
    """Sign the sheet of the shift before."""
    with session(context).seat() as seat:
        if day:
            shift_id = _shift(seat, day, slot, seat.person.company_id).id
        else:
            waiting = hand_over.sheet_to_sign(seat)
            if waiting is None:
                raise BadInput("没有等待签收的交接班记录单。", field="sheet")
            shift_id = waiting.shift.id
        _print(seat, hand_over.sign(seat, shift_id, remarks, reason), out, as_json)


def sheet_word(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="班次开始的那一天。")],
    slot: _Slot = "",
    company: _Company = "",
    out: _Out = None,
    as_json: Json = False,
) -> None:
    """One sheet."""
    with session(context).seat() as seat:
        team = team_of(seat, company)
        _print(seat, hand_over.read_sheet(seat, _shift(seat, day, slot, team).id), out, as_json)


def sheets_word(
    context: typer.Context,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="只列还没有人签收的。")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help="最多几份。")] = 50,
    as_json: Json = False,
) -> None:
    """The newest sheets."""
    with session(context).seat() as seat:
        found = hand_over.list_sheets(seat, unsigned=unsigned, limit=limit)
        record = {"sheets": [sheet_record(seat, one) for one in found]}
    show(as_json, record, [_line(one) for one in found] or ["还没有交接班记录单。"])


def sheet_record(seat: Seat, sheet: Sheet) -> Record:
    """A sheet as JSON."""
    return {
        "number": sheet.number,
        "shift": shift_record(seat, sheet.shift),
        "made_by": sheet.made_by_name,
        "made_at": moment(sheet.made_at),
        "note": sheet.note,
        "reason": sheet.reason,
        "seal_number": sheet.seal_number,
        "seal": sheet.seal,
        "sealed_events": sheet.sealed_events,
        "next_shift": shift_record(seat, sheet.next_shift) if sheet.next_shift else None,
        "signed_by": sheet.signed_by_name or None,
        "signed_at": moment(sheet.signed_at),
        "remarks": sheet.remarks,
        "sign_reason": sheet.sign_reason,
        **facts_record(sheet.facts),
    }


def facts_record(facts: Facts) -> Record:
    """What is left to do, as JSON; of each list the first 200."""

    def numbers(rows: tuple[LeftComplaint, ...]) -> list[str]:
        return [one.number for one in rows]

    return {
        "at": moment(facts.at),
        "counts": dict(facts.counts),
        "states": {str(state): many for state, many in facts.states.items()},
        "done": dict(facts.done),
        "overdue": numbers(facts.overdue),
        "unsigned": numbers(facts.unsigned),
        "call_backs": numbers(facts.call_backs),
        "incidents": [one.number for one in facts.incidents],
        "posts": [one.title for one in facts.posts],
        "notices": [one.text for one in facts.notices],
    }


def _shift(seat: Seat, day: str, slot: str, company_id: int | None) -> Shift:
    return find_shift(seat, day, slot or "1", company_id)


def _print(seat: Seat, sheet: Sheet, out: Path | None, as_json: bool) -> None:
    if out is not None:
        pdf = draw_sheet(sheet, seat.directory, seat.rules)
        put_file(out, pdf)
    record = sheet_record(seat, sheet) | ({"file": str(out)} if out else {})
    lines = [_line(sheet), *_counts(sheet.facts), f"需知事项：{sheet.note or '无'}", *_seal(sheet)]
    show(as_json, record, lines + ([f"已存为 {out}"] if out else []))


def _line(sheet: Sheet) -> str:
    signed = f"{sheet.signed_by_name} {_at(sheet.signed_at)} 接班" if sheet.signed_at else "待签收"
    return f"{sheet.number}  {sheet.shift.words}  {sheet.made_by_name} {_at(sheet.made_at)} 交班  {signed}"


def _counts(facts: Facts) -> list[str]:
    return ["  ".join(f"{COUNT_WORDS[key]} {many}" for key, many in facts.counts.items())]


def _seal(sheet: Sheet) -> list[str]:
    return [f"封签 {sheet.seal_number} 号，{sheet.sealed_events} 个事件", *seal_words(sheet.seal, 32)]


def _at(at: datetime) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}"
