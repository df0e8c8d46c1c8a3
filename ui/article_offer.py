"""Beside the form: the answer that fits, to read out; one key uses it, one goes on to the next, one reports it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.knowledge import Article
from app.records import Community
from app.told_articles import ToldArticle
from ui.article_index import ArticleIndex
from ui.keys import cap
from ui.style import set_look

LINES = 4  # of an answer that are shown; used, a longer one stands in the form, and it is in the tool tip


class ArticleOffer(QFrame):
    """Hidden while nothing fits. ``use_asked`` asks to use ``current``, or to take back that it was used."""

    use_asked = Signal()
    report_asked = Signal()
    found = Signal()

    def __init__(self, index: ArticleIndex, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._asked: tuple[str, str, Community | None] = ("", "", None)
        self._told: tuple[str, ...] = ()
        self._at = 0
        self.shown: list[Article] = []  # the best first
        self.title, self.words, self.source = QLabel(self), QLabel(self), QLabel(self)
        self.use, self.more, self.report = QPushButton(self), QPushButton(self), QPushButton(self)
        self._lay_out()
        index.ready.connect(self._look)

    @property
    def current(self) -> Article | None:
        """The one that the key uses."""
        return self.shown[self._at] if self.shown else None

    def ask_about(self, category: str, text: str, community: Community | None) -> None:
        """The category, the words or the place have changed."""
        if (category, text, community) != self._asked:
            self._asked = (category, text, community)
            self._look()

    def show_told(self, told: Iterable[str]) -> None:
        """Which articles the draft has used."""
        self._told = tuple(told)
        self._paint()
        self.found.emit()

    def last_told(self) -> Article | None:
        """The article used last, as it is now; None where it was changed since, or none was used."""
        if not self._told:
            return None
        last = ToldArticle.read(self._told[-1])
        return next((one for one in self._index.all if (one.id, one.version) == (last.id, last.version)), None)

    def step(self) -> None:
        """The next one that fits, and the first after the last."""
        if self.shown:
            self._at = (self._at + 1) % len(self.shown)
            self._paint()

    @property
    def used(self) -> bool:
        """Whether the one in sight is used."""
        return self.current is not None and ToldArticle.of(self.current).kept in self._told

    def fit(self, roomy: bool, strip: bool) -> None:
        """Without room the question alone is shown, and where the used answer stands in an open strip."""
        self._roomy, self._strip = roomy, strip
        self._paint()

    def _look(self) -> None:
        before = self.current
        self.shown = self._index.fitting(*self._asked)
        ids = [one.id for one in self.shown]
        # Who has gone on to another one keeps it in sight while the words go on, as long as it fits at all.
        self._at = ids.index(before.id) if self._at and before and before.id in ids else 0
        self._paint()
        self.found.emit()

    def _paint(self) -> None:
        article = self.current
        self.setVisible(article is not None)
        if article is None:
            return
        used = self.used
        place = f" {self._at + 1}/{len(self.shown)}" if len(self.shown) > 1 else ""
        self.title.setText(f"{'✓ 已用 ' if used else ''}问答{place} · {article.question}")
        self.words.setText(article.answer)
        self.words.setToolTip(article.answer)
        self.words.setMaximumHeight(self.fontMetrics().lineSpacing() * LINES)
        self.source.setText(article.source)
        for label in (self.words, self.source):
            label.setVisible(self._roomy and not (self._strip and used))
        self.use.setText(f"{'不用了' if used else '用它作答'}  {cap('use_article')}")
        self.more.setVisible(len(self.shown) > 1)

    def _lay_out(self) -> None:
        self._roomy, self._strip = True, False
        set_look(self, "raised")
        set_look(self.title, "strong-accent")
        set_look(self.source, "muted")
        for label in (self.title, self.words, self.source):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.more.setText(f"下一条  {cap('next_article')}")
        self.report.setText(f"报告  {cap('report_article')}")
        self.report.setToolTip("答复有错，或缺一条，报给负责人")
        for button, signal in ((self.use, self.use_asked), (self.report, self.report_asked)):
            button.clicked.connect(signal)
        self.more.clicked.connect(self.step)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.use, self.more, self.report):
            set_look(button, "link")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab leads on to the next field of the form
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 5, 8, 3)
        layout.setSpacing(2)
        for label in (self.title, self.words, self.source):
            layout.addWidget(label)
        layout.addLayout(buttons)
        self.hide()
