"""What the database holds to by itself: its own SQL is refused as the program's acts are, and in the same words."""

from typing import Any

import psycopg
import pytest

from app import answers, callback, dispatch, extensions, incidents, live_queue, pauses, shelving, states
from app.complaints import show
from app.errors import MoveRefused
from app.incident_groups import Spot
from app.records import Act, Complaint, IncidentKind, State
from small_city import LOTUS, MAGNOLIA, PEONY, City

WAITS_FOR_CALL = (State.REPORTED, State.CALL_BACK)
OURS, THEIRS = Spot(IncidentKind.COMMUNITY, PEONY), Spot(IncidentKind.COMMUNITY, MAGNOLIA)


def refusal(city: City, login: str, one: Complaint, act: Act, **values: Any) -> tuple[str, str]:
    """What the database itself says to this person's own SQL."""
    with pytest.raises(psycopg.Error) as told:
        city.act(login, one.id, None, act, **values)
    return told.value.sqlstate or "", told.value.diag.message_hint or ""


# call-backs are somebody else's


def test_nobody_is_handed_the_call_back_of_his_own_work(city: City) -> None:
    mine = city.bring(State.REPORTED)
    assert live_queue.claim_next(city.seat("op1"), WAITS_FOR_CALL) is None
    waits = city.take()  # what is not a call-back is handed out as ever
    assert live_queue.claim_next(city.seat("op1"), (State.WAITING, *WAITS_FOR_CALL)) == waits.id
    assert live_queue.claim_next(city.seat("op2"), WAITS_FOR_CALL) == mine.id


def test_who_ended_the_incident_is_not_handed_its_callers(city: City) -> None:
    taken = city.take()
    made = incidents.open_incident(city.seat("op2"), OURS, "A3", [taken.id])
    incidents.close(city.seat("op2"), made.id, made.revision, "一次网泄漏，已焊好")
    for login in ("op1", "op2"):
        assert live_queue.claim_next(city.seat(login), WAITS_FOR_CALL) is None
    assert live_queue.claim_next(city.seat("net1"), WAITS_FOR_CALL) == taken.id


def test_a_supervisor_takes_the_own_one_by_hand_only(city: City) -> None:
    sup, a = city.seat("sup1"), city.seat("a1")
    taken = city.take(by="sup1")
    sent, _ = dispatch.dispatch(sup, taken.id, taken.revision)
    said = answers.report(a, sent.id, dispatch.sign(a, sent.id, sent.revision).revision, "已修好")
    assert live_queue.claim_next(sup, WAITS_FOR_CALL) is None
    assert Act.CALL_BACK in states.offered(sup, said)
    done = callback.call_back(sup, said.id, said.revision, True, True, 5, "当班只有我一人")
    assert done.state is State.CLOSED


@pytest.mark.parametrize(("login", "why"), [("op1", "由您受理"), ("op2", "由您反馈"), ("net1", ""), ("sup1", "")])
def test_what_is_not_offered_and_why(city: City, login: str, why: str) -> None:
    op2 = city.seat("op2")
    signed = city.bring(State.SIGNED)
    said = answers.report(op2, signed.id, signed.revision, "公司电话里报：已修好")
    seat = city.seat(login)
    shown = show(seat, said.id)
    assert (Act.CALL_BACK in states.offered(seat, shown)) is not bool(why)
    withheld = states.withheld(seat, shown)
    assert set(withheld) == ({Act.CALL_BACK} if why else set())
    assert why in withheld.get(Act.CALL_BACK, "")


