"""The console answers for refunds: bands with their edges and articles."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from servers import PASSWORD
from small_city import City
from ui.console import run

Console = Callable[..., Any]


@pytest.fixture
def console(city: City, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    """``console("op1", "refund", "bands")``: parsed JSON; with ``code=2`` the sentence on stderr."""
    monkeypatch.setenv("WARMLINE_PASSWORD", PASSWORD)

    def call(login: str, *words: str, code: int = 0, plain: bool = False) -> Any:
        capfd.readouterr()
        address = city.server.address(city.database)
        found = run(["--database", address, "--as", login, *words, *(["--json"] if code == 0 and not plain else [])])
        out, err = capfd.readouterr()
        assert found == code, err
        assert "Traceback" not in err
        return err if code else out if plain else json.loads(out)

    return call


def test_hz_44_the_bands_are_told_with_their_articles(console: Console) -> None:
    bands = console("op1", "refund", "bands")["bands"]
    assert [(one["up_to"], one["included"], one["percent"]) for one in bands] == [
        ("14.0", True, 100), ("16.0", True, 50), ("18.0", False, 30), (None, True, 0),
    ]  # fmt: skip
    said = console("a1", "refund", "bands", plain=True)
    assert "高于 14.0 ℃，16.0 ℃ 及以下：退 50%  菏泽市供热条例第四十四条" in said
    assert "本系统建议" in said
    assert "没有退费档次" in console("op1", "refund", "bands", "--on", "2017-01-01", code=2)


def test_the_administrator_changes_the_bands(console: Console) -> None:
    words = ("refund", "bands", "set", "<16.0:100", "<18.0:50", "以上:0", "--from", "2027-11-01")
    said = (*words, "--article", "某市条例第三十条", "--reason", "供热办通知")
    assert [one["percent"] for one in console("admin", *said)["bands"]] == [100, 50, 0]
    assert [one["percent"] for one in console("op1", "refund", "bands", "--on", "2027-11-01")["bands"]] == [100, 50, 0]
    console("op1", *said, code=3)
    (told,) = console("sup1", "limits", "history", "--kind", "refund_band")["changes"]
    assert told["person"] == "系统管理员"
