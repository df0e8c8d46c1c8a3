"""A company's desk keeps its own roster, crews and plan, and no other's; through SQL too."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import psycopg
import pytest
from psycopg.types.json import Jsonb

from app import crews, roster, shift_plans
from app.audit import recent_events
from app.errors import NotAllowed
from app.rules import CITY_TIME
from app.shift_records import Duty, Member, Turn
from shift_times import A1, A2, OP1
from small_city import City

B1 = 7
OWN, OTHER = 1, 2


def day(after: int) -> date:
    return datetime.now(CITY_TIME).date() + timedelta(days=after)


def test_a_company_puts_its_crews_and_makes_its_roster(city: City) -> None:
    a = city.seat("a1")
    shift_plans.put_plan(a, day(1), "four_by_two", OWN, "四个班组到齐")
    shift_plans.put_plan(a, day(2), "three_by_two", OWN)
    members = [Member(1, Duty(A1, 1, leader=True)), Member(2, Duty(A2, 2))]
    crews.put_crews(a, members, OWN, "供暖季班组")
    assert crews.list_crews(city.seat("sup1"), OWN) == members
    third = roster.read_days(a, day(2), day(2), OWN)
    turns = [Turn(day(2), one.slot, Duty(A1 if one.slot == 1 else A2, 1)) for one in third]
    assert roster.put_turns(a, day(2), day(2), turns, OWN) == 2
    changed = roster.change_shift(a, roster.read_days(a, day(2), day(2), OWN)[0], [Duty(A2, 1)])
    assert changed.duties == (Duty(A2, 1),)
    assert roster.read_days(city.seat("sup1"), day(2), day(2), OWN)[0].duties == (Duty(A2, 1),)
    said = [(one.person, one.act) for one in recent_events(city.seat("audit"), limit=5)]
    assert said == [("永恒一号", act) for act in ("改排班", "排班", "改班组", "换班制", "换班制")]


@pytest.mark.parametrize("company", [OTHER, None])
def test_no_other_teams(city: City, company: int | None) -> None:
    sup, a = city.seat("sup1"), city.seat("a1")
    person = OP1 if company is None else B1
    theirs = roster.read_days(sup, day(2), day(2), company)[0]
    crews.put_crews(sup, [Member(1, Duty(person, 1))], company)
    kept = roster.change_shift(sup, theirs, [Duty(person, 1)])
    acts: list[Callable[[], object]] = [
        lambda: roster.put_turns(a, day(1), day(3), [], company),
        lambda: crews.put_crews(a, [], company),
        lambda: shift_plans.put_plan(a, day(1), "four_by_two", company),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="只排本公司"):
            act()
    raw = city.raw("a1")
    rows = Jsonb([{"person_id": A1, "seat_number": 1, "leader": False}])
    for call, given in (
        ("SELECT roster_change(%s, %s, %s, '')", (theirs.id, kept.revision, rows)),
        ("SELECT roster_change(gen_random_uuid(), %s, %s, '')", (kept.revision, rows)),
        ("SELECT roster_put(%s, current_date + 1, current_date + 3, '[]', '')", (company,)),
        ("SELECT crews_put(%s, '[]', '')", (company,)),
        ("SELECT plan_put(%s, current_date + 1, 'four_by_two', '')", (company,)),
    ):
        with pytest.raises(psycopg.Error) as refused:
            raw.execute(call, given)
        assert (refused.value.sqlstate, refused.value.diag.message_hint) == ("WL003", "roster")
    assert roster.read_shift(sup, theirs.id) == kept
    assert crews.list_crews(sup, company) == [Member(1, Duty(person, 1))]


def test_nobody_of_another_team_is_put_into_its_own(city: City) -> None:
    a = city.seat("a1")
    own = roster.read_days(a, day(2), day(2), OWN)[0]
    for person in (OP1, B1):
        rows = Jsonb([{"person_id": person, "seat_number": 1, "leader": False}])
        with pytest.raises(psycopg.Error) as refused:
            city.raw("a1").execute("SELECT roster_change(%s, %s, %s, '')", (own.id, own.revision, rows))
        assert refused.value.diag.message_hint == "other_team"


@pytest.mark.parametrize(
    "call",
    [
        "SELECT pattern_put('{}', '')",
        "SELECT set_duties(gen_random_uuid(), '[]')",
        "SELECT roster_desk_of(1)",
        "SELECT seat_free(gen_random_uuid(), 'x')",
        "DELETE FROM duty",
        "INSERT INTO crew_member (person_id, crew) VALUES (5, 1)",
        "UPDATE shift_plan SET pattern = 'four_by_two'",
    ],
)
def test_patterns_and_tables_stay_closed_to_it(shared_city: City, call: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        shared_city.raw("a1").execute(call)
