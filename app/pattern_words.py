"""A pattern of shifts as it is typed: 白班 8-20、夜班 20-8, and the cycle of a crew: 白 夜 休 休. Pure.

Whether crews and shifts fit together is ``Pattern.check``'s (app/shift_patterns.py).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import time

from app.errors import BadInput
from app.shift_patterns import Pattern, Slot

OFF = "休"
_LONGEST = 56  # days of a cycle, as the table has it
_TIME = r"(\d{1,2})(?:[:点时](\d{2})?分?)?"
_SLOT = re.compile(rf"([^\d\s,、;]{{1,12}}?)\s*{_TIME}\s*(?:-|~|—+|–|至|到)\s*(?:次日|第二天)?\s*{_TIME}")
_BETWEEN = re.compile(r"[\s,、;]*")
_SPLIT = re.compile(r"[\s,、;/-]+")


def read_slots(text: str) -> tuple[Slot, ...]:
    """The shifts of a day in the order in which they begin. Errors: BadInput(field="slots")."""
    words = unicodedata.normalize("NFKC", text).strip()
    found, at = [], 0
    try:
        while at < len(words):
            match = _SLOT.match(words, at)
            if match is None:
                raise ValueError(words)
            name, *parts = match.groups()
            found.append((name, _time(parts[0], parts[1]), _time(parts[2], parts[3])))
            at = match.end() + len(_rest(words, match.end()))
    except ValueError:
        found = []
    if not found:
        raise BadInput("班次写成 白班 8:00-20:00、夜班 20:00-8:00 的样子。", field="slots")
    if len({name for name, *_ in found}) < len(found):
        raise BadInput("两个班次不能同名。", field="slots")
    return tuple(
        Slot(number, name, begins, ends)
        for number, (name, begins, ends) in enumerate(sorted(found, key=lambda one: one[1]), start=1)
    )


def read_cycle(text: str, slots: Sequence[Slot]) -> tuple[int, ...]:
    """What a crew works on each day of its cycle, by shift or number; 休 and 0 are days off.

    Errors: BadInput(field="cycle").
    """
    means = _means(slots)
    words = [word for word in _SPLIT.split(unicodedata.normalize("NFKC", text).strip()) if word]
    if len(words) == 1 and words[0] not in means:
        words = list(words[0])  # 白夜休休, 120
    unknown = next((word for word in words if word not in means), None)
    if not words or unknown is not None or len(words) > _LONGEST:
        known = " ".join([*_short(slots), OFF])
        said = f"“{unknown}”不是班次；" if unknown is not None else ""
        raise BadInput(f"轮班写每天上什么班，最多 {_LONGEST} 天：{said}可用 {known}。", field="cycle")
    return tuple(means[word] for word in words)


def slots_line(slots: Sequence[Slot]) -> str:
    """The shifts as they would be typed."""
    return "、".join(f"{one.name} {one.begins:%H:%M}-{one.end_words.removeprefix('次日 ')}" for one in slots)


def cycle_line(cycle: Sequence[int], slots: Sequence[Slot]) -> str:
    """The cycle as it would be typed."""
    names = dict(zip((one.number for one in slots), _short(slots), strict=True)) | {0: OFF}
    return " ".join(names[turn] for turn in cycle)


def pattern_sentence(pattern: Pattern) -> str:
    """What a pattern means."""
    day = "、".join(f"{one.name} {one.begins:%H:%M}–{one.end_words}" for one in pattern.slots)
    cycle = cycle_line(pattern.cycle, pattern.slots)
    return f"{pattern.crews} 个班组，{len(pattern.cycle)} 天一轮：{cycle}；每天 {day}"


def free_code(patterns: Mapping[str, object]) -> str:
    """A code that no pattern has."""
    return next(code for number in range(1, len(patterns) + 2) if (code := f"own_{number}") not in patterns)


def _means(slots: Sequence[Slot]) -> dict[str, int]:
    means = {OFF: 0, "休息": 0, "0": 0}
    for slot, short in zip(slots, _short(slots), strict=True):
        means |= {slot.name: slot.number, short: slot.number, str(slot.number): slot.number}
    return means


def _short(slots: Sequence[Slot]) -> list[str]:
    """The first character of each, or the whole names where two begin alike."""
    first = [slot.name[0] for slot in slots]
    return first if len({*first, OFF}) == len(first) + 1 else [slot.name for slot in slots]


def _time(hour: str, minute: str | None) -> time:
    """Raises ValueError; 24:00 is midnight."""
    hours = int(hour)
    return time(0 if hours == 24 and not int(minute or 0) else hours, int(minute or 0))


def _rest(words: str, at: int) -> str:
    found = _BETWEEN.match(words, at)
    return found[0] if found else ""
