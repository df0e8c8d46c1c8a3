"""Room temperature tests as records: what is stored and who may do it (HZ Art.42, 43)."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import complaints, dispatch, room_tests, temperature
from app.audit import recent_events, verify
from app.clocks import clocks
from app.errors import BadInput, MoveRefused, NotAllowed, WarmlineError
from app.records import Act, Clock, State
from app.room_days import DayState
from app.room_records import Party, RoomState, VisitOutcome
from app.temperature import FlatAsked
from app.visit_form import VisitForm
from small_city import MAGNOLIA, NOBODYS, PEONY, City
from thermometer import ago, asked, measured, raw_visit

TESTED = VisitOutcome.TESTED


LATE_READING = {"read_at": -0.5, "celsius": 18.5, "stable": True}


def test_from_asking_to_the_passed_re_test(shared_city: City) -> None:
    test = asked(shared_city, hours=30)
    op, a = shared_city.seat("op1"), shared_city.seat("a1")
    assert test.number.startswith("CW20")
    assert test.due_at - test.requested_at == timedelta(hours=24)  # the limit rule's, HZ Art.42
    assert (test.place, test.company_id, test.minimum) == (f"牡丹花园 3-2-{test.room}", 1, Decimal(18))
    assert test.state(op.now()) is RoomState.OVERDUE
    failed = temperature.enter_visit(a, test.id, measured(shared_city, ("17.0", "16.5"), hours=5))
    assert failed.state(op.now()) is RoomState.FAILED
    (visit,) = failed.visits
    assert [one.celsius for one in visit.readings] == [Decimal("17.00"), Decimal("16.50")]
    assert visit.stable == visit.readings[-1]
    assert (visit.kind, visit.instrument_number, visit.outdoor) == ("test", "TM-01", Decimal("-2.50"))
    passed = temperature.enter_visit(a, test.id, measured(shared_city, ("18.4",), hours=3))
    assert passed.state(op.now()) is RoomState.PASSED
    assert [one.kind for one in passed.visits] == ["test", "retest"]
    assert passed.judged(op.now())[0].state is DayState.FAILED
    assert passed.judged(op.now())[-1].state is DayState.PASSED
    assert room_tests.show(op, f" {test.number.lower()} ") == passed
    with pytest.raises(BadInput, match="到此为止"):
        temperature.enter_visit(a, test.id, measured(shared_city, ("18.4",), hours=2))
    with pytest.raises(psycopg.Error, match="ended well"):
        raw_visit(shared_city, "a1", test.id, {"arrived_at": -1.9, "shut_since": -1.9}, [LATE_READING])


def test_a_flat_has_one_test_at_a_time(city: City) -> None:
    op = city.seat("op1")
    first = asked(city, room="501")
    with pytest.raises(BadInput, match=first.number):
        asked(city, by="lia1", building="3号楼", room="501")
    values = {"company_id": 1, "community_id": PEONY, "place": "牡丹花园", "requested_at": op.now().isoformat()}
    flat = {"building": "3", "unit": "2", "room": "501"}
    with pytest.raises(psycopg.Error, match="asked for already"):
        city.raw("op1").execute("SELECT test_ask(%s, NULL, %s, NULL, '申请')", (uuid4(), Jsonb(values | flat)))
    taken = city.take()
    temperature.ask_for_complaint(op, taken.id)
    with pytest.raises(psycopg.Error, match="asked for already"):
        city.raw("op1").execute(
            "SELECT test_ask(%s, %s, %s, NULL, '申请')",
            (uuid4(), taken.id, Jsonb({"requested_at": values["requested_at"]})),
        )
    temperature.withdraw(op, first.id, "用户来电撤回")
    assert asked(city, room="502").number != first.number


def test_a_request_for_a_test_is_asked_for_with_its_dispatch(city: City) -> None:
    """HZ 42: the caller of a B3 has asked for the test; nobody has to enter that a second time."""
    sent = city.bring(State.DISPATCHED, category="B3")
    (test,) = room_tests.of_complaint(city.seat("a1"), sent.id)
    assert (test.requested_at, test.company_id, test.state(sent.taken_at)) == (sent.taken_at, 1, RoomState.ASKED)
    assert [event.act for event in sent.events[-2:]] == [Act.DISPATCH, Act.ASK_TEST]
    back = dispatch.give_back(city.seat("a1"), sent.id, sent.revision, "不是我公司管网")
    again, _ = dispatch.dispatch(city.seat("op1"), back.id, back.revision, 2)
    assert [one.number for one in room_tests.of_complaint(city.seat("b1"), again.id)] == [test.number]
    assert verify(city.seat("audit")).breaks == ()


def test_what_is_no_request_for_a_test_is_dispatched_without_one(city: City) -> None:
    sent = city.bring(State.DISPATCHED, category="B1")
    assert room_tests.of_complaint(city.seat("op1"), sent.id) == []


def test_asked_for_from_a_complaint_it_stands_in_its_timeline_and_stops_its_clock(city: City) -> None:
    taken = city.bring(State.SIGNED, category="B3")
    (test,) = room_tests.of_complaint(city.seat("op1"), taken.id)
    assert (test.complaint_id, test.requested_at, test.asker, test.phone) == (taken.id, taken.taken_at, "", "")
    with pytest.raises(BadInput, match=test.number):
        temperature.ask_for_complaint(city.seat("op1"), taken.id)
    city.owner().execute(
        "UPDATE room_test SET requested_at = requested_at - interval '5 hours' WHERE id = %s", (test.id,)
    )
    temperature.enter_visit(city.seat("a1"), test.id, measured(city))
    after = complaints.show(city.seat("op1"), taken.id)
    assert after.state is State.ARRIVED
    assert after.arrived_at is not None
    assert [event.act for event in after.events[-2:]] == [Act.ARRIVE, Act.TEST]
    assert after.events[-1].note == f"{test.number}　检测 卧室 16.5 ℃，低于 18.0 ℃，双方已签字"
    rules = city.seat("op1").rules
    (run,) = [one for one in clocks(after.events, rules, rules.calendar) if one.clock is Clock.TEST]
    assert (run.stopped_by, run.passed_over, run.in_time) == (Act.ARRIVE, False, True)
    assert verify(city.seat("audit")).breaks == ()


def test_a_test_entered_after_the_report_stops_the_clock_by_itself(city: City) -> None:
    """HZ 42: the company reported without a visit, and came all the same."""
    taken = city.bring(State.SIGNED, category="B3")
    (test,) = room_tests.of_complaint(city.seat("op1"), taken.id)
    shelved = city.act("sup1", taken.id, None, Act.SHELVE, changes={"due_at": taken.due_at.isoformat()})
    assert shelved["state"] == "shelved"
    city.owner().execute(
        "UPDATE room_test SET requested_at = requested_at - interval '5 hours' WHERE id = %s", (test.id,)
    )
    temperature.enter_visit(city.seat("a1"), test.id, measured(city))
    after = complaints.show(city.seat("op1"), taken.id)
    assert after.state is State.SHELVED
    rules = city.seat("op1").rules
    (run,) = [one for one in clocks(after.events, rules, rules.calendar) if one.clock is Clock.TEST]
    assert (run.stopped_by, run.passed_over) == (Act.TEST, False)


def test_a_test_goes_with_its_complaint_to_another_company(city: City) -> None:
    taken = city.bring(State.RETURNED, category="B1")
    test = temperature.ask_for_complaint(city.seat("op1"), taken.id)
    dispatch.dispatch(city.seat("op1"), taken.id, city.revision(taken.id), 2)
    assert room_tests.show(city.seat("b1"), test.id).company_id == 2
    with pytest.raises(BadInput, match="没有这份测温记录"):
        room_tests.show(city.seat("a1"), test.id)


def test_a_company_sees_the_tests_of_its_own_flats_alone(city: City) -> None:
    own, other = asked(city), temperature.ask_for_flat(city.seat("op1"), FlatAsked(MAGNOLIA, phone="13853000002"))
    waiting = city.take()
    unsent = temperature.ask_for_complaint(city.seat("op1"), waiting.id)
    assert {one.number for one in room_tests.list_tests(city.seat("op1"))} == {own.number, other.number, unsent.number}
    assert [one.number for one in room_tests.list_tests(city.seat("a1"))] == [own.number]
    assert [one.number for one in room_tests.list_tests(city.seat("b1"))] == [other.number]
    for login in ("audit", "admin"):
        with pytest.raises(NotAllowed):
            room_tests.list_tests(city.seat(login))
    with pytest.raises(WarmlineError, match="没有这份测温记录"):
        temperature.enter_visit(city.seat("b1"), own.id, measured(city))


def test_a_secret_caller_stays_hidden(city: City) -> None:
    taken = city.bring(State.SIGNED, secret=True, caller="不愿透露", phone="13853000009")
    test = temperature.ask_for_complaint(city.seat("op1"), taken.id)
    row = city.raw("a1").execute("SELECT t::text FROM room_test t WHERE id = %s", (test.id,)).fetchone()
    assert row is not None
    assert "不愿透露" not in row[0]
    assert "13853000009" not in row[0]
    with pytest.raises(psycopg.errors.CheckViolation):
        city.owner().execute("UPDATE room_test SET phone = '13853000009' WHERE id = %s", (test.id,))


@pytest.mark.parametrize("login", ["net1", "admin", "audit"])
def test_who_has_no_tests_asks_for_none(shared_city: City, login: str) -> None:
    with pytest.raises(NotAllowed):
        temperature.ask_for_flat(shared_city.seat(login), FlatAsked(PEONY, phone="13853000001"))


@pytest.mark.parametrize("login", ["op1", "lia1", "net1"])
def test_the_hotline_enters_no_visit(shared_city: City, login: str) -> None:
    test = asked(shared_city)
    with pytest.raises(NotAllowed):
        temperature.enter_visit(shared_city.seat(login), test.id, measured(shared_city))
    with pytest.raises(psycopg.Error):
        raw_visit(shared_city, login, test.id)


def test_the_supervisor_corrects_by_a_new_version(city: City) -> None:
    test = asked(city)
    entered = temperature.enter_visit(city.seat("a1"), test.id, measured(city, ("15.6",)))
    (old,) = entered.visits
    with pytest.raises(NotAllowed):
        temperature.amend_visit(city.seat("a1"), test.id, old.id, measured(city, ("16.5",)), "看错")
    with pytest.raises(BadInput) as refused:
        temperature.amend_visit(city.seat("sup1"), test.id, old.id, measured(city, ("16.5",)), " ")
    assert refused.value.field == "reason"
    fixed = temperature.amend_visit(city.seat("sup1"), test.id, old.id, measured(city, ("16.5",)), "纸质单上是 16.5")
    assert [one.stable.celsius for one in fixed.visits if one.stable] == [Decimal("16.50")]
    assert [one.id for one in fixed.versions] == [old.id, fixed.visits[0].id]
    assert fixed.before(fixed.visits[0]) == (old,)
    with pytest.raises(BadInput, match="已经更正过"):
        temperature.amend_visit(city.seat("sup1"), test.id, old.id, measured(city), "再改")
    with pytest.raises(psycopg.Error, match="never changed"):
        city.owner().execute("UPDATE room_visit SET tester = '别人' WHERE id = %s", (old.id,))
    with pytest.raises(psycopg.Error, match="never changed"):
        city.owner().execute("DELETE FROM room_reading WHERE visit_id = %s", (old.id,))


def test_a_refusal_of_the_user_counts_once_the_supervisor_finds_no_cause(city: City) -> None:
    """HZ 43: without cause the day counts as passed; the company doesn't decide that."""
    test = asked(city)
    now = city.seat("op1").now()
    form = VisitForm(VisitOutcome.USER_REFUSED, "刘师傅", ago(city.seat("a1"), 1), user_reason="不让进门", cause=False)
    entered = temperature.enter_visit(city.seat("a1"), test.id, form)
    assert entered.visits[0].cause is None
    assert entered.state(now) is RoomState.UNDECIDED
    assert entered.judged(now)[-1].state is DayState.UNKNOWN
    decided = temperature.amend_visit(city.seat("sup1"), test.id, entered.visits[0].id, form, "电话核实，无正当理由")
    assert decided.judged(now)[-1].state is DayState.DEEMED_PASSED


