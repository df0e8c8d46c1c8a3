"""Signing on and off: one seat a person, one person a seat, whatever happens at the same moment."""

from datetime import timedelta

import psycopg
import pytest

from app import roster, seat_duty
from app.audit import recent_events, verify
from app.errors import BadInput, MoveRefused, NotAllowed
from app.feed import Feed
from app.records import SeatState
from app.seat import Seat
from app.shift_records import Duty
from at_once import together
from small_city import City

OP1, OP2, SUP1 = 2, 3, 4


def refusal(seat: Seat, number: int) -> str:
    """Sit down; why it was refused, empty: it was not."""
    try:
        seat_duty.sign_on(seat, number)
    except MoveRefused as refused:
        return refused.sentence
    return ""


def test_a_day_at_a_seat(city: City) -> None:
    op = city.seat("op1")
    feed = Feed(city.seat("op2"))
    assert feed.wait(5) is not None
    on = seat_duty.sign_on(op)
    assert (on.name, on.seat_number, on.state, on.until) == ("周岚", 1, SeatState.READY, None)
    heard = feed.wait(5)
    feed.close()
    assert heard is not None
    assert heard.shifts == (on.shift_id,)
    running, _ = roster.now_and_next(op)
    assert running is not None
    assert (running.id, running.opened_at) == (on.shift_id, on.since)
    assert seat_duty.sign_on(op) == on
    assert seat_duty.pause(op, SeatState.TALKING).state is SeatState.TALKING
    with pytest.raises(BadInput, match="暂离原因"):
        seat_duty.pause(op, SeatState.AWAY)
    away = seat_duty.pause(op, SeatState.AWAY, "用餐")
    assert (away.state, away.reason, away.since) == (SeatState.AWAY, "用餐", on.since)
    assert seat_duty.list_present(city.seat("sup1")) == [away]
    assert seat_duty.my_presence(op) == away
    assert seat_duty.pause(op, SeatState.READY).reason == ""
    off = seat_duty.sign_off(op, "下班")
    assert (off.id, off.ended_by) == (on.id, OP1)
    assert seat_duty.list_present(op) == []
    with pytest.raises(MoveRefused, match="还没有签到"):
        seat_duty.sign_off(op)
    logged = [(one.act, one.words) for one in recent_events(city.seat("audit"), limit=6)]
    assert logged == [
        ("签退", "下班"),
        ("座席状态", "暂离 → 就绪"),
        ("座席状态", "通话 → 暂离（用餐）"),
        ("座席状态", "就绪 → 通话"),
        ("签到", ""),
        ("开班", ""),
    ]
    assert verify(city.seat("audit")).breaks == ()


def test_the_event_says_how_long_the_state_before_lasted(city: City) -> None:
    op = city.seat("op1")
    seat_duty.sign_on(op)
    city.owner().execute("UPDATE presence SET state_since = state_since - interval '90 seconds'")
    seat_duty.pause(op, SeatState.TALKING)
    found = city.owner().execute("SELECT detail FROM event WHERE act = 'seat_pause'").fetchone()
    assert found is not None
    assert (found[0]["before"], found[0]["state"], found[0]["seconds"] in (90, 91)) == ("ready", "talking", True)


def test_of_all_that_sit_down_at_once_one_gets_the_seat(city: City) -> None:
    logins = ("op1", "op2", "sup1", "net1", "lia1")
    seats = {login: city.seat(login) for login in logins}

    said = sorted(together(*(lambda login=login: refusal(seats[login], 5) for login in logins)))
    assert said[0] == ""
    assert all("5 号座席由" in one for one in said[1:])
    opened = city.owner().execute("SELECT count(*) FROM event WHERE act = 'shift_open'").fetchone()
    assert opened == (1,)


def test_of_all_seats_that_a_person_takes_at_once_it_gets_one(city: City) -> None:
    op = city.seat("op1")

    said = sorted(together(*(lambda number=number: refusal(op, number) for number in (1, 2, 3))))
    assert said[0] == ""
    assert all("您已在" in one for one in said[1:])


