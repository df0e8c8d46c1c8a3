"""Forums on the real database and a loopback NodeBB: found once, edits noticed, made complaints, replied to once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest

from app import answers, audit, complaints, dispatch, publishing, sources, triage
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed
from app.forum_errors import AnswerLost, SourceTrouble
from app.forum_records import Post, PostState, Source, SourceKind
from app.records import Channel, State
from app.sources import SourceWords
from forum_server import ForumServer, Said, as_json, recorded, recorded_answer, serving
from small_city import PEONY, City

TOKEN = "geheim-7131-token"
PLACE = {"community_id": PEONY, "building": "12", "category": "B1"}


@pytest.fixture
def site() -> Iterator[ForumServer]:
    with serving() as found:
        found.rss("/category/5.rss", "category-before-edits.rss")
        found.topic(7, "api-topic-two-replies.json")
        found.topic(8, "api-topic-html.json")
        found.topic(6, "api-topic-emoji.json")
        found.topic(12, "api-topic-deleted.json", 401)
        for number, words in ((4, "三楼立管接口一直滴水，楼道都结冰了。"), (11, "今天下午三点左右富强路口冒热气。")):
            one = {"pid": 1, "content": words, "timestamp": 1795533966000, "user": {"username": "龙江小区老李"}}
            found.pages[f"/api/topic/{number}"] = as_json({"tid": number, "title": f"第 {number} 题", "posts": [one]})
        yield found


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


# found once


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


# made complaints


def test_a_post_becomes_one_complaint(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    post = post_of(city, "7")
    net = city.seat("net1")
    taken = triage.take_post(net, post, **PLACE)
    again = triage.take_post(net, post, **PLACE)  # from another seat that has not heard yet
    assert again.id == taken.id
    assert (taken.channel, taken.outside_number) == (Channel.FORUM, post.url)
    assert taken.text == "松花江畔小区半夜停暖，孩子都冻醒了\n凌晨两点到五点暖气片完全是凉的，连续三天。"
    assert taken.contact is not None
    assert (taken.contact.name, taken.contact.phone_raw) == ("牡丹花园住户", "")
    joined = triage.show_post(net, post.id)
    assert (joined.state, joined.complaint_number) == (PostState.JOINED, taken.number)
    with pytest.raises(MoveRefused, match="已转诉求"):
        triage.take_post(net, joined, **PLACE)


def test_where_the_api_is_shut_the_topics_feed_is_read(city: City, site: ForumServer) -> None:
    site.topic(7, "api-topic-deleted.json", 401)
    site.rss("/topic/7.rss", "topic-two-replies.rss")
    fetch(city, nodebb(city, site))
    seven = post_of(city, "7")
    assert (seven.text, seven.author) == ("凌晨两点到五点暖气片完全是凉的，连续三天。", "")
    site.topic(7, "api-topic-two-replies.json")
    assert triage.read_post(city.seat("net1"), seven).author == "牡丹花园住户"


def test_what_is_deleted_is_not_made_up_from_the_feed(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    with pytest.raises(SourceTrouble, match="已删除"):
        triage.take_post(net, post_of(city, "12"), **PLACE)
    taken = triage.take_post(net, post_of(city, "12"), text="测温员进门不换鞋套", **PLACE)
    assert taken.text == "测温员进门不换鞋套"


def test_several_posts_join_one_complaint(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    taken = triage.take_post(net, post_of(city, "7"), **PLACE)
    eleven = triage.join(net, post_of(city, "11").id, taken.number)
    assert triage.join(net, eleven.id, taken.number) == eleven
    assert {one.outside_id for one in triage.posts_of(net, taken.id)} == {"7", "11"}
    assert complaints.show(net, taken.id).events[-1].note == f"并入网帖：{eleven.url}"
    back = triage.restore(net, eleven.id, "并错了")
    assert (back.state, back.complaint_id) == (PostState.NEW, None)
    other = triage.take_post(net, back, **PLACE)
    assert other.id != taken.id


def test_a_secret_complaint_gives_no_writer_away(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net, a1 = city.seat("net1"), city.seat("a1")
    post = post_of(city, "7")
    taken = triage.take_post(net, post, community_id=PEONY, category="D1")
    triage.join(net, post_of(city, "11").id, taken.number)
    dispatch.dispatch(net, taken.id, taken.revision + 1)
    seen = complaints.show(a1, taken.id)
    assert seen.secret
    assert triage.posts_of(a1, taken.id) == []
    assert post.url not in repr(seen)


def test_put_aside_for_a_reason_and_taken_back(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    six = post_of(city, "6")
    with pytest.raises(BadInput) as told:
        triage.ignore(net, six.id, " ")
    assert told.value.field == "note"
    assert triage.ignore(net, six.id, "表扬，不需办理").state is PostState.IGNORED
    with pytest.raises(MoveRefused, match="不受理"):
        triage.ignore(net, six.id, "再来一次")
    assert len(triage.without_reply(net)) == 11
    assert triage.restore(net, six.id, "还是登记").state is PostState.NEW
    waiting = triage.without_reply(net)
    assert [one.since for one in waiting] == sorted(one.since for one in waiting)


def test_an_edit_of_a_joined_post_is_told_to_its_complaint(city: City, site: ForumServer) -> None:
    site.pages["/feed.xml"] = rss((3, "停暖", "老李", "三天不热"))
    source = feed(city, site)
    fetch(city, source)
    taken = triage.take_post(city.seat("net1"), post_of(city, "3"), **PLACE)
    site.pages["/feed.xml"] = rss((3, "停暖（已恢复）", "老李", "三天不热"))
    fetch(city, source)
    assert "修改" in complaints.show(city.seat("op1"), taken.id).events[-1].note


# replied to


def test_the_public_reply(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    post = approved(city, post_of(city, "7"))
    assert "已清洗过滤网，室温恢复到二十一度" in post.reply
    assert post.complaint_number is not None
    assert post.complaint_number in post.reply
    assert "循环泵" not in post.reply  # the internal note
    site.replies.append(recorded_answer("post-reply-nested-ok.response"))
    told = publishing.publish(net, post.id)
    assert (told.state, told.reply_url) == (PostState.ANSWERED, f"{site.base}/post/17")
    assert publishing.publish(net, post.id).reply_url == told.reply_url
    assert publishing.publish(city.seat("sup1"), post.id).state is PostState.ANSWERED
    (sent,) = site.sent
    assert (sent.path, sent.body) == ("/api/v3/topics/7", {"_uid": 1, "content": post.reply})
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"
    assert post.id not in {one.id for one in triage.without_reply(net)}
    assert complaints.show(net, post.complaint_number).events[-1].note == f"已在网上公开答复：{told.reply_url}"
    assert audit.verify(city.seat("audit")).breaks == ()


def test_only_what_is_done_is_answered(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    post = post_of(city, "7")
    with pytest.raises(MoveRefused, match="还没有转为诉求"):
        publishing.draft(net, post.id)
    triage.take_post(net, post, **PLACE)
    for words in ("", "已经办好了"):
        with pytest.raises(MoveRefused, match="还没有反馈"):
            publishing.draft(net, post.id, words)
    with pytest.raises(MoveRefused, match="还没有起草"):
        publishing.publish(net, post.id)
    drafted = publishing.draft(net, done(city, post_of(city, "11")).id)
    with pytest.raises(MoveRefused, match="审核"):
        publishing.publish(net, drafted.id)
    assert site.sent == []


def test_a_new_draft_takes_the_approval_away(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    first = approved(city, post_of(city, "7"))
    second = publishing.draft(net, first.id, "您好，已恢复供暖。")
    assert second.approved_at is None
    with pytest.raises(ChangedElsewhere):
        publishing.approve(city.seat("sup1"), first)  # who still sees the first
    with pytest.raises(MoveRefused):
        publishing.publish(net, first.id)


def test_personal_data_stops_the_approval(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    post = publishing.draft(
        city.seat("net1"), done(city, post_of(city, "4")).id, "已联系 13845670011，3号楼2单元501 的管理员张某已上门。"
    )
    with pytest.raises(BadInput, match=r"电话号码“13845670011”.*楼室号“3号楼2单元501”.*姓名“张某”"):
        publishing.approve(city.seat("sup1"), post)
    assert publishing.approve(city.seat("sup1"), post, despite=True).approved_at is not None


def test_a_held_reply_is_neither_done_nor_sent_again(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    post = approved(city, post_of(city, "7"))
    site.replies.append(recorded_answer("post-topic-queued.response"))
    held = publishing.publish(net, post.id)
    assert (held.state, held.queued, held.published_at) == (PostState.JOINED, True, None)
    assert publishing.publish(net, post.id).queued
    with pytest.raises(MoveRefused, match="已经发出"):
        publishing.draft(net, post.id, "另一种说法")
    assert len(site.sent) == 1
    site.pages["/api/topic/7"] = as_json(with_reply(post.reply, 1))
    assert publishing.publish(net, post.id).reply_url == f"{site.base}/post/18"
    assert len(site.sent) == 1


def with_reply(words: str, uid: int) -> dict[str, object]:
    """Topic 7 with these words as its newest reply, in the HTML that the forum makes of them."""
    topic: dict[str, object] = json.loads(recorded("api-topic-two-replies.json"))
    posts = topic["posts"]
    assert isinstance(posts, list)
    html = f'<p dir="auto">{words.replace("。", "。<br />")}</p>'
    posts.append({"pid": 18, "uid": uid, "content": html, "timestamp": 1795540000000, "user": {"username": "admin"}})
    return topic


@pytest.mark.parametrize(
    "lost", [Said(drop=True), Said(502, "text/html", b"<h1>Bad Gateway</h1>"), as_json({"status": {}})]
)
def test_after_a_lost_answer_the_topic_is_read_first(city: City, site: ForumServer, lost: Said) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    post = approved(city, post_of(city, "7"))
    site.replies.append(lost)
    with pytest.raises(AnswerLost):
        publishing.publish(net, post.id)
    site.pages["/api/topic/7"] = as_json(with_reply(post.reply, 1))
    assert publishing.publish(net, post.id).reply_url == f"{site.base}/post/18"
    assert len(site.sent) == 1


def test_a_lost_answer_of_what_was_not_done_is_sent_once_more(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    post = approved(city, post_of(city, "7"))
    site.replies += [Said(drop=True), recorded_answer("post-reply-ok.response")]
    with pytest.raises(AnswerLost):
        publishing.publish(net, post.id)
    site.pages["/api/topic/7"] = as_json(with_reply(post.reply, 3))  # a citizen quoting us is not we
    assert publishing.publish(net, post.id).reply_url == f"{site.base}/post/16"
    assert len(site.sent) == 2


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("post-reply-wrong-token.response", "token", "令牌"),
        ("post-topic-no-token.response", "token", "令牌"),
        ("post-reply-unknown-topic.response", "post", "已删除"),
        ("post-reply-no-uid.response", "reply", "_uid"),
    ],
)
def test_refusals_in_words(city: City, site: ForumServer, name: str, field: str, words: str) -> None:
    fetch(city, nodebb(city, site))
    post = approved(city, post_of(city, "7"))
    site.replies += [recorded_answer(name), recorded_answer("post-reply-ok.response")]
    with pytest.raises(SourceTrouble, match=words) as told:
        publishing.publish(city.seat("net1"), post.id)
    assert told.value.field == field
    assert TOKEN not in str(told.value)
    assert publishing.publish(city.seat("net1"), post.id).state is PostState.ANSWERED


def test_two_seats_publish_once(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    post = approved(city, post_of(city, "7"))
    city.raw("sup1").execute("SELECT reply_begin(%s)", (post.id,))
    with pytest.raises(MoveRefused, match="别的座席正在发布"):
        publishing.publish(city.seat("net1"), post.id)
    assert site.sent == []


def test_several_seats_at_once(city: City, site: ForumServer) -> None:
    source = nodebb(city, site)
    seats = [city.seat("net1"), city.seat("sup1")] * 2
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda seat: sources.fetch_source(seat, source), seats))
        assert sum(len(one.new) for one in found) == 12
        seven = post_of(city, "7")
        assert len({one.id for one in pool.map(lambda seat: triage.take_post(seat, seven, **PLACE), seats)}) == 1
        post = approved(city, post_of(city, "11"))
        site.replies += [recorded_answer("post-reply-ok.response")] * 4
        tried = [pool.submit(publishing.publish, seat, post.id) for seat in seats]
    for one in tried:
        with suppress(MoveRefused):  # another seat is sending it
            assert one.result().state is PostState.ANSWERED
    assert len(site.sent) == 1
    assert audit.verify(city.seat("audit")).breaks == ()


def test_by_hand_where_there_is_no_interface(city: City, site: ForumServer) -> None:
    site.pages["/feed.xml"] = rss((3, "停暖", "老李", "三天不热"))
    fetch(city, feed(city, site))
    net = city.seat("net1")
    post = approved(city, post_of(city, "3"))
    with pytest.raises(MoveRefused, match="登记回帖的链接"):
        publishing.publish(net, post.id)
    for wrong in ("", "javascript:alert(1)", "bbs.example.org/post/9"):
        with pytest.raises(BadInput) as told:
            publishing.record_published(net, post.id, wrong)
        assert told.value.field == "url"
    assert publishing.record_published(net, post.id, "https://x.example/post/9").state is PostState.ANSWERED


# rights and secrets


@pytest.mark.parametrize("login", ["op1", "lia1", "a1", "admin", "audit"])
def test_who_does_not_work_with_forums(city: City, site: ForumServer, login: str) -> None:
    source = nodebb(city, site)
    fetch(city, source)
    post = post_of(city, "7")
    seat = city.seat(login)
    for act in (
        lambda: sources.fetch_all(seat),
        lambda: sources.add_source(seat, SourceWords(name="x", kind=SourceKind.RSS, feed_url="http://x")),
        lambda: triage.ignore(seat, post.id, "广告"),
        lambda: publishing.publish(seat, post.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    for statement in (
        "SELECT source_token(1)",
        "SELECT sources_with_token()",
        "SELECT posts_put(1, '[]')",
        "SELECT source_put(1, '{}', 'mine')",
        f"SELECT post_ignore('{post.id}', 'x')",
        f"SELECT reply_end('{post.id}', 'published', 'http://x', '', '')",
        f"SELECT post_of('{post.id}')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute(statement)


def test_a_company_sees_posts_of_its_own_complaints_only(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    done(city, post_of(city, "7"))
    a, b = city.seat("a1"), city.seat("b1")
    (seen,) = triage.list_posts(a)
    assert (seen.outside_id, seen.source_name) == ("7", "")
    assert city.raw("a1").execute("SELECT id, name FROM source").fetchall() == []
    assert city.raw("a1").execute("SELECT outside_id FROM post").fetchall() == [("7",)]
    assert city.raw("b1").execute("SELECT outside_id FROM post").fetchall() == []
    for seat in (a, b):
        with pytest.raises(NotAllowed):
            sources.list_sources(seat)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw("a1").execute("SELECT * FROM source")


def test_the_token_does_not_outlive_the_address(city: City, site: ForumServer) -> None:
    source = nodebb(city, site)
    assert source.takes_replies
    assert TOKEN not in repr(source)
    net = city.seat("net1")
    same = SourceWords(name="牡丹社区", kind=SourceKind.NODEBB, base_url=site.base, category="5", reply_as="1")
    assert sources.change_source(net, source.id, same).has_token
    moved = SourceWords(name="牡丹社区", kind=SourceKind.NODEBB, base_url="https://other.example", category="5")
    assert not sources.change_source(net, source.id, moved).has_token
    logged = city.owner().execute("SELECT string_agg(detail::text || note, '') FROM event").fetchone()
    assert logged is not None
    assert TOKEN not in str(logged)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "一" * 61}, "name"),
        ({"base_url": "bbs.example.org"}, "base_url"),
        ({"base_url": "https://a:b@bbs.example.org"}, "base_url"),
        ({"base_url": "https://bbs.example.org:port"}, "base_url"),
        ({"base_url": ""}, "base_url"),
        ({"feed_url": "javascript:alert(1)"}, "feed_url"),
        ({"reply_as": "admin"}, "reply_as"),
        ({"kind": SourceKind.RSS}, "feed_url"),
        ({"kind": SourceKind.DISCOURSE}, "reply_as"),
    ],
)
def test_sources_that_are_none(city: City, fields: dict[str, str], field: str) -> None:
    good = {"name": "论坛", "kind": SourceKind.NODEBB, "base_url": "https://bbs.example.org"}
    with pytest.raises(BadInput) as told:
        sources.add_source(city.seat("net1"), SourceWords(**(good | fields)), TOKEN)  # type: ignore[arg-type]
    assert told.value.field == field


def test_a_complaint_that_comes_through_the_form_joins_its_post(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    post = post_of(city, "7")
    taken = city.take(by="sup1", id=post.complaint_key, channel=Channel.FORUM, phone="")
    assert taken.state is State.WAITING
    assert triage.show_post(city.seat("net1"), post.id).complaint_id == taken.id
