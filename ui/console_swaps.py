"""The console's words for swaps of shifts: ask, agree, decline, withdraw, approve, refuse, list."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import typer

from app import swaps
from app.errors import BadInput
from app.people import find_person
from app.seat import Seat
from app.shift_records import Shift, Swap
from app.shift_words import SWAP_STATE_WORDS
from ui.console_json import Record, moment
from ui.console_session import Json, session, show
from ui.shift_lines import find_shift, shift_record

swap_words = typer.Typer(no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="换班申请的编号，或它的开头几位。")]
Said = Annotated[str, typer.Option(help="说明。")]


@swap_words.command("ask", help="申请换班；不给 --for 就是请对方替班。")
def ask_word(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="自己哪天的班。")],
    slot: Annotated[str, typer.Argument(metavar="SHIFT", help="班次的名称或序号。")],
    other: Annotated[str, typer.Argument(metavar="LOGIN", help="跟谁换。")],
    reason: Annotated[str, typer.Option("--reason", help="为什么。")],
    instead: Annotated[
        tuple[str, str] | None, typer.Option("--for", metavar="DATE SHIFT", help="换对方的哪个班。")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask for a swap."""
    with session(context).seat() as seat:
        team = seat.person.company_id
        own = find_shift(seat, day, slot, team)
        there = find_shift(seat, *instead, team) if instead else None
        print_swap(seat, swaps.ask(seat, own, find_person(seat, other).id, reason, there), as_json)


@swap_words.command("list", help="等着办的换班申请；--all 连同已办完的。")
def list_word(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="连同已办完的。")] = False,
    as_json: Json = False,
) -> None:
    """List swaps."""
    with session(context).seat() as seat:
        found = swaps.list_swaps(seat, all_states=every)
        record = {"swaps": [swap_record(seat, one) for one in found]}
        show(as_json, record, [swap_line(seat, one) for one in found] or ["没有换班申请。"])


@swap_words.command("agree", help="同意对方的换班申请。")
def agree_word(context: typer.Context, id: Id, as_json: Json = False) -> None:
    """Agree."""
    _answer(context, id, lambda seat, key: swaps.agree(seat, key), as_json)


@swap_words.command("decline", help="不同意对方的换班申请。")
def decline_word(context: typer.Context, id: Id, note: Said = "", as_json: Json = False) -> None:
    """Decline."""
    _answer(context, id, lambda seat, key: swaps.decline(seat, key, note), as_json)


@swap_words.command("withdraw", help="撤回自己的换班申请。")
def withdraw_word(context: typer.Context, id: Id, note: Said = "", as_json: Json = False) -> None:
    """Withdraw."""
    _answer(context, id, lambda seat, key: swaps.withdraw(seat, key, note), as_json)


@swap_words.command("approve", help="批准换班，排班随之改动：班长，或换班双方所在公司的另一位同事。")
def approve_word(context: typer.Context, id: Id, note: Said = "", as_json: Json = False) -> None:
    """Approve."""
    _answer(context, id, lambda seat, key: swaps.approve(seat, key, note), as_json)


@swap_words.command("refuse", help="不批准换班，写明原因。")
def refuse_word(
    context: typer.Context,
    id: Id,
    note: Annotated[str, typer.Option("--note", help="为什么不批准。")],
    as_json: Json = False,
) -> None:
    """Refuse."""
    _answer(context, id, lambda seat, key: swaps.refuse(seat, key, note), as_json)


def _answer(context: typer.Context, id: str, step: Callable[[Seat, UUID], Swap], as_json: bool) -> None:
    with session(context).seat() as seat:
        print_swap(seat, step(seat, _find(seat, id)), as_json)


def _find(seat: Seat, id: str) -> UUID:
    """A swap by the end or the beginning of its id. Errors: BadInput(field="swap")."""
    wanted = id.strip().lower()
    found = [one.id for one in swaps.list_swaps(seat, all_states=True) if wanted and str(one.id).startswith(wanted)]
    if len(found) != 1:
        raise BadInput("没有这个换班申请。" if not found else "有几个这样开头的换班申请，请写全编号。", field="swap")
    return found[0]


def print_swap(seat: Seat, swap: Swap, as_json: bool) -> None:
    """One swap."""
    show(as_json, swap_record(seat, swap), [swap_line(seat, swap)])


def swap_record(seat: Seat, swap: Swap) -> Record:
    """A swap as JSON."""
    people = seat.directory.people
    return {
        "id": str(swap.id),
        "state": swap.state,
        "state_words": SWAP_STATE_WORDS[swap.state],
        "person": people[swap.person_id].login,
        "other": people[swap.other_id].login,
        "shift": shift_record(seat, swap.shift),
        "other_shift": shift_record(seat, swap.other_shift) if swap.other_shift else None,
        "reason": swap.reason,
        "note": swap.note,
        "asked_at": moment(swap.asked_at),
        "decided_at": moment(swap.decided_at),
    }


def swap_line(seat: Seat, swap: Swap) -> str:
    """A swap in one line."""
    people = seat.directory.people
    there = f" 换 {_short(swap.other_shift)}" if swap.other_shift else " 替班"
    return "  ".join(
        (
            str(swap.id),
            SWAP_STATE_WORDS[swap.state],
            f"{people[swap.person_id].name} {_short(swap.shift)}",
            f"{people[swap.other_id].name}{there}",
            swap.reason,
        )
    )


def _short(shift: Shift) -> str:
    return f"{shift.day:%m-%d} {shift.name}"
