"""What the demonstration has of the heating service: as if the acts had been done, and ready for the next one."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from app import (
    complaints,
    instruments,
    knowledge_reports,
    notices,
    refunds,
    reliefs,
    room_tests,
    season_duties,
    service_points,
    temperature,
)
from app.entitlements import FlatKey
from app.forms import fields_of, read_form
from app.notice_checks import NewNotice
from app.notice_words import NoticeKind, NoticeReach
from app.records import RefundState, ReliefState, State
from app.room_records import RoomState
from app.rules import CITY_TIME
from app.sample import load_sample, sample_rows
from app.seat import Seat, open_seat
from app.temperature import FlatAsked
from owner_rows import rows
from servers import PASSWORD

SignIn = Callable[[str], Seat]


def test_tests_stand_in_every_state_and_go_on(sign_in: SignIn) -> None:
    seat = sign_in("sup1")
    tests = room_tests.list_tests(seat)
    states = Counter(one.state(seat.now()) for one in tests)
    assert set(states) == set(RoomState)
    assert len(tests) == 15
    assert {one.complaint_id is None for one in tests} == {True, False}
    assert any(visit.amends for one in tests for visit in one.versions)
    assert {one.payer for test in tests for one in test.disputes} == {None, "company"}
    tools = instruments.list_instruments(seat, retired=True)
    assert {one.out_of_date(seat.now().date()) for one in tools} == {True, False}
    assert any(one.retired_at for one in tools)
    flat = FlatAsked(1, "9", "1", "101", "王女士", "18600000000")
    made = temperature.ask_for_flat(seat, flat)
    assert made.number not in {one.number for one in tests}


def test_a_complaint_s_test_stands_in_its_own_chain(sign_in: SignIn) -> None:
    seat = sign_in("op1")
    (test,) = [one for one in room_tests.list_tests(seat) if one.complaint_id and one.visits]
    assert test.complaint_id is not None
    complaint = complaints.show(seat, test.complaint_id)
    acts = [event.act for event in complaint.events]
    assert acts == ["take", "dispatch", "ask_test", "sign", "arrive", "test", "report"]
    assert complaint.state is State.REPORTED
    stable = test.visits[0].stable
    assert stable is not None
    assert f"{stable.celsius:.0f} 度" in complaint.report  # what the slip said all along


def test_a_loaded_test_has_the_shape_that_the_acts_leave(server: Any, sample: str, sign_in: SignIn) -> None:
    """Asked for once more by the acts, the event differs in names and moments only."""
    seat = sign_in("sup1")
    temperature.ask_for_flat(seat, FlatAsked(1, "9", "1", "101", "王女士", "18600000000"))
    query = (
        "SELECT e.* FROM event e JOIN chain_head h USING (chain) WHERE h.name = 'temperature' AND act = 'ask_test'"
        " ORDER BY e.seq"
    )
    first, *_, last = rows(server.owner(sample), query)
    assert {name: type(value) for name, value in first.items()} == {name: type(value) for name, value in last.items()}
    assert first["detail"].keys() == last["detail"].keys()
    assert first["detail"]["test"].keys() == last["detail"]["test"].keys()
    assert rows(server.owner(sample), "SELECT * FROM broken_chains()") == []


def test_refunds_stand_in_every_state_one_of_them_overdue(server: Any, sample: str, sign_in: SignIn) -> None:
    seat = sign_in("sup1")
    found = refunds.list_refunds(seat)
    assert {one.state for one in found} == set(RefundState)
    late = [one for one in found if one.overdue(refunds.today(seat))]
    assert [(one.state, one.days_words) for one in late] == [(RefundState.TOLD, "2 天×100%")]
    for one in found:
        season = refunds.season_named(seat, one.season)
        assert all(season.day_of(day.day) for day in one.days)
    decided = next(one for one in found if one.state is RefundState.DECIDED)
    refunds.tell(seat, decided)  # the next step is open
    (drafted,) = [one for one in found if one.state is RefundState.DRAFT]
    assert refunds.complaint_numbers(seat, drafted)
    again = refunds.judge_anew(seat, drafted)
    assert [day.percent for day in again.days] == [day.percent for day in drafted.days]
    made = rows(server.owner(sample), "SELECT detail FROM event WHERE act = 'refund_judge'")
    loaded = rows(server.owner(sample), "SELECT detail FROM event WHERE act = 'refund_make'")
    assert {frozenset(one["detail"]) for one in made} == {frozenset(one["detail"]) for one in loaded}


def test_reliefs_stand_in_every_state_two_of_one_flat(server: Any, sample: str, sign_in: SignIn) -> None:
    seat = sign_in("sup1")
    found = reliefs.list_reliefs(seat)
    assert {one.state for one in found} == set(ReliefState)
    assert [flat for flat, many in Counter((one.season, one.flat) for one in found).items() if many == 2]
    assert any(one.overdue(seat.now().date()) for one in found)
    rates = reliefs.rates(seat)
    assert {rates[one.season].mark for one in found} == {"P"}  # invented, and it says so
    asked = next(one for one in found if one.state is ReliefState.ASKED)
    reliefs.approve(seat, asked, "民政部门")
    events = rows(server.owner(sample), "SELECT act, note, detail FROM event WHERE act LIKE 'relief\\_%%' ORDER BY at")
    told = [one for one in events if one["act"] != "relief_rate"]
    assert {frozenset(one["detail"]) for one in told} == {frozenset(told[-1]["detail"])}
    assert {one["note"] for one in told} == {""}  # who is poor stands in no event


def test_forms_hold_what_the_acts_would_take(server: Any, sample: str, sign_in: SignIn) -> None:
    seat = sign_in("op1")
    stored = rows(server.owner(sample), "SELECT category, form, taken_at, is_open FROM complaint WHERE form <> '{}'")
    assert {row["category"] for row in stored} == {"C1", "C2", "C3", "C5", "C7", "C8", "C10"}
    assert len(stored) == sum(bool(row["form"]) for name in ("", "last_") for row in sample_rows(f"{name}complaints"))
    for row in stored:
        called = row["taken_at"].astimezone(CITY_TIME).date()
        assert read_form(seat.rules, row["category"], row["form"], called) == row["form"]
    empty = rows(server.owner(sample), "SELECT category FROM complaint WHERE form = '{}' AND is_open")
    assert not [row for row in empty if fields_of(seat.rules, row["category"])]


def test_answers_are_reported_one_of_them_answered(sign_in: SignIn) -> None:
    seat = sign_in("sup1")
    found = knowledge_reports.list_reports(seat, answered=True)
    assert [one.is_open for one in found] == [True, True, True, False]
    assert {one.number is None for one in found} == {True, False}
    knowledge_reports.reply(seat, found[0].id, "已补上。")


@pytest.mark.parametrize("month", [4, 7])
def test_loaded_out_of_season_nothing_is_decided_that_gives_no_day(server: Any, bare: str, month: int) -> None:
    load_sample(server.owner(bare), datetime(2026, month, 20, 14, 32, tzinfo=CITY_TIME))
    assert rows(server.owner(bare), "SELECT * FROM broken_chains()") == []
    seat = open_seat(server.address(bare), "sup1", PASSWORD)
    found = refunds.list_refunds(seat)
    assert all(one.days for one in found if one.decided_at and one.state is not RefundState.REFUSED)
    assert {one.state for one in found} >= {RefundState.PAID, RefundState.TOLD, RefundState.DRAFT}
    assert len(reliefs.list_reliefs(seat)) == len(list(sample_rows("reliefs")))
    seat.close()


def test_a_flat_of_the_demonstration_is_judged_from_its_test(sign_in: SignIn) -> None:
    """HZ Art.44: 15.6 °C gives half of each day from the request to the day before the re-test that passed."""
    seat = sign_in("op1")
    cured = next(one for one in room_tests.list_tests(seat) if len(one.visits) == 2 and one.place.startswith("和平里"))
    flat = FlatKey(cured.community_id or 0, cured.building, cured.unit, cured.room)
    (refund,) = [one for one in refunds.list_refunds(seat) if one.flat == flat]
    first = cured.requested_at.astimezone(CITY_TIME).date()
    assert [(day.day, day.percent) for day in refund.days] == [(first + timedelta(days=n), 50) for n in range(4)]


def test_the_demonstration_announces_knows_where_to_pay_and_has_done_its_duties(sign_in: SignIn) -> None:
    seat = sign_in("op1")
    now = seat.now()
    announced = notices.list_notices(seat)
    assert {one.stands_at(now) for one in announced} == {True, False}
    assert any(one.withdrawn_at for one in announced)
    assert [one.notice.revision for one in notices.versions_of(seat, announced[-1])] == [announced[-1].revision]
    assert len(notices.current_notices(seat)) == 3
    assert len(service_points.list_points(seat)) == 9
    today = season_duties.today(seat)
    _, duties = season_duties.read_duties(seat)
    late = [one for one in duties if one.done_on is None and one.due_on < today]
    assert {(one.company_id, one.rule.code) for one in late} <= {(3, "preheating")}
    made = notices.add_notice(
        sign_in("sup1"),
        NewNotice(NoticeKind.OTHER, NoticeReach.CITY, now, now + timedelta(days=1), "收费大厅照常办理缴费。"),
    )
    assert made.number not in {one.number for one in announced}
