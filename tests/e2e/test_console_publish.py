"""``directory publish`` as it is typed: what it says, what it leaves, and how it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.public_page import MARK
from servers import PASSWORD, Server
from ui.console import run

Console = Callable[..., Any]


@pytest.fixture
def console(server: Server, sample: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    """``console("admin", "directory", "publish", …)``: parsed JSON; with ``code=2`` the sentence on stderr."""
    monkeypatch.setenv("WARMLINE_PASSWORD", PASSWORD)

    def call(login: str, *words: str, code: int = 0) -> Any:
        capfd.readouterr()
        found = run(["--database", server.address(sample), "--as", login, *words, *(["--json"] if code == 0 else [])])
        out, err = capfd.readouterr()
        assert found == code, err
        assert "Traceback" not in err
        return json.loads(out) if code == 0 else err

    return call


def test_the_directory_is_published_and_published_again(console: Console, tmp_path: Path) -> None:
    folder = tmp_path / "供暖 名录"
    first = console("admin", "directory", "publish", str(folder))
    assert (first["communities"], first["page"]) == (520, str(folder / "index.html"))
    assert first["managers"] >= 520
    assert first["bytes"] == (folder / "index.html").stat().st_size
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert MARK in page
    assert '"stations":[]' in page
    second = console("admin", "directory", "publish", str(folder), "--stations")
    assert sorted(one.name for one in folder.iterdir()) == sorted([Path(second["book"]).name, "index.html"])
    assert '"stations":[]' not in (folder / "index.html").read_text(encoding="utf-8")


def test_it_is_refused_in_words(console: Console, tmp_path: Path) -> None:
    assert "只有系统管理员" in console("op1", "directory", "publish", str(tmp_path / "site"), code=3)
    (tmp_path / "家谱.docx").write_text("x", encoding="utf-8")
    said = console("admin", "directory", "publish", str(tmp_path), code=2)
    assert "家谱.docx" in said
    assert "folder" in said
    assert [one.name for one in tmp_path.iterdir()] == ["家谱.docx"]
