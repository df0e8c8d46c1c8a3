"""Small pictures of the files that are listed, fetched one after another so that nobody waits behind them."""

from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app import attachments
from app.errors import WarmlineError
from app.records import Attachment
from app.seat import Seat
from ui.jobs import Jobs
from ui.pictures import picture_of

SIDE = 96  # pixels, for screens of twice the usual density
MOST_BYTES = 3 * 1024 * 1024  # what is larger is fetched only to be looked at
KEPT = 200  # of the newest looked at; 7 MB


class Thumbnails(QObject):
    """``made`` carries the id of a file that has its picture now; one that can't be shown stays without."""

    made = Signal(UUID)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._pictures: OrderedDict[UUID, QImage] = OrderedDict()  # a null picture: not to be had
        self._wanted: list[Attachment] = []
        self._busy = False

    def of(self, file_id: UUID) -> QImage | None:
        """The picture of a file, if it is here and can be shown."""
        found = self._pictures.get(file_id)
        return None if found is None or found.isNull() else found

    def want(self, files: Sequence[Attachment]) -> None:
        """Make the pictures of these, in place of those wanted before."""
        self._wanted = [one for one in files if one.id not in self._pictures and one.size <= MOST_BYTES]
        self._go()

    def keep(self, file_id: UUID, picture: QImage) -> None:
        """A picture that came by another way."""
        self._pictures[file_id] = picture
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self.made.emit(file_id)

    def _go(self) -> None:
        if self._busy or not self._wanted:
            return
        self._busy = True
        file = self._wanted.pop(0)

        def work() -> QImage:
            return picture_of(file.kind, attachments.content(self._seat, file), SIDE)

        self._jobs.errand(self, work, lambda found: self._take(file, found), lambda error: self._skip(file, error))

    def _take(self, file: Attachment, picture: QImage) -> None:
        self._busy = False
        self.keep(file.id, picture)
        self._go()

    def _skip(self, file: Attachment, _error: WarmlineError) -> None:
        """Broken, or the database is away: the name alone says enough, and looking at it says why."""
        self._take(file, QImage())
