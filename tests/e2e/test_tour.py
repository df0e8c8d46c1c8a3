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
    "chat-form",
    "chats",
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
    "answer-offer",
    "answer-used",
    "answer-told",
    "articles",
    "article-reports",
    "notice-late",
    "notices",
    "notice-beside",
    "halls",
    "duties",
    "test-asked",
    "test-refused",
    "test-entered",
    "test-sheet",
    "intake-form",
    "slip-form",
    "unverified",
    "refund-judged",
    "refund-sheet",
    "relief-asked",
    "relief-granted",
    "shift-log",
    "shift-log-entry",
    "shift-log-yesterday",
    "roster-crews",
    "hand-over",
    "hand-over-sealed",
    "hand-over-sheet",
    "take-over",
    "take-over-signed",
    "review",
    "figures",
    "figures-behind",
    "figures-load",
    "figures-stations",
    "figures-seasons",
    "wall-board",
)
SAID = (
    "这张派单由班长裁定，不能退单",
    "5 件：同一原因？",
    "待回访 6 件",
    "第 63 字起有楼室号“1-1-602”；第 71 字起有姓名“王女士”",
    "12319供暖热线：已更换楼前分支阀的垫片",
    "电梯里有人被困请先拨 119",
    "号问答（第 1 版）答复",
    "不含个人信息：",
    "门窗只关了 30 分钟，须 60 分钟以上",
    "待告知，最迟",
    "250.00 元",
    "个事件完好",
    "49/100 户（49%），没有达到 50%，还差 1 户（菏泽市供热条例第二十六条）",
    "公司应当供热",
    "本季",
    "大屏",
)
"""What the chapters print, beside that they pass."""


def test_without_a_display_the_program_says_so_and_walks_the_tour(tmp_path: Path) -> None:
    here = tmp_path / "走一遍"
    here.mkdir()
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    found = run([], here, environment)
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.startswith("这台机器没有可用的显示器")
    assert "✗" not in found.stdout
    assert not [words for words in SAID if words not in found.stdout], found.stdout
    assert "Traceback" not in found.stderr
    out = here / "tour"
    for page in PAGES:
        light, dark = (QImage(str(out / f"{page}-{scheme}.png")) for scheme in ("light", "dark"))
        assert (light.width(), light.height()) == (dark.width(), dark.height()) == (1366, 768), page
        assert light.pixelColor(2, 2).lightness() > 200 > 60 > dark.pixelColor(2, 2).lightness()
    text = pypdf.PdfReader(out / "slip.pdf").pages[0].extract_text()
    assert "牡丹花园 3 号楼 2 单元 501" in text
    assert "龑" in text
    assert "𬭎" in text


def test_a_folder_that_cant_be_is_said_before_anything_begins(tmp_path: Path) -> None:
    (tmp_path / "图片").write_text("")
    found = run(["tour", "--out", "图片"], tmp_path, dict(os.environ))
    assert found.returncode == 1
    assert found.stdout.startswith("✗ 图片放不进 图片")
    assert "Traceback" not in found.stderr


def run(words: list[str], here: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=here,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
