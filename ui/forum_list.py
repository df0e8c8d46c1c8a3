"""The list of the page 网络: its views and its columns."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from app.forum_records import POST_STATE_SHAPES, POST_STATE_WORDS, WITHOUT_REPLY, Post, PostState
from app.rules import CITY_TIME
from app.words import span_words
from ui.table_model import Column

LONG_HOURS = 24  # a post without reply that waits longer is marked [P]


class View(StrEnum):
    """Which posts are listed."""

    NEW = "new"
    TO_ANSWER = "to_answer"
    DONE = "done"
    IGNORED = "ignored"


VIEWS = {View.NEW: "待处理", View.TO_ANSWER: "待答复", View.DONE: "已答复", View.IGNORED: "不受理"}
_STATES = {
    View.NEW: PostState.NEW,
    View.TO_ANSWER: PostState.JOINED,
    View.DONE: PostState.ANSWERED,
    View.IGNORED: PostState.IGNORED,
}


def in_view(view: View, post: Post) -> bool:
    """Whether a post belongs to a view."""
    return post.state is _STATES[view]


def post_columns(now: Callable[[], datetime]) -> list[Column[Post]]:
    """Columns in the order of importance: the panel beside may cover the last ones."""

    def waits(post: Post) -> str:
        return span_words(now() - post.since) if post.state in WITHOUT_REPLY else ""

    def late(post: Post) -> str | None:
        hours = (now() - post.since).total_seconds() / 3600
        return "warning" if post.state in WITHOUT_REPLY and hours > LONG_HOURS else None

    return [
        Column(
            title="状态", text=lambda one: f"{POST_STATE_SHAPES[one.state]} {POST_STATE_WORDS[one.state]}", width=12
        ),
        Column(title="已等", text=waits, width=12, colour=late, ticks=True),
        Column(title="标题", text=_title, width=38, strong=lambda one: one.state is PostState.NEW),
        Column(title="作者", text=lambda one: one.author, width=16, colour=lambda _one: "muted"),
        Column(title="来源", text=lambda one: one.source_name, width=14, colour=lambda _one: "muted"),
        Column(title="发帖", text=_posted, width=13, colour=lambda _one: "muted"),
        Column(title="诉求", text=lambda one: one.complaint_number or "", width=18),
    ]


def _title(post: Post) -> str:
    return f"{post.title}（已编辑）" if post.edited_at else post.title


def _posted(post: Post) -> str:
    return f"{post.posted_at.astimezone(CITY_TIME):%m-%d %H:%M}" if post.posted_at else ""
