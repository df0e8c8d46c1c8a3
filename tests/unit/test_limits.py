"""The clocks of a complaint against the articles they come from, on the shipped rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from app.errors import BadInput
from app.limits import due_times, explain, pressure, season_day, time_left
from app.records import DueTime
from app.rules import CITY_TIME
from db.kinds import Clock
from shipped_rules import shipped_rules

RULES = shipped_rules()


def local(text: str) -> datetime:
    """A time of the city: 2026-11-20 12:17."""
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


def due(clock: Clock, category: str, at: datetime) -> DueTime:
    return next(limit for limit in explain(RULES, category, at) if limit.clock == clock)


ARTICLES = {
    "HZ41(1)": "菏泽市供热条例第四十一条第（一）项",
    "HZ41(2)": "菏泽市供热条例第四十一条第（二）项",
    "HZ42": "菏泽市供热条例第四十二条、山东省供热条例第二十一条",
    "HZ28": "菏泽市供热条例第二十八条",
    "SD28": "山东省供热条例第二十八条",
    "as-SD28": "参照山东省供热条例第二十八条",
}

CASES = [
    ("HZ41(1)", "A1-burst", "A1", "2026-11-20 12:17", Clock.ON_SITE, "2026-11-20 13:17"),
    ("HZ41(1)", "A2-first-days-midnight", "A2", "2026-11-16 23:30", Clock.ON_SITE, "2026-11-17 00:30"),
    ("HZ41(1)", "A2-summer", "A2", "2026-07-01 08:00", Clock.ON_SITE, "2026-07-01 09:00"),
    ("HZ41(2)", "B1-eve-of-season", "B1", "2026-11-14 23:59:59", Clock.ON_SITE, "2026-11-15 01:59:59"),
    ("HZ41(2)", "B1-day-1", "B1", "2026-11-15 00:00", Clock.ON_SITE, "2026-11-15 05:00"),
    ("HZ41(2)", "B1-day-6", "B1", "2026-11-20 12:17", Clock.ON_SITE, "2026-11-20 17:17"),
    ("HZ41(2)", "B1-day-10-last-second", "B1", "2026-11-24 23:59:59", Clock.ON_SITE, "2026-11-25 04:59:59"),
    ("HZ41(2)", "B1-day-11", "B1", "2026-11-25 00:00", Clock.ON_SITE, "2026-11-25 02:00"),
    ("HZ41(2)", "B1-year-end", "B1", "2026-12-31 23:00", Clock.ON_SITE, "2027-01-01 01:00"),
    ("HZ41(2)", "B1-leap-day", "B1", "2028-02-28 23:00", Clock.ON_SITE, "2028-02-29 01:00"),
    ("HZ41(2)", "B1-leap-year-end-of-season", "B1", "2028-03-15 23:59", Clock.ON_SITE, "2028-03-16 01:59"),
    ("HZ41(2)", "B1-early-season-day-1", "B1", "2023-11-10 00:00", Clock.ON_SITE, "2023-11-10 05:00"),
    ("HZ41(2)", "B1-early-season-day-10", "B1", "2023-11-19 23:00", Clock.ON_SITE, "2023-11-20 04:00"),
    ("HZ41(2)", "B1-early-season-day-11", "B1", "2023-11-20 00:00", Clock.ON_SITE, "2023-11-20 02:00"),
    ("HZ41(2)", "B1-unknown-season", "B1", "2045-11-16 12:00", Clock.ON_SITE, "2045-11-16 14:00"),
    ("HZ41(2)", "A3", "A3", "2026-11-15 08:00", Clock.ON_SITE, "2026-11-15 13:00"),
    ("HZ41(2)", "B2", "B2", "2026-11-26 08:00", Clock.ON_SITE, "2026-11-26 10:00"),
    ("HZ41(2)", "B4", "B4", "2026-11-15 08:00", Clock.ON_SITE, "2026-11-15 13:00"),
    ("HZ42", "B3", "B3", "2026-11-20 12:17", Clock.TEST, "2026-11-21 12:17"),
    ("HZ42", "B3-leap-day", "B3", "2028-02-28 12:00", Clock.TEST, "2028-02-29 12:00"),
    ("HZ28", "C7", "C7", "2026-12-28 09:00", Clock.ON_SITE, "2027-01-04 09:00"),
    ("SD28", "C3", "C3", "2026-11-20 12:17", Clock.ANSWER, "2026-11-23 12:17"),
    ("SD28", "B1-year-end", "B1", "2026-12-30 12:00", Clock.ANSWER, "2027-01-02 12:00"),
    ("as-SD28", "D3", "D3", "2026-11-20 12:17", Clock.ANSWER, "2026-11-23 12:17"),
]


@pytest.mark.parametrize(
    ("article", "category", "at", "clock", "expected"),
    [pytest.param(article, *case, id=f"{article}-{name}") for article, name, *case in CASES],
)
def test_limit(article: str, category: str, at: str, clock: Clock, expected: str) -> None:
    limit = due(clock, category, local(at))
    assert limit.due_at == local(expected)
    assert limit.due_at.tzinfo is CITY_TIME
    assert limit.due_at - local(at) == timedelta(minutes=limit.minutes)
    assert limit.article == ARTICLES[article]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        pytest.param("2026-11-15 00:00", "2026-2027 供暖季第 1 日，适用 5 小时", id="day 1"),
        pytest.param("2026-11-24 23:59:59", "2026-2027 供暖季第 10 日，适用 5 小时", id="day 10"),
        pytest.param("2026-11-25 00:00", "2026-2027 供暖季第 11 日，适用 2 小时", id="day 11"),
        pytest.param("2026-11-14 12:00", "供暖季之外，适用 2 小时", id="before the season"),
        pytest.param("2045-11-16 12:00", "没有登记 2045-11-16 所在的供暖季，适用 2 小时", id="unknown season"),
    ],
)
def test_the_rule_says_which_day_it_was_and_which_half_applied(at: str, words: str) -> None:
    assert due(Clock.ON_SITE, "B1", local(at)).rule == f"供热质量投诉到场：供暖季前十日 5 小时，其余 2 小时（{words}）"


def test_a_limit_that_does_not_hang_on_the_season_does_not_name_it() -> None:
    assert due(Clock.ANSWER, "B1", local("2045-11-16 12:00")).rule == "查询、投诉答复：3 日"


def test_clocks_come_in_their_order() -> None:
    assert [limit.clock for limit in explain(RULES, "B1", local("2026-11-20 12:00"))] == [Clock.ON_SITE, Clock.ANSWER]
    assert [limit.clock for limit in explain(RULES, "B3", local("2026-11-20 12:00"))] == [Clock.TEST, Clock.ANSWER]
    assert [limit.clock for limit in explain(RULES, "C3", local("2026-11-20 12:00"))] == [Clock.ANSWER]


def test_on_site_runs_from_the_dispatch_and_the_answer_from_the_call() -> None:
    on_site, answer = due_times(RULES, "B1", local("2026-11-20 12:15"), local("2026-11-20 12:17"))
    assert on_site.due_at == local("2026-11-20 17:17")
    assert answer.due_at == local("2026-11-23 12:15")


def test_the_season_day_is_that_of_the_dispatch() -> None:
    """Called on day 10, dispatched on day 11: the company got it on day 11, two hours."""
    on_site, _ = due_times(RULES, "B1", local("2026-11-24 23:50"), local("2026-11-25 00:10"))
    assert on_site.due_at == local("2026-11-25 02:10")


def test_before_the_dispatch_on_site_is_counted_from_the_call() -> None:
    taken = local("2026-11-20 12:15")
    assert due_times(RULES, "B1", taken) == explain(RULES, "B1", taken)


def test_a_utc_time_is_counted_on_the_city_s_day() -> None:
    """15:59:59 UTC of the 24th is the last second of day 10 in the city, 16:00 UTC the first of day 11."""
    assert due(Clock.ON_SITE, "B1", datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)).minutes == 300
    day_11 = due(Clock.ON_SITE, "B1", datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert day_11.minutes == 120
    assert day_11.due_at.isoformat() == "2026-11-25T02:00:00+08:00"


def test_a_complaint_keeps_the_limits_it_was_born_with() -> None:
    """A new rule from 12-01 counts for calls of that day on, also when an older one is dispatched after it."""
    new = replace(RULES.limit_rules[1], id=99, minutes=60, valid_from=date(2026, 12, 1))
    rules = replace(RULES, limit_rules=(new, *RULES.limit_rules))
    dispatched = local("2026-12-01 00:10")
    assert due_times(rules, "B1", local("2026-11-30 23:59"), dispatched)[0].minutes == 120
    assert due_times(rules, "B1", local("2026-12-01 00:00"), dispatched)[0].minutes == 60


def test_a_rule_that_ended_is_not_applied() -> None:
    ended = replace(RULES.limit_rules[1], valid_until=date(2026, 11, 30))
    rules = replace(RULES, limit_rules=(ended, *RULES.limit_rules[2:]))
    assert explain(rules, "B1", local("2026-11-30 23:59"))[0].clock == Clock.ON_SITE
    assert [limit.clock for limit in explain(rules, "B1", local("2026-12-01 00:00"))] == [Clock.ANSWER]


def test_a_time_before_all_rules_is_refused_in_chinese() -> None:
    with pytest.raises(BadInput, match="2010-01-01 没有适用于类别 B1 的时限规则") as refused:
        explain(RULES, "b1", local("2010-01-01 12:00"))
    assert refused.value.field == "at"


def test_an_unknown_category_is_refused_in_chinese() -> None:
    with pytest.raises(BadInput, match="没有类别“Z9”") as refused:
        due_times(RULES, "Z9", local("2026-11-20 12:00"))
    assert refused.value.field == "category"


def test_a_time_without_zone_is_a_mistake_of_the_program() -> None:
    naive = datetime(2026, 11, 20, 12, 0)  # noqa: DTZ001
    aware = local("2026-11-20 12:00")
    for call in (
        lambda: due_times(RULES, "B1", naive),
        lambda: due_times(RULES, "B1", aware, naive),
        lambda: due_times(RULES, "C3", aware, naive),
        lambda: explain(RULES, "B1", naive),
        lambda: season_day(RULES, naive),
        lambda: time_left(aware, naive),
        lambda: pressure(naive, aware),
    ):
        with pytest.raises(ValueError, match="without zone"):
            call()


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-14 23:59:59", None),
        ("2026-11-15 00:00", 1),
        ("2026-11-24 23:59:59", 10),
        ("2026-12-31 12:00", 47),
        ("2027-03-15 23:59:59", 121),
        ("2027-03-16 00:00", None),
        ("2028-03-15 12:00", 122),
        ("2045-12-01 12:00", None),
    ],
)
def test_season_day(at: str, day: int | None) -> None:
    assert season_day(RULES, local(at)) == day


codes = st.sampled_from(list(RULES.categories))
zones = st.one_of(
    st.just(UTC),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "Asia/Kathmandu"]).map(ZoneInfo),
    st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
moments = st.datetimes(datetime(2018, 1, 1), datetime(2046, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
later = st.timedeltas(timedelta(), timedelta(days=2))


@given(codes, moments, later)
def test_no_limit_ends_before_it_starts(code: str, taken: datetime, wait: timedelta) -> None:
    for limit in due_times(RULES, code, taken, taken + wait):
        assert limit.due_at >= taken + timedelta(minutes=limit.minutes)
        assert limit.due_at <= taken + wait + timedelta(minutes=limit.minutes)


@given(codes, moments, zones)
def test_the_zone_of_the_input_does_not_matter(code: str, at: datetime, zone: timezone) -> None:
    assert explain(RULES, code, at.astimezone(zone)) == explain(RULES, code, at)


@given(codes, moments, later)
def test_due_times_grow_with_the_time_of_the_call(code: str, at: datetime, wait: timedelta) -> None:
    """Only where five hours give way to two may a later call be due earlier, and by no more than those three hours."""
    for early, late in zip(explain(RULES, code, at), explain(RULES, code, at + wait), strict=True):
        assert late.due_at - early.due_at == wait + timedelta(minutes=late.minutes - early.minutes)
        if early.minutes == late.minutes:
            assert late.due_at >= early.due_at
