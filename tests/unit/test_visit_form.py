"""Readings and past moments as they are typed at the seat."""

from datetime import datetime
from decimal import Decimal

import pytest

from app.errors import BadInput
from app.moment_words import read_past
from app.rules import CITY_TIME
from app.visit_form import read_readings, reading_words

NOW = datetime(2026, 11, 29, 14, 32, 9, tzinfo=CITY_TIME)


def at(hour: int, minute: int = 0, day: int = 29) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("14:05", at(14, 5)),
        ("１４：０５", at(14, 5)),
        ("9点", at(9)),
        ("9点30分", at(9, 30)),
        ("今天 9:00", at(9)),
        ("昨天 23:50", at(23, 50, 28)),
        ("前天 8:00", at(8, 0, 27)),
        ("11-26 14:05", at(14, 5, 26)),
        ("2026-11-26 14:05", at(14, 5, 26)),
        ("12-26 14:05", datetime(2025, 12, 26, 14, 5, tzinfo=CITY_TIME)),
        ("14:32", at(14, 32)),
    ],
)
def test_a_moment_that_is_over(typed: str, moment: datetime) -> None:
    assert read_past(typed, NOW, "arrived") == moment


def test_an_hour_alone_is_of_the_day_it_stands_for() -> None:
    assert read_past("14:05", NOW, "readings", at(9, 0, 26)) == at(14, 5, 26)
    assert read_past("  ", NOW, "readings") is None


def test_a_visit_over_midnight_is_typed_by_the_hour_alone() -> None:
    """HZ 42: the companies come day and night."""
    assert read_past("23:10", NOW, "shut", at(0, 20, 27)) == at(23, 10, 26)
    assert read_past("21:00", NOW, "shut", at(23, 50, 27)) == at(21, 0, 27)
    assert read_past("7:00", NOW, "shut", at(22, 0, 27)) == at(7, 0, 27)
    (one,) = read_readings("00:10 16.5", NOW, at(23, 50, 27))
    assert one.at == at(0, 10, 28)
    (early,) = read_readings("13:50 16.5", NOW, at(14, 5, 27))  # a slip stays one, and is refused as such
    assert early.at == at(13, 50, 27)
    late = datetime(2026, 12, 1, 0, 30, tzinfo=CITY_TIME)  # the end of a month
    assert read_past("23:20", late, "shut", late) == datetime(2026, 11, 30, 23, 20, tzinfo=CITY_TIME)
    with pytest.raises(BadInput, match="还没有到"):
        read_readings("00:10 16.5", at(23, 55, 29), at(23, 50, 29))


@pytest.mark.parametrize("typed", ["15:00", "2027-01-01 8:00", "25:00", "2-30 8:00", "下午三点", "明天 8:00", "3小时"])
def test_what_is_yet_to_come_or_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_past(typed, NOW, "arrived")
    assert refused.value.field == "arrived"


@pytest.mark.parametrize(
    "typed",
    [
        "14:05 16.8，14:15 16.5",
        "14:15 16.5；14:05 16.8",
        "14：05 １６。８、14点15 16.5℃",
        "14:05 16.8\n14:15 16.5 稳定",
    ],
)
def test_the_last_reading_is_the_stable_one(typed: str) -> None:
    readings = read_readings(typed, NOW)
    assert [(one.at, one.celsius, one.stable) for one in readings] == [
        (at(14, 5), Decimal("16.8"), False),
        (at(14, 15), Decimal("16.5"), True),
    ]
    assert read_readings(reading_words(readings), NOW) == readings


def test_another_one_can_be_marked() -> None:
    readings = read_readings("14:05 16.8*，14:15 17", NOW)
    assert [one.stable for one in readings] == [True, False]
    assert read_readings(reading_words(readings), NOW) == readings


@pytest.mark.parametrize("typed", ["", "16.5", "14:05", "14:05 16.8*，14:15 16.5*", "14:05 十六", "14:05 16.8 16.5"])
def test_readings_that_mean_nothing_are_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_readings(typed, NOW)
    assert refused.value.field == "readings"
