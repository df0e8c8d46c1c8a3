"""A forum as the hotline uses it: read a topic, reply to it. Behind this stand NodeBB and Discourse."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.forum_errors import AnswerLost, SourceTrouble, TopicGone
from app.forum_records import Source, SourceKind
from app.rules import CITY_TIME

if TYPE_CHECKING:
    from app.fetching import Answer


@dataclass(frozen=True, slots=True)
class TopicPost:
    """One post of a topic, as text."""

    outside_id: str
    author: str
    author_id: str
    text: str
    posted_at: datetime | None
    edited_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its opening post, and the newest replies (of a long topic not all)."""

    outside_id: str
    title: str
    opening: TopicPost
    replies: tuple[TopicPost, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a reply. ``queued``: it waits for a moderator of the forum and is not to be sent again."""

    outside_id: str = ""
    url: str = ""
    queued: bool = False


class Forum(Protocol):
    """One source's interface. Errors: SourceTrouble, and AnswerLost where a reply may be there all the same."""

    def topic_url(self, outside_id: str) -> str:
        """The page of a topic, for the browser."""

    def read_topic(self, outside_id: str, newest: bool = False) -> Topic:
        """The topic as it is now; ``newest``: of a long one the last replies too."""

    def reply(self, outside_id: str, text: str) -> Reply:
        """Publish a reply; never called twice without having read the topic between."""


def forum_of(source: Source, token: str = "") -> Forum | None:
    """The interface of a source; None for a mere feed."""
    from app.discourse import Discourse  # a program that fetches nothing never pays for httpx
    from app.nodebb import NodeBB

    match source.kind:
        case SourceKind.NODEBB:
            return NodeBB(source, token)
        case SourceKind.DISCOURSE:
            return Discourse(source, token)
    return None


def already_there(topic: Topic, text: str, reply_as: str) -> Reply | None:
    """The reply with these words among the topic's, by whom it would have been sent; None: it is not there."""
    wanted = _letters(text)
    for post in topic.replies:
        if _letters(post.text) == wanted and (not reply_as or reply_as in (post.author, post.author_id)):
            return Reply(post.outside_id, post.url)
    return None


def refused(answer: "Answer", reason: str) -> SourceTrouble:
    """The sentence for an answer that is no success; ``reason`` is the forum's own word, shown as its quotation."""
    said = f"（对方说明：{_quoted(reason)}）" if reason else ""
    match answer.status:
        case 400 | 422:
            return SourceTrouble(f"论坛认为请求不合要求{said}。", field="reply")
        case 401 | 403:
            return SourceTrouble(f"论坛拒绝：令牌不对，或这个账号没有权限{said}。", field="token")
        case 404:
            return TopicGone(f"论坛上没有这个主题，可能已删除{said}。", field="post")
        case 413:
            return SourceTrouble(f"答复太长，论坛不收{said}。", field="reply")
        case 429:
            return SourceTrouble(f"论坛限制发帖太快，请过几分钟再发布{said}。")
        case status if status >= 500:
            return AnswerLost(f"论坛内部出错（{status}），不知道是否已发布；再次发布时会先核对。")
        case status:
            return SourceTrouble(f"论坛应答 {status}，没有发布{said}。")


def by_milliseconds(value: Any) -> datetime | None:
    """A moment out of milliseconds since 1970; None for 0 and for what is no moment."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC).astimezone(CITY_TIME)
    except (ValueError, OverflowError, OSError):
        return None


def by_iso(value: Any) -> datetime | None:
    """A moment out of ISO 8601; None for what is no moment or has no zone."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read.astimezone(CITY_TIME) if read is not None and read.tzinfo is not None else None


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is a JSON object, else an empty one: a forum's answer has no shape until it is looked at."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a JSON array; none where it is no array."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _letters(text: str) -> str:
    """Letters and digits only: forums change blanks, quotation marks and signs of Markdown."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char)[0] in "LN")


def _quoted(reason: str) -> str:
    return " ".join("".join(char for char in reason if char.isprintable()).split())[:120]
