"""HZ Art.23 and the rate of the press conference of 2020: what a relief comes to, at its edges."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from app.errors import BadInput
from app.relief_records import mask
from app.relief_sums import Rate, check_flat, relief_sum

SEASON = "2020-2021"
RATES = {SEASON: Rate(SEASON, Decimal("4.00"), "牡丹晚报 2020-11-05 报道", "V-", "")}


@pytest.mark.parametrize(
    ("area", "fee", "expected"),
    [
        pytest.param("80", None, "320.00", id="HZ 23: 4 yuan a square metre"),
        pytest.param("88.88", "2400", "355.52", id="HZ 23: a part of a square metre"),
        pytest.param("0.01", None, "0.04", id="HZ 23: the smallest area"),
        pytest.param("40", "160.00", "160.00", id="HZ 23: as much as the fee"),
    ],
)
def test_hz_23_area_really_paid_for_times_the_rate(area: str, fee: str | None, expected: str) -> None:
    found = relief_sum(SEASON, Decimal(area), RATES, Decimal(fee) if fee else None)
    assert str(found.sum) == expected
    assert "牡丹晚报 2020-11-05 报道（见报道，未见文件）" in found.words
    assert "四舍五入到分" in found.words


@pytest.mark.parametrize("area", ["0", "-5", "NaN"])
def test_hz_23_no_area_is_refused_in_words(area: str) -> None:
    with pytest.raises(BadInput, match="没有实际缴费面积") as refused:
        relief_sum(SEASON, Decimal(area), RATES)
    assert refused.value.field == "area"


def test_hz_23_relief_above_the_fee_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match=r"减免 320.00 元超过季热费 319.99 元") as refused:
        relief_sum(SEASON, Decimal("80"), RATES, Decimal("319.99"))
    assert refused.value.field == "fee"


def test_hz_23_a_season_without_a_rate_says_so_and_computes_nothing() -> None:
    found = relief_sum("2026-2027", Decimal("80"), RATES)
    assert (found.sum, found.rate) == (None, None)
    assert "2026-2027 供暖季还没有减免标准，不计算金额" in found.words


areas = st.decimals(min_value=Decimal("0.01"), max_value=10_000, places=2)
money = st.decimals(min_value=Decimal("0.01"), max_value=1_000_000, places=2)
yuan = st.decimals(min_value=Decimal("0.01"), max_value=100, places=2)


@given(areas, yuan, st.none() | money)
def test_hz_23_never_negative_and_never_above_the_fee(area: Decimal, rate: Decimal, fee: Decimal | None) -> None:
    rates = {SEASON: Rate(SEASON, rate, "文件", "V", "")}
    found = relief_sum(SEASON, area, rates).sum
    assert found is not None
    if fee is not None and found > fee:
        with pytest.raises(BadInput, match="超过季热费"):
            relief_sum(SEASON, area, rates, fee)
        return
    assert relief_sum(SEASON, area, rates, fee).sum == found
    assert found >= 0
    assert found == round(found, 2)
    assert abs(found - area * rate) <= Decimal("0.005")
    assert fee is None or found <= fee


@given(st.lists(areas, min_size=1, max_size=5), yuan)
def test_hz_23_the_order_of_households_plays_no_part(households: list[Decimal], rate: Decimal) -> None:
    rates = {SEASON: Rate(SEASON, rate, "文件", "V", "")}
    sums = [relief_sum(SEASON, area, rates).sum or Decimal(0) for area in households]
    back = [relief_sum(SEASON, area, rates).sum or Decimal(0) for area in reversed(households)]
    assert sum(sums) == sum(back)


@pytest.mark.parametrize(
    ("area", "flat_area", "others", "allowed"),
    [
        pytest.param("100", "100", "0", True, id="HZ 23: the whole flat"),
        pytest.param("60", "100", "0", True, id="HZ 23: a part of it"),
        pytest.param("40", "100", "60", True, id="HZ 23: two households fill the flat"),
        pytest.param("40.01", "100", "60", False, id="HZ 23: two households, a hair too much"),
        pytest.param("100.01", "100", "0", False, id="HZ 23: more than the flat"),
    ],
)
def test_hz_23_part_area_and_two_households_in_one_flat(area: str, flat_area: str, others: str, allowed: bool) -> None:
    if allowed:
        check_flat(Decimal(area), Decimal(flat_area), Decimal(others))
        return
    with pytest.raises(BadInput, match="缴费面积") as refused:
        check_flat(Decimal(area), Decimal(flat_area), Decimal(others))
    assert refused.value.field == "area"


@pytest.mark.parametrize(
    ("number", "shown"), [("37290012", "••••12"), ("3729001200", "••••00"), ("123", "••••"), ("", "")]
)
def test_a_household_is_masked_in_lists(number: str, shown: str) -> None:
    assert mask(number) == shown
