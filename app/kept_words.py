"""Words typed outside of a complaint and not stored yet: on this computer's disk, so that a crash loses none."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.whole_files import put_file

Words = Mapping[str, str]


class KeptWords:
    """One person's, by the name of what they are for. Blocks on the disk: call it in a job."""

    def __init__(self, folder: Path, login: str) -> None:
        self._file = folder / f"words-{login}.json"

    def read(self) -> Words:
        """What was kept; nothing where the file can't be read or was cut off."""
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return MappingProxyType({})
        found = stored.items() if isinstance(stored, dict) else ()
        return MappingProxyType({name: words for name, words in found if isinstance(words, str)})

    def write(self, words: Words) -> None:
        """Keep exactly these; empty ones are left out. Errors: BadInput(field="file"), DiskFull."""
        kept = {name: text for name, text in words.items() if text.strip()}
        put_file(self._file, json.dumps(kept, ensure_ascii=False).encode())
