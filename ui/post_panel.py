"""One post beside the list: where it comes from, its words, what they were before an edit, and what can be done."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.forum_records import POST_STATE_SHAPES, POST_STATE_WORDS, Post, PostEvent, PostState
from app.rules import CITY_TIME
from app.words import span_words
from ui.fields import TextField
from ui.keys import cap
from ui.strip import Strip
from ui.style import set_look

_ACTS: tuple[tuple[str, str], ...] = (
    ("take_post", "受理"),
    ("join_post", "并入"),
    ("reply_post", "答复"),
    ("approve_post", "审核"),
    ("publish_post", "发布"),
    ("ignore_post", "不受理"),
)
_COLUMNS = 3


class PostPanel(QFrame):
    """``asked`` carries the name of a key: what is to be done to the post shown."""

    asked = Signal(str)
    complaint_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "card")
        self.strip: Strip | None = None
        self._acts: dict[str, str] = {}
        self.title = self._label("title")
        self.facts = self._label("muted")
        self.state = self._label("strong")
        self.words = TextField("原帖", 3, self)
        self.words.setReadOnly(True)
        self.complaint = QPushButton(self)
        set_look(self.complaint, "link")
        self.complaint.clicked.connect(lambda: self.complaint_asked.emit(self.complaint.text()))
        self._buttons = {name: QPushButton(self) for name, _ in _ACTS}
        for name, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, name=name: self.asked.emit(name))
        self.original = QPushButton(f"打开原帖  {cap('open_post')}", self)
        self.original.clicked.connect(lambda: self.asked.emit("open_post"))
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 10)
        self._layout.setSpacing(6)
        for part in (self.title, self.facts, self.state, self.complaint, self.words):
            self._layout.addWidget(part, 1 if part is self.words else 0)
        self._layout.setAlignment(self.complaint, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self.original)
        self._layout.addLayout(self._grid)
        self.show_post(None, None)

    def show_post(self, post: Post | None, now: datetime | None) -> None:
        """Show a post as it is known; None: nothing is stood on."""
        self.close_strip()
        for part in (self.facts, self.state, self.words, self.original):
            part.setVisible(post is not None)
        self.complaint.setVisible(post is not None and post.complaint_number is not None)
        self._acts = acts_of(post) if post else {}
        self._show_acts(self._acts)
        if post is None or now is None:
            self.title.setText("选一个网帖看全文")
            return
        self.title.setText(post.title)
        when = "发帖时间未知" if post.posted_at is None else f"{post.posted_at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
        self.facts.setText(" · ".join(part for part in (post.source_name, post.author, when, post.url) if part))
        waits = (
            "" if post.state in (PostState.IGNORED, PostState.ANSWERED) else f" · 已等 {span_words(now - post.since)}"
        )
        self.state.setText(f"{POST_STATE_SHAPES[post.state]} {POST_STATE_WORDS[post.state]}{_reply_words(post)}{waits}")
        self.complaint.setText(post.complaint_number or "")
        self.words.setPlainText(_text(post))

    def show_history(self, post: Post, events: list[PostEvent]) -> None:
        """Put what each edit replaced below the words; of a mere feed, what it says now."""
        parts = [_text(post)]
        edits = [event for event in reversed(events) if event.before is not None]
        if edits and post.read_at is None and edits[0].seen not in ("", post.text):
            parts.append(f"—— 来源现在写的是（请打开原帖核对）——\n{edits[0].seen}")
        for event in edits:
            if event.before is not None and event.before != (post.title, post.text):
                parts.append(
                    f"—— {event.at.astimezone(CITY_TIME):%m-%d %H:%M} 发现修改，原来是 ——\n" + "\n".join(event.before)
                )
        self.words.setPlainText("\n\n".join(parts))

    def open_strip(self, strip: Strip, submit: Callable[[], None]) -> None:
        """Show a strip below the words; ``submit`` is called when it is handed in."""
        self.close_strip()
        self.strip = strip
        self._show_acts({})  # one thing at a time
        self.original.hide()
        strip.submitted.connect(submit)
        strip.cancelled.connect(self.close_strip)
        self._layout.addWidget(strip)
        strip.show()
        strip.start()

    def close_strip(self) -> bool:
        """Fold the strip; False where there is none."""
        if self.strip is None:
            return False
        self.strip.hide()
        self.strip.deleteLater()
        self.strip = None
        self._show_acts(self._acts)
        self.original.show()
        return True

    def _show_acts(self, acts: dict[str, str]) -> None:
        for button in self._buttons.values():
            self._grid.removeWidget(button)
            button.hide()
        for at, (name, words) in enumerate(acts.items()):
            button = self._buttons[name]
            button.setText(f"{words}  {cap(name)}")
            set_look(button, "primary" if at == 0 else "")
            self._grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
            button.show()

    def _label(self, look: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)  # strangers' words
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(label, look)
        return label


def acts_of(post: Post) -> dict[str, str]:
    """What can be done to a post now: the name of its key, and the word on the button; the next step first."""
    words = dict(_ACTS)
    match post.state:
        case PostState.NEW:
            return {name: words[name] for name in ("take_post", "join_post", "ignore_post")}
        case PostState.IGNORED:
            return {"ignore_post": "放回待处理", "take_post": words["take_post"]}
        case PostState.ANSWERED:
            return {}
    if post.queued or post.attempts:
        return {"publish_post": "核对是否已发布"}
    if post.approved_at is not None:
        return {"publish_post": words["publish_post"], "reply_post": "改答复"}
    if post.reply:
        return {"approve_post": words["approve_post"], "reply_post": "改答复", "ignore_post": "移出诉求"}
    return {"reply_post": words["reply_post"], "ignore_post": "移出诉求"}


def _reply_words(post: Post) -> str:
    if post.queued:
        return " · 答复待论坛审核"
    if post.state is not PostState.JOINED:
        return ""
    if post.approved_at is not None:
        return " · 答复待发布"
    return " · 答复待审核" if post.reply else " · 待答复"


def _text(post: Post) -> str:
    if post.read_at is None and not post.text:
        return "正在读取原帖…"
    reply = f"\n\n—— 公开答复 ——\n{post.reply}" if post.reply else ""
    link = f"\n{post.reply_url}" if post.reply_url else ""
    return f"{post.text}{reply}{link}"
