"""Forums and feeds that are watched: defining them, and fetching what is new. One that fails harms no other."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from uuid6 import uuid7

from app.errors import BadInput, NotAllowed
from app.forum_errors import SourceTrouble
from app.forum_records import Fetched, Source, SourceKind
from app.records import Role
from app.replies import Topic, forum_of
from app.seat import Seat
from app.typed_words import line
from db import forum
from db.store import Connection

if TYPE_CHECKING:
    from app.feeds import Item

TOPICS_A_FETCH = 40
"""Topics read in one fetch; the others are read by the next ones, the oldest unread first."""
READING_SECONDS = 20.0
ADDRESS = 500

_DESK = frozenset({Role.COLLECTOR, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """What is typed about a source. ``feed_url`` may stay empty for a forum: it is made of base and category."""

    name: str
    kind: SourceKind
    feed_url: str = ""
    base_url: str = ""
    category: str = ""
    reply_as: str = ""
    intranet: bool = False


def at_forum_desk(seat: Seat) -> bool:
    """Whether this person works with forums: collector or supervisor."""
    return seat.person.role in _DESK


def kind_of(feed_url: str) -> SourceKind:
    """What stands behind a feed, by its address: NodeBB's and Discourse's feeds have names of their own."""
    path = urlsplit(feed_url.strip()).path
    if re.search(r"/(?:category/\d+(?:/[^/]*)?|recent|unread|popular(?:/\w+)?)\.rss$", path):
        return SourceKind.NODEBB
    return SourceKind.DISCOURSE if re.search(r"/(?:latest|c/[^/]+(?:/[^/]+)*)\.rss$", path) else SourceKind.RSS


def list_sources(seat: Seat) -> list[Source]:
    """All sources by name, those switched off too. Errors: NotAllowed for companies and all without complaints."""
    if seat.person.role in (Role.COMPANY, Role.ADMINISTRATOR, Role.AUDITOR):
        raise NotAllowed("您的岗位不看网络来源。")
    with seat.use() as connection:
        return _sources(seat, connection)


def find_source(seat: Seat, name: str) -> Source:
    """A source by its name or number. Errors: BadInput(field="source")."""
    wanted = name.strip()
    for source in list_sources(seat):
        if wanted in (source.name, str(source.id)):
            return source
    raise BadInput(f"没有名为“{wanted[:60]}”的来源。", field="source")


def add_source(seat: Seat, words: SourceWords, token: str = "") -> Source:
    """Define a source. Errors: NotAllowed; BadInput at name, feed_url, base_url, reply_as, token."""
    desk_only(seat)
    if any(one.name == words.name.strip() for one in list_sources(seat)):
        raise BadInput(f"已有名为“{words.name.strip()}”的来源。", field="name")
    fields = _fields(words)
    return _put(seat, None, fields, _token(token, words) or None)


def change_source(seat: Seat, source_id: int, words: SourceWords, token: str | None = None) -> Source:
    """Change a source; ``token`` None keeps it unless the forum's address changes. Errors as ``add_source``."""
    desk_only(seat)
    if any(one.name == words.name.strip() and one.id != source_id for one in list_sources(seat)):
        raise BadInput(f"已有名为“{words.name.strip()}”的来源。", field="name")
    return _put(seat, source_id, _fields(words), None if token is None else _token(token, words))


def set_token(seat: Seat, source: Source, token: str) -> Source:
    """Give a source another token, or with an empty one take it away. Errors: BadInput(field="token")."""
    desk_only(seat)
    words = SourceWords(name=source.name, kind=source.kind, reply_as=source.reply_as)
    return _put(seat, source.id, {}, _token(token, words))


def set_active(seat: Seat, source_id: int, active: bool) -> Source:
    """Stop fetching a source, or begin again; its posts stay."""
    desk_only(seat)
    return _put(seat, source_id, {"active": active}, None)


