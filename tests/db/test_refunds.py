"""Refunds on the real database (HZ Art.44-46): made, decided, told, paid; each day once; who may see which."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from app import refunds
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed
from app.records import RefundState
from app.refund_records import Refund
from app.rule_settings import find_setting, set_setting
from app.seat import Seat
from refund_season import FLAT, made, outage, season
from small_city import City


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


def test_what_is_open_is_listed_however_many_were_closed_since(winter: City) -> None:
    """HZ 46: the oldest open refunds are those that are overdue first."""
    outage(winter, 30)
    op = winter.seat("op1")
    waiting = made(winter)
    for room in ("601", "602"):
        other = refunds.make(op, FLAT._replace(room=room), season(op))
        refunds.void(op, other, "建错了")
    assert [one.number for one in refunds.list_refunds(op, limit=1)] == [waiting.number]
    assert [one.number for one in refunds.list_refunds(op, only_open=True, limit=1)] == [waiting.number]
    assert len(refunds.list_refunds(op, limit=2)) == 2


def test_an_outage_of_another_age_or_of_tomorrow_is_refused(winter: City) -> None:
    op = winter.seat("op1")
    hour = timedelta(hours=1)
    for began in (datetime(1, 1, 1, tzinfo=timezone(14 * hour)), datetime(9999, 12, 31, 23, tzinfo=timezone(-hour))):
        with pytest.raises(BadInput, match="核对年份") as told:
            refunds.own_stop(began, None, "", 1)
        assert told.value.field == "stop"
    coming = refunds.own_stop(op.now() + hour, None, "", 1)
    with pytest.raises(BadInput, match="还没有到") as told:
        made(winter, own_stops=[coming])
    assert told.value.field == "stop"
