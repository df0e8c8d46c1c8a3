"""The posts of a forum that belong to the complaint shown: whose, from when, and whether the public reply is out."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app import triage
from app.forum_records import Post, PostState
from app.records import Channel, Complaint
from app.rules import CITY_TIME
from app.seat import Seat
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.style import set_look

TITLE_EM = 2.6  # as the facts above
WORDS_EM = 10  # room of a post's title, in lines of the font


class ComplaintPosts(QWidget):
    """Two lines a post; there only while the complaint has some. ``failed`` carries a WarmlineError."""

    failed = Signal(object)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._known: tuple[UUID, bool, int] | None = None  # which complaint, whether secret, events that tell of posts
        self.posts: list[Post] = []
        self.titles: list[QPushButton] = []
        self.facts: list[QLabel] = []
        self.replies: list[QPushButton] = []
        word = QLabel("网帖", self)
        set_look(word, "muted")
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(1)
        self._rows.setColumnMinimumWidth(0, round(self.fontMetrics().height() * TITLE_EM))
        self._rows.setColumnStretch(1, 1)
        self._rows.addWidget(word, 0, 0)
        self.hide()
        bind(parent or self, "open_origin", self.open_one)

    def show_complaint(self, complaint: Complaint) -> None:
        """Show the posts of this complaint; they are read when the timeline tells of another one or of a reply."""
        told = sum("post" in event.detail for event in complaint.events) + (complaint.channel is Channel.FORUM)
        known = (complaint.id, complaint.secret, told)
        if known == self._known:
            return
        if self._known is None or complaint.id != self._known[0]:
            self._show([])
        self._known = known
        self.read()

    def read(self) -> None:
        """Read them anew: a reply may have been drafted or approved, which no event of the complaint tells of."""
        if self._known is not None and self._known[2]:
            key = self._known[0]
            self._jobs.look_up(self, "posts", lambda: triage.posts_of(self._seat, key), self._show, self.failed.emit)

    def open_one(self) -> None:
        """Open in the browser the post whose line has the focus, or the first; a focused reply opens itself."""
        focused = QApplication.focusWidget()
        for buttons, open_it in ((self.titles, self._open_post), (self.replies, self._open_reply)):
            if focused in buttons:
                open_it(buttons.index(focused))
                return
        if self.posts:
            self._open_post(0)

    def _open_post(self, at: int, _checked: bool = False) -> None:
        QDesktopServices.openUrl(QUrl(self.posts[at].url))

    def _open_reply(self, at: int, _checked: bool = False) -> None:
        QDesktopServices.openUrl(QUrl(self.posts[at].reply_url))

    def _show(self, found: list[Post]) -> None:
        self.posts = found
        while len(self.titles) < len(found):
            self._add()
        for at, (title, facts, reply) in enumerate(zip(self.titles, self.facts, self.replies, strict=True)):
            post = found[at] if at < len(found) else None
            title.setVisible(post is not None)
            facts.setVisible(post is not None)
            reply.setVisible(post is not None and bool(post.reply_url))
            if post is None:
                continue
            metrics = self.fontMetrics()
            key = f"  {cap('open_origin')}" if at == 0 else ""
            words = metrics.elidedText(post.title, Qt.TextElideMode.ElideRight, WORDS_EM * metrics.height())
            title.setText(words.replace("&", "&&") + key)  # a stranger's & is no access key
            title.setToolTip(f"在浏览器里打开 {post.url}")
            facts.setText(" · ".join(filter(None, (post.author, _when(post), post.source_name, reply_words(post)))))
            set_look(facts, "good" if post.state is PostState.ANSWERED else "muted")
            reply.setToolTip(post.reply_url)
        self.setVisible(bool(found))

    def _add(self) -> None:
        at = len(self.titles)
        title, facts, reply = QPushButton(self), QLabel(self), QPushButton("看答复", self)
        for button, slot in ((title, self._open_post), (reply, self._open_reply)):
            set_look(button, "link")
            button.clicked.connect(partial(slot, at))
        facts.setTextFormat(Qt.TextFormat.PlainText)
        facts.setWordWrap(True)
        facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._rows.addWidget(title, 2 * at, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(facts, 2 * at + 1, 1)
        self._rows.addWidget(reply, 2 * at + 1, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.titles.append(title)
        self.facts.append(facts)
        self.replies.append(reply)


def reply_words(post: Post) -> str:
    """How far the public reply is: ○ 未公开答复, ◔ 答复待审核, ◑ 答复待发布, or out and since when."""
    if post.state is not PostState.ANSWERED:
        if post.queued:
            return "◷ 答复待论坛审核"
        if post.approved_at is not None:
            return "◑ 答复待发布"
        return "◔ 答复待审核" if post.reply else "○ 未公开答复"
    at = f" {post.published_at.astimezone(CITY_TIME):%m-%d %H:%M}" if post.published_at else ""
    return f"✓ 已公开答复{at}"


def _when(post: Post) -> str:
    return f"{post.posted_at.astimezone(CITY_TIME):%m-%d %H:%M}" if post.posted_at else ""
