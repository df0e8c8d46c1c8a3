"""The strip of cards above the pages: there only while something waits for this seat, oldest first, never in the way.

A card never takes the focus: what is being typed goes on. Opening the complaint, or a key, puts the card away.
"""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.alarm_board import AlarmBoard
from app.alarm_index import AlarmIndex
from app.alarms import CROSSINGS, Alarm, AlarmKind, SlipDues, alarms
from app.incident_alarms import with_incidents
from app.limits import time_left
from app.records import Role, State
from app.words import INCIDENT_SHAPE, span_words
from ui.keys import bind, cap
from ui.live import Live
from ui.style import set_look
from ui.tones import Tone, Tones

MOST_CARDS = 3
PLACE_EM = 9.0  # longest place on a card, in lines of the font
CARD_EM, REST_EM = 22.0, 13.0  # room of a card, and of what stands behind the last one
SHAPES = {
    AlarmKind.NEW_SLIP: "◇",
    AlarmKind.REOPENED: "◎",
    AlarmKind.UNSIGNED: "▲",
    AlarmKind.UNCONTACTED: "▲",
    AlarmKind.NEAR: "!",
    AlarmKind.OVER: "▲",
}
TONES = {kind: Tone.LIMIT if kind in CROSSINGS else Tone.NEW_SLIP for kind in AlarmKind}


