"""Where a number is at home and who runs it, in short Chinese words.

The tables of ``phonenumbers`` behind this take 0.4 s and 100 MB to load, so they are loaded at the first question.
"""

import re
from functools import lru_cache

import phonenumbers

_PROVINCE = re.compile(r"^(?:.{2,3}省|.{2,8}自治区|内蒙古|广西|西藏|宁夏|新疆)(?=.)")


@lru_cache(maxsize=4096)
def place_of(e164: str) -> str:
    """菏泽 for a number of 山东省菏泽市; the country for a foreign one; empty where nothing is known."""
    from phonenumbers import geocoder

    full = geocoder.description_for_number(phonenumbers.parse(e164, None), "zh")
    if full == "中国":
        return ""
    return _PROVINCE.sub("", full).removesuffix("市")


@lru_cache(maxsize=4096)
def carrier_of(e164: str) -> str:
    """移动, 联通, 电信, 广电; empty where nothing is known. Ported numbers still show their first carrier."""
    from phonenumbers import carrier

    return carrier.name_for_number(phonenumbers.parse(e164, None), "zh").removeprefix("中国")
