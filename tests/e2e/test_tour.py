"""The tour itself: its chapters walked by keyboard on real windows, with their pictures and the slip left behind."""

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
    "alarm-card",
    "extension-asked",
    "extension-granted",
    "supervise",
    "clock-sheet",
    "return",
    "ruling",
    "return-refused",
    "incident-suggested",
    "incident",
    "incident-card",
    "incident-company",
    "incident-offer",
    "incident-attached",
    "incident-closing",
    "call-backs",
    "call-back-listed",
    "source-form",
    "sources",
    "forum",
    "forum-intake",
    "reply-warned",
    "reply-approval",
    "reply-published",
    "refer-choices",
    "refer",
)
SAID = (
    "这张派单由班长裁定，不能退单",
    "换热站 076 丰泽家园站 1 分钟内 5 件：同一原因？",
    "待回访 6 件",
    "第 63 字起有楼室号“1-1-602”；第 71 字起有姓名“王女士”",
    "12319供暖热线：已更换楼前分支阀的垫片",
    "电梯里有人被困请先拨 119",
    "不含个人信息：",
    "个事件完好",
)
"""What the chapters print, beside that they pass."""


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
    assert "✗" not in found.stdout
    assert not [words for words in SAID if words not in found.stdout], found.stdout
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
