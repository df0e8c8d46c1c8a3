"""Refunds on the real database: HZ Art.44-46, judged from incidents and notices, decided, told, paid, each day once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from app import incidents, notices, refunds, temperature
from app.audit import verify
from app.entitlements import FlatKey, find_season, flat_of, season_name
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed
from app.incident_groups import Spot
from app.notice_checks import NewNotice
from app.notice_words import NoticeKind, NoticeReach
from app.records import IncidentKind, RefundState
from app.refund_days import Cause, Stop
from app.refund_records import Refund
from app.rule_settings import find_setting, set_setting
from app.rules import CITY_TIME, Season
from app.seat import Seat
from small_city import MAGNOLIA, PEONY, City
from thermometer import asked, measured

FLAT = FlatKey(PEONY, "3", "2", "501")


def season(seat: Seat) -> Season:
    return find_season(seat.rules, "2026-2027", refunds.today(seat))


def in_season(city: City) -> None:
    """As if the season had begun 30 days ago, whatever day it is."""
    city.owner().execute(
        "UPDATE season SET starts_on = current_date - 30, ends_on = current_date + 90 WHERE name = '2026-2027'"
    )
    city.owner().execute("DELETE FROM season WHERE name <> '2026-2027'")
    for seat in city._seats.values():
        seat.refresh()


@pytest.fixture
def winter(city: City) -> City:
    for login in ("op1", "a1", "sup1", "lia1", "b1"):
        city.seat(login)
    in_season(city)
    return city


def outage(city: City, hours: float, days_ago: int = 10, category: str = "A3") -> Stop:
    """What an incident of the community's left behind that lasted so long."""
    begin = datetime.now(CITY_TIME).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    city.owner().execute(
        "INSERT INTO incident (id, number, kind, community_id, company_id, category, state, began_at, opened_by,"
        " opened_at, closed_at, closed_by, revision)"
        " SELECT %s, %s, 'community', %s, 1, %s, 'closed', %s, id, %s, %s, id, 1 FROM person WHERE login = 'op1'",
        (
            (id := uuid7()), f"P{id.hex[-8:]}", PEONY, category, begin, begin,
            begin + timedelta(hours=hours),
        ),
    )  # fmt: skip
    return Stop(begin, begin + timedelta(hours=hours), "")


def made(city: City, by: str = "op1", **values: Any) -> Refund:
    seat = city.seat(by)
    return refunds.make(seat, FLAT, season(seat), **values)


def test_hz_45_an_incident_of_more_than_24_hours_gives_back_its_days(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter)
    assert [day.percent for day in refund.days] == [100, 100]
    assert refund.state is RefundState.DRAFT
    assert refund.company_id == 1
    assert refund.place == "牡丹花园 3-2-501"
    assert refund.days_words == "2 天×100%"
    assert (refund.sum, refund.sum_words) == (None, refunds.NO_FORMULA)
    assert refunds.show(winter.seat("sup1"), refund.number) == refund
    assert verify(winter.seat("audit")).breaks == ()


@pytest.mark.parametrize(
    ("hours", "category", "days"),
    [
        pytest.param(24, "A3", 0, id="HZ 45: exactly 24 hours"),
        pytest.param(30, "B2", 2, id="HZ 45: a riser without heat is an outage"),
        pytest.param(30, "C10", 0, id="noise is no outage"),
    ],
)
def test_hz_45_only_outages_of_more_than_24_hours_count(winter: City, hours: float, category: str, days: int) -> None:
    outage(winter, hours, category=category)
    op = winter.seat("op1")
    assert len(refunds.judge_flat(op, FLAT, season(op)).days) == days


def test_an_incident_reaches_only_its_own_flats(winter: City) -> None:
    outage(winter, 30)
    op = winter.seat("op1")
    assert refunds.judge_flat(op, FlatKey(MAGNOLIA, "3", "2", "501"), season(op)).stops == ()


def test_an_incident_found_by_its_act_is_one_too(winter: City) -> None:
    sup = winter.seat("sup1")
    spot = Spot(IncidentKind.BUILDING, community_id=PEONY, building="3")
    opened = incidents.open_incident(sup, spot, "B2", company_id=1, cause="立管堵", homes=12)
    assert refunds.judge_flat(sup, FLAT, season(sup)).days == ()
    winter.owner().execute("UPDATE incident SET began_at = now() - interval '40 hours' WHERE id = %s", (opened.id,))
    judged = refunds.judge_flat(sup, FLAT, season(sup))
    assert len(judged.days) in (2, 3)
    assert "片区事件 P" in judged.days[0].why


