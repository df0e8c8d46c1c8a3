"""Files that appear whole or not at all, and what is said where they can't."""

from pathlib import Path

import pytest

from app.errors import BadInput
from app.whole_files import put_file


@pytest.mark.parametrize(
    ("name", "words"), [("a\0b.pdf", "不能用的字符"), ("\ud800.pdf", "不能用的字符"), ("长" * 300, "名字太长")]
)
def test_a_name_that_can_not_be_is_refused_in_words(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as told:
        put_file(tmp_path / name, b"x")
    assert told.value.field == "file"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_no_name_at_all_is_asked_for(name: str) -> None:
    with pytest.raises(BadInput, match="哪个文件") as told:
        put_file(Path(name), b"x")
    assert told.value.field == "file"
