"""The console must run on a machine where Qt can't even be loaded (issue 3, part 8)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("entrance", ["ui.console", "app.installation", "app.slips"])
def test_no_qt_is_loaded_where_no_window_is_wanted(entrance: str) -> None:
    code = (
        f"import sys, {entrance}\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('PySide6', 'shiboken6')])"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_window_that_shows_no_chart_loads_none() -> None:
    code = (
        "import sys, ui.window, ui.statistics_page, ui.wall_board\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('pyqtgraph', 'numpy')])"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
