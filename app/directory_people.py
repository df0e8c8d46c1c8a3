"""Managers and their numbers, as one or two cells of a published list hold them.

张某、李某 beside 13853000011/13853000012（夜间） is two managers with a number each, and the second answers at night.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from app.directory_cells import SEPARATORS, Duty, duty_in, read_duty, together
from app.directory_columns import plain
from app.errors import BadInput
from app.phones import PhoneKind, read_phone

_BRACKETS = str.maketrans("【】[]〔〕{}", "()()()()")
_NOTE = re.compile(r"\((?!0\d{2,3}\))([^()]*)\)")  # (0530) before a number is its area code, not a note
_BEFORE = re.compile(r"^([^\d+(]+?)[:\s]*(?=[\d+(])")
_AFTER = re.compile(r"(?<=\d)[\s:]*([^\d\s:()+-]{2,})$")
_HARMLESS = frozenset(
    (
        "微信同号",
        "同微信",
        "微信",
        "手机",
        "座机",
        "固话",
        "办公",
        "办公室",
        "电话",
        "联系电话",
        "移动",
        "联通",
        "电信",
        "备用",
    )
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")


@dataclass(frozen=True, slots=True)
class ManagerEntry:
    """A manager as a row gives him; None and empty mean that the file doesn't say."""

    name: str
    phones: tuple[str, ...] = ()
    duty: Duty | None = None
    rank: int | None = None
    verified_on: date | None = None


@dataclass(slots=True)
class _Named:
    name: str
    phones: list[str] = field(default_factory=list)
    duties: list[Duty | None] = field(default_factory=list)  # one a phone: what its note says
    duty: Duty | None = None  # from a note behind the name


@dataclass(frozen=True, slots=True)
class _Number:
    phone: str
    notes: tuple[str, ...]


def stored_phone(text: str, area_code: str) -> str:
    """A number as the directory stores it: E.164, or the national form where it has an extension or is short.

    Raises BadInput for anything that isn't one number of the public network.
    """
    text = re.sub(r"(?<=^\d{11})\.0$", "", text.strip())  # a number that went through a spreadsheet as a float
    if _SCIENTIFIC.search(text):
        raise BadInput(f"电话“{text}”被 Excel 改成了科学计数法，后几位已丢失，请填原号码")
    phone = read_phone(text, area_code)
    if phone.kind is PhoneKind.WITHHELD or (phone.kind is PhoneKind.SHORT and len(plain(phone.national)) < 5):
        raise BadInput(f"电话“{text}”不是完整的号码")
    if phone.e164 and not phone.extension:
        return phone.e164
    return phone.national.replace(" ", "")


def read_numbers(text: str, area_code: str) -> tuple[str, ...]:
    """The numbers of a cell that holds nothing but numbers, e.g. a company's service phones."""
    numbers = _numbers(text, area_code)
    if any(number.notes for number in numbers):
        raise BadInput(f"“{text}”里除电话外还有别的文字")
    return tuple(dict.fromkeys(number.phone for number in numbers))


def read_managers(names: str, phones: str, duty: str, area_code: str) -> tuple[ManagerEntry, ...]:
    """The managers of one row: cell of names, cell of numbers, cell of duty times.

    Raises BadInput when numbers can't be told to belong to somebody, or a note or a number can't be read.
    """
    people, behind = _people(names)
    numbers = _numbers(" / ".join(part for part in (behind, phones) if part), area_code)
    _assign(people, numbers)
    _set_duties(people, duty)
    return tuple(ManagerEntry(one.name, tuple(dict.fromkeys(one.phones)), _duty_of(one)) for one in people)


def _people(text: str) -> tuple[list[_Named], str]:
    """Names in a cell, and the numbers written among them with their owner before each: 张某13853000011."""
    people: list[_Named] = []
    behind = []
    for part in _name_parts(unicodedata.normalize("NFKC", text).translate(_BRACKETS)):
        notes = [note.strip() for note in _NOTE.findall(part)]
        bare = _NOTE.sub("", part).strip()
        digits = re.search(r"[+(]?\d[\d\s()-]{5,}\d.*", bare)
        name = plain(bare[: digits.start()] if digits else bare).strip(":.-")
        if digits:
            behind.append(f"{name} {digits[0]}")
        if name:
            person = _Named(name)
            for note in notes:
                person.duty = duty_in(note) or person.duty
                if duty_in(note) is None and plain(note) not in {"班长", "站长", "组长", "主", "副", "男", "女"}:
                    raise BadInput(f"姓名后的说明“{note}”看不懂")
            people.append(person)
    return people, "/".join(behind)


def _name_parts(text: str) -> list[str]:
    """张某、李某 and 张某 李某 are two; 张 某, blown up to the width of three characters, is one."""
    parts: list[str] = []
    for part in SEPARATORS.split(text):
        words = part.split()
        spread = all(len(word) == 1 for word in words)
        parts.extend(["".join(words)] if spread or any(c.isdigit() for c in part) else words)
    return [part for part in parts if part]


