"""Swaps: asked, agreed to, approved; each step is one person's, and nothing moves before the last one."""

from datetime import datetime, timedelta

import psycopg
import pytest

from app import roster, swaps
from app.audit import recent_events
from app.errors import BadInput, MoveRefused, NotAllowed
from app.records import SwapState
from app.rules import CITY_TIME
from app.shift_records import Duty, Shift
from at_once import together
from small_city import City

OP1, OP2, SUP1, A1 = 2, 3, 4, 5


@pytest.fixture
def two(city: City) -> tuple[Shift, Shift]:
    """Shifts to come of 周岚 (op1, seat 1, leads) and of 吴敏 (op2, seat 2)."""
    sup = city.seat("sup1")
    first = datetime.now(CITY_TIME).date() + timedelta(days=2)
    own, other = roster.read_days(sup, first, first)
    return roster.change_shift(sup, own, [Duty(OP1, 1, leader=True)]), roster.change_shift(sup, other, [Duty(OP2, 2)])


def test_from_asking_to_the_new_roster(city: City, two: tuple[Shift, Shift]) -> None:
    own, other = two
    asked = swaps.ask(city.seat("op1"), own, OP2, "孩子家长会", other)
    assert (asked.state, asked.shift, asked.other_shift) == (SwapState.ASKED, own, other)
    assert swaps.waiting_for(city.seat("op2"), asked)
    with pytest.raises(MoveRefused, match="待对方同意"):
        swaps.approve(city.seat("sup1"), asked.id)
    agreed = swaps.agree(city.seat("op2"), asked.id)
    assert swaps.waiting_for(city.seat("sup1"), agreed)
    assert roster.read_shift(city.seat("op1"), own.id).duties == own.duties
    done = swaps.approve(city.seat("sup1"), asked.id)
    assert (done.state, done.decided_by) == (SwapState.APPROVED, SUP1)
    assert (done.shift.duties, done.other_shift and done.other_shift.duties) == (
        (Duty(OP2, 1, leader=True),),
        (Duty(OP1, 2),),
    )
    assert swaps.list_swaps(city.seat("sup1")) == []
    assert swaps.list_swaps(city.seat("op1"), all_states=True) == [done]
    logged = [one.act for one in recent_events(city.seat("audit"), limit=3)]
    assert logged == ["批准换班", "同意换班", "申请换班"]


def test_somebody_stands_in_and_the_same_request_twice_is_one(city: City, two: tuple[Shift, Shift]) -> None:
    own, _ = two
    asked = swaps.ask(city.seat("op1"), own, OP2, "看病")
    assert swaps.ask(city.seat("op1"), own, OP2, "看病", id=asked.id) == asked
    with pytest.raises(MoveRefused, match="已经申请过"):
        swaps.ask(city.seat("op1"), own, SUP1, "看病")
    swaps.agree(city.seat("op2"), asked.id)
    assert swaps.approve(city.seat("sup1"), asked.id).shift.duties == (Duty(OP2, 1, leader=True),)


def test_each_step_is_one_persons(city: City, two: tuple[Shift, Shift]) -> None:
    own, other = two
    asked = swaps.ask(city.seat("op1"), own, OP2, "孩子家长会", other)
    for login, step in (("op1", swaps.agree), ("op2", swaps.withdraw), ("op1", swaps.approve), ("sup1", swaps.agree)):
        with pytest.raises(NotAllowed, match="这一步不归您"):
            step(city.seat(login), asked.id)
    for login in ("net1", "a1", "lia1"):
        assert swaps.list_swaps(city.seat(login), all_states=True) == []
        with pytest.raises(BadInput):
            swaps.agree(city.seat(login), asked.id)
        with pytest.raises(BadInput, match="没有这个换班申请"):
            swaps.show(city.seat(login), asked.id)
    with pytest.raises(BadInput, match="请填写说明"):
        swaps.refuse(city.seat("sup1"), asked.id, " ")
    assert swaps.refuse(city.seat("sup1"), asked.id, "人手不够").state is SwapState.REFUSED
    with pytest.raises(MoveRefused, match="未批准"):
        swaps.agree(city.seat("op2"), asked.id)


def test_a_supervisor_does_not_approve_the_own_swap(city: City, two: tuple[Shift, Shift]) -> None:
    own, _ = two
    asked = swaps.ask(city.seat("op1"), own, SUP1, "看病")
    swaps.agree(city.seat("sup1"), asked.id)
    with pytest.raises(NotAllowed, match="不是当事人的班长"):
        swaps.approve(city.seat("sup1"), asked.id)


def test_declining_and_taking_back(city: City, two: tuple[Shift, Shift]) -> None:
    own, other = two
    first = swaps.ask(city.seat("op1"), own, OP2, "看病")
    assert swaps.decline(city.seat("op2"), first.id, "我也有事").state is SwapState.DECLINED
    second = swaps.ask(city.seat("op2"), other, OP1, "看病")
    assert swaps.withdraw(city.seat("op2"), second.id).state is SwapState.WITHDRAWN


def test_what_the_roster_does_not_allow(city: City, two: tuple[Shift, Shift]) -> None:
    own, other = two
    op = city.seat("op1")
    running, _ = roster.now_and_next(op)
    assert running is not None
    for shift, person, there in (
        (other, SUP1, None),  # not on duty there
        (own, A1, None),  # of a company
        (own, OP2, own),  # the other is not on duty there
        (running, OP2, None),
    ):
        with pytest.raises(MoveRefused, match="按现在的排班换不了"):
            swaps.ask(op, shift, person, "看病", there)
    with pytest.raises(BadInput, match="请填写换班原因"):
        swaps.ask(op, own, OP2, "")
    asked = swaps.ask(op, own, OP2, "看病", other)
    swaps.agree(city.seat("op2"), asked.id)
    roster.change_shift(city.seat("sup1"), roster.read_shift(op, other.id), [Duty(SUP1, 2)])
    with pytest.raises(MoveRefused, match="按现在的排班换不了"):
        swaps.approve(city.seat("sup1"), asked.id)


def test_two_answers_at_once_are_one(city: City, two: tuple[Shift, Shift]) -> None:
    own, other = two
    asked = swaps.ask(city.seat("op1"), own, OP2, "看病", other)
    swaps.agree(city.seat("op2"), asked.id)

    def answer(login: str) -> bool:
        try:
            if login == "sup1":
                swaps.approve(city.seat(login), asked.id)
            else:
                swaps.withdraw(city.seat(login), asked.id)
        except MoveRefused:
            return False
        return True

    assert sorted(together(lambda: answer("sup1"), lambda: answer("op1"))) == [False, True]
    done = swaps.show(city.seat("sup1"), asked.id)
    moved = done.shift.duties == (Duty(OP2, 1, leader=True),)
    assert moved == (done.state is SwapState.APPROVED)


def test_nobody_writes_swaps_by_hand(shared_city: City) -> None:
    for login in ("op1", "sup1", "a1", "audit", "admin"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            shared_city.raw(login).execute("UPDATE swap SET state = 'approved'")
