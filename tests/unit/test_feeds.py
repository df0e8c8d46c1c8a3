"""Feeds as a real NodeBB sent them, and as hostile or careless sites do."""

import pytest

from app.feeds import Item, outside_id, read_feed, read_topic_feed
from app.fetching import Answer
from app.forum_errors import SourceTrouble
from app.forum_records import SourceKind
from app.sources import kind_of
from forum_server import recorded

RSS = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>论坛</title>{}</channel></rss>'
ITEM = "<item><title>{}</title><link>https://bbs.example.org/topic/3/x</link><description>{}</description></item>"


def read(body: str | bytes, url: str = "https://bbs.example.org/category/5.rss", charset: str = "") -> list[Item]:
    raw = body.encode() if isinstance(body, str) else body
    return read_feed(Answer(200, "application/xml", charset, raw), url)


def test_the_recorded_category() -> None:
    items = {item.outside_id: item for item in read(recorded("category-before-edits.rss"))}
    assert len(items) == 12
    assert items["13"].title == "退费多久能到账？龑先生、𬭎女士都没收到"
    assert (items["4"].author, items["4"].text.startswith("三楼立管接口一直滴水")) == ("龙江小区老李", True)
    assert items["5"].text.endswith("今年单子上写的是 2,768 元 & 没有解释 <涨价依据>。")
    assert items["8"].text.startswith('<b>顶楼</b>管道响，<a href="http://example.org/photo?id=1&size=2">照片</a>')
    assert items["6"].title == "感谢换热站师傅，家里终于热了😀👍"
    assert items["14"].posted_at is not None
    assert items["14"].posted_at.isoformat() == "2026-11-24T23:26:18+08:00"


def test_recent_gives_no_time_for_a_post() -> None:
    items = read(recorded("recent.rss"), "https://bbs.example.org/recent.rss")
    assert len(items) == 11
    assert {item.posted_at for item in items} == {None}


def test_an_edited_title_keeps_the_identity() -> None:
    before = {item.outside_id: item.title for item in read(recorded("category-before-edits.rss"))}
    after = {item.outside_id: item.title for item in read(recorded("recent.rss"))}
    assert (before["3"], after["3"]) == (
        "牡丹花园12号楼暖气不热，室温只有15度",
        "牡丹花园12号楼暖气不热，室温只有15度（已更新）",
    )


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("https://bbs.example.org/topic/7/松花江畔小区半夜停暖", "7"),
        ("https://forum.example.org/t/kong-qi/481", "481"),
        ("https://forum.example.org/t/481/3", "481"),
        ("https://bbs.example.org/thread-90211-1-1.html", "90211"),
        ("https://bbs.example.org/forum.php?mod=viewthread&tid=55", "55"),
        ("https://News.example.org/2026/%E4%BE%9B%E6%9A%96.html", "news.example.org/2026/供暖.html"),
    ],
)
def test_what_a_topic_is_known_by(link: str, number: str) -> None:
    assert outside_id(link) == number


