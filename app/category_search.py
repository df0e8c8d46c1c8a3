"""Finding a category of the table A1-D4 by its code, by words of its name, or by pinyin and initials. Pure."""

import unicodedata
from functools import cache

from app.pinyin import spellings
from app.records import Category
from app.rules import Rules

MANY = 30  # more than the table has


def find_categories(rules: Rules, words: str, limit: int = MANY) -> list[Category]:
    """The likeliest first: its very code, then codes that begin so, names, initials, pinyin; all for no words."""
    typed = _plain(words)
    if not typed:
        return list(rules.categories.values())[:limit]
    ranked = [(rank, at, one) for at, one in enumerate(rules.categories.values()) if (rank := _rank(one, typed))]
    return [one for _, _, one in sorted(ranked, key=lambda found: found[:2])][:limit]


def category_words(category: Category) -> str:
    """As the form and the slip show it: B1 不热、温度低（单户）."""
    return f"{category.code} {category.name}"


def _rank(category: Category, typed: str) -> int:
    code = category.code.casefold()
    name = _plain(category.name)
    if typed == code or typed == f"{code}{name}":
        return 1
    if code.startswith(typed):
        return 2
    if typed in name:
        return 3
    letters, syllables = _sounds(category.name)
    if any(initials.startswith(typed) for initials in letters):
        return 4
    if any(typed in initials for initials in letters):
        return 5
    return 6 if any(_begins_syllable(said, typed) for said in syllables) else 0


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def _begins_syllable(said: tuple[str, ...], typed: str) -> bool:
    return any("".join(said[at:]).startswith(typed) for at in range(len(said)))


@cache
def _sounds(name: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    said = tuple(spellings("".join(sign for sign in name if sign.isalnum())))
    return tuple({"".join(one[0] for one in way) for way in said}), said
