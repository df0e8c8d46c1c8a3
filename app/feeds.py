"""RSS and Atom into items: bytes from a stranger, read by feedparser behind a gate that lets no entity bomb through."""

import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.parsers import expat

import feedparser

from app.fetching import Answer
from app.forum_errors import SourceTrouble
from app.plain_text import text_of_html, tidy, title_of_html
from app.rules import CITY_TIME

LONGEST_TITLE, LONGEST_AUTHOR, LONGEST_TEXT, LONGEST_URL = 300, 60, 10_000, 1000
MOST_ITEMS = 5_000
DEEPEST = 60
MOST_ELEMENTS = 400_000
LOOSE_BYTES = 2_000_000
"""Of XML that is not well-formed: feedparser's forgiving way is slow."""

_TOPIC_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (r"/topic/(\d+)", r"/t/(\d+)(?![^/?#])", r"/t/[^/]+/(\d+)", r"/thread-(\d+)-", r"[?&]tid=(\d+)")
)
_SPOILT = "这个地址的内容不是 RSS 或 Atom，或者已经损坏。"
_ENTITIES = "内容里有 XML 实体定义，可能是攻击，没有读取。"
_PAGE_TYPES = ("text/html", "image/", "video/", "audio/", "application/pdf", "application/json", "application/zip")
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\b[^<>\[]*>", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
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
    found: dict[str, Item] = {}
    for entry in parsed.entries[:MOST_ITEMS]:
        item = _item(entry, feed_url, dated)
        if item is not None:
            found.setdefault(item.outside_id, item)
    return list(found.values())


def _parsed(answer: Answer) -> Any:
    """What feedparser makes of an answer that has gone through the gate."""
    if answer.status != 200:
        raise SourceTrouble(f"网站应答 {answer.status}，没有给出内容。")
    if answer.content_type.startswith(_PAGE_TYPES):
        raise SourceTrouble(f"这个地址给出的是 {answer.content_type[:40]}，不是 RSS 或 Atom。")
    text = _gated(_decoded(answer))
    try:
        parsed = feedparser.parse(
            text.encode(),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # all of it becomes plain text
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        # Whatever a stranger's document brings out in the reader is that document's fault, and ends with it.
        raise SourceTrouble(_SPOILT) from None
    if not parsed.version and not parsed.entries:
        raise SourceTrouble(_SPOILT)
    return parsed


def read_topic_feed(answer: Answer) -> tuple[str, str, datetime | None]:
    """Title, text and time of the opening post from a NodeBB topic's own feed, whose items are the replies.

    Errors: SourceTrouble.
    """
    channel = _parsed(answer).feed
    title = title_of_html(str(channel.get("title", "")), LONGEST_TITLE) or "（无标题）"
    text = text_of_html(str(channel.get("subtitle", "")), LONGEST_TEXT)
    return title, text, _moment(channel.get("published_parsed"))


def outside_id(link: str) -> str:
    """What a topic is known by: its number in the link, or host and path where there is none. A renamed title changes
    neither the one nor, where the address holds no title, the other."""
    for pattern in _TOPIC_NUMBERS:
        if number := pattern.search(link):
            return number[1]
    parts = urlsplit(link)
    whole = unquote(f"{parts.netloc.lower()}{parts.path}" + (f"?{parts.query}" if parts.query else ""))
    return tidy(whole, LONGEST_URL)


def _item(entry: Mapping[str, Any], feed_url: str, dated: bool) -> Item | None:
    try:
        link = urljoin(feed_url, str(entry.get("link", "")).strip()) if entry.get("link") else ""
        known_by = outside_id(link)
    except ValueError:
        return None
    if not link.startswith(("http://", "https://")) or len(link) > LONGEST_URL or re.search(r"[\s\x00-\x1f]", link):
        return None
    content = entry.get("content") or [{}]
    body = str(content[0].get("value") or entry.get("summary", ""))
    return Item(
        known_by,
        link,
        title_of_html(str(entry.get("title", "")), LONGEST_TITLE) or "（无标题）",
        title_of_html(str(entry.get("author", "")), LONGEST_AUTHOR),
        text_of_html(body, LONGEST_TEXT),
        _moment(entry.get("published_parsed")) if dated else None,
    )


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).astimezone(CITY_TIME) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _decoded(answer: Answer) -> str:
    """The text, by its mark, by what is declared where that is believable, else as UTF-8 or GB 18030."""
    body = answer.body
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace")
    declared = _ENCODING.match(body[:200])
    names = [answer.charset, declared[1].decode().lower() if declared else "", "utf-8", "gb18030"]
    for name in names:
        name = {"gbk": "gb18030", "gb2312": "gb18030"}.get(name, name)
        if name.replace("_", "-").startswith(("iso-8859", "latin", "us-ascii", "windows-125", "utf-7")) or not name:
            continue  # would take any bytes for letters of another language
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")


def _gated(text: str) -> str:
    """The document without its DOCTYPE, made sure to declare no entity and to be neither too deep nor too wide."""
    text = "".join(char for char in text if char >= " " or char in "\t\n\r")
    start = 0
    while found := _PROLOG.match(text, start):
        start = found.end()
    doctype = _DOCTYPE.match(text, start)
    text = text[doctype.end() if doctype else start :].lstrip()
    if text[:9].upper().startswith("<!DOCTYPE") or text[:8].upper().startswith("<!ENTITY"):
        raise SourceTrouble(_ENTITIES)
    if not text.startswith("<"):
        raise SourceTrouble(_SPOILT)
    _measure(text)
    return text


def _measure(text: str) -> None:
    depth = elements = 0

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            raise SourceTrouble("内容的结构过于复杂，可能是攻击，没有读取。")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_what: object) -> None:
        raise SourceTrouble(_ENTITIES)

    reader = expat.ParserCreate("utf-8")
    reader.StartElementHandler = opened
    reader.EndElementHandler = closed
    reader.EntityDeclHandler = declared
    try:
        reader.Parse(text.encode(), True)
    except expat.ExpatError:
        unclosed = len(re.findall(r"<\w", text)) - text.count("</") - text.count("/>")
        if len(text.encode()) > LOOSE_BYTES or unclosed > 1000:
            raise SourceTrouble("内容不是完整的 XML，没有读取。") from None