def test_a_dispute_is_decided_by_a_testing_body_and_paid_by_who_is_at_fault(city: City) -> None:
    """HZ 43: the fee falls on the party at fault; the reading takes the place of the disputed one."""
    op, now = city.seat("op1"), city.seat("op1").now()
    test = asked(city)
    with pytest.raises(BadInput, match="还没有检测结果"):
        temperature.dispute(op, test.id, Party.USER, "市计量所")
    temperature.enter_visit(city.seat("a1"), test.id, measured(city, ("18.2",)))
    with pytest.raises(NotAllowed):
        temperature.dispute(city.seat("a1"), test.id, Party.USER, "市计量所")
    opened = temperature.dispute(op, test.id, Party.USER, "市计量所", "用户认为仪器靠近暖气片")
    assert opened.state(now) is RoomState.DISPUTED
    with pytest.raises(MoveRefused, match="已经提交鉴定"):
        temperature.dispute(op, test.id, Party.COMPANY, "省计量院")
    with pytest.raises(NotAllowed):
        temperature.decide(city.seat("a1"), test.id, "18.5")
    done = temperature.decide(op, test.id, "16。4")
    assert (done.disputes[0].celsius, done.disputes[0].payer) == (Decimal("16.40"), Party.COMPANY)
    assert done.state(now) is RoomState.FAILED
    assert done.judged(now)[-1].reading == Decimal("16.40")
    with pytest.raises(BadInput, match="没有待登记结果"):
        temperature.decide(op, test.id, "16.4")


