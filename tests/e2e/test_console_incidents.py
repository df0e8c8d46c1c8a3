"""An incident from the first suggestion to the list of call-backs, typed word for word."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.records import State
from servers import PASSWORD
from small_city import City
from ui.console import run

Console = Callable[..., Any]


@pytest.fixture
def console(city: City, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    monkeypatch.setenv("WARMLINE_PASSWORD", PASSWORD)

    def call(login: str, *words: str, code: int = 0) -> Any:
        capfd.readouterr()
        given = ["--as", login, "--database", city.server.address(city.database), *words, "--json"]
        assert run(given) == code, capfd.readouterr().err
        out, err = capfd.readouterr()
        return json.loads(out) if code == 0 else err

    return call


def test_from_the_suggestion_to_the_call_backs(console: Console, city: City) -> None:
    taken = [city.take(room=str(n)) for n in range(4)]
    (suggested,) = console("op1", "incident", "suggest")["suggestions"]
    assert suggested["words"] == "牡丹花园 3 号楼 1 分钟内 4 件：同一原因？"
    at = ("--community", "牡丹花园", "--building", "3号楼")
    made = console("op1", "incident", "open", *at, "--suggested", "--cause", "立管堵塞", "--homes", "60")
    assert (made["category"], made["homes"], len(made["complaints"])) == ("B2", 60, 4)
    number = made["number"]
    late = city.take(room="late")
    assert console("op1", "incident", "suggest")["suggestions"][0]["incident"] == number
    assert console("lia1", "incident", "attach", number, "--complaint", late.number)["attached"] == 1
    assert console("a1", "incident", "sign", number)["complaints"] == 5
    end = console("a1", "incident", "change", number, "--until", "2026-11-20T18:00")
    assert "预计 11月20日 18:00 前恢复。" in end["read_out"]
    left = console("sup1", "incident", "detach", taken[0].number, "--reason", "自家阀门")
    assert (left["state"], left["slips"]) == (State.SIGNED, 0)
    done = console("op1", "incident", "close", number, "--cause", "立管已疏通")
    assert (done["attached"], done["call_backs"], done["refund"]) == (4, 4, False)
    assert console("op1", "incident", "list")["incidents"] == []
    assert console("audit", "audit", "verify")


@pytest.mark.parametrize(
    ("login", "words", "code", "said"),
    [
        ("op1", ("open",), 2, "--station 或 --community"),
        ("op1", ("open", "--station", "999"), 2, "没有换热站"),
        ("op1", ("open", "--station", "018", "--suggested"), 2, "没有提示"),
        ("a1", ("open", "--station", "018"), 3, "没有这项权限"),
        ("op1", ("show", "P1"), 2, "没有这个片区事件"),
        ("op1", ("attach", "P1"), 2, "诉求编号"),
        ("op1", ("change", "P1"), 2, "没有要改的内容"),
        ("op1", ("detach", "20261120-0001", "--reason", "误并"), 2, "没有编号"),
    ],
)
def test_what_is_refused(console: Console, login: str, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in console(login, "incident", *words, code=code)
