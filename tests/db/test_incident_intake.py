"""A call taken down into a running incident: saved and attached in one go, told what to expect; who signed for it."""

from datetime import timedelta

import pytest

from app import complaints, dispatch, incidents
from app.audit import verify
from app.drafts import Draft
from app.errors import DatabaseAway, MoveRefused, NotAllowed, UnknownComplaint
from app.incident_groups import Spot
from app.records import Act, IncidentKind, State
from app.sending import Wish, send
from app.spool import Queued, Spool, submit
from at_once import together
from small_city import MAGNOLIA, PEONY, City, new

STATION = Spot(IncidentKind.STATION, station_id=1)


@pytest.fixture
def going(city: City) -> incidents.Incident:
    op = city.seat("op1")
    end = op.now() + timedelta(hours=3)
    return incidents.open_incident(op, STATION, "A3", canned_answer="牡丹站主管网抢修。", expected_end=end)


@pytest.mark.parametrize("login", ["op1", "sup1", "lia1", "net1"])
def test_saved_and_attached_in_one_go(city: City, going: incidents.Incident, login: str) -> None:
    call = new()
    taken = incidents.take_into(city.seat(login), call, going.id)
    assert (taken.state, taken.incident_id, taken.dispatches, taken.company_id) == (State.DISPATCHED, going.id, 0, 1)
    assert [event.act for event in taken.events] == [Act.TAKE, Act.JOIN]
    assert taken.events[-1].note == incidents.read_out(city.seat("op1"), going)
    again = incidents.take_into(city.seat(login), call, going.id)
    assert (again.id, again.revision) == (taken.id, taken.revision)
    assert verify(city.seat("audit")).breaks == ()


def test_a_complaint_of_a_building_that_another_company_heats_goes_to_the_incidents(city: City) -> None:
    op = city.seat("op1")
    there = incidents.open_incident(op, STATION, "A3")
    taken = incidents.take_into(op, new(community_id=MAGNOLIA), there.id)
    assert (taken.company_id, taken.station_id) == (1, None)


def test_what_can_not_be_attached_is_not_saved_either(city: City, going: incidents.Incident) -> None:
    op, call = city.seat("op1"), new()
    incidents.close(op, going.id, going.revision, "已修好")
    with pytest.raises(MoveRefused, match="已经结束"):
        incidents.take_into(op, call, going.id)
    with pytest.raises(UnknownComplaint):
        complaints.show(op, call.id)
    with pytest.raises(NotAllowed):
        incidents.take_into(city.seat("a1"), call, incidents.open_incident(op, STATION, "A3").id)
    with pytest.raises(UnknownComplaint):
        complaints.show(op, call.id)


def test_six_seats_take_down_into_one_incident_at_once(city: City, going: incidents.Incident) -> None:
    seats = [city.seat(login) for login in ("op1", "op2", "sup1", "lia1", "net1")]
    together(
        *(
            lambda seat=seat, n=n: [incidents.take_into(seat, new(room=f"{n}-{k}"), going.id) for k in range(5)]
            for n, seat in enumerate(seats)
        )
    )
    assert len(incidents.complaints_of(seats[0], going.id)) == 25
    assert incidents.suggest(seats[0]) == []


def test_sending_goes_by_the_incident_whatever_was_wished(city: City, going: incidents.Incident) -> None:
    sent = send(city.seat("op1"), new(), Wish.DISPATCH, incident_id=going.id)
    assert (sent.slip, sent.complaint.incident_id, sent.trouble) == (None, going.id, "")


def test_offline_it_waits_and_is_attached_when_the_database_is_back(
    city: City, going: incidents.Incident, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = city.seat("op1")
    spool = Spool(tmp_path, "op1")
    draft = Draft(begun_at=seat.now(), phone="13853000001", community_id=PEONY, flat="3-2-501", category_code="B1",
                  text="不热", incident=str(going.id))  # fmt: skip
    spool.keep(draft, seat.now())
    with monkeypatch.context() as away:

        def cut(*_given: object) -> None:
            raise DatabaseAway("连不上数据库。")

        away.setattr(type(seat), "do_whole", cut)
        assert isinstance(submit(seat, spool, draft, Wish.DISPATCH), Queued)
    assert spool.drafts() == []
    late = spool.queued()[0].draft
    assert late.incident == str(going.id)
    (sent,) = spool.replay(seat).sent
    assert (sent.complaint.id, sent.complaint.incident_id) == (draft.id, going.id)
    spool.close()


def test_refused_after_it_waited_it_is_a_draft_again(city: City, going: incidents.Incident, tmp_path) -> None:
    seat = city.seat("op1")
    spool = Spool(tmp_path, "op1")
    draft = Draft(begun_at=seat.now(), phone="13853000001", community_id=PEONY, flat="3-2-501", category_code="B1",
                  text="不热", incident=str(going.id))  # fmt: skip
    spool.queue(draft, new(id=draft.id), Wish.DISPATCH, seat.now())
    incidents.close(seat, going.id, going.revision, "已修好")
    (refused,) = spool.replay(seat).refused
    assert "已经结束" in refused.refused
    assert [one.text for one in spool.drafts()] == ["不热"]
    spool.close()


def test_an_incident_is_signed_for_once(city: City, going: incidents.Incident) -> None:
    a, op = city.seat("a1"), city.seat("op1")
    assert going.signed_at is None
    assert incidents.sign(a, going.id) == 0  # nobody is attached yet
    first = incidents.show(op, going.id)
    assert first.signed_at is not None
    assert first.signed_by == a.person.id
    incidents.take_into(op, new(), going.id)
    assert incidents.sign(city.seat("a2"), going.id) == 0  # who joins is signed for with it
    assert incidents.show(op, going.id).signed_at == first.signed_at


def test_the_signature_of_one_complaint_is_the_incidents(city: City, going: incidents.Incident) -> None:
    taken = incidents.take_into(city.seat("op1"), new(), going.id)
    dispatch.sign(city.seat("a1"), taken.id, taken.revision)
    there = incidents.show(city.seat("op1"), going.id)
    assert (there.signed_by, there.revision) == (city.seat("a1").person.id, going.revision)
