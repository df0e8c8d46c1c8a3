"""The console's words for reliefs: what an area comes to, applications and their steps, the rates by season."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from app import refunds, reliefs
from app.complaints import show as show_complaint
from app.entitlements import (
    find_season,
    flat_of,
    flat_of_complaint,
    relief_due_words,
    season_name,
    season_of_complaint,
)
from app.errors import BadInput
from app.places import find_community
from app.records import ReliefKind
from app.refund_money import read_area, read_money
from app.relief_paper import print_relief
from app.relief_records import KIND_WORDS, STATE_WORDS, NewRelief, Relief
from app.relief_sums import ARTICLE, Rate
from app.seat import Seat
from app.whole_files import put_file
from ui.console_json import Record, moment
from ui.console_refund_bands import read_date
from ui.console_session import Json, session, show

relief_words = typer.Typer(no_args_is_help=True)
rate_words = typer.Typer(no_args_is_help=True)
relief_words.add_typer(rate_words, name="rate", help="各供暖季的减免标准：列出、设定。")

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="减免申请编号，如 J20261205-01。")]
Area = Annotated[str, typer.Option("--area", metavar="M2", help="这一户实际缴费的面积，平方米。")]
FlatArea = Annotated[str, typer.Option("--flat-area", metavar="M2", help="整套房的缴费面积；缺省与 --area 相同。")]
Year = Annotated[str, typer.Option("--season", metavar="Y", help="供暖季，如 2026-2027；缺省本季。")]
Fee = Annotated[str, typer.Option("--fee", metavar="YUAN", help="这套房的季热费，知道就填：减免不能超过它。")]
Household = Annotated[str, typer.Option("--household", help="户号。")]
Kind = Annotated[ReliefKind, typer.Option("--kind", help="low_income 低保、three_without 三无。")]
Proof = Annotated[str, typer.Option("--proof", help="见过哪种证明；只记种类，不留复印件。")]
Remarks = Annotated[str, typer.Option("--remarks", help="备注。")]
Decider = Annotated[str, typer.Option("--by", metavar="WHO", help="由谁核定，如 民政部门。")]
Reason = Annotated[str, typer.Option("--reason", help="为什么。")]


@relief_words.command("explain", help="按实际缴费面积算减免金额和依据；不存。")
def explain_word(context: typer.Context, area: Area, season: Year = "", fee: Fee = "", as_json: Json = False) -> None:
    """What an area comes to, and why."""
    wanted = read_area(area)
    with session(context).seat() as seat:
        charge = read_money(fee, "fee", "季热费") if fee else None
        found = reliefs.explain(seat, _season(seat, season), wanted, charge)
        due = relief_due_words(seat.rules)
    record = {
        "season": found.season,
        "area": str(found.area),
        "rate": str(found.rate.rate) if found.rate else None,
        "sum": None if found.sum is None else str(found.sum),
        "basis": found.rate.basis if found.rate else None,
        "mark": found.rate.mark if found.rate else None,
        "article": ARTICLE,
        "words": found.words,
    }
    show(as_json, record, [found.words, f"兑付 {due}"])


@relief_words.command("make", help="登记一户的减免申请；证明当场看过，不留复印件。")
def make_word(
    context: typer.Context,
    household: Household,
    area: Area,
    proof: Proof,
    kind: Kind = ReliefKind.LOW_INCOME,
    community: Annotated[str, typer.Option("--community", help="小区。")] = "",
    flat: Annotated[str, typer.Option("--flat", help="楼-单元-室，如 3-2-501。")] = "",
    complaint: Annotated[str, typer.Option("--complaint", help="相关诉求的编号；地点随它。")] = "",
    season: Year = "",
    flat_area: FlatArea = "",
    fee: Fee = "",
    remarks: Remarks = "",
    as_json: Json = False,
) -> None:
    """Take an application down."""
    with session(context).seat() as seat:
        about = show_complaint(seat, complaint) if complaint else None
        if community:
            where = flat_of(find_community(seat.directory, community).id, flat)
        elif about is not None:
            where = flat_of_complaint(about)
        else:
            raise BadInput("请用 --complaint 或 --community 和 --flat 指明是哪一户。", field="flat")
        year = season_of_complaint(seat.rules, about).name if about and not season else _season(seat, season)
        new = NewRelief(
            flat=where,
            season=year,
            kind=kind,
            household=household,
            area=read_area(area),
            proof=proof,
            flat_area=read_area(flat_area, "flat_area", "整套房的缴费面积") if flat_area else None,
            fee=read_money(fee, "fee", "季热费") if fee else None,
            complaint_id=about.id if about else None,
            remarks=remarks,
        )
        _print(seat, reliefs.make(seat, new), as_json)


@relief_words.command("amend", help="更改一份待核定的申请，重新算出金额；不写的不变。")
def amend_word(
    context: typer.Context,
    number: Number,
    household: Annotated[str, typer.Option("--household", help="户号。")] = "",
    area: Annotated[str, typer.Option("--area", metavar="M2", help="实际缴费面积。")] = "",
    flat_area: FlatArea = "",
    proof: Annotated[str, typer.Option("--proof", help="见过哪种证明。")] = "",
    kind: Annotated[ReliefKind | None, typer.Option("--kind", help="low_income 低保、three_without 三无。")] = None,
    fee: Fee = "",
    remarks: Remarks = "",
    as_json: Json = False,
) -> None:
    """Correct an application."""
    with session(context).seat() as seat:
        old = reliefs.show(seat, number)
        new = NewRelief(
            flat=old.flat,
            season=old.season,
            kind=kind or old.kind or ReliefKind.LOW_INCOME,
            household=household or old.household,
            area=read_area(area) if area else old.area,
            proof=proof or old.proof,
            flat_area=read_area(flat_area, "flat_area", "整套房的缴费面积") if flat_area else old.flat_area,
            fee=read_money(fee, "fee", "季热费") if fee else old.fee,
            remarks=remarks or old.remarks,
        )
        _print(seat, reliefs.amend(seat, old, new), as_json)


@relief_words.command("list", help="减免申请；户号只显示末两位。")
def list_word(
    context: typer.Context,
    season: Annotated[str, typer.Option("--season", metavar="Y", help="供暖季；缺省全部。")] = "",
    only_open: Annotated[bool, typer.Option("--open", help="只列没有办完的。")] = False,
    limit: Annotated[int, typer.Option(min=1, max=5000, help="最多几条。")] = 500,
    as_json: Json = False,
) -> None:
    """List applications, masked."""
    with session(context).seat() as seat:
        found = reliefs.list_reliefs(seat, season_name(season) if season else "", only_open, limit)
        record = {"reliefs": [relief_record(seat, one, masked=True) for one in found]}
        show(as_json, record, [relief_line(seat, one) for one in found] or ["没有减免申请。"])


@relief_words.command("show", help="一份减免申请。")
def show_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show an application."""
    with session(context).seat() as seat:
        _print(seat, reliefs.show(seat, number), as_json)


