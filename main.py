"""Warmline: the command line decides; without a word, the window opens."""

import sys

from ui.launch import launch

if __name__ == "__main__":
    sys.exit(launch(sys.argv[1:]))
