"""The page 网络: posts of forums, the longest waiting first, and what becomes of each; behind them the sources."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import sources, triage
from app.errors import WarmlineError
from app.forum_records import Fetched, Post, PostEvent, PostState, Source
from app.seat import Seat
from ui.forum_list import VIEWS, View, in_view, post_columns
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.post_acts import PostActs
from ui.post_panel import PostPanel
from ui.row_table import RowTable
from ui.source_pane import SourcePane
from ui.style import set_look, tokens
from ui.table_model import TableModel

FETCH_MS = 300_000
PANEL_EM = 24


class ForumPage(QWidget):
    """``taken`` carries the draft of a complaint made from a post; ``complaint_asked`` a complaint's number."""

    said = Signal(str)
    failed = Signal(str)
    taken = Signal(object)  # Draft
    complaint_asked = Signal(str)
    left = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._closing = False
        self._fetching = 0
        self._all: list[Post] = []
        self._sources: dict[int, Source] = {}
        self._rank: dict[UUID, int] = {}
        self._shown: UUID | None = None  # whose words stand in the panel
        self.view = View.NEW
        self.model: TableModel[Post] = TableModel(
            post_columns(seat.now), lambda one: one.id, lambda one: self._rank.get(one.id, 0), tokens
        )
        self.posts = QWidget(self)
        self.source_pane = SourcePane(seat, jobs, self)
        self.source_pane.changed.connect(lambda _source: self.refresh())
        self.source_pane.fetch_asked.connect(lambda source: self._fetch([source]))
        self.source_pane.said.connect(self.said)
        self.source_pane.failed.connect(self.failed)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.posts)
        self._stack.addWidget(self.source_pane)
        self.table = RowTable(parent=self.posts)
        self.table.show_model(self.model)
        self.table.setAccessibleName("网帖")
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.ask("take_post"))
        self.panel = PostPanel(self.posts)
        self.panel.asked.connect(self.ask)
        self._acts = PostActs(seat, jobs, self.panel, lambda source_id: self._sources.get(source_id))
        self._acts.changed.connect(self._put)
        self._acts.said.connect(self.said)
        self._acts.failed.connect(self.failed)
        self._acts.taken.connect(self.taken)
        self.panel.complaint_asked.connect(self.complaint_asked)
        self.notice = QLabel(self)
        set_look(self.notice, "muted")
        self._chips: dict[View, QPushButton] = {}
        self.setFocusProxy(self.table)
        self._lay_out()
        for name in (
            "take_post",
            "join_post",
            "ignore_post",
            "reply_post",
            "approve_post",
            "publish_post",
            "open_post",
        ):
            bind(self.posts, name, partial(self.ask, name))
        bind(self, "fetch_posts", self.ask_fetch)
        bind(self, "show_sources", self.turn)
        bind(self.posts, "filter_posts", self.next_view)
        bind(self.posts, "submit_post", lambda: self.panel.strip.submit() if self.panel.strip else None)
        jobs.end_errands(self._hurry, lambda: None)
        self._again = QTimer(self, interval=FETCH_MS)
        self._again.timeout.connect(self.fetch)
        self._again.start()

    @property
    def post(self) -> Post | None:
        """The post stood on."""
        key = self.table.key()
        return self.model.row(key) if key is not None else None

    def refresh(self) -> None:
        """Read the posts and sources anew."""

        def read() -> tuple[list[Post], list[Source]]:
            waiting = triage.without_reply(self._seat)
            done = triage.list_posts(self._seat, (PostState.IGNORED, PostState.ANSWERED))
            return waiting + done, sources.list_sources(self._seat)

        self._jobs.look_up(self, "posts", read, self._take, self._fail)

    def ask_fetch(self) -> None:
        """Fetch now; where that is under way, say so."""
        if self._fetching:
            self.said.emit(f"正在抓取，还有 {self._fetching} 个来源没有回来")
        self.fetch()

    def fetch(self) -> None:
        """Fetch every source in use, each on its own, in the background."""
        if self._fetching == 0:
            self._jobs.look_up(self, "sources", lambda: sources.list_sources(self._seat), self._fetch, self._fail)

    def choose_view(self, view: View) -> None:
        """Show new ones, those to be answered, or those that are done."""
        self.view = view
        self._chips[view].setChecked(True)
        self._list()

    def turn(self) -> None:
        """From the posts to their sources, and back."""
        at_sources = self._stack.currentWidget() is self.posts
        self._stack.setCurrentWidget(self.source_pane if at_sources else self.posts)
        self._turn.setText(f"{'网帖' if at_sources else '来源'}  {cap('show_sources')}")
        for chip in self._chips.values():
            chip.setVisible(not at_sources)
        self._add.setVisible(at_sources)
        front = self.source_pane if at_sources else self.table
        self.setFocusProxy(front)
        front.setFocus()

    def next_view(self) -> None:
        """The view after this one."""
        views = list(View)
        self.choose_view(views[(views.index(self.view) + 1) % len(views)])

    def back(self) -> None:
        """Esc: fold the strip, leave the sources, else leave the page."""
        if not self.isVisible():
            return
        if self._stack.currentWidget() is self.source_pane:
            if not self.source_pane.back():
                self.turn()
            return
        if not self.panel.close_strip():
            self.left.emit()
        self.table.setFocus()

    def ask(self, name: str) -> None:
        """Do to the post stood on what the key is for."""
        if self.post is not None:
            self._acts.ask(name, self.post)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # inside

    def _fetch(self, found: list[Source]) -> None:
        used = [one for one in found if one.active]
        self._fetching += len(used)
        for source in used:
            self.source_pane.show_fetching(source)
            failed = partial(self._fetch_failed, source)
            self._jobs.errand(self, partial(self._fetch_one, source), self._fetched, failed)

    def _fetch_one(self, source: Source) -> Fetched:
        if self._closing:
            return Fetched(source)
        return sources.fetch_source(self._seat, source, lambda: self._closing)

    def _fetched(self, found: Fetched) -> None:
        self._fetching -= 1
        self.source_pane.show_result(found)
        if found.trouble:
            self.failed.emit(f"{found.source.name}：{found.trouble}")
        elif found.new or found.edited:
            self.said.emit(f"{found.source.name}：新帖 {len(found.new)}，修改 {len(found.edited)}")
        self.refresh()

    def _fetch_failed(self, source: Source, error: WarmlineError) -> None:
        self._fetching -= 1
        self.source_pane.show_result(Fetched(source, trouble=error.sentence))
        self._fail(error)

    def _hurry(self) -> None:
        self._closing = True

    def _fail(self, error: WarmlineError) -> None:
        self.failed.emit(error.sentence)

    def _take(self, read: tuple[list[Post], list[Source]]) -> None:
        self._all, found = read
        self._sources = {one.id: one for one in found}
        self.source_pane.show_sources(found)
        self._list()

    def _put(self, post: Post) -> None:
        self._all = [post if one.id == post.id else one for one in self._all]
        self._list()
        if self.panel.strip is None and self.isVisible():
            self.table.setFocus()

    def _list(self) -> None:
        before = self.post
        shown = [one for one in self._all if in_view(self.view, one)]
        self._rank = {one.id: at for at, one in enumerate(shown)}
        self.model.replace(shown)
        self.model.tick()
        for view, button in self._chips.items():
            button.setText(f"{VIEWS[view]} {sum(in_view(view, one) for one in self._all)}")
        troubled = [one.name for one in self._sources.values() if one.active and one.last_error]
        self.notice.setText(f"抓取失败：{'、'.join(troubled)}" if troubled else f"{len(self._sources)} 个来源")
        set_look(self.notice, "danger" if troubled else "muted")
        if self.post is None or before is None or self.post != before:
            self._show()

    def _show(self) -> None:
        post = self.post
        if self.panel.strip is not None and post is not None and self._shown == post.id:
            return  # what is being typed stays; the post has only been read anew
        self._shown = post.id if post else None
        self.panel.show_post(post, self._seat.now())
        if post is None:
            return
        if post.read_at is None and not post.text:
            self._jobs.errand(self, lambda: triage.read_post(self._seat, post), self._put, self._unread)
        if post.edited_at is not None:
            self._jobs.look_up(
                self,
                "history",
                lambda: triage.history(self._seat, post.id),
                partial(self._show_history, post),
                self._fail,
            )

    def _show_history(self, post: Post, events: list[PostEvent]) -> None:
        if self.post == post:
            self.panel.show_history(post, events)

    def _unread(self, error: WarmlineError) -> None:
        self.panel.words.setPlainText(error.sentence)

    def _lay_out(self) -> None:
        fetch = QPushButton(f"抓取  {cap('fetch_posts')}", self)
        fetch.clicked.connect(self.ask_fetch)
        self._turn = QPushButton(f"来源  {cap('show_sources')}", self)
        self._turn.clicked.connect(self.turn)
        self._add = QPushButton(f"添加来源  {cap('add_source')}", self)
        self._add.clicked.connect(self.source_pane.add)
        set_look(self._add, "primary")
        self._add.hide()
        group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        for view, words in VIEWS.items():
            chip = QPushButton(words, self)
            chip.setCheckable(True)
            set_look(chip, "chip")
            chip.clicked.connect(partial(self.choose_view, view))
            group.addButton(chip)
            self._chips[view] = chip
            bar.addWidget(chip)
        self._chips[self.view].setChecked(True)
        bar.addStretch(1)
        bar.addWidget(self.notice)
        for button in (fetch, self._turn, self._add):
            bar.addWidget(button)
        self.panel.setFixedWidth(round(self.fontMetrics().height() * PANEL_EM))
        beside = QHBoxLayout(self.posts)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self.table, 1)
        beside.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
