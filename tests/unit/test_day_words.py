"""Days as they are typed: to look one up, or to begin something on one."""

from datetime import date

import pytest

from app.day_words import read_day, split_day
from app.errors import BadInput

TODAY = date(2026, 12, 20)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/11/20", date(2026, 11, 20)),
        ("2026.11.20", date(2026, 11, 20)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("20261120", date(2026, 11, 20)),
        ("26-11-20", date(2026, 11, 20)),
        ("11-20", date(2026, 11, 20)),
        ("11/20", date(2026, 11, 20)),
        ("11月20日", date(2026, 11, 20)),
        ("11月20", date(2026, 11, 20)),
        ("11月20号", date(2026, 11, 20)),
        ("１１－２０", date(2026, 11, 20)),
        (" 11 - 20 ", date(2026, 11, 20)),
        ("1-5", date(2027, 1, 5)),
        ("8-5", date(2026, 8, 5)),
        ("20日", date(2026, 12, 20)),
        ("5号", date(2026, 12, 5)),
        ("今天", TODAY),
        ("昨天", date(2026, 12, 19)),
        ("昨日", date(2026, 12, 19)),
        ("前天", date(2026, 12, 18)),
        ("明天", date(2026, 12, 21)),
        ("后天", date(2026, 12, 22)),
    ],
)
def test_what_is_understood(typed: str, day: date) -> None:
    assert read_day(typed, TODAY, "day") == day


def test_a_day_that_was_is_sought_in_the_past() -> None:
    assert read_day("1-5", TODAY, "day", past=True) == date(2026, 1, 5)
    assert read_day("12-21", TODAY, "day", past=True) == date(2025, 12, 21)
    assert read_day("12-20", TODAY, "day", past=True) == TODAY
    assert read_day("25号", TODAY, "day", past=True) == date(2026, 11, 25)
    assert read_day("2-29", date(2028, 3, 1), "day") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "typed", ["", "明年", "13-1", "2-30", "11-20-", "2026-11", "31号", "9999-99-99", "周三", "11-20 8:00"]
)
def test_what_is_not_says_how_to_write_it(typed: str) -> None:
    today = TODAY if typed != "31号" else date(2026, 11, 3)
    with pytest.raises(BadInput, match=r"11-20.*昨天") as refused:
        read_day(typed, today, "from")
    assert refused.value.field == "from"


@pytest.mark.parametrize(
    ("typed", "day", "rest"),
    [
        ("11-20 夜班", date(2026, 11, 20), "夜班"),
        ("昨天夜班", date(2026, 12, 19), "夜班"),
        ("2026-11-20 2", date(2026, 11, 20), "2"),
        ("11月20日夜", date(2026, 11, 20), "夜"),
        ("11-20", date(2026, 11, 20), ""),
        ("１１－２０　２", date(2026, 11, 20), "2"),
    ],
)
def test_a_day_with_something_behind_it(typed: str, day: date, rest: str) -> None:
    assert split_day(typed, TODAY, "day") == (day, rest)
