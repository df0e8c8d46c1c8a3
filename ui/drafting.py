"""The drafts at work in a window: form beside the queue, tabs in the status line, words for what became of them."""

from collections import Counter
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.drafts import Draft, title
from app.records import Act, Complaint
from app.spool import Replayed
from app.states import allowed
from ui.article_index import ArticleIndex
from ui.draft_keeper import DraftKeeper
from ui.intake_form import IntakeForm
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Link, Live
from ui.place_picker import PlaceIndex
from ui.point_index import PointIndex
from ui.side_stack import SideStack
from ui.status_line import StatusLine
from ui.word_keeper import WordKeeper


class Drafting(QObject):
    """Wires keeper and form to the window. ``sent`` carries what was stored, ``opened`` a number to look at."""

    sent = Signal(object)  # Sent
    synced = Signal(object)  # Sent, after it had waited for the database
    opened = Signal(str)

    def __init__(
        self, live: Live, jobs: Jobs, folder: Path, side: SideStack, status: StatusLine, window: QWidget
    ) -> None:
        super().__init__(window)
        self._seat = live.seat
        self._queue = live.queue
        self._open: Counter[int | None] | None = None  # of each community; counted when asked for
        self._side = side
        self._status = status
        self.keeper = DraftKeeper(live.seat, jobs, folder, self)
        self.words = WordKeeper(jobs, folder, live.seat.person.login, window)
        self.words.troubled.connect(lambda words: status.say(words, "danger"))
        self.index = PlaceIndex(live.seat, jobs, self._open_in, self)
        self.answers = ArticleIndex(live.seat, jobs, self)
        self.points = PointIndex(live.seat, jobs, self)
        self.form = IntakeForm(self.keeper, self.index, jobs, window, self.answers)
        self.form.hide()
        self.form.said.connect(status.say)
        self.form.opened.connect(self.opened)
        self.form.sent.connect(self.sent)
        self.form.reminded.connect(self._on_reminded)
        self.keeper.changed.connect(self._show_tabs)
        self.keeper.chosen.connect(self._on_chosen)
        self.keeper.waiting_changed.connect(status.show_waiting)
        self.keeper.troubled.connect(lambda words: status.say(words, "danger"))
        self.keeper.replayed.connect(self._on_replayed)
        self.keeper.dropped.connect(self._on_dropped)
        status.draft_asked.connect(self._choose)
        for signal in (live.changed, live.gone, live.reread):
            signal.connect(self._forget_counts)
        live.changed.connect(self.form.history.complaints_changed)
        live.incidents.changed.connect(self.form.history.offer.read)
        live.topics_changed.connect(self.answers.topics_changed)
        live.topics_changed.connect(self.index.notices.topics_changed)
        live.topics_changed.connect(self.points.topics_changed)
        self.index.notices.told.connect(lambda words: status.say(words, "warning"))
        live.directory_changed.connect(self.index.refresh)
        live.directory_changed.connect(self.form.directory_changed)
        live.link_changed.connect(lambda: self.keeper.replay() if live.link is Link.LIVE else None)
        bind(window, "next_draft", self.keeper.choose_next)
        bind(window, "undo_drop", self.keeper.undo_drop)

    @property
    def may_take(self) -> bool:
        """Whether this person takes complaints down at all."""
        return Act.TAKE in allowed(self._seat, None)

    def begin(self, phone: str = "", community_id: int | None = None) -> None:
        """F2: a new draft beside the queue."""
        if self.may_take:
            self.keeper.begin(phone, community_id)
        else:
            self._status.say("您的岗位不受理诉求", "muted")

    def put_away(self) -> None:
        """Esc: the draft stays in its tab, the form gives way."""
        self.keeper.choose(None)

    def _open_in(self, community_id: int) -> int:
        """Open complaints of a community. Counted once for all: a list of places asks for each at every key typed."""
        if self._open is None:
            self._open = Counter(row.community_id for row in self._queue)
        return self._open[community_id]

    def _forget_counts(self) -> None:
        self._open = None

    def _on_chosen(self, draft_id: UUID | None) -> None:
        if draft_id is None:
            self._side.leave(self.form)
        else:
            self._side.show_panel(self.form)
            self.form.fields.focus_first()

    def _show_tabs(self) -> None:
        directory = self._seat.directory
        tabs = [(draft.id, title(draft, directory)) for draft in self.keeper.drafts]
        tabs += [(draft.id, f"{title(draft, directory)} · 待同步") for draft in self.keeper.queued]
        self._status.show_drafts(tabs, self.keeper.current)

    def _choose(self, draft_id: UUID) -> None:
        if self.keeper.draft(draft_id) is not None:
            self.keeper.choose(draft_id)
        else:
            self._status.say("待同步：数据库恢复后自动提交并编号", "warning")

    def _on_reminded(self, complaint: Complaint) -> None:
        self.opened.emit(complaint.number)

    def _on_dropped(self, draft: Draft) -> None:
        self._status.say(f"已丢弃 {title(draft, self._seat.directory)} · {cap('undo_drop')} 恢复", "muted")

    def _on_replayed(self, replayed: Replayed) -> None:
        for sent in replayed.sent:
            self.synced.emit(sent)
        if replayed.refused:
            self._status.say(f"{len(replayed.refused)} 件待同步的诉求被退回草稿，请核对", "danger")
        elif replayed.sent:
            numbers = "、".join(sent.complaint.number for sent in replayed.sent)
            self._status.say(f"已同步 {len(replayed.sent)} 件：{numbers}")