@relief_words.command("sheet", help="减免核定单，存为 PDF；核准以后才有。")
def sheet_word(
    context: typer.Context,
    number: Number,
    out: Annotated[Path, typer.Option("-o", metavar="FILE.pdf", help="存到哪里。")],
    as_json: Json = False,
) -> None:
    """The sheet."""
    with session(context).seat() as seat:
        relief = reliefs.show(seat, number)
        put_file(out, print_relief(seat, relief))
    show(as_json, {"number": relief.number, "file": str(out)}, [f"已存为 {out}"])


@relief_words.command("approve", help="核准；写明由谁核定。班长或驻点联络员。")
def approve_word(
    context: typer.Context,
    number: Number,
    by: Decider,
    note: Annotated[str, typer.Option("--note", help="说明。")] = "",
    as_json: Json = False,
) -> None:
    """Grant."""
    _step(context, number, lambda seat, one: reliefs.approve(seat, one, by, note), as_json)


@relief_words.command("refuse", help="不予减免；写明由谁核定、为什么。")
def refuse_word(context: typer.Context, number: Number, by: Decider, reason: Reason, as_json: Json = False) -> None:
    """Refuse."""
    _step(context, number, lambda seat, one: reliefs.refuse(seat, one, by, reason), as_json)


@relief_words.command("pay", help="已兑付；热力公司或班长。")
def pay_word(
    context: typer.Context,
    number: Number,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="哪一天；缺省今天。")] = "",
    as_json: Json = False,
) -> None:
    """It was paid."""
    _step(context, number, lambda seat, one: reliefs.pay(seat, one, read_date(on, seat.now(), "paid_on")), as_json)


