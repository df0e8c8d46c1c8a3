"""HZ Art.44-45: which days are given back, at their edges; HZ Art.44 gives no formula, LY Art.32 does."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from app.errors import BadInput
from app.refund_days import Cause, RefundDay, RefundRule, Stop, by_percent, refund_days
from app.refund_money import read_area, read_money, refund_sum, refund_words
from app.room_days import DayJudged, DayState
from app.rules import CITY_TIME, Season
from refund_table import BANDS

SEASON = Season("2026-2027", date(2026, 11, 15), date(2027, 3, 15), "")
RULE = RefundRule(24, 7, 30, lambda _day: BANDS)
LATER = datetime(2027, 5, 1, tzinfo=CITY_TIME)
BEGIN = datetime(2026, 12, 1, 8, tzinfo=CITY_TIME)


def stop(begin: datetime, hours: float, words: str = "片区事件 P1") -> Stop:
    return Stop(begin, begin + timedelta(hours=hours), words)


def cold(day: date, reading: str | None, state: DayState = DayState.FAILED) -> DayJudged:
    return DayJudged(day, state, Decimal(reading) if reading else None, "实测", "第四十四条")


def found(stops: Sequence[Stop] = (), judged: Sequence[DayJudged] = (), seen_at: datetime = LATER) -> list[RefundDay]:
    return list(refund_days(RULE, SEASON, stops, judged, seen_at))


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        pytest.param(23.99, 0, id="HZ 45: just under 24 hours"),
        pytest.param(24, 0, id="HZ 45: exactly 24 hours is not over"),
        pytest.param(24 + 1 / 60, 2, id="HZ 45: a minute over 24 hours"),
        pytest.param(40, 2, id="HZ 45: until the next midnight"),
        pytest.param(40 + 1 / 60, 3, id="HZ 45: a minute into the third day"),
    ],
)
def test_hz_45_more_than_24_hours_in_a_row(hours: float, days: int) -> None:
    given_back = found([stop(BEGIN, hours)])
    assert len(given_back) == days
    assert all((one.percent, one.cause) == (100, Cause.OUTAGE) for one in given_back)
    assert all("第四十五条" in one.article for one in given_back)


@pytest.mark.parametrize(
    ("stops", "days"),
    [
        pytest.param([stop(BEGIN + timedelta(days=2 * n), 24) for n in range(7)], 0, id="HZ 45: exactly 7 days"),
        pytest.param([stop(BEGIN + timedelta(days=2 * n), 24) for n in range(8)], 16, id="HZ 45: 8 days in all"),
        pytest.param(
            [*(stop(BEGIN + timedelta(days=2 * n), 24) for n in range(7)), stop(BEGIN + timedelta(days=20), 0.1)], 15,
            id="HZ 45: six minutes over 7 days in all",
        ),
        pytest.param([stop(BEGIN, 12), stop(BEGIN + timedelta(hours=12), 13)], 2, id="HZ 45: two that touch are one"),
        pytest.param([stop(BEGIN, 12), stop(BEGIN + timedelta(hours=13), 12)], 0, id="HZ 45: an hour of heat between"),
        pytest.param([stop(BEGIN, 20), stop(BEGIN, 20, "通知")], 0, id="HZ 45: one outage told twice counts once"),
    ],
)  # fmt: skip
def test_hz_45_more_than_7_days_in_all(stops: list[Stop], days: int) -> None:
    assert len(found(stops)) == days


def test_hz_45_nothing_outside_of_the_season_hz_20() -> None:
    before = Stop(datetime(2026, 11, 14, tzinfo=CITY_TIME), datetime(2026, 11, 15, 20, tzinfo=CITY_TIME), "P1")
    assert found([before]) == []  # 20 hours of it lie in the season
    last = Stop(datetime(2027, 3, 14, tzinfo=CITY_TIME), datetime(2027, 3, 20, tzinfo=CITY_TIME), "P2")
    assert [one.day for one in found([last])] == [date(2027, 3, 14), date(2027, 3, 15)]


def test_hz_45_an_outage_that_goes_on_counts_until_now() -> None:
    open_ = Stop(BEGIN, None, "片区事件 P1")
    assert found([open_], seen_at=BEGIN + timedelta(hours=24)) == []
    assert [one.day.day for one in found([open_], seen_at=BEGIN + timedelta(hours=25))] == [1, 2]


def test_a_day_that_is_not_whole_says_that_we_decided_so() -> None:
    marks = [(one.mark, "本系统建议" in one.why) for one in found([stop(BEGIN, 50)])]
    assert marks == [("P", True), ("V", False), ("P", True)]


@pytest.mark.parametrize(
    ("reading", "state", "percent", "cause"),
    [
        pytest.param("13.5", DayState.FAILED, 100, Cause.READING, id="HZ 44: under 14"),
        pytest.param("14.0", DayState.FAILED, 100, Cause.READING, id="HZ 44: exactly 14"),
        pytest.param("16.0", DayState.FAILED, 50, Cause.READING, id="HZ 44: exactly 16"),
        pytest.param("17.9", DayState.FAILED, 30, Cause.READING, id="HZ 44: under 18"),
        pytest.param(None, DayState.DEEMED_FAILED, 30, Cause.DEEMED, id="HZ 43: not tested in time"),
        pytest.param("12", DayState.PASSED, None, None, id="passed"),
        pytest.param(None, DayState.DEEMED_PASSED, None, None, id="HZ 43: the user refused"),
        pytest.param(None, DayState.UNKNOWN, None, None, id="not known"),
    ],
)
def test_hz_44_a_day_by_its_reading(
    reading: str | None, state: DayState, percent: int | None, cause: Cause | None
) -> None:
    given_back = found(judged=[cold(date(2026, 12, 1), reading, state)])
    assert [(one.percent, one.cause) for one in given_back] == ([] if percent is None else [(percent, cause)])


def test_hz_44_45_a_day_that_both_rules_hit_counts_once_by_the_higher() -> None:
    day = date(2026, 12, 2)
    (one,) = [d for d in found([stop(BEGIN, 50)], [cold(day, "17")]) if d.day == day]
    assert (one.percent, one.cause) == (100, Cause.OUTAGE)
    assert "一天只计一次" in one.also
    assert "30%" in one.also


def test_hz_44_two_rooms_on_one_day_count_once_by_the_colder() -> None:
    day = date(2026, 12, 2)
    assert [one.percent for one in found(judged=[cold(day, "17"), cold(day, "15"), cold(day, "17.5")])] == [50]


def test_hz_44_nothing_outside_of_the_season() -> None:
    assert found(judged=[cold(date(2026, 11, 14), "12"), cold(date(2027, 3, 16), "12")]) == []


# money


def days_of(percents: Sequence[int]) -> list[RefundDay]:
    return [
        RefundDay(SEASON.starts_on + timedelta(days=n), percent, Cause.READING, None, "", "", "V")
        for n, percent in enumerate(percents)
    ]


@pytest.mark.parametrize(
    ("fee", "percents", "expected"),
    [
        pytest.param("2420.00", [100], "20.00", id="LY 32: one day"),
        pytest.param("2420.00", [50, 50, 30], "26.00", id="LY 32: by percent"),
        pytest.param("2420.00", [], "0.00", id="LY 32: no day"),
        pytest.param("2420.00", [100] * 121, "2420.00", id="LY 32: the whole season is the whole fee"),
        pytest.param("1.21", [50], "0.01", id="LY 32: half a cent goes up"),
        pytest.param("1.20", [50], "0.00", id="LY 32: just under half a cent goes down"),
        pytest.param("100.00", [30] * 3, "0.74", id="LY 32: rounded once at the end, not three times 0.25"),
    ],
)
def test_ly_32_daily_fee_times_percent_times_days(fee: str, percents: list[int], expected: str) -> None:
    assert str(refund_sum(Decimal(fee), 121, days_of(percents))) == expected


fees = st.decimals(min_value=Decimal("0.01"), max_value=1_000_000, places=2)
parts = st.lists(st.sampled_from([30, 50, 100]), max_size=121)


@given(fees, parts)
def test_ly_32_never_negative_and_never_above_the_fee(fee: Decimal, percents: list[int]) -> None:
    assert 0 <= refund_sum(fee, 121, days_of(percents)) <= fee


@given(fees, parts, st.data())
def test_ly_32_the_order_of_days_plays_no_part(fee: Decimal, percents: list[int], data: st.DataObject) -> None:
    days = days_of(percents)
    shuffled = data.draw(st.permutations(days))
    assert refund_sum(fee, 121, days) == refund_sum(fee, 121, shuffled)
    assert refund_words(fee, 121, days) == refund_words(fee, 121, shuffled)


moments = st.integers(0, 60 * 24 * 30).map(lambda n: datetime(2026, 11, 10, tzinfo=CITY_TIME) + timedelta(minutes=n))
lengths = st.integers(0, 24 * 9).map(float)
stops_ = st.lists(st.builds(stop, moments, lengths, st.sampled_from(["P1", "P2"])), max_size=8)
judged_ = st.lists(
    st.builds(
        cold,
        st.integers(0, 20).map(lambda n: date(2026, 11, 10) + timedelta(days=n)),
        st.sampled_from(["10", "14", "15.5", "16", "17", "18", None]),
        st.sampled_from(DayState),
    ),
    max_size=12,
)


@given(stops_, judged_, st.data())
def test_hz_44_45_the_order_of_what_happened_plays_no_part(
    stops: list[Stop], judged: list[DayJudged], data: st.DataObject
) -> None:
    straight = found(stops, judged)
    assert found(data.draw(st.permutations(stops)), data.draw(st.permutations(judged))) == straight
    assert len({one.day for one in straight}) == len(straight)
    assert all(SEASON.day_of(one.day) and 0 < one.percent <= 100 for one in straight)
    assert sum(by_percent(straight).values()) == len(straight)


@pytest.mark.parametrize(
    ("typed", "value"), [("88.5", "88.50"), ("１００平方米", "100.00"), ("1,020.5㎡", "1020.50"), ("60m2", "60.00")]
)
def test_areas_are_read_as_they_are_typed(typed: str, value: str) -> None:
    assert str(read_area(typed)) == value


@pytest.mark.parametrize("typed", ["", "0", "-3", "1e3", "88.555", "八十", "NaN", "20000"])
def test_areas_that_cannot_be_are_refused_in_words(typed: str) -> None:
    with pytest.raises(BadInput, match="实际缴费面积") as refused:
        read_area(typed)
    assert refused.value.field == "area"


def test_money_is_read_with_its_unit() -> None:
    assert read_money("2420元", "fee", "季热费") == Decimal("2420.00")
