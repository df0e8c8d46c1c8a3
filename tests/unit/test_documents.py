"""The documents name files and keys that are there."""

import re
from pathlib import Path

import pytest

from ui.key_list import KEYS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]
_FILE = re.compile(r"`((?:app|ui|db|tests|resources|docs|\.ci)/[\w./-]+)`")
_LINK = re.compile(r"\]\(([\w./-]+)\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_KEY = re.compile(r"(?:Ctrl\+(?:Shift\+)?(?:\w+)|F\d+|Esc)(?= *\||, Ctrl)")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_a_document_names_is_there(document: str) -> None:
    text = _COMMENT.sub("", (ROOT / document).read_text(encoding="utf-8"))
    named = {*_FILE.findall(text), *_LINK.findall(text)}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_key_of_the_readme_is_in_the_registry() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## At the seat")[1].split("##")[0]
    found = set(_KEY.findall(text))
    assert len(found) >= 14
    assert found <= {key.keys.replace("Return", "Enter") for key in KEYS}
