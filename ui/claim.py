"""The claim on a complaint: taken by a key, never by looking; renewed in the background, never in anybody's way."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.live_queue import LEASE_SECONDS, claim, claim_next, release
from app.records import Role, State
from app.seat import Seat
from ui.jobs import Jobs

TO_DO: dict[Role, tuple[State, ...]] = {
    Role.COMPANY: (State.DISPATCHED, State.REOPENED),
}
HOTLINE = (State.WAITING, State.RETURNED, State.REPORTED, State.CALL_BACK)


class Claim(QObject):
    """One claim a person: a new one lets go of the old. ``taken`` carries the id, ``none_left`` that all is taken."""

    taken = Signal(UUID)
    none_left = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self.held: UUID | None = None
        self._renew = QTimer(self, interval=LEASE_SECONDS * 1000 // 3)
        self._renew.timeout.connect(self._on_renew)

    def take_next(self) -> None:
        """Claim the most urgent complaint that waits for this person's role."""
        states = TO_DO.get(self._seat.person.role, HOTLINE)
        self._jobs.act(self, lambda: claim_next(self._seat, states), self._on_next)

    def let_go(self) -> None:
        """Release what is held."""
        held, self.held = self.held, None
        self._renew.stop()
        if held is not None:
            self._jobs.act(self, lambda: release(self._seat, held))

    def _on_next(self, complaint_id: UUID | None) -> None:
        if complaint_id is None:
            self.none_left.emit()
            return
        if complaint_id != self.held:
            self.let_go()
        self.held = complaint_id
        self._renew.start()
        self.taken.emit(complaint_id)

    def _on_renew(self) -> None:
        held = self.held
        if held is not None:
            self._jobs.act(self, lambda: claim(self._seat, held), lambda ours: None if ours else self._lose())

    def _lose(self) -> None:
        self.held = None
        self._renew.stop()
