"""Who works with forums, what a company sees of them, and what becomes of a source's token."""

from dataclasses import replace
from typing import Any

import psycopg
import pytest

from app import publishing, sources, triage
from app.errors import BadInput, NotAllowed
from app.forum_records import SourceKind
from app.sources import SourceWords
from forum_desk import TOKEN, done, fetch, nodebb, post_of
from forum_server import ForumServer
from small_city import City


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
def test_sources_that_are_none(city: City, fields: dict[str, Any], field: str) -> None:
    good = SourceWords(name="论坛", kind=SourceKind.NODEBB, base_url="https://bbs.example.org")
    with pytest.raises(BadInput) as told:
        sources.add_source(city.seat("net1"), replace(good, **fields), TOKEN)
    assert told.value.field == field
