"""Incidents on the real database: one act for many complaints, each with its own event; reversible, within rights."""

import time
from collections import Counter
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from app import callback, complaints, dispatch, incidents, live_queue
from app.audit import recent_events, verify
from app.clocks import clocks
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed
from app.feed import Feed
from app.incident_groups import Spot
from app.incident_thresholds import list_thresholds, set_thresholds, threshold_history
from app.incidents import Incident
from app.records import Act, Clock, Complaint, IncidentKind, IncidentState, State
from app.seat import Seat
from at_once import together
from small_city import LOTUS, MAGNOLIA, NOBODYS, PEONY, City

STATION = Spot(IncidentKind.STATION, station_id=1)
SEATS = ("op1", "op2", "sup1", "lia1", "net1", "a1")


def open_with(city: City, *taken: Complaint, by: str = "op1", spot: Spot = STATION) -> Incident:
    return incidents.open_incident(city.seat(by), spot, "A3", [one.id for one in taken], cause="一次网泄漏")


def state_of(seat: Seat, one: Complaint) -> State:
    return complaints.show(seat, one.id).state


def test_three_hundred_complaints_from_six_seats(city: City) -> None:
    op = city.seat("op1")

    def take(login: str) -> list[UUID]:
        return [city.take(by=login, building=str(n % 30), room=f"{login}{n}", no_reply=n == 7).id for n in range(50)]

    taken = [one for batch in together(*(lambda login=login: take(login) for login in SEATS)) for one in batch]
    (suggested,) = incidents.suggest(op)
    assert set(suggested.complaints) == set(taken)
    assert suggested.words.startswith("牡丹花园 ")
    assert "300 件" in suggested.words
    made = incidents.open_incident(op, suggested.spot, suggested.category, suggested.complaints, cause="一次网泄漏")
    assert incidents.suggest(op) == []
    rows = incidents.complaints_of(op, made.id)
    assert (len(rows), {row.state for row in rows}, {row.incident_id for row in rows}) == (
        300,
        {State.DISPATCHED},
        {made.id},
    )
    done = incidents.close(op, made.id, made.revision, "一次网焊口开裂，已焊好")
    assert (done.attached, done.settled, done.call_backs, done.closed, done.others) == (300, 300, 294, 6, 0)
    queue = Counter(row.state for row in live_queue.first_page(op, 1000))
    assert queue == {State.REPORTED: 294}
    assert verify(city.seat("audit")).breaks == ()
    acts = city.owner().execute("SELECT act, count(*) FROM event WHERE complaint_id IS NOT NULL GROUP BY 1").fetchall()
    assert dict(acts) == {"take": 300, "join": 300, "settle": 300, "close": 6}


def test_joining_goes_to_the_company_and_starts_the_clock_of_the_law(city: City) -> None:
    taken = city.take()
    a = city.seat("a1")
    assert incidents.list_incidents(a) == []
    made = open_with(city, taken)
    assert (made.number[:1], made.number[-3:], made.revision) == ("P", "-01", 1)
    assert (made.homes, made.began_at) == (900, taken.taken_at)
    after = complaints.show(a, taken.id)
    assert (after.state, after.incident_id, after.dispatches) == (State.DISPATCHED, made.id, 0)
    assert after.events[-1].detail["incident"] == made.number
    on_site = next(run for run in clocks(after.events, a.rules, a.rules.calendar) if run.clock is Clock.ON_SITE)
    assert after.dispatched_at is not None
    assert abs(on_site.started_at - after.dispatched_at) < timedelta(seconds=2)
    assert after.due_at == min(one.due_at for one in after.due_times)
    assert incidents.sign(a, made.id) == 1
    assert incidents.arrive(a, made.id) == 1
    assert state_of(a, taken) is State.ARRIVED
    assert incidents.sign(a, made.id) == 0


def test_what_is_dispatched_already_keeps_its_slip_and_its_place(city: City) -> None:
    sent = city.bring(State.ARRIVED)
    made = open_with(city, sent)
    after = complaints.show(city.seat("op1"), sent.id)
    assert (after.state, after.dispatches, after.due_at) == (State.ARRIVED, 1, sent.due_at)
    assert after.incident_id == made.id


def test_two_seats_that_accept_at_once_make_one_incident(city: City) -> None:
    taken = [city.take(room=str(n)) for n in range(4)]
    made = together(
        *(lambda login=login, one=one: open_with(city, one, by=login) for login, one in zip(SEATS, taken, strict=False))
    )
    assert len({one.id for one in made}) == 1
    assert len(incidents.complaints_of(city.seat("op1"), made[0].id)) == 4
    assert incidents.attach(city.seat("op2"), made[0].id, [taken[0].id]) == 0