@relief_words.command("withdraw", help="撤回一份申请，写明原因。")
def withdraw_word(context: typer.Context, number: Number, reason: Reason, as_json: Json = False) -> None:
    """Take back."""
    _step(context, number, lambda seat, one: reliefs.withdraw(seat, one, reason), as_json)


@relief_words.command("reopen", help="班长要求重新核定，写明原因。")
def reopen_word(context: typer.Context, number: Number, reason: Reason, as_json: Json = False) -> None:
    """Decide anew."""
    _step(context, number, lambda seat, one: reliefs.reopen(seat, one, reason), as_json)


@rate_words.command("list", help="各供暖季的标准和依据。")
def rates_word(context: typer.Context, as_json: Json = False) -> None:
    """List the rates."""
    with session(context).seat() as seat:
        found = list(reliefs.rates(seat).values())
    show(as_json, {"rates": [rate_record(one) for one in found]}, [rate_line(one) for one in found])


@rate_words.command("set", help="设定一季的标准；由系统管理员修改，旧值留在记录里。")
def rate_word(
    context: typer.Context,
    season: Annotated[str, typer.Argument(metavar="SEASON", help="供暖季，如 2026-2027。")],
    rate: Annotated[str, typer.Argument(metavar="YUAN", help="每平方米几元。")],
    basis: Annotated[str, typer.Option("--basis", help="依据：文件和文号。")],
    reason: Reason,
    mark: Annotated[str, typer.Option("--mark", help="V 见原文，V- 见报道，P 自定。")] = "V",
    as_json: Json = False,
) -> None:
    """A season's rate."""
    amount = read_money(rate, "rate", "减免标准")
    with session(context).seat() as seat:
        made = reliefs.set_rate(seat, season_name(season), amount, basis, mark, reason)
    show(as_json, rate_record(made), [rate_line(made)])


def relief_record(seat: Seat, relief: Relief, masked: bool = False) -> Record:
    """An application as JSON; money and areas as text."""
    return {
        "number": relief.number,
        "state": relief.state,
        "state_words": STATE_WORDS[relief.state],
        "season": relief.season,
        "place": relief.place,
        "kind": relief.kind,
        "household": relief.masked_household if masked else relief.household,
        "area": str(relief.area),
        "flat_area": str(relief.flat_area),
        "fee": _text(relief.fee),
        "rate": _text(relief.rate),
        "basis": relief.basis,
        "sum": _text(relief.sum),
        "proof": relief.proof,
        "proof_seen_at": moment(relief.proof_seen_at),
        "decider": relief.decider,
        "decision": "" if masked else relief.decision,
        "decided_at": moment(relief.decided_at),
        "paid_on": moment(relief.paid_on),
        "due_on": moment(relief.due_on),
        "overdue": relief.overdue(refunds.today(seat)),
        "may": sorted(reliefs.allowed(seat, relief)),
    }


def relief_line(seat: Seat, relief: Relief) -> str:
    """An application in one line, masked."""
    late = f"▲ 已过 {relief.due_on}" if relief.overdue(refunds.today(seat)) else f"{relief.due_on} 前"
    kind = [KIND_WORDS[relief.kind], relief.masked_household] if relief.kind else []
    made = f"{relief.sum} 元" if relief.sum is not None else "没有标准，未算"
    return "  ".join(
        (
            relief.number,
            STATE_WORDS[relief.state],
            relief.place,
            relief.season,
            *kind,
            f"{relief.area} 平方米",
            made,
            late,
        )
    )


def rate_record(rate: Rate) -> Record:
    """A rate as JSON."""
    return {
        "season": rate.season,
        "rate": str(rate.rate),
        "basis": rate.basis,
        "mark": rate.mark,
        "note": rate.note,
    }


def rate_line(rate: Rate) -> str:
    """A rate for people."""
    return f"{rate.season}  每平方米 {rate.rate} 元  {rate.basis_words}"


def _season(seat: Seat, typed: str) -> str:
    """The season's name; one that nobody entered may have a rate all the same."""
    return season_name(typed) if typed else find_season(seat.rules, "", refunds.today(seat)).name


def _step(context: typer.Context, number: str, act: Callable[[Seat, Relief], Relief], as_json: bool) -> None:
    with session(context).seat() as seat:
        _print(seat, act(seat, reliefs.show(seat, number)), as_json)


def _print(seat: Seat, relief: Relief, as_json: bool) -> None:
    show(as_json, relief_record(seat, relief), [relief_line(seat, relief)])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
