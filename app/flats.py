"""Where in a community: building, unit and room as people type them in one field, and back into words."""

import re
import unicodedata
from typing import NamedTuple

from app.directory import building_key, building_words
from app.errors import BadInput
from app.numerals import fold_numerals

LONGEST_PART = 20  # characters of a building, a unit or a room
EXAMPLE = "例如 3-2-501、3号楼2单元501 或 A座1203"

_USUAL = re.compile("[1-9][0-9]{0,3}-[0-9]{1,2}-[0-9]{1,5}")  # reads back as itself
_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百]+(?=号|楼|栋|幢|座|单元|层|室|户)")
_UNIT_NAME = re.compile(r"(?:[0-9A-Z]+|[甲乙丙丁东西南北中])$")
_WORDED = re.compile(r"([^-]+?(?:号楼|栋|幢|座|楼|(?<=[0-9])号(?=-?[0-9])))-?(.*)")
_ROOM_SUFFIX = re.compile(r"([0-9]+[A-Z]?(?:-[0-9]+)?)[室户号]")
# Behind a name: a number or a letter, and with it a dash or a word that only buildings have.
_TAIL = re.compile(
    r"(?:(?<=[^\W\d])|(?<=[\s,]))(?:[0-9]{1,4}[A-Z]?|(?<![A-Z])[A-Z][0-9]{0,2}|[一二三四五六七八九十]{1,3}(?!-))"
    r"\s*(?:号楼|栋|幢|座|#|单元|-\s*[0-9A-Z])",
    re.IGNORECASE,
)


class Flat(NamedTuple):
    """Each part as stored, empty where it was not said; the building without its suffix (3, A, 综合楼)."""

    building: str
    unit: str
    room: str


def parse_flat(text: str) -> Flat:
    """Read building, unit and room: 3-2-501, 3号楼2单元501, A座1203, 3#2-501, full-width digits, any dash or blank.

    Of two parts the second is a unit when it has one or two digits, else a room (3-2, 3-501); a single number of
    three digits or more is a room. Empty parts may be marked: 3--2 is building 3, room 2. Raises ``BadInput`` with
    ``field="flat"``.
    """
    plain = _plain(text)
    if "单元" in plain:
        before, _, room = plain.partition("单元")
        unit = _UNIT_NAME.search(before)
        if unit is None:
            raise BadInput(f"“{plain}”没有写几单元，{EXAMPLE}", "flat")
        return _checked(before[: unit.start()], unit[0], room)
    if _ROOM_SUFFIX.fullmatch(plain):
        return _checked("", "", plain)
    if worded := _WORDED.fullmatch(plain):
        building, rest = worded[1], worded[2]
        parts = rest.split("-", 1)
        return _checked(building, *(parts if len(parts) == 2 else _unit_or_room(rest)))
    parts = plain.split("-", 2)
    if len(parts) == 3:
        return _checked(*parts)
    if len(parts) == 2:
        return _checked(parts[0], *_unit_or_room(parts[1]))
    return _checked("", "", plain) if re.fullmatch("[0-9]{3,}[A-Z]?", plain) else _checked(plain, "", "")


def split_place(text: str) -> tuple[str, str]:
    """Part a name from the flat pasted behind it: 牡丹花园3-2-501 → 牡丹花园, 3-2-501; no flat, no second part."""
    shown = _dashed(unicodedata.normalize("NFKC", text).strip())
    tail = _TAIL.search(shown)
    return (shown[: tail.start()].strip(" ,-"), shown[tail.start() :]) if tail else (shown, "")


def bare_building(name: str) -> str:
    """A building as it is stored, so that one flat is found however it was said: 3号楼 is 3, C座 is C, 综合楼 stays."""
    key = building_key(name)
    return key if re.fullmatch("[0-9A-Z]+", key) else name


def flat_words(building: str, unit: str, room: str) -> str:
    """The flat in short, as ``parse_flat`` reads it back: 3-2-501, A-1203, 3号楼."""
    flat = Flat(bare_building(building), unit, room)
    bare = "-".join(part for part in flat if part)
    if all(flat) and _USUAL.fullmatch(bare):
        return bare
    said = building_words(building).replace(" ", "") if building else ""
    worded = said + (f"{unit}单元" if unit else "") + room
    return next((words for words in (bare, worded) if _reads_as(words, flat)), f"{building}-{unit}-{room}")


def place_words(community_name: str, building: str, unit: str, room: str) -> str:
    """One line of the queue: 牡丹花园 3-2-501."""
    return f"{community_name} {flat_words(building, unit, room)}".strip()


def long_place_words(community_name: str, building: str, unit: str, room: str) -> str:
    """As the slip and the voice say it: 牡丹花园 3 号楼 2 单元 501."""
    parts = (community_name, building_words(building) if building else "", f"{unit} 单元" if unit else "", room)
    return " ".join(part for part in parts if part)


def _plain(text: str) -> str:
    """Half-width capitals, Chinese numerals as digits, and one dash for any separator."""
    if len(text) > 4 * LONGEST_PART:
        raise BadInput(f"楼室太长（{len(text)} 个字符），{EXAMPLE}", "flat")
    shown = unicodedata.normalize("NFKC", text).strip().upper()
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf")
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in shown):
        raise BadInput(f"楼室里有看不见的控制字符，请重新输入，{EXAMPLE}", "flat")
    dashed = "".join("-" if unicodedata.category(c) == "Pd" or c in "−_~/,、。." else c for c in shown)
    dashed = re.sub(r"\s*(?:#\s*-?|-)\s*", "-", dashed)
    dashed = re.sub(r"(?<=[0-9A-Z])\s+(?=[0-9A-Z])", "-", dashed)
    dashed = re.sub(r"\s+", "", dashed)
    return _NUMERAL.sub(lambda run: fold_numerals(run[0]), dashed)


def _dashed(text: str) -> str:
    return "".join("-" if unicodedata.category(c) == "Pd" or c in "−/" else c for c in text)


def _unit_or_room(part: str) -> tuple[str, str]:
    return (part, "") if re.fullmatch("[0-9]{1,2}", part) else ("", part)


def _checked(building: str, unit: str, room: str) -> Flat:
    building, room = bare_building(building.strip("-")), room.strip("-")
    if suffixed := _ROOM_SUFFIX.fullmatch(room):
        room = suffixed[1]
    for name, part in (("楼号", building), ("单元", unit), ("室号", room)):
        if len(part) > LONGEST_PART:
            raise BadInput(f"{name}太长（{len(part)} 个字符，最多 {LONGEST_PART} 个），{EXAMPLE}", "flat")
    return Flat(building, unit, room)


def _reads_as(words: str, flat: Flat) -> bool:
    try:
        return parse_flat(words) == flat
    except BadInput:
        return False
