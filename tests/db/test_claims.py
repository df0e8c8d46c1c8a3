"""Claims: one holder at a time, for a while, and never in the way of saving."""

from datetime import timedelta
from functools import partial

import pytest

from app import complaints, dispatch, live_queue
from app.errors import BadInput
from app.records import State
from at_once import together
from small_city import City

WAITING = (State.WAITING,)


def test_one_holder_at_a_time(city: City) -> None:
    one, two = city.seat("op1"), city.seat("op2")
    taken = city.take()
    assert live_queue.claim(one, taken.id)
    assert live_queue.claim(one, taken.id)  # renewed
    assert not live_queue.claim(two, taken.id)
    assert not live_queue.release(two, taken.id)
    assert [row.claimed_by for row in live_queue.first_page(two)] == ["周岚"]
    assert live_queue.release(one, taken.id)
    assert live_queue.claim(two, taken.id)


def test_two_at_the_same_moment_never_both_win(city: City) -> None:
    one, two = city.seat("op1"), city.seat("op2")
    for room in range(10):
        taken = city.take(room=str(room))
        won = together(partial(live_queue.claim, one, taken.id), partial(live_queue.claim, two, taken.id))
        assert sorted(won) == [False, True]


def test_the_next_one_is_the_most_urgent_that_nobody_holds(city: City) -> None:
    op = city.seat("op1")
    calm, urgent = city.take(category="C1"), city.take(category="A1")
    city.bring(State.DISPATCHED, category="A2")
    assert live_queue.claim_next(op, WAITING) == urgent.id
    assert live_queue.claim_next(op, WAITING) == calm.id
    assert live_queue.claim_next(op, WAITING) is None


def test_askers_of_the_same_moment_get_different_ones_and_all_of_them(city: City) -> None:
    seats = [city.seat(login) for login in ("op1", "op2", "sup1")]
    made = {city.take(room=str(room)).id for room in range(12)}

    def ask(index: int) -> list[object]:
        return [live_queue.claim_next(seats[index], WAITING) for _ in range(4)]

    got = [id for ids in together(*(lambda i=i: ask(i) for i in range(3))) for id in ids]
    assert len(got) == len(set(got)) == 12
    assert set(got) == made


def test_a_lease_lapses_by_the_servers_clock(city: City) -> None:
    taken = city.take()
    city.raw("op1").execute("SELECT claim(%s, 0)", (taken.id,))
    assert [row.claimed_by for row in live_queue.first_page(city.seat("op2"))] == [None]
    assert live_queue.claim_next(city.seat("op2"), WAITING) == taken.id


def test_a_lease_has_a_longest_time(city: City) -> None:
    taken = city.take()
    city.raw("op1").execute("SELECT claim(%s, 2000000000)", (taken.id,))
    (left,) = city.owner().execute("SELECT until - now() FROM claim").fetchone()
    assert left <= timedelta(minutes=10)


def test_a_claim_never_stops_another_from_saving_and_ends_with_what_it_was_for(city: City) -> None:
    one, two = city.seat("op1"), city.seat("op2")
    taken = city.take()
    live_queue.claim(one, taken.id)
    noted = complaints.note(two, taken.id, "同事补充")
    assert [row.claimed_by for row in live_queue.first_page(two)] == ["周岚"]
    dispatch.dispatch(two, taken.id, noted.revision)
    assert [row.claimed_by for row in live_queue.first_page(two)] == [None]


def test_closed_and_foreign_ones_can_not_be_claimed(city: City) -> None:
    closed, sent = city.bring(State.CLOSED), city.bring(State.DISPATCHED)
    assert not live_queue.claim(city.seat("op1"), closed.id)
    assert not live_queue.claim(city.seat("b1"), sent.id)
    assert live_queue.claim(city.seat("a1"), sent.id)
    assert live_queue.claim_next(city.seat("b1"), [State.DISPATCHED]) is None


def test_claims_go_on_while_an_act_holds_the_row(city: City) -> None:
    taken = city.take()
    holder = city.owner()
    with holder.transaction():
        holder.execute("SELECT FROM complaint WHERE id = %s FOR NO KEY UPDATE", (taken.id,))  # as act() does
        assert live_queue.claim(city.seat("op1"), taken.id)
        assert live_queue.claim_next(city.seat("op2"), WAITING) is None


def test_acts_and_claims_of_the_same_moment_do_not_block_each_other(city: City) -> None:
    taken = city.take()
    one, two = city.seat("op1"), city.seat("op2")

    def claims() -> int:
        return sum(live_queue.claim(one, taken.id) for _ in range(30))

    def notes() -> int:
        return sum(bool(complaints.note(two, taken.id, f"第{turn}条")) for turn in range(30))

    assert together(claims, notes) == [30, 30]
    with pytest.raises(BadInput):
        dispatch.sign(city.seat("a1"), taken.id, 1)
