"""What the cells of a published directory say: dates, yes and no, counts, buildings, times of duty.

Nothing is guessed: a cell that can be read in two ways, or in none, raises ``BadInput`` with the reason in Chinese.
"""

import re
from dataclasses import dataclass
from datetime import date, time

from app.directory import building_key
from app.directory_columns import plain
from app.errors import BadInput
from app.records import CommunityKind

SEPARATORS = re.compile(r"[、/;,|\n]+")
MOST_BUILDINGS = 200  # a run such as 1-200; more is a slip of the pen


@dataclass(frozen=True, slots=True)
class Duty:
    """Hours in which a manager answers; both None is round the clock."""

    begins: time | None
    ends: time | None


ROUND_THE_CLOCK = Duty(None, None)
DAY = Duty(time(7), time(19))  # [P] what 白班 means where a list gives no hours
NIGHT = Duty(time(19), time(7))  # [P] 夜间

_YES = frozenset(("是", "已移交", "已", "√", "✓", "✔", "y", "yes", "1", "true", "已接管"))
_NO = frozenset(("否", "未移交", "未", "×", "✗", "x", "n", "no", "0", "false", "没有移交", "未接管", "不是"))
_HOMES = ("小区", "住宅", "居民", "居民小区", "住宅小区", "居住", "居民用户", "家属院")
_UNITS = ("单位", "公建", "公共建筑", "机关", "学校", "医院", "企业", "商业", "非居民", "机关单位", "企事业单位")
_KINDS = dict.fromkeys(_HOMES, CommunityKind.RESIDENTIAL) | dict.fromkeys(_UNITS, CommunityKind.UNIT)
_HALF_WIDTH = {0x3000: " "} | {
    code: code - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)
}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:0?0:00(?::00)?)?|(\d{4})(\d{2})(\d{2})")
_ROUND_WORDS = re.compile(r"全天(?:候)?|24小时(?:值班)?|24h|昼夜|全日|不分昼夜")
_DAY_WORDS = re.compile(r"白班|白天|日班|日间|白日")
_NIGHT_WORDS = re.compile(r"夜间|夜班|晚班|晚间|夜里|夜晚")
_CLOCK = r"(早上?|上午|中午|下午|晚上?|夜里?|次日|第二天|凌晨|当日)?(\d{1,2})(?::(\d{2})|[点时](半|\d{1,2})?分?)?"
_HOURS = re.compile(rf"{_CLOCK}(?:-+|~+|—+|–|至|到){_CLOCK}")


def half_width(text: str) -> str:
    """Digits and letters in half-width forms and single blanks; brackets and other marks stay as they are written."""
    return " ".join(text.translate(_HALF_WIDTH).split())


def split_words(text: str) -> tuple[str, ...]:
    """Names in one cell, separated by 、/ ; , | or line breaks, each once and in order."""
    parts = (half_width(part) for part in re.split(r"[、/;,|\n；，／｜]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_yes(text: str) -> bool:
    """Whether plant is handed over: 是, 已移交, √ … or 否, 未移交, × …"""
    word = plain(text).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise BadInput(f"“{text}”应为“是”或“否”")


def read_kind(text: str) -> CommunityKind:
    """小区 (住宅, 居民) or 单位 (公建, 机关, 学校 …)."""
    try:
        return _KINDS[plain(text)]
    except KeyError:
        raise BadInput(f"类型“{text}”应为“小区”或“单位”") from None


def read_count(text: str) -> int:
    """A whole number of homes: 1260, １２６０户, 1,260."""
    digits = re.sub(r"[户个,]", "", plain(text))
    if not re.fullmatch(r"[0-9]{1,7}", digits):
        raise BadInput(f"“{text}”不是整数")
    return int(digits)


def read_rank(text: str) -> int:
    """Who is called first: 1, 2 …"""
    rank = read_count(text)
    if not 1 <= rank <= 99:
        raise BadInput(f"次序“{text}”应为 1 到 99")
    return rank


def read_day(text: str) -> date:
    """A date with year, month and day: 2027-03-15, 2027/3/15, 2027年3月15日, 20270315."""
    match = _DATE.fullmatch(plain(text))
    try:
        return date(*(int(part) for part in (match.groups() if match else ()) if part))
    except (TypeError, ValueError):
        raise BadInput(f"“{text}”不是完整的日期，应写成 2027-03-15") from None


def read_buildings(text: str) -> tuple[str, ...]:
    """Buildings of a cell: 1-3、5号楼、A座 → 1, 2, 3, 5, A座; 全部 and 整个小区 name none."""
    names: list[str] = []
    for part in split_words(text):
        bare = plain(part)
        if bare in {"全部", "整个小区", "全小区", "所有", "所有楼栋", "-"}:
            continue
        run = re.fullmatch(r"(\d{1,3})(?:号楼|号|栋|幢|#|楼)?(?:-|~|—+|至|到)(\d{1,3})(?:号楼|号|栋|幢|#|楼)*", bare)
        if run and int(run[1]) < int(run[2]) < int(run[1]) + MOST_BUILDINGS:
            names.extend(str(number) for number in range(int(run[1]), int(run[2]) + 1))
        elif run:
            raise BadInput(f"楼栋“{part}”看不懂，连续的楼栋写成 1-5，不连续的用顿号分开")
        else:
            key = building_key(bare)
            names.append(key if key.isdigit() else bare)
    return tuple(dict.fromkeys(names))


def read_duty(text: str) -> Duty:
    """Hours of duty: 19:00-07:00, 早8点至晚8点, 白班 (07:00-19:00), 夜间 (19:00-07:00), 全天 or 24小时."""
    words = plain(text)
    duty = duty_in(words)
    if duty is None:
        raise BadInput(f"值班时间“{text}”看不懂，应写成 07:00-19:00、白班、夜间或全天")
    return duty


def duty_in(text: str) -> Duty | None:
    """The duty that a note is, or None for a note about something else."""
    words = plain(text)
    hours = _HOURS.search(words)
    if hours and re.search(r"[:点时]", hours[0]):
        rest = words.replace(hours[0], "", 1)
        if re.sub(r"[(),。]|值班|每天|每日", "", _NIGHT_WORDS.sub("", _DAY_WORDS.sub("", rest))):
            return None
        begins, ends = _clock(*hours.groups()[:4]), _clock(*hours.groups()[4:])
        if begins is None or ends is None:
            return None
        return ROUND_THE_CLOCK if begins == ends else Duty(begins, ends)
    bare = re.sub(r"值班|电话|[()]", "", words)
    for pattern, duty in ((_ROUND_WORDS, ROUND_THE_CLOCK), (_DAY_WORDS, DAY), (_NIGHT_WORDS, NIGHT)):
        if pattern.fullmatch(bare):
            return duty
    return None


def _clock(part: str | None, hour: str, minute: str | None, spoken: str | None) -> time | None:
    hours, minutes = int(hour), 30 if spoken == "半" else int(minute or spoken or 0)
    if part in {"下午", "晚", "晚上", "夜", "夜里"} and hours < 12:
        hours += 12
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        return None
    return time(hours % 24, minutes)


def together(duties: set[Duty]) -> Duty | None:
    """One duty for one person out of the duties of several numbers; None when they don't make one."""
    if len(duties) == 1 or ROUND_THE_CLOCK in duties:
        return next(iter(duties)) if len(duties) == 1 else ROUND_THE_CLOCK
    if len(duties) == 2:
        one, other = duties
        if (one.begins, one.ends) == (other.ends, other.begins):
            return ROUND_THE_CLOCK
    return None
