"""Which days of a flat are given back (HZ Art.43-45): judged from incidents, notices and tests in the database."""

from datetime import timedelta

import pytest

from app import incidents, notices, refunds, temperature
from app.audit import verify
from app.entitlements import FlatKey
from app.errors import BadInput
from app.incident_groups import Spot
from app.notice_checks import NewNotice
from app.notice_words import NoticeKind, NoticeReach
from app.records import IncidentKind, RefundState
from app.refund_days import Cause
from app.rules import CITY_TIME
from refund_season import FLAT, made, outage, season
from small_city import MAGNOLIA, PEONY, City
from thermometer import asked, measured


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


def test_a_flat_without_anything_known_has_nothing_to_judge(winter: City) -> None:
    with pytest.raises(BadInput, match="没有可核定的") as refused:
        made(winter)
    assert refused.value.field == "flat"
