"""Forums kept from the console: from a source to the published reply, and what is refused by its field."""

from collections.abc import Iterator

import pytest

from forum_server import ForumServer, Said, recorded_answer, serving
from servers import Server
from typist import Console, typist

TOKEN = "geheim-7131-token"


@pytest.fixture
def site() -> Iterator[ForumServer]:
    with serving() as found:
        found.rss("/category/5.rss", "category-before-edits.rss")
        found.topic(7, "api-topic-two-replies.json")
        yield found


@pytest.fixture
def console(server: Server, sample: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    monkeypatch.setenv("WARMLINE_SOURCE_TOKEN", TOKEN)
    return typist(server.address(sample), monkeypatch, capfd, never=[TOKEN])


def collector(console: Console) -> str:
    people = console("sup1", "person", "list")["people"]
    return next(str(one["login"]) for one in people if one["role"] == "collector")


def test_from_the_source_to_the_reply(console: Console, site: ForumServer) -> None:
    net = collector(console)
    words = ("--kind", "nodebb", "--base", site.base, "--category", "5", "--reply-as", "1")
    made = console(net, "source", "add", "牡丹论坛", *words)
    assert (made["feed_url"], made["takes_replies"]) == (f"{site.base}/category/5.rss", True)
    (fetched,) = console(net, "source", "fetch")["fetched"]
    assert (fetched["seen"], len(fetched["new"]), fetched["trouble"]) == (12, 12, None)
    assert console(net, "source", "fetch", "牡丹论坛")["fetched"][0]["new"] == []
    posts = console(net, "post", "list", "--state", "new")["posts"]
    post = next(one for one in posts if one["outside_id"] == "7")
    taken = console(net, "post", "take", post["id"], "--community", "牡丹花园", "--building", "3", "--category", "B1")
    assert (taken["channel"], taken["outside_number"], taken["phone_raw"]) == ("forum", post["url"], "")
    number = taken["number"]
    other = next(one for one in posts if one["outside_id"] == "11")
    assert console(net, "post", "join", other["id"], number)["complaint"] == number
    assert console(net, "post", "ignore", posts[0]["id"], "--reason", "与供热无关")["state"] == "ignored"
    assert console(net, "post", "reply", post["id"], code=2).startswith("state: ")
    console("op1", "complaint", "dispatch", number)
    console("op1", "complaint", "sign", number)
    console("op1", "complaint", "report", number, "--text", "换泵", "--public-answer", "已更换循环泵")
    drafted = console(net, "post", "reply", post["id"])
    assert "已更换循环泵" in drafted["reply"]
    assert drafted["warnings"] == []
    assert console("sup1", "post", "approve", post["id"])["approved_at"]
    site.replies.append(recorded_answer("post-reply-nested-ok.response"))
    told = console(net, "post", "publish", post["id"])
    assert (told["state"], told["reply_url"]) == ("answered", f"{site.base}/post/17")
    assert console(net, "post", "publish", post["id"])["reply_url"] == told["reply_url"]
    assert len(site.sent) == 1
    unanswered = console(net, "post", "list", "--unanswered")["posts"]
    assert post["id"] not in [one["id"] for one in unanswered]
    assert all(one["waiting_minutes"] >= 0 for one in unanswered if one["posted_at"] is None)
    assert [one["act"] for one in console(net, "post", "show", post["id"])["events"]] == [
        "post_join", "reply_draft", "reply_approve", "reply_published",
    ]  # fmt: skip


def test_by_hand(console: Console, site: ForumServer) -> None:
    net = collector(console)
    site.pages["/feed"] = Said(
        body="<rss><channel><item><title>牡丹花园3号楼停暖</title><link>http://x.example/topic/9</link>"
        "<description>三天不热</description></item></channel></rss>".encode()
    )
    console(net, "source", "add", "市民留言", "--url", f"{site.base}/feed")
    (new,) = console(net, "source", "fetch", "市民留言")["fetched"][0]["new"]
    taken = console(net, "post", "take", new[:20], "--category", "B1")
    assert (taken["community"], taken["building"], taken["text"]) == ("牡丹花园", "3", "牡丹花园3号楼停暖\n三天不热")
    number = taken["number"]
    for words in (("dispatch", number), ("sign", number), ("report", number, "--text", "已办")):
        console("op1", "complaint", *words)
    console(net, "post", "reply", new, "--text", "请联系 13845670011")
    assert "13845670011" in console("sup1", "post", "approve", new, code=2)
    console("sup1", "post", "approve", new, "--despite-warnings")
    assert console(net, "post", "publish", new, code=2).startswith("source: ")
    assert console(net, "post", "publish", new, "--url", "http://x.example/post/77")["state"] == "answered"


def test_what_is_refused_names_its_field(console: Console, site: ForumServer) -> None:
    net = collector(console)
    console(net, "source", "add", "坏的", "--url", f"{site.base}/none")
    for words, field in (
        (("source", "add", "坏的", "--url", f"{site.base}/none"), "name"),
        (("source", "add", "x", "--kind", "phpbb"), "kind"),
        (("source", "add", "x"), "feed_url"),
        (("source", "fetch", "没有"), "source"),
        (("source", "fetch", "坏的"), "source"),
        (("post", "show", "没有"), "post"),
        (("post", "list", "--state", "lost"), "state"),
    ):
        assert console(net, *words, code=2).startswith(f"{field}: "), words
    assert "404" in console(net, "source", "list")["sources"][0]["last_error"]
    assert console(net, "source", "off", "坏的")["active"] is False
    assert console(net, "source", "fetch")["fetched"] == []
    for login in ("op1", "a1", "admin"):
        console(login, "source", "fetch", code=3)
    console("a1", "source", "list", code=3)
