"""The extract of syllables that a seat loads says what the dictionary it was made from says."""

import runpy
from pathlib import Path

from app.pinyin import SYLLABLES_FILE, readings, spellings


def test_the_extract_is_the_dictionary() -> None:
    made = runpy.run_path(str(Path(SYLLABLES_FILE).with_name("make.py")))["syllables"]()
    lines = [line.split(" ") for line in SYLLABLES_FILE.read_text("utf-8").split("\n")[:-1]]
    assert lines == [[reading, characters] for reading, characters in made.items()]


def test_what_names_use() -> None:
    assert readings("暖") == ("nuan",)
    assert readings("绿") == ("lv", "lu")
    assert readings("龑") == ("yan",)
    assert readings("𬭎") == ("hong",)
    assert readings("A") == ("A",)
    assert readings("☂") == ("☂",)
    assert next(spellings("牡丹")) == ("mu", "dan")
