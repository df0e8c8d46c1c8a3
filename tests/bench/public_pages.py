"""How fast the published page of a large city opens and filters in chromium, and how large it is.

Opening is measured by the browser from the start of the navigation to the first painted rows; the floor is the same
bytes as a page that shows nothing. A keystroke is measured from the key to the frame that shows what it found.
"""

import tempfile
from pathlib import Path

import lookup
from figures import Figure, Target, figure

import chromium
import public_city
from app.public_directory import public_directory
from app.public_page import public_page
from shipped_rules import shipped_rules

COMMUNITIES = 5_000
OPENED = 8
TYPED = ("牡丹花园", "mudanhuayuan", "mdhy", "jia", "八一路", "木丹花元", "mudnahuayuan", "qqqqqq", "牡丹 花园", "y")

_OPEN = """() => new Promise((done) => {
  const end = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  document.readyState === "complete" ? end() : addEventListener("load", end);
})"""
_TYPE = """(typed) => new Promise((done) => {
  const field = document.getElementById("words");
  field.value = typed;
  const begun = performance.now();
  field.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""


def measure() -> list[Figure]:
    """Size, opening and keystrokes; needs no database."""
    told = public_city.notices()
    public = public_directory(lookup.city(COMMUNITIES), shipped_rules(), public_city.AS_OF, notices=told)
    page = public_page(public, "directory.xlsx")
    bare = page.replace("<script>", '<script type="text/plain">')
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as name:
        folder = Path(name)
        for at, text in (("index.html", page), ("bare.html", bare)):
            (folder / at).write_text(text, encoding="utf-8", newline="\n")
        opened, floor, keys = _in_browser(folder)
    what = f"public page of {COMMUNITIES:,} communities"
    return [
        figure(f"{what}: size", [len(page.encode()) / 1000], targets=[Target("p50", 1000)], unit="kB"),
        figure(f"{what}: opened", opened, floor, [Target("p99", 1000)]),
        figure(f"{what}: a keystroke, painted", keys, targets=[Target("p99", 50)]),
    ]


def _in_browser(folder: Path) -> tuple[list[float], list[float], list[float]]:
    opened, floor, keys = [], [], []
    with chromium.browser(folder) as browser:
        for _ in range(OPENED):
            for name, times in (("index.html", opened), ("bare.html", floor)):
                context = browser.new_context(viewport={"width": 1280, "height": 800})
                shown = context.new_page()
                shown.goto((folder / name).as_uri(), wait_until="commit")
                times.append(float(shown.evaluate(_OPEN)))
                context.close()
        shown = browser.new_page()
        shown.goto((folder / "index.html").as_uri())
        for words in TYPED:
            keys += [float(shown.evaluate(_TYPE, words[:end])) for end in range(1, len(words) + 1)]
    return opened, floor, keys


if __name__ == "__main__":
    for one in measure():
        print(one)