def test_hz_45_a_notice_of_a_stop_is_one_too_and_may_be_left_out(winter: City) -> None:
    sup = winter.seat("sup1")
    now = sup.now()
    new = NewNotice(
        kind=NoticeKind.SUDDEN_STOP, reach=NoticeReach.COMMUNITY, places=(PEONY,), begins_at=now,
        ends_at=now + timedelta(hours=2), text="主管网抢修，暂停供热。",
    )  # fmt: skip
    notice = notices.add_notice(sup, new)
    winter.owner().execute("UPDATE notice SET begins_at = now() - interval '40 hours' WHERE id = %s", (notice.id,))
    judged = refunds.judge_flat(sup, FLAT, season(sup))
    assert judged.days
    assert all(notice.number in day.why for day in judged.days)
    assert refunds.judge_flat(sup, FlatKey(MAGNOLIA, "3", "2", "501"), season(sup)).stops == ()
    assert refunds.judge_flat(sup, FLAT, season(sup), without=[notice.number]).days == ()


def test_the_road_of_a_refund_hz_46(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter)
    a = winter.seat("a1")
    assert refunds.allowed(a, refund) == {"judge", "decide", "refuse", "void"}
    decided = refunds.decide(a, refund, "按停热记录核定")
    assert (decided.state, decided.decision, decided.decided_by) == (RefundState.DECIDED, "按停热记录核定", a.person.id)
    told = refunds.tell(winter.seat("op1"), decided)
    assert told.told_on == refunds.today(a)
    with pytest.raises(NotAllowed):
        refunds.pay(winter.seat("op1"), told)
    paid = refunds.pay(a, told, paid_sum=Decimal("40.00"))
    assert (paid.state, paid.paid_sum, paid.days) == (RefundState.PAID, Decimal("40.00"), refund.days)
    with pytest.raises(MoveRefused, match="已经退费"):
        refunds.decide(a, paid)
    acts = [a for (a,) in winter.owner().execute("SELECT act FROM event WHERE act LIKE 'refund%' ORDER BY seq")]
    assert acts == ["refund_make", "refund_decide", "refund_tell", "refund_pay"]


def test_hz_46_who_is_not_told_and_paid_by_05_31_is_overdue(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter)
    assert refund.due_on.strftime("%m-%d") == "05-31"
    assert not refund.overdue(refund.due_on)
    assert refund.overdue(refund.due_on + timedelta(days=1))
    winter.owner().execute("UPDATE setting SET value = to_jsonb(%s::text) WHERE key = 'refund_due'", ("01-01",))
    op = winter.seat("op1")
    op.refresh()
    assert refunds.list_refunds(op, overdue=True) == []  # 2027-01-01 is to come


@pytest.mark.parametrize(
    ("act", "state"),
    [
        pytest.param(lambda s, r: refunds.refuse(s, r, "回测合格"), RefundState.REFUSED, id="refuse"),
        pytest.param(lambda s, r: refunds.void(s, r, "重复建单"), RefundState.VOID, id="void"),
    ],
)
def test_a_draft_is_refused_or_void_with_the_reason(
    winter: City, act: Callable[[Seat, Refund], Refund], state: RefundState
) -> None:
    outage(winter, 30)
    refund = made(winter)
    assert act(winter.seat("sup1"), refund).state is state
    again = made(winter)  # its days are free again
    assert again.days == refund.days
    with pytest.raises(BadInput, match="请填写") as refused:
        refunds.refuse(winter.seat("sup1"), again, "  ")
    assert refused.value.field == "note"


def test_a_supervisor_has_it_judged_anew(winter: City) -> None:
    outage(winter, 30)
    decided = refunds.decide(winter.seat("sup1"), made(winter))
    with pytest.raises(NotAllowed):
        refunds.reopen(winter.seat("a1"), decided, "漏了一次停热")
    outage(winter, 40, days_ago=5)
    draft = refunds.reopen(winter.seat("sup1"), decided, "漏了一次停热")
    anew = refunds.judge_anew(winter.seat("op1"), draft)
    assert len(anew.days) == len(decided.days) + 2
    assert anew.decided_at is None


