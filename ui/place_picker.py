"""Choosing the community: the index of the directory, kept fresh in the background, and its lines under the field."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.lookup import Hit, Lookup
from app.lookup_keys import Basis
from app.seat import Seat
from ui.choice_list import Choice
from ui.jobs import Jobs
from ui.open_notices import OpenNotices

PLAIN = frozenset({Basis.NAME, Basis.PINYIN, Basis.INITIALS})  # how it was found says nothing more than the name


class PlaceIndex(QObject):
    """The look-up over the seat's directory: one for all pages of a window. Built in a job, rebuilt on ``refresh``."""

    ready = Signal()

    def __init__(
        self, seat: Seat, jobs: Jobs, open_in: Callable[[int], int] = lambda _: 0, parent: QObject | None = None
    ) -> None:
        """``open_in`` says how many open complaints a community has, from what is in memory."""
        super().__init__(parent)
        self.seat = seat
        self.open_in = open_in
        self._jobs = jobs
        self.notices = OpenNotices(seat, jobs, self)
        self._lookup: Lookup | None = None
        self.refresh()

    def refresh(self) -> None:
        """Read the directory anew; until that is done the old index answers."""
        known, directory = self._lookup, self.seat.directory

        def build() -> Lookup:
            return known.refreshed(directory) if known else Lookup(directory)

        self._jobs.look_up(self, "index", build, self._take)

    def find(self, words: str, limit: int = 20) -> list[Hit]:
        """The communities meant, best first; none before ``ready``."""
        return self._lookup.find(words, limit) if self._lookup else []

    def all(self, limit: int) -> list[Hit]:
        """The directory by name, for a page without words."""
        named = sorted(self.seat.directory.communities.values(), key=lambda one: (one.name, one.id))
        return [Hit(one, Basis.NAME, 0.0) for one in named[:limit]]

    def choices(self, words: str) -> list[Choice]:
        """The communities meant, as lines under a field."""
        return [self._choice(hit) for hit in self.find(words)]

    def _take(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.ready.emit()

    def _choice(self, hit: Hit) -> Choice:
        community = hit.community
        route = self.seat.directory.route(community.id)
        parts = [
            community.address,
            route.company.short_name if route.company else "未登记企业",
            f"站 {route.station.code}" if route.station else "",
            "" if hit.basis in PLAIN else f"按{hit.basis}",
        ]
        count = self.open_in(community.id)
        words = " · ".join(part for part in parts if part)
        marks = ["停热公告"] if self.notices.stopped(community.id) else []
        marks += [f"{count} 件未结"] if count else []
        return Choice(community.id, community.name, words, " · ".join(marks))
