"""Call-backs on the real database: by whom, how often, what came of them, and the rates."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from app import answers, callback, callback_list, dispatch, incidents, intake, rates
from app.complaints import show
from app.errors import BadInput, MoveRefused, NotAllowed
from app.incident_groups import Spot
from app.rates import Share
from app.records import Act, CallResult, Complaint, IncidentKind, State
from small_city import MAGNOLIA, City, new


def miss(city: City, said: Complaint, login: str = "op2", **values: Any) -> Complaint:
    return callback.call_back(city.seat(login), said.id, said.revision, False, **values)


def solved(city: City, said: Complaint, login: str = "op2", grade: int = 5, words: str = "") -> Complaint:
    return callback.call_back(city.seat(login), said.id, said.revision, True, True, grade, words)


def refusal(city: City, login: str, said: Complaint, act: Act, **values: Any) -> tuple[str, str]:
    """What the database itself says to this person's own SQL."""
    with pytest.raises(psycopg.Error) as told:
        city.act(login, said.id, None, act, **values)
    return told.value.sqlstate or "", told.value.diag.message_hint or ""


def test_who_took_it_does_not_call_back(city: City) -> None:
    said = city.bring(State.REPORTED)
    for call in (miss, solved):
        with pytest.raises(NotAllowed, match="请由别人回访"):
            call(city, said, "op1")
    for act in (Act.CALL_BACK, Act.REOPEN, Act.MISS):
        assert refusal(city, "op1", said, act) == ("WL003", "own_work")
    assert solved(city, said).state is State.CLOSED


def test_who_reported_it_does_not_call_back(city: City) -> None:
    op2 = city.seat("op2")
    signed = city.bring(State.SIGNED)
    said = answers.report(op2, signed.id, signed.revision, "公司来电说已修好")
    with pytest.raises(NotAllowed, match="由您反馈"):
        solved(city, said)
    assert solved(city, said, "lia1").state is State.CLOSED


def test_the_supervisor_may_with_a_reason_when_nobody_else_is_there(city: City) -> None:
    sup = city.seat("sup1")
    said = city.bring(State.REPORTED, by="sup1")
    with pytest.raises(BadInput, match="为什么由您本人回访") as told:
        solved(city, said, "sup1")
    assert told.value.field == "note"
    assert refusal(city, "sup1", said, Act.CALL_BACK, note=" ") == ("WL006", "note")
    done = callback.call_back(sup, said.id, said.revision, True, True, 4, "夜班只有一人，用户满意")
    assert (done.state, done.events[-1].note) == (State.CLOSED, "夜班只有一人，用户满意")


def test_a_company_never_calls_back(city: City) -> None:
    said = city.bring(State.REPORTED, by="a1")
    assert refusal(city, "a2", said, Act.CALL_BACK)[0] == "WL003"
    with pytest.raises(NotAllowed):
        callback_list.call_backs(city.seat("a1"))


def test_a_second_try_within_the_hour_is_refused(city: City) -> None:
    said = city.bring(State.CALL_BACK)
    with pytest.raises(MoveRefused, match="请换个钟点再拨"):
        miss(city, said)
    assert refusal(city, "lia1", said, Act.MISS) == ("WL002", "same_hour")
    city.let_pass(said.id)
    assert miss(city, said).tries == 2


def test_closing_unreachable_needs_three_hours_of_this_round(city: City) -> None:
    op2, a = city.seat("op2"), city.seat("a1")
    said = city.bring(State.REPORTED)
    for _ in range(2):
        said = miss(city, said)
        city.let_pass(said.id)
    again = callback.call_back(op2, said.id, said.revision, True, False, 1, "还是不热")
    signed = dispatch.sign(a, again.id, again.revision)
    said = miss(city, answers.report(a, signed.id, signed.revision, "换了阀门"))
    assert said.tries == 3
    with pytest.raises(MoveRefused, match="现在 1 次"):
        callback.close(op2, said.id, said.revision)
    assert refusal(city, "op2", said, Act.CLOSE) == ("WL002", "not_called_back")
    for _ in range(2):
        city.let_pass(said.id)
        said = miss(city, said)
    assert callback.close(op2, said.id, said.revision).events[-1].note == "回访 3 次未接通"