def test_seats_of_companies_are_their_own(city: City) -> None:
    for login in ("op1", "a1", "b1"):
        assert seat_duty.sign_on(city.seat(login), 1).seat_number == 1
    with pytest.raises(MoveRefused, match="1 号座席由永恒一号"):
        seat_duty.sign_on(city.seat("a2"), 1)
    assert [one.name for one in seat_duty.list_present(city.seat("a2"))] == ["永恒一号"]
    assert [one.name for one in seat_duty.list_present(city.seat("op1"))] == ["周岚", "永恒一号", "同心一号"]
    assert seat_duty.sign_on(city.seat("net1")).seat_number is None
    assert seat_duty.sign_on(city.seat("lia1")).seat_number is None


@pytest.mark.parametrize(("login", "number"), [("op1", 7), ("op1", 0), ("a1", 5)])
def test_a_seat_that_is_not_there(shared_city: City, login: str, number: int) -> None:
    with pytest.raises(BadInput, match=f"没有 {number} 号座席"):
        seat_duty.sign_on(shared_city.seat(login), number)
    with pytest.raises(psycopg.Error) as refused:
        shared_city.raw(login).execute("SELECT seat_on(%s)", (number,))
    assert refused.value.diag.message_hint == "no_such_seat"


def test_a_forgotten_seat_is_freed_by_a_supervisor_with_a_reason(city: City) -> None:
    on = seat_duty.sign_on(city.seat("op1"))
    with pytest.raises(NotAllowed):
        seat_duty.free_seat(city.seat("op2"), on.id, "已下班")
    with pytest.raises(BadInput, match="释放原因"):
        seat_duty.free_seat(city.seat("sup1"), on.id, " ")
    freed = seat_duty.free_seat(city.seat("sup1"), on.id, "下班忘记签退")
    assert freed.ended_by == SUP1
    with pytest.raises(MoveRefused, match="已经签退"):
        seat_duty.free_seat(city.seat("sup1"), on.id, "再释放一次")
    assert seat_duty.sign_on(city.seat("op2"), 1).name == "吴敏"
    logged = recent_events(city.seat("audit"), limit=2)[1]
    assert (logged.person, logged.act, logged.subject, logged.words) == (
        "郑班长",
        "释放座席",
        "周岚 1 号座席",
        "下班忘记签退",
    )


def test_who_comes_early_for_the_next_shift_signs_on_for_that_one(city: City) -> None:
    sup = city.seat("sup1")
    running, coming = roster.now_and_next(sup)
    assert running is not None
    assert coming is not None
    roster.change_shift(sup, coming, [Duty(OP2, 2)])
    minutes = (coming.begins_at - sup.now()) // timedelta(minutes=1) + 2
    city.owner().execute("UPDATE setting SET value = %s WHERE key = 'early_minutes'", (str(minutes),))
    assert seat_duty.sign_on(city.seat("op2")).shift_id == coming.id
    assert seat_duty.sign_on(city.seat("op1")).shift_id == running.id
    city.owner().execute("UPDATE setting SET value = '0' WHERE key = 'early_minutes'")
    seat_duty.sign_off(city.seat("op2"))
    assert seat_duty.sign_on(city.seat("op2")).shift_id == running.id


def test_who_leads(city: City) -> None:
    sup = city.seat("sup1")
    running, _ = roster.now_and_next(sup)
    assert running is not None
    assert seat_duty.leader_of(sup, running.id) is None
    seat_duty.sign_on(city.seat("op1"))
    assert seat_duty.leader_of(sup, running.id) == OP1
    seat_duty.sign_on(sup)
    assert seat_duty.leader_of(city.seat("a1"), running.id) == SUP1
    roster.change_shift(sup, running, [Duty(OP2, 2, leader=True)], "高班长请假")
    assert seat_duty.leader_of(sup, running.id) == OP2


def test_where_by_the_plan_nobody_works_nobody_signs_on(city: City) -> None:
    city.owner().execute("DELETE FROM shift_slot")
    with pytest.raises(MoveRefused, match="现在没有班次"):
        seat_duty.sign_on(city.seat("op1"))


@pytest.mark.parametrize("login", ["admin", "audit"])
def test_who_sits_at_no_seat(shared_city: City, login: str) -> None:
    with pytest.raises(NotAllowed):
        seat_duty.sign_on(shared_city.seat(login), 1)


def test_nobody_writes_presences_by_hand(shared_city: City) -> None:
    for login in ("op1", "sup1", "a1", "audit", "admin"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shared_city.raw(login).execute("DELETE FROM presence")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shared_city.raw(login).execute("SELECT my_presence()")
