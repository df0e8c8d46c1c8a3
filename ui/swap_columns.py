"""The lines of the section 换班: who asks whom for which shift, how far it is, and whose turn it is."""

from app.records import SwapState
from app.rules import CITY_TIME
from app.seat import Seat
from app.shift_records import Shift, Swap
from app.shift_words import SWAP_STATE_WORDS
from app.swaps import waiting_for
from ui.table_model import Column

SHAPES: dict[SwapState, str] = {
    SwapState.ASKED: "◌",
    SwapState.AGREED: "◐",
    SwapState.APPROVED: "●",
    SwapState.REFUSED: "×",
    SwapState.DECLINED: "×",
    SwapState.WITHDRAWN: "–",
}
COLOURS: dict[SwapState, str] = {
    SwapState.ASKED: "accent",
    SwapState.AGREED: "accent",
    SwapState.APPROVED: "good",
    SwapState.REFUSED: "danger",
    SwapState.DECLINED: "danger",
}
OPEN = frozenset({SwapState.ASKED, SwapState.AGREED})


def columns(seat: Seat) -> list[Column[Swap]]:
    """The columns; what waits for this person is marked by shape and word."""

    def turn(swap: Swap) -> str:
        return "▲ 等您办" if waiting_for(seat, swap) else ""

    return [
        Column(title="状态", text=_state, width=17, colour=lambda swap: COLOURS.get(swap.state, "muted")),
        Column(title="", text=turn, width=13, colour=lambda _swap: "warning", strong=lambda _swap: True),
        Column(title="申请人", text=lambda swap: name(seat, swap.person_id), width=10, strong=lambda _swap: True),
        Column(title="让出", text=lambda swap: short(swap.shift), width=15),
        Column(title="对方", text=lambda swap: name(seat, swap.other_id), width=10, strong=lambda _swap: True),
        Column(title="换来", text=lambda swap: short(swap.other_shift) if swap.other_shift else "（只替班）", width=15),
        Column(title="原因", text=lambda swap: " ".join(swap.reason.split()), width=20),
    ]


def name(seat: Seat, person_id: int | None) -> str:
    """Somebody's name."""
    person = seat.directory.people.get(person_id or 0)
    return person.name if person else ""


def short(shift: Shift) -> str:
    """12-08 夜班."""
    return f"{shift.day:%m-%d} {shift.name}"


def about(seat: Seat, swap: Swap) -> str:
    """The whole of a swap in one sentence, with who decided and why."""
    gives = f"{name(seat, swap.person_id)}的 {swap.shift.words}"
    takes = (
        f"换 {name(seat, swap.other_id)}的 {swap.other_shift.words}"
        if swap.other_shift
        else f"由{name(seat, swap.other_id)}替班"
    )
    said = [f"{gives}，{takes}", f"原因：{swap.reason}"]
    if swap.decided_at is not None:
        at = swap.decided_at.astimezone(CITY_TIME)
        said.append(f"{name(seat, swap.decided_by)} {at:%m-%d %H:%M} {SWAP_STATE_WORDS[swap.state]}")
    if swap.note:
        said.append(f"说明：{swap.note}")
    return " · ".join(said)


def _state(swap: Swap) -> str:
    return f"{SHAPES[swap.state]} {SWAP_STATE_WORDS[swap.state]}"
