"""The console's words for incidents: what is suggested, open, attach, detach, change, sign, close, list, show."""

from typing import Annotated

import typer

from app import incidents
from app.complaints import show as show_complaint
from app.directory import building_key
from app.errors import BadInput
from app.incident_groups import Spot, Suggestion
from app.incidents import Incident
from app.moment_words import until_short
from app.places import find_community, find_company
from app.records import IncidentKind, QueueRow
from app.rules import CITY_TIME
from app.seat import Seat
from app.typed_words import plain_number
from ui.console_json import Record, complaint_lines, complaint_record, moment, queue_line, queue_record
from ui.console_session import Json, read_moment, session, show
from ui.console_thresholds import threshold_words

incident_words = typer.Typer(no_args_is_help=True)
incident_words.add_typer(threshold_words, name="threshold", help="同一原因的门槛：列出、修改、修改记录。")

Number = Annotated[str, typer.Argument(metavar="INCIDENT", help="片区事件编号，如 P20261120-03。")]
Station = Annotated[str, typer.Option(help="换热站编号，如 023。")]
Community = Annotated[str, typer.Option(help="小区的名称、别名，或 名称@地址。")]
Building = Annotated[str, typer.Option(help="楼号；给出则只是这一栋。")]
Complaints = Annotated[list[str] | None, typer.Option("--complaint", metavar="NUMBER", help="诉求编号，可重复。")]
Until = Annotated[str | None, typer.Option(metavar="TIME", help="预计恢复的时间，如 2026-11-20T18:00；空为未知。")]
Homes = Annotated[int | None, typer.Option(help="估计影响多少户；缺省按名录。")]
Said = Annotated[str | None, typer.Option("--answer", metavar="TEXT", help="对来电人统一怎么说。")]


@incident_words.command("suggest", help="现在的来电像不像同一原因：哪里、几分钟内几件。")
def suggest_word(context: typer.Context, as_json: Json = False) -> None:
    """What the open queue suggests."""
    with session(context).seat() as seat:
        found = incidents.suggest(seat)
        record = {"suggestions": [suggestion_record(seat, one) for one in found]}
    show(as_json, record, [one.words for one in found] or ["没有像同一原因的来电。"])


@incident_words.command("open", help="开一个片区事件；--suggested 把提示的诉求一次并入。那里已有的，就并入已有的。")
def open_word(
    context: typer.Context,
    category: Annotated[str, typer.Option(help="类别代码；缺省用提示的，没有提示时 A3。")] = "",
    station: Station = "",
    community: Community = "",
    building: Building = "",
    complaint: Complaints = None,
    suggested: Annotated[bool, typer.Option("--suggested", help="并入这个地点现在提示的诉求。")] = False,
    company: Annotated[str, typer.Option(help="热力公司；缺省按名录。")] = "",
    cause: Annotated[str, typer.Option(help="原因。")] = "",
    answer: Said = None,
    homes: Homes = None,
    until: Until = None,
    as_json: Json = False,
) -> None:
    """Open an incident."""
    with session(context).seat() as seat:
        spot = spot_of(seat, station, community, building)
        there = [one for one in incidents.suggest(seat) if one.spot == spot] if suggested else []
        offered = next((one for one in there if one.category == category), there[0] if there else None)
        if suggested and offered is None:
            raise BadInput("这个地点现在没有提示，请用 --complaint 指明诉求。", field="suggested")
        ids = [show_complaint(seat, number).id for number in complaint or ()]
        opened = incidents.open_incident(
            seat,
            spot,
            category or (offered.category if offered else "A3"),
            list(dict.fromkeys([*ids, *(offered.complaints if offered else ())])),
            company_id=find_company(seat.directory, company).id if company else offered.company_id if offered else None,
            cause=cause,
            canned_answer=answer or "",
            homes=homes,
            expected_end=read_moment(until, "until") if until else None,
        )
        print_incident(seat, opened, as_json)


