"""The console's words for the visits of room temperature tests, and for the companies' instruments."""

from collections.abc import Callable
from typing import Annotated

import typer

from app import instruments, room_tests, temperature
from app.errors import BadInput
from app.places import find_company
from app.room_records import Instrument, RoomKind, RoomTest, Signed, VisitOutcome
from app.seat import Seat
from app.visit_form import VisitForm
from ui.console_session import Json, session, show
from ui.console_temperature import Number, print_test
from ui.temperature_lines import instrument_line, instrument_record

instrument_words = typer.Typer(no_args_is_help=True)

Reason = Annotated[str, typer.Option("--reason", help="为什么；更正和停用必填。")]


def add_visit_words(words: typer.Typer) -> None:
    """Add them to the words of tests."""
    words.command("enter", help="登记一次上门：谁来的、仪器、读数、签字；没测成的写明原因。")(enter_word)
    words.command("amend", help="班长更正最近的一次检测，原来的一版仍在。")(amend_word)
    words.add_typer(instrument_words, name="instrument", help="测温仪器：列出、登记、停用。")


Outcome = Annotated[VisitOutcome, typer.Option("--outcome", help="结果。")]
Tester = Annotated[str, typer.Option("--tester", help="检测人。")]
Arrived = Annotated[str, typer.Option("--arrived", metavar="TIME", help="上门时间：14:05、昨天 14:05、11-20 14:05。")]
Tool = Annotated[str, typer.Option("--instrument", metavar="NUMBER", help="仪器编号。")]
Room = Annotated[RoomKind | None, typer.Option("--room", help="bedroom 卧室，living 起居室（客厅）。")]
Shut = Annotated[str, typer.Option("--shut", metavar="TIME", help="门窗从几点起关闭。")]
Readings = Annotated[
    list[str] | None, typer.Option("--reading", metavar="'TIME DEGREES'", help="读数，可重复；最后一个是稳定读数。")
]
Outdoor = Annotated[str, typer.Option("--outdoor", help="室外温度。")]
Height = Annotated[str, typer.Option("--height", help="离地多少米。")]
Centre = Annotated[bool | None, typer.Option("--centre/--not-centre", help="测点在房间中央。")]
UserRefused = Annotated[str, typer.Option("--user-refused", metavar="REASON", help="用户拒绝检测或签字的理由。")]
UserSigned = Annotated[bool, typer.Option("--user-signed", help="用户已签字。")]
CompanyRefused = Annotated[str, typer.Option("--company-refused", metavar="REASON", help="企业拒绝签字的理由。")]
Cause = Annotated[bool | None, typer.Option("--cause/--no-cause", help="用户拒绝有无正当理由；只由班长认定。")]
Said = Annotated[str, typer.Option("--note", help="备注。")]
ToolNumber = Annotated[str, typer.Argument(metavar="NUMBER", help="仪器编号。")]
Owner = Annotated[str, typer.Option("--company", help="热力公司；企业座席不必写。")]


def enter_word(
    context: typer.Context,
    number: Number,
    tester: Tester,
    arrived: Arrived,
    outcome: Outcome = VisitOutcome.TESTED,
    instrument: Tool = "",
    room: Room = None,
    shut: Shut = "",
    reading: Readings = None,
    outdoor: Outdoor = "",
    height: Height = "1",
    centre: Centre = None,
    user_signed: UserSigned = False,
    user_refused: UserRefused = "",
    company_refused: CompanyRefused = "",
    cause: Cause = None,
    note: Said = "",
    retest: Annotated[bool, typer.Option("--retest", help="这是回测。")] = False,
    as_json: Json = False,
) -> None:
    """Enter a visit."""

    def form(seat: Seat, test: RoomTest) -> VisitForm:
        tool = _tool(seat, test, instrument)
        return VisitForm(
            outcome, tester, arrived, tool, room, shut, height, centre, "\n".join(reading or ()), outdoor,
            *_signs(user_signed, user_refused, company_refused), cause, note, retest,
        )  # fmt: skip

    _store(context, number, lambda seat, test: temperature.enter_visit(seat, test.id, form(seat, test)), as_json)


