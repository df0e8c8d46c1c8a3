"""The console's words for refunds: judge, make, decide, tell, pay, and the sheet."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app import refunds
from app.complaints import show as show_complaint
from app.entitlements import FlatKey, find_season, flat_of, flat_of_complaint, season_name, season_of_complaint
from app.errors import BadInput
from app.places import find_community
from app.refund_days import RefundDay, Stop
from app.refund_money import read_money
from app.refund_paper import draw_refund
from app.refund_records import CAUSE_WORDS, STATE_WORDS, Refund, stop_words
from app.rules import Season
from app.seat import Seat
from app.whole_files import put_file
from ui.console_json import Record, moment
from ui.console_refund_bands import band_commands, read_date
from ui.console_session import Json, read_moment, session, show

refund_words = typer.Typer(no_args_is_help=True)
refund_words.add_typer(band_commands, name="bands", help="室温退费档次：列出、修改；恰在边上的度数归哪一档写在表里。")

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="退费单编号，如 T20261205-01。")]
Place = Annotated[str, typer.Option("--community", help="小区。")]
Home = Annotated[str, typer.Option("--flat", help="楼-单元-室，如 3-2-501。")]
Complaints = Annotated[list[str] | None, typer.Option("--complaint", help="相关诉求的编号；地点随第一件。可写几次。")]
Year = Annotated[str, typer.Option("--season", metavar="Y", help="供暖季，如 2026-2027；缺省本季。")]
Stops = Annotated[
    list[str] | None,
    typer.Option("--stop", metavar="FROM/TO", help="补记一次停热，如 2026-12-01T08:00/2026-12-02T20:00。"),
]
Without = Annotated[list[str] | None, typer.Option("--without", help="不计哪次停热：事件或公告的编号。可写几次。")]
Fee = Annotated[str, typer.Option("--fee", metavar="YUAN", help="季热费；只在写明公式依据后用来算金额。")]
Reason = Annotated[str, typer.Option("--reason", help="为什么；留在记录里。")]
Note = Annotated[str, typer.Option("--note", help="说明。")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="哪一天；缺省今天。")]


@refund_words.command("judge", help="逐日判定一户一季应退几天几成，只看不存。")
def judge_word(
    context: typer.Context,
    community: Place = "",
    flat: Home = "",
    complaint: Complaints = None,
    season: Year = "",
    stop: Stops = None,
    without: Without = None,
    fee: Fee = "",
    as_json: Json = False,
) -> None:
    """Judge, and store nothing."""
    with session(context).seat() as seat:
        where, year, _ids = _wanted(seat, community, flat, complaint or [], season)
        found = refunds.judge_flat(seat, where, year, _stops(stop or []), without or [], _fee(fee))
    record = {
        "season": year.name,
        "days": [day_record(one) for one in found.days],
        "stops": [stop_record(one) for one in found.stops],
        "given_already": found.given,
        "sum": None if found.sum is None else str(found.sum),
        "sum_words": found.sum_words,
    }
    given = [f"另有 {found.given} 天已在别的退费单里。"] if found.given else []
    lines = [*(day_line(one) for one in found.days), *(stop_words(one) for one in found.stops), *given]
    show(as_json, record, [*(lines or ["没有可退的日子。"]), found.sum_words])


@refund_words.command("make", help="为一户建退费单，日子按现在所知逐日判定。")
def make_word(
    context: typer.Context,
    community: Place = "",
    flat: Home = "",
    complaint: Complaints = None,
    season: Year = "",
    stop: Stops = None,
    without: Without = None,
    fee: Fee = "",
    remarks: Annotated[str, typer.Option("--remarks", help="备注。")] = "",
    as_json: Json = False,
) -> None:
    """Begin a refund."""
    with session(context).seat() as seat:
        where, year, ids = _wanted(seat, community, flat, complaint or [], season)
        made = refunds.make(seat, where, year, ids, _stops(stop or []), without or [], _fee(fee), remarks)
        _print(seat, made, as_json)


@refund_words.command("again", help="重新逐日判定一份待核定的退费单。")
def again_word(
    context: typer.Context,
    number: Number,
    stop: Stops = None,
    without: Without = None,
    fee: Fee = "",
    as_json: Json = False,
) -> None:
    """Judge a draft anew."""
    with session(context).seat() as seat:
        refund = refunds.show(seat, number)
        own = _stops(stop) if stop else None
        _print(seat, refunds.judge_anew(seat, refund, own, without or None, _fee(fee)), as_json)


@refund_words.command("list", help="退费单：逾期的在前，未办完的其次。")
def list_word(
    context: typer.Context,
    season: Annotated[str, typer.Option("--season", metavar="Y", help="供暖季；缺省全部。")] = "",
    only_open: Annotated[bool, typer.Option("--open", help="只列没有办完的。")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列过了 05-31 还没有退清的。")] = False,
    limit: Annotated[int, typer.Option(min=1, max=5000, help="最多几条。")] = 500,
    as_json: Json = False,
) -> None:
    """List refunds."""
    with session(context).seat() as seat:
        year = season_name(season) if season else None
        found = refunds.list_refunds(seat, year, only_open, overdue, limit)
        record = {"refunds": [refund_record(seat, one) for one in found]}
        show(as_json, record, [refund_line(seat, one) for one in found] or ["没有退费单。"])


@refund_words.command("show", help="一份退费单，每天怎样判的。")
def show_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show a refund."""
    with session(context).seat() as seat:
        _print(seat, refunds.show(seat, number), as_json)