def test_what_a_ruling_or_the_time_leaves_nobody_to_do(city: City) -> None:
    """The acts that would be refused are not offered, in the words of the refusal; a supervisor still has them."""
    sup, op, a = city.seat("sup1"), city.seat("op1"), city.seat("a1")
    back = city.bring(State.RETURNED)
    ruled, _ = dispatch.dispatch(sup, back.id, back.revision, 1, binding=True, reason="在你方红线内")
    assert states.withheld(a, ruled) == {Act.RETURN: "这张派单由班长裁定，不能退单；仍有异议请联系班长"}
    assert states.withheld(op, ruled) == {
        Act.RETURN: "这张派单由班长裁定，不能退单；仍有异议请联系班长",
        Act.DISPATCH: "这件诉求由班长裁定派单，只有班长可以改派",
    }
    assert not {Act.RETURN, Act.DISPATCH} & {*states.offered(op, ruled)}
    assert states.withheld(sup, ruled) == {}
    late = city.bring(State.SIGNED, room="602")
    assert states.withheld(a, late) == {}
    city.owner().execute("UPDATE complaint SET return_until = now() - interval '1 minute' WHERE id = %s", (late.id,))
    late = show(a, late.id)
    assert Act.RETURN not in states.offered(a, late)
    assert states.withheld(a, late)[Act.RETURN].startswith("派单后 2 个工作日内可以退单，期限 ")


# an extension is asked for before the limit


def short(city: City, one: Complaint, ago: str) -> Complaint:
    """The complaint as if the limit of its answer had been so long ago (PostgreSQL's words)."""
    city.owner().execute(
        "UPDATE complaint SET due_times = (SELECT jsonb_agg(CASE WHEN d->>'clock' = 'answer'"
        " THEN d || jsonb_build_object('due_at', now() - %s::interval) ELSE d END)"
        " FROM jsonb_array_elements(due_times) d) WHERE id = %s",
        (ago, one.id),
    )
    return show(city.seat("op1"), one.id)


@pytest.mark.parametrize("login", ["a1", "op1", "sup1"])
def test_the_database_takes_no_request_after_the_limit(city: City, login: str) -> None:
    there = short(city, city.bring(State.ARRIVED), "1 second")
    asked = {"extension_asked": 2}
    assert refusal(city, login, there, Act.EXTEND, changes=asked) == ("WL002", "extension_late")
    there = short(city, there, "-1 minute")
    assert city.act(login, there.id, None, Act.EXTEND, changes=asked)["extension_asked"] == 2


def test_without_a_limit_of_the_answer_there_is_nothing_to_extend(city: City) -> None:
    there = city.bring(State.ARRIVED)
    city.owner().execute(
        "UPDATE complaint SET due_times = (SELECT jsonb_agg(d) FROM jsonb_array_elements(due_times) d"
        " WHERE d->>'clock' <> 'answer') WHERE id = %s",
        (there.id,),
    )
    assert refusal(city, "a1", there, Act.EXTEND, changes={"extension_asked": 2}) == ("WL002", "no_answer_limit")


def test_granted_days_and_pauses_leave_time_to_ask_again(city: City) -> None:
    a, sup = city.seat("a1"), city.seat("sup1")
    there = city.bring(State.ARRIVED)
    asked = extensions.ask(a, there.id, there.revision, 2, "等待配件到货")
    granted = extensions.grant(sup, asked.id, asked.revision)
    short(city, granted, "1 hour")
    assert city.act("a1", granted.id, None, Act.EXTEND, changes={"extension_asked": 1})["extension_asked"] == 1
    city.owner().execute("UPDATE complaint SET due_at = now() - interval '1 second' WHERE id = %s", (granted.id,))
    assert refusal(city, "a1", granted, Act.EXTEND, changes={"extension_asked": 1}) == ("WL002", "extension_late")


def test_a_pause_before_anybody_is_there_is_counted_at_its_full_length(city: City) -> None:
    signed = city.bring(State.SIGNED)
    paused = pauses.pause(city.seat("op1"), signed.id, signed.revision, "user", "用户出差，周五回来")
    short(city, paused, "1 day")  # of a pause of three
    assert city.act("a1", paused.id, None, Act.EXTEND, changes={"extension_asked": 1})["extension_asked"] == 1
    short(city, paused, "14 days")
    assert refusal(city, "a1", paused, Act.EXTEND, changes={"extension_asked": 1}) == ("WL002", "extension_late")


# a dispatched complaint keeps its company


