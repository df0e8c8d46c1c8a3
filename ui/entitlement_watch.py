"""Refunds and reliefs whose next step is this person's, on the tab of the page 知识."""

from PySide6.QtCore import QObject, Signal

from app import refunds, reliefs
from app.records import RefundState, ReliefState, Role
from app.seat import Seat
from ui.jobs import Jobs
from ui.live import Live

REFUND_STEPS = {RefundState.DRAFT: "decide", RefundState.DECIDED: "tell", RefundState.TOLD: "pay"}
RELIEF_STEPS = {ReliefState.ASKED: "approve", ReliefState.APPROVED: "pay"}
STANDS_IN = frozenset({"decide", "pay"})
"""What a supervisor does only where the company leaves it undone."""


class EntitlementWatch(QObject):
    """Counts in the background when one changed anywhere, and after a cut."""

    refunds_counted = Signal(int)
    reliefs_counted = Signal(int)

    def __init__(self, live: Live, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._jobs = live.seat, jobs
        live.topics_changed.connect(self._on_topics)

    def _on_topics(self, topics: set[str]) -> None:
        seat = self._seat
        if not topics or "refund" in topics:
            self._jobs.look_up(
                self, "waiting refunds", lambda: waiting_refunds(seat), self.refunds_counted.emit, lambda _error: None
            )
        if not topics or "relief" in topics:
            self._jobs.look_up(
                self, "waiting reliefs", lambda: waiting_reliefs(seat), self.reliefs_counted.emit, lambda _error: None
            )


def waiting_refunds(seat: Seat) -> int:
    """How many refunds wait for this person. Blocks."""
    day = refunds.today(seat)
    return sum(
        (step := REFUND_STEPS[one.state]) in refunds.allowed(seat, one) and (one.overdue(day) or _own(seat, step))
        for one in refunds.list_refunds(seat, only_open=True)
    )


def waiting_reliefs(seat: Seat) -> int:
    """How many reliefs wait for this person. Blocks."""
    day = refunds.today(seat)
    return sum(
        (step := RELIEF_STEPS[one.state]) in reliefs.allowed(seat, one) and (one.overdue(day) or _own(seat, step))
        for one in reliefs.list_reliefs(seat, only_open=True)
    )


def _own(seat: Seat, step: str) -> bool:
    return seat.person.role is not Role.SUPERVISOR or step not in STANDS_IN
