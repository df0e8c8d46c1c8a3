"""Finding a community by whatever the caller says: part of a name, an alias, a street, a manager, a number, pinyin.

Everything is in memory. The surest ways are tried first and the search stops as soon as the list is full; wrong
characters and letters are forgiven last, and only when the exact ways found little.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.directory import Directory
from app.flats import split_place
from app.lookup_keys import (
    Basis,
    Column,
    Keys,
    both_forms,
    company_phones,
    phone_digits,
    plain,
    stations_of,
)
from app.lookup_typos import Typos
from app.lookup_words import Heap, meeting, needle, spoken, weight
from app.records import Community

FEW = 5  # with fewer exact hits than this, what resembles the words is shown too
SURE = 75  # from this score on a hit leaves little doubt, and nothing else is guessed
LONGEST_WORDS = 60  # characters; a longer text is no name
MOST_WEIGHED = 400  # communities that are weighed word by word; more hits than that call for another word
_ONE_SORT = re.compile(r"[A-Za-z']+|[\d+()-]+")  # letters or digits only, however they are grouped


@dataclass(frozen=True, slots=True)
class Hit:
    """A community found; ``score`` is 100 for its exact name and falls with the sureness of the way."""

    community: Community
    basis: Basis
    score: float


_Stage = tuple[float, Basis, Iterable[int]]


class Lookup:
    """An index over one directory; make a new one with ``refreshed`` when the directory changed."""

    def __init__(self, directory: Directory, known: "Lookup | None" = None) -> None:
        old: dict[int, Keys] = known._keys_by_id if known else {}
        keys = [self._keys(old.get(one.id), one) for one in directory.communities.values()]
        keys.sort(key=_order([one.community for one in keys]))
        self._keys_by_id: dict[int, Keys] = {one.community.id: one for one in keys}
        self._all = keys
        stations = [stations_of(directory, one.community) for one in keys]
        self._name = Column(one.name for one in keys)
        self._alias = Column(one.aliases for one in keys)
        self._address = Column(one.address for one in keys)
        self._manager = Column(one.managers for one in keys)
        self._phone = Column(one.phones for one in keys)
        self._company_phone = Column(company_phones(directory, one.community) for one in keys)
        self._station = Column(stations)
        self._pinyin = Column(one.name_sounds.full for one in keys)
        self._initials = Column(one.name_sounds.initials for one in keys)
        self._alias_pinyin = Column(one.alias_sounds.full for one in keys)
        self._alias_initials = Column(one.alias_sounds.initials for one in keys)
        self._manager_pinyin = Column((*one.manager_sounds.full, *one.manager_sounds.initials) for one in keys)
        self._pad = Column(one.pad for one in keys)
        self._pad_initials = Column(one.pad_initials for one in keys)
        self._mixed = Column(one.name_sounds.mixed for one in keys)
        self._alias_mixed = Column(one.alias_sounds.mixed for one in keys)
        near = Column((*one.name_sounds.near, *one.alias_sounds.near) for one in keys)
        self._typos = Typos(near, (self._name, self._alias), (self._pinyin, self._alias_pinyin))
        self._heaps = [Heap.of(one, of_stations) for one, of_stations in zip(keys, stations, strict=True)]

    def refreshed(self, directory: Directory) -> "Lookup":
        """An index over another snapshot; what is known of unchanged communities is taken over."""
        return Lookup(directory, known=self)

    def find(self, words: str, limit: int = 20) -> list[Hit]:
        """The best hits first, at most ``limit``; communities of one name stand together; nothing found is ``[]``.

        Several words, parted by blanks, must all be met. A flat behind the name (牡丹花园3-2-501) is passed over.
        """
        words = words[:LONGEST_WORDS]
        name, flat = split_place(words)
        parts = [part for part in words.split() if plain(part)]
        if not parts:
            return []
        whole = "".join(parts)
        hits: list[Hit] = []
        if len(parts) == 1 or _ONE_SORT.fullmatch(whole):
            hits = self._exact(whole, limit)
            if hits and (len(hits) >= FEW or hits[0].score >= SURE or len(parts) > 1):
                return hits
        if flat and name and (before := self.find(name, limit)):
            return before
        if len(parts) > 1 and (met := self._meeting(parts, limit)):
            return met
        if len(parts) > 1 and re.fullmatch(r"[0-9]{1,4}", parts[-1]):  # the building or the room, begun
            return self.find(" ".join(parts[:-1]), limit)
        return self._resembling(whole, hits, limit)

    @staticmethod
    def _keys(old: Keys | None, community: Community) -> Keys:
        return old if old and (old.community is community or old.community == community) else Keys.of(community)

    def _exact(self, word: str, limit: int) -> list[Hit]:
        best: dict[int, Hit] = {}
        for score, basis, owners in self._stages(word):
            for owner in owners:
                if owner not in best:
                    best[owner] = Hit(self._all[owner].community, basis, score)
                    if len(best) == limit:
                        return list(best.values())
        return list(best.values())

    def _stages(self, word: str) -> Iterator[_Stage]:
        """The ways to find one word, surest first; nothing is searched before its turn comes."""
        forms = both_forms(word)
        digits = phone_digits(word) if re.fullmatch(r"[\d+()-]+", word) else ""
        letters = forms[0] if forms[0].isascii() and forms[0].isalpha() else ""
        pad = forms[0] if re.fullmatch("[2-9]{2,}", forms[0]) else ""
        for form in forms:
            yield 100, Basis.NAME, self._name.equal(form)
        for form in forms:
            yield 95, Basis.NAME, self._name.beginning(form)
        if len(digits) >= 7:
            yield 92, Basis.PHONE, self._phone.holding(digits)
        for form in forms:
            yield 90, Basis.ALIAS, self._alias.beginning(form)
        if station := re.fullmatch(r"(?:站|换热站)?(\d{1,4})(?:站|号站|换热站)?", forms[0]):
            yield 88, Basis.STATION, self._station.equal(station[1])
            yield 87, Basis.STATION, self._station.equal(station[1].zfill(3))
        if letters:
            yield from self._sounding(letters)
        if pad:
            yield 85, Basis.INITIALS, self._pad_initials.equal(pad)
            yield 80, Basis.PINYIN, self._pad.beginning(pad)
            yield 78, Basis.INITIALS, self._pad_initials.beginning(pad)
        if len(digits) >= 4:
            yield 75, Basis.PHONE, self._phone.holding(digits)
        for form in forms:
            yield 70, Basis.NAME, self._name.holding(form)
        for form in forms:
            yield 65, Basis.ALIAS, self._alias.holding(form)
        if len(forms[0]) >= 2 and re.search("[a-z]", forms[0]):
            pattern = spoken(forms[0])
            yield 60, Basis.PINYIN, self._mixed.matching(pattern)
            yield 55, Basis.PINYIN, self._alias_mixed.matching(pattern)
        for form in forms:
            yield 50, Basis.ADDRESS, self._address.holding(form)
        yield 45, Basis.MANAGER, self._manager.holding(forms[0])
        if letters:
            yield 44, Basis.MANAGER, self._manager_pinyin.beginning(letters)
        if len(digits) >= 3:
            yield 43, Basis.PHONE, self._phone.holding(digits)
        yield 40, Basis.STATION, self._station.holding(forms[0])
        if len(digits) >= 5:
            yield 30, Basis.PHONE, self._company_phone.holding(digits)

    def _sounding(self, letters: str) -> Iterator[_Stage]:
        yield 86, Basis.INITIALS, self._initials.equal(letters)
        yield 85, Basis.PINYIN, self._pinyin.equal(letters)
        yield 80, Basis.PINYIN, self._pinyin.beginning(letters)
        yield 78, Basis.INITIALS, self._initials.beginning(letters)
        yield 77, Basis.INITIALS, self._alias_initials.equal(letters)
        yield 76, Basis.PINYIN, self._alias_pinyin.beginning(letters)
        yield 74, Basis.INITIALS, self._alias_initials.beginning(letters)

    def _meeting(self, parts: list[str], limit: int) -> list[Hit]:
        """Communities that meet every word, those whose names meet most first."""
        wanted = [needle(part) for part in parts]
        ranked = []
        for owner in meeting(self._heaps, wanted)[:MOST_WEIGHED]:
            weights = [weight(self._all[owner], one) for one in wanted]
            ranked.append((-sum(score for score, _ in weights) / len(weights), owner, max(weights)[1]))
        ranked.sort()
        return [Hit(self._all[owner].community, basis, -score) for score, owner, basis in ranked[:limit]]

    def _resembling(self, whole: str, hits: list[Hit], limit: int) -> list[Hit]:
        """The exact hits, then what sounds the same, sounds nearly the same, or is a character or two off."""
        best = {hit.community.id: hit for hit in hits}
        for score, owners in self._typos.resembling(plain(whole), limit):
            for owner in owners:
                community = self._all[owner].community
                if community.id not in best and len(best) < limit:
                    best[community.id] = Hit(community, Basis.NEAR, score)
        return list(best.values())


def _order(communities: Iterable[Community]) -> Callable[[Keys], tuple[int, int, str, int]]:
    """Equally good hits: the shorter name first, then the larger community, since more of the callers live there.

    Communities of one name are counted by the largest of them, so that they stay together.
    """
    homes: dict[str, int] = {}
    for one in communities:
        homes[one.name] = max(one.homes, homes.get(one.name, 0))

    def key(keys: Keys) -> tuple[int, int, str, int]:
        name = keys.community.name
        return len(name), -homes[name], name, keys.community.id

    return key
