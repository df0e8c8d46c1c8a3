"""Phone numbers as callers, exchanges and published lists write them.

What was typed is always kept beside what was understood. E.164 comes from ``phonenumbers``; the place and the carrier
are looked up only when somebody asks for them.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from app.errors import BadInput
from app.phone_places import carrier_of, place_of

LONGEST_TEXT = 60  # characters, as stored; anything longer was pasted into the wrong field
EXAMPLE = "例如 5201234、0530-5201234 或 138 5300 0001"


class PhoneKind(StrEnum):
    """What sort of number it is; ``LANDLINE`` includes the 400 and 800 service lines."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SHORT = "short"
    WITHHELD = "withheld"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as typed (``raw``) and as understood.

    ``e164`` is None where nobody outside could dial it: withheld numbers, short numbers, internal extensions.
    ``national`` is how the screen and the slip show it, extension and all: 138 5300 0001, 0530-520 1234 转 801.
    """

    raw: str
    e164: str | None
    kind: PhoneKind
    national: str
    extension: str = ""

    @property
    def place(self) -> str:
        """The city in short (菏泽), the country of a foreign number, or empty."""
        return place_of(self.e164) if self.e164 else ""

    @property
    def carrier(self) -> str:
        """移动, 联通, 电信 or 广电 by the number's original range; empty for anything but a mobile."""
        return carrier_of(self.e164) if self.e164 and self.kind is PhoneKind.MOBILE else ""

    @property
    def masked(self) -> str:
        """The number with its middle hidden: 138****0001, 0530-***1234. Short numbers are public and stay."""
        if self.e164 is None:
            return self.national
        if self.kind is PhoneKind.MOBILE:
            return f"{self.e164[3:6]}****{self.e164[-4:]}"
        if self.kind is PhoneKind.FOREIGN:
            code, _, subscriber = self.national.partition(" 转 ")[0].partition(" ")
            return f"{code} ****{re.sub(r'[^0-9]', '', subscriber)[-2:]}"
        area, _, subscriber = self.national.partition(" 转 ")[0].partition("-")
        digits = subscriber.replace(" ", "").replace("-", "")
        return f"{area}-{'*' * (len(digits) - 4)}{digits[-4:]}"


WITHHELD_WORDS = frozenset(
    {
        *("anonymous", "anonymous@anonymous.invalid", "withheld", "restricted", "private", "privatenumber", "hidden"),
        *("unknown", "unavailable", "nonumber", "blocked"),
        *(
            "匿名",
            "匿名号码",
            "未显示",
            "不显示",
            "号码未显示",
            "未显示号码",
            "无来电显示",
            "无法显示",
            "无号码",
            "隐藏",
        ),
        *("隐藏号码", "号码隐藏", "保密", "保密号码", "号码保密", "未知", "未知号码", "未知来电", "私人号码"),
    }
)
WITHHELD_SHOWN = "未显示号码"

_LABEL = re.compile(
    r"^(?:tel|phone|mobile|电话号码|联系电话|来电号码|来电|电话|手机号?|座机|固话|号码)\s*:?\s*", re.IGNORECASE
)
_SEVERAL = re.compile(r"[、/;,|&]|或|和")
_EXTENSION = re.compile(r"(?:转接?|分机号?|内线|;?ext(?:ension)?[.=]?|x|#)[\s.:]*(\d{1,6})\)?$", re.IGNORECASE)
_DASHED_TAIL = re.compile(r"^(.*\d.*?)\s*-\s*(\d{1,5})$")
_MOBILE = re.compile(r"1[3-9]\d{9}")


@lru_cache(maxsize=4096)  # a manager's number is read anew for every slip of the community
def read_phone(text: str, area_code: str = "0530") -> Phone:
    """Understand one number; ``area_code`` (with its leading 0) is added to local numbers.

    Raises ``BadInput`` with ``field="phone"`` when the text is empty, holds letters or control characters, holds
    several numbers, or has too many or too few digits.
    """
    plain = _plain(text)
    if re.sub(r"[\s<>()\[\]\"'_-]", "", plain).casefold() in WITHHELD_WORDS:
        return Phone(text, None, PhoneKind.WITHHELD, WITHHELD_SHOWN)
    plain = _LABEL.sub("", plain)
    if marked := _EXTENSION.search(plain):
        main = plain[: marked.start()].rstrip(" ,;-(")
        if lined := _understood(text, main, area_code, marked[1]):
            return lined
        raise _refusal(main)
    if whole := _understood(text, plain, area_code, ""):
        return whole
    dashed = _DASHED_TAIL.match(plain)  # 5201234-801, only when the whole is no number by itself
    if dashed and (split := _understood(text, dashed[1], area_code, dashed[2])) and split.e164:
        return split
    raise _refusal(plain)


def _plain(text: str) -> str:
    """Half-width text with one sort of dash and without the invisible marks that copying from phones leaves."""
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"电话太长（{len(text)} 个字符），一次填一个号码，{EXAMPLE}", "phone")
    if text.isascii() and text.isdigit():
        return text  # as nearly every number comes
    shown = "".join(c for c in unicodedata.normalize("NFKC", text.strip()) if unicodedata.category(c) != "Cf").strip()
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in shown):
        raise BadInput(f"电话里有看不见的控制字符，请重新输入，{EXAMPLE}", "phone")
    if not shown:
        raise BadInput(f"电话没有填；来电不显示号码时请填“未显示”，{EXAMPLE}", "phone")
    dashes = "".join("-" if unicodedata.category(c) == "Pd" or c in "−‐_~" else c for c in shown)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in dashes)


