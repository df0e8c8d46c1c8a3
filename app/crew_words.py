"""A crew in one line, as it is typed: 周岚 1、吴敏 2、郑班长 ★. Pure; whether it can be is app/crews.py's."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from app.errors import BadInput
from app.person_search import find_people
from app.records import Person
from app.shift_records import Duty

LEADS = "★"
_LEADS = (LEADS, "班长")
_PARTS = re.compile(r"[,，、;；\n]+")
_SEAT = re.compile(r"(\d{1,3})号?")
_GLUED = re.compile(r"(?P<who>.*[^\x00-\x7f])(?P<seat>\d{1,3}号?)")  # 周岚1号; a login may end in digits


def read_crew(text: str, people: Sequence[Person]) -> list[Duty]:
    """Who is meant, by name, pinyin or login; then the seat's number, and ★ or 班长 for who leads.

    Errors: BadInput(field="members") saying which part is not understood.
    """
    found: list[Duty] = []
    for part in _PARTS.split(unicodedata.normalize("NFKC", text)):
        if part.strip():
            duty = _read_one(part, people)
            if any(one.person_id == duty.person_id for one in found):
                name = next(one.name for one in people if one.id == duty.person_id)
                raise _bad(f"{name}写了两次。")
            found.append(duty)
    return found


def crew_line(duties: Iterable[Duty], names: Mapping[int, str]) -> str:
    """The crew as it would be typed."""
    parts = []
    for duty in duties:
        seat, leads = f" {duty.seat_number}" if duty.seat_number else "", f" {LEADS}" if duty.leader else ""
        parts.append(f"{names.get(duty.person_id, '')}{seat}{leads}")
    return "、".join(parts)


def _read_one(part: str, people: Sequence[Person]) -> Duty:
    words = part.replace(LEADS, f" {LEADS} ").replace("号", "号 ").split()
    if glued := _GLUED.fullmatch(words[0]):
        words[:1] = [glued["who"], glued["seat"]]
    if _SEAT.fullmatch(words[0]) or words[0] == LEADS:
        raise _bad(f"“{part.strip()}”没有写是谁。")
    person = _person(words[0], people)
    seats: list[int] = []
    leads = False
    for word in words[1:]:
        if seat := _SEAT.fullmatch(word):
            seats.append(int(seat[1]))
        elif word in _LEADS:
            leads = True
        elif word != "号":
            raise _bad(f"“{part.strip()}”看不懂，可写 {person.name} 1 或 {person.name} 1 {LEADS}。")
    if len(seats) > 1:
        raise _bad(f"{person.name}有两个座席号。")
    if seats and not seats[0]:
        raise _bad("没有 0 号座席。")
    return Duty(person.id, seats[0] if seats else None, leads)


def _person(word: str, people: Sequence[Person]) -> Person:
    exact = [one for one in people if word in (one.name, one.login)]
    able = exact or find_people(people, word)
    if len(able) == 1:
        return able[0]
    if able:
        names = "、".join(one.name for one in able[:4]) + ("等" if len(able) > 4 else "")
        raise _bad(f"“{word}”有几个人：{names}，请写全。")
    raise _bad(f"这个单位没有“{word}”这个人。")


def _bad(sentence: str) -> BadInput:
    return BadInput(sentence, field="members")
