"""What the command line decides before anything heavy is loaded."""

from pathlib import Path

import pytest

from app.settings import Settings, read_settings
from ui import console, launch


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was decided: a window's settings and login, or the console's words."""
    seen: list[object] = []

    def window(settings: Settings, login: str) -> int:
        seen.append((settings, login))
        return 0

    def words(given: list[str]) -> int:
        seen.append(given)
        return 0

    monkeypatch.setattr(launch, "open_or_tour", window)
    monkeypatch.setattr(console, "run", words)
    return seen


def test_global_options_alone_open_the_window(decided: list[object], tmp_path: Path) -> None:
    launch.launch(["--data", str(tmp_path), "--as", "op1"])
    assert decided == [(Settings(tmp_path, None), "op1")]


@pytest.mark.parametrize(
    "words", [["tour"], ["--help"], ["--as", "op1", "complaint", "list"], ["--as"], ["--dta", "x"], ["nonsense"]]
)
def test_everything_else_is_the_consoles(decided: list[object], words: list[str]) -> None:
    launch.launch(words)
    assert decided == [words]


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WARMLINE_DATA", str(tmp_path / "environment"))
    monkeypatch.setenv("WARMLINE_DATABASE", "postgresql://db/heat")
    assert read_settings().data == tmp_path / "environment"
    assert read_settings().database == "postgresql://db/heat"
    assert read_settings(tmp_path, "postgresql://other/heat") == Settings(tmp_path, "postgresql://other/heat")
