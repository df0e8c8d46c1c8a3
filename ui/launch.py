"""The first decision: a window, or a word of the console. Loads neither Qt nor the console before it is made."""

import argparse
import sys
from io import TextIOWrapper
from pathlib import Path

from app.settings import Settings, read_settings
from ui.display import missing_libraries, trouble


def launch(words: list[str]) -> int:
    """Run one command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a Windows console's code page can't show every character
    # The window must stand within a second: the console's words, which take half of that to load, are left out of it.
    # Only the three global options are read here; anything else, a mistake too, is the console's to judge.
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    options.add_argument("--as", dest="login", default="")
    options.add_argument("--database")
    options.add_argument("--data", type=Path)
    try:
        found, rest = options.parse_known_args(words)
    except argparse.ArgumentError:
        found, rest = None, words
    if found is None or rest:
        from ui.console import run

        return run(words)
    return open_or_tour(read_settings(found.data, found.database), found.login)


def open_or_tour(settings: Settings, login: str) -> int:
    """Open the window; where none can be opened, say so in a sentence and walk the road offscreen instead."""
    missing = missing_libraries()
    if missing:
        print(missing)
        return 1
    no_screen = trouble()
    if no_screen:
        print(f"{no_screen}改为离屏演示（即 main.py tour）：")
        from ui.tour import offscreen, walk

        offscreen()
        return walk(Path("tour"))
    from ui.start import open_window

    return open_window(settings, login)
