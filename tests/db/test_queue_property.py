"""Whatever anybody does in whatever order: every seat's queue, fed by the feed alone, equals a fresh reading."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app import answers, callback, complaints, dispatch, intake, live_queue
from app.errors import BadInput, NotAllowed
from app.feed import Batch, Feed
from app.records import CLOSED_STATES, Complaint, State
from app.seat import Seat
from app.states import allowed, next_state
from small_city import City

WATCHERS = ("op2", "a1", "b1")
WHO = st.sampled_from(("op1", "op2", "sup1", "a1", "a2", "b1", "lia1", "net1"))


@pytest.fixture
def watched(city: City) -> Iterator[tuple[City, dict[str, Feed]]]:
    feeds = {login: Feed(city.seat(login)) for login in WATCHERS}
    for feed in feeds.values():
        assert feed.wait(5) == Batch(directory=True, anew=True)
    yield city, feeds
    for feed in feeds.values():
        feed.close()


def test_the_screen_equals_a_fresh_query(watched: tuple[City, dict[str, Feed]]) -> None:
    city, feeds = watched

    class Desks(RuleBasedStateMachine):
        made = Bundle("made")

        @initialize()
        def begin(self) -> None:
            self.queues = {login: live_queue.OpenQueue() for login in WATCHERS}
            heard(city, feeds)
            for login, queue in self.queues.items():
                queue.replace(everything(city.seat(login)))

        @rule(
            target=made, who=WHO, community=st.sampled_from((1, 2, 4)), code=st.sampled_from(("A1", "B1", "C3", "D1"))
        )
        def take(self, who: str, community: int, code: str) -> Complaint:
            return city.take(by=who, community_id=community, category=code, secret=code == "D1")

        @rule(
            who=WHO,
            one=made,
            fresh=st.booleans(),
            act=st.sampled_from(sorted(ACTS)),
            company=st.sampled_from((None, 1, 2)),
        )
        def act(self, who: str, one: Complaint, fresh: bool, act: str, company: int | None) -> None:
            """Legal or not, on the newest revision or a stale one: done as the table says, or nothing is done."""
            seat = city.seat(who)
            before = complaints.show(city.seat("sup1"), one.id)
            revision = before.revision if fresh else one.revision
            try:
                after = ACTS[act](seat, one, revision, company)
            except (BadInput, NotAllowed):
                assert complaints.show(city.seat("sup1"), one.id) == before
                return
            assert after.revision == before.revision + 1
            done = after.events[-1]
            assert done.act in allowed(seat, before.state)
            assert done.state == after.state == next_state(seat, before.state, done.act)

        @rule(who=WHO, one=made, give_up=st.booleans())
        def claim(self, who: str, one: Complaint, give_up: bool) -> None:
            (live_queue.release if give_up else live_queue.claim)(city.seat(who), one.id)

        @rule(who=WHO)
        def claim_next(self, who: str) -> None:
            live_queue.claim_next(city.seat(who), [state for state in State if state not in CLOSED_STATES])

        @invariant()
        def screens_are_true(self) -> None:
            for login, batches in heard(city, feeds).items():
                queue = self.queues[login]
                for batch in batches:
                    queue.apply(batch)
                assert list(queue) == everything(city.seat(login)), login

        def teardown(self) -> None:
            assert city.raw("audit").execute("SELECT * FROM broken_chains()").fetchall() == []

    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def heard(city: City, feeds: dict[str, Feed]) -> dict[str, list[Batch]]:
    """What each feed brought up to now: bells ring in the order of commits, so one of the directory marks the end."""
    city.owner().execute("SELECT pg_notify('warmline', 'd')")
    found: dict[str, list[Batch]] = {login: [] for login in feeds}
    for login, batches in found.items():
        while not batches or not batches[-1].directory:
            batch = feeds[login].wait(5)
            assert batch is not None
            batches.append(batch)
    return found


def everything(seat: Seat) -> list[object]:
    return list(live_queue.first_page(seat, 1000))


ACTS = {
    "dispatch": lambda seat, one, revision, company: dispatch.dispatch(seat, one.id, revision, company)[0],
    "sign": lambda seat, one, revision, _: dispatch.sign(seat, one.id, revision),
    "contact": lambda seat, one, revision, _: dispatch.contact(seat, one.id, revision, "约好上门"),
    "arrive": lambda seat, one, revision, _: dispatch.arrive(seat, one.id, revision),
    "give back": lambda seat, one, revision, _: dispatch.give_back(seat, one.id, revision, "不是我公司"),
    "report": lambda seat, one, revision, _: answers.report(seat, one.id, revision, "已修好"),
    "solved": lambda seat, one, revision, _: callback.call_back(seat, one.id, revision, True, True, 5),
    "not solved": lambda seat, one, revision, _: callback.call_back(seat, one.id, revision, True, False, 1),
    "not reached": lambda seat, one, revision, _: callback.call_back(seat, one.id, revision, False),
    "close": lambda seat, one, revision, _: callback.close(seat, one.id, revision),
    "remind": lambda seat, one, revision, _: intake.remind(seat, one.id),
    "note": lambda seat, one, revision, _: complaints.note(seat, one.id, "记"),
    "recategorise": lambda seat, one, revision, _: complaints.edit(seat, one.id, revision, category="A2"),
    "move": lambda seat, one, revision, company: complaints.edit(seat, one.id, revision, community_id=company or 4),
    "hide": lambda seat, one, revision, _: complaints.edit(seat, one.id, revision, secret=True),
    "void": lambda seat, one, revision, _: complaints.void(seat, one.id, revision, "误报"),
}
