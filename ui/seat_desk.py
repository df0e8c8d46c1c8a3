"""One's own seat in the window: the strips below the header, the keys that work from anywhere, what the header says."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records import SeatState
from app.seat_duty import away_reasons
from app.shift_words import SEAT_STATE_WORDS
from app.words import span_words
from ui.away_strip import AwayStrip
from ui.duty_columns import STATE_COLOURS, STATE_SHAPES
from ui.header import Header
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.own_seat import OwnSeat
from ui.palette import Command
from ui.seat_strip import SeatStrip

STATE_KEYS = {
    SeatState.READY: "seat_ready",
    SeatState.TALKING: "seat_talking",
    SeatState.WRITING_UP: "seat_writing",
    SeatState.AWAY: "seat_away",
}


class SeatDesk(QWidget):
    """``seats_asked`` wants to see who sits where; ``said`` and ``failed`` carry sentences."""

    seats_asked = Signal()
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, live: Live, jobs: Jobs, header: Header, window: QWidget) -> None:
        super().__init__(window)
        self._seat, self._header = live.seat, header
        self.own = OwnSeat(live, jobs, self)
        self.own.said.connect(self.said)
        self.own.failed.connect(self.failed)
        self.strip, self.away = SeatStrip(self.own, self), AwayStrip(self)
        self.strip.seats_asked.connect(self.seats_asked)
        self.away.told.connect(partial(self.own.pause, SeatState.AWAY))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.away)
        self.own.changed.connect(self._show)
        if self.own.may_sit:
            bind(window, "sign_on", self.own.sign_on)
            bind(window, "sign_off", self.own.sign_off)
            for state, name in STATE_KEYS.items():
                bind(window, name, partial(self.turn, state))
            live.second.connect(self._show)

    def turn(self, state: SeatState) -> None:
        """Say what one does; being away is asked for its reason, and so is a seat of somebody who sits nowhere."""
        if self.own.presence is None:
            self.failed.emit(f"您还没有签到：{cap('sign_on')}")
            self.strip.refresh()
        elif state is SeatState.AWAY:
            self.away.ask(away_reasons(self._seat))
        else:
            self.away.fold()
            self.own.pause(state)

    def commands(self) -> list[Command]:
        """What Ctrl+K offers of the seat."""
        if not self.own.may_sit:
            return []
        if self.own.presence is None:
            return [Command("签到", "执行", cap("sign_on"), self.own.sign_on)]
        found = [
            Command(SEAT_STATE_WORDS[state], "座席状态", cap(name), partial(self.turn, state))
            for state, name in STATE_KEYS.items()
            if state is not self.own.presence.state or state is SeatState.AWAY
        ]
        return [*found, Command("签退", "执行", cap("sign_off"), self.own.sign_off)]

    def _show(self) -> None:
        own, there = self.own, self.own.presence
        shift = own.shift
        self._header.show_seat(there.seat_number if there else None, shift.name if shift else "")
        if not own.known:
            return
        if there is None:
            words, look = ("▲ 未签到", "warning") if own.place else ("– 未签到", "muted")
        elif own.left_over:
            words, look = "▲ 上一班未签退", "danger"
        else:
            lasted = span_words(self._seat.now() - there.state_since)
            reason = f"（{there.reason}）" if there.reason else ""
            words, look = (
                f"{STATE_SHAPES[there.state]} {SEAT_STATE_WORDS[there.state]}{reason} {lasted}",
                STATE_COLOURS[there.state],
            )
        self._header.show_state(words, look)
