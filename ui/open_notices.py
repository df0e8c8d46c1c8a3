"""The notices in force and to come, in memory on the GUI thread: for the form, the communities and the look-up."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.errors import WarmlineError
from app.notice_places import PublicNotice, coming, concerns, in_force, place_words
from app.notice_words import KIND_WORDS, NoticeKind
from app.notices import current_notices, span_words
from app.seat import Seat
from ui.jobs import Jobs

TOPIC = "notice"
STOPS = frozenset({NoticeKind.PLANNED_STOP, NoticeKind.SUDDEN_STOP})


class OpenNotices(QObject):
    """One of a window. ``changed`` when a reading brought something new; without the database the old ones stay."""

    changed = Signal()
    told = Signal(str)  # a stop that was announced just now, in one line

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.all: list[PublicNotice] = []
        self._known: set[UUID] | None = None  # None: not read yet, so that nothing is news
        self._jobs = jobs
        self.read()

    def read(self) -> None:
        """Read them now."""
        self._jobs.look_up(self, "open notices", lambda: current_notices(self.seat), self._take, self._skip)

    def topics_changed(self, topics: set[str]) -> None:
        """Something changed at some seat (none: anything may have)."""
        if not topics or TOPIC in topics:
            self.read()

    def at(self, community_id: int | None, building: str = "") -> list[PublicNotice]:
        """What concerns a flat: what is in force, the nearest place first, then what begins within some days."""
        if community_id is None or not self.all:
            return []
        now, directory = self.seat.now(), self.seat.directory
        days = int(self.seat.rules.settings["notice_ahead_days"])
        found = in_force(self.all, directory, community_id, building, now)
        return found + coming(self.all, directory, community_id, building, now, days)

    def stopped(self, community_id: int) -> bool:
        """Whether a stop is in force somewhere in a community."""
        now = self.seat.now()
        return any(
            one.kind in STOPS and one.stands_at(now) and concerns(one, self.seat.directory, community_id)
            for one in self.all
        )

    def _take(self, found: list[PublicNotice]) -> None:
        known, self._known = self._known, {one.id for one in found}
        if found != self.all:
            self.all = found
            self.changed.emit()
        for one in found if known is not None else ():
            if one.kind in STOPS and one.id not in (known or ()):
                place = place_words(self.seat.directory, one)
                self.told.emit(f"新公告 {KIND_WORDS[one.kind]} · {place}：{span_words(one.begins_at, one.ends_at)}")

    def _skip(self, _error: WarmlineError) -> None:
        """The link's own sign says that the database is away."""
