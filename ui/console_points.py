"""The console's words for halls and ways to pay: list, add, change, retire; ``hall`` and ``channel`` are one family."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from app import service_points
from app.errors import BadInput
from app.places import find_company
from app.seat import Seat
from app.service_points import KIND_WORDS, UNKNOWN, PointKind, PointWords, ServicePoint, checked_words
from ui.console_json import Record, moment
from ui.console_session import Json, session, show

CHANNELS = [kind for kind in PointKind if kind is not PointKind.HALL]
_CHANNEL_HELP = "、".join(KIND_WORDS[kind] for kind in CHANNELS)

Words = Annotated[str, typer.Argument(metavar="[WORDS]", help="名称、地址、公司、电话、拼音或首字母。")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="名称，或 #编号。")]
Company = Annotated[str | None, typer.Option("--company", help="热力公司的名称、简称或代码；空为全市。")]
Address = Annotated[str | None, typer.Option("--address", help="地址。")]
Hours = Annotated[str | None, typer.Option("--hours", help="办理或开通的时间。")]
How = Annotated[str | None, typer.Option("--how", help="怎样办、怎样缴。")]
Source = Annotated[str | None, typer.Option("--source", help="从哪里知道的。")]
Phones = Annotated[list[str] | None, typer.Option("--phone", help="电话，可重复；change 时给出的代替原有的。")]
Verified = Annotated[str, typer.Option("--verified", metavar="DATE", help="核实日期。")]
Kind = Annotated[str, typer.Option("--kind", help=f"{_CHANNEL_HELP}。")]
Note = Annotated[str, typer.Option("--reason", help="说明。")]


def _family(hall: bool) -> typer.Typer:
    """The words of halls, or of ways to pay."""
    words, what = typer.Typer(no_args_is_help=True), "服务大厅" if hall else "缴费渠道"

    @words.command("list", help=f"列出{what}；写明的词都要对得上。")
    def list_word(context: typer.Context, typed: Words = "", as_json: Json = False) -> None:
        """List them."""
        with session(context).seat() as seat:
            there = [one for one in service_points.list_points(seat) if (one.kind is PointKind.HALL) is hall]
            found = service_points.find_points(there, seat.directory, typed)
            record = {"points": [point_record(seat, one) for one in found]}
            show(as_json, record, [point_line(seat, one) for one in found] or [f"没有这样的{what}。"])

    @words.command("add", help=f"登记{what}（系统管理员）。不清楚的不填，显示为{UNKNOWN}。")
    def add_word(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help="名称。")],
        kind: Kind = "",
        company: Company = None,
        address: Address = None,
        hours: Hours = None,
        phone: Phones = None,
        how: How = None,
        source: Source = None,
        verified: Verified = "",
        note: Note = "",
        as_json: Json = False,
    ) -> None:
        """Add one."""
        with session(context).seat() as seat:
            chosen = PointKind.HALL if hall else _kind(kind)
            said = _said(seat, PointWords(chosen, name), None, company, address, hours, phone, how, source, verified)
            _print(seat, service_points.add_point(seat, said, note), as_json)

    @words.command("change", help=f"更改{what}（系统管理员）；没有给出的不变。")
    def change_word(
        context: typer.Context,
        name: Name,
        rename: Annotated[str | None, typer.Option("--name", help="新名称。")] = None,
        company: Company = None,
        address: Address = None,
        hours: Hours = None,
        phone: Phones = None,
        how: How = None,
        source: Source = None,
        verified: Verified = "",
        note: Note = "",
        as_json: Json = False,
    ) -> None:
        """Change one."""
        with session(context).seat() as seat:
            there = _find(seat, name, hall)
            old = service_points.words_of(there)
            said = _said(seat, old, rename, company, address, hours, phone, how, source, verified)
            _print(seat, service_points.change_point(seat, there.id, said, note), as_json)

    @words.command("retire", help=f"停用{what}（系统管理员），写明原因。")
    def retire_word(
        context: typer.Context,
        name: Name,
        reason: Annotated[str, typer.Option("--reason", help="为什么停用。")],
        as_json: Json = False,
    ) -> None:
        """Retire one."""
        with session(context).seat() as seat:
            there = _find(seat, name, hall)
            service_points.retire_point(seat, there.id, reason)
            show(as_json, {"id": there.id, "retired": True}, [f"{there.name} 已停用。"])

    return words


hall_words, channel_words = _family(True), _family(False)


def point_record(seat: Seat, point: ServicePoint) -> Record:
    """A hall or a way to pay as JSON; null is what nobody has verified."""
    company = seat.directory.companies.get(point.company_id or 0)
    return {
        "id": point.id,
        "kind": point.kind,
        "kind_words": KIND_WORDS[point.kind],
        "name": point.name,
        "company": company.name if company else None,
        "address": point.address or None,
        "hours": point.hours or None,
        "phones": list(point.phones),
        "how": point.how or None,
        "source": point.source or None,
        "verified_on": moment(point.verified_on),
    }


def point_line(seat: Seat, point: ServicePoint) -> str:
    """A hall or a way to pay in one line."""
    company = seat.directory.companies.get(point.company_id or 0)
    hall = point.kind is PointKind.HALL
    parts = (
        f"#{point.id}",
        KIND_WORDS[point.kind],
        point.name,
        company.short_name if company else "",
        (point.address or f"地址{UNKNOWN}") if hall else "",
        (point.hours or f"时间{UNKNOWN}") if hall else point.hours,
        "、".join(point.phones) or (f"电话{UNKNOWN}" if hall else ""),
        point.how,
        checked_words(point, seat.now().date()),
    )
    return "  ".join(part for part in parts if part)


def _said(
    seat: Seat,
    old: PointWords,
    name: str | None,
    company: str | None,
    address: str | None,
    hours: str | None,
    phones: list[str] | None,
    how: str | None,
    source: str | None,
    verified: str,
) -> PointWords:
    said = replace(
        old,
        name=old.name if name is None else name,
        address=old.address if address is None else address,
        hours=old.hours if hours is None else hours,
        how=old.how if how is None else how,
        source=old.source if source is None else source,
    )
    if company is not None:
        said = replace(said, company_id=find_company(seat.directory, company).id if company else None)
    if phones is not None:
        said = replace(said, phones=tuple(phones))
    if verified:
        try:
            said = replace(said, verified_on=date.fromisoformat(verified))
        except ValueError:
            raise BadInput(f"日期“{verified[:20]}”看不懂，请写成 2026-10-20 的样子。", field="verified_on") from None
    return said


def _kind(typed: str) -> PointKind:
    for kind in CHANNELS:
        if typed.strip() in (kind, KIND_WORDS[kind]):
            return kind
    raise BadInput(f"请用 --kind 指明种类：{_CHANNEL_HELP}。", field="kind")


def _find(seat: Seat, name: str, hall: bool) -> ServicePoint:
    there = [one for one in service_points.list_points(seat) if (one.kind is PointKind.HALL) is hall]
    found = [one for one in there if name.strip() in (one.name, f"#{one.id}")]
    if len(found) != 1:
        said = "有几个同名的，请用 #编号 指明。" if found else f"没有“{name[:30]}”，请用 list 查看。"
        raise BadInput(said, field="name")
    return found[0]


def _print(seat: Seat, point: ServicePoint, as_json: bool) -> None:
    show(as_json, point_record(seat, point), [point_line(seat, point)])