def test_the_auditor_reads_what_was_done_without_a_complaint(city: City) -> None:
    test = asked(city)
    temperature.enter_visit(city.seat("a1"), test.id, measured(city))
    found = [(one.act, one.subject, one.words) for one in recent_events(city.seat("audit"))[:3]]
    assert found[0] == ("测温", test.number, "检测 卧室 16.5 ℃，低于 18.0 ℃，双方已签字")
    assert found[1][:2] == ("测温仪器", "TM-01")
    assert found[2][:2] == ("申请测温", test.number)
    assert verify(city.seat("audit")).breaks == ()


def test_what_is_withdrawn_is_over(city: City) -> None:
    test = asked(city)
    with pytest.raises(NotAllowed):
        temperature.withdraw(city.seat("a1"), test.id, "用户说不用了")
    gone = temperature.withdraw(city.seat("op1"), test.id, "用户来电，已经热了")
    assert gone.state(city.seat("op1").now()) is RoomState.WITHDRAWN
    with pytest.raises(MoveRefused, match="已经撤回"):
        temperature.enter_visit(city.seat("a1"), test.id, measured(city))


def test_the_same_act_again_stores_nothing_twice(city: City) -> None:
    seat, key = city.seat("op1"), uuid4()
    first = temperature.ask_for_flat(seat, FlatAsked(PEONY, phone="13853000001"), id=key)
    assert temperature.ask_for_flat(seat, FlatAsked(PEONY, phone="13853000001"), id=key).number == first.number
    assert len(room_tests.list_tests(seat)) == 1


def test_who_heats_nothing_is_asked_for_no_test(shared_city: City) -> None:
    with pytest.raises(BadInput) as refused:
        temperature.ask_for_flat(shared_city.seat("op1"), FlatAsked(NOBODYS, phone="13853000001"))
    assert refused.value.field == "company"
    with pytest.raises(NotAllowed):
        temperature.ask_for_flat(shared_city.seat("b1"), FlatAsked(PEONY, phone="13853000001"))
