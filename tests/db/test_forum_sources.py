"""Fetching from forums on the real database and a loopback NodeBB: found once, edits noticed; none harms another."""

from app import audit, sources, triage
from app.forum_records import SourceKind
from app.sources import SourceWords
from forum_desk import TOKEN, feed, fetch, nodebb, post_of, rss
from forum_server import ForumServer, Said, as_json
from small_city import City


def test_a_recorded_forum_is_found_once(city: City, site: ForumServer) -> None:
    source = nodebb(city, site)
    assert fetch(city, source) == (12, 0, "")
    assert fetch(city, source) == (0, 0, "")
    seven, thirteen = post_of(city, "7"), post_of(city, "13")
    assert (seven.author, seven.text) == ("牡丹花园住户", "凌晨两点到五点暖气片完全是凉的，连续三天。")
    assert seven.posted_at is not None
    assert seven.posted_at.isoformat().startswith("2026-11-24T23:26:09")
    assert seven.url == f"{site.base}/topic/7"
    assert (thirteen.title, thirteen.text, thirteen.read_at) == ("退费多久能到账？龑先生、𬭎女士都没收到", "", None)
    assert "<script>alert(1)</script>" in post_of(city, "8").text  # as its writer typed it, as mere text
    assert all(TOKEN not in str(one.headers) for one in site.heard)  # reading needs no token


def test_the_hotlines_own_reply_is_not_taken_for_the_post(city: City, site: ForumServer) -> None:
    source = nodebb(city, site)
    fetch(city, source)
    site.rss("/category/5.rss", "recent.rss")  # where the newest words of topic 7 are the hotline's
    assert fetch(city, source) == (0, 1, "")  # topic 3 has another title
    assert (post_of(city, "7").author, post_of(city, "7").edited_at) == ("牡丹花园住户", None)


def test_an_edit_is_noticed_and_the_old_words_kept(city: City, site: ForumServer) -> None:
    source = nodebb(city, site)
    site.pages["/api/topic/3"] = as_json(
        {"tid": 3, "title": "牡丹花园12号楼暖气不热", "posts": [
            {"pid": 4, "uid": 2, "content": "<p>东屋 15.2℃。</p>", "timestamp": 1795533965000,
             "user": {"username": "牡丹花园住户"}}]}
    )  # fmt: skip
    fetch(city, source)
    site.rss("/category/5.rss", "recent.rss")
    site.topic(3, "api-topic-edited.json")
    assert fetch(city, source)[:2] == (0, 1)
    post = post_of(city, "3")
    assert post.title.endswith("（已更新）")
    assert post.edited_at is not None
    (edit,) = [one for one in triage.history(city.seat("sup1"), post.id) if one.act == "post_edit"]
    assert edit.before == ("牡丹花园12号楼暖气不热", "东屋 15.2℃。")
    assert audit.verify(city.seat("audit")).breaks == ()


def test_a_mere_feed_never_overwrites_a_text(city: City, site: ForumServer) -> None:
    site.pages["/feed.xml"] = rss((3, "停暖", "老李", "三天不热"), (4, "漏水", "小王", "楼道结冰"))
    source = feed(city, site)
    assert fetch(city, source) == (2, 0, "")
    site.pages["/feed.xml"] = rss((3, "停暖三天", "老李", "三天不热"), (4, "漏水", "12319", "已登记"))
    assert fetch(city, source) == (0, 1, "")  # the title; somebody else's words are a reply
    assert (post_of(city, "3").title, post_of(city, "4").text) == ("停暖三天", "楼道结冰")
    site.pages["/feed.xml"] = rss((3, "停暖三天", "老李", "四天不热"))
    assert fetch(city, source) == (0, 1, "")
    assert post_of(city, "3").text == "三天不热"
    assert len(triage.list_posts(city.seat("net1"))) == 2  # what left the feed stays


def test_the_same_number_of_two_sources_is_two_posts(city: City, site: ForumServer) -> None:
    site.pages["/feed.xml"] = rss((3, "停暖", "老李", "三天不热"))
    assert fetch(city, nodebb(city, site))[0] + fetch(city, feed(city, site))[0] == 13


def test_two_feeds_of_one_forum_share_their_posts(city: City, site: ForumServer) -> None:
    first = nodebb(city, site)
    assert fetch(city, first) == (12, 0, "")
    site.rss("/recent.rss", "recent.rss")
    words = SourceWords(name="牡丹论坛全部", kind=SourceKind.NODEBB, base_url=site.base)
    assert fetch(city, sources.add_source(city.seat("net1"), words)) == (0, 0, "")
    assert fetch(city, first)[0] == 0
    assert len(triage.list_posts(city.seat("net1"))) == 12


def test_what_a_mere_feed_says_now_is_told_beside_the_edit(city: City, site: ForumServer) -> None:
    source = feed(city, site)
    for words in ("三天不热", "三天不热，12号楼"):
        site.pages["/feed.xml"] = rss((3, "停暖", "老李", words))
        fetch(city, source)
    (edit,) = [one for one in triage.history(city.seat("net1"), post_of(city, "3").id) if one.act == "post_edit"]
    assert (edit.before, edit.seen) == (("停暖", "三天不热"), "三天不热，12号楼")


def test_no_waiting_post_falls_off_the_list(city: City, site: ForumServer) -> None:
    site.pages["/feed.xml"] = rss(*((n, f"第 {n} 帖", "老李", "冷") for n in range(1, 1402)))
    source = feed(city, site)
    fetch(city, source)
    assert len(triage.without_reply(city.seat("net1"), source.id)) == 1401


def test_a_post_made_to_choke_the_reader_harms_no_other(city: City, site: ForumServer) -> None:
    site.pages["/feed.xml"] = rss((3, "停暖", "a" * 90_000, "<![CDATA[<![<![ 冷]]>"), (4, "漏水", "老李", "楼道结冰"))
    assert fetch(city, feed(city, site)) == (2, 0, "")
    assert "冷" in post_of(city, "3").text


def test_a_source_that_fails_harms_no_other(city: City, site: ForumServer) -> None:
    nodebb(city, site)
    feed(city, site, "/bomb.xml")
    site.pages["/bomb.xml"] = Said(body=b'<!DOCTYPE r [<!ENTITY a "x">]><rss><channel/></rss>')
    found = {one.source.name: one for one in sources.fetch_all(city.seat("net1"))}
    assert len(found["牡丹论坛"].new) == 12
    assert "实体" in found["市民留言"].trouble
    kept = sources.find_source(city.seat("net1"), "市民留言")
    assert (kept.last_error, kept.fetched_at) == (found["市民留言"].trouble, None)
    sources.set_active(city.seat("net1"), kept.id, False)
    assert [one.source.name for one in sources.fetch_all(city.seat("sup1"))] == ["牡丹论坛"]
