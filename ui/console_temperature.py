"""The console's words for room temperature tests: judge a reading, ask, list, show, dispute, withdraw, print."""

from pathlib import Path
from typing import Annotated

import typer

from app import room_tests, temperature
from app.celsius import read_celsius
from app.complaints import show as show_complaint
from app.errors import BadInput
from app.places import find_community, find_company
from app.refund_bands import judge
from app.room_records import ROOM_STATE_WORDS, Party, RoomState, RoomTest
from app.rules import CITY_TIME
from app.seat import Seat
from app.temperature import FlatAsked
from app.temperature_words import PARTY_WORDS
from app.whole_files import put_file
from ui.console_session import Json, session, show
from ui.shift_lines import read_day
from ui.temperature_lines import (
    days_lines,
    judgement_lines,
    judgement_record,
    room_line,
    room_lines,
    room_record,
)

temperature_words = typer.Typer(no_args_is_help=True)

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="测温编号，例如 CW20261120-001；可扫记录单上的码。")]
Note = Annotated[str, typer.Option("--note", help="说明。")]


@temperature_words.command(
    "judge", help="一个室温读数退多少、属哪一档、依据哪一条。", context_settings={"ignore_unknown_options": True}
)
def judge_word(
    context: typer.Context,
    reading: Annotated[str, typer.Argument(metavar="READING", help="室温，例如 15.8。")],
    day: Annotated[str, typer.Option("--on", metavar="DATE", help="按哪一天的档次，缺省今天。")] = "",
    as_json: Json = False,
) -> None:
    """Percent, band and article of a reading."""
    degrees = read_celsius(reading, "reading", "室温")
    with session(context).seat() as seat:
        on = read_day(seat, day, "on") if day else seat.now().astimezone(CITY_TIME).date()
        judgement = judge(degrees, seat.rules.bands_on(on))
    show(as_json, judgement_record(judgement), judgement_lines(judgement))


@temperature_words.command("ask", help="申请测温：从一件诉求，或给出小区、楼室和电话。")
def ask_word(
    context: typer.Context,
    complaint: Annotated[str, typer.Option("--complaint", metavar="NUMBER", help="诉求编号。")] = "",
    community: Annotated[str, typer.Option("--community", help="小区的名称、别名，或 名称@地址。")] = "",
    building: Annotated[str, typer.Option(help="楼号。")] = "",
    unit: Annotated[str, typer.Option(help="单元。")] = "",
    room: Annotated[str, typer.Option(help="室号。")] = "",
    asker: Annotated[str, typer.Option(help="申请人。")] = "",
    phone: Annotated[str, typer.Option(help="联系电话。")] = "",
    company: Annotated[str, typer.Option(help="热力公司；缺省按名录。")] = "",
    requested: Annotated[
        str, typer.Option("--requested", metavar="TIME", help="用户何时申请：14:05、昨天 14:05、11-20 14:05。")
    ] = "",
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Ask for a test."""
    if bool(complaint) == bool(community):
        raise BadInput("请给出 --complaint 或 --community 中的一个。", field="complaint")
    with session(context).seat() as seat:
        if complaint:
            found = show_complaint(seat, complaint)
            test = temperature.ask_for_complaint(seat, found.id, requested, note)
        else:
            heats = find_company(seat.directory, company).id if company else None
            place = find_community(seat.directory, community).id
            flat = FlatAsked(place, building, unit, room, asker, phone, heats)
            test = temperature.ask_for_flat(seat, flat, requested, note)
        print_test(seat, test, as_json)


@temperature_words.command("list", help="测温申请，最新的在前。")
def list_word(
    context: typer.Context,
    state: Annotated[
        list[RoomState] | None, typer.Option("--state", help="只列这些状态，可重复：overdue、failed 等。")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="最多几份。")] = 100,
    as_json: Json = False,
) -> None:
    """List tests."""
    with session(context).seat() as seat:
        now = seat.now()
        found = [one for one in room_tests.list_tests(seat) if not state or one.state(now) in state][:limit]
        lines = [room_line(seat, one) for one in found] or ["没有测温申请。"]
        show(as_json, {"tests": [room_record(seat, one) for one in found]}, lines)


@temperature_words.command("show", help="一份测温记录，按编号，或扫记录单上的码。")
def show_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """One test."""
    with session(context).seat() as seat:
        print_test(seat, room_tests.show(seat, number), as_json)


@temperature_words.command("days", help="一份测温的每一天怎么判，凭什么，依据哪一条。")
def days_word(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """How each day counts."""
    with session(context).seat() as seat:
        test = room_tests.show(seat, number)
        show(as_json, room_record(seat, test, days=True), [room_line(seat, test), *days_lines(seat, test)])


@temperature_words.command("dispute", help="对检测结果有异议，提交法定鉴定机构。")
def dispute_word(
    context: typer.Context,
    number: Number,
    by: Annotated[Party, typer.Option("--by", help="谁提出：user 用户，company 企业。")],
    body: Annotated[str, typer.Option("--body", help="法定鉴定机构。")],
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Bring it before a testing body."""
    with session(context).seat() as seat:
        test = room_tests.show(seat, number)
        print_test(seat, temperature.dispute(seat, test.id, by, body, note), as_json)


@temperature_words.command(
    "result", help="登记鉴定结果和费用由谁承担（过错方）。", context_settings={"ignore_unknown_options": True}
)
def result_word(
    context: typer.Context,
    number: Number,
    reading: Annotated[str, typer.Argument(metavar="READING", help="鉴定的室温。")],
    payer: Annotated[
        Party | None, typer.Option("--payer", help=f"费用由谁承担：{'、'.join(PARTY_WORDS.values())}；缺省按结果。")
    ] = None,
    note: Note = "",
    as_json: Json = False,
) -> None:
    """What the body found."""
    with session(context).seat() as seat:
        test = room_tests.show(seat, number)
        print_test(seat, temperature.decide(seat, test.id, reading, payer, note), as_json)


@temperature_words.command("withdraw", help="用户撤回测温申请。")
def withdraw_word(
    context: typer.Context,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="为什么撤回。")],
    as_json: Json = False,
) -> None:
    """Take a request back."""
    with session(context).seat() as seat:
        test = room_tests.show(seat, number)
        print_test(seat, temperature.withdraw(seat, test.id, reason), as_json)


@temperature_words.command("sheet", help="室温检测记录单存为 PDF；还没检测的是空白单。")
def sheet_word(
    context: typer.Context,
    number: Number,
    out: Annotated[Path, typer.Option("-o", metavar="FILE.pdf", help="存到哪里。")],
    blank: Annotated[bool, typer.Option("--blank", help="要一张空白单，供下次上门。")] = False,
    as_json: Json = False,
) -> None:
    """Print the sheet."""
    from app.room_paper import draw_test  # with reportlab

    with session(context).seat() as seat:
        test = room_tests.show(seat, number)
        complaint = show_complaint(seat, test.complaint_id).number if test.complaint_id else ""
        put_file(out, draw_test(test, seat.directory, seat.rules, seat.now(), complaint, blank))
        words = f"{test.number} {ROOM_STATE_WORDS[test.state(seat.now())]}，记录单已存为 {out}"
        show(as_json, {"number": test.number, "file": str(out)}, [words])


def print_test(seat: Seat, test: RoomTest, as_json: bool) -> None:
    """One test."""
    show(as_json, room_record(seat, test), room_lines(seat, test))
