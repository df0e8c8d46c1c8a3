"""The answers in memory, kept fresh in the background: one index for the form, the page and the palette of a window."""

from PySide6.QtCore import QObject, Signal

from app.errors import WarmlineError
from app.knowledge import Article, read_articles
from app.knowledge_search import ArticleHit, ArticleSearch
from app.records import Community
from app.rules import CITY_TIME
from app.seat import Seat
from ui.jobs import Jobs

TOPIC = "article"


class ArticleIndex(QObject):
    """Answers at once, with what is in memory; ``ready`` when another reading has come. Without the database the old
    one goes on answering."""

    ready = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.all: list[Article] = []  # those out of use too, by number
        self._jobs = jobs
        self._search = ArticleSearch(())
        self.refresh()

    def refresh(self) -> None:
        """Read the articles anew."""
        known = self._search

        def build() -> tuple[list[Article], ArticleSearch]:
            found = read_articles(self.seat)
            return found, known.refreshed(found)

        self._jobs.look_up(self, "articles", build, self._take, self._skip)

    def topics_changed(self, topics: set[str]) -> None:
        """Something changed at some seat (none: anything may have)."""
        if not topics or TOPIC in topics:
            self.refresh()

    def find(self, words: str, limit: int = 50) -> list[ArticleHit]:
        """The articles meant, best first."""
        return self._search.find(words, limit)

    def fitting(self, category: str, text: str, community: Community | None) -> list[Article]:
        """What to read out while a complaint is taken down, best first."""
        return self._search.fitting(category, text, self.seat.now().astimezone(CITY_TIME).date(), community)

    def _take(self, read: tuple[list[Article], ArticleSearch]) -> None:
        self.all, self._search = read
        self.ready.emit()

    def _skip(self, _error: WarmlineError) -> None:
        """The link's own sign says that the database is away."""