@pytest.mark.parametrize("result", [one for one in CallResult if one is not CallResult.CONNECTED])
def test_why_nobody_was_reached_is_kept(city: City, result: CallResult) -> None:
    said = miss(city, city.bring(State.REPORTED), result=result)
    assert said.events[-1].detail["result"] == result


def test_an_answer_and_its_result_agree(city: City) -> None:
    said = city.bring(State.REPORTED)
    for contacted, result in ((False, CallResult.CONNECTED), (True, CallResult.BUSY)):
        with pytest.raises(BadInput) as told:
            callback.call_back(city.seat("op2"), said.id, said.revision, contacted, True, 5, result=result)
        assert told.value.field == "result"
    assert refusal(city, "op2", said, Act.MISS, detail={"result": "忙"}) == ("WL006", "result")
    assert solved(city, said).events[-1].detail["result"] == CallResult.CONNECTED


def test_the_list_has_what_this_person_may_call_back(city: City) -> None:
    fresh = city.bring(State.REPORTED, by="op2")
    tried = city.bring(State.CALL_BACK, room="502")
    city.bring(State.ARRIVED, room="503")
    quiet = city.bring(State.REPORTED, room="504", no_reply=True)
    ids = {
        login: [one.row.id for one in callback_list.call_backs(city.seat(login))] for login in ("op1", "op2", "sup1")
    }
    assert ids["op1"] == [fresh.id]
    assert set(ids["op2"]) == {tried.id, quiet.id}
    assert set(ids["sup1"]) == {fresh.id, tried.id, quiet.id}
    facts = callback_list.read_tries(city.seat("op2"))
    one = facts[tried.id]
    assert (one.tries, one.last_result, one.closable) == (1, CallResult.NO_ANSWER, False)
    assert one.last_at == tried.events[-1].at
    assert (one.next_at.hour, one.next_at.date()) != (tried.events[-1].at.hour, tried.events[-1].at.date())
    assert (facts[quiet.id].tries, facts[quiet.id].last_at, facts[quiet.id].closable) == (0, None, True)
    assert facts[fresh.id].own


def test_the_rates_are_counted_by_the_end_of_each_round_and_its_company(city: City) -> None:
    op, op2, a, b = (city.seat(login) for login in ("op1", "op2", "a1", "b1"))
    since = op.now() - timedelta(days=1)
    solved(city, city.bring(State.REPORTED), grade=5)
    solved(city, city.bring(State.REPORTED, room="502"), grade=3)
    again = city.bring(State.REOPENED, room="503")  # not solved, grade 1; later solved
    signed = dispatch.sign(a, again.id, again.revision)
    solved(city, answers.report(a, signed.id, signed.revision, "换了阀门"), grade=4)
    quiet = city.bring(State.REPORTED, room="504", no_reply=True)
    callback.close(op2, quiet.id, quiet.revision)
    city.bring(State.CALL_BACK, room="505")  # not ended yet
    other = intake.take(op, new(community_id=MAGNOLIA, building="", unit="", room=""))
    sent, _ = dispatch.dispatch(op, other.id, other.revision)
    signed = dispatch.sign(b, sent.id, sent.revision)
    said = answers.report(b, signed.id, signed.revision, "已修好")
    for _ in range(3):
        city.let_pass(said.id)
        said = miss(city, said)
    callback.close(op2, said.id, said.revision)

    until = op.now() + timedelta(minutes=1)
    found = rates.rates(op, since, until)
    assert (found.contacted, found.solved, found.satisfied) == (Share(4, 5), Share(3, 4), Share(2, 4))
    assert rates.rates(op, since, until, company=2).contacted == Share(0, 1)
    by_company = rates.rates_by_company(op, since, until)
    assert by_company[None] == found
    assert by_company[1].contacted == Share(4, 4)
    assert by_company[3].contacted == Share(0, 0)
    assert rates.rates(op, until, until + timedelta(days=1)).contacted == Share(0, 0)
    assert rates.rates(b, since, until) == by_company[2]
    assert rates.rates(city.seat("audit"), since, until) == found


