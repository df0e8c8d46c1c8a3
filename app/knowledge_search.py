"""Finding the answer by whatever is typed, and the answers that fit a complaint while it is being taken down. Pure.

As the directory's look-up: everything is in memory, the surest ways come first, wrong characters and letters are
forgiven last. A sentence that stands in no question finds those that have most of its character pairs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.knowledge import Article
from app.knowledge_keys import ArticleKeys, SoundIndex, pairs
from app.lookup_keys import Column, both_forms, plain
from app.lookup_typos import Typos
from app.lookup_words import spoken
from app.records import Community

LONGEST_WORDS = 60  # characters of a search
LONGEST_TEXT = 160  # characters of a complaint that are looked at: the newest
LONGEST_SLIP = 16  # letters or characters of a word in which a slip is forgiven; a sentence goes by its pairs
FEW = 5  # with fewer exact hits than this, what resembles the words is shown too
MANY = 200  # articles with a character pair; one that is in more tells nothing
_CATEGORY, _FIRST, _WORD, _PAIR = 12, 3, 8, 1  # what speaks for an article beside the form
LEAST = 8  # with less it is not shown there


class Way(StrEnum):
    """How it was found, as the screen says it."""

    NUMBER = "编号"
    QUESTION = "问题"
    WORD = "查找词"
    CATEGORY = "类别"
    PINYIN = "拼音"
    INITIALS = "首字母"
    TEXT = "答复"
    NEAR = "近似"


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article found; ``score`` falls with the sureness of the way."""

    article: Article
    way: Way
    score: float


