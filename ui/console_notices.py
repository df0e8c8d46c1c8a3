"""The console's words for notices: add, change, withdraw, list, show."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from app import notices
from app.errors import BadInput
from app.moment_words import read_moment
from app.notice_checks import NewNotice
from app.notice_places import PublicNotice, coming, in_force, place_words
from app.notice_words import KIND_WORDS, REACH_WORDS, TELL_AUTHORITY, TOLD_AFTERWARDS, NoticeKind, NoticeReach
from app.notices import Version, span_words
from app.places import find_community, find_company
from app.rules import CITY_TIME
from app.seat import Seat
from ui.console_json import Record, moment
from ui.console_session import Json, session, show

notice_words = typer.Typer(no_args_is_help=True)

_KINDS = "、".join(KIND_WORDS.values())

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="公告编号，如 G20261201-02。")]
Begins = Annotated[str, typer.Option("--from", metavar="TIME", help="开始时间，如 2026-12-01T08:00、明天 6:30。")]
Ends = Annotated[str, typer.Option("--until", metavar="TIME", help="结束时间；突发停热可以不填。")]
City = Annotated[bool, typer.Option("--city", help="全市。")]
Companies = Annotated[list[str] | None, typer.Option("--company", help="热力公司，可重复。")]
Stations = Annotated[list[str] | None, typer.Option("--station", help="换热站编号，可重复。")]
Communities = Annotated[list[str] | None, typer.Option("--community", help="小区，可重复。")]
Buildings = Annotated[list[str] | None, typer.Option("--building", help="楼号，只有一个小区时可写，可重复。")]
Area = Annotated[str | None, typer.Option("--area", help="范围，如 八一路以北。")]
Words = Annotated[str | None, typer.Option("--text", help="念给用户听的话。")]
Basis = Annotated[str | None, typer.Option("--basis", help="依据；缺省是这一类公告的条款。")]
Late = Annotated[str | None, typer.Option("--late", metavar="REASON", help="计划停热未提前 2 日告知的原因。")]


@notice_words.command(
    "add",
    help=f"发布公告。种类：{_KINDS}；地点给出一种：--city、--company、--station、--community。",
    short_help="发布公告，写明种类、地点、起止时间和告知用语。",
)
def add_word(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--kind", help=f"种类：{_KINDS}。")],
    begins: Begins,
    text: Words = None,
    ends: Ends = "",
    city: City = False,
    company: Companies = None,
    station: Stations = None,
    community: Communities = None,
    building: Buildings = None,
    area: Area = None,
    basis: Basis = None,
    late: Late = None,
    as_json: Json = False,
) -> None:
    """Issue a notice."""
    with session(context).seat() as seat:
        where = _where(seat, city, company, station, community)
        if where is None:
            raise BadInput("请给出地点：--city、--company、--station 或 --community。", field="places")
        new = NewNotice(
            kind=(what := _kind(kind)),
            reach=where[0],
            places=where[1],
            buildings=tuple(building or ()),
            begins_at=_moment(seat, begins, "begins_at", what),
            ends_at=_moment(seat, ends, "ends_at") if ends else None,
            text=text or "",
            area=area or "",
            basis=basis or "",
            late_reason=late or "",
        )
        made = notices.add_notice(seat, new)
        lines = [notice_line(seat, made)]
        show(as_json, notice_record(seat, made), [*lines, TELL_AUTHORITY] if _sudden(made) else lines)


@notice_words.command("change", help="更改公告；没有给出的不变，旧的一版仍可查。")
def change_word(
    context: typer.Context,
    number: Number,
    begins: Begins = "",
    ends: Ends = "",
    text: Words = None,
    city: City = False,
    company: Companies = None,
    station: Stations = None,
    community: Communities = None,
    building: Buildings = None,
    area: Area = None,
    basis: Basis = None,
    late: Late = None,
    note: Annotated[str, typer.Option("--reason", help="为什么更改。")] = "",
    as_json: Json = False,
) -> None:
    """Change a notice."""
    with session(context).seat() as seat:
        there = notices.show_notice(seat, number)
        new = said_of(there)
        if where := _where(seat, city, company, station, community):
            new = replace(new, reach=where[0], places=where[1], buildings=())
        if building is not None:
            new = replace(new, buildings=tuple(building))
        if begins:
            new = replace(new, begins_at=_moment(seat, begins, "begins_at", there.kind))
        if ends:
            new = replace(new, ends_at=_moment(seat, ends, "ends_at"))
        new = replace(
            new,
            text=new.text if text is None else text,
            area=new.area if area is None else area,
            basis=new.basis if basis is None else basis,
            late_reason=new.late_reason if late is None else late,
        )
        _print(seat, notices.change_notice(seat, there, new, note), as_json)


@notice_words.command("withdraw", help="撤回公告，写明原因；公告和各版都留着。")
def withdraw_word(
    context: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="为什么撤回。")],
    as_json: Json = False,
) -> None:
    """Withdraw a notice."""
    with session(context).seat() as seat:
        _print(seat, notices.withdraw_notice(seat, notices.show_notice(seat, number), reason), as_json)


@notice_words.command("list", help="现行和将要开始的公告；--community 只列那里的，--all 连同过去和撤回的。")
def list_word(
    context: typer.Context,
    community: Annotated[str, typer.Option("--community", help="小区的名称、别名，或 名称@地址。")] = "",
    building: Annotated[str, typer.Option("--building", help="楼号。")] = "",
    every: Annotated[bool, typer.Option("--all", help="连同过去和撤回的。")] = False,
    as_json: Json = False,
) -> None:
    """List notices."""
    with session(context).seat() as seat:
        found = notices.list_notices(seat) if every else notices.current_notices(seat)
        if community:
            place, directory, now = find_community(seat.directory, community).id, seat.directory, seat.now()
            found = in_force(found, directory, place, building, now) + coming(
                found, directory, place, building, now, 400
            )
        record = {"notices": [notice_record(seat, one) for one in found]}
        show(as_json, record, [notice_line(seat, one) for one in found] or ["没有公告。"])


@notice_words.command("show", help="一条公告，连同各版。")
def show_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show a notice with its versions."""
    with session(context).seat() as seat:
        there = notices.show_notice(seat, number)
        kept = notices.versions_of(seat, there)
        record = notice_record(seat, there) | {"versions": [_version(seat, one) for one in kept]}
        lines = [notice_line(seat, there), there.text, f"依据：{there.basis or '—'}"]
        lines += [f"未提前告知的原因：{there.late_reason}"] if there.late_reason else []
        lines += [
            f"第 {one.notice.revision} 版 {one.made_at.astimezone(CITY_TIME):%m-%d %H:%M} {one.made_by_name} {one.note}"
            for one in kept
        ]
        show(as_json, record, lines)


