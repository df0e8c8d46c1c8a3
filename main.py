"""Warmline: the command line decides; without a word, the window opens."""

import sys

from ui.console import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
