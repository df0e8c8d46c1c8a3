"""Where this person sits and in which shift, kept as the database has it; signing on, saying what one does, leaving."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app import roster, seat_duty
from app.errors import WarmlineError
from app.records import Role, SeatState
from app.seat_duty import Presence
from app.shift_records import Duty, Shift
from ui.jobs import Jobs
from ui.live import Link, Live

GATHER_MS = 500  # in a change of shifts many sit down at once: read after that, once


class OwnSeat(QObject):
    """``changed`` says that seat, state or shift are others; ``refused`` carries why one can't sit down."""

    changed = Signal()
    refused = Signal(str)
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, live: Live, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._seat, self._jobs = live, live.seat, jobs
        self.known = False  # whether it was read yet
        self.presence: Presence | None = None
        self.running: Shift | None = None
        self.coming: Shift | None = None
        self.may_sit = self._seat.person.role not in (Role.ADMINISTRATOR, Role.AUDITOR)
        self._gather = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self.read)
        if self.may_sit:
            live.shifts_changed.connect(self._on_shifts)
            live.second.connect(self._on_second)

    @property
    def shift(self) -> Shift | None:
        """The shift one works in: the next one for who came early, else the one that runs."""
        if self.presence and self.coming and self.presence.shift_id == self.coming.id:
            return self.coming
        return self.running

    @property
    def left_over(self) -> bool:
        """Whether one still sits there from a shift that is over."""
        known = {shift.id for shift in (self.running, self.coming) if shift}
        return self.known and self.presence is not None and self.presence.shift_id not in known

    @property
    def place(self) -> Duty | None:
        """One's place by the roster of the shift that runs."""
        return self.running.place_of(self._seat.person.id) if self.running else None

    def read(self) -> None:
        """Read seat and shift anew."""
        seat = self._seat

        def work() -> tuple[Presence | None, Shift | None, Shift | None]:
            return seat_duty.my_presence(seat), *roster.now_and_next(seat, seat.person.company_id)

        self._jobs.look_up(self, "own seat", work, self._take, _quiet)

    def sign_on(self) -> None:
        """Sit down where the roster has one, or at one's own seat."""
        place = self.place
        number = place.seat_number if place else None
        self._jobs.act(self, partial(seat_duty.sign_on, self._seat, number), self._seated, self._refused)

    def pause(self, state: SeatState, reason: str = "") -> None:
        """Say what one does."""
        self._act(partial(seat_duty.pause, self._seat, state, reason), self._seated)

    def sign_off(self) -> None:
        """Leave one's seat; signing on again undoes it."""

        def left(_presence: Presence) -> None:
            self.presence = None
            self.said.emit("已签退")
            self.changed.emit()

        self._act(partial(seat_duty.sign_off, self._seat), left)

    def _act(self, act: Callable[[], Presence], done: Callable[[Presence], None]) -> None:
        self._jobs.act(self, act, done, lambda error: self.failed.emit(error.sentence))

    def _seated(self, presence: Presence) -> None:
        self.presence = presence
        self.changed.emit()

    def _refused(self, error: WarmlineError) -> None:
        self.refused.emit(error.sentence)

    def _take(self, found: tuple[Presence | None, Shift | None, Shift | None]) -> None:
        self.presence, self.running, self.coming = found
        self.known = True
        self.changed.emit()

    def _on_shifts(self, shifts: list[UUID]) -> None:
        mine = {shift.id for shift in (self.running, self.coming) if shift}
        if self.presence:
            mine.add(self.presence.shift_id)
        if not shifts or mine & set(shifts):
            self._gather.start()

    def _on_second(self) -> None:
        ends = self.running.ends_at if self.running else self.coming.begins_at if self.coming else None
        if ends is not None and self._passed(ends) and self._live.link is Link.LIVE and not self._gather.isActive():
            self._gather.start()

    def _passed(self, at: datetime) -> bool:
        return self._seat.now() >= at


def _quiet(_error: WarmlineError) -> None:
    """The header says already that the line is cut; what was known stays."""
