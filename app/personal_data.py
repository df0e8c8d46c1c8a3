"""What seems personal in a text that is to be published (PIPL Art. 25): phones, accounts, papers, names and flats.

Every pattern reads the text folded sign by sign (full-width digits, dashes and blanks as plain ones), so that a finding
stands where it stands in the text. It warns; a person decides. So a doubtful name or flat is warned of, while the words
that every answer has (施工师傅, 影响 120 户, 1、3、5 号楼, 400 numbers, dates) are not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from app.name_words import named_persons


class Risk(StrEnum):
    """What a warning is about."""

    PHONE = "phone"
    CONTACT = "contact"
    IDENTITY = "identity"
    NAME = "name"
    FLAT = "flat"


RISK_WORDS = {
    Risk.PHONE: "电话号码",
    Risk.CONTACT: "微信、QQ 或邮箱",
    Risk.IDENTITY: "证件号或卡号",
    Risk.NAME: "姓名",
    Risk.FLAT: "楼室号",
}


@dataclass(frozen=True, slots=True)
class Warning:
    """Personal data as it seems: ``text[start:end]`` of the answer."""

    risk: Risk
    start: int
    end: int
    words: str

    @property
    def sentence(self) -> str:
        """For the screen: 第 12 字起有电话号码“13800000000”。"""
        return f"第 {self.start + 1} 字起有{RISK_WORDS[self.risk]}“{self.words}”"


_NUMERALS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_PUBLIC = re.compile(
    r"(?<!\d)[12]\d{7}-\d{4,}"  # a complaint's number, 20261115-0042
    r"|(?<!\d)(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\s{0,2}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?!\d)"
    r"|(?<![\d-])[48]00-?(?:\d-?){6}\d(?![\d-])"  # service lines
)
_PHONE = re.compile(r"(?<!\d)[+]?\d(?:[\s\-()·.]{0,2}\d){6,14}(?!\d)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_GROUPED = re.compile(
    r"(?<!\d)1[3-9]\d[^\w\u4e00-\u9fff]{1,3}\d{4}[^\w\u4e00-\u9fff]{1,3}\d{4}(?!\d)|(?<!\d)1[3-9]\d_\d{4}_\d{4}"
)
_TAIL = re.compile(r"(?:尾号|[后末]四位)(?:数字)?\s?(?:[为是:]\s?)?\d{3,4}(?!\d)")
_CONTACTS = (
    re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){1,4}"),
    re.compile(
        r"(?:微信|weixin|(?<![A-Za-z])(?:vx|wx|qq)|扣扣)号?码?\s?(?:[为是:]\s?)?(?=[\w-]{0,19}\d)[A-Za-z0-9_-]{6,20}",
        re.I,
    ),
    re.compile(r"(?<!\w)wxid_\w{4,20}"),
)
_IDENTITY = (
    re.compile(
        r"(?<![0-9A-Za-z])[1-6]\d{5}[\s-]?(?:18|19|20)\d{2}[\s-]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
        r"[\s-]?\d{3}[\dXx](?![0-9A-Za-z])"
    ),
    re.compile(r"(?:银行卡|卡号|账号|账户|存折)\D{0,4}(?:\d[\s-]?){11,18}\d(?!\d)|(?<!\d)62(?:\d\s?){14,17}(?!\d)"),
)
_CN = "[0-9一二三四五六七八九十百零〇]"
_DASH = r"\s?(?:#\s?-?|-)\s?"
_ROOM = r"[1-9]\d?(?:0[1-9]|1[0-2])"  # floor and door
_NO_COUNT = r"(?!\s?[\d.:/年月日天元度℃%平㎡米户人家吨千万瓦升分秒小时层次号])"
_HOUSE = rf"(?:{_CN}{{1,5}}\s?(?:#?号?楼|#|栋|幢|座|号院)|(?<![A-Za-z])[A-Za-z]\s?(?:号楼|栋|幢|座))"
_UNIT = rf"(?:{_CN}{{1,3}}|[东西中南北甲乙丙丁A-Za-z])\s?单元"
_SIDE = r"[东西中南北]{1,2}(?:边|侧)?户"
_FLATS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![-\d])\d{{1,3}}{_DASH}\d{{1,2}}\s?-\s?\d{{3,4}}(?![-\d])",
        rf"(?<![-\d./])\d{{1,2}}(?:/\d{{1,2}}/|\.\d{{1,2}}\.){_ROOM}(?![-\d./])",
        rf"(?<![-\d./])\d{{1,2}}(?:-|#-?){_ROOM}(?:室|(?![-#]){_NO_COUNT})",
        rf"(?:{_HOUSE})[\s,]?{_UNIT}(?:[\s,]?{_CN}{{1,6}}\s?(?:室|户|号|楼|层)?)?(?:\s?{_SIDE})?",
        rf"(?:{_HOUSE}|{_UNIT})[\s,]?(?:\d{{3,4}}\s?(?:室|号|房|门)|(?!\d{{3,4}}(?!\d))|{_ROOM}\s?户|\d{{3,4}}(?!\d){_NO_COUNT}(?!-))"
        rf"(?<=[0-9室号房门户])",
        rf"(?:{_HOUSE}|{_UNIT})\s?(?:(?:{_CN}{{1,3}}|顶|底)[楼层])?\s?{_SIDE}",
        rf"(?:{_CN}{{1,3}}|顶|底)[楼层]\s?{_SIDE}",
        rf"[东西中]户\s?{_ROOM}(?!\d)",
        rf"(?:{_HOUSE})?\d{{1,2}}门\s?{_ROOM}(?!\d)",
        rf"(?:{_HOUSE})\s?-?\d{{1,2}}-\d{{3,4}}(?!\d)",
        rf"(?<!{_CN}){_CN}{{3,4}}\s?(?:室(?![内外温])|房(?![屋产改租]))",
    )
)


def phones_in(text: str, area_code: str, free: Iterable[str]) -> Iterator[Warning]:
    """Phone numbers, whole ones and what is given of one (尾号). ``free``: numbers that are published anyhow."""
    public = {_subscriber(_digits(one), area_code) for one in free}
    plain = _PUBLIC.sub(lambda found: "\0" * len(found[0]), folded(text).translate(_NUMERALS))
    for match in _PHONE.finditer(plain):
        digits = _digits(match[0])
        groups = re.findall(r"\d+", match[0])
        if len(digits) < 9 and len(groups[0]) < 3 and len(groups) < len(digits):
            continue  # 11-15 (121 days): who parts a local number writes three or four digits first
        if _subscriber(digits, area_code) not in public and _is_phone(digits, area_code):
            yield _warning(Risk.PHONE, text, match)
    for pattern in (_GROUPED, _TAIL):
        for match in pattern.finditer(plain):
            yield _warning(Risk.PHONE, text, match)


def accounts_in(text: str) -> Iterator[Warning]:
    """Where somebody can be written to, and the numbers of papers and bank cards."""
    plain = folded(text)
    for risk, patterns in ((Risk.CONTACT, _CONTACTS), (Risk.IDENTITY, _IDENTITY)):
        for pattern in patterns:
            for match in pattern.finditer(plain):
                yield _warning(risk, text, match)


def flats_in(text: str) -> Iterator[Warning]:
    """Flats: a house with its unit or room, a room, which side of which floor."""
    plain = folded(text)
    for pattern in _FLATS:
        for match in pattern.finditer(plain):
            yield _warning(Risk.FLAT, text, match)


def names_in(text: str, names: Iterable[str]) -> Iterator[Warning]:
    """These names, also with blanks in them, and whoever is called by a surname and a title."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    dense = "".join(text[at] for at in places)
    for name in names:
        at = dense.find(name)
        while at >= 0:
            yield _part(Risk.NAME, text, places[at], places[at + len(name) - 1] + 1)
            at = dense.find(name, at + len(name))
    for start, end in named_persons(folded(text)):
        yield _part(Risk.NAME, text, start, end)


def folded(text: str) -> str:
    """The text with each sign in its plain form, as long as before."""
    return "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char in "－—–−‐‑":
        return "-"
    if char in "，、":
        return ","
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _subscriber(digits: str, area_code: str) -> str:
    """A number without the country's and the city's code."""
    bare = digits.removeprefix("86") if len(digits) > 9 else digits
    for code in (area_code, area_code.lstrip("0")):
        if code and bare.startswith(code) and len(bare) - len(code) >= 5:
            return bare[len(code) :]
    return bare


def _is_phone(digits: str, area_code: str) -> bool:
    if _MOBILE.search(digits):
        return True
    for said in (digits, area_code + digits):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(said, "CN")):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _warning(risk: Risk, text: str, match: re.Match[str]) -> Warning:
    return _part(risk, text, match.start(), match.end())


def _part(risk: Risk, text: str, start: int, end: int) -> Warning:
    return Warning(risk, start, end, text[start:end].strip())


def _digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())
