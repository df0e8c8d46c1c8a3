"""A forum complaint made secret later: nothing that its company reads leads to the writer any more."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import clocks, complaints, dispatch, triage
from app.records import Act, Channel
from forum_desk import PLACE, fetch, nodebb, post_of
from forum_server import ForumServer
from small_city import City

TABLES = ("complaint", "complaint_search", "contact", "event", "slip", "post", "claim")


def everything(city: City, login: str) -> str:
    """All that this login reads of complaints by plain SQL."""
    return "".join(str(city.raw(login).execute(f"SELECT t::text FROM {table} t").fetchall()) for table in TABLES)


def joined(city: City, site: ForumServer) -> tuple[complaints.Complaint, list[str]]:
    """A dispatched complaint made of one post, with a second one joined; the links that lead to the writers."""
    fetch(city, nodebb(city, site))
    net = city.seat("net1")
    first, second = post_of(city, "7"), post_of(city, "11")
    taken = triage.take_post(net, first, **PLACE)
    triage.join(net, second.id, taken.number)
    sent, _ = dispatch.dispatch(net, taken.id, complaints.show(net, taken.id).revision)
    assert sent.outside_number == first.url
    return sent, [first.url, second.url]


def test_a_forum_complaint_made_secret_leads_nobody_to_its_writer(city: City, site: ForumServer) -> None:
    sent, links = joined(city, site)
    before = everything(city, "a1")
    assert all(link in before for link in links)
    hidden = complaints.edit(city.seat("op1"), sent.id, sent.revision, secret=True)
    assert hidden.outside_number == ""
    seen = everything(city, "a1")
    for trace in (*links, "topic/7", "牡丹花园住户", "龙江小区老李"):
        assert trace not in seen
    assert complaints.look_for(city.seat("a1"), "topic") == complaints.look_for(city.seat("op1"), "topic") == []
    assert [row.id for row in complaints.look_for(city.seat("op1"), "半夜停暖")] == [sent.id]


def test_the_companys_timeline_stays_whole_without_the_links(city: City, site: ForumServer) -> None:
    sent, links = joined(city, site)
    complaints.edit(city.seat("op1"), sent.id, sent.revision, secret=True)
    ours, theirs = (complaints.show(city.seat(login), sent.id) for login in ("op1", "a1"))
    assert [event.act for event in theirs.events] == [event.act for event in ours.events]
    assert [event.act for event in theirs.events] == [Act.TAKE, Act.NOTE, Act.DISPATCH, Act.EDIT]
    assert theirs.events[1].note == "并入网帖：…"
    assert not any(link in repr(theirs) for link in links)
    assert all(link in repr(ours.events) for link in links)  # the events keep what was
    rules = city.seat("a1").rules
    assert clocks.clocks(theirs.events, rules, rules.calendar) == clocks.clocks(ours.events, rules, rules.calendar)
    assert triage.posts_of(city.seat("a1"), sent.id) == []
    assert len(triage.posts_of(city.seat("net1"), sent.id)) == 2
    assert city.owner().execute("SELECT count(*) FROM broken_chains()").fetchone() == (0,)


def test_no_way_around_through_sql(city: City, site: ForumServer) -> None:
    sent, (link, _) = joined(city, site)
    act = "SELECT act(%s, %s, %s, %s, '', '{}', clock_timestamp())"
    # Another program than ours that leaves the words as they are, and one that enters the link once more.
    city.raw("op1").execute(act, (sent.id, sent.revision, "edit", Jsonb({"secret": True})))
    assert link not in everything(city, "a1")
    again = Jsonb({"outside_number": link})
    city.raw("op1").execute(act, (sent.id, sent.revision + 1, "edit", again))
    assert link not in everything(city, "a1")
    assert complaints.show(city.seat("op1"), sent.id).outside_number == ""
    other = city.raw("b1")
    assert other.execute("SELECT * FROM veiled_events(%s)", (sent.id,)).fetchall() == []
    for login in ("admin", "audit"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute("SELECT * FROM veiled_events(%s)", (sent.id,))


def test_the_number_of_the_government_hotline_stays(city: City) -> None:
    taken = city.take(channel=Channel.GOVERNMENT, outside_number="12345-20261124-77")
    hidden = complaints.edit(city.seat("op1"), taken.id, taken.revision, secret=True)
    assert hidden.outside_number == "12345-20261124-77"


def test_what_is_open_stays_as_it_is(city: City, site: ForumServer) -> None:
    sent, links = joined(city, site)
    noted = complaints.note(city.seat("op1"), sent.id, "用户又在网上催了")
    shown = complaints.show(city.seat("a1"), noted.id)
    assert all(link in repr(shown) for link in links)