@refund_words.command("decide", help="按待核定的日子核定；热力公司或班长。")
def decide_word(context: typer.Context, number: Number, note: Note = "", as_json: Json = False) -> None:
    """Decide."""
    _step(context, number, lambda seat, one: refunds.decide(seat, one, note), as_json)


@refund_words.command("refuse", help="不予退费，写明原因。")
def refuse_word(context: typer.Context, number: Number, reason: Reason, as_json: Json = False) -> None:
    """Refuse."""
    _step(context, number, lambda seat, one: refunds.refuse(seat, one, reason), as_json)


@refund_words.command("tell", help="已告知用户。")
def tell_word(context: typer.Context, number: Number, on: On = "", note: Note = "", as_json: Json = False) -> None:
    """The user was told."""
    _step(
        context, number, lambda seat, one: refunds.tell(seat, one, read_date(on, seat.now(), "told_on"), note), as_json
    )


@refund_words.command("pay", help="热力公司报已退费。")
def pay_word(
    context: typer.Context,
    number: Number,
    on: On = "",
    paid: Annotated[str, typer.Option("--sum", metavar="YUAN", help="实退金额，按企业所报。")] = "",
    note: Note = "",
    as_json: Json = False,
) -> None:
    """It was paid."""
    amount = read_money(paid, "paid_sum", "实退金额") if paid else None
    _step(
        context,
        number,
        lambda seat, one: refunds.pay(seat, one, read_date(on, seat.now(), "paid_on"), amount, note),
        as_json,
    )


@refund_words.command("reopen", help="班长要求重新核定，写明原因。")
def reopen_word(context: typer.Context, number: Number, reason: Reason, as_json: Json = False) -> None:
    """Judge anew."""
    _step(context, number, lambda seat, one: refunds.reopen(seat, one, reason), as_json)


@refund_words.command("void", help="作废一份待核定的退费单，写明原因。")
def void_word(context: typer.Context, number: Number, reason: Reason, as_json: Json = False) -> None:
    """Void a draft."""
    _step(context, number, lambda seat, one: refunds.void(seat, one, reason), as_json)


@refund_words.command("sheet", help="退费逐日核定单，存为 PDF。")
def sheet_word(
    context: typer.Context,
    number: Number,
    out: Annotated[Path, typer.Option("-o", metavar="FILE.pdf", help="存到哪里。")],
    as_json: Json = False,
) -> None:
    """The sheet."""
    with session(context).seat() as seat:
        refund = refunds.show(seat, number)
        put_file(out, draw_refund(refund, refunds.complaint_numbers(seat, refund), seat.directory, seat.rules))
    show(as_json, {"number": refund.number, "file": str(out)}, [f"已存为 {out}"])