@incident_words.command("attach", help="把诉求并入一个正在进行的片区事件。")
def attach_word(context: typer.Context, number: Number, complaint: Complaints = None, as_json: Json = False) -> None:
    """Attach complaints."""
    if not complaint:
        raise BadInput("请用 --complaint 指明诉求编号。", field="complaint")
    with session(context).seat() as seat:
        there = incidents.show(seat, number)
        ids = [show_complaint(seat, one).id for one in dict.fromkeys(complaint)]
        many = incidents.attach(seat, there.id, ids)
    show(as_json, {"number": there.number, "attached": many}, [f"{there.number} 并入 {many} 件。"])


@incident_words.command("detach", help="把一件诉求移出片区事件，写明原因；它自己另派一单。")
def detach_word(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="诉求编号。")],
    reason: Annotated[str, typer.Option("--reason", help="为什么不是同一原因。")],
    as_json: Json = False,
) -> None:
    """Detach a complaint."""
    with session(context).seat() as seat:
        left = incidents.detach(seat, show_complaint(seat, number).id, reason)
        show(as_json, complaint_record(seat, left), complaint_lines(seat, left))


@incident_words.command("change", help="更改原因、户数、预计恢复时间；热线还可改告知用语、类别和开始时间。")
def change_word(
    context: typer.Context,
    number: Number,
    cause: Annotated[str | None, typer.Option(help="原因。")] = None,
    answer: Said = None,
    homes: Homes = None,
    until: Until = None,
    began: Annotated[str | None, typer.Option(metavar="TIME", help="何时开始停热，退费按它算。")] = None,
    category: Annotated[str | None, typer.Option(help="类别代码。")] = None,
    note: Annotated[str, typer.Option(help="说明。")] = "",
    as_json: Json = False,
) -> None:
    """Change an incident."""
    given = {"cause": cause, "canned_answer": answer, "homes": homes, "category": category}
    fields: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    fields |= {
        name: read_moment(text, option) if text.strip() or option == "began" else None
        for name, option, text in (("expected_end", "until", until), ("began_at", "began", began))
        if text is not None
    }
    if not fields:
        raise BadInput(
            "没有要改的内容：给出 --cause、--answer、--homes、--until、--began 或 --category。", field="cause"
        )
    with session(context).seat() as seat:
        there = incidents.show(seat, number)
        print_incident(seat, incidents.change(seat, there.id, there.revision, note, **fields), as_json)


@incident_words.command("sign", help="企业为整个片区事件签收；--arrive 为已到场。")
def sign_word(
    context: typer.Context,
    number: Number,
    arrive: Annotated[bool, typer.Option("--arrive", help="已到场。")] = False,
    as_json: Json = False,
) -> None:
    """Sign for all that is attached, or be there."""
    with session(context).seat() as seat:
        there = incidents.show(seat, number)
        many = (incidents.arrive if arrive else incidents.sign)(seat, there.id)
    words = "到场" if arrive else "签收"
    show(as_json, {"number": there.number, "complaints": many}, [f"{there.number} {words} {many} 件。"])


@incident_words.command("close", help="已恢复：写明原因，并入的诉求一次反馈，逐个列入回访；不需回复的当即结案。")
def close_word(
    context: typer.Context,
    number: Number,
    cause: Annotated[str, typer.Option(help="原因，作为每件诉求的反馈。")],
    answer: Annotated[str, typer.Option("--answer", metavar="TEXT", help="公开答复；缺省由原因写成。")] = "",
    as_json: Json = False,
) -> None:
    """Close an incident."""
    with session(context).seat() as seat:
        there = incidents.show(seat, number)
        done = incidents.close(seat, there.id, there.revision, cause, answer)
        record = incident_record(seat, done.incident) | {
            "attached": done.attached,
            "settled": done.settled,
            "call_backs": done.call_backs,
            "closed": done.closed,
            "others": done.others,
        }
    lines = [f"{there.number} 已结束：并入 {done.attached} 件，待回访 {done.call_backs} 件，已结 {done.closed} 件。"]
    lines += [f"另有 {done.others} 件退单或挂账，仍需单独办理。"] if done.others else []
    lines += [f"{incidents.refund_words(seat.rules)}。"] if done.incident.refund else []
    show(as_json, record, lines)