def end_source(seat: Seat, source_id: int) -> Source:
    """Stop using a source for good: it is fetched no more and its token is gone. Its posts stay, and who replied."""
    desk_only(seat)
    return _put(seat, source_id, {"active": False}, "")


def fetch_all(seat: Seat) -> list[Fetched]:
    """Fetch every source in use, one after the other; each has a ``trouble`` of its own. Errors: NotAllowed."""
    desk_only(seat)
    return [fetch_source(seat, source) for source in list_sources(seat) if source.active]


def fetch_source(seat: Seat, source: Source, enough: Callable[[], bool] = lambda: False) -> Fetched:
    """Fetch one source: its feed, and of a forum the topics that are new or look changed, until ``enough`` says so.

    Two feeds of one forum share their posts: what another source has brought already stays that source's.
    What goes wrong out there is told in ``trouble`` and kept with the source. Errors: NotAllowed, DatabaseAway.
    """
    from app.feeds import read_feed  # a program that fetches nothing never pays for httpx and feedparser
    from app.fetching import FEED_BYTES, ask

    desk_only(seat)
    try:
        answer = ask(source.feed_url, intranet=source.intranet, most=FEED_BYTES)
        items = read_feed(answer, source.feed_url)
        with seat.use() as connection:
            known = forum.known(connection, source.id, [item.outside_id for item in items])
            values = [_values(source, item) for item in items]
            elsewhere = forum.elsewhere(connection, source.id, [one["url"] for one in values])
        found = [one for one in values if one["outside_id"] in known or one["url"] not in elsewhere]
        _read_topics(source, found, known, enough)
    except SourceTrouble as trouble:
        with seat.use() as connection:
            forum.source_failed(connection, source.id, trouble.sentence)
        return Fetched(_now(seat, source.id), trouble=trouble.sentence)
    with seat.use() as connection:
        stored = forum.posts_put(connection, source.id, found)
    new, edited = (tuple(UUID(one) for one in stored[kind]) for kind in ("new", "edited"))
    return Fetched(_now(seat, source.id), len(items), new, edited)


def desk_only(seat: Seat) -> None:
    """Errors: NotAllowed for all but collector and supervisor."""
    if not at_forum_desk(seat):
        raise NotAllowed("网络来源和网帖由网络专员和班长处理。")


def topic_values(topic: Topic, mark: str) -> dict[str, Any]:
    """What a topic says of its post, for ``posts_put``."""
    opening = topic.opening
    return {
        "outside_id": topic.outside_id,
        "title": topic.title,
        "author": opening.author,
        "text": opening.text,
        "mark": mark,
        "posted_at": _iso(opening.posted_at),
        "edited_at": _iso(opening.edited_at),
        "is_read": True,
    }


def _read_topics(
    source: Source, found: Sequence[dict[str, Any]], known: dict[str, Any], enough: Callable[[], bool]
) -> None:
    """Put what the topics themselves say over what the feed said of them."""
    reader = forum_of(source)
    if reader is None:
        return
    until = time.monotonic() + READING_SECONDS
    wanted = [one for one in reversed(found) if _worth_reading(one, known.get(one["outside_id"]))]
    for values in wanted[:TOPICS_A_FETCH]:
        if time.monotonic() > until or enough():
            break
        try:
            values.update(topic_values(reader.read_topic(values["outside_id"]), values["mark"]))
        except SourceTrouble:
            continue  # deleted meanwhile, or slow: what the feed said of it stands until the next fetch


def _values(source: Source, item: "Item") -> dict[str, Any]:
    reader = forum_of(source)
    mark = sha256(f"{item.author}\n{item.text}".encode()).hexdigest()[:16]
    values = {"id": str(uuid7()), "outside_id": item.outside_id, "title": item.title, "mark": mark, "is_read": False}
    values |= {"posted_at": _iso(item.posted_at), "edited_at": None}
    if reader is None or not item.outside_id.isdecimal():
        return values | {"url": item.url, "author": item.author, "text": item.text}
    # Until the topic is read nobody knows whose words the feed gives: they may be those of a reply, even our own.
    return values | {"url": reader.topic_url(item.outside_id), "author": "", "text": ""}


