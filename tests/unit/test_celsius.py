"""Degrees and heights as people type them."""

from decimal import Decimal

import pytest

from app.celsius import celsius_words, read_celsius, read_height
from app.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "degrees"),
    [
        ("17.5", "17.5"),
        (" １７．５ ", "17.5"),
        ("17。5", "17.5"),
        ("17.5℃", "17.5"),
        ("17.5 °C", "17.5"),
        ("18度", "18"),
        ("16.00", "16.00"),
        ("-3.5", "-3.5"),
        ("−3", "-3"),
        ("零下3度", "-3"),
        ("-30", "-30"),
        ("50", "50"),
        ("0", "0"),
    ],
)
def test_degrees_are_understood(typed: str, degrees: str) -> None:
    assert read_celsius(typed, "reading", "读数") == Decimal(degrees)


@pytest.mark.parametrize("typed", ["", "十八", "17,5", "17.5.1", "1e1", "NaN", "约17", "17-18", "17.555", "--3", "٣"])
def test_what_is_no_number_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_celsius(typed, "outdoor", "室外温度")
    assert refused.value.field == "outdoor"
    assert "室外温度" in refused.value.sentence


@pytest.mark.parametrize("typed", ["-30.01", "50.1", "175", "-31"])
def test_what_no_room_can_have_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="−30 到 50"):
        read_celsius(typed, "reading", "读数")


@pytest.mark.parametrize(("typed", "high"), [("1", 100), ("1.05", 105), ("1米", 100), ("１。０m", 100), ("95厘米", 95)])
def test_heights_are_metres_or_say_their_unit(typed: str, high: int) -> None:
    assert read_height(typed, "height", "离地高度") == high


@pytest.mark.parametrize("typed", ["", "一米", "100", "1.005", "-1"])
def test_a_height_that_means_nothing_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_height(typed, "height", "离地高度")
    assert refused.value.field == "height"


def test_degrees_are_shown_without_idle_zeros() -> None:
    assert [celsius_words(Decimal(one)) for one in ("18", "17.50", "16.25", "-3")] == [
        "18.0 ℃",
        "17.5 ℃",
        "16.25 ℃",
        "−3.0 ℃",
    ]
