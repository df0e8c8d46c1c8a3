"""Make ``syllables.txt``: of each syllable without tone the characters that are read so first, ü as v.

From the dictionary of ``pypinyin``, which costs a seat 13 MB of memory where this file costs 0.2. Run it again
(``python resources/pinyin/make.py``) when ``pypinyin`` is raised; a test compares both.
"""

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

FILE = Path(__file__).with_name("syllables.txt")


def syllables() -> dict[str, str]:
    """The characters of each syllable, in the order of the alphabet and of their code."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(PINYIN_DICT):
        for reading in lazy_pinyin(chr(code), style=Style.NORMAL, errors="ignore")[:1]:
            found[reading].append(chr(code))
    return {reading: "".join(found[reading]) for reading in sorted(found)}


if __name__ == "__main__":
    FILE.write_text("".join(f"{reading} {characters}\n" for reading, characters in syllables().items()), "utf-8")
