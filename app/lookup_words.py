"""Words typed together: several that must all be met, and one that is half characters, half pinyin."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.lookup_keys import Basis, Keys, both_forms, phone_digits, plain

Needle = tuple[str, ...]  # the forms of one word, of which one must be met


@dataclass(frozen=True, slots=True)
class Heap:
    """All keys of a community, a line each: what is written, how the names are said, the managers' phones."""

    written: str
    said: str
    phones: str

    @classmethod
    def of(cls, keys: Keys, stations: Iterable[str]) -> "Heap":
        sounds = (keys.name_sounds, keys.alias_sounds, keys.manager_sounds)
        written = (*keys.name, *keys.aliases, *keys.address, *keys.managers, *stations)
        said = (key for one in sounds for key in (*one.full, *one.initials))
        return cls(_lines(written), _lines(said), _lines(keys.phones))


def _lines(keys: Iterable[str]) -> str:
    return "\n" + "\n".join(dict.fromkeys(keys)) + "\n"


def needle(word: str) -> Needle:
    """What to look for in a heap: letters only from the start of a key, all else anywhere in it."""
    bare = plain(word)
    if re.fullmatch("[a-z]+", bare):
        return (f"\n{bare}",)
    if re.fullmatch(r"[\d+()-]+", word):
        return (phone_digits(word),)
    return both_forms(word)


def meeting(heaps: Sequence[Heap], wanted: Iterable[Needle]) -> list[int]:
    """The heaps that meet every word, in their order; the longest word is asked first, since it leaves the fewest."""
    left = list(range(len(heaps)))
    for forms in sorted(wanted, key=lambda forms: -len(forms[0])):
        first, last = forms[0], forms[-1]
        if first[0] == "\n":
            left = [one for one in left if first in heaps[one].said or first in heaps[one].written]
        elif first.isdecimal() and len(first) >= 4:  # fewer digits are in every other number
            left = [one for one in left if first in heaps[one].written or first in heaps[one].phones]
        elif first == last:
            left = [one for one in left if first in heaps[one].written]
        else:
            left = [one for one in left if first in heaps[one].written or last in heaps[one].written]
    return left


def weight(keys: Keys, forms: Needle) -> tuple[float, Basis]:
    """How surely one word that is met speaks for the community, on the scale of ``Hit.score``."""
    if forms[0][0] == "\n":
        letters = forms[0][1:]
        if _starts((*keys.name_sounds.full, *keys.name_sounds.initials), letters):
            return 80, Basis.PINYIN
        return (40, Basis.MANAGER) if _starts(keys.manager_sounds.initials, letters) else (60, Basis.PINYIN)
    best: tuple[float, Basis] = (40, Basis.STATION)
    for form in forms:
        if form in keys.name:
            return 100, Basis.NAME
        for score, basis, texts in (
            (70, Basis.NAME, keys.name),
            (65, Basis.ALIAS, keys.aliases),
            (50, Basis.ADDRESS, keys.address),
            (45, Basis.MANAGER, keys.managers),
            (43, Basis.PHONE, keys.phones),
        ):
            if score <= best[0]:
                break
            for text in texts:
                if form in text:
                    best = (score + 25, basis) if score >= 65 and text.startswith(form) else (score, basis)
                    break
    return best


def _starts(keys: Iterable[str], letters: str) -> bool:
    return any(key.startswith(letters) for key in keys)


def spoken(word: str) -> re.Pattern[str]:
    """A pattern over lines of ``syllables``: each letter begins a reading or goes on in it (牡dan, mdhuayuan)."""
    pattern, last = "", ""
    for character in word:
        letter = character.isascii() and character.isalpha()
        if not last:
            pattern += f" {character}" if letter else re.escape(character)
        elif last == "letter":
            pattern += rf"(?:\S* \S )?{character}" if letter else rf"\S* {re.escape(character)}"
        else:
            pattern += rf" \S+ \S {character}" if letter else rf" \S+ {re.escape(character)}"
        last = "letter" if letter else "sign"
    return re.compile(pattern)
