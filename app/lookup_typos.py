"""What was meant when it was written wrong: characters of the same or nearly the same sound, then slips of the hand."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.lookup_keys import Column, near_sound
from app.pinyin import spellings

MOST_WAYS = 8  # to say what was typed


class Typos:
    """``near``, ``written`` and ``said`` are columns over the same communities: near sounds, characters, pinyin."""

    def __init__(self, near: Column, written: Sequence[Column], said: Sequence[Column]) -> None:
        self._near = near
        self._written = Beginnings(written, range(3, 9))
        self._said = Beginnings(said, range(4, 16))

    def resembling(self, word: str, limit: int) -> Iterator[tuple[float, list[int]]]:
        """Scores and rows, nearest first; a single character or a number resembles nothing."""
        if len(word) < 2 or word.isdecimal():
            return
        if word.isascii():
            if len(word) >= 4:
                yield 10, self._said.within(word, 1 if len(word) < 9 else 2, limit)
            return
        ways = dict.fromkeys(near_sound(way) for way in islice(spellings(word), MOST_WAYS))
        yield 20, [owner for way in ways for owner in islice(self._near.holding(way), limit)]
        if len(word) >= 3:
            yield 10, self._written.within(word, 1 if len(word) < 6 else 2, limit)


class Beginnings:
    """The first letters of all keys, so that half a word with a slip in it is found as well as a whole one."""

    def __init__(self, columns: Sequence[Column], lengths: Iterable[int]) -> None:
        self._columns = columns
        self._of_length = lru_cache(maxsize=64)(self._cut)
        for length in lengths:  # the usual ones now, so that no keystroke waits for them
            self._of_length(length)

    def within(self, word: str, slips: int, limit: int) -> list[int]:
        """Rows with a key that begins like the word but for so many slips (a letter wrong, more, less, swapped)."""
        found: dict[int, None] = {}
        for length in (len(word), len(word) + 1):
            near = process.extract(word, self._of_length(length), scorer=OSA.distance, score_cutoff=slips, limit=limit)
            for beginning, _, _ in near:
                for column in self._columns:
                    found.update(dict.fromkeys(islice(column.beginning(beginning), limit)))
                if len(found) >= limit:
                    return list(found)
        return list(found)

    def _cut(self, length: int) -> list[str]:
        return list(dict.fromkeys(line[:length] for column in self._columns for line in column.lines))