def test_hz_44_45_a_day_is_given_back_once_to_a_flat(winter: City) -> None:
    outage(winter, 30)
    first = refunds.decide(winter.seat("sup1"), made(winter))
    op = winter.seat("op1")
    judged = refunds.judge_flat(op, FLAT, season(op))
    assert (judged.days, judged.given) == ((), 2)
    second = made(winter)
    assert second.days == ()
    with pytest.raises(MoveRefused, match="没有可退的日子"):
        refunds.decide(winter.seat("sup1"), second)
    with pytest.raises(psycopg.Error) as refused:  # as any other program could try
        winter.raw("op1").execute(
            "SELECT refund_step(%s, %s, 'judge', %s, '')",
            (second.id, second.revision, Jsonb({"days": [{"day": str(first.days[0].day), "percent": 100}]})),
        )
    assert refused.value.diag.message_hint == "refund_twice"


def test_a_stop_may_be_left_out_and_one_be_added(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter)
    (stop,) = refund.stops
    anew = refunds.judge_anew(winter.seat("op1"), refund, without=[stop.key])
    assert (anew.days, [one.counted for one in anew.stops]) == ((), [False])
    begin = winter.seat("op1").now() - timedelta(days=4)
    own = refunds.own_stop(begin, begin + timedelta(hours=60), "企业停热记录", 1)
    both = refunds.judge_anew(winter.seat("op1"), anew, own_stops=[own])
    assert [one.counted for one in both.stops] == [False, True]
    assert all("补记：企业停热记录" in day.why for day in both.days)
    assert len(both.days) in (3, 4)
    with pytest.raises(BadInput, match="恢复的时间"):
        refunds.own_stop(begin, begin, "", 1)


def test_ly_32_money_only_where_a_basis_allows_the_formula(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter, fee=Decimal("2420.00"))
    assert refund.sum is None
    set_setting(winter.seat("admin"), find_setting("refund_formula"), "临沂市供热条例第三十二条", "批准参照")
    op = winter.seat("op1")
    op.refresh()
    anew = refunds.judge_anew(op, refund)
    assert anew.sum == Decimal("40.00")  # 2420.00 ÷ 121 × 2
    assert "临沂市供热条例第三十二条" in anew.sum_words
    assert "四舍五入到分" in anew.sum_words
    without = refunds.judge_flat(op, FLAT, season(op), but=refund.id)
    assert without.sum is None
    assert "没有填季热费" in without.sum_words


def test_the_database_asks_for_the_basis_as_well(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter)
    with pytest.raises(psycopg.Error) as refused:
        winter.raw("op1").execute(
            "SELECT refund_step(%s, %s, 'judge', %s, '')",
            (refund.id, refund.revision, Jsonb({"fee": "100", "sum": "1"})),
        )
    assert refused.value.diag.message_hint == "refund_formula"


@pytest.mark.parametrize(
    "values",
    [
        {"days": [{"day": "2020-01-01", "percent": 100}]},
        {"days": [{"day": "@", "percent": 0}]},
        {"days": [{"day": "@", "percent": 101}]},
        {"days": [{"day": "@", "percent": 30}, {"day": "@", "percent": 50}]},
        {"fee": "-1"},
        {"told_on": "2026-12-01"},
        {"state": "paid"},
    ],
)
def test_the_database_refuses_days_that_cannot_be(winter: City, values: dict[str, Any]) -> None:
    outage(winter, 30)
    refund = made(winter)
    day = str(refund.days[0].day)
    if "days" in values:
        values = {"days": [{**one, "day": day if one["day"] == "@" else one["day"]} for one in values["days"]]}
    with pytest.raises(psycopg.Error) as refused:
        winter.raw("op1").execute(
            "SELECT refund_step(%s, %s, 'judge', %s, '')", (refund.id, refund.revision, Jsonb(values))
        )
    assert refused.value.sqlstate in ("WL003", "WL006", "23514")


def test_a_company_sees_and_makes_only_its_own(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter)
    assert refunds.list_refunds(winter.seat("b1")) == []
    with pytest.raises(BadInput, match="没有这份退费单"):
        refunds.show(winter.seat("b1"), refund.number)
    with pytest.raises(NotAllowed):
        made(winter, by="b1", complaint_ids=[winter.take().id])
    with pytest.raises(psycopg.Error) as refused:
        winter.raw("b1").execute("SELECT refund_step(%s, 1, 'decide', '{}', '')", (refund.id,))
    assert refused.value.sqlstate == "WL006"