def refund_record(seat: Seat, refund: Refund) -> Record:
    """A refund as JSON; money and degrees as text."""
    company = seat.directory.companies.get(refund.company_id)
    return {
        "number": refund.number,
        "state": refund.state,
        "state_words": STATE_WORDS[refund.state],
        "season": refund.season,
        "place": refund.place,
        "company": company.name if company else None,
        "days": [day_record(one) for one in refund.days],
        "days_words": refund.days_words,
        "stops": [stop_record(one) for one in refund.stops],
        "judged_at": moment(refund.judged_at),
        "fee": _text(refund.fee),
        "sum": _text(refund.sum),
        "sum_words": refund.sum_words,
        "remarks": refund.remarks,
        "decision": refund.decision,
        "decided_by": _name(seat, refund.decided_by),
        "decided_at": moment(refund.decided_at),
        "told_on": moment(refund.told_on),
        "paid_on": moment(refund.paid_on),
        "paid_sum": _text(refund.paid_sum),
        "due_on": moment(refund.due_on),
        "overdue": refund.overdue(refunds.today(seat)),
        "may": sorted(refunds.allowed(seat, refund)),
    }


def refund_line(seat: Seat, refund: Refund) -> str:
    """A refund in one line."""
    late = f"▲ 已过 {refund.due_on}" if refund.overdue(refunds.today(seat)) else f"{refund.due_on} 前"
    return "  ".join((refund.number, STATE_WORDS[refund.state], refund.place, refund.season, refund.days_words, late))


def day_record(day: RefundDay) -> Record:
    """A day as JSON."""
    return {
        "day": day.day.isoformat(),
        "percent": day.percent,
        "cause": day.cause,
        "reading": _text(day.reading),
        "why": day.why,
        "article": day.article,
        "mark": day.mark,
        "version": day.version,
        "also": day.also,
    }


def day_line(day: RefundDay) -> str:
    """A day for people."""
    also = f"。{day.also}" if day.also else ""
    return f"{day.day}  {CAUSE_WORDS[day.cause]}  退 {day.percent}%  {day.why}{also}  （{day.article}）"


def stop_record(stop: Stop) -> Record:
    """An outage as JSON."""
    return {
        "key": stop.key,
        "words": stop.words,
        "began_at": moment(stop.began_at),
        "ended_at": moment(stop.ended_at),
        "counted": stop.counted,
    }


def _wanted(
    seat: Seat, community: str, flat: str, numbers: list[str], season: str
) -> tuple[FlatKey, Season, list[UUID]]:
    found = [show_complaint(seat, number) for number in numbers]
    if community:
        where = flat_of(find_community(seat.directory, community).id, flat)
    elif found:
        where = flat_of_complaint(found[0])
    else:
        raise BadInput("请用 --complaint 或 --community 和 --flat 指明是哪一户。", field="flat")
    if found and not season:
        year = season_of_complaint(seat.rules, found[0])
    else:
        year = find_season(seat.rules, season, refunds.today(seat))
    return where, year, [one.id for one in found]


def _stops(typed: list[str]) -> list[Stop]:
    made = []
    for number, one in enumerate(typed, start=1):
        begin, _, end = one.partition("/")
        ended = read_moment(end, "stop") if end else None
        made.append(refunds.own_stop(read_moment(begin, "stop"), ended, "", number))
    return made


def _fee(typed: str) -> Decimal | None:
    return read_money(typed, "fee", "季热费") if typed else None


def _step(context: typer.Context, number: str, act: Callable[[Seat, Refund], Refund], as_json: bool) -> None:
    with session(context).seat() as seat:
        _print(seat, act(seat, refunds.show(seat, number)), as_json)


def _print(seat: Seat, refund: Refund, as_json: bool) -> None:
    lines = [refund_line(seat, refund), *(day_line(one) for one in refund.days), refund.sum_words]
    show(as_json, refund_record(seat, refund), lines)


def _name(seat: Seat, person_id: int | None) -> str | None:
    person = seat.directory.people.get(person_id or 0)
    return person.name if person else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