def _numbers(text: str, area_code: str) -> list[_Number]:
    """Numbers in order, each with the notes before and behind it that mean something."""
    found: list[_Number] = []
    waiting: tuple[str, ...] = ()
    pieces = _NOTE.split(unicodedata.normalize("NFKC", text).translate(_BRACKETS))
    for index, piece in enumerate(pieces):
        if index % 2:  # a note in brackets belongs to the number before it; to the next where none is before
            note = _meant(piece)
            if found:
                found[-1] = _Number(found[-1].phone, found[-1].notes + note)
            else:
                waiting += note
            continue
        for part in _number_parts(piece, area_code):
            part, notes = _with_notes(part)
            if part:
                found.append(_Number(stored_phone(part, area_code), waiting + notes))
                waiting = ()
            elif found:
                found[-1] = _Number(found[-1].phone, found[-1].notes + notes)
            else:
                waiting += notes
    if waiting:
        raise BadInput(f"“{text}”里没有电话号码")
    return found


def _number_parts(text: str, area_code: str) -> list[str]:
    """Numbers apart: 0530 5201234 is one number, 5201234 5205678 are two."""
    parts: list[str] = []
    for part in SEPARATORS.split(text):
        bare, _ = _with_notes(part.strip())
        words = part.split()
        if len(words) > 1 and sum(len(re.findall(r"\d", word)) >= 7 for word in words) > 1 and "转" not in bare:
            parts.extend(words)
        elif words:
            parts.append(" ".join(words))
    return parts


def _with_notes(part: str) -> tuple[str, tuple[str, ...]]:
    """A number without the words around it, and those words: 夜间:13853000011 → 13853000011, (夜间,)."""
    if not re.search(r"\d", part):
        return "", _meant(part)
    notes: tuple[str, ...] = ()
    if before := _BEFORE.match(part):
        notes, part = notes + _meant(before[1]), part[before.end() :]
    if (after := _AFTER.search(part)) and not after[1].startswith(("转", "分机", "内线", "ext")):
        notes, part = notes + _meant(after[1]), part[: after.start()]
    return part.strip(), notes


def _meant(note: str) -> tuple[str, ...]:
    word = plain(note).strip(":.-")
    return () if not word or word in _HARMLESS else (word,)


def _assign(people: list[_Named], numbers: list[_Number]) -> None:
    """Give each number to its person: by the name beside it, else the only one, else one by one in order."""
    by_name = {person.name: person for person in people}
    listed = bool(people)
    loose: list[tuple[_Number, Duty | None]] = []
    owned = False
    for number in numbers:
        duties = [found for note in number.notes if (found := duty_in(note))]
        names = [note for note in number.notes if duty_in(note) is None]
        if len(names) > 1 or len(duties) > 1 or (names and listed and names[0] not in by_name):
            raise BadInput(f"电话旁的说明“{'、'.join(number.notes)}”看不懂")
        if not names:
            loose.append((number, duties[0] if duties else None))
            continue
        owned = True
        if names[0] not in by_name:
            if not re.fullmatch(r"[\u3400-\U0003ffff·]{2,5}", names[0]):
                raise BadInput(f"电话旁的说明“{names[0]}”看不懂")
            people.append(by_name.setdefault(names[0], _Named(names[0])))
        by_name[names[0]].phones.append(number.phone)
        by_name[names[0]].duties.append(duties[0] if duties else None)
    if not loose:
        return
    if not people:
        raise BadInput("有电话，没有管理员姓名")
    if len(people) == 1:
        owners = people * len(loose)
    elif len(people) == len(loose) and not owned:
        owners = people
    else:
        raise BadInput(f"{len(people)} 个姓名、{len(numbers)} 个电话，分不清哪个号码是谁的")
    for person, (number, duty) in zip(owners, loose, strict=True):
        person.phones.append(number.phone)
        person.duties.append(duty)


def _set_duties(people: list[_Named], text: str) -> None:
    """The cell of duty times: one for all, or as many as there are managers."""
    if not text.strip():
        return
    parts = [part for part in SEPARATORS.split(unicodedata.normalize("NFKC", text)) if part.strip()]
    duties = [read_duty(part) for part in parts]
    if len(duties) != len(people) and len(people) > 1 and len(duties) > 1:
        raise BadInput(f"{len(people)} 个管理员、{len(duties)} 个值班时间，分不清是谁的")
    for index, person in enumerate(people):
        own = {duties[index]} if len(people) == len(duties) else set(duties)
        duty = together(own)
        if duty is None or (person.duty and person.duty != duty):
            raise BadInput(f"{person.name}的值班时间前后矛盾")
        person.duty = duty


def _duty_of(person: _Named) -> Duty | None:
    """What the cell or the name says; else what the notes of all numbers say together.

    A number without a note beside one with a note is answered at any time: then nothing is said about the person.
    """
    said = {duty for duty in person.duties if duty}
    if not said or None in person.duties:
        return person.duty
    duty = together(said)
    if duty is None or (person.duty and person.duty != duty):
        raise BadInput(f"{person.name}的值班时间前后矛盾")
    return duty
