"""Supervision: by hand with a reason, by rule when the facts happen, once for each fact."""

import psycopg
import pytest

from app import callback, dispatch, intake, supervision
from app.errors import BadInput, NotAllowed
from app.records import Act, Complaint, State
from small_city import City


def late(city: City, complaint: Complaint) -> None:
    city.owner().execute(
        "UPDATE complaint SET (due_at, rank_at) = (now() - interval '1 minute', now() - interval '1 minute')"
        " WHERE id = %s",
        (complaint.id,),
    )


def test_by_hand_the_level_rises(city: City) -> None:
    sup = city.seat("sup1")
    there = city.bring(State.SIGNED)
    first = supervision.supervise(sup, there.id, there.revision, 1, "媒体关注")
    assert (first.supervise_level, first.events[-1].act, first.events[-1].note) == (1, Act.SUPERVISE, "媒体关注")
    third = supervision.supervise(sup, first.id, first.revision, 3, "市领导批示")
    assert third.supervise_level == 3
    for level in (1, 3):
        with pytest.raises(BadInput, match="已经是 3 级督办"):
            supervision.supervise(sup, third.id, third.revision, level, "再督办")
        with pytest.raises(psycopg.Error) as told:
            city.act("sup1", third.id, third.revision, Act.SUPERVISE, changes={"supervise_level": level})
        assert told.value.diag.message_hint == "level"


@pytest.mark.parametrize("level", [0, 4, -1])
def test_there_are_three_levels(city: City, level: int) -> None:
    there = city.bring(State.SIGNED)
    with pytest.raises(BadInput, match="1、2、3 级"):
        supervision.supervise(city.seat("sup1"), there.id, there.revision, level, "督办")
    with pytest.raises(psycopg.Error) as told:
        city.act("sup1", there.id, there.revision, Act.SUPERVISE, changes={"supervise_level": level})
    assert told.value.sqlstate in ("WL006", "23514")


def test_nobody_else_supervises_by_hand(city: City) -> None:
    there = city.bring(State.SIGNED)
    for login in ("op1", "a1", "lia1", "net1"):
        with pytest.raises(NotAllowed):
            supervision.supervise(city.seat(login), there.id, there.revision, 1, "督办")
        with pytest.raises(psycopg.Error) as told:
            city.act(login, there.id, there.revision, Act.ESCALATE, changes={"supervise_level": 3})
        assert told.value.sqlstate == "WL003", "the rule names no fact"


def test_the_third_reminder_supervises(city: City) -> None:
    op = city.seat("op1")
    there = city.bring(State.SIGNED)
    assert [intake.remind(op, there.id).supervise_level for _ in range(4)] == [0, 0, 1, 1]
    acts = [(event.act, event.note) for event in intake.remind(city.seat("a1"), there.id).events]
    assert acts.count((Act.ESCALATE, "催办 3 次")) == 1
    assert [act for act, _ in acts].count(Act.ESCALATE) == 1


def test_twice_not_satisfied_supervises(city: City) -> None:
    op, a = city.seat("op2"), city.seat("a1")
    there = city.bring(State.REOPENED)
    assert (there.reopened, there.supervise_level) == (1, 0)
    signed = dispatch.sign(a, there.id, there.revision)
    said = dispatch.step(a, signed.id, signed.revision, Act.REPORT, "又清洗了一次", {"report": "又清洗了一次"})
    again = callback.call_back(op, said.id, said.revision, True, False, 1, "还是不热")
    assert (again.state, again.supervise_level, again.events[-1].act) == (State.REOPENED, 1, Act.ESCALATE)
    assert again.events[-1].note == "回访 2 次不满意"


def test_overdue_is_found_once_by_whoever_looks(city: City) -> None:
    sup, op = city.seat("sup1"), city.seat("op1")
    there, fine = city.bring(State.SIGNED), city.bring(State.SIGNED, room="502")
    late(city, there)
    assert supervision.check_overdue(op) == [there.number]
    assert supervision.check_overdue(sup) == []
    row = city.owner().execute("SELECT supervise_level FROM complaint WHERE id = %s", (fine.id,)).fetchone()
    assert row == (0,)


def test_late_and_asked_about_stands_higher(city: City) -> None:
    op = city.seat("op1")
    there = city.bring(State.SIGNED)
    for _ in range(3):
        intake.remind(op, there.id)
    late(city, there)
    assert supervision.check_overdue(op) == [there.number]
    row = city.owner().execute("SELECT supervise_level FROM complaint WHERE id = %s", (there.id,)).fetchone()
    assert row == (2,)


def test_what_lies_on_the_shelf_is_not_overdue(city: City) -> None:
    put = city.bring(State.SHELVED)
    late(city, put)
    assert supervision.check_overdue(city.seat("op1")) == []


def test_closed_ones_and_other_roles(city: City) -> None:
    late(city, city.bring(State.CLOSED))
    assert supervision.check_overdue(city.seat("op1")) == []
    for login in ("a1", "lia1", "net1", "admin", "audit"):
        with pytest.raises(NotAllowed):
            supervision.check_overdue(city.seat(login))
