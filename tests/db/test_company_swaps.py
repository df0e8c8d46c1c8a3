"""A company's swaps are its own to approve, by one of its desk who is neither of the two; a supervisor may step in."""

from datetime import datetime, timedelta

import psycopg
import pytest

from app import roster, swaps
from app.audit import recent_events
from app.errors import BadInput, NotAllowed
from app.records import SwapState
from app.rules import CITY_TIME
from app.shift_records import Duty, Shift
from app.swap_rest import tired_after
from shift_times import A1, A2
from small_city import City

OWN = 1


@pytest.fixture
def two(city: City) -> tuple[Shift, Shift]:
    """Shifts to come of 永恒一号 (a1, seat 1, leads) and of 永恒二号 (a2, seat 2), put by the desk itself."""
    desk = city.seat("a1")
    first = datetime.now(CITY_TIME).date() + timedelta(days=2)
    own, other = roster.read_days(desk, first, first, OWN)[:2]
    return roster.change_shift(desk, own, [Duty(A1, 1, leader=True)]), roster.change_shift(desk, other, [Duty(A2, 2)])


def third(city: City) -> None:
    """永恒三号 (a3), who swaps nothing."""
    verifier = city.owner().execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'a1'").fetchone()
    assert verifier is not None
    city.raw("admin").execute("SELECT person_put('a3', '永恒三号', 'company', 1, 3, %s)", verifier)
    city.raw("admin").commit()


def agreed(city: City, two: tuple[Shift, Shift]) -> swaps.Swap:
    asked = swaps.ask(city.seat("a1"), two[0], A2, "孩子家长会", two[1])
    return swaps.agree(city.seat("a2"), asked.id)


def test_a_colleague_of_the_two_approves(city: City, two: tuple[Shift, Shift]) -> None:
    third(city)
    swap = agreed(city, two)
    colleague = city.seat("a3")
    assert swaps.list_swaps(colleague) == [swap]
    assert swaps.waiting_for(colleague, swap)
    done = swaps.approve(colleague, swap.id)
    assert (done.state, done.decided_by) == (SwapState.APPROVED, colleague.person.id)
    assert done.shift.duties == (Duty(A2, 1, leader=True),)
    assert recent_events(city.seat("audit"), limit=1)[0].act == "批准换班"


def test_who_would_not_rest_is_said_before_it_is_agreed_to(city: City) -> None:
    desk = city.seat("a1")
    first = datetime.now(CITY_TIME).date() + timedelta(days=2)
    day, night, later, _ = roster.read_days(desk, first, first + timedelta(days=1), OWN)
    day = roster.change_shift(desk, day, [Duty(A1, 1)])
    night, later = (roster.change_shift(desk, one, [Duty(person, 2)]) for one, person in ((night, A2), (later, A1)))
    swap = swaps.ask(desk, later, A2, "孩子家长会", night)
    assert tired_after(city.seat("a2"), swap) == [f"永恒一号连班：{day.words}之后只歇 0 小时"]
    swaps.withdraw(desk, swap.id)
    kind = swaps.ask(desk, later, A2, "孩子家长会")
    assert tired_after(desk, kind) == [f"永恒二号连班：{night.words}之后只歇 0 小时"]


def test_a_colleague_refuses_with_the_reason(city: City, two: tuple[Shift, Shift]) -> None:
    third(city)
    swap = agreed(city, two)
    with pytest.raises(BadInput, match="请填写说明"):
        swaps.refuse(city.seat("a3"), swap.id, " ")
    assert swaps.refuse(city.seat("a3"), swap.id, "当天检修，人手不够").state is SwapState.REFUSED


def test_neither_of_the_two_approves(city: City, two: tuple[Shift, Shift]) -> None:
    swap = agreed(city, two)
    for login in ("a1", "a2"):
        assert not swaps.may_decide(city.seat(login), swap)
        assert not swaps.waiting_for(city.seat(login), swap)
        with pytest.raises(NotAllowed, match="不是当事人"):
            swaps.approve(city.seat(login), swap.id)
        with pytest.raises(NotAllowed, match="不是当事人"):
            swaps.refuse(city.seat(login), swap.id, "不行")
    assert swaps.show(city.seat("sup1"), swap.id).state is SwapState.AGREED


def test_no_other_company_sees_or_approves_it(city: City, two: tuple[Shift, Shift]) -> None:
    swap = agreed(city, two)
    for login in ("b1", "op1", "lia1"):
        assert swaps.list_swaps(city.seat(login), all_states=True) == []
        with pytest.raises(BadInput):
            swaps.approve(city.seat(login), swap.id)
    with pytest.raises(psycopg.Error) as refused:
        city.raw("b1").execute("SELECT swap_step(%s, 'approve', '')", (swap.id,))
    assert refused.value.sqlstate == "WL006"


def test_no_company_approves_the_hotlines_swap(city: City) -> None:
    sup = city.seat("sup1")
    day = datetime.now(CITY_TIME).date() + timedelta(days=2)
    shift = roster.change_shift(sup, roster.read_days(sup, day, day)[0], [Duty(2, 1)])
    swap = swaps.agree(city.seat("op2"), swaps.ask(city.seat("op1"), shift, 3, "看病").id)
    assert not swaps.may_decide(city.seat("a1"), swap)
    with pytest.raises(BadInput):
        swaps.approve(city.seat("a1"), swap.id)


def test_the_supervisor_is_not_rung_for_it_but_may_step_in(city: City, two: tuple[Shift, Shift]) -> None:
    swap = agreed(city, two)
    sup = city.seat("sup1")
    assert not swaps.waiting_for(sup, swap)
    assert swaps.may_decide(sup, swap)
    assert swaps.approve(sup, swap.id).state is SwapState.APPROVED