def said_of(notice: PublicNotice) -> NewNotice:
    """What a notice says now, to be changed."""
    return NewNotice(
        kind=notice.kind,
        reach=notice.reach,
        places=notice.places,
        buildings=notice.buildings,
        begins_at=notice.begins_at,
        ends_at=notice.ends_at,
        text=notice.text,
        area=notice.area,
        basis=notice.basis,
        late_reason=notice.late_reason,
    )


def state_words(notice: PublicNotice, now: datetime) -> str:
    """现行, 将于…, 已过, 已撤回."""
    if notice.withdrawn_at is not None:
        return "已撤回"
    return "现行" if notice.stands_at(now) else "已过" if notice.is_over(now) else "未开始"


def notice_record(seat: Seat, notice: PublicNotice) -> Record:
    """A notice as JSON."""
    issuer = seat.directory.companies.get(notice.company_id or 0)
    return {
        "number": notice.number,
        "id": str(notice.id),
        "revision": notice.revision,
        "kind": notice.kind,
        "kind_words": KIND_WORDS[notice.kind],
        "reach": notice.reach,
        "reach_words": REACH_WORDS[notice.reach],
        "places": list(notice.places),
        "place": place_words(seat.directory, notice),
        "buildings": list(notice.buildings),
        "area": notice.area,
        "begins_at": moment(notice.begins_at),
        "ends_at": moment(notice.ends_at),
        "state_words": state_words(notice, seat.now()),
        "text": notice.text,
        "basis": notice.basis,
        "late_reason": notice.late_reason,
        "season": notice.season or None,
        "issued_by": issuer.name if issuer else seat.rules.settings["hotline"],
        "made_by": notice.made_by_name,
        "made_at": moment(notice.made_at),
        "withdrawn_at": moment(notice.withdrawn_at),
        "withdrawn_by": notice.withdrawn_by_name or None,
        "withdrawn_reason": notice.withdrawn_reason or None,
        "to_do": TELL_AUTHORITY if _sudden(notice) else None,
    }


