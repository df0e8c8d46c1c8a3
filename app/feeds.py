"""RSS and Atom into items: bytes from a stranger, read by feedparser behind the gate of app/feed_gate.py."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import feedparser

from app.feed_dates import moment_of
from app.feed_gate import AUTHOR, AUTHOR_NAME, SPOILT, gated
from app.fetching import Answer
from app.forum_errors import SourceTrouble
from app.plain_text import text_of_html, tidy, title_of_html

LONGEST_TITLE, LONGEST_AUTHOR, LONGEST_TEXT, LONGEST_URL = 300, 60, 10_000, 1000
MOST_ITEMS = 5_000

_TOPIC_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (r"/topic/(\d+)", r"/t/(\d+)(?![^/?#])", r"/t/[^/]+/(\d+)", r"/thread-(\d+)-", r"[?&]tid=(\d+)")
)
_PAGE_TYPES = ("text/html", "image/", "video/", "audio/", "application/pdf", "application/json", "application/zip")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_MAIL = re.compile(r"[(（<]?[\w.+-]{1,64}@[\w.-]{1,200}[)）>]?")
_BY_LAST_POST = re.compile(r"/(?:recent|unread|popular)(?:\.rss|/|$)|/posts\.rss")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed. Text and author may be those of the last reply, not of the opening post."""

    outside_id: str  # the topic's number from the link, else the link itself; never the guid
    url: str
    title: str
    author: str
    text: str
    posted_at: datetime | None  # None where the feed's date is that of the last reply


def read_feed(answer: Answer, feed_url: str) -> list[Item]:
    """The items of a feed, each topic once. Errors: SourceTrouble in words."""
    parsed = _parsed(answer)
    dated = not _BY_LAST_POST.search(urlsplit(feed_url).path)
    site = str(parsed.feed.get("link", ""))
    items = [_item(entry, feed_url, site, dated) for entry in parsed.entries[:MOST_ITEMS]]
    found: dict[str, Item] = {}
    for item in _told_apart([one for one in items if one is not None], feed_url):
        found.setdefault(item.outside_id, item)
    return list(found.values())


def _told_apart(items: list[Item], feed_url: str) -> list[Item]:
    """Where a feed gathers several forums, the number of a foreign one counts together with its host."""
    hosts = {urlsplit(one.url).hostname for one in items}
    own = urlsplit(feed_url).hostname
    if len(hosts) < 2:
        return items
    return [
        replace(one, outside_id=f"{host}/{one.outside_id}")
        if one.outside_id.isdecimal() and (host := urlsplit(one.url).hostname) != own
        else one
        for one in items
    ]


def _parsed(answer: Answer) -> Any:
    """What feedparser makes of an answer that has gone through the gate."""
    if answer.status != 200:
        raise SourceTrouble(f"网站应答 {answer.status}，没有给出内容。")
    mislabelled = answer.content_type == "text/html" and _FEED.search(answer.body[:2000])
    if answer.content_type.startswith(_PAGE_TYPES) and not mislabelled:
        raise SourceTrouble(f"这个地址给出的是 {answer.content_type[:40]}，不是 RSS 或 Atom。")
    text = gated(answer)
    try:
        parsed = feedparser.parse(
            text.encode(),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # all of it becomes plain text
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        # Whatever a stranger's document brings out in the reader is that document's fault, and ends with it.
        raise SourceTrouble(SPOILT) from None
    if not parsed.version and not parsed.entries:
        raise SourceTrouble(SPOILT)
    return parsed


def read_topic_feed(answer: Answer) -> tuple[str, str, datetime | None]:
    """Title, text and time of the opening post from a NodeBB topic's own feed, whose items are the replies.

    Errors: SourceTrouble.
    """
    channel = _parsed(answer).feed
    title = title_of_html(str(channel.get("title", "")), LONGEST_TITLE) or "（无标题）"
    text = text_of_html(str(channel.get("subtitle", "")), LONGEST_TEXT)
    return title, text, moment_of(str(channel.get("published", "")))


def outside_id(link: str) -> str:
    """What a topic is known by: its number in the link, or host and path where there is none. A renamed title changes
    neither the one nor, where the address holds no title, the other."""
    for pattern in _TOPIC_NUMBERS:
        if number := pattern.search(link):
            return number[1]
    parts = urlsplit(link)
    whole = unquote(f"{parts.netloc.lower()}{parts.path}" + (f"?{parts.query}" if parts.query else ""))
    return tidy(whole, LONGEST_URL)


def _item(entry: Mapping[str, Any], feed_url: str, site: str, dated: bool) -> Item | None:
    title = title_of_html(str(entry.get("title", "")), LONGEST_TITLE)
    written_at = str(entry.get("published") or entry.get("created") or entry.get("updated") or "")
    name = str(entry.get("id", "")).strip()
    link = str(entry.get("link") or "").strip() or (name if name.startswith(("http://", "https://")) else "")
    unlinked = not link and tidy(name or f"{title} {written_at}", LONGEST_URL)
    try:
        link = _whole_link(feed_url, link or site)
        known_by = unlinked or outside_id(link)
    except ValueError:
        return None
    if not known_by or not link:
        return None
    content = entry.get("content") or [{}]
    body = str(content[0].get("value") or entry.get("summary", ""))
    return Item(
        known_by,
        link,
        title or "（无标题）",
        _author(entry),
        text_of_html(body, LONGEST_TEXT),
        moment_of(written_at) if dated else None,
    )


def _whole_link(feed_url: str, link: str) -> str:
    """An item's address in full, or empty where nothing could be opened. Errors: ValueError."""
    whole = urljoin(feed_url, link).replace(" ", "%20")
    parts = urlsplit(whole)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(whole) > LONGEST_URL:
        return ""
    if re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", whole):
        return ""
    return parts.scheme + whole[len(parts.scheme) :]


def _author(entry: Mapping[str, Any]) -> str:
    """Who wrote it, by name: of "li@example.org (李四)" the mail address is nobody's business here."""
    said = title_of_html(str(entry.get(AUTHOR_NAME) or entry.get(AUTHOR) or ""), LONGEST_AUTHOR + 300)
    name = said
    if "@" in said:
        name = _MAIL.sub(" ", said).strip(" ()（）<>") or said.partition("@")[0]
    return tidy(name, LONGEST_AUTHOR)
