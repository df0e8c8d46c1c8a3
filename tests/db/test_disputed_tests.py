"""Whether a test that a testing body has decided passed: the database says what the program says (HZ Art.43)."""

from typing import Any
from uuid import UUID

import pytest

from app import room_tests, temperature
from app.errors import MoveRefused
from app.room_records import Party, RoomState, RoomTest
from small_city import City
from thermometer import asked, measured


def visited(city: City, reading: str, hours: float = 5, **flat: Any) -> RoomTest:
    """A test of a flat of PEONY with one visit, signed by both."""
    test = asked(city, hours=8, **flat)
    return temperature.enter_visit(city.seat("a1"), test.id, measured(city, (reading,), hours=hours))


def ruled(city: City, test: RoomTest, reading: str) -> RoomTest:
    """What the testing body found of the newest visit."""
    op = city.seat("op1")
    temperature.dispute(op, test.id, Party.USER, "市检测所")
    return temperature.decide(op, test.id, reading)


def passed_in_sql(city: City, test_id: UUID) -> bool:
    found = city.owner().execute("SELECT test_passed(t) FROM room_test t WHERE id = %s", (test_id,)).fetchone()
    assert found is not None
    return bool(found[0])


def test_hz_43_a_flat_that_the_body_found_warm_enough_may_ask_anew(city: City) -> None:
    test = ruled(city, visited(city, "17.5", room="501"), "18.4")
    assert test.state(city.seat("op1").now()) is RoomState.PASSED
    assert passed_in_sql(city, test.id)
    assert asked(city, hours=1, room="501").number != test.number


def test_hz_43_a_re_test_passes_though_the_body_had_found_it_cold_before(city: City) -> None:
    test = ruled(city, visited(city, "18.5", room="502"), "16.0")
    assert test.state(city.seat("op1").now()) is RoomState.FAILED
    assert not passed_in_sql(city, test.id)
    again = temperature.enter_visit(city.seat("a1"), test.id, measured(city, ("19.0",), hours=3))
    assert again.state(city.seat("op1").now()) is RoomState.PASSED
    assert passed_in_sql(city, test.id)
    assert asked(city, hours=1, room="502").number != test.number


def test_hz_43_what_the_body_found_stays_when_the_visit_is_corrected(city: City) -> None:
    test = ruled(city, visited(city, "18.5", room="503"), "16.0")
    (visit,) = test.visits
    amended = temperature.amend_visit(
        city.seat("sup1"), test.id, visit.id, measured(city, ("18.6",), hours=5), "抄错了一位"
    )
    assert amended.state(city.seat("op1").now()) is RoomState.FAILED
    assert not passed_in_sql(city, test.id)


def test_an_open_dispute_has_not_passed(city: City) -> None:
    test = visited(city, "18.5", room="504")
    assert passed_in_sql(city, test.id)
    temperature.dispute(city.seat("op1"), test.id, Party.USER, "市检测所")
    assert not passed_in_sql(city, test.id)
    with pytest.raises(MoveRefused, match="已经提交鉴定"):
        temperature.dispute(city.seat("op1"), test.id, Party.USER, "市检测所")


def test_what_is_open_is_listed_however_many_have_passed_since(city: City) -> None:
    """HZ 42: a test that nobody came for, and one that waits for its re-test, stay in sight a whole season."""
    waiting, failed = asked(city, hours=40), visited(city, "16.5")
    visited(city, "18.5", hours=4)
    refused = asked(city, hours=3)
    temperature.withdraw(city.seat("op1"), refused.id, "用户来电撤回")
    for login in ("op1", "a1"):
        seat = city.seat(login)
        assert {one.number for one in room_tests.list_tests(seat, limit=2)} == {waiting.number, failed.number}
        found = room_tests.list_tests(seat, limit=3)
        assert len(found) == 3
        assert [one.requested_at for one in found] == sorted((one.requested_at for one in found), reverse=True)