@incident_words.command("list", help="正在进行的片区事件；--closed 连同已结束的。")
def list_word(
    context: typer.Context,
    closed: Annotated[bool, typer.Option("--closed", help="连同已结束的。")] = False,
    as_json: Json = False,
) -> None:
    """List incidents."""
    with session(context).seat() as seat:
        found = incidents.list_incidents(seat, closed)
        record = {"incidents": [incident_record(seat, one) for one in found]}
        show(as_json, record, [incident_line(seat, one) for one in found] or ["没有片区事件。"])


@incident_words.command("show", help="一个片区事件、对来电人怎么说、并入的诉求。")
def show_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show an incident."""
    with session(context).seat() as seat:
        print_incident(seat, incidents.show(seat, number), as_json)


def print_incident(seat: Seat, incident: Incident, as_json: bool) -> None:
    """An incident with its complaints."""
    rows: list[QueueRow] = incidents.complaints_of(seat, incident.id)
    record = incident_record(seat, incident) | {"complaints": [queue_record(seat, row) for row in rows]}
    said = "告知" if incident.closed_at is None else "已恢复"
    lines = [incident_line(seat, incident), f"{said}：{incidents.read_out(seat, incident)}"]
    lines += [f"{incidents.refund_words(seat.rules)}。"] if record["refund"] else []
    show(as_json, record, [*lines, *(queue_line(seat, row) for row in rows)])


def incident_record(seat: Seat, incident: Incident) -> Record:
    """An incident as JSON."""
    return {
        "id": str(incident.id),
        "number": incident.number,
        "state": incident.state,
        "revision": incident.revision,
        "kind": incident.spot.kind,
        "place": incident.spot.words(seat.directory),
        "company": seat.directory.companies[incident.company_id].name,
        "category": incident.category,
        "cause": incident.cause,
        "read_out": incidents.read_out(seat, incident),
        "homes": incident.homes,
        "began_at": moment(incident.began_at),
        "expected_end": moment(incident.expected_end),
        "opened_at": moment(incident.opened_at),
        "closed_at": moment(incident.closed_at),
        "refund": incident.refund or incidents.refund_due(seat.rules, incident, seat.now()),
    }


def incident_line(seat: Seat, incident: Incident) -> str:
    """An incident in one line."""
    end = incident.closed_at or incident.expected_end
    word = "结束" if incident.closed_at else "预计"
    return "  ".join(
        (
            incident.number,
            incident.spot.words(seat.directory),
            seat.directory.companies[incident.company_id].short_name,
            f"{incident.category} {seat.rules.category(incident.category).name}",
            f"约 {incident.homes} 户",
            f"{incident.began_at.astimezone(CITY_TIME):%m-%d %H:%M} 起",
            f"{word} {until_short(end)}" if end else "恢复时间未知",
            incident.cause or "原因未明",
        )
    )


def suggestion_record(seat: Seat, one: Suggestion) -> Record:
    """A suggestion as JSON."""
    going = next((there.number for there in incidents.list_incidents(seat) if there.id == one.incident_id), None)
    return {
        "words": one.words,
        "kind": one.spot.kind,
        "place": one.spot.words(seat.directory),
        "category": one.category,
        "complaints": [str(id) for id in one.complaints],
        "minutes": one.minutes,
        "incident": going,
    }


def spot_of(seat: Seat, station: str, community: str, building: str) -> Spot:
    """The place that the options name. Errors: BadInput."""
    if bool(station) == bool(community):
        raise BadInput("请给出 --station 或 --community 之一。", field="station")
    if station:
        code = plain_number(station).upper()
        found = next((one for one in seat.directory.stations.values() if one.code == code), None)
        if found is None:
            raise BadInput(f"没有换热站“{station}”。", field="station")
        return Spot(IncidentKind.STATION, station_id=found.id)
    there = find_community(seat.directory, community)
    if building:
        return Spot(IncidentKind.BUILDING, there.id, building_key(building))
    return Spot(IncidentKind.COMMUNITY, there.id)
