"""Feeds as other forums than NodeBB send them: what a person would expect to read is what comes out."""

import pytest

from app.feeds import Item, read_feed
from app.fetching import Answer

ADDRESS = "http://bbs.example.cn/forum.php?mod=rss&fid=5"
RSS = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>论坛</title>{}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://f.example.cn/b/"><title>x</title>{}</feed>'


def read(body: str | bytes, kind: str = "application/xml", charset: str = "", url: str = ADDRESS) -> list[Item]:
    raw = body.encode() if isinstance(body, str) else body
    return read_feed(Answer(200, kind, charset, raw), url)


def item(inside: str) -> str:
    return RSS.format(f"<item><title>停暖</title>{inside}</item>")


def test_discuz_in_gbk_under_a_wrong_label() -> None:
    body = """<?xml version="1.0" encoding="gbk"?><rss version="2.0"><channel><title>菏泽论坛</title><item>
      <title>牡丹花园&amp;和谐小区 停暖</title><link>http://bbs.example.cn/forum.php?mod=viewthread&amp;tid=90211</link>
      <description><![CDATA[三天了&nbsp;室温<13度...]]></description><category>供暖</category><author>花开富贵</author>
      <pubDate>Tue, 24 Nov 2026 07:26:00 +0000</pubDate></item></channel></rss>"""
    for kind, charset in (("application/xml", "gbk"), ("text/html", "utf-8"), ("text/html", "")):
        (one,) = read(body.encode("gbk"), kind, charset)
        assert (one.outside_id, one.author, one.title) == ("90211", "花开富贵", "牡丹花园&和谐小区 停暖")
        assert one.text == "三天了 室温<13度..."
        assert one.posted_at is not None
        assert one.posted_at.isoformat() == "2026-11-24T15:26:00+08:00"


def test_utf8_under_a_label_that_says_gbk() -> None:
    body = item("<link>http://bbs.example.cn/thread-7-1-1.html</link>").encode()
    assert [one.title for one in read(body, charset="gbk")] == ["停暖"]


def test_a_sign_cut_in_two_spoils_nothing_else() -> None:
    body = item("<link>http://bbs.example.cn/thread-7-1-1.html</link><description>室温十三度#</description>")
    for charset in ("utf-8", "gbk"):
        whole = body.replace("utf-8", charset).encode(charset).replace(b"#", "度".encode(charset)[:1])
        (one,) = read(whole, charset=charset)
        assert (one.title, one.text[:5]) == ("停暖", "室温十三度")


def test_a_feed_that_the_server_calls_a_page() -> None:
    assert len(read(item("<link>http://bbs.example.cn/thread-7-1-1.html</link>"), "text/html")) == 1


@pytest.mark.parametrize(
    ("inside", "url", "known_by"),
    [
        ("<link>/thread-7-1-1.html</link>", "http://bbs.example.cn/thread-7-1-1.html", "7"),
        ("<guid>http://bbs.example.cn/thread-7-1-1.html</guid>", "http://bbs.example.cn/thread-7-1-1.html", "7"),
        ("<link/><guid>http://bbs.example.cn/thread-7-1-1.html</guid>", "http://bbs.example.cn/thread-7-1-1.html", "7"),
        ("<link>HTTP://bbs.example.cn/thread-7-1-1.html</link>", "http://bbs.example.cn/thread-7-1-1.html", "7"),
        ("<link>http://bbs.example.cn/a b</link>", "http://bbs.example.cn/a%20b", "bbs.example.cn/a b"),
        ('<guid isPermaLink="false">urn:post:7</guid>', "http://bbs.example.cn/forum.php?mod=rss&fid=5", "urn:post:7"),
    ],
)
def test_links(inside: str, url: str, known_by: str) -> None:
    (one,) = read(item(inside))
    assert (one.url, one.outside_id) == (url, known_by)


def test_atom_without_ids_with_links_of_its_own_base_and_only_an_update() -> None:
    entry = """<entry><title>停暖</title><link rel="self" href="x"/><link href="t/a/9"/>
      <updated>2026-11-24T07:26:00Z</updated>
      <author><name>老李</name><email>li@example.cn</email></author><category term="供暖"/>
      <summary>冷😀</summary></entry>"""
    (one,) = read(ATOM.format(entry))
    assert (one.url, one.outside_id, one.author, one.text) == ("https://f.example.cn/b/t/a/9", "9", "老李", "冷😀")
    assert one.posted_at is not None
    assert one.posted_at.isoformat() == "2026-11-24T15:26:00+08:00"


def test_two_entries_without_links_are_two_posts() -> None:
    entries = "".join(f"<entry><title>{title}</title><content>冷</content></entry>" for title in ("停暖", "漏水"))
    assert [one.title for one in read(ATOM.format(entries))] == ["停暖", "漏水"]


def test_the_same_number_on_two_sites_is_two_posts() -> None:
    links = ("http://a.example.cn/topic/7/x", "http://b.example.cn/topic/7/y", "http://bbs.example.cn/topic/7/z")
    body = RSS.format("".join(f"<item><title>停暖</title><link>{link}</link></item>" for link in links))
    assert [one.outside_id for one in read(body)] == ["a.example.cn/7", "b.example.cn/7", "7"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("<author>li@example.cn (李四)</author>", "李四"),
        ("<author>李四 &lt;li@example.cn&gt;</author>", "李四"),
        ("<author>li@example.cn</author>", "li"),
        ('<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"><![CDATA[李&amp;四]]></dc:creator>', "李&四"),
    ],
)
def test_who_wrote_it(said: str, name: str) -> None:
    (one,) = read(item(f"<link>http://bbs.example.cn/thread-7-1-1.html</link>{said}"))
    assert one.author == name


@pytest.mark.parametrize(
    "inside",
    [
        f"<author>{'a' * 500_000}</author>",
        f"<author>{'a' * 250_000}@{'a.' * 120_000}</author>",
        f"<dc:creator>{'a.' * 250_000}</dc:creator>&nbsp;",
        "".join(f"<category>{n}</category>" for n in range(40_000)),
        f"<description><![CDATA[{'<!--' * 200_000}]]></description>",
        f"<description><![CDATA[{'<a x=' * 200_000}]]></description>",
        f"<description><![CDATA[{'</' * 200_000}]]></description>",
        "<description><![CDATA[<![<![ 停暖]]></description>",
        f"<description><![CDATA[&#{'1' * 9_000};]]></description>",
    ],
    ids=range(9),
)
def test_what_would_never_end_or_breaks_the_reader_harms_nothing(inside: str) -> None:
    (one,) = read(item(f"<link>http://bbs.example.cn/thread-7-1-1.html</link>{inside}"))
    assert one.title == "停暖"