def test_leaving_is_the_way_back(city: City) -> None:
    op = city.seat("op1")
    taken, sent = city.take(), city.bring(State.SIGNED, room="9")
    made = open_with(city, taken, sent)
    with pytest.raises(BadInput, match="移出原因"):
        incidents.detach(op, taken.id, " ")
    left = incidents.detach(op, taken.id, "自家阀门没开")
    assert (left.state, left.incident_id, left.dispatches) == (State.DISPATCHED, None, 1)
    assert incidents.detach(op, sent.id, "另有原因").state is State.SIGNED
    assert incidents.complaints_of(op, made.id) == []
    with pytest.raises(MoveRefused, match="没有并入"):
        incidents.detach(op, taken.id, "再移一次")
    assert incidents.attach(op, made.id, [taken.id]) == 1
    assert verify(city.seat("audit")).breaks == ()
    logged = [(one.act, one.subject) for one in recent_events(city.seat("audit"), limit=4)]
    assert logged == [
        ("并入片区事件", made.number),
        ("移出片区事件", made.number),
        ("移出片区事件", made.number),
        ("开片区事件", made.number),
    ]


def test_a_new_call_from_there_is_offered(city: City) -> None:
    op = city.seat("op1")
    made = open_with(city, city.take())
    assert [one.id for one in incidents.of_place(op, PEONY, "18")] == [made.id]
    assert incidents.of_place(op, MAGNOLIA) == []
    late = city.take(room="602")
    (offered,) = incidents.suggest(op)
    assert (offered.incident_id, offered.complaints) == (made.id, (late.id,))
    end = op.now() + timedelta(hours=3)
    changed = incidents.change(city.seat("a1"), made.id, made.revision, expected_end=end, cause="焊口开裂", homes=600)
    assert (changed.homes, changed.cause, changed.revision) == (600, "焊口开裂", 2)
    assert "前恢复。" in incidents.read_out(op, changed)
    assert incidents.read_out(op, changed).startswith("换热站 018 牡丹换热站供热出现故障，永恒热力有限公司正在抢修。")
    with pytest.raises(ChangedElsewhere):
        incidents.change(op, made.id, made.revision, cause="别的")
    assert incidents.change(op, made.id, 2, canned_answer="主管网抢修。").canned_answer == "主管网抢修。"


def test_a_closed_incident_takes_nobody_more(city: City) -> None:
    op = city.seat("op1")
    made = open_with(city, city.take())
    with pytest.raises(BadInput, match="原因"):
        incidents.close(op, made.id, made.revision, "")
    with pytest.raises(ChangedElsewhere):
        incidents.close(op, made.id, 9, "已修复")
    incidents.close(op, made.id, made.revision, "已修复")
    assert incidents.list_incidents(op) == []
    assert incidents.show(op, made.number.lower()).state is IncidentState.CLOSED
    with pytest.raises(MoveRefused, match="已经结束"):
        incidents.attach(op, made.id, [city.take(room="7").id])
    with pytest.raises(MoveRefused, match="已经结束"):
        incidents.close(op, made.id, 2, "再结束一次")
    assert open_with(city).id != made.id


def test_the_call_back_after_an_incident_is_the_usual_one(city: City) -> None:
    taken = city.take()
    made = open_with(city, taken)
    incidents.close(city.seat("sup1"), made.id, made.revision, "已修复", "已恢复供热，给您添麻烦了。")
    listed = complaints.show(city.seat("op2"), taken.id)
    assert (listed.state, listed.report, listed.public_answer) == (
        State.REPORTED,
        "已修复",
        "已恢复供热，给您添麻烦了。",
    )
    again = callback.call_back(city.seat("op2"), taken.id, listed.revision, True, False, 1)
    assert (again.state, again.incident_id) == (State.REOPENED, made.id)


@pytest.mark.parametrize(("hours", "category", "refund"), [(23, "A3", False), (25, "A3", True), (25, "A2", False)])
def test_more_than_a_day_without_heat_is_marked_for_the_refund(
    city: City, hours: int, category: str, refund: bool
) -> None:
    op = city.seat("op1")
    taken = city.take()
    made = incidents.open_incident(op, STATION, category, [taken.id])
    began = op.now() - timedelta(hours=hours)
    made = incidents.change(op, made.id, 1, began_at=began)
    assert incidents.refund_due(op.rules, made, op.now()) is refund
    closed = incidents.close(op, made.id, 2, "已修复").incident
    assert closed.refund is refund
    last = complaints.show(op, taken.id).events[-1]
    assert (last.act, last.detail["refund"]) == (Act.SETTLE, refund)
    assert last.detail["outage_minutes"] == hours * 60


def test_what_can_not_join(city: City) -> None:
    op = city.seat("op1")
    made = open_with(city)
    closed, reported = city.bring(State.CLOSED), city.bring(State.REPORTED, room="1")
    for one in (closed, reported):
        with pytest.raises(MoveRefused, match="不能并入"):
            incidents.attach(op, made.id, [one.id])
    other = city.take(community_id=MAGNOLIA)
    sent, _ = dispatch.dispatch(op, other.id, other.revision)
    free = city.take(room="2")
    with pytest.raises(MoveRefused, match="另一家热力公司"):
        incidents.attach(op, made.id, [free.id, sent.id])
    assert state_of(op, free) is State.WAITING  # all or nothing
    with pytest.raises(BadInput, match="不存在"):
        incidents.attach(op, made.id, [UUID(int=1)])
    with pytest.raises(BadInput, match="没有登记供热企业"):
        open_with(city, spot=Spot(IncidentKind.COMMUNITY, NOBODYS))
    with pytest.raises(BadInput, match="户数"):
        incidents.open_incident(op, Spot(IncidentKind.COMMUNITY, LOTUS), "A3", homes=-1)