def _worth_reading(values: dict[str, Any], known: dict[str, Any] | None) -> bool:
    if not values["outside_id"].isdecimal():
        return False
    return (
        known is None
        or known["read_at"] is None
        or (known["mark"], known["title"])
        != (
            values["mark"],
            values["title"],
        )
    )


def _fields(words: SourceWords) -> dict[str, Any]:
    name = line(words.name, "name", "名称", required=True)
    base = _address(words.base_url.rstrip("/"), "base_url", "论坛网址") if words.base_url.strip() else ""
    feed = words.feed_url.strip()
    reply_as = line(words.reply_as, "reply_as", "答复用的账号")
    if words.kind is SourceKind.RSS:
        base = reply_as = ""
        if not feed:
            raise BadInput("请填写 RSS 的网址。", field="feed_url")
    elif not base:
        parts = urlsplit(feed)
        if not parts.netloc:
            raise BadInput("请填写论坛网址。", field="base_url")
        folder = re.split(r"/(?:category|recent|unread|popular|latest|c)[/.]", parts.path)[0] if parts.path else ""
        base = _address(f"{parts.scheme}://{parts.netloc}{folder.rstrip('/')}", "base_url", "论坛网址")
    if not feed:
        feed = f"{base}{_feed_path(words)}"
    if words.kind is SourceKind.NODEBB and reply_as and not reply_as.isdecimal():
        raise BadInput("NodeBB 的答复账号要写用户编号（_uid），是一个数。", field="reply_as")
    return {
        "name": name,
        "kind": words.kind,
        "feed_url": _address(feed, "feed_url", "RSS 网址"),
        "base_url": base,
        "reply_as": reply_as,
        "intranet": words.intranet,
    }


def _feed_path(words: SourceWords) -> str:
    category = line(words.category, "category", "版块").strip("/")
    if words.kind is SourceKind.NODEBB:
        return f"/category/{category}.rss" if category else "/recent.rss"
    return f"/c/{category}.rss" if category else "/latest.rss"


def _address(text: str, field: str, name: str) -> str:
    address = line(text, field, name, ADDRESS)
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in address
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        fine = False
    if not fine:
        raise BadInput(f"{name}要以 http:// 或 https:// 开头，后面是网站地址。", field=field)
    if parts.username is not None or parts.password is not None:
        raise BadInput(f"{name}里不要写用户名和密码。", field=field)
    return address


def _token(token: str, words: SourceWords) -> str:
    clean = token.strip()
    if not clean.isascii() or not clean.isprintable() or " " in clean or len(clean) > 500:
        raise BadInput("令牌只能有字母、数字和符号，不超过 500 个字符。", field="token")
    if clean and words.kind is SourceKind.RSS:
        raise BadInput("RSS 来源不能发布答复，不用令牌。", field="token")
    if clean and words.kind is SourceKind.DISCOURSE and not words.reply_as.strip():
        raise BadInput("请填写令牌所属的 Discourse 用户名。", field="reply_as")
    return clean


def _put(seat: Seat, source_id: int | None, fields: dict[str, Any], token: str | None) -> Source:
    with seat.use() as connection:
        made = forum.source_put(connection, source_id, fields, token)
    return _now(seat, made)


def _now(seat: Seat, source_id: int) -> Source:
    with seat.use() as connection:
        return next(one for one in _sources(seat, connection) if one.id == source_id)


def _sources(seat: Seat, connection: Connection) -> list[Source]:
    tokens = forum.with_token(connection) if at_forum_desk(seat) else set()
    sources = [Source(**{**row, "kind": SourceKind(row["kind"])}) for row in forum.sources(connection)]
    return [replace(one, has_token=one.id in tokens) for one in sources]


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
