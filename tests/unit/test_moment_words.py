"""Moments as they are typed while somebody talks."""

from datetime import datetime, timedelta

import pytest

from app.errors import BadInput
from app.limits import until_words
from app.moment_words import read_moment, until_full, until_short
from app.rules import CITY_TIME

NOW = datetime(2026, 12, 20, 14, 32, 9, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("18:00", (2026, 12, 20, 18, 0)),
        ("24:00", (2026, 12, 21, 0, 0)),
        ("12-31 24:00", (2027, 1, 1, 0, 0)),
        ("18：30", (2026, 12, 20, 18, 30)),
        ("6点", (2026, 12, 21, 6, 0)),
        ("6点30分", (2026, 12, 21, 6, 30)),
        ("明天 6:30", (2026, 12, 21, 6, 30)),
        ("今天 9:00", (2026, 12, 20, 9, 0)),
        ("12-26 18:00", (2026, 12, 26, 18, 0)),
        ("12月26日 18点", (2026, 12, 26, 18, 0)),
        ("1月2日 8:00", (2027, 1, 2, 8, 0)),
        ("2026-12-26T18:00", (2026, 12, 26, 18, 0)),
        ("3小时", (2026, 12, 20, 17, 32)),
        ("1.5 小时后", (2026, 12, 20, 16, 2)),
        ("１８：００", (2026, 12, 20, 18, 0)),
    ],
)
def test_what_is_understood(typed: str, at: tuple[int, ...]) -> None:
    assert read_moment(typed, NOW, "until") == datetime(*at, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("14:00", (20, 14, 0)),
        ("18:00", (20, 18, 0)),
        ("9点", (20, 9, 0)),
        ("23:50", (20, 23, 50)),
        ("1:00", (21, 1, 0)),
    ],
)
def test_an_hour_alone_may_mean_the_nearest_one(typed: str, at: tuple[int, int, int]) -> None:
    assert read_moment(typed, NOW, "until", nearest=True) == datetime(2026, 12, *at, tzinfo=CITY_TIME)
    night = datetime(2026, 12, 21, 0, 10, tzinfo=CITY_TIME)
    assert read_moment("23:30", night, "until", nearest=True) == datetime(2026, 12, 20, 23, 30, tzinfo=CITY_TIME)


def test_nothing_typed_is_not_known() -> None:
    assert read_moment("  ", NOW, "until") is None


@pytest.mark.parametrize("typed", ["25:00", "24:01", "2-30 8:00", "尽快", "18", "-3小时", "18:60", "9999-99-99 1:00"])
def test_what_is_no_moment_is_told_at_its_field(typed: str) -> None:
    with pytest.raises(BadInput) as told:
        read_moment(typed, NOW, "until")
    assert told.value.field == "until"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ((2027, 1, 1, 0, 0), ("12月31日 24:00", "12-31 24:00", "2026-12-31 24:00")),
        ((2027, 1, 1, 0, 1), ("1月1日 00:01", "01-01 00:01", "2027-01-01 00:01")),
        ((2026, 11, 20, 17, 17), ("11月20日 17:17", "11-20 17:17", "2026-11-20 17:17")),
    ],
)
def test_midnight_ends_a_day_wherever_an_end_is_said(at: tuple[int, ...], words: tuple[str, ...]) -> None:
    moment = datetime(*at, tzinfo=CITY_TIME)
    assert (until_words(moment), until_short(moment), until_full(moment)) == words
    for now in (moment, moment - timedelta(hours=3), moment + timedelta(days=1)):
        assert read_moment(until_short(moment), now, "until") == moment
