"""What an article is found by, laid out for scanning: its text, its search words, and how both are said. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.knowledge import Article
from app.lookup_keys import both_forms, near_sound, plain
from app.pinyin import readings, spellings

SAID = 8  # syllables from each place of a question on: who types more has left the list long before
WAYS = 4  # to say such a stretch; the likeliest come first


@dataclass(frozen=True, slots=True)
class ArticleKeys:
    """Keys of one article that do not change unless its text does."""

    article: Article
    question: tuple[str, ...]
    words: tuple[str, ...]
    rest: tuple[str, ...]  # answer and basis
    said: frozenset[str]  # nuanqibure, qibure, bure, re: from each syllable on
    initials: frozenset[str]  # nqbr, qbr, br
    near: tuple[str, ...]  # " nuan qi bu re ": with the syllables that are mistaken for each other
    mixed: tuple[str, ...]  # " 暖 nuan 气 qi": for what is typed half in characters
    words_said: tuple[str, ...]
    words_initials: tuple[str, ...]
    grams: frozenset[str]  # character pairs of question and search words

    @classmethod
    def of(cls, article: Article) -> "ArticleKeys":
        newest = article.newest
        question = both_forms(newest.question)
        words = tuple(dict.fromkeys(form for one in newest.words for form in both_forms(one)))
        named = (question[0], *words)
        stretches = [way for text in named for at in range(len(text)) for way in _ways(text[at : at + SAID])]
        return cls(
            article=article,
            question=question,
            words=words,
            rest=(*both_forms(newest.answer), plain(newest.basis)),
            said=frozenset("".join(way) for way in stretches),
            initials=frozenset("".join(syllable[0] for syllable in way) for way in stretches),
            near=tuple(dict.fromkeys(near_sound(_likeliest(text)) for text in named)),
            mixed=tuple(
                "".join(f" {c} {said}" for c, said in zip(text, _likeliest(text), strict=True)) for text in named
            ),
            words_initials=tuple(
                dict.fromkeys("".join(one[0] for one in way) for text in words for way in _ways(text))
            ),
            words_said=tuple(dict.fromkeys("".join(way) for text in words for way in _ways(text))),
            grams=frozenset(gram for text in named for gram in pairs(text)),
        )


def pairs(text: str) -> set[str]:
    """Neighbouring characters, two by two."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


class SoundIndex:
    """All ways to say something from some syllable on, sorted: what begins with the letters is one stretch of it."""

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self._lines = sorted(f"{key}\n{owner}" for owner, keys in enumerate(rows) for key in keys)

    def beginning(self, letters: str, most: int) -> list[int]:
        """The rows with a key that begins so, in their order; the first ``most`` that come by the alphabet."""
        found: dict[int, None] = {}
        for line in islice(self._lines, bisect_left(self._lines, letters), None):
            if not line.startswith(letters) or len(found) == most:
                break
            found[int(line.rpartition("\n")[2])] = None
        return sorted(found)


def _ways(text: str) -> Iterator[tuple[str, ...]]:
    return islice(spellings(text), WAYS)


def _likeliest(text: str) -> tuple[str, ...]:
    return tuple(readings(character)[0] for character in text)
