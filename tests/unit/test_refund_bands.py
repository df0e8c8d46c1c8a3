"""HZ Art.44: which percent of a day's charge a reading gives back, edges included."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from app.errors import BadInput
from app.refund_bands import Band, band_words, bands_on, check_bands, judge
from refund_table import ARTICLE, BANDS, table

readings = st.decimals(min_value=-30, max_value=50, places=2)


@pytest.mark.parametrize(
    ("reading", "percent", "words"),
    [
        pytest.param("-30", 100, "14.0 ℃ 及以下", id="HZ 44: the coldest that is read"),
        pytest.param("13.9", 100, "14.0 ℃ 及以下", id="HZ 44: under 14"),
        pytest.param("14.0", 100, "14.0 ℃ 及以下", id="HZ 44: exactly 14, 含十四"),
        pytest.param("14.01", 50, "高于 14.0 ℃，16.0 ℃ 及以下", id="HZ 44: a hair above 14"),
        pytest.param("15.9", 50, "高于 14.0 ℃，16.0 ℃ 及以下", id="HZ 44: under 16"),
        pytest.param("16.0", 50, "高于 14.0 ℃，16.0 ℃ 及以下", id="HZ 44: exactly 16, 含十六"),
        pytest.param("16", 50, "高于 14.0 ℃，16.0 ℃ 及以下", id="HZ 44: 16 without a decimal"),
        pytest.param("16.1", 30, "高于 16.0 ℃，不到 18.0 ℃", id="HZ 44: above 16"),
        pytest.param("17.99", 30, "高于 16.0 ℃，不到 18.0 ℃", id="HZ 44: a hair under 18"),
        pytest.param("18.0", 0, "18.0 ℃ 及以上", id="HZ 21: exactly 18 is warm enough"),
        pytest.param("18.1", 0, "18.0 ℃ 及以上", id="HZ 21: above 18"),
        pytest.param("50", 0, "18.0 ℃ 及以上", id="HZ 21: the warmest that is read"),
    ],
)
def test_hz_44_bands_and_their_edges(reading: str, percent: int, words: str) -> None:
    judged = judge(Decimal(reading), BANDS)
    assert (judged.percent, judged.words, judged.article) == (percent, words, ARTICLE)
    assert judged.failed is (percent > 0)


@pytest.mark.parametrize("reading", ["-30.1", "50.1", "NaN", "Infinity", "-Infinity"])
def test_a_reading_no_thermometer_gives_is_refused_in_words(reading: str) -> None:
    with pytest.raises(BadInput, match="−30") as refused:
        judge(Decimal(reading), BANDS)
    assert refused.value.field == "reading"


@given(readings, readings)
def test_hz_44_a_warmer_room_never_gives_back_more(one: Decimal, other: Decimal) -> None:
    cold, warm = sorted((one, other))
    assert judge(cold, BANDS).percent >= judge(warm, BANDS).percent


@given(readings)
def test_hz_44_each_reading_lies_in_one_band(reading: Decimal) -> None:
    assert judge(reading, tuple(reversed(BANDS))) == judge(reading, BANDS)


def test_the_bands_of_a_day_are_those_in_force_then() -> None:
    later = table(2, date(2027, 1, 1))
    assert bands_on((*BANDS, *later), date(2026, 12, 31)) == BANDS
    assert bands_on((*BANDS, *later), date(2027, 1, 1)) == later
    assert judge(Decimal("12"), later).version == 2
    with pytest.raises(BadInput, match="没有退费档次"):
        bands_on(BANDS, date(2017, 12, 1))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param([("18.0", False, 30)], "以上", id="nothing above the last edge"),
        pytest.param([("18.0", False, 30), (None, True, 0), (None, True, 0)], "以上", id="two tops"),
        pytest.param([("18.0", False, 30), ("18.0", True, 10), (None, True, 0)], "同一", id="one edge twice"),
        pytest.param([("16.0", True, 30), ("18.0", False, 50), (None, True, 0)], "越冷", id="warmer gives more"),
        pytest.param([("18.0", False, 130), (None, True, 0)], "0–100", id="more than all"),
        pytest.param([("60", False, 30), (None, True, 0)], "−30", id="an edge no thermometer shows"),
        pytest.param([("17.95", False, 30), (None, True, 0)], "一位小数", id="finer than the table keeps"),
    ],
)
def test_a_table_of_bands_that_cannot_be_is_refused_in_words(
    rows: list[tuple[str | None, bool, int]], sentence: str
) -> None:
    bands = [
        Band(1, date(2027, 1, 1), Decimal(edge) if edge else None, included, percent, ARTICLE, "V", "")
        for edge, included, percent in rows
    ]
    with pytest.raises(BadInput, match=sentence):
        check_bands(bands)


def test_the_shipped_bands_are_a_table_that_can_be() -> None:
    check_bands(BANDS)
    assert [band_words(BANDS, one) for one in BANDS][-1] == "18.0 ℃ 及以上"
