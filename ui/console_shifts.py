"""The console's words for seats: sign on, say what one does, sign off, free a forgotten seat, who is on."""

from typing import Annotated

import typer

from app import roster, seat_duty
from app.errors import BadInput
from app.people import find_person
from app.places import find_company
from app.records import SeatState
from app.rules import CITY_TIME
from app.seat import Seat
from app.seat_duty import Presence
from app.shift_words import SEAT_STATE_WORDS
from app.words import ROLE_WORDS
from ui.console_json import Record, moment
from ui.console_session import Json, session, show
from ui.shift_lines import shift_line, shift_record

shift_words = typer.Typer(no_args_is_help=True)

_STATES = {str(state).replace("_", "-"): state for state in SeatState}


@shift_words.command("on", help="签到：坐到自己的座席，或用 --seat 指明；没有座席的岗位不占座席。")
def on_word(
    context: typer.Context,
    number: Annotated[int | None, typer.Option("--seat", metavar="N", help="座席号。")] = None,
    as_json: Json = False,
) -> None:
    """Sign on."""
    with session(context).seat() as seat:
        print_presence(seat, seat_duty.sign_on(seat, number), as_json)


@shift_words.command("pause", help="座席状态：ready 就绪、talking 通话、writing-up 整理、away 暂离（写明原因）。")
def pause_word(
    context: typer.Context,
    state: Annotated[str, typer.Argument(metavar="STATE", help="、".join(_STATES))] = "away",
    reason: Annotated[str, typer.Option("--reason", help="暂离的原因。")] = "",
    as_json: Json = False,
) -> None:
    """Say what one does."""
    if state not in _STATES:
        raise BadInput(f"没有“{state}”这种状态，可用：{'、'.join(_STATES)}。", field="state")
    with session(context).seat() as seat:
        print_presence(seat, seat_duty.pause(seat, _STATES[state], reason), as_json)


@shift_words.command("off", help="签退：离开座席。")
def off_word(
    context: typer.Context, note: Annotated[str, typer.Option(help="说明。")] = "", as_json: Json = False
) -> None:
    """Sign off."""
    with session(context).seat() as seat:
        print_presence(seat, seat_duty.sign_off(seat, note), as_json)


@shift_words.command("free", help="班长释放别人忘记签退的座席，写明原因。")
def free_word(
    context: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="谁的座席。")],
    reason: Annotated[str, typer.Option("--reason", help="为什么释放。")],
    as_json: Json = False,
) -> None:
    """Free a forgotten seat."""
    with session(context).seat() as seat:
        person = find_person(seat, login)
        there = next((one for one in seat_duty.list_present(seat) if one.person_id == person.id), None)
        if there is None:
            raise BadInput(f"{person.name}现在没有签到。", field="login")
        print_presence(seat, seat_duty.free_seat(seat, there.id, reason), as_json)


@shift_words.command("now", help="现在是哪个班、谁是班长、谁在座席上，下一班是谁。")
def now_word(
    context: typer.Context,
    company: Annotated[str, typer.Option(help="热力公司；缺省是热线。")] = "",
    as_json: Json = False,
) -> None:
    """Who is on now and who comes next."""
    with session(context).seat() as seat:
        team = find_company(seat.directory, company).id if company else None
        running, coming = roster.now_and_next(seat, team)
        there = [one for one in seat_duty.list_present(seat) if one.company_id == team]
        leader = seat.directory.people.get(seat_duty.leader_of(seat, running.id) or 0) if running else None
        record = {
            "now": shift_record(seat, running) if running else None,
            "leader": leader.login if leader else None,
            "present": [presence_record(seat, one) for one in there],
            "next": shift_record(seat, coming) if coming else None,
        }
        lines = [
            f"当班：{shift_line(seat, running) if running else '没有班次'}",
            f"班长：{leader.name if leader else '未定'}",
            *(f"  {presence_line(seat, one)}" for one in there),
            f"下一班：{shift_line(seat, coming) if coming else '没有班次'}",
        ]
    show(as_json, record, lines)


def print_presence(seat: Seat, presence: Presence, as_json: bool) -> None:
    """Somebody at a seat."""
    show(as_json, presence_record(seat, presence), [presence_line(seat, presence)])


def presence_record(seat: Seat, presence: Presence) -> Record:
    """Somebody at a seat as JSON."""
    person = seat.directory.people.get(presence.person_id)
    return {
        "id": str(presence.id),
        "login": person.login if person else None,
        "name": presence.name,
        "company_id": presence.company_id,
        "seat": presence.seat_number,
        "shift": str(presence.shift_id),
        "state": presence.state,
        "reason": presence.reason,
        "state_since": moment(presence.state_since),
        "since": moment(presence.since),
        "until": moment(presence.until),
    }


def presence_line(seat: Seat, presence: Presence) -> str:
    """Somebody at a seat in one line."""
    person = seat.directory.people.get(presence.person_id)
    state = "签退" if presence.until else SEAT_STATE_WORDS[presence.state]
    at = presence.until or presence.state_since
    role = ROLE_WORDS[person.role] if person else ""
    said = f"（{presence.reason}）" if presence.reason and not presence.until else ""
    return f"{presence.seat_words}  {presence.name}  {role}  {state}{said} {at.astimezone(CITY_TIME):%H:%M}"
