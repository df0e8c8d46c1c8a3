"""Where this user's data lies and which database is used; from the command line, the environment or the defaults."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class Settings:
    """``database`` None: the embedded server in ``data``."""

    data: Path
    database: str | None


def read_settings(data: Path | None = None, database: str | None = None) -> Settings:
    """Command line before environment (WARMLINE_DATA, WARMLINE_DATABASE) before the user's data folder."""
    folder = data or (Path(os.environ["WARMLINE_DATA"]) if os.environ.get("WARMLINE_DATA") else None)
    chosen = folder or user_data_path("Warmline", appauthor=False, roaming=False)
    return Settings(chosen.expanduser().absolute(), database or os.environ.get("WARMLINE_DATABASE") or None)
