"""The collector's desk at a loopback forum: its sources, what is fetched, complaints made of it and done."""

import json

from app import answers, dispatch, publishing, sources, triage
from app.forum_records import Post, Source, SourceKind
from app.sources import SourceWords
from forum_server import ForumServer, Said, recorded
from small_city import PEONY, City

TOKEN = "geheim-7131-token"
PLACE = {"community_id": PEONY, "building": "12", "category": "B1"}


def nodebb(city: City, site: ForumServer, **fields: str) -> Source:
    words = SourceWords(
        name="牡丹论坛", kind=SourceKind.NODEBB, base_url=site.base, category="5", reply_as="1", **fields
    )
    return sources.add_source(city.seat("net1"), words, TOKEN)


def feed(city: City, site: ForumServer, path: str = "/feed.xml") -> Source:
    words = SourceWords(name="市民留言", kind=SourceKind.RSS, feed_url=f"{site.base}{path}")
    return sources.add_source(city.seat("net1"), words)


def post_of(city: City, number: str) -> Post:
    return next(one for one in triage.list_posts(city.seat("net1")) if one.outside_id == number)


def fetch(city: City, source: Source) -> tuple[int, int, str]:
    found = sources.fetch_source(city.seat("net1"), source)
    return len(found.new), len(found.edited), found.trouble


def done(city: City, post: Post, public_answer: str = "已清洗过滤网，室温恢复到二十一度") -> Post:
    """The post as a complaint that its company has reported on."""
    taken = triage.take_post(city.seat("net1"), post, **PLACE)
    sent, _ = dispatch.dispatch(city.seat("net1"), taken.id, taken.revision)
    signed = dispatch.sign(city.seat("a1"), sent.id, sent.revision)
    answers.report(city.seat("a1"), signed.id, signed.revision, "换了循环泵", public_answer)
    return triage.show_post(city.seat("net1"), post.id)


def approved(city: City, post: Post, words: str = "") -> Post:
    drafted = publishing.draft(city.seat("net1"), done(city, post).id, words)
    return publishing.approve(city.seat("sup1"), drafted)


def rss(*items: tuple[int, str, str, str]) -> Said:
    body = "".join(
        f"<item><title>{title}</title><link>http://x.example/topic/{n}/{title}</link><author>{author}</author>"
        f"<description>{text}</description><pubDate>Tue, 24 Nov 2026 07:00:00 GMT</pubDate></item>"
        for n, title, author, text in items
    )
    return Said(body=f'<rss version="2.0"><channel><title>论坛</title>{body}</channel></rss>'.encode())


def with_reply(words: str, uid: int) -> dict[str, object]:
    """Topic 7 with these words as its newest reply, in the HTML that the forum makes of them."""
    topic: dict[str, object] = json.loads(recorded("api-topic-two-replies.json"))
    posts = topic["posts"]
    assert isinstance(posts, list)
    html = f'<p dir="auto">{words.replace("。", "。<br />")}</p>'
    posts.append({"pid": 18, "uid": uid, "content": html, "timestamp": 1795540000000, "user": {"username": "admin"}})
    return topic