@pytest.mark.parametrize(
    ("reading", "percent"),
    [("13.9", 100), ("14.0", 100), ("14.1", 50), ("16.0", 50), ("16.1", 30), ("17.9", 30), ("18.0", None)],
)
def test_hz_44_a_measured_flat_gets_back_each_day_from_the_request_on(
    winter: City, reading: str, percent: int | None
) -> None:
    test = asked(winter, hours=50, room="501")
    temperature.enter_visit(winter.seat("a1"), test.id, measured(winter, (reading,), hours=5))
    op = winter.seat("op1")
    judged = refunds.judge_flat(op, FLAT, season(op))
    first, now = (at.astimezone(CITY_TIME).date() for at in (test.requested_at, op.now()))
    if percent is None:
        assert {day.cause for day in judged.days} <= {Cause.DEEMED}  # nobody came within 24 hours (HZ 43)
        return
    assert [day.day for day in judged.days] == [first + timedelta(days=n) for n in range((now - first).days + 1)]
    assert {day.percent for day in judged.days} == {percent}
    assert all(test.number in day.why for day in judged.days)
    assert all((day.mark == "P") is (reading in ("14.0", "16.0")) for day in judged.days)


def test_hz_44_a_passed_re_test_ends_the_days(winter: City) -> None:
    test = asked(winter, hours=80, room="501")
    a = winter.seat("a1")
    temperature.enter_visit(a, test.id, measured(winter, ("15.0",), hours=70))
    passed = temperature.enter_visit(a, test.id, measured(winter, ("19.0",), hours=5))
    op = winter.seat("op1")
    days = refunds.judge_flat(op, FLAT, season(op)).days
    passed_on = passed.visits[-1].at.astimezone(CITY_TIME).date()
    assert days
    assert all(day.day < passed_on and day.percent == 50 for day in days)


def test_hz_43_a_company_that_does_not_come_in_time_has_failed_those_days(winter: City) -> None:
    test = asked(winter, hours=50, room="501")
    op = winter.seat("op1")
    days = refunds.judge_flat(op, FLAT, season(op)).days
    assert {(day.cause, day.percent, day.mark) for day in days} == {(Cause.DEEMED, 30, "P")}
    assert all("本系统建议" in day.why and test.number in day.why for day in days)


def test_what_another_seat_changed_is_not_overwritten(winter: City) -> None:
    outage(winter, 30)
    refund = made(winter)
    refunds.judge_anew(winter.seat("op1"), refund, remarks="先核对")
    with pytest.raises(ChangedElsewhere, match="退费单"):
        refunds.decide(winter.seat("sup1"), refund)


def test_a_replay_makes_one_refund(winter: City) -> None:
    outage(winter, 30)
    id = uuid7()
    assert made(winter, id=id).id == made(winter, id=id).id == id
    assert len(refunds.list_refunds(winter.seat("op1"))) == 1


def test_a_refund_keeps_the_complaints_it_is_about(winter: City) -> None:
    taken = winter.take(category="C4")
    refund = made(winter, complaint_ids=[taken.id])
    assert refund.complaint_ids == (taken.id,)
    with pytest.raises(BadInput):
        made(winter, complaint_ids=[uuid7()])


def test_a_flat_without_anything_known_has_nothing_to_judge(winter: City) -> None:
    with pytest.raises(BadInput, match="没有可核定的") as refused:
        made(winter)
    assert refused.value.field == "flat"


@pytest.mark.parametrize(
    ("typed", "name"), [("2026-2027", "2026-2027"), ("2026", "2026-2027"), (" 2026-27 ", "2026-2027")]
)
def test_seasons_are_read_as_they_are_typed(typed: str, name: str) -> None:
    assert season_name(typed) == name


@pytest.mark.parametrize("typed", ["", "26", "2026-2028", "今年"])
def test_seasons_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="2026-2027"):
        season_name(typed)


def test_a_flat_must_name_a_home() -> None:
    assert flat_of(PEONY, "3号楼2单元501") == FLAT
    with pytest.raises(BadInput, match="哪一户"):
        flat_of(PEONY, "")
    with pytest.raises(BadInput, match="小区"):
        flat_of(None, "3-2-501")
