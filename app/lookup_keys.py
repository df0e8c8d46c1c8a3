"""What a community can be found by, laid out for scanning: one long string per field, a line per key."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.directory import Directory
from app.numerals import fold_numerals
from app.pinyin import near, pad_digits, spellings
from app.records import Community


class Basis(StrEnum):
    """Which field matched, as the screen says it."""

    NAME = "名称"
    ALIAS = "别名"
    ADDRESS = "地址"
    MANAGER = "管理员"
    PHONE = "电话"
    STATION = "换热站"
    PINYIN = "拼音"
    INITIALS = "首字母"
    NEAR = "近似"


def plain(text: str) -> str:
    """Half-width, lower case, without blanks and punctuation: the form in which texts are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def both_forms(text: str) -> tuple[str, ...]:
    """The plain text and, where they differ, the same with Chinese numerals as digits (三期, 3期)."""
    bare = plain(text)
    digits = fold_numerals(bare)
    return (bare,) if digits == bare else (bare, digits)


def phone_digits(text: str) -> str:
    """Digits of a number as it is dialled inside the country: +8613853000001 → 13853000001, +86530… → 0530…."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    home = re.sub(r"^(?:00)?86(?=\d{10,11}$)", "", digits)
    return "0" + home if home != digits and not home.startswith(("0", "1")) else home


@dataclass(frozen=True, slots=True)
class Sounds:
    """How some names are said, each field a key per way to say them."""

    full: tuple[str, ...]  # mudanhuayuan
    initials: tuple[str, ...]  # mdhy
    near: tuple[str, ...]  # " mu dan hua yuan ": a search can start and end only between syllables
    mixed: tuple[str, ...]  # " 牡 mu 丹 dan 花 hua 园 yuan": for what is typed half in characters

    @classmethod
    def of(cls, names: Iterable[str]) -> "Sounds":
        ways = [(name, way) for name in names for way in spellings(name)]
        return cls(
            full=_unique("".join(way) for _, way in ways),
            initials=_unique("".join(syllable[0] for syllable in way) for _, way in ways),
            near=_unique(near_sound(way) for _, way in ways),
            mixed=_unique("".join(f" {c} {said}" for c, said in zip(name, way, strict=True)) for name, way in ways),
        )


def near_sound(way: Iterable[str]) -> str:
    """One way to say a name, as ``Sounds.near`` keeps it."""
    return f" {' '.join(map(near, way))} "


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of one community that do not change unless the community does."""

    community: Community
    name: tuple[str, ...]
    aliases: tuple[str, ...]
    address: tuple[str, ...]
    managers: tuple[str, ...]
    phones: tuple[str, ...]
    name_sounds: Sounds
    alias_sounds: Sounds
    manager_sounds: Sounds
    pad: tuple[str, ...]
    pad_initials: tuple[str, ...]

    @classmethod
    def of(cls, community: Community) -> "Keys":
        name = both_forms(community.name)
        aliases = _unique(form for one in community.aliases for form in both_forms(one))
        managers = _unique(plain(one.name) for one in community.managers)
        sounds, alias_sounds = Sounds.of(name), Sounds.of(aliases)
        return cls(
            community=community,
            name=name,
            aliases=aliases,
            address=both_forms(community.address),
            managers=managers,
            phones=_unique(phone_digits(phone) for one in community.managers for phone in one.phones),
            name_sounds=sounds,
            alias_sounds=alias_sounds,
            manager_sounds=Sounds.of(managers),
            pad=_unique(map(pad_digits, (*sounds.full, *alias_sounds.full))),
            pad_initials=_unique(map(pad_digits, (*sounds.initials, *alias_sounds.initials))),
        )


def stations_of(directory: Directory, community: Community) -> list[str]:
    """Codes and names of the stations that serve it, whole or by building."""
    ids = {community.station_id, *(one.station_id for one in community.buildings)}
    found = (directory.stations.get(one) for one in sorted(one for one in ids if one))
    return [key for one in found if one for key in (plain(one.code), *both_forms(one.name))]


def company_phones(directory: Directory, community: Community) -> list[str]:
    """The phones of the companies that serve it, digits as dialled."""
    ids = {community.company_id, *(one.company_id for one in community.buildings)}
    found = (directory.companies.get(one) for one in sorted(one for one in ids if one))
    return [phone_digits(p) for one in found if one for p in (*one.service_phones, one.duty_phone) if p]


class Column:
    """Keys of all communities in one string; scanning it in C is faster than any loop over objects.

    Rows are given in the order in which equally good hits are to be shown, and come out in it.
    """

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self.lines: list[str] = []
        self.owners: list[int] = []
        for owner, keys in enumerate(rows):
            unique = dict.fromkeys(key for key in keys if key)
            self.lines.extend(unique)
            self.owners.extend([owner] * len(unique))
        self.text = "\n" + "\n".join(self.lines) + "\n"
        self._starts = []
        start = 1
        for line in self.lines:
            self._starts.append(start)
            start += len(line) + 1

    def equal(self, word: str) -> Iterator[int]:
        return self._scan(f"\n{word}\n")

    def beginning(self, word: str) -> Iterator[int]:
        return self._scan(f"\n{word}")

    def holding(self, word: str) -> Iterator[int]:
        return self._scan(word)

    def matching(self, pattern: re.Pattern[str]) -> Iterator[int]:
        position = 0
        while found := pattern.search(self.text, position):
            line = bisect_right(self._starts, found.start() + 1) - 1
            yield self.owners[line]
            position = self._starts[line] + len(self.lines[line])

    def _scan(self, needle: str) -> Iterator[int]:
        position = self.text.find(needle)
        while position >= 0:
            line = bisect_right(self._starts, position + (needle[0] == "\n")) - 1
            yield self.owners[line]
            position = self.text.find(needle, self._starts[line] + len(self.lines[line]))
