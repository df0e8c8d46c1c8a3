"""Who rang a manager and when: by whom it is entered, on the record, known on every seat and on the next slip."""

from datetime import date, timedelta

import psycopg
import pytest

from app import dispatch
from app.errors import BadInput, NotAllowed
from app.feed import Feed
from app.rules import CITY_TIME
from app.verification import unverified_managers
from app.verified_managers import verify_manager
from small_city import PEONY, City


def today(city: City) -> date:
    return city.seat("op1").now().astimezone(CITY_TIME).date()


def keeper(city: City, login: str = "op1"):
    seat = city.seat(login)
    seat.refresh()
    (one,) = seat.directory.community(PEONY).managers
    return one


def test_a_number_that_answered_is_entered_once_and_on_the_record(city: City) -> None:
    op, day = city.seat("op1"), today(city)
    one = keeper(city)
    assert [left.manager.id for left in unverified_managers(op.directory, op.rules, day)] == [one.id]
    assert verify_manager(op, one.id)
    assert keeper(city).verified_on == day
    assert unverified_managers(op.directory, op.rules, day) == []
    assert not verify_manager(op, one.id)
    query = "SELECT person_id, note, detail FROM event WHERE act = 'verify'"
    (told,) = city.owner().execute(query).fetchall()
    assert told[:2] == (op.person.id, "牡丹花园 张某")
    assert told[2] == {"manager": one.id, "before": None, "after": str(day)}
    assert city.owner().execute("SELECT count(*) FROM broken_chains()").fetchone() == (0,)


@pytest.mark.parametrize(
    ("login", "may"),
    [("op1", True), ("lia1", True), ("sup1", True), ("admin", True), ("a1", False), ("net1", False), ("audit", False)],
)
def test_who_may_enter_it(city: City, login: str, may: bool) -> None:
    one = keeper(city)
    if may:
        assert verify_manager(city.seat(login), one.id)
        return
    with pytest.raises(NotAllowed):
        verify_manager(city.seat(login), one.id)
    with pytest.raises(psycopg.Error) as told:
        city.raw(login).execute("SELECT verify_manager(%s, %s)", (one.id, today(city)))
    assert told.value.sqlstate == "42501"


def test_a_day_to_come_of_long_ago_or_before_the_last_check_is_refused(city: City) -> None:
    op, day = city.seat("op1"), today(city)
    one = keeper(city)
    bad = [(day + timedelta(days=1), "还没有到"), (day - timedelta(days=400), "一年以前")]
    for on, said in bad:
        with pytest.raises(BadInput, match=said) as told:
            verify_manager(op, one.id, on)
        assert told.value.field == "verified_on"
    verify_manager(op, one.id, day - timedelta(days=2))
    keeper(city)
    with pytest.raises(BadInput, match="不能往前改"):
        verify_manager(op, one.id, day - timedelta(days=3))
    with pytest.raises(BadInput) as unknown:
        verify_manager(op, 999)
    assert unknown.value.field == "manager"
    for on in (day + timedelta(days=1), day - timedelta(days=400), day - timedelta(days=3)):
        with pytest.raises(psycopg.Error) as raw:
            city.raw("op1").execute("SELECT verify_manager(%s, %s)", (one.id, on))
        assert raw.value.diag.message_hint == "verified_on"


def test_every_seat_hears_of_it_and_the_next_slip_says_it(city: City) -> None:
    op, other = city.seat("op1"), city.seat("op2")
    feed = Feed(other)
    feed.wait(1)
    first = city.take()
    _sent, slip = dispatch.dispatch(op, first.id, first.revision)
    assert slip.managers == ("张某 138 5300 0011（全天，本供暖季未核实）",)
    verify_manager(op, keeper(city).id)
    batch = feed.wait(10)
    while batch is not None and not batch.directory:
        batch = feed.wait(10)
    feed.close()
    assert batch is not None
    second = city.take(room="502")
    _sent, slip = dispatch.dispatch(other, second.id, second.revision)
    assert slip.managers == (f"张某 138 5300 0011（全天，核实于 {today(city)}）",)
