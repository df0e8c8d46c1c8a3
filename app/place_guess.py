"""Where a post seems to be about: a proposal that a person looks at before anything is stored."""

import re
import unicodedata
from dataclasses import dataclass

from app.directory import Directory
from app.flats import Flat
from app.numerals import fold_numerals
from app.records import Community

NO_FLAT = Flat("", "", "")
SHORTEST_NAME = 2
_BEHIND = re.compile(
    r"[的小区\s,，]*"
    r"(?:(?P<dashed>[0-9]{1,3})-(?P<u>[0-9]{1,2})-(?P<r>[0-9]{3,4})(?![0-9])"
    r"|(?:(?P<building>[0-9]{1,3}|[A-Z])\s*(?:号楼|栋|幢|座|#楼?|楼|号))?"
    r"(?:\s*(?P<unit>[0-9]{1,2})\s*单元)?(?:\s*(?P<room>[0-9]{3,4})(?=室|户|[^0-9]|$))?)"
)
_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百]+(?=号楼|栋|幢|单元|室)")


@dataclass(frozen=True, slots=True)
class Guess:
    """The community that is named, if one is, and what of the flat is written behind its name."""

    community: Community | None = None
    flat: Flat = NO_FLAT


def guess_place(directory: Directory, *texts: str) -> Guess:
    """The first text that names a community decides; of several names in it the longest."""
    for text in texts:
        words = unicodedata.normalize("NFKC", text).upper()
        named = [
            (len(name), words.find(name.upper()), community)
            for community in directory.communities.values()
            for name in (community.name, *community.aliases)
            if len(name) >= SHORTEST_NAME and name.upper() in words
        ]
        if named:
            length, at, community = max(named, key=lambda one: one[:2])
            return Guess(community, _flat(words[at + length : at + length + 40]))
    return Guess()


def _flat(behind: str) -> Flat:
    found = _BEHIND.match(_NUMERAL.sub(lambda run: fold_numerals(run[0]), behind))
    if found is None:
        return NO_FLAT
    if found["dashed"]:
        return Flat(found["dashed"], found["u"], found["r"])
    return Flat(found["building"] or "", found["unit"] or "", found["room"] or "")