def shelved_and_taken_up(city: City) -> Complaint:
    there = city.bring(State.SHELVED)
    return shelving.take_up(city.seat("op1"), there.id, there.revision)


def ruled(city: City) -> Complaint:
    """Ruled to be company 1's, then shelved and taken up: it waits again, and the ruling still binds."""
    sup = city.seat("sup1")
    back = city.bring(State.RETURNED)
    sent, _ = dispatch.dispatch(sup, back.id, back.revision, binding=True, reason="管网图核实，属永恒")
    there = shelving.shelve(sup, sent.id, sent.revision, "夏季改造")
    return shelving.take_up(sup, there.id, there.revision)


@pytest.mark.parametrize("make", [shelved_and_taken_up, ruled, lambda city: city.bring(State.RETURNED)])
@pytest.mark.parametrize("login", ["op1", "sup1"])
def test_no_incident_takes_a_complaint_from_its_company(city: City, make: Any, login: str) -> None:
    one = make(city)
    seat = city.seat(login)
    theirs = incidents.open_incident(seat, THEIRS, "A3")
    with pytest.raises(MoveRefused, match=r"另一家热力公司（永恒）.*先改派"):
        incidents.attach(seat, theirs.id, [one.id])
    link = {"incident_id": str(theirs.id), "company_id": theirs.company_id, "station_id": None}
    hint = "ruling" if one.binding else "other_company"
    assert refusal(city, login, one, Act.JOIN, changes=link) == ("WL002", hint)
    after = show(seat, one.id)
    assert (after.company_id, after.incident_id, after.revision) == (one.company_id, None, one.revision)


@pytest.mark.parametrize("make", [shelved_and_taken_up, ruled])
def test_the_own_company_s_incident_takes_it_and_the_ruling_still_binds(city: City, make: Any) -> None:
    one = make(city)
    op = city.seat("op1")
    ours = incidents.open_incident(op, OURS, "A3", [one.id])
    after = show(op, one.id)
    assert (after.state, after.company_id, after.incident_id) == (State.DISPATCHED, 1, ours.id)
    assert after.binding is one.binding


def test_after_another_slip_it_joins_the_other_company_s_incident(city: City) -> None:
    sup = city.seat("sup1")
    one = shelved_and_taken_up(city)
    theirs = incidents.open_incident(sup, THEIRS, "A3")
    dispatch.dispatch(sup, one.id, one.revision, theirs.company_id)
    assert incidents.attach(sup, theirs.id, [one.id]) == 1
    assert show(sup, one.id).company_id == theirs.company_id


def test_what_nobody_was_told_of_goes_to_the_company_of_the_incident(city: City) -> None:
    one = city.take(community_id=LOTUS)
    theirs = incidents.open_incident(city.seat("op1"), THEIRS, "A3", [one.id])
    assert show(city.seat("op1"), one.id).company_id == theirs.company_id


def test_nothing_is_suggested_that_would_be_refused(city: City) -> None:
    """One flat of the place was sent to another company, shelved and taken up: it is left out of what is suggested."""
    sup = city.seat("sup1")
    one = city.take(room="9")
    sent, _ = dispatch.dispatch(sup, one.id, one.revision, 2)
    there = shelving.shelve(sup, sent.id, sent.revision, "夏季改造")
    shelving.take_up(sup, there.id, there.revision)
    calls = {city.take(room=str(n)).id for n in range(4)}
    (suggested,) = incidents.suggest(sup)
    assert set(suggested.complaints) == calls


def test_no_act_at_all_moves_a_dispatched_complaint(city: City) -> None:
    sent = city.bring(State.DISPATCHED)
    for change in ("company_id = 2", "station_id = NULL"):
        with pytest.raises(psycopg.Error) as told:
            city.owner().execute(f"UPDATE complaint SET {change} WHERE id = '{sent.id}'")
        assert told.value.sqlstate == "WL002"
    moved, _ = dispatch.dispatch(city.seat("op1"), sent.id, sent.revision, 2)
    assert moved.company_id == 2