def _understood(raw: str, main: str, area_code: str, extension: str) -> Phone | None:
    """The number, or None if the digits make none; an extension belongs only behind a number that has lines."""
    compact = re.sub(r"[\s().\[\]·-]", "", main)
    plus, digits = compact.startswith("+"), compact.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if not plus and digits.startswith("00"):
        plus, digits = True, digits[2:]
    if plus and not digits.startswith("86"):
        return _foreign(raw, digits, extension)
    if plus:
        return _chinese(raw, digits[2:], extension) or _short(raw, digits[2:], extension, fewest=5)
    return (
        _local(raw, digits, area_code, extension)
        or _short(raw, digits, extension)
        or _behind_area(raw, digits, area_code, extension)
        or _chinese(raw, digits, extension)
        or (_chinese(raw, digits[2:], extension) if digits.startswith("86") else None)
    )


def _local(raw: str, digits: str, area_code: str, extension: str) -> Phone | None:
    """A number of this city without its area code: seven digits, or eight where the city has them."""
    if len(digits) not in (7, 8) or digits.startswith("0"):
        return None
    return _landline(raw, area_code.removeprefix("0") + digits, extension)


def _short(raw: str, digits: str, extension: str, fewest: int = 3) -> Phone | None:
    """110, 12345, 95598, 10086, 118114, or an extension of the house (801, 8001).

    Five and six digits count only with the first digit of public short numbers: 520123 is a local number that lost
    a digit, and must not slip through.
    """
    is_house = fewest <= len(digits) <= 4 and digits[0] != "0"
    is_public = len(digits) in (5, 6) and digits[0] in "19"
    if not (is_house or is_public):
        return None
    return Phone(raw, None, PhoneKind.SHORT, _with_extension(digits, extension), extension)


def _behind_area(raw: str, digits: str, area_code: str, extension: str) -> Phone | None:
    """A public short number behind this city's area code, as exchanges pass it on: 053012345."""
    if not digits.startswith(area_code):
        return None
    return _short(raw, digits.removeprefix(area_code), extension, fewest=5)


def _chinese(raw: str, digits: str, extension: str) -> Phone | None:
    """A mobile or a landline of the mainland, with or without its leading 0 (old exchanges write 0138…)."""
    significant = digits.removeprefix("0")
    if _MOBILE.fullmatch(significant):
        # Not asked of phonenumbers: the ministry opens ranges faster than its tables follow, and a caller is real.
        shown = f"{significant[:3]} {significant[3:7]} {significant[7:]}"
        return Phone(raw, f"+86{significant}", PhoneKind.MOBILE, _with_extension(shown, extension), extension)
    if significant.startswith(("13", "15", "18")):
        return None  # a mobile with a digit too many or too few
    return _landline(raw, significant, extension)


def _landline(raw: str, significant: str, extension: str) -> Phone | None:
    """``significant`` has its area code without the 0."""
    number = _parsed(f"+86{significant}")
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    if len(significant) == 10 and significant[:3] in ("400", "800"):
        shown = f"{significant[:3]}-{significant[3:6]} {significant[6:]}"
    else:
        cut = phonenumbers.length_of_geographical_area_code(number)
        subscriber = significant[cut:]
        if cut == 0 or len(subscriber) not in (7, 8):
            return None
        shown = f"0{significant[:cut]}-{subscriber[:-4]} {subscriber[-4:]}"
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Phone(raw, e164, PhoneKind.LANDLINE, _with_extension(shown, extension), extension)


def _foreign(raw: str, digits: str, extension: str) -> Phone | None:
    number = _parsed(f"+{digits}")
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Phone(raw, e164, PhoneKind.FOREIGN, _with_extension(shown, extension), extension)


def _parsed(e164: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return None


def _with_extension(shown: str, extension: str) -> str:
    return f"{shown} 转 {extension}" if extension else shown


def _refusal(plain: str) -> BadInput:
    """What is wrong with a text that is no number, in words."""
    digits = re.sub(r"\D", "", plain)
    if re.search(r"[^\W\d_]", _SEVERAL.sub("", plain)):
        sentence = f"电话“{plain}”里有文字"
    elif any(len(re.sub(r"\D", "", part)) >= 3 for part in _SEVERAL.split(plain)[1:]):
        sentence = f"“{plain}”像是几个号码，一次填一个"
    elif not digits:
        sentence = f"电话“{plain}”里没有数字"
    elif _MOBILE.match(digits[:11].ljust(11, "0")) and len(digits) not in (7, 8):
        sentence = f"手机号应为 11 位，“{plain}”有 {len(digits)} 位"
    elif len(digits) < 7:
        sentence = f"电话“{plain}”太短，只有 {len(digits)} 位"
    elif len(digits) > 12:
        sentence = f"电话“{plain}”太长，有 {len(digits)} 位"
    else:
        sentence = f"“{plain}”不是有效的号码（{len(digits)} 位）"
    return BadInput(f"{sentence}，{EXAMPLE}", "phone")