def test_what_an_incident_settled_is_called_back_by_somebody_else(city: City) -> None:
    op, op2 = city.seat("op1"), city.seat("op2")
    taken = city.take(category="A3")
    station = Spot(IncidentKind.STATION, station_id=1)
    opened = incidents.open_incident(op2, station, "A3", [taken.id], cause="一次网泄漏")
    done = incidents.close(op2, opened.id, opened.revision, "一次网泄漏已修复")
    assert done.call_backs == 1
    (one,) = callback_list.call_backs(city.seat("lia1"))
    assert (one.row.id, one.tried.tries, one.tried.closable) == (taken.id, 0, False)
    assert callback_list.call_backs(op) == callback_list.call_backs(op2) == []
    said = show(op2, taken.id)
    for login in ("op1", "op2"):
        assert refusal(city, login, said, Act.CALL_BACK) == ("WL003", "own_work")
    assert solved(city, said, "lia1").state is State.CLOSED


def test_a_round_after_an_incident_is_its_company_s_wherever_the_complaint_goes_later(city: City) -> None:
    op, op2, a = city.seat("op1"), city.seat("op2"), city.seat("a1")
    since = op.now() - timedelta(days=1)
    taken = city.take(category="A3")
    opened = incidents.open_incident(op, Spot(IncidentKind.STATION, station_id=1), "A3", [taken.id])
    incidents.close(op, opened.id, opened.revision, "一次网泄漏已修复")
    listed = show(op2, taken.id)
    again = callback.call_back(op2, listed.id, listed.revision, True, solved=False, satisfaction=1)
    back = dispatch.give_back(a, again.id, again.revision, "不是我公司管网")
    dispatch.dispatch(op, back.id, back.revision, 2)
    by_company = rates.rates_by_company(op, since, op.now() + timedelta(minutes=1))
    assert (by_company[1].solved, by_company[2].solved) == (Share(0, 1), Share(0, 0))


@pytest.mark.parametrize(
    ("answers_given", "field"), [({"solved": True}, "solved"), ({"satisfaction": 5}, "satisfaction")]
)
def test_who_was_not_reached_has_answered_nothing(city: City, answers_given: dict[str, Any], field: str) -> None:
    said = city.bring(State.REPORTED)
    with pytest.raises(BadInput, match="没有联系上") as told:
        miss(city, said, **answers_given)
    assert told.value.field == field
    assert show(city.seat("op1"), said.id).tries == 0


@pytest.mark.parametrize(
    ("act", "changes", "hint"),
    [
        (Act.CALL_BACK, {}, "contacted"),
        (Act.CALL_BACK, {"contacted": False, "solved": True, "satisfaction": 5}, "contacted"),
        (Act.CALL_BACK, {"contacted": True, "solved": False, "satisfaction": 5}, "solved"),
        (Act.CALL_BACK, {"contacted": True, "solved": True}, "satisfaction"),
        (Act.REOPEN, {"contacted": True, "solved": True, "satisfaction": 1}, "solved"),
        (Act.REOPEN, {"contacted": True, "solved": False}, "satisfaction"),
    ],
)
def test_no_sql_calls_back_without_the_three_answers(city: City, act: Act, changes: dict[str, Any], hint: str) -> None:
    said = city.bring(State.REPORTED)
    assert refusal(city, "op2", said, act, changes=changes) == ("WL006", hint)
