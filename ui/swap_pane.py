"""The section 换班: swaps asked for, answered by the other one, approved or refused with the reason by who decides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app import swaps
from app.crews import team
from app.records import SwapState
from app.roster import read_days
from app.rules import CITY_TIME
from app.shift_records import Shift, Swap
from app.swap_rest import tired_after
from ui.jobs import Jobs
from ui.keys import cap
from ui.list_pane import ListPane
from ui.live import Live
from ui.row_list import RowList
from ui.shift_pane import ShiftPane
from ui.strip import WordsStrip
from ui.style import set_look
from ui.swap_columns import OPEN, about, columns, name
from ui.swap_strip import SwapStrip

DAYS_AHEAD = 62  # whose shifts can be asked for


@dataclass(frozen=True, slots=True)
class _Start:
    shifts: list[Shift]
    chosen: UUID | None


class SwapPane(ListPane, ShiftPane):
    """What waits for this person stands first, then what is open, then what is done, each newest first."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.table: RowList[Swap] = RowList(
            "换班", columns(self.seat), lambda swap: swap.id, self._rank, pill_column=0, parent=self
        )
        self.model = self.table.content
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.agree())
        self.rest = QLabel(self)
        self.rest.setTextFormat(Qt.TextFormat.PlainText)
        self.rest.setWordWrap(True)
        set_look(self.rest, "strong-warning")
        layout = self.lay_out(
            self.table,
            (
                ("new_swap", "申请换班", self.ask),
                ("agree_swap", "同意", self.agree),
                ("refuse_swap", "不同意", self.refuse),
            ),
        )
        layout.addWidget(self.rest)
        self._show()

    @property
    def swap(self) -> Swap | None:
        """The swap stood on."""
        return self.table.row

    def read(self) -> None:
        self.look_up("swaps", lambda: swaps.list_swaps(self.seat, all_states=True), self._take)

    # what is done

    def ask(self, shift: Shift | None = None) -> None:
        """A strip that asks for a swap, of this shift where one is given."""
        seat, chosen = self.seat, shift.id if shift else None

        def read() -> _Start:
            today, now = seat.now().astimezone(CITY_TIME).date(), seat.now()
            days = read_days(seat, today, today + timedelta(days=DAYS_AHEAD), seat.person.company_id)
            return _Start([one for one in days if one.begins_at > now], chosen)

        self.look_up("ask", read, self._open_ask)

    def agree(self) -> None:
        """Agree as the other one, or approve as the supervisor or a colleague of the company's desk."""
        swap = self.swap
        if swap is None or not self._yes(swap):
            self.failed.emit(self._why_not(swap))
            return
        if swap.state is SwapState.ASKED:
            by = "班长" if swap.shift.company_id is None else "本公司另一位同事"
            self.run(partial(swaps.agree, self.seat, swap.id), f"已同意，等{by}批准")
        else:
            self.run(partial(swaps.approve, self.seat, swap.id), "已批准，排班已改")

    def refuse(self) -> None:
        """Decline, refuse or withdraw: whichever is this person's, with the reason."""
        swap = self.swap
        step = None if swap is None else self._no(swap)
        if swap is None or step is None:
            self.failed.emit("这个申请没有您能做的。")
            return
        words, act, done = step
        strip = WordsStrip(f"{words}：{name(self.seat, swap.person_id)}的换班", "原因", words)
        self.open_strip(strip, lambda: partial(act, self.seat, swap.id, strip.words), done)

    # inside

    def _yes(self, swap: Swap) -> bool:
        """A supervisor may approve a company's swap too, which waits for its own desk."""
        decides = swap.state is SwapState.AGREED and swaps.may_decide(self.seat, swap)
        return decides or swaps.waiting_for(self.seat, swap)

    def _why_not(self, swap: Swap | None) -> str:
        if swap is None:
            return "没有在办的换班。"
        if swap.state not in OPEN:
            return "这个申请已经办完。"
        if swap.state is SwapState.ASKED:
            return f"还没有同意：等{name(self.seat, swap.other_id)}。"
        return "双方之外的人才能批准：" + ("班长。" if swap.shift.company_id is None else "本公司另一位同事，或班长。")

    def _no(self, swap: Swap) -> tuple[str, Callable[..., Swap], str] | None:
        me = self.seat.person.id
        if swap.state not in OPEN:
            return None
        if me == swap.person_id:
            return "撤回", swaps.withdraw, "已撤回"
        if me == swap.other_id:
            return "不同意", swaps.decline, "已回绝"
        if swaps.may_decide(self.seat, swap):
            return "不批准", swaps.refuse, "已回绝"
        return None

    def _open_ask(self, start: _Start) -> None:
        me = self.seat.person
        strip = SwapStrip(me.id, team(self.seat, me.company_id), start.shifts, start.chosen, self)

        def act() -> Callable[[], object]:
            shift, other, instead, reason = strip.asked()
            return partial(swaps.ask, self.seat, shift, other, reason, instead)

        self.open_strip(strip, act, "已申请，等对方同意")

    def _rank(self, swap: Swap) -> tuple[int, float]:
        mine = swaps.waiting_for(self.seat, swap)
        return 0 if mine else 1 if swap.state in OPEN else 2, -swap.asked_at.timestamp()

    def _take(self, found: list[Swap]) -> None:
        self.table.take(found)
        self._show()

    def _show(self) -> None:
        swap = self.swap
        waiting = sum(swaps.waiting_for(self.seat, one) for one in self.model.rows)
        still = sum(one.state in OPEN for one in self.model.rows)
        self.count.setText(f"▲ {waiting} 件等您办" if waiting else f"{still} 件在办" if still else "没有在办的换班")
        self.say_about(about(self.seat, swap) if swap else "")
        self._show_rest(swap)
        step = self._no(swap) if swap else None
        yes = swap is not None and self._yes(swap)
        approving = swap is not None and swap.state is SwapState.AGREED
        self.buttons["agree_swap"].setText(f"{'批准' if approving else '同意'}  {cap('agree_swap')}")
        self.buttons["agree_swap"].setVisible(yes)
        set_look(self.buttons["agree_swap"], "primary")
        set_look(self.buttons["new_swap"], "" if yes else "primary")
        self.buttons["refuse_swap"].setText(f"{step[0] if step else '不同意'}  {cap('refuse_swap')}")
        self.buttons["refuse_swap"].setVisible(step is not None)

    def _show_rest(self, swap: Swap | None) -> None:
        """Who would work without a rest after the swap stood on, as long as it can be refused."""
        self.rest.hide()
        if swap is None or swap.state not in OPEN:
            return

        def show(found: list[str]) -> None:
            if self.swap is not None and self.swap.id == swap.id:
                self.rest.setText("！换后 " + "；".join(found))
                self.rest.setVisible(bool(found))

        self.look_up("rest", lambda: tired_after(self.seat, swap), show)
