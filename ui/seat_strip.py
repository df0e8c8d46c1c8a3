"""The strip below the header that asks to sign on, and says where and why that was refused. Never modal."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.keys import cap
from ui.own_seat import OwnSeat
from ui.style import set_look


class SeatStrip(QFrame):
    """There while something is to be said; ``seats_asked`` wants to see who sits where. Takes no key from anything."""

    seats_asked = Signal()

    def __init__(self, own: OwnSeat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = own
        self._put_away = False  # the person said 以后再说
        self._refused = ""  # why signing on failed; said until it is tried again
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.on_button = self._button(f"签到  {cap('sign_on')}", own.sign_on, "primary")
        self.off_button = self._button(f"签退  {cap('sign_off')}", own.sign_off, "primary")
        self.look_button = self._button("谁在座席", self.seats_asked.emit, "plain")
        self.later_button = self._button("以后再说", self.put_away, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        for button in (self.on_button, self.off_button, self.look_button, self.later_button):
            row.addWidget(button)
        own.changed.connect(self.refresh)
        own.refused.connect(self.refuse)
        self.hide()

    def refresh(self) -> None:
        """Say what is to be said now, or nothing."""
        own, running = self._own, self._own.running
        if own.presence is not None:
            self._put_away, self._refused = False, ""
        if own.left_over:
            self._say("您还在上一班的座席上；交接完请签退，再为这一班签到。", "warning", self.off_button)
        elif self._refused:
            self._say(self._refused, "danger", self.on_button, self.look_button, self.later_button)
        elif not own.known or own.presence is not None or running is None or self._put_away:
            self.hide()
        else:
            place = own.place
            at = f"，排您在 {place.seat_number} 号座席" if place and place.seat_number else "，排了您" if place else ""
            self._say(f"您还没有签到。当班是 {running.words}{at}。", "text", self.on_button, self.later_button)

    def refuse(self, sentence: str) -> None:
        """Signing on was refused: say why and where."""
        self._put_away, self._refused = False, sentence
        self.refresh()

    def put_away(self) -> None:
        """Not now; the header goes on saying that one has not signed on."""
        self._put_away, self._refused = True, ""
        self.hide()

    def _say(self, words: str, look: str, *buttons: QPushButton) -> None:
        self.words.setText(words)
        set_look(self.words, look)
        set_look(self, "raised" if look == "text" else look)
        for button in (self.on_button, self.off_button, self.look_button, self.later_button):
            button.setVisible(button in buttons)
        self.show()

    def _button(self, words: str, slot: Callable[[], object], look: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_look(button, look)
        button.clicked.connect(lambda _checked: slot())
        return button
