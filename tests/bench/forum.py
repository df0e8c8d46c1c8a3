"""A forum with 5,000 posts: fetched over HTTP, read, stored; and fetched again, where every post is known."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import perf_counter

from figures import Figure, Target
from stores import Stored

from app.forum_records import SourceKind
from app.sources import SourceWords, add_source, fetch_source
from forum_server import Said, serving

POSTS = 5_000
_LIMIT_SECONDS = 10.0


def measure(stored: Stored) -> list[Figure]:
    """The first fetch, the second that brings nothing, and a third where each title was edited; seconds."""
    seat = stored.seat("net1")
    with serving() as site:
        words = SourceWords(name=f"论坛 {perf_counter()}", kind=SourceKind.RSS, feed_url=f"{site.base}/feed")
        source = add_source(seat, words)
        figures = []
        for what, edited, expected in (
            ("forum of 5,000 posts, fetched", "", (POSTS, 0)),
            ("the same, fetched again", "", (0, 0)),
            ("the same, every title edited", "（更新）", (0, POSTS)),
        ):
            site.pages["/feed"] = Said(body=_feed(edited))
            begun = perf_counter()
            found = fetch_source(seat, source)
            seconds = perf_counter() - begun
            if (len(found.new), len(found.edited)) != expected:
                raise AssertionError(f"{what}: {found.trouble or (len(found.new), len(found.edited))}")
            figures.append(
                Figure(what=what, p50=seconds, p99=seconds, unit="s", targets=(Target("p99", _LIMIT_SECONDS),))
            )
    seat.close()
    return figures


def _feed(edited: str) -> bytes:
    began = datetime(2026, 11, 15, tzinfo=UTC)
    items = "".join(
        f"<item><title><![CDATA[牡丹花园{n % 40}号楼暖气不热，第 {n} 帖{edited}]]></title>"
        f"<description><![CDATA[东屋 {n % 8 + 10} 度，已经放过气。&lt;求助&gt;\n请给个说法。]]></description>"
        f"<link>http://bbs.example.org/topic/{n}/牡丹花园{edited}</link>"
        f"<dc:creator><![CDATA[业主{n % 700}]]></dc:creator>"
        f"<pubDate>{format_datetime(began + timedelta(minutes=n))}</pubDate></item>"
        for n in range(POSTS)
    )
    head = '<?xml version="1.0"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
    return f"{head}<title>供暖问题</title>{items}</channel></rss>".encode()
