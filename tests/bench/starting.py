"""How long the program takes to start: to the sign-in, from there to the painted queue, and the first time ever."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from figures import Figure, Target, figure
from stores import Stored

PATIENCE = 60.0  # seconds for one start


def measure(stored: Stored, rounds: int = 5) -> list[Figure]:
    """Starts in alternation with those of a bare window, each a process of its own; then one first start."""
    bare, sign_in, loaded, queue = [], [], [], []
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder:
        for number in range(rounds + 1):
            plain = _start({"mode": "bare"})
            full = _start({"mode": "window", "database": stored.address, "data": folder})
            if number:  # the very first pair warms the disk
                bare.append(plain["painted"] - plain["begun"])
                sign_in.append(full["sign_in"] - full["begun"])
                loaded.append(full["loaded"] - full["sign_in"])
                queue.append(full["painted"] - full["entered"])
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder:
        made = _start({"mode": "first", "data": folder})
    return [
        figure("start to sign-in", sign_in, bare, [Target("p50", 1.0)], "s"),
        figure("loaded behind the sign-in", loaded, unit="s"),
        figure("sign-in to painted queue", queue, [], [Target("p50", 0.5)], "s"),
        figure("first start ever", [made["ready"] - made["begun"]], [], [Target("p50", 8)], "s"),
    ]


def _start(given: dict[str, str]) -> dict[str, float]:
    """Run first_paint.py once; when it began and when what was seen, in seconds of the monotonic clock."""
    script = Path(__file__).with_name("first_paint.py")
    begun = monotonic()
    done = subprocess.run(
        [sys.executable, str(script)],
        input=json.dumps(given) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the start failed:\n{done.stderr}")
    seen = {"begun": begun}
    for line in done.stdout.splitlines():
        seen |= json.loads(line)
    return seen
