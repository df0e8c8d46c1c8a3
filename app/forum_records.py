"""Frozen rows of the forums, and the Chinese words of their lists. Times are aware."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.forum_kinds import PostState as PostState, SourceKind as SourceKind

KIND_WORDS = {SourceKind.RSS: "RSS", SourceKind.NODEBB: "NodeBB", SourceKind.DISCOURSE: "Discourse"}
POST_STATE_WORDS = {
    PostState.NEW: "待处理",
    PostState.JOINED: "已转诉求",
    PostState.IGNORED: "不受理",
    PostState.ANSWERED: "已答复",
}
POST_STATE_SHAPES = {PostState.NEW: "○", PostState.JOINED: "◆", PostState.IGNORED: "×", PostState.ANSWERED: "✓"}
FORUM_EVENT_WORDS = {
    "source_add": "添加来源",
    "source_change": "修改来源",
    "posts_fetch": "抓到新帖",
    "post_edit": "原帖修改",
    "post_join": "并入诉求",
    "post_ignore": "不受理网帖",
    "post_restore": "网帖放回",
    "reply_draft": "起草答复",
    "reply_approve": "审核答复",
    "reply_published": "公开答复",
    "reply_queued": "答复待论坛审核",
    "reply_failed": "答复未发布",
    "reply_unsure": "答复不知是否发布",
}
WITHOUT_REPLY = (PostState.NEW, PostState.JOINED)


@dataclass(frozen=True, slots=True)
class Source:
    """A forum or feed. The token it is replied with is no part of it; ``has_token`` says that there is one."""

    id: int
    name: str
    kind: SourceKind
    feed_url: str
    base_url: str  # https://bbs.example.org, without a slash at the end; empty for RSS
    reply_as: str  # NodeBB: the _uid that a master token acts for; Discourse: the user's name
    intranet: bool  # its name may lead to an address of the house
    active: bool
    tried_at: datetime | None
    fetched_at: datetime | None
    last_error: str
    has_token: bool = False

    @property
    def takes_replies(self) -> bool:
        """Whether a reply can be published through the forum's own interface."""
        return self.kind is not SourceKind.RSS and self.has_token


@dataclass(frozen=True, slots=True)
class Post:
    """One topic of a source; ``text`` and ``author`` are the opening post's once ``read_at`` is set."""

    id: UUID
    source_id: int
    source_name: str
    outside_id: str
    url: str
    title: str
    author: str
    text: str
    posted_at: datetime | None  # None: not known yet
    first_seen_at: datetime
    read_at: datetime | None
    edited_at: datetime | None
    state: PostState
    complaint_id: UUID | None
    complaint_number: str | None
    complaint_key: UUID  # the id that the complaint made of this post gets
    reply: str
    approved_by: int | None
    approved_at: datetime | None
    queued: bool
    attempts: int
    published_at: datetime | None
    reply_url: str

    @property
    def since(self) -> datetime:
        """From when its writer waits for a reply."""
        return min(self.posted_at or self.first_seen_at, self.first_seen_at)  # a forum's clock may be wrong


@dataclass(frozen=True, slots=True)
class PostEvent:
    """Something that happened to a post; ``before`` is the title and text that an edit replaced, ``seen`` the new text.

    A mere feed's new text may be somebody's reply, so it is told here and never takes the place of the stored one.
    """

    act: str
    at: datetime
    person_name: str
    note: str
    before: tuple[str, str] | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one fetch of one source brought; ``trouble`` in Chinese where it failed."""

    source: Source
    seen: int = 0
    new: tuple[UUID, ...] = ()
    edited: tuple[UUID, ...] = ()
    trouble: str = ""
