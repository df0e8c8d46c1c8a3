"""What was typed is quoted in a sentence no longer than one reads, whoever wrote the sentence."""

from datetime import date, datetime

import pytest

from app.day_words import read_day
from app.directory_cells import read_day as read_cell
from app.errors import BadInput
from app.moment_words import read_moment
from app.rules import CITY_TIME

NOW = datetime(2026, 11, 29, 17, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    "read",
    [
        lambda text: read_day(text, date(2026, 11, 29), "day"),
        lambda text: read_moment(text, NOW, "begins_at"),
        read_cell,
    ],
)
@pytest.mark.parametrize("sign", ["a", "汉", "9", "\n"])
def test_ten_thousand_signs_are_not_given_back(read, sign):
    with pytest.raises(BadInput) as told:
        read("x" + sign * 10_000 + "x")
    assert len(told.value.sentence) < 200
    assert str(told.value) == told.value.sentence


def test_what_can_not_be_shown_is_left_out():
    assert BadInput("日期“11\x07-\u202e20”看不懂。").sentence == "日期“11-20”看不懂。"


def test_an_ordinary_quotation_stays_whole():
    sentence = "打不开文件夹“/home/用户/供暖名录/2026-2027 供暖季/公开的网页/第一版”，“内”与“外”都试过。"
    assert BadInput(sentence).sentence == sentence
