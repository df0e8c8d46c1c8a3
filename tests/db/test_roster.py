"""The roster: planned by the crews, put in for a season, changed by the supervisor alone, each change an event."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import crews, roster, shift_plans
from app.audit import recent_events, verify
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed
from app.feed import Feed
from app.roster_faults import FaultKind, find_faults
from app.rules import CITY_TIME
from app.shift_patterns import Pattern
from app.shift_records import Duty, Member, Shift
from at_once import together
from small_city import City

OP1, OP2, SUP1, A1, A2, B1 = 2, 3, 4, 5, 6, 7
CREWS = [Member(1, Duty(OP1, 1)), Member(2, Duty(OP2, 2)), Member(3, Duty(SUP1, 3, leader=True))]


def today() -> date:
    return datetime.now(CITY_TIME).date()


TOMORROW = timedelta(days=1)


def shift_to_come(city: City, login: str = "sup1", days: int = 2) -> Shift:
    return roster.read_days(city.seat(login), today() + timedelta(days=days), today() + timedelta(days=days))[0]


def test_the_people_of_the_small_city(city: City) -> None:
    people = city.seat("op1").directory.people
    assert [people[n].login for n in (OP1, OP2, SUP1, A1, A2, B1)] == ["op1", "op2", "sup1", "a1", "a2", "b1"]


def test_a_season_made_from_the_crews(city: City) -> None:
    sup = city.seat("sup1")
    crews.put_crews(sup, CREWS)
    assert crews.list_crews(city.seat("op1")) == CREWS
    first = today() + TOMORROW
    last = first + timedelta(days=119)
    turns = crews.plan_turns(sup, first, last)
    assert len(turns) == 240
    assert roster.put_turns(sup, first, last, turns, note="2026-2027 供暖季") == 240
    shifts = roster.read_days(city.seat("net1"), first, last)
    assert len(shifts) == 240
    assert all(len(shift.duties) == 1 for shift in shifts)
    three = [shift.duties[0].person_id for shift in shifts if shift.name == "白班"][:3]
    assert sorted(three) == [OP1, OP2, SUP1]
    again = crews.plan_turns(sup, first, first, first_crew=2)
    assert again[0].duty == Duty(OP2, 2)
    roster.put_turns(sup, first, last, turns)
    assert [shift.id for shift in roster.read_days(sup, first, last)] == [shift.id for shift in shifts]
    assert verify(city.seat("audit")).breaks == ()
    logged = [one.act for one in recent_events(city.seat("audit"), limit=3)]
    assert logged == ["排班", "排班", "改班组"]


def test_what_runs_already_stays_as_it_is(city: City) -> None:
    sup = city.seat("sup1")
    crews.put_crews(sup, CREWS)
    turns = crews.plan_turns(sup, today() - TOMORROW, today() + TOMORROW)
    put = roster.put_turns(sup, today() - TOMORROW, today() + TOMORROW, turns)
    shifts = roster.read_days(sup, today() - TOMORROW, today() + TOMORROW)
    assert put == sum(shift.begins_at > sup.now() for shift in shifts)
    assert all(bool(shift.duties) == (shift.begins_at > sup.now()) for shift in shifts)


def test_now_and_next(city: City) -> None:
    op = city.seat("op1")
    running, coming = roster.now_and_next(op)
    assert running is not None
    assert coming is not None
    assert running.begins_at <= op.now() < running.ends_at == coming.begins_at


def test_a_shift_is_changed_by_the_supervisor_and_heard_on_every_seat(city: City) -> None:
    sup = city.seat("sup1")
    there = shift_to_come(city)
    feed = Feed(city.seat("op1"))
    assert feed.wait(5) is not None
    changed = roster.change_shift(sup, there, [Duty(OP1, 1), Duty(SUP1, None, leader=True)])
    heard = feed.wait(5)
    feed.close()
    assert heard is not None
    assert heard.shifts == (there.id,)
    assert (changed.duties, changed.revision, changed.leader_id) == (
        (Duty(OP1, 1), Duty(SUP1, None, leader=True)),
        there.revision + 1,
        SUP1,
    )
    assert roster.read_shift(city.seat("op2"), there.id) == changed
    logged = recent_events(city.seat("audit"), limit=1)[0]
    assert (logged.subject, logged.words) == (f"{there.day} 白班", "＋周岚 ＋郑班长")
    with pytest.raises(ChangedElsewhere, match="排班刚被别人改过"):
        roster.change_shift(sup, there, [])
    with pytest.raises(NotAllowed):
        roster.change_shift(city.seat("op1"), changed, [])


@pytest.mark.parametrize(
    ("duties", "said", "field", "hint"),
    [
        ([Duty(OP1, 1), Duty(OP2, 1)], "1 号座席排了周岚和吴敏", "seat", "double_seat"),
        ([Duty(OP1, 1), Duty(OP1, 2)], "周岚在一个班次里排了两次", "person", "double_person"),
        ([Duty(A1, 1)], "永恒一号不在这个单位", "person", "other_team"),
        ([Duty(1)], "系统管理员不在这个单位", "person", "other_team"),
        ([Duty(OP1, 7)], "没有 7 号座席", "seat", "no_such_seat"),
        ([Duty(OP1, 1, True), Duty(OP2, 2, True)], "只能有一位班长", "leader", "two_leaders"),
    ],
)
def test_a_double_booking_is_refused_with_names_and_by_the_database(
    city: City, duties: list[Duty], said: str, field: str, hint: str
) -> None:
    there = shift_to_come(city)
    with pytest.raises(BadInput, match=said) as refused:
        roster.change_shift(city.seat("sup1"), there, duties)
    assert refused.value.field == field
    rows = [{"person_id": d.person_id, "seat_number": d.seat_number, "leader": d.leader} for d in duties]
    with pytest.raises(psycopg.Error) as refused_there:
        city.raw("sup1").execute("SELECT roster_change(%s, %s, %s, '')", (there.id, there.revision, Jsonb(rows)))
    assert refused_there.value.diag.message_hint == hint
    assert roster.read_shift(city.seat("op1"), there.id).duties == ()


def test_two_supervisors_at_once_change_a_shift_once(city: City) -> None:
    there = shift_to_come(city)
    sup = city.seat("sup1")

    def put(person: int) -> bool:
        try:
            roster.change_shift(sup, there, [Duty(person, 1)])
        except ChangedElsewhere:
            return False
        return True

    assert sorted(together(lambda: put(OP1), lambda: put(OP2))) == [False, True]
    assert len(roster.read_shift(sup, there.id).duties) == 1


def test_a_running_shift_needs_a_reason_and_one_that_is_over_stays(city: City) -> None:
    sup = city.seat("sup1")
    running, _ = roster.now_and_next(sup)
    assert running is not None
    with pytest.raises(BadInput) as refused:
        roster.change_shift(sup, running, [Duty(OP1, 1)])
    assert refused.value.field == "note"
    assert roster.change_shift(sup, running, [Duty(OP1, 1)], "吴敏发烧").duties == (Duty(OP1, 1),)
    over = roster.read_days(sup, today() - timedelta(days=2), today() - timedelta(days=2))[0]
    with pytest.raises(MoveRefused, match="已经结束"):
        roster.change_shift(sup, over, [], "补记")


def test_a_company_reads_its_own_roster_only(city: City) -> None:
    sup = city.seat("sup1")
    day = today() + TOMORROW
    for company, person in ((1, A1), (2, B1)):
        own = roster.read_days(sup, day, day, company)[0]
        roster.change_shift(sup, own, [Duty(person, 1)])
    roster.change_shift(sup, roster.read_days(sup, day, day)[0], [Duty(OP1, 1)])
    a = city.seat("a1")
    assert [roster.read_days(a, day, day, company)[0].duties for company in (1, 2, None)] == [(Duty(A1, 1),), (), ()]
    assert roster.read_days(city.seat("audit"), day, day, 2)[0].duties == (Duty(B1, 1),)


@pytest.mark.parametrize("login", ["op1", "lia1", "net1", "admin", "audit"])
def test_only_the_supervisor_writes_rosters(shared_city: City, login: str) -> None:
    raw = shared_city.raw(login)
    for call in (
        "SELECT roster_put(NULL, current_date, current_date, '[]', '')",
        "SELECT roster_change(gen_random_uuid(), 1, '[]', '')",
        "SELECT crews_put(NULL, '[]', '')",
        "SELECT pattern_put('{}', '')",
        "SELECT plan_put(NULL, current_date + 2, 'four_by_two', '')",
        "DELETE FROM duty",
        "INSERT INTO crew_member (person_id, crew) VALUES (2, 1)",
        "SELECT set_duties(gen_random_uuid(), '[]')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(call)


def test_another_pattern_from_a_day_to_come(city: City) -> None:
    sup = city.seat("sup1")
    day = today() + timedelta(days=3)
    kept = roster.read_days(sup, day - TOMORROW, day - TOMORROW)[0]
    kept = roster.change_shift(sup, kept, [Duty(OP1, 1)])
    lost = roster.read_days(sup, day, day)[0]
    roster.change_shift(sup, lost, [Duty(OP1, 1), Duty(OP2, 2)])
    assert shift_plans.put_plan(sup, day, "four_by_three", note="四个班组到齐") == 2
    assert roster.read_shift(sup, kept.id) == kept
    first = roster.read_days(sup, day, day)
    assert [(shift.name, shift.duties) for shift in first] == [("早班", ()), ("中班", ())]
    assert [shift.name for shift in roster.read_days(sup, day + TOMORROW, day + TOMORROW)] == ["夜班", "早班", "中班"]
    assert roster.read_days(sup, day, day, 1)[0].name == "早班"
    shift_plans.put_plan(sup, day + TOMORROW, "three_by_two", company_id=1)
    assert [one.name for one in roster.read_days(sup, day + TOMORROW, day + TOMORROW, 1)] == ["白班", "夜班"]
    for early in (today(), today() - TOMORROW):
        with pytest.raises(MoveRefused, match="明天或以后"):
            shift_plans.put_plan(sup, early, "four_by_two")
    with pytest.raises(BadInput, match="没有班制"):
        shift_plans.put_plan(sup, day, "unknown")


def test_patterns_are_data_and_one_that_is_used_stays(city: City) -> None:
    sup = city.seat("sup1")
    seeded = shift_plans.list_patterns(sup)
    for pattern in seeded.values():
        pattern.check()
    two = seeded["four_by_two"]
    own = Pattern("two_by_two", "两班倒", 2, (1, 2), two.slots, "临时")
    shift_plans.put_pattern(sup, own)
    assert shift_plans.list_patterns(city.seat("op1"))["two_by_two"] == own
    shift_to_come(city)
    with pytest.raises(MoveRefused, match="另建一个班制"):
        shift_plans.put_pattern(sup, seeded["three_by_two"])
    for wrong, field in (
        (replace(own, code="两班倒"), "code"),
        (replace(own, name=" "), "name"),
        (replace(own, slots=own.slots * 4), "slots"),
        (replace(own, cycle=(1, 1)), "cycle"),
    ):
        with pytest.raises(BadInput) as not_taken:
            shift_plans.put_pattern(sup, wrong)
        assert not_taken.value.field == field
    day_slot = {"slot": 1, "name": "白班", "begins": "08:00", "ends": "20:00"}
    night_slot = {"slot": 2, "name": "夜班", "begins": "20:00", "ends": "08:00"}
    bad = {"code": "bad", "name": "坏", "crews": 2, "cycle": [1, 1], "slots": [day_slot, night_slot]}
    late = {**bad, "cycle": [1, 2], "slots": [{**day_slot, "ends": "21:00"}, night_slot]}
    for given, hint in ((bad, "pattern_cycle"), (late, "pattern_slots")):
        with pytest.raises(psycopg.Error) as refused:
            city.raw("sup1").execute("SELECT pattern_put(%s, '')", (Jsonb(given),))
        assert refused.value.diag.message_hint == hint


def test_sql_and_python_give_the_same_times(city: City) -> None:
    sup = city.seat("sup1")
    first, last = today() - timedelta(days=40), today() + timedelta(days=400 - 41)
    for code, pattern in shift_plans.list_patterns(sup).items():
        city.owner().execute("DELETE FROM shift")
        city.owner().execute("UPDATE shift_plan SET pattern = %s", (code,))
        stored = [(one.day, one.slot, one.begins_at, one.ends_at) for one in roster.read_days(sup, first, last)]
        assert stored == [(day, slot.number, *slot.span(day)) for day, slot, _ in pattern.turns(first, last)]


def test_faults_of_a_week(city: City) -> None:
    sup = city.seat("sup1")
    day = today() + TOMORROW
    names = {one.id: one.name for one in sup.directory.people.values()}
    dayshift, night = roster.read_days(sup, day, day)
    roster.change_shift(sup, dayshift, [Duty(OP1, 1), Duty(SUP1, 3, leader=True)])
    roster.change_shift(sup, night, [Duty(OP1, 1)])
    faults = find_faults(roster.read_days(sup, day, day + TOMORROW), sup.rules, names)
    mine = [(fault.kind, fault.person_id) for fault in faults if fault.shift_id == night.id]
    assert mine[-2:] == [(FaultKind.NO_LEADER, None), (FaultKind.NO_REST, OP1)]
    assert {fault.kind for fault in faults if fault.shift_id not in (dayshift.id, night.id)} == {FaultKind.EMPTY}


def test_too_many_days_are_refused_in_words(shared_city: City) -> None:
    sup = shared_city.seat("sup1")
    with pytest.raises(BadInput) as refused:
        roster.read_days(sup, today(), today() + timedelta(days=500))
    assert refused.value.field == "dates"
    with pytest.raises(BadInput, match="班组还没有人"):
        crews.plan_turns(sup, today(), today())
