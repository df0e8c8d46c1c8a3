"""The short table of places says what the tables of ``phonenumbers`` say."""

import random

import phonenumbers
import pytest
from phonenumbers import carrier, geocoder

from app.phone_places import carrier_of, place_of


@pytest.mark.parametrize(
    ("e164", "place", "network"),
    [
        ("+8613853000001", "菏泽", "移动"),
        ("+8618653000000", "菏泽", "联通"),
        ("+8619153000000", "", "电信"),
        ("+8619200000001", "", "广电"),
        ("+865305201234", "菏泽", ""),
        ("+861064000000", "北京", ""),
        ("+8643112345678", "长春", ""),
        ("+864711234567", "呼和浩特", ""),
        ("+864001234567", "", ""),
        ("+85221234567", "香港", ""),
        ("+12125552368", "美国", ""),
        ("+8819900000000", "", ""),
        ("+8612000000000", "", ""),
    ],
)
def test_places_in_short_words(e164: str, place: str, network: str) -> None:
    assert (place_of(e164), carrier_of(e164) if e164.startswith("+861") else "") == (place, network)


def test_the_table_agrees_with_its_source() -> None:
    dice = random.Random(1)
    for _ in range(300):
        e164 = f"+861{dice.randrange(3, 10)}{dice.randrange(10**9):09d}"
        number = phonenumbers.parse(e164, None)
        full = geocoder.description_for_valid_number(number, "zh")
        assert place_of(e164) == "" or full.removesuffix("市").endswith(place_of(e164)), e164
        assert full in ("", "中国", "北京市") or place_of(e164), e164  # 北京 for a whole network is left out
        assert carrier_of(e164) == carrier.name_for_valid_number(number, "zh").removeprefix("中国"), e164
