"""The feed: what changes on any seat arrives at the others, whatever happens to the line."""

import threading
import time
from collections.abc import Iterator

import pytest
from psycopg.types.json import Jsonb

from app import callback, complaints, dispatch, live_queue
from app.errors import DatabaseAway
from app.feed import Batch, Feed
from app.records import State
from small_city import City


def hear(feed: Feed) -> Batch:
    """The next batch; each call of the feed waits five seconds at most."""
    batch = feed.wait(5)
    assert batch is not None
    return batch


@pytest.fixture
def feed_of(city: City) -> Iterator["Feeds"]:
    feeds = Feeds(city)
    yield feeds
    for feed in feeds.made:
        feed.close()


class Feeds:
    """Connected feeds of people of the city."""

    def __init__(self, city: City) -> None:
        self._city = city
        self.made: list[Feed] = []

    def __call__(self, login: str) -> Feed:
        feed = Feed(self._city.seat(login))
        self.made.append(feed)
        assert hear(feed) == Batch(directory=True, anew=True)
        return feed


def test_a_change_on_one_seat_arrives_at_another(city: City, feed_of: Feeds) -> None:
    feed = feed_of("op2")
    taken = city.take()
    assert hear(feed) == Batch(tuple(live_queue.first_page(city.seat("op1"))))
    complaints.note(city.seat("op1"), taken.id, "记")
    assert [row.revision for row in hear(feed).rows] == [2]
    live_queue.claim(city.seat("op1"), taken.id)
    (row,) = hear(feed).rows
    assert (row.revision, row.claimed_by) == (2, "周岚")
    assert feed.wait(0.01) is None


def test_a_closed_one_arrives_as_a_row(city: City, feed_of: Feeds) -> None:
    said = city.bring(State.REPORTED)
    feed = feed_of("op2")
    callback.call_back(city.seat("op2"), said.id, said.revision, True, True, 5)
    assert [row.state for row in hear(feed).rows] == [State.CLOSED]


def test_for_a_company_it_comes_with_the_dispatch_and_is_gone_with_the_next(city: City, feed_of: Feeds) -> None:
    op = city.seat("op1")
    a, b = feed_of("a1"), feed_of("b1")
    taken = city.take()
    assert hear(a) == hear(b) == Batch(gone=(taken.id,))
    sent, _ = dispatch.dispatch(op, taken.id, taken.revision)
    assert [row.id for row in hear(a).rows] == [taken.id]
    assert hear(b).rows == ()
    back = dispatch.give_back(city.seat("a1"), sent.id, sent.revision, "不是我公司")
    assert [row.state for row in hear(a).rows] == [State.RETURNED]
    hear(b)
    dispatch.dispatch(op, back.id, back.revision, company_id=2)
    assert hear(a) == Batch(gone=(taken.id,))
    assert [row.state for row in hear(b).rows] == [State.DISPATCHED]


def test_a_changed_directory_is_read_anew(city: City, feed_of: Feeds) -> None:
    feed = feed_of("op1")
    change = {"table": "company", "id": 1, "values": {"short_name": "新永恒"}}
    city.raw("admin").execute("SELECT directory_put(%s, '改名')", (Jsonb([change]),))
    assert hear(feed) == Batch(directory=True)
    assert city.seat("op1").directory.companies[1].short_name == "新永恒"
    retired = {"table": "community", "id": 4, "retire": True}
    city.raw("admin").execute("SELECT directory_put(%s, '停用')", (Jsonb([retired]),))
    hear(feed)
    assert 4 not in city.seat("op1").directory.communities


@pytest.mark.parametrize("login", ["op1", "a1", "admin", "audit"])
def test_a_topic_of_the_heating_service_is_heard_by_everybody(city: City, feed_of: Feeds, login: str) -> None:
    feed = feed_of(login)
    city.raw("op2").execute("SELECT pg_notify('warmline', 'k:notice'), pg_notify('warmline', 'k:article')")
    assert hear(feed).topics == {"notice", "article"}


def test_the_administrator_hears_of_the_directory_only(city: City, feed_of: Feeds) -> None:
    feed = feed_of("admin")
    city.take()
    assert feed.wait(0.2) is None


def test_the_auditor_hears_of_complaints(city: City, feed_of: Feeds) -> None:
    feed = feed_of("audit")
    taken = city.take()
    assert [row.id for row in hear(feed).rows] == [taken.id]


@pytest.mark.parametrize(
    "payload", ["", "c", "c:", "c:x", "c:1", "x:1", "d:1", "c:" + "0" * 32, "k:", "k:Notice", "k:a b", "龑"]
)
def test_nonsense_on_the_bell_is_not_heard(city: City, feed_of: Feeds, payload: str) -> None:
    feed = feed_of("op2")
    city.raw("a1").execute("SELECT pg_notify('warmline', %s)", (payload,))
    assert feed.wait(0.2) is None
    city.take()
    assert len(hear(feed).rows) == 1


def test_a_cut_line_is_told_and_the_next_one_begins_anew(city: City, feed_of: Feeds) -> None:
    feed = feed_of("op2")
    city.cut("op2")
    with pytest.raises(DatabaseAway):
        feed.wait(5)
    city.take()
    batch = again(feed)
    assert batch.anew
    assert len(live_queue.first_page(city.seat("op2"))) == 1


def test_what_rang_and_could_not_be_read_is_read_anew(city: City, feed_of: Feeds) -> None:
    feed = feed_of("op2")
    live_queue.first_page(city.seat("op2"))
    listener = city.owner().execute("SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN warmline'").fetchone()
    assert listener is not None
    city.owner().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'op2' AND pid <> %s", listener
    )
    city.take()
    with pytest.raises(DatabaseAway):
        feed.wait(5)
    assert again(feed).anew


def again(feed: Feed) -> Batch:
    """The first batch after a cut; pooled connections may each tell once more that they were cut."""
    for _ in range(5):
        try:
            return hear(feed)
        except DatabaseAway:
            continue
    raise AssertionError("no line")


def test_hanging_up_ends_a_wait_of_another_thread(city: City, feed_of: Feeds) -> None:
    feed = feed_of("op1")
    ended: list[object] = []

    def wait() -> None:
        try:
            ended.append(feed.wait(60))
        except DatabaseAway as error:
            ended.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    started = time.monotonic()
    feed.close()
    thread.join(10)
    assert not thread.is_alive()
    assert time.monotonic() - started < 10
    assert len(ended) == 1


def test_open_queue_takes_a_claim_of_the_same_revision_and_no_older_one(city: City) -> None:
    queue = live_queue.OpenQueue()
    taken = city.take()
    (old,) = live_queue.first_page(city.seat("op1"))
    live_queue.claim(city.seat("op1"), taken.id)
    (claimed,) = live_queue.first_page(city.seat("op1"))
    assert [queue.put(old), queue.put(old), queue.put(claimed)] == [True, False, True]
    assert list(queue) == [claimed]
    complaints.note(city.seat("op1"), taken.id, "记")
    (noted,) = live_queue.first_page(city.seat("op1"))
    assert [queue.put(noted), queue.put(claimed)] == [True, False]
    assert list(queue) == [noted]
