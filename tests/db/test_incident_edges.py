"""Incidents where two seats, two companies or two incidents meet: nobody joins twice, nobody stays where it left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import complaints, dispatch, incidents
from app.errors import BadInput, MoveRefused
from app.incident_groups import Spot
from app.incidents import Incident
from app.records import Act, Complaint, IncidentKind, State
from app.seat import Seat
from at_once import together
from small_city import PEONY, City

THERE = Spot(IncidentKind.COMMUNITY, PEONY)
ACCEPTING = ("op1", "op2", "sup1", "net1")


def open_with(city: City, *taken: Complaint, by: str = "op1", spot: Spot = THERE) -> Incident:
    return incidents.open_incident(city.seat(by), spot, "A3", [one.id for one in taken])


def acts_of(seat: Seat, one: Complaint) -> list[Act]:
    return [event.act for event in complaints.show(seat, one.id).events]


def test_a_suggestion_accepted_by_several_seats_joins_each_once(city: City) -> None:
    taken = [city.take(room=str(n)) for n in range(12)]
    made = together(*(lambda login=login: open_with(city, *taken, by=login) for login in ACCEPTING))
    assert len({one.id for one in made}) == 1
    for one in taken:
        assert acts_of(city.seat("op1"), one) == [Act.TAKE, Act.JOIN]
    assert open_with(city, taken[0]).id == made[0].id
    assert acts_of(city.seat("op1"), taken[0]) == [Act.TAKE, Act.JOIN]


def test_what_is_part_of_an_incident_is_not_taken_by_another(city: City) -> None:
    op = city.seat("op1")
    taken = city.take()
    first = open_with(city, taken)
    second = open_with(city, spot=Spot(IncidentKind.STATION, station_id=1))
    for joining in (
        lambda: incidents.attach(op, second.id, [taken.id]),
        lambda: open_with(city, taken, spot=Spot(IncidentKind.BUILDING, PEONY, "3")),
    ):
        with pytest.raises(MoveRefused, match=rf"{taken.number} 已经并入片区事件 {first.number}，请先移出"):
            joining()
    assert complaints.show(op, taken.id).incident_id == first.id
    assert [one.id for one in incidents.list_incidents(op)] == [second.id, first.id]


def test_what_was_reopened_after_one_incident_joins_the_next(city: City) -> None:
    op = city.seat("op1")
    taken = city.take()
    first = open_with(city, taken)
    incidents.close(op, first.id, first.revision, "已修复")
    listed = complaints.show(city.seat("op2"), taken.id)
    city.act(
        "op2", taken.id, listed.revision, Act.REOPEN, changes={"contacted": True, "solved": False, "satisfaction": 1}
    )
    second = open_with(city, taken)
    assert second.id != first.id
    assert complaints.show(op, taken.id).incident_id == second.id


@pytest.mark.parametrize("returned", [True, False])
def test_what_is_sent_to_another_company_leaves_the_incident(city: City, returned: bool) -> None:
    op, a, b = city.seat("op1"), city.seat("a1"), city.seat("b1")
    one, stays = city.take(room="1"), city.take(room="2")
    made = open_with(city, one, stays)
    if returned:
        dispatch.give_back(a, one.id, complaints.show(a, one.id).revision, "不是我公司管网")
    sent, _ = dispatch.dispatch(op, one.id, complaints.show(op, one.id).revision, 2)
    assert (sent.state, sent.company_id, sent.incident_id) == (State.DISPATCHED, 2, None)
    assert sent.events[-1].act is Act.LEAVE
    done = incidents.close(op, made.id, made.revision, "已修复")
    assert (done.attached, done.settled, done.call_backs, done.others) == (1, 1, 1, 0)
    assert complaints.show(b, one.id).state is State.DISPATCHED


def test_what_comes_back_to_the_same_company_stays_in_the_incident(city: City) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    one = city.take()
    made = open_with(city, one)
    dispatch.give_back(a, one.id, complaints.show(a, one.id).revision, "不是我公司管网")
    sent, _ = dispatch.dispatch(op, one.id, complaints.show(op, one.id).revision)
    assert sent.incident_id == made.id


def test_all_that_went_to_another_company_than_the_usual_is_suggested_for_that_one(city: City) -> None:
    op = city.seat("op1")
    for n in range(4):
        one = city.take(room=str(n))
        dispatch.dispatch(op, one.id, one.revision, 2)
    (suggested,) = incidents.suggest(op)
    assert (suggested.company_id, len(suggested.complaints)) == (2, 4)
    made = incidents.open_incident(op, suggested.spot, "B2", suggested.complaints, company_id=suggested.company_id)
    assert (made.company_id, len(incidents.complaints_of(op, made.id))) == (2, 4)


def test_a_building_of_another_company_is_not_offered_the_incident_of_its_community(city: City) -> None:
    op = city.seat("op1")
    change = {"table": "building", "key": "b", "id": 1, "values": {"company_id": 2}}
    city.raw("admin").execute("SELECT directory_put(%s, '3 号楼归同心')", (Jsonb([change]),))
    op.refresh()
    made = open_with(city)
    assert incidents.of_place(op, PEONY, "3") == []
    assert [one.id for one in incidents.of_place(op, PEONY, "4")] == [made.id]
    city.take(building="3")
    assert incidents.suggest(op) == []
    city.take(building="4")
    assert [one.incident_id for one in incidents.suggest(op)] == [made.id]


def test_the_end_and_the_beginning_are_plausible(city: City) -> None:
    op = city.seat("op1")
    made = open_with(city)
    for field, days, match in (
        ("expected_end", -1, "已经过去"),
        ("expected_end", 61, "60 天以后"),
        ("began_at", 1, "还没有到"),
        ("began_at", -61, "60 天以前"),
    ):
        with pytest.raises(BadInput, match=match) as told:
            incidents.change(op, made.id, 1, **{field: op.now() + timedelta(days=days)})
        assert told.value.field == {"expected_end": "until", "began_at": "began"}[field]
    with pytest.raises(BadInput, match="已经过去"):
        incidents.open_incident(op, THERE, "A1", expected_end=op.now() - timedelta(minutes=1))
    for nothing in ({}, {"cuase": "焊口"}):
        with pytest.raises(BadInput):
            incidents.change(op, made.id, 1, **nothing)
    assert incidents.show(op, made.number.replace("-", "－")).revision == 1


def test_no_time_that_has_passed_is_promised(city: City) -> None:
    op = city.seat("op1")
    made = incidents.open_incident(op, THERE, "A3", expected_end=op.now() + timedelta(hours=1))
    assert "前恢复。" in incidents.read_out(op, made)
    late = replace(made, expected_end=op.now() - timedelta(hours=1))
    assert "恢复，还在抢修。" in incidents.read_out(op, late)
    over = incidents.close(op, made.id, made.revision, "已修复").incident
    assert incidents.read_out(op, over).endswith("恢复供热。")
    assert "抢修" not in incidents.read_out(op, over)


def test_nobody_signs_for_what_is_over_or_arrives_unsigned(city: City) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    made = open_with(city)
    with pytest.raises(MoveRefused, match="还没有签收"):
        incidents.arrive(a, made.id)
    incidents.close(op, made.id, made.revision, "已修复")
    for act in (incidents.sign, incidents.arrive):
        with pytest.raises(MoveRefused, match="已经结束"):
            act(a, made.id)
    assert incidents.show(a, made.number).signed_at is None


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Something that another seat does once, after an act on all of an incident has looked and before it stores."""
    counted = incidents.stepping
    left = [happens]

    def step(*given: Any) -> Any:
        items = counted(*given)
        while left:
            left.pop()()
        return items

    monkeypatch.setattr(incidents, "stepping", step)