def amend_word(
    context: typer.Context,
    number: Number,
    tester: Tester,
    arrived: Arrived,
    reason: Reason,
    outcome: Outcome = VisitOutcome.TESTED,
    instrument: Tool = "",
    room: Room = None,
    shut: Shut = "",
    reading: Readings = None,
    outdoor: Outdoor = "",
    height: Height = "1",
    centre: Centre = None,
    user_signed: UserSigned = False,
    user_refused: UserRefused = "",
    company_refused: CompanyRefused = "",
    cause: Cause = None,
    note: Said = "",
    as_json: Json = False,
) -> None:
    """Correct the newest visit."""

    def amend(seat: Seat, test: RoomTest) -> RoomTest:
        if not test.visits:
            raise BadInput("还没有检测过，没有可以更正的。", field="test")
        form = VisitForm(
            outcome, tester, arrived, _tool(seat, test, instrument), room, shut, height, centre,
            "\n".join(reading or ()), outdoor, *_signs(user_signed, user_refused, company_refused), cause, note,
        )  # fmt: skip
        return temperature.amend_visit(seat, test.id, test.visits[-1].id, form, reason)

    _store(context, number, amend, as_json)


@instrument_words.command("list", help="测温仪器及检定有效期。")
def list_word(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="连同停用的。")] = False,
    as_json: Json = False,
) -> None:
    """List instruments."""
    with session(context).seat() as seat:
        found = instruments.list_instruments(seat, retired=every)
        lines = [instrument_line(seat, one) for one in found] or ["还没有登记仪器。"]
        show(as_json, {"instruments": [instrument_record(seat, one) for one in found]}, lines)


@instrument_words.command("put", help="登记一台仪器，或更新它的型号与检定。")
def put_word(
    context: typer.Context,
    number: ToolNumber,
    model: Annotated[str, typer.Option("--model", help="型号。")],
    calibrated: Annotated[str, typer.Option("--calibrated", metavar="DATE", help="检定日期。")],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="检定有效期至。")],
    company: Owner = "",
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Add or change an instrument."""
    with session(context).seat() as seat:
        owner = _owner(seat, company)
        same = _numbered(seat, owner, number)
        key = same.id if same else None
        made = instruments.put_instrument(seat, number, model, calibrated, until, owner, key, reason)
        show(as_json, instrument_record(seat, made), [instrument_line(seat, made)])


@instrument_words.command("retire", help="停用一台仪器；--back 恢复。")
def retire_word(
    context: typer.Context,
    number: ToolNumber,
    reason: Reason,
    company: Owner = "",
    back: Annotated[bool, typer.Option("--back", help="恢复使用。")] = False,
    as_json: Json = False,
) -> None:
    """Take an instrument out of use."""
    with session(context).seat() as seat:
        found = _numbered(seat, _owner(seat, company), number)
        if found is None:
            raise BadInput("没有这台仪器。", field="instrument")
        done = instruments.retire_instrument(seat, found, reason, back)
        show(as_json, instrument_record(seat, done), [instrument_line(seat, done)])


def _signs(user_signed: bool, user_refused: str, company_refused: str) -> tuple[Signed, str, Signed | None, str]:
    company = Signed.REFUSED if company_refused else Signed.SIGNED
    user = Signed.REFUSED if user_refused else Signed.SIGNED if user_signed else None
    return company, company_refused, user, user_refused


def _owner(seat: Seat, company: str) -> int | None:
    return find_company(seat.directory, company).id if company else seat.person.company_id


def _numbered(seat: Seat, owner: int | None, number: str) -> Instrument | None:
    known = instruments.list_instruments(seat, owner, retired=True)
    return next((one for one in known if one.number == number.strip()), None)


def _tool(seat: Seat, test: RoomTest, number: str) -> int | None:
    return instruments.find_instrument(seat, test.company_id, number).id if number else None


def _store(context: typer.Context, number: str, act: Callable[[Seat, RoomTest], RoomTest], as_json: bool) -> None:
    with session(context).seat() as seat:
        print_test(seat, act(seat, room_tests.show(seat, number)), as_json)
