"""How long a limit is, as people say and type it: 5 个工作日, 48 小时, 90 分钟."""

import re

from app.directory_cells import half_width
from app.errors import BadInput
from app.records import LimitUnit
from app.working_days import WORKING_DAY

_LENGTH = re.compile(r"(\d{1,5})(?:个)?(分钟|分|小时|时|h|天|日|工作日)", re.IGNORECASE)
_FIRST = re.compile(r"(?:前)?(\d{1,3})(?:天|日)[，,]?(.+)")
_MINUTES = {"分钟": 1, "分": 1, "小时": 60, "时": 60, "h": 60, "天": 1440, "日": 1440, "工作日": WORKING_DAY}


def length_words(minutes: int, unit: LimitUnit) -> str:
    """How long a limit is, in words: 5 个工作日, 2 小时, 10 分钟."""
    if unit is LimitUnit.WORKING_DAYS:
        return f"{minutes // WORKING_DAY} 个工作日"
    return f"{minutes // 60} 小时" if minutes % 60 == 0 else f"{minutes} 分钟"


def read_length(text: str) -> tuple[int, LimitUnit]:
    """Minutes and unit of what was typed: 90 分钟, 48小时, 3 天, 5 个工作日.

    A bare number is refused: hours and days must not be taken for each other. Errors: BadInput(field="length").
    """
    found = _LENGTH.fullmatch("".join(half_width(text).split()))
    if found is None:
        raise BadInput("时限写成 90 分钟、48 小时、3 天 或 5 个工作日。", field="length")
    number, word = int(found[1]), found[2].lower()
    unit = LimitUnit.WORKING_DAYS if word == "工作日" else LimitUnit.HOURS
    return number * _MINUTES[word], unit


def first_words(days: int | None, minutes: int | None) -> str:
    """The limit of the season's first days, as it is typed: 10 日 5 小时; empty for none."""
    return f"{days} 日 {length_words(minutes, LimitUnit.HOURS)}" if days and minutes else ""


def read_first(text: str) -> tuple[int, int]:
    """Days and minutes of what was typed: 10 日 5 小时; (0, 0) for nothing. Errors: BadInput(field="first")."""
    typed = "".join(half_width(text).split())
    if not typed:
        return 0, 0
    found = _FIRST.fullmatch(typed)
    try:
        minutes, unit = read_length(found[2] if found else "")
    except BadInput:
        found = None
    if found is None or unit is not LimitUnit.HOURS:
        raise BadInput("供暖季前几日写成 10 日 5 小时 的样子，没有就空着。", field="first")
    return int(found[1]), minutes
