"""Sends what waits for the work groups while the window is open: every seat that may tries, one at a time does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import WarmlineError
from app.seat import Seat
from app.states import sends_messages
from ui.jobs import Jobs

if TYPE_CHECKING:
    from app.message_queue import MessageSender, Turn

FIRST_MS = 5_000  # the window comes first
AGAIN_MS = 30_000  # after an error: the database is away


class Notifier(QObject):
    """One turn after another, each in the background. ``troubled`` carries a sentence for the person at the seat."""

    troubled = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._sender: MessageSender | None = None
        self._next = QTimer(self, interval=FIRST_MS, singleShot=True)
        self._next.timeout.connect(self._go)

    def start(self) -> None:
        """Begin, at a seat whose role sends."""
        if sends_messages(self._seat):
            self._next.start()

    def wake(self) -> None:
        """Look again at once: a chat may have been named. Before the first turn the window comes first."""
        if self._sender is not None and self._next.isActive():
            self._next.start(0)

    def _go(self) -> None:
        self._jobs.errand(self, self._turn, self._done, self._failed)

    def _turn(self) -> "Turn":
        """In the background, where loading what sends costs nobody's time."""
        from app.message_queue import MessageSender

        if self._sender is None:
            self._sender = MessageSender(self._seat)
            self._jobs.end_errands(self._sender.hurry, self._sender.close)
        return self._sender.turn()

    def _done(self, turn: "Turn") -> None:
        for words in turn.troubles:
            self.troubled.emit(words)
        self._next.start(round(turn.wait * 1000))

    def _failed(self, _error: WarmlineError) -> None:
        self._next.start(AGAIN_MS)  # the header says that the database is away