def test_nobody_joins_between_the_count_and_the_end(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a rush of calls the end would be counted anew for ever."""
    op, other = city.seat("op1"), city.raw("op2")
    made = open_with(city, *(city.take(room=str(n)) for n in range(3)))
    other.execute("SET lock_timeout = '100ms'")

    def join() -> None:
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("SELECT incident_attach(%s, '[]', clock_timestamp())", (made.id,))

    meanwhile(monkeypatch, join)
    assert incidents.close(op, made.id, made.revision, "已修复").settled == 3
    with pytest.raises(MoveRefused, match="已经结束"):
        incidents.attach(op, made.id, [city.take(room="late").id])


def test_one_that_leaves_meanwhile_does_not_undo_the_signature_for_the_others(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    op, a = city.seat("op1"), city.seat("a1")
    taken = [city.take(room=str(n)) for n in range(3)]
    made = open_with(city, *taken)
    meanwhile(monkeypatch, lambda: incidents.detach(op, taken[0].id, "自家阀门"))
    assert incidents.sign(a, made.id) == 2
    assert {row.state for row in incidents.complaints_of(op, made.id)} == {State.SIGNED}


def test_the_database_refuses_the_same(city: City) -> None:
    op, a = city.raw("op1"), city.raw("a1")
    one = city.take()
    made = open_with(city, one)
    other = open_with(city, spot=Spot(IncidentKind.STATION, station_id=1))
    join = {"incident_id": str(other.id)}
    assert said(lambda: city.act("op1", one.id, None, Act.JOIN, changes=join)) == ("WL002", "joined")
    step = "SELECT incident_step(%s, %s, '[]', '', clock_timestamp())"
    assert said(lambda: a.execute(step, (other.id, "arrive"))) == ("WL002", "unsigned")
    incidents.close(city.seat("op1"), made.id, made.revision, "已修复")
    for act in ("sign", "arrive"):
        assert said(lambda act=act: op.execute(step, (made.id, act))) == ("WL002", "incident_closed")


def said(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(psycopg.Error) as told:
        act()
    return told.value.sqlstate or "", told.value.diag.message_hint or ""
