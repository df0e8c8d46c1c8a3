"""Where a number is at home and who runs it, in short Chinese words.

Read from ``resources/phones/places.bin`` (see ``make.py`` beside it): 0.5 MB in memory where the geocoder of
``phonenumbers`` takes 100.
"""

import json
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import phonenumbers

PLACES_FILE = Path(__file__).resolve().parent.parent / "resources" / "phones" / "places.bin"
FIRST_MOBILE = 1_300_000  # where the steps of the file begin: the first seven digits of a mobile


@dataclass(frozen=True, slots=True)
class _Places:
    cities: list[str]
    areas: dict[str, str]  # by area code without its 0
    carriers: dict[str, str]  # by the first digits of a mobile
    countries: dict[str, str]  # by region code
    starts: Sequence[int]  # first seven digits from which the city of the same index holds
    city_at: Sequence[int]


@lru_cache(maxsize=1)
def _places() -> _Places:
    head, _, shorts = zlib.decompress(PLACES_FILE.read_bytes()).partition(b"\n")
    words = json.loads(head)
    numbers = array("H", shorts)
    if sys.byteorder == "big":
        numbers.byteswap()
    runs = words["runs"]
    starts = array("I", accumulate(numbers[:runs], initial=FIRST_MOBILE))[1:]
    return _Places(words["cities"], words["areas"], words["carriers"], words["countries"], starts, numbers[runs:])


@lru_cache(maxsize=4096)
def place_of(e164: str) -> str:
    """菏泽 for a number of 山东省菏泽市; the country for a foreign one; empty where nothing is known."""
    places = _places()
    if not e164.startswith("+86"):
        return places.countries.get(phonenumbers.region_code_for_number(phonenumbers.parse(e164, None)) or "", "")
    digits = e164[3:]
    if len(digits) == 11 and digits.startswith("1"):
        run = bisect_right(places.starts, int(digits[:7])) - 1
        return places.cities[places.city_at[run]] if run >= 0 else ""
    return _longest(places.areas, digits)


@lru_cache(maxsize=4096)
def carrier_of(e164: str) -> str:
    """移动, 联通, 电信, 广电; empty where nothing is known. Ported numbers still show their first carrier."""
    return _longest(_places().carriers, e164.removeprefix("+86"))


def _longest(table: dict[str, str], digits: str) -> str:
    """The word of the longest beginning of the digits that the table knows."""
    return next((table[digits[:end]] for end in range(len(digits), 0, -1) if digits[:end] in table), "")