class ArticleSearch:
    """An index over the articles in use; make a new one with ``refreshed`` when they changed."""

    def __init__(self, articles: Iterable[Article], known: "ArticleSearch | None" = None) -> None:
        old = known._keys_by_id if known else {}
        used = sorted((one for one in articles if not one.retired), key=lambda one: one.number)
        keys = [old[one.id] if one.id in old and old[one.id].article == one else ArticleKeys.of(one) for one in used]
        self._keys = keys
        self._keys_by_id: Mapping[UUID, ArticleKeys] = {one.article.id: one for one in keys}
        self.articles = used
        self._number = Column([str(one.number)] for one in used)
        self._question = Column(one.question for one in keys)
        self._words = Column(one.words for one in keys)
        self._latin = Column(filter(_latin, one.question) for one in keys)  # letters are in few of them
        self._latin_words = Column(filter(_latin, one.words) for one in keys)
        self._code = Column([code.lower() for code in one.newest.categories[:1]] for one in used)
        self._codes = Column([code.lower() for code in one.newest.categories] for one in used)
        self._rest = Column(one.rest for one in keys)
        self._said = SoundIndex(one.said for one in keys)
        self._initials = SoundIndex(one.initials for one in keys)
        self._mixed = Column(one.mixed for one in keys)
        self._words_said = Column(one.words_said for one in keys)
        self._words_initials = Column(one.words_initials for one in keys)
        self._typos = Typos(Column(one.near for one in keys), (self._words,), (self._words_said,))
        self._of_pair: dict[str, list[int]] = {}
        self._of_word: dict[str, list[int]] = {}
        for owner, one in enumerate(keys):
            for pair in one.grams:
                self._of_pair.setdefault(pair, []).append(owner)
            for word in one.words:
                if len(word) >= 2:
                    self._of_word.setdefault(word, []).append(owner)
        self._of_code: dict[str, list[int]] = {}
        for owner, article in enumerate(used):
            for code in article.newest.categories:
                self._of_code.setdefault(code, []).append(owner)

    def refreshed(self, articles: Iterable[Article]) -> "ArticleSearch":
        """An index over another reading; what is known of unchanged articles is taken over."""
        return ArticleSearch(articles, known=self)

    def find(self, words: str, limit: int = 50) -> list[ArticleHit]:
        """The best hits first; several words, parted by blanks, must all be met; nothing found is ``[]``."""
        parts = [part for part in words[:LONGEST_WORDS].split() if plain(part)]
        if not parts:
            return []
        if len(parts) > 1:
            met = self._meeting(parts, limit)
            if met:
                return met
        word = plain("".join(parts))
        best = self._exact(word, limit)
        if len(best) < min(FEW, limit):
            for score, owners in self._typos.resembling(word, limit) if len(word) <= LONGEST_SLIP else ():
                for owner in owners:
                    best.setdefault(owner, (Way.NEAR, score))
            if len(word) >= 3 and not word.isascii():
                for owner, score in self._alike(word, limit):
                    best.setdefault(owner, (Way.NEAR, score))
        return [ArticleHit(self.articles[owner], way, score) for owner, (way, score) in list(best.items())[:limit]]

    def fitting(
        self, category: str, text: str, today: date, community: Community | None = None, limit: int = 5
    ) -> list[Article]:
        """What to read out while a complaint is taken down: of its category, by its words, and what the community's
        plant brings with it (not handed over, HZ Art.35; under warranty, HZ Art.27). Only what is in force."""
        said = plain(text[-LONGEST_TEXT:])
        if community is not None:
            said += "" if community.handed_over else " 未移交"
            said += " 保修期" if community.warranty_until and community.warranty_until >= today else ""
        scores: Counter[int] = Counter()
        for owner in self._of_code.get(category, ()):
            scores[owner] += _CATEGORY + (_FIRST if self.articles[owner].newest.categories[0] == category else 0)
        for word, owners in self._of_word.items():
            if word in said:
                for owner in owners:
                    scores[owner] += _WORD
        for owner, shared in self._shared(said).items():
            scores[owner] += _PAIR * shared
        fit = [(-score, owner) for owner, score in scores.items() if score >= LEAST]
        return [article for _, owner in sorted(fit) if (article := self.articles[owner]).in_force(today)][:limit]

    def _exact(self, word: str, limit: int) -> dict[int, tuple[Way, float]]:
        best: dict[int, tuple[Way, float]] = {}
        for score, way, owners in self._stages(word, limit):
            for owner in owners:
                best.setdefault(owner, (way, score))
                if len(best) == limit:
                    return best
        return best

    def _stages(self, word: str, limit: int) -> Iterator[tuple[float, Way, Iterable[int]]]:
        forms = both_forms(word)
        letters = word if word.isascii() and word.isalpha() else ""
        if word.isdecimal():
            yield 100, Way.NUMBER, self._number.equal(word)
        question, words = (self._latin, self._latin_words) if letters else (self._question, self._words)
        for form in forms:
            yield 95, Way.QUESTION, question.beginning(form)
            yield 92, Way.WORD, words.equal(form)
            yield 85, Way.QUESTION, question.holding(form)
            yield 80, Way.WORD, words.holding(form)
        yield 79, Way.CATEGORY, self._code.equal(word)
        yield 78, Way.CATEGORY, self._codes.equal(word)
        if letters:
            yield 77, Way.PINYIN, self._words_said.equal(letters)
            yield 77, Way.INITIALS, self._words_initials.equal(letters)
            yield 76, Way.PINYIN, self._said.beginning(letters, limit * 2)
            yield 74, Way.INITIALS, self._initials.beginning(letters, limit * 2)
        for form in forms if not letters else ():  # an answer is read out: it holds no letters
            yield 60, Way.TEXT, self._rest.holding(form)
        if len(word) >= 2 and not word.isascii() and re.search("[a-z]", word):
            yield 50, Way.PINYIN, self._mixed.matching(spoken(word))

    def _meeting(self, parts: list[str], limit: int) -> list[ArticleHit]:
        """Those that meet every word, by the sum of how surely they do; the longest word is asked first."""
        first, *others = sorted(map(plain, parts), key=lambda part: -len(part))
        sums = self._exact(first, len(self.articles))
        for part in others:
            weights = {owner: _weight(self._keys[owner], part) for owner in sums}
            sums = {owner: (way, score + weights[owner]) for owner, (way, score) in sums.items() if weights[owner]}
        ranked = sorted(sums.items(), key=lambda one: (-one[1][1], one[0]))[:limit]
        return [ArticleHit(self.articles[owner], way, score / len(parts)) for owner, (way, score) in ranked]

    def _shared(self, text: str) -> Counter[int]:
        """How many of the text's character pairs each article has."""
        shared: Counter[int] = Counter()
        for pair in pairs(text):
            owners = self._of_pair.get(pair, ())
            if len(owners) <= MANY:
                shared.update(owners)
        return shared

    def _alike(self, word: str, limit: int) -> list[tuple[int, float]]:
        """Those with at least a third of the pairs, the most first; scores below every exact way."""
        shared = self._shared(word)
        least = max(1, (len(word) - 1) // 3)
        ranked = sorted(((-count, owner) for owner, count in shared.items() if count >= least))[:limit]
        return [(owner, min(-count, 9)) for count, owner in ranked]


def _latin(text: str) -> bool:
    return any("a" <= sign <= "z" for sign in text)


def _weight(keys: ArticleKeys, word: str) -> float:
    """How surely a further word speaks for an article, on the scale of ``ArticleHit.score``; 0: it isn't met."""
    if word in keys.question[0]:
        return 85
    if any(word in one for one in keys.words):
        return 80
    if word.isascii() and word.isalpha():
        return 75 if any(one.startswith(word) for one in (*keys.said, *keys.initials)) else 0
    if word.upper() in keys.article.newest.categories:
        return 78
    return 60 if any(word in one for one in keys.rest) else 0
