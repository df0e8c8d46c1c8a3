"""Who joins an incident that the company has signed for is signed for with it: one dispatch, one signature."""

import psycopg
import pytest

from app import complaints, dispatch, incidents
from app.audit import verify
from app.clocks import clocks
from app.incident_groups import Spot
from app.incidents import Incident
from app.records import Act, Clock, Complaint, IncidentKind, State
from small_city import City, new

STATION = Spot(IncidentKind.STATION, station_id=1)


def signed_incident(city: City) -> Incident:
    made = incidents.open_incident(city.seat("op1"), STATION, "A3", [city.take(room="901").id], cause="一次网泄漏")
    incidents.sign(city.seat("a1"), made.id)
    return incidents.show(city.seat("op1"), made.id)


def shown(city: City, one: Complaint) -> Complaint:
    return complaints.show(city.seat("a2"), one.id)


def test_a_call_taken_into_it_is_signed_by_who_signed_for_it(city: City) -> None:
    there = signed_incident(city)
    taken = shown(city, incidents.take_into(city.seat("op2"), new(room="902"), there.id))
    assert (taken.state, [one.act for one in taken.events]) == (State.SIGNED, [Act.TAKE, Act.JOIN, Act.SIGN])
    last = taken.events[-1]
    assert (last.person_name, last.at) == ("永恒一号", taken.signed_at)
    assert last.note == f"{there.number} 已签收，随之签收"
    assert last.detail["incident"] == there.number
    assert incidents.arrive(city.seat("a1"), there.id) == 2  # nobody is left behind
    assert verify(city.seat("audit")).breaks == ()


def test_the_sign_clock_of_a_slip_of_its_own_stops(city: City) -> None:
    there = signed_incident(city)
    sent = city.bring(State.DISPATCHED, room="903")
    incidents.attach(city.seat("op1"), there.id, [sent.id])
    after = shown(city, sent)
    assert after.state is State.SIGNED
    (sign,) = (
        run
        for run in clocks(after.events, city.seat("a1").rules, city.seat("a1").rules.calendar)
        if run.clock is Clock.SIGN
    )
    assert (sign.stopped_by, sign.stopped_at, sign.in_time) == (Act.SIGN, after.signed_at, True)


def test_what_was_done_already_or_reopened_stays_as_it_is(city: City) -> None:
    """A reopened complaint was called solved and is not: the company signs for it by itself."""
    there = signed_incident(city)
    for state in (State.SIGNED, State.ARRIVED, State.REOPENED):
        one = city.bring(state, room=state)
        incidents.attach(city.seat("op1"), there.id, [one.id])
        assert (shown(city, one).state, shown(city, one).revision) == (state, one.revision + 1)


def test_nobody_is_signed_for_with_an_incident_that_is_not(city: City) -> None:
    there = incidents.open_incident(city.seat("op1"), STATION, "A3")
    taken = incidents.take_into(city.seat("op1"), new(room="904"), there.id)
    assert (taken.state, taken.events[-1].act) == (State.DISPATCHED, Act.JOIN)


def test_one_that_joins_while_the_company_signs_is_not_left_out(city: City) -> None:
    """The list that was read before it joined is refused, so that the act counts anew."""
    there = incidents.open_incident(city.seat("op1"), STATION, "A3")
    taken = incidents.take_into(city.seat("op1"), new(room="905"), there.id)
    with pytest.raises(psycopg.Error) as refused:
        city.raw("a1").execute("SELECT incident_step(%s, 'sign', '[]', '', clock_timestamp())", (there.id,))
    assert refused.value.sqlstate == "WL001"
    assert incidents.sign(city.seat("a1"), there.id) == 1
    assert shown(city, taken).state is State.SIGNED


def test_a_signature_of_one_complaint_counts_too(city: City) -> None:
    there = incidents.open_incident(city.seat("op1"), STATION, "A3")
    first = incidents.take_into(city.seat("op1"), new(room="906"), there.id)
    dispatch.sign(city.seat("a2"), first.id, first.revision)
    second = incidents.take_into(city.seat("op1"), new(room="907"), there.id)
    assert (second.state, second.events[-1].person_name) == (State.SIGNED, "永恒二号")
