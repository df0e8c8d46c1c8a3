"""How the characters of the public page are said: a table by syllable that the page's own search reads.

The page gets no reading a name, as that would double its size, but each character once: those of its names, and the
3,755 everyday ones of GB 2312, so that what was typed with a wrong character of the same sound is understood too.
"""

from collections import defaultdict
from collections.abc import Iterable

from app.pinyin import readings


def everyday_characters() -> str:
    """The first level of GB 2312: rows 16 to 55, all characters of daily life."""
    cells = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return cells.decode("gb2312", errors="ignore")


def pinyin_table(texts: Iterable[str]) -> str:
    """``an 安岸|bai 白百…``: each syllable with the characters that can be read so, for all that can be searched.

    A character of several readings stands at each of them; what has no reading, letters and digits, at none.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for character in sorted({*everyday_characters(), *"".join(texts)}):
        for syllable in readings(character):
            if syllable.isascii() and syllable.isalpha() and not character.isascii():
                found[syllable].append(character)
    return "|".join(f"{syllable} {''.join(found[syllable])}" for syllable in sorted(found))
