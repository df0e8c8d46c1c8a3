"""The public answer: drafted from what the company reported, and looked through for personal data (PIPL Art. 25).

The check warns; a person decides. It knows phone numbers, the caller's and the managers' names, and flats.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from app.errors import MoveRefused
from app.records import Complaint, State
from app.seat import Seat

DONE = frozenset({State.REPORTED, State.CALL_BACK, State.CLOSED, State.ANSWERED})
OPENING = "【12319供暖热线回复】您好，您反映的问题（编号 {number}）"
CLOSING = "感谢您的关注和监督，供暖问题请拨打 12319。"
PUBLISHED_PHONES = frozenset({"12319", "12345", "110", "119", "120", "122", "5969581", "1600000"})


class Risk(StrEnum):
    """What a warning is about."""

    PHONE = "phone"
    NAME = "name"
    FLAT = "flat"


RISK_WORDS = {Risk.PHONE: "电话号码", Risk.NAME: "姓名", Risk.FLAT: "楼室号"}


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


_DIGIT = "[0-9０-９]"
_PHONE = re.compile(rf"(?<!{_DIGIT})[+＋]?{_DIGIT}(?:[\s\-－—()（）·.]{{0,2}}{_DIGIT}){{6,14}}(?!{_DIGIT})")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NUMBER = re.compile(r"[12][0-9]{7}-[0-9]{4,}")  # 20261115-0042
_CN = "[0-9０-９一二三四五六七八九十百零〇]"
_DASH = r"\s?(?:[#＃]\s?[-－—]?|[-－—])\s?"
_HOUSE = rf"(?:{_CN}{{1,5}}|[A-Za-z])\s?(?:号楼|栋|幢|座)"
_FLATS = (
    re.compile(rf"(?<![-－0-9０-９]){_DIGIT}{{1,3}}{_DASH}{_DIGIT}{{1,2}}\s?[-－—]\s?{_DIGIT}{{3,4}}(?![-－0-9０-９])"),
    re.compile(rf"(?:{_HOUSE}|{_CN}{{1,5}}\s?楼)[\s,，]?{_CN}{{1,3}}\s?单元(?:[\s,，]?{_CN}{{1,6}}\s?(?:室|户|号)?)?"),
    re.compile(rf"(?:{_HOUSE}|{_CN}{{1,3}}\s?单元)[\s,，]?{_DIGIT}{{3,4}}\s?(?:室|户|号)?(?![0-9０-９年月日天元度℃%])"),
    re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{3,4}}\s?室(?![内外温])"),
)
_ADDRESSED = re.compile(r"(?:先生|女士|师傅|同志|大爷|大妈|阿姨)")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐乔庞颜"
    "庄聂殷翟庾欧阳司徒诸葛龑𬭎"
)
"""Who is called by one of these and a title is called by name; 维修师傅 is not."""


def draft_answer(complaint: Complaint) -> str:
    """The answer to a complaint that is done: the company's public words, else what was answered at once, else its
    report without what is personal. Errors: MoveRefused while nothing has been reported."""
    if complaint.state not in DONE:
        raise MoveRefused("诉求还没有反馈，办完后再答复网帖。", field="state")
    said = (complaint.public_answer or complaint.answer or complaint.report).strip()
    said = said.rstrip("。；;，,. ")
    return f"{OPENING.format(number=complaint.number)}已办理：{said}。{CLOSING}"


def warnings_of(seat: Seat, text: str, complaint: Complaint | None, authors: Iterable[str] = ()) -> list[Warning]:
    """What seems personal in a text that is to be published, in the order of the text.

    ``authors`` are names that the forum shows beside the posts anyhow. Secret callers' names are not known here, so
    anybody addressed by name is warned of too.
    """
    names = _names(seat, complaint) - set(authors)
    found = [*_phones(text, seat), *_flats(text), *_named(text, names)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Warning] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _names(seat: Seat, complaint: Complaint | None) -> set[str]:
    names = {manager.name for one in seat.directory.communities.values() for manager in one.managers}
    if complaint is not None and complaint.contact is not None:
        names.add(complaint.contact.name)
    bare = {_ADDRESSED.sub("", name) for name in names}
    return {name for name in names | bare if len(name) >= 2}


def _phones(text: str, seat: Seat) -> Iterator[Warning]:
    free = {digits for one in seat.directory.companies.values() for digits in map(_digits, one.service_phones)}
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    for match in _PHONE.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in numbers):
            continue
        digits = _digits(match[0])
        if digits in free | PUBLISHED_PHONES or not _is_phone(digits, seat.rules.area_code):
            continue
        yield Warning(Risk.PHONE, match.start(), match.end(), match[0].strip())


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


def _flats(text: str) -> Iterator[Warning]:
    for pattern in _FLATS:
        for match in pattern.finditer(text):
            yield Warning(Risk.FLAT, match.start(), match.end(), match[0].strip())


def _named(text: str, names: Iterable[str]) -> Iterator[Warning]:
    for name in names:
        for match in re.finditer(re.escape(name), text):
            yield Warning(Risk.NAME, match.start(), match.end(), name)
    for match in re.finditer(rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?{_ADDRESSED.pattern}", text):
        yield Warning(Risk.NAME, match.start(), match.end(), match[0])


def _digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())
