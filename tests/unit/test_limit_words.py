"""How long a limit is, typed and said."""

import pytest

from app.errors import BadInput
from app.limit_words import first_words, length_words, read_first, read_length
from app.records import LimitUnit

HOURS, DAYS = LimitUnit.HOURS, LimitUnit.WORKING_DAYS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("90 分钟", (90, HOURS)),
        ("48小时", (2880, HOURS)),
        ("４８ 小时", (2880, HOURS)),
        ("3 天", (4320, HOURS)),
        ("5 个工作日", (7200, DAYS)),
        ("5工作日", (7200, DAYS)),
    ],
)
def test_lengths_as_they_are_typed(typed: str, meant: tuple[int, LimitUnit]) -> None:
    assert read_length(typed) == meant


@pytest.mark.parametrize("typed", ["", "48", "两天", "-3 天", "3 天半", "1.5 小时", "999999 天"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as told:
        read_length(typed)
    assert told.value.field == "length"


@pytest.mark.parametrize("words", ["90 分钟", "48 小时", "5 个工作日"])
def test_what_is_said_is_read_back(words: str) -> None:
    assert length_words(*read_length(words)) == words


@pytest.mark.parametrize(
    ("typed", "meant"), [("10 日 5 小时", (10, 300)), ("前１５天，90分钟", (15, 90)), (" ", (0, 0))]
)
def test_the_first_days_of_a_season(typed: str, meant: tuple[int, int]) -> None:
    assert read_first(typed) == meant
    assert read_first(first_words(*meant)) == meant


@pytest.mark.parametrize("typed", ["10", "10 日", "5 小时", "10 日 2 个工作日", "十日 5 小时"])
def test_what_is_no_first_days_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as told:
        read_first(typed)
    assert told.value.field == "first"