def test_rights(city: City) -> None:
    taken = city.take()
    made = open_with(city, taken)
    a, b = city.seat("a1"), city.seat("b1")
    assert [one.id for one in incidents.list_incidents(a)] == [made.id]
    assert incidents.list_incidents(b) == []
    with pytest.raises(BadInput, match="没有这个片区事件"):
        incidents.show(b, made.number)
    for refused in (
        lambda: incidents.change(b, made.id, 1, cause="不是我们"),
        lambda: incidents.sign(b, made.id),
    ):
        with pytest.raises(BadInput):
            refused()
    for forbidden in (
        lambda: incidents.change(a, made.id, 1, canned_answer="我们说了算"),
        lambda: incidents.close(a, made.id, 1, "好了"),
        lambda: incidents.detach(a, taken.id, "不要"),
        lambda: incidents.open_incident(a, Spot(IncidentKind.COMMUNITY, PEONY), "A3"),
        lambda: incidents.close(city.seat("net1"), made.id, 1, "好了"),
        lambda: set_thresholds(city.seat("op1"), IncidentKind.STATION, [(0, 2, 5)], "试试"),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


@pytest.mark.parametrize("login", ["b1", "a1", "op1", "audit"])
def test_no_sql_moves_a_link(city: City, login: str) -> None:
    taken = city.take()
    made = open_with(city, taken)
    for statement in (
        "UPDATE complaint SET incident_id = NULL",
        f"UPDATE incident SET state = 'closed' WHERE id = '{made.id}'",
        "SELECT act_each('leave', '[]', '{}', '', '{}', now())",
        "SELECT link_incident()",
        f"SELECT log_incident(i, 'x', '', '{{}}') FROM incident i WHERE id = '{made.id}'",
    ):
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
            city.raw(login).execute(statement)
    if login == "b1":
        assert city.raw(login).execute("SELECT count(*) FROM incident").fetchone() == (0,)


def test_an_event_without_its_incident_is_refused(city: City) -> None:
    taken, closed = city.take(), open_with(city)
    incidents.close(city.seat("op1"), closed.id, 1, "已修复")
    for act, changes, code in (
        (Act.JOIN, {}, "WL006"),
        (Act.JOIN, {"incident_id": str(UUID(int=1))}, "WL006"),
        (Act.JOIN, {"incident_id": str(closed.id)}, "WL002"),
    ):
        with pytest.raises(psycopg.Error) as told:
            city.act("op1", taken.id, None, act, changes=changes)
        assert told.value.sqlstate == code
    sent = city.bring(State.DISPATCHED, room="8")
    with pytest.raises(psycopg.Error) as told:
        city.act("op1", sent.id, None, Act.SETTLE)
    assert told.value.sqlstate == "WL002"


def test_the_door_bell_rings_for_the_incident_and_its_complaints(city: City) -> None:
    taken = city.take()
    feed = Feed(city.seat("a1"))
    assert feed.wait(5) is not None
    made = open_with(city, taken)
    rows: list[UUID] = []
    heard: list[UUID] = []
    deadline = time.monotonic() + 5
    while not (rows and heard) and time.monotonic() < deadline:
        batch = feed.wait(0.5)
        rows += [row.id for row in batch.rows] if batch else []
        heard += batch.incidents if batch else ()
    assert (rows, heard) == ([taken.id], [made.id])
    feed.close()


def test_the_administrator_keeps_the_thresholds(city: City) -> None:
    admin, op = city.seat("admin"), city.seat("op1")
    for n in range(2):
        city.take(room=str(n))
    assert incidents.suggest(op) == []
    set_thresholds(admin, IncidentKind.BUILDING, [(0, 2, 30)], "试运行")
    set_thresholds(admin, IncidentKind.COMMUNITY, [(0, 2, 30)], "试运行")
    (suggested,) = incidents.suggest(op)
    assert suggested.spot == Spot(IncidentKind.BUILDING, PEONY, "3")
    for rows in ([], [(5, 3, 30)], [(0, 1, 30)]):
        with pytest.raises(BadInput):
            set_thresholds(admin, IncidentKind.STATION, rows, "试运行")
    assert [(one.min_homes, one.calls, one.minutes) for one in list_thresholds(op) if one.kind == "building"] == [
        (0, 2, 30)
    ]
    last = threshold_history(admin)[0]
    assert (last.name, last.note, len(last.before or [])) == ("community", "试运行", 2)
