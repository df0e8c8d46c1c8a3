"""Reliefs on the real database (HZ Art.23): who may know what, each household once, within the flat and its fee."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from app import reliefs
from app.audit import recent_events, verify
from app.entitlements import FlatKey
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed, WarmlineError
from app.records import ReliefKind, ReliefState
from app.relief_records import NewRelief, Relief
from app.rule_book import history
from app.rule_history import change_lines, subject
from small_city import PEONY, City

FLAT = FlatKey(PEONY, "3", "2", "501")
SEASON = "2020-2021"
HOUSEHOLD = "HZ-00129"


def new(**fields: Any) -> NewRelief:
    given: dict[str, Any] = {
        "flat": FLAT, "season": SEASON, "kind": ReliefKind.LOW_INCOME, "household": HOUSEHOLD,
        "area": Decimal("80.00"), "proof": "低保证",
    }  # fmt: skip
    return NewRelief(**(given | fields))


def made(city: City, by: str = "op1", **fields: Any) -> Relief:
    return reliefs.make(city.seat(by), new(**fields))


def approved(city: City, **fields: Any) -> Relief:
    return reliefs.approve(city.seat("sup1"), made(city, **fields), "民政部门")


def test_hz_23_the_road_of_a_relief(city: City) -> None:
    relief = made(city, fee=Decimal("2400.00"))
    op = city.seat("op1")
    assert (relief.sum, relief.rate, relief.state) == (Decimal("320.00"), Decimal("4.00"), ReliefState.ASKED)
    assert (relief.proof, relief.proof_seen_by) == ("低保证", op.person.id)
    assert relief.due_on.isoformat() == "2021-05-31"
    assert relief.overdue(op.now().date())
    with pytest.raises(NotAllowed):
        reliefs.approve(op, relief, "民政部门")
    granted = reliefs.approve(city.seat("sup1"), relief, "民政部门", "名单第 3 页")
    assert (granted.decider, granted.decision) == ("民政部门", "名单第 3 页")
    paid = reliefs.pay(city.seat("a1"), reliefs.show(city.seat("a1"), granted.number))
    assert paid.state is ReliefState.PAID
    assert not reliefs.show(op, relief.number).overdue(op.now().date())
    with pytest.raises(MoveRefused, match="已经兑付"):
        reliefs.withdraw(city.seat("sup1"), reliefs.show(city.seat("sup1"), relief.number), "弄错了")
    assert verify(city.seat("audit")).breaks == ()


def test_hz_23_a_season_without_a_rate_computes_nothing_and_grants_nothing(city: City) -> None:
    relief = made(city, season="2026-2027")
    assert relief.sum is None
    with pytest.raises(MoveRefused, match="还没有减免标准"):
        reliefs.approve(city.seat("sup1"), relief, "民政部门")
    admin = city.seat("admin")
    reliefs.set_rate(admin, "2026-2027", Decimal("4.50"), "菏热办〔2026〕1 号", "V", "新文件")
    assert reliefs.approve(city.seat("sup1"), relief, "民政部门").sum == Decimal("360.00")
    (told,) = history(admin, ["relief_rate"])
    assert (subject(told), told.before) == ("减免标准 2026-2027 供暖季", None)
    assert "元/平方米 （无） → 4.50" in change_lines(told)


def test_a_changed_rate_is_not_granted_unseen(city: City) -> None:
    relief = made(city)
    reliefs.set_rate(city.seat("admin"), SEASON, Decimal("5.00"), "更正文件", "V", "更正")
    with pytest.raises(MoveRefused, match="标准改过"):
        reliefs.approve(city.seat("sup1"), relief, "民政部门")
    anew = reliefs.amend(city.seat("op1"), relief, new())
    assert reliefs.approve(city.seat("sup1"), anew, "民政部门").sum == Decimal("400.00")


def test_hz_23_two_households_in_one_flat_each_their_own(city: City) -> None:
    made(city, area=Decimal("60"), flat_area=Decimal("100"))
    with pytest.raises(BadInput, match="超过整套房的缴费面积") as refused:
        made(city, household="HZ-2", area=Decimal("40.01"), flat_area=Decimal("100"))
    assert refused.value.field == "area"
    with pytest.raises(BadInput, match=r"已登记缴费面积 100\.00") as refused:
        made(city, household="HZ-2", area=Decimal("40"), flat_area=Decimal("120"))
    assert refused.value.field == "flat_area"
    second = made(city, household="HZ-2", area=Decimal("40"), flat_area=Decimal("100"))
    assert second.sum == Decimal("160.00")


def test_hz_23_the_same_household_twice_in_a_season_is_refused(city: City) -> None:
    first = made(city)
    with pytest.raises(MoveRefused, match="已经申请过") as refused:
        made(city, flat=FlatKey(PEONY, "4", "1", "101"))
    assert refused.value.field == "household"
    made(city, season="2021-2022")  # another season
    reliefs.withdraw(city.seat("op1"), first, "地址写错")
    assert made(city, flat=FlatKey(PEONY, "4", "1", "101")).state is ReliefState.ASKED


def test_hz_23_relief_above_the_fee_is_refused_in_words_and_by_the_database(city: City) -> None:
    with pytest.raises(BadInput, match="超过季热费"):
        made(city, fee=Decimal("319.99"))
    made(city, area=Decimal("60"), flat_area=Decimal("100"), fee=Decimal("300"))
    with pytest.raises(BadInput, match=r"合计 400.00 元，超过季热费 300"):
        made(city, household="HZ-2", area=Decimal("40"), flat_area=Decimal("100"))
    row = {
        "id": str(uuid7()), "season": SEASON, "community_id": PEONY, "building": "3", "unit": "2", "room": "501",
        "company_id": 1, "kind": "low_income", "household": "HZ-2", "area": "40", "flat_area": "100",
        "fee": "300", "proof": "低保证",
    }  # fmt: skip
    for values, hint in (
        ({}, "relief_fee"),
        ({"area": "41", "fee": None}, "relief_area"),
        ({"flat_area": "120"}, "relief_flat_area"),
        ({"household": HOUSEHOLD, "area": "1"}, "relief_twice"),
        ({"proof": "复印件", "area": "1"}, "proof"),
    ):
        with pytest.raises(psycopg.Error) as refused:
            city.raw("op1").execute("SELECT relief_make(%s)", (Jsonb(row | values),))
        assert refused.value.diag.message_hint == hint
    for values in ({"sum": "9"}, {"state": "paid"}, {"rate": "9"}):
        with pytest.raises(psycopg.Error) as refused:
            city.raw("op1").execute("SELECT relief_make(%s)", (Jsonb(row | values),))
        assert refused.value.sqlstate == "WL003"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"household": " "}, "household"),
        ({"household": "9" * 31}, "household"),
        ({"proof": "身份证"}, "proof"),
        ({"area": Decimal(0)}, "area"),
        ({"area": Decimal("90"), "flat_area": Decimal("80")}, "area"),
        ({"flat": FlatKey(PEONY, "", "", "")}, "flat"),
        ({"remarks": "字" * 1001}, "remarks"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(shared_city: City, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        made(shared_city, **fields)
    assert refused.value.field == field


def test_who_decides_is_data(city: City) -> None:
    relief = made(city)
    with pytest.raises(BadInput, match="民政部门、财政部门、热力公司") as refused:
        reliefs.approve(city.seat("sup1"), relief, "街道办")
    assert refused.value.field == "decider"
    refused_ = reliefs.refuse(city.seat("lia1"), relief, "财政部门", "不在名单")
    assert (refused_.state, refused_.decision) == (ReliefState.REFUSED, "不在名单")
    again = reliefs.reopen(city.seat("sup1"), refused_, "补了名单")
    assert (again.state, again.decider) == (ReliefState.ASKED, "")


def test_a_company_knows_what_to_pay_and_not_for_whom(city: City) -> None:
    asked = made(city, remarks="住户行动不便")
    assert reliefs.list_reliefs(city.seat("a1")) == []
    granted = reliefs.approve(city.seat("sup1"), asked, "民政部门", "名单第 3 页")
    (seen,) = reliefs.list_reliefs(city.seat("a1"))
    assert (seen.sum, seen.place, seen.area) == (granted.sum, granted.place, granted.area)
    assert (seen.kind, seen.household, seen.proof, seen.remarks, seen.decision) == (None, "", "", "", "")
    assert reliefs.list_reliefs(city.seat("b1")) == []
    for column in ("household", "kind", "proof", "decision", "complaint_id"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw("a1").execute(f"SELECT {column} FROM relief")
    with pytest.raises(psycopg.Error) as refused:
        city.raw("b1").execute("SELECT relief_step(%s, %s, 'pay', '{}', '')", (granted.id, granted.revision))
    assert refused.value.sqlstate == "WL006"
    with pytest.raises(NotAllowed):
        made(city, by="a1")


@pytest.mark.parametrize("login", ["net1", "admin", "audit"])
def test_nobody_else_reads_who_is_poor(shared_city: City, login: str) -> None:
    with pytest.raises(WarmlineError):
        reliefs.list_reliefs(shared_city.seat(login))


def test_the_trail_names_no_household(city: City) -> None:
    relief = made(city, remarks="住户行动不便")
    reliefs.refuse(city.seat("sup1"), relief, "民政部门", f"{HOUSEHOLD} 不在名单")
    trail = str(city.owner().execute("SELECT note, detail FROM event WHERE act LIKE 'relief%'").fetchall())
    for words in (HOUSEHOLD, "low_income", "低保", "501", "行动不便"):
        assert words not in trail
    assert any(one.subject == relief.number for one in recent_events(city.seat("audit")))


def test_what_another_seat_changed_is_not_overwritten(city: City) -> None:
    relief = made(city)
    reliefs.amend(city.seat("op2"), relief, new(area=Decimal("70")))
    with pytest.raises(ChangedElsewhere, match="减免申请"):
        reliefs.amend(city.seat("op1"), relief, new(area=Decimal("60")))


def test_a_replay_makes_one_application(city: City) -> None:
    id = uuid7()
    first, again = (reliefs.make(city.seat("op1"), new(), id) for _ in range(2))
    assert first == again


def test_paid_on_a_day_after_the_decision(city: City) -> None:
    granted = approved(city)
    today = city.seat("op1").now().date()
    for day in (today + timedelta(days=2), today - timedelta(days=2)):
        with pytest.raises(BadInput) as refused:
            reliefs.pay(city.seat("sup1"), granted, day)
        assert refused.value.field == "paid_on"


def test_only_the_administrator_keeps_the_rates(shared_city: City) -> None:
    with pytest.raises(NotAllowed):
        reliefs.set_rate(shared_city.seat("sup1"), SEASON, Decimal(4), "文件", "V", "试")
    for rate, basis, mark in ((Decimal(0), "文件", "V"), (Decimal(4), "", "V"), (Decimal(4), "文件", "U")):
        with pytest.raises(BadInput):
            reliefs.set_rate(shared_city.seat("admin"), SEASON, rate, basis, mark, "试")


def test_the_shipped_rate_is_the_seeds(shared_city: City) -> None:
    found = reliefs.explain(shared_city.seat("op1"), SEASON, Decimal("80"))
    assert found.sum == Decimal("320.00")
    assert found.rate is not None
    assert (found.rate.mark, replace(found.rate, note="").basis_words) == (
        "V-",
        "市政府新闻发布会，牡丹晚报 2020-11-05 报道（见报道，未见文件）",
    )


def test_what_is_open_is_listed_however_many_were_closed_since(city: City) -> None:
    op = city.seat("op1")
    waiting = made(city)
    for room in ("601", "602"):
        other = made(city, flat=FLAT._replace(room=room), household=f"HZ-{room}")
        reliefs.withdraw(op, other, "用户撤回")
    assert [one.number for one in reliefs.list_reliefs(op, limit=1)] == [waiting.number]
    assert [one.number for one in reliefs.list_reliefs(op, only_open=True, limit=1)] == [waiting.number]
    assert len(reliefs.list_reliefs(op, limit=2)) == 2
