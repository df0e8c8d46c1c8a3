"""Posts of a loopback NodeBB on the real database: made complaints, joined to one, put aside and taken back."""

import pytest

from app import complaints, dispatch, triage
from app.errors import BadInput, MoveRefused
from app.forum_errors import SourceTrouble
from app.forum_records import PostState
from app.records import Channel, State
from forum_desk import PLACE, feed, fetch, nodebb, post_of, rss
from forum_server import ForumServer
from small_city import PEONY, City


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


def test_a_complaint_that_comes_through_the_form_joins_its_post(city: City, site: ForumServer) -> None:
    fetch(city, nodebb(city, site))
    post = post_of(city, "7")
    taken = city.take(by="sup1", id=post.complaint_key, channel=Channel.FORUM, phone="")
    assert taken.state is State.WAITING
    assert triage.show_post(city.seat("net1"), post.id).complaint_id == taken.id
