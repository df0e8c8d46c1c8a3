"""Public replies to posts of a loopback NodeBB: drafted, approved, and published once, whatever gets lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from app import audit, complaints, publishing, referral, sources, triage
from app.errors import BadInput, ChangedElsewhere, MoveRefused
from app.forum_errors import AnswerLost, SourceTrouble
from app.forum_records import PostState
from forum_desk import PLACE, TOKEN, approved, done, feed, fetch, nodebb, post_of, rss, with_reply
from forum_server import ForumServer, Said, as_json, recorded_answer
from small_city import City


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


def test_what_is_no_matter_of_ours_is_answered_too(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    site.replies += [recorded_answer("post-reply-ok.response"), recorded_answer("post-reply-nested-ok.response")]
    place = {**PLACE, "category": "D4"}
    lift = triage.take_post(net, post_of(city, "7"), **place)
    referral.refer(city.seat("op1"), lift.id, lift.revision, "12345")
    other = triage.take_post(net, post_of(city, "11"), **place)
    referral.refuse(city.seat("op1"), other.id, other.revision, "12345", "诉讼正在进行")
    for number, words in (("7", "已转办：12345"), ("11", "未予受理：诉讼正在进行，请联系")):
        drafted = publishing.draft(net, post_of(city, number).id)
        assert words in drafted.reply
        assert drafted.reply.count("政务服务便民热线") == 1
        assert publishing.warnings_for(net, drafted) == []
        publishing.approve(city.seat("sup1"), drafted)
        assert publishing.publish(net, drafted.id).state is PostState.ANSWERED
    assert audit.verify(city.seat("audit")).breaks == ()


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
