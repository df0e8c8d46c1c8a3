"""The tour itself: the road walked by keyboard on real windows, with its pictures and its slip left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pypdf
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
PAGES = (
    "sign-in",
    "queue",
    "complaint",
    "intake",
    "slip",
    "company-report",
    "call-back",
    "closed",
    "directory",
    "keys",
)


def test_the_tour_passes_and_leaves_pictures_and_the_slip(tmp_path: Path) -> None:
    out = tmp_path / "走一遍"
    found = subprocess.run(
        [sys.executable, "main.py", "tour", "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.count("✓") == 13
    assert "Traceback" not in found.stderr
    for page in PAGES:
        light, dark = (QImage(str(out / f"{page}-{scheme}.png")) for scheme in ("light", "dark"))
        assert light.width() == dark.width() == 1366
        assert light.pixelColor(2, 2).lightness() > 200 > 60 > dark.pixelColor(2, 2).lightness()
    text = pypdf.PdfReader(out / "slip.pdf").pages[0].extract_text()
    assert "牡丹花园 3 号楼 2 单元 501" in text
    assert "龑" in text
    assert "𬭎" in text


def test_without_a_display_the_program_says_so_and_walks_the_road(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    found = subprocess.run(
        [sys.executable, str(ROOT / "main.py")],
        cwd=tmp_path,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.startswith("这台机器没有可用的显示器")
    assert (tmp_path / "tour" / "slip.pdf").exists()
