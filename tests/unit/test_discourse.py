"""Discourse: the shapes of its public API documentation (nothing recorded), played by a loopback server."""

from collections.abc import Iterator

import pytest

from app.discourse import Discourse
from app.forum_errors import AnswerLost, SourceTrouble, TopicGone
from app.forum_records import Source, SourceKind
from app.replies import Reply, already_there
from forum_server import ForumServer, Said, as_json, serving


@pytest.fixture
def site() -> Iterator[ForumServer]:
    with serving() as found:
        yield found


def forum(site: ForumServer) -> Discourse:
    source = Source(1, "论坛", SourceKind.DISCOURSE, "", site.base, "hotline", False, True, None, None, "", True)
    return Discourse(source, "geheim-key")


def post(number: int, words: str, name: str = "laoli", version: int = 1) -> dict[str, object]:
    return {
        "id": 100 + number, "username": name, "name": "老李", "cooked": f"<p>{words}</p>", "post_number": number,
        "created_at": "2026-11-24T07:26:09.874Z", "updated_at": "2026-11-24T09:00:00.000Z", "version": version,
        "topic_id": 481,
    }  # fmt: skip


def topic(*posts: dict[str, object], stream: list[int] | None = None) -> Said:
    ids = stream or [one["id"] for one in posts]
    return as_json({"id": 481, "title": "牡丹花园停暖", "post_stream": {"posts": list(posts), "stream": ids}})


def test_a_topic(site: ForumServer) -> None:
    site.pages["/t/481.json"] = topic(post(1, "三天不热 &lt;b&gt;", version=2), post(2, "我家也是", "wang"))
    found = forum(site).read_topic("481")
    assert (found.title, found.opening.author, found.opening.text) == ("牡丹花园停暖", "laoli", "三天不热 <b>")
    assert found.opening.posted_at is not None
    assert found.opening.posted_at.isoformat() == "2026-11-24T15:26:09.874000+08:00"
    assert found.opening.edited_at is not None
    assert [(one.text, one.edited_at, one.url) for one in found.replies] == [("我家也是", None, f"{site.base}/t/481/2")]
    assert "api-key" not in site.heard[0].headers


def test_the_end_of_a_long_topic_is_read_when_it_matters(site: ForumServer) -> None:
    site.pages["/t/481.json"] = topic(post(1, "三天不热"), stream=[101, *range(200, 250)])
    newest = "&".join(f"post_ids[]={number}" for number in range(230, 250))
    ours = post(149, "已恢复供暖。", "hotline")
    site.pages[f"/t/481/posts.json?{newest}"] = as_json({"post_stream": {"posts": [ours]}})
    assert forum(site).read_topic("481").replies == ()
    found = forum(site).read_topic("481", newest=True)
    assert already_there(found, "已恢复供暖", "hotline") == Reply("249", f"{site.base}/t/481/149")
    assert already_there(found, "已恢复供暖", "other") is None


def test_a_reply(site: ForumServer) -> None:
    site.replies.append(as_json(post(3, "已恢复", "hotline")))
    assert forum(site).reply("481", "已恢复供暖。") == Reply("103", f"{site.base}/t/481/3")
    (sent,) = site.sent
    assert (sent.path, sent.body) == ("/posts.json", {"topic_id": 481, "raw": "已恢复供暖。"})
    assert (sent.headers["api-key"], sent.headers["api-username"]) == ("geheim-key", "hotline")


def test_a_reply_that_waits_for_a_moderator(site: ForumServer) -> None:
    site.replies.append(as_json({"success": True, "action": "enqueued", "pending_post": {"id": 7}}))
    assert forum(site).reply("481", "已恢复供暖。").queued


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (as_json({"errors": ["You are not permitted"], "error_type": "invalid_access"}, 403), SourceTrouble, "令牌"),
        (as_json({"action": "create_post", "errors": ["Body is too similar"]}, 422), SourceTrouble, "too similar"),
        (as_json({"errors": ["not found"], "error_type": "not_found"}, 404), TopicGone, "没有这个主题"),
        (as_json({"errors": ["slow down"], "error_type": "rate_limit"}, 429), SourceTrouble, "太快"),
        (Said(500, "text/html", b"<h1>oops</h1>"), AnswerLost, "内部出错"),
        (as_json([]), AnswerLost, "看不懂"),
    ],
)
def test_refusals(site: ForumServer, said: Said, kind: type[SourceTrouble], words: str) -> None:
    site.replies.append(said)
    with pytest.raises(kind, match=words) as told:
        forum(site).reply("481", "已恢复供暖。")
    assert type(told.value) is kind
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_topic_that_is_gone(site: ForumServer, status: int) -> None:
    site.pages["/t/481.json"] = as_json({"errors": []}, status)
    with pytest.raises(TopicGone):
        forum(site).read_topic("481")


@pytest.mark.parametrize("said", [as_json([]), as_json({"post_stream": None}), Said(body=b"<html>"), as_json({}, 503)])
def test_rubbish(site: ForumServer, said: Said) -> None:
    site.pages["/t/481.json"] = said
    with pytest.raises(SourceTrouble):
        forum(site).read_topic("481")
