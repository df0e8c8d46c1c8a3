"""Counts provisional due times anew once their year is loaded, at a supervisor's window: nobody has to remember it."""

from PySide6.QtCore import QObject, Signal

from app.errors import WarmlineError
from app.records import Complaint
from app.recount import may_recount, recount
from ui.jobs import Jobs
from ui.live import Live


class RecountWatch(QObject):
    """One look whenever the rules changed, and one when the line is there; ``recounted`` carries how many it were."""

    recounted = Signal(int)

    def __init__(self, live: Live, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = live.seat
        self._jobs = jobs
        if may_recount(self._seat):
            live.directory_changed.connect(self.look)

    def look(self) -> None:
        """Look now."""
        self._jobs.look_up(self, "recount", lambda: recount(self._seat), self._done, self._failed)

    def _done(self, complaints: list[Complaint]) -> None:
        if complaints:
            self.recounted.emit(len(complaints))

    def _failed(self, _error: WarmlineError) -> None:
        """The header says that the database is away; when it is back, the rules are read anew and this looks again."""
