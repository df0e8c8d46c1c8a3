"""What is done to the post stood on: each act by its key, asking in the strip for what it needs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app import publishing, triage
from app.errors import WarmlineError
from app.forum_records import Post, PostState, Source
from app.personal_data import Warning
from app.post_draft import draft_of
from app.seat import Seat
from ui.jobs import Jobs
from ui.post_panel import PostPanel, acts_of
from ui.post_strips import LineStrip, ReplyStrip
from ui.strip import Strip, WordsStrip


class PostActs(QObject):
    """``changed`` carries a post as it is now, ``taken`` the draft of a complaint made from one."""

    changed = Signal(object)  # Post
    taken = Signal(object)  # Draft
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, panel: PostPanel, source: Callable[[int], Source | None]) -> None:
        """``source`` knows the sources by their id."""
        super().__init__(panel)
        self._seat = seat
        self._jobs = jobs
        self._panel = panel
        self._source = source

    def ask(self, name: str, post: Post) -> None:
        """Do what the key is for, if that can be done to the post now."""
        if name == "open_post":
            QDesktopServices.openUrl(QUrl(post.url))
        elif name in acts_of(post):
            getattr(self, f"_{name}")(post)

    def _take_post(self, post: Post) -> None:
        if post.read_at is not None or post.text:
            self.taken.emit(draft_of(self._seat, post))
            return

        def unread(error: WarmlineError) -> None:  # gone meanwhile: what its title says can be followed all the same
            self._fail(error)
            self.taken.emit(draft_of(self._seat, post))

        self.said.emit("正在读取原帖…")
        read = partial(triage.read_post, self._seat, post)
        self._jobs.errand(self, read, lambda found: self.taken.emit(draft_of(self._seat, found)), unread)

    def _join_post(self, post: Post) -> None:
        strip = LineStrip("并入哪件诉求", "number", "诉求编号，如 20261115-0042", "并入", self._panel)
        self._open(strip, lambda: partial(triage.join, self._seat, post.id, strip.field.text()), "已并入诉求")

    def _ignore_post(self, post: Post) -> None:
        if post.state is PostState.NEW:
            strip = WordsStrip("不受理的原因", "如与供热无关、广告、重复", "不受理", parent=self._panel)
            self._open(strip, lambda: partial(triage.ignore, self._seat, post.id, strip.words), "已列为不受理")
            return
        strip = WordsStrip("放回待处理的原因", "如并错了、应当受理", "放回待处理", parent=self._panel)
        self._open(strip, lambda: partial(triage.restore, self._seat, post.id, strip.words), "已放回待处理")

    def _reply_post(self, post: Post) -> None:
        if post.reply:
            self._write_reply(post)
            return
        self._jobs.act(self, lambda: publishing.draft(self._seat, post.id), self._write_reply, self._fail)

    def _write_reply(self, post: Post) -> None:
        self.changed.emit(post)
        strip = ReplyStrip(
            "公开答复（取自企业的反馈）", post.reply, "保存", partial(self._check, post), parent=self._panel
        )
        self._open(strip, lambda: partial(publishing.draft, self._seat, post.id, strip.words), "答复已保存，待审核")

    def _approve_post(self, post: Post) -> None:
        strip = ReplyStrip("审核公开答复", post.reply, "审核通过", partial(self._check, post), True, self._panel)
        # What was warned of stood before the approver's eyes: approving it then is the answer to the warning.
        self._open(
            strip,
            lambda: partial(publishing.approve, self._seat, post, bool(strip.warnings)),
            "答复已审核通过，可以发布",
        )

    def _publish_post(self, post: Post) -> None:
        source = self._source(post.source_id)
        if source is not None and source.takes_replies and post.outside_id.isdecimal():
            self.said.emit("正在发布答复…")
            self._jobs.errand(
                self,
                lambda: publishing.publish(self._seat, post.id),
                self._published,
                partial(self._publishing_failed, post),
            )
            return
        QGuiApplication.clipboard().setText(post.reply)
        QDesktopServices.openUrl(QUrl(post.url))
        strip = LineStrip("答复已复制，请在打开的网页上粘贴发布", "url", "回帖的链接", "登记", self._panel)
        self._open(
            strip,
            lambda: partial(publishing.record_published, self._seat, post.id, strip.field.text()),
            "已登记公开答复",
        )

    def _open(self, strip: Strip, act: Callable[[], Callable[[], Post]], words: str) -> None:
        """Show a strip; ``act`` reads it on the GUI thread and gives what to run."""

        def done(post: Post) -> None:
            self._panel.close_strip()
            self.said.emit(words)
            self.changed.emit(post)

        self._panel.open_strip(strip, lambda: self._jobs.act(strip, act(), done, strip.fail))

    def _check(self, post: Post, strip: QWidget, text: str, show: Callable[[list[Warning]], None]) -> None:
        work = partial(publishing.warnings_for, self._seat, post, text)
        self._jobs.look_up(strip, "warnings", work, show, self._fail)

    def _published(self, post: Post) -> None:
        self.changed.emit(post)
        if post.queued:
            self.said.emit("论坛要审核后才显示，出现后再按一次登记")
        else:
            self.said.emit(f"已公开答复 {post.reply_url}")

    def _publishing_failed(self, post: Post, error: WarmlineError) -> None:
        self._fail(error)
        read = partial(triage.show_post, self._seat, post.id)  # whether it was sent is known there
        self._jobs.look_up(self, "post", read, self.changed.emit, self._fail)

    def _fail(self, error: WarmlineError) -> None:
        self.failed.emit(error.sentence)
