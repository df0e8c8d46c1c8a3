"""Notices on the real database: who issues which, what is refused in the program and in SQL, what is kept."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from app import notices
from app.audit import EVENT_WORDS
from app.errors import BadInput, ChangedElsewhere, MoveRefused, NotAllowed, WarmlineError
from app.notice_checks import NewNotice, told_too_late
from app.notice_words import NOTICE_EVENT_WORDS
from app.rules import CITY_TIME
from db.notices import NoticeKind, NoticeReach
from db.notify import Listener
from small_city import LOTUS, MAGNOLIA, PEONY, City

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def stop(city: City, **fields: Any) -> NewNotice:
    """A planned stop of a day, three days ahead, in PEONY."""
    now = city.seat("sup1").now()
    given: dict[str, Any] = {
        "kind": NoticeKind.PLANNED_STOP,
        "reach": NoticeReach.COMMUNITY,
        "places": (PEONY,),
        "begins_at": now + 3 * DAY,
        "ends_at": now + 4 * DAY,
        "text": "因换热站检修，计划停热一天，请做好防冻。",
    }
    return NewNotice(**(given | fields))


def fields_of(new: NewNotice) -> dict[str, Any]:
    return {
        "kind": new.kind,
        "reach": new.reach,
        "places": list(new.places),
        "begins_at": new.begins_at.isoformat(),
        "ends_at": new.ends_at.isoformat() if new.ends_at else None,
        "text": new.text,
        "late_reason": new.late_reason,
    }


def put_raw(city: City, login: str, **fields: Any) -> None:
    """Past the program, as any other program of this person could."""
    given = fields_of(stop(city)) | fields
    query = "SELECT notice_put(%s, NULL, %s, '')"
    city.raw(login).execute(query, (uuid4(), json.dumps(given, default=str)))


def refusal(city: City, login: str, **fields: Any) -> tuple[str | None, str | None]:
    with pytest.raises(psycopg.Error) as caught:
        put_raw(city, login, **fields)
    return caught.value.sqlstate, caught.value.diag.message_hint


def test_a_supervisor_issues_changes_and_withdraws_and_every_version_is_kept(city: City) -> None:
    sup = city.seat("sup1")
    made = notices.add_notice(sup, stop(city, area="一期", buildings=("三号楼",)))
    assert (made.number[0], made.number[-3:]) == ("G", "-01")
    assert (made.buildings, made.basis, made.made_by_name) == (("3",), "菏泽市供热条例第十七条", "郑班长")
    assert made.season
    later = stop(city, begins_at=made.begins_at + HOUR, ends_at=made.ends_at)
    changed = notices.change_notice(sup, made, later, "推迟一小时")
    assert (changed.revision, changed.begins_at, changed.buildings) == (2, made.begins_at + HOUR, ())
    gone = notices.withdraw_notice(sup, changed, "改期，另行通知")
    assert (gone.withdrawn_reason, gone.withdrawn_by_name) == ("改期，另行通知", "郑班长")
    kept = notices.versions_of(sup, gone)
    assert [(one.notice.revision, one.note) for one in kept] == [(3, "改期，另行通知"), (2, "推迟一小时"), (1, "")]
    assert kept[2].notice.begins_at == made.begins_at
    assert notices.current_notices(sup) == []
    assert notices.list_notices(sup) == [gone]
    acts = city.owner().execute("SELECT act FROM event WHERE act LIKE 'notice%' ORDER BY seq").fetchall()
    assert [act for (act,) in acts] == ["notice_add", "notice_change", "notice_withdraw"]
    assert set(NOTICE_EVENT_WORDS) <= set(EVENT_WORDS)
    assert city.raw("audit").execute("SELECT count(*) FROM broken_chains()").fetchone() == (0,)


def test_the_same_id_again_is_the_same_notice(city: City) -> None:
    sup, key = city.seat("sup1"), uuid4()
    new = stop(city, kind=NoticeKind.OTHER)
    assert notices.add_notice(sup, new, key) == notices.add_notice(sup, new, key)
    assert len(notices.list_notices(sup)) == 1


def test_everybody_reads_all_and_hears_of_it(city: City) -> None:
    listener = Listener(city.seat("b1").store)
    made = notices.add_notice(city.seat("a1"), stop(city))
    assert listener.wait(10).topics == {"notice"}
    listener.close()
    for login in ("op1", "lia1", "net1", "b1", "sup1", "admin", "audit"):
        assert [one.number for one in notices.current_notices(city.seat(login))] == [made.number]


@pytest.mark.parametrize("login", ["op1", "lia1", "net1", "audit"])
def test_who_issues_none(city: City, login: str) -> None:
    with pytest.raises(NotAllowed):
        notices.add_notice(city.seat(login), stop(city))
    assert refusal(city, login)[0] in ("WL003", "42501")


def test_a_company_issues_for_its_own_plant_only(city: City) -> None:
    a1 = city.seat("a1")
    own = notices.add_notice(a1, stop(city))
    assert own.company_id == 1
    notices.add_notice(a1, stop(city, reach=NoticeReach.STATION, places=(1,)))
    notices.add_notice(a1, stop(city, reach=NoticeReach.COMPANY, places=(1,)))
    for reach, places in (
        (NoticeReach.CITY, ()),
        (NoticeReach.COMPANY, (2,)),
        (NoticeReach.STATION, (1, 2)),
        (NoticeReach.COMMUNITY, (MAGNOLIA,)),
    ):
        with pytest.raises(NotAllowed) as caught:
            notices.add_notice(a1, stop(city, reach=reach, places=places))
        assert caught.value.field == "places"
        assert refusal(city, "a1", reach=reach, places=list(places)) == ("WL003", "notice_plant")


def test_a_company_changes_only_what_it_issued(city: City) -> None:
    hotlines = notices.add_notice(city.seat("sup1"), stop(city))
    others = notices.add_notice(city.seat("b1"), stop(city, places=(MAGNOLIA,)))
    a1 = city.seat("a1")
    for one in (hotlines, others):
        assert not notices.may_change(a1, one)
        with pytest.raises(NotAllowed):
            notices.withdraw_notice(a1, one, "不对")
    own = notices.add_notice(a1, stop(city, kind=NoticeKind.OTHER))
    assert notices.may_change(city.seat("a2"), own)
    notices.withdraw_notice(city.seat("a2"), own, "写错了")


def test_an_overlapping_notice_is_refused_in_words_and_in_the_database(city: City) -> None:
    sup = city.seat("sup1")
    there = notices.add_notice(sup, stop(city))
    with pytest.raises(BadInput) as caught:
        notices.add_notice(sup, stop(city, begins_at=there.ends_at - HOUR, ends_at=there.ends_at + DAY))
    assert caught.value.field == "begins_at"
    assert f"牡丹花园已有计划停热公告 {there.number}" in caught.value.sentence
    assert refusal(city, "sup1") == ("WL002", "notice_overlap")
    notices.add_notice(sup, stop(city, begins_at=there.ends_at, ends_at=there.ends_at + DAY))  # right after it
    notices.add_notice(sup, stop(city, places=(LOTUS,)))
    notices.add_notice(sup, stop(city, kind=NoticeKind.SUDDEN_STOP))
    notices.withdraw_notice(sup, there, "改期")
    notices.add_notice(sup, stop(city, begins_at=there.begins_at, ends_at=there.ends_at))


def test_two_seats_that_issue_the_same_at_once_make_one(city: City) -> None:
    first, second = city.raw("sup1"), city.raw("a1")
    query = "SELECT notice_put(%s, NULL, %s, '')"
    given = json.dumps(fields_of(stop(city)), default=str)
    with first.transaction():
        first.execute(query, (uuid4(), given))
        second.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(query, (uuid4(), given))
    with pytest.raises(psycopg.Error) as caught:
        second.execute(query, (uuid4(), given))
    assert caught.value.diag.message_hint == "notice_overlap"


def test_hz_17_a_planned_stop_over_24_hours_is_told_two_days_ahead_or_says_why(city: City) -> None:
    sup = city.seat("sup1")
    tomorrow = sup.now() + DAY
    late = stop(city, begins_at=tomorrow, ends_at=tomorrow + DAY + HOUR)
    with pytest.raises(BadInput) as caught:
        notices.add_notice(sup, late)
    assert caught.value.field == "late_reason"
    assert "应提前 2 日告知用户（菏泽市供热条例第十七条）" in caught.value.sentence
    times = {"begins_at": late.begins_at, "ends_at": late.ends_at}
    assert refusal(city, "sup1", **times) == ("WL006", "late_reason")
    made = notices.add_notice(sup, stop(city, **times, late_reason="管道渗漏，须提前检修"))
    notices.change_notice(sup, made, stop(city, **times, text="换热站检修停热，请做好防冻。"))  # told already
    notices.add_notice(sup, stop(city, begins_at=tomorrow, ends_at=tomorrow + DAY, places=(LOTUS,)))  # just 24 hours


@pytest.mark.parametrize(
    ("begins", "ends", "late"),
    [
        ("12-03T00:00", "12-04T00:01", False),
        ("12-02T23:59", "12-04T00:00", True),
        ("12-02T08:00", "12-03T08:00", False),
    ],
)
def test_hz_17_days_ahead_are_days_of_the_calendar(shared_city: City, begins: str, ends: str, late: bool) -> None:
    at = [datetime.fromisoformat(f"2026-{one}").replace(tzinfo=CITY_TIME) for one in (begins, ends)]
    new = stop(shared_city, begins_at=at[0], ends_at=at[1])
    told = datetime(2026, 12, 1, 23, 30, tzinfo=CITY_TIME)
    assert bool(told_too_late(shared_city.seat("op1").rules, new, told)) is late


def test_hz_19_a_pressure_test_is_told_five_days_ahead_or_says_why(city: City) -> None:
    sup = city.seat("sup1")
    begins = sup.now() + 4 * DAY
    times = {"kind": NoticeKind.PRESSURE_TEST, "begins_at": begins, "ends_at": begins + DAY}
    with pytest.raises(BadInput) as caught:
        notices.add_notice(sup, stop(city, **times))
    assert caught.value.field == "late_reason"
    assert "应提前 5 日告知用户（菏泽市供热条例第十九条）" in caught.value.sentence
    assert refusal(city, "sup1", **times) == ("WL006", "late_reason")
    notices.add_notice(sup, stop(city, **times | {"begins_at": begins + DAY, "ends_at": begins + 2 * DAY}))


def test_only_a_sudden_stop_may_have_no_end_yet(city: City) -> None:
    sup = city.seat("sup1")
    with pytest.raises(BadInput) as caught:
        notices.add_notice(sup, stop(city, ends_at=None))
    assert caught.value.field == "ends_at"
    assert refusal(city, "sup1", ends_at=None)[0] == "23514"
    burst = stop(city, kind=NoticeKind.SUDDEN_STOP, begins_at=sup.now() - HOUR, ends_at=None)
    made = notices.add_notice(sup, burst)
    assert made.stands_at(sup.now())
    ended = notices.change_notice(sup, made, stop(city, kind=burst.kind, begins_at=burst.begins_at, ends_at=sup.now()))
    assert ended.is_over(sup.now())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"places": ()}, "places"),
        ({"places": (99,)}, "places"),
        ({"reach": NoticeReach.CITY}, "places"),
        ({"text": ""}, "text"),
        ({"text": "停热"}, "text"),
        ({"text": "长" * 1001}, "text"),
        ({"area": "长" * 401}, "area"),
        ({"places": (PEONY, LOTUS), "buildings": ("3",)}, "buildings"),
        ({"begins_at": datetime.fromisoformat("2020-11-01T00:00+08:00")}, "ends_at"),
        ({"ends_at": datetime.fromisoformat("2020-11-01T00:00+08:00")}, "ends_at"),
    ],
)
def test_what_is_refused_at_its_field(shared_city: City, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(WarmlineError) as caught:
        notices.add_notice(shared_city.seat("sup1"), stop(shared_city, **fields))
    assert caught.value.field == field
    assert notices.list_notices(shared_city.seat("sup1")) == []


def test_the_database_refuses_what_the_program_would(shared_city: City) -> None:
    assert refusal(shared_city, "sup1", places=[99]) == ("WL006", "places")
    assert refusal(shared_city, "sup1", places=[]) == ("23514", None)
    assert refusal(shared_city, "sup1", text="停")[0] == "23514"
    assert refusal(shared_city, "sup1", number="G1") == ("WL006", "notice")
    assert refusal(shared_city, "sup1", kind="party")[0] == "23514"


def test_nobody_changes_what_somebody_else_changed_meanwhile(city: City) -> None:
    sup = city.seat("sup1")
    made = notices.add_notice(sup, stop(city))
    changed = notices.change_notice(city.seat("admin"), made, stop(city, text="换热站检修，改在下午停热。"))
    with pytest.raises(ChangedElsewhere):
        notices.change_notice(sup, made, stop(city))
    with pytest.raises(BadInput) as caught:
        notices.withdraw_notice(sup, changed, "  ")
    assert caught.value.field == "note"
    gone = notices.withdraw_notice(sup, changed, "取消")
    with pytest.raises(MoveRefused):
        notices.withdraw_notice(sup, gone, "再撤一次")


def test_a_notice_is_found_by_its_number(city: City) -> None:
    made = notices.add_notice(city.seat("sup1"), stop(city))
    assert notices.show_notice(city.seat("op1"), f" {made.number.lower()} ") == made
    with pytest.raises(BadInput) as caught:
        notices.show_notice(city.seat("op1"), "G20200101-01")
    assert caught.value.field == "notice"
