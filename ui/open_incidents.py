"""The incidents as they are now, in memory on the GUI thread: for marks, numbers, and their one alarm."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import WarmlineError
from app.incidents import Incident, list_incidents
from app.records import IncidentState
from app.seat import Seat
from app.states import sees_complaints
from ui.jobs import Jobs

REREAD_MS = 200  # in a rush of calls every one rings; what rings within this time is read once
MOST = 200  # the newest, closed ones too: their complaints still wait for the call-back


class OpenIncidents(QObject):
    """Kept by Live; ``changed`` after every reading that brought something new."""

    changed = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._known: dict[UUID, Incident] = {}
        self._pause = QTimer(self, interval=REREAD_MS, singleShot=True)
        self._pause.timeout.connect(self.read)

    @property
    def open(self) -> list[Incident]:
        """Those that go on, newest first."""
        return [one for one in self._known.values() if one.state is IncidentState.OPEN]

    def get(self, incident_id: UUID | None) -> Incident | None:
        """One of the newest by its id, closed ones too."""
        return self._known.get(incident_id) if incident_id is not None else None

    def rung(self) -> None:
        """One of them has changed."""
        if not self._pause.isActive():
            self._pause.start()

    def read(self) -> None:
        """Read them now."""
        if sees_complaints(self._seat):
            self._jobs.look_up(
                self, "incidents", lambda: list_incidents(self._seat, closed=True, limit=MOST), self._take, self._skip
            )

    def _take(self, found: list[Incident]) -> None:
        known = {one.id: one for one in found}
        if known != self._known:
            self._known = known
            self.changed.emit()

    def _skip(self, _error: WarmlineError) -> None:
        """The link's own sign says that the database is away; it is read anew when the link is back."""