def notice_line(seat: Seat, notice: PublicNotice) -> str:
    """A notice in one line."""
    parts = (
        notice.number,
        state_words(notice, seat.now()),
        KIND_WORDS[notice.kind],
        f"{place_words(seat.directory, notice)} {notice.area}".strip(),
        span_words(notice.begins_at, notice.ends_at),
        " ".join(notice.text.split()),
        f"撤回：{notice.withdrawn_reason}" if notice.withdrawn_reason else "",
    )
    return "  ".join(part for part in parts if part)


def _version(seat: Seat, version: Version) -> Record:
    record = notice_record(seat, version.notice)
    kept = ("revision", "place", "buildings", "area", "begins_at", "ends_at", "text", "basis", "withdrawn_reason")
    return {name: record[name] for name in kept} | {
        "note": version.note,
        "made_by": version.made_by_name,
        "made_at": moment(version.made_at),
    }


def _sudden(notice: PublicNotice) -> bool:
    return notice.kind is NoticeKind.SUDDEN_STOP and notice.withdrawn_at is None


def _kind(typed: str) -> NoticeKind:
    words = typed.strip()
    for kind, said in KIND_WORDS.items():
        if words in (kind, said):
            return kind
    raise BadInput(f"没有“{words[:20]}”这一类公告，可用：{_KINDS}。", field="kind")


def _where(
    seat: Seat, city: bool, companies: list[str] | None, stations: list[str] | None, communities: list[str] | None
) -> tuple[NoticeReach, tuple[int, ...]] | None:
    directory = seat.directory
    given = [bool(one) for one in (city, companies, stations, communities)]
    if sum(given) > 1:
        raise BadInput("地点只给一种：--city、--company、--station 或 --community。", field="places")
    if companies:
        return NoticeReach.COMPANY, tuple(find_company(directory, one).id for one in companies)
    if stations:
        by_code = {one.code: one.id for one in directory.stations.values()}
        missing = [one for one in stations if one.strip() not in by_code]
        if missing:
            raise BadInput(f"没有编号“{missing[0]}”的换热站。", field="places")
        return NoticeReach.STATION, tuple(by_code[one.strip()] for one in stations)
    if communities:
        return NoticeReach.COMMUNITY, tuple(find_community(directory, one).id for one in communities)
    return (NoticeReach.CITY, ()) if city else None


def _moment(seat: Seat, typed: str, field: str, kind: NoticeKind | None = None) -> datetime:
    """ISO 8601, or as people type it."""
    try:
        at = datetime.fromisoformat(typed.strip())
    except ValueError:
        found = read_moment(typed, seat.now(), field, nearest=kind in TOLD_AFTERWARDS)
        if found is None:
            raise BadInput("请填写时间。", field=field) from None
        return found
    return at if at.tzinfo else at.replace(tzinfo=CITY_TIME)


def _print(seat: Seat, notice: PublicNotice, as_json: bool) -> None:
    show(as_json, notice_record(seat, notice), [notice_line(seat, notice)])
