"""All the figures of design.md section 6 with their floors, in one run.

``python3 tests/bench/run.py --rows 10000 [--only save,page] [--json]``. The machine's own speed goes out of the
ratios, as each work and its floor take turns.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import clocks
import forum
import incidents
import knowledge
import lookup
import paging
import painting
import public_pages
import saving
import searching
import seasons
import shift_logs
import slip
import starting
from figures import Figure, Target, figure, plain, table
from stores import Stores, stores

Subject = Callable[[Stores, int], list[Figure]]


def measure_lookup(_made: Stores, _rows: int) -> list[Figure]:
    """The directory's look-up needs no database."""
    found = lookup.measure()
    return [
        Figure(
            what=f"directory, a keystroke over {found['communities']:,.0f}",
            p50=found["p50_ms"],
            p99=found["p99_ms"],
            targets=(Target("p99", 5),),
        )
    ]


def measure_knowledge(_made: Stores, _rows: int) -> list[Figure]:
    """Nor does the search for an answer, or what stands beside the form."""
    found = knowledge.measure()
    many = f"{found['articles']:,.0f}"
    return [
        Figure(
            what=f"{words} of {many}", p50=found[f"{key}p50_ms"], p99=found[f"{key}p99_ms"], targets=(Target("p99", 5),)
        )
        for words, key in (("answers, a keystroke in the search", ""), ("answers, a keystroke in the form", "fit_"))
    ]


def measure_slip(_made: Stores, _rows: int) -> list[Figure]:
    """Drawing a slip needs no database."""
    found = slip.measure()
    size = found["bytes"] / 1000
    return [
        Figure(what="slip as PDF", p50=found["p50_ms"], p99=found["p99_ms"], targets=(Target("p50", 60),)),
        figure("size of a slip", [size], targets=[Target("p50", 80)], unit="kB"),
    ]


def measure_clocks(_made: Stores, _rows: int) -> list[Figure]:
    """Rebuilding clocks from events needs no database."""
    found = clocks.measure()
    each = 10_000 / found["clocks"]
    times = [found["all_ms"] * each]
    return [figure("10,000 clocks from their events", times, targets=[Target("p50", 1000)])]


SUBJECTS: dict[str, Subject] = {
    "page": lambda made, rows: paging.measure(made, made.database(rows)),
    "search": lambda made, rows: searching.measure(made.database(rows)),
    "paint": lambda made, rows: painting.measure(made.database(rows)),
    "start": lambda made, rows: starting.measure(made.database(rows)),
    "lookup": measure_lookup,
    "knowledge": measure_knowledge,
    "slip": measure_slip,
    "clocks": measure_clocks,
    "site": lambda _made, _rows: public_pages.measure(),
    "forum": lambda made, rows: forum.measure(made.database(rows)),
    "incidents": lambda made, rows: incidents.measure(made.database(rows)),
    "rush": lambda made, rows: incidents.measure_asked(made.database(rows)),
    "workstation": lambda made, rows: incidents.measure_apart(made.database(rows)),
    "shifts": lambda made, rows: shift_logs.measure(made.database(rows)),
    "statistics": seasons.measure,
    "save": lambda made, rows: saving.measure(made.database(rows)),  # last: what it stores is in the others' way
}
LONG = frozenset({"rush"})
"""Asked for by name only: ten minutes."""


def main() -> int:
    """Measure, print, and say by the exit code whether every target was reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000, help="complaints stored beside the demonstration's")
    parser.add_argument(
        "--only",
        default=",".join(name for name in SUBJECTS if name not in LONG),
        help=f"subjects with commas between: {', '.join(SUBJECTS)}",
    )
    parser.add_argument("--json", action="store_true", help="figures as JSON, progress on stderr")
    chosen = parser.parse_args()
    wanted = chosen.only.split(",")
    if unknown := set(wanted) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    if not 1_000 <= chosen.rows <= 5_000_000:
        parser.error("--rows is between 1,000 and 5,000,000")
    figures: list[Figure] = []
    with stores() as made:
        for name in wanted:
            begun = perf_counter()
            figures += SUBJECTS[name](made, chosen.rows)
            print(f"{name}: {perf_counter() - begun:.1f} s", file=sys.stderr)
    if chosen.json:
        print(
            json.dumps({"rows": chosen.rows, "figures": [plain(one) for one in figures]}, ensure_ascii=False, indent=2)
        )
    else:
        print(table(figures))
    return 1 if any(one.reached is False for one in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