def test_atom_and_html() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>
        <title type="html">&lt;b&gt;停暖&lt;/b&gt;
        &lt;script&gt;alert(1)&lt;/script&gt;</title><id>urn:1</id><link href="https://forum.example.org/t/a/9"/>
        <author><name>&lt;i&gt;老李&lt;/i&gt;</name></author><published>2026-11-24T08:00:00Z</published>
        <content type="html">&lt;p&gt;一&lt;/p&gt;&lt;style&gt;p{}&lt;/style&gt;&lt;p onclick="x"&gt;二&lt;/p&gt;
        &lt;img src="http://evil.example/x.png"&gt;</content></entry></feed>"""
    (item,) = read(atom)
    assert (item.title, item.author, item.text) == ("停暖", "老李", "一\n\n二\n\n［图片］")
    assert item.outside_id == "9"


def test_links_that_are_none() -> None:
    for link in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://",
        "http://[",
    ):
        body = RSS.format(
            f"<item><title>题</title><link>{link}</link><guid>https://bbs.example.org/topic/9</guid></item>"
        )
        assert read(body) == [], link


def test_a_topics_own_feed_gives_the_opening_post() -> None:
    answer = Answer(200, "application/xml", "utf-8", recorded("topic-two-replies.rss"))
    title, text, at = read_topic_feed(answer)
    assert (title, text) == ("松花江畔小区半夜停暖，孩子都冻醒了", "凌晨两点到五点暖气片完全是凉的，连续三天。")
    assert at is not None
    assert at.isoformat() == "2026-11-24T23:26:09+08:00"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://bbs.example.org/category/5.rss", SourceKind.NODEBB),
        ("https://bbs.example.org/forum/category/5/供暖.rss", SourceKind.NODEBB),
        ("https://bbs.example.org/recent.rss", SourceKind.NODEBB),
        ("https://forum.example.org/c/heat/5.rss", SourceKind.DISCOURSE),
        ("https://forum.example.org/latest.rss", SourceKind.DISCOURSE),
        ("https://news.example.org/rss.xml", SourceKind.RSS),
        ("", SourceKind.RSS),
    ],
)
def test_what_stands_behind_a_feed(url: str, kind: SourceKind) -> None:
    assert kind_of(url) is kind


def test_an_address_with_controls_in_it_can_be_stored() -> None:
    (item,) = read(RSS.format("<item><title>题</title><link>https://news.example.org/a%00%0Ab</link></item>"))
    assert item.outside_id == "news.example.org/a\nb"


def test_one_topic_twice_is_one_item() -> None:
    assert len(read(RSS.format(ITEM.format("一", "") + ITEM.format("二", "")))) == 1


def test_controls_and_turned_writing_are_taken_out() -> None:
    (item,) = read(RSS.format(ITEM.format("停\x00暖\x07 \u202e反\u202c", "第一行\x00&#8238;\n第二行")))
    assert (item.title, item.text) == ("停暖 反", "第一行\n第二行")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (RSS.replace("UTF-8", "gb2312").format(ITEM.format("牡丹花园停暖㛃", "冷")).encode("gb18030"), ""),
        (RSS.format(ITEM.format("牡丹花园停暖㛃", "冷")).encode("gb18030"), "utf-8"),
        (RSS.format(ITEM.format("牡丹花园停暖㛃", "冷")).encode(), "iso-8859-1"),
        (RSS.format(ITEM.format("牡丹花园停暖㛃", "冷")).encode("utf-16"), "utf-8"),
        (RSS.format(ITEM.format("牡丹花园停暖㛃", "冷")).encode("utf-8-sig"), "nonsense"),
    ],
)
def test_wrong_charsets(body: bytes, charset: str) -> None:
    assert [item.title for item in read(body, charset=charset)] == ["牡丹花园停暖㛃"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "bomb",
    [
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "哈">{LAUGHS}]><rss><title>&l9;</title></rss>',
        '<!-- <a --><!DOCTYPE rss [<!ENTITY a "哈">]>' + RSS.format(ITEM.format("&a;", "")).partition("?>")[2],
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd" [<!ENTITY % p SYSTEM "http://evil.example/x">%p;]><rss/>',
        '<!DOCTYPE rss><!-- --><!DOCTYPE rss [<!ENTITY a "哈">]><rss><channel/></rss>',
        "<a>" * 300_000,
        "<rss><channel>" + "<item/>" * 500_000 + "</channel></rss>",
        "<rss><channel>" + "<item><title>" * 5_000,
        "<" * 3_000_000,
        "这不是 XML",
        "",
        "<html><body>维护中</body></html>",
    ],
    ids=range(11),
)
def test_bombs_and_rubbish_are_refused_in_words(bomb: str) -> None:
    with pytest.raises(SourceTrouble) as told:
        read(bomb)
    assert len(str(told.value)) < 80


def test_the_word_entity_in_a_post_is_no_bomb() -> None:
    (item,) = read(RSS.format(ITEM.format("<![CDATA[<!DOCTYPE x [<!ENTITY a]> 是什么]]>", "")))
    assert "是什么" in item.title


def test_an_old_doctype_without_entities_is_read() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">'
    assert len(read(old + RSS.format(ITEM.format("停暖", "")).partition("?>")[2])) == 1


def test_a_feed_that_is_cut_off_gives_what_is_whole() -> None:
    whole = recorded("category-before-edits.rss")
    assert len(read(whole[: len(whole) // 2])) >= 4


@pytest.mark.parametrize(("status", "kind"), [(503, "application/xml"), (200, "text/html"), (200, "image/png")])
def test_what_is_no_feed(status: int, kind: str) -> None:
    page = b"<html><body>x</body></html>" if kind == "text/html" else RSS.format("").encode()
    with pytest.raises(SourceTrouble):
        read_feed(Answer(status, kind, "", page), "https://bbs.example.org/x")
