"""The company's desk from the console: whom it sends, files up and down, refusals in words with their exit code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.records import State
from servers import PASSWORD
from small_city import City
from ui.console import run


@pytest.fixture
def console(city: City, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """``console("a1", "complaint", "list")``: parsed JSON; with ``code=2`` the sentence on stderr."""
    monkeypatch.setenv("WARMLINE_PASSWORD", PASSWORD)
    address = city.server.address(city.database)

    def call(login: str, *words: str, code: int = 0) -> Any:
        capfd.readouterr()
        found = run(["--database", address, "--as", login, *words, *(["--json"] if code == 0 else [])])
        out, err = capfd.readouterr()
        assert found == code, err
        assert "Traceback" not in err
        return json.loads(out) if code == 0 else err

    return call


def test_a_worker_and_two_files(console: Callable[..., Any], city: City, tmp_path: Path) -> None:
    number = city.bring(State.SIGNED).number
    named = console("a1", "complaint", "assign", number, "--worker", "刘师傅", "--phone", "13853000033")
    assert (named["worker"], named["worker_phone"]) == ("刘师傅", "138 5300 0033")
    assert "worker_phone: " in console("a1", "complaint", "assign", number, "--worker", "刘", "--phone", "1", code=2)
    for name, content in (("测温 记录.pdf", b"%PDF-1.7 16.2"), ("现场.jpg", b"\xff\xd8\xff\xe0 photo")):
        (tmp_path / name).write_bytes(content)
        console("a1", "complaint", "attach", number, str(tmp_path / name))
    listed = console("op1", "complaint", "attachments", number)["attachments"]
    assert [(one["n"], one["name"], one["kind"]) for one in listed] == [
        (1, "测温 记录.pdf", "pdf"),
        (2, "现场.jpg", "jpeg"),
    ]
    out = tmp_path / "取回.jpg"
    console("op1", "complaint", "fetch", number, "2", "-o", str(out))
    assert out.read_bytes() == b"\xff\xd8\xff\xe0 photo"
    assert "只有 2 个附件" in console("op1", "complaint", "fetch", number, "3", "-o", str(out), code=2)
    (tmp_path / "表.xlsx").write_bytes(b"PK\x03\x04")
    assert "只收 JPEG" in console("a1", "complaint", "attach", number, str(tmp_path / "表.xlsx"), code=2)
    assert "不归您办理" in console("b1", "complaint", "attachments", number, code=2)