class AlarmCards(QFrame):
    """``open_asked`` carries the complaint of a card that was pressed, ``incident_asked`` the incident."""

    open_asked = Signal(UUID)
    incident_asked = Signal(UUID)

    def __init__(self, live: Live, tones: Tones, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._tones = tones
        self.board = AlarmBoard(live.seat.person.name, live.seat.now())
        self._index = AlarmIndex(live.seat.person, SlipDues(live.seat.rules))
        live.queue.follow(self._index)
        self._shown: list[Alarm] = []
        self._discreet = False
        self.cards: list[QPushButton] = []
        self._more = QLabel(self)
        self._put_away = QPushButton(f"知道了  {cap('put_card_away')}", self)
        set_look(self._more, "strong-warning")
        set_look(self._put_away, "quiet")
        self._put_away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._put_away.clicked.connect(self.put_away)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 12, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self._row.addWidget(self._put_away)
        set_look(self, "warning")
        self.hide()
        bind(live_window(self), "open_card", self.open_oldest)
        bind(live_window(self), "put_card_away", self.put_away)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # cards must not widen the window
        live.second.connect(self.refresh)

    def refresh(self) -> None:
        """See what waits at this moment; tell what is new of it, once, and in a flood by the cards alone."""
        seat, now = self._live.seat, self._live.seat.now()
        dues = self._dues()
        found = alarms(self._index.ripe(now), now, seat.person, dues)
        running = self._live.incidents.open
        if running:
            joined = self._live.queue.tally.joined
            found = with_incidents(found, joined, running, now, seat.person, seat.directory, dues)
        self.board.update(found, now)
        for tone in {TONES[alarm.kind] for alarm in self.board.heard}:
            self._tones.play(tone)
        self._paint()

    def set_discreet(self, discreet: bool) -> None:
        """On a locked window the cards say what waits where, but of no flat, and nothing is opened or put away."""
        self._discreet = discreet
        self._put_away.setVisible(not discreet)
        self._paint()

    def open_oldest(self) -> None:
        """Open the complaint of the first card."""
        if self._shown and not self._discreet:
            self._open(self._shown[0])

    def put_away(self) -> None:
        """Acknowledge the first card, with all that it stands for, without opening it."""
        if self._shown and not self._discreet:
            self.board.put_away(self._shown[0])
            self._paint()

    def seen(self, complaint_id: UUID) -> None:
        """The complaint is open on this seat: its card has done its work."""
        self.board.acknowledge(complaint_id)
        self._paint()

    def _dues(self) -> SlipDues:
        """By the rules as they are now; other rules have all rows looked at anew."""
        rules, queue = self._live.seat.rules, self._live.queue
        if self._index.dues.rules is not rules:
            queue.leave(self._index)
            self._index = AlarmIndex(self._live.seat.person, SlipDues(rules))
            queue.follow(self._index)
        return self._index.dues

    def _open(self, alarm: Alarm) -> None:
        self.seen(alarm.row.id)
        (self.incident_asked if alarm.incident else self.open_asked).emit(alarm.row.id)

    def _paint(self) -> None:
        waiting = self.board.cards
        self._shown = waiting[: self._room()]
        for card in self.cards[len(self._shown) :]:
            card.hide()
        while len(self.cards) < len(self._shown):
            self._add_card()
        for at, (card, alarm) in enumerate(zip(self.cards, self._shown, strict=False)):
            words = self._words(alarm)
            card.setText(f"{words}  {cap('open_card')}" if at == 0 and not self._discreet else words)
            card.setToolTip("" if self._discreet else f"{alarm.row.number} {alarm.row.place}")
            card.show()
        left = sum(alarm.count for alarm in waiting[len(self._shown) :])
        said = ["提醒过多，暂不响铃"] if self.board.flooded else []
        self._more.setText(" · ".join(said + ([f"还有 {left} 件"] if left else [])))
        self.setVisible(bool(waiting))

    def _room(self) -> int:
        """How many cards fit; the strip is as wide as the window, shown or not."""
        em, width = self.fontMetrics().height(), live_window(self).width()
        return max(1, min(MOST_CARDS, int((width / em - REST_EM) / CARD_EM)))

    def _add_card(self) -> None:
        at = len(self.cards)
        card = QPushButton(self)
        card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card.clicked.connect(partial(self._on_card, at))
        self.cards.append(card)
        self._row.insertWidget(at, card)

    def _on_card(self, at: int, _checked: bool = False) -> None:
        if at < len(self._shown) and not self._discreet:
            self._open(self._shown[at])

    def _words(self, alarm: Alarm) -> str:
        """▲ 12 分无人签收 · 永恒 牡丹花园 3-2-501."""
        seat, metrics = self._live.seat, self.fontMetrics()
        width = round(PLACE_EM * metrics.height())
        place = metrics.elidedText(alarm.row.place, Qt.TextElideMode.ElideRight, width)
        if alarm.incident:
            place = f"{INCIDENT_SHAPE}片区 {place} {alarm.count} 件"
        elif alarm.count > 1:
            place = f"{place} 等 {alarm.count} 件"
        company = seat.directory.companies.get(alarm.row.company_id) if alarm.row.company_id else None
        who = f"{company.short_name} " if company and seat.person.role is not Role.COMPANY else ""
        match alarm.kind:
            case AlarmKind.UNSIGNED | AlarmKind.UNCONTACTED:
                reopened = alarm.row.reopened_at if alarm.row.state is State.REOPENED else None
                waited = span_words(seat.now() - (reopened or alarm.row.dispatched_at or alarm.since))
                words = f"{waited}{alarm.kind}"
            case AlarmKind.NEAR:
                words = f"{alarm.kind} 剩 {time_left(alarm.row.due_at, seat.now())}"
            case AlarmKind.OVER:
                words = f"{alarm.kind} {time_left(alarm.row.due_at, seat.now()).lstrip('−')}"
            case _:
                words = str(alarm.kind)
        if self._discreet:
            many = f" 等 {alarm.count} 件" if alarm.count > 1 else ""
            said = (f"{SHAPES[alarm.kind]} {words}", who.strip(), f"{alarm.row.number}{many}")
            return " · ".join(filter(None, said))
        return f"{SHAPES[alarm.kind]} {words} · {who}{place}"


def live_window(widget: QWidget) -> QWidget:
    """The window whose keys the cards use: they work wherever the focus is, also while no card is shown."""
    return widget.parentWidget() or widget
