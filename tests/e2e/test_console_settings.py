"""The console keeps settings and the queue of the work groups."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from robot import Robot, recorded, robot as robot_on_loopback
from servers import PASSWORD
from small_city import City, State
from ui.console import run

Console = Callable[..., Any]


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_on_loopback() as made:
        yield made


@pytest.fixture
def console(city: City, robot: Robot, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    """``console("admin", "setting", "list")``: parsed JSON; with ``code=2`` the sentence on stderr."""
    monkeypatch.setenv("WARMLINE_PASSWORD", PASSWORD)
    monkeypatch.setenv("WARMLINE_CHAT_ADDRESS", robot.address("wecom"))
    monkeypatch.setenv("WARMLINE_CHAT_SECRET", "")

    def call(login: str, *words: str, code: int = 0) -> Any:
        capfd.readouterr()
        address = city.server.address(city.database)
        found = run(["--database", address, "--as", login, *words, *(["--json"] if code == 0 else [])])
        out, err = capfd.readouterr()
        assert found == code, err
        assert "Traceback" not in err
        return json.loads(out) if code == 0 else err

    return call


def test_settings(console: Console) -> None:
    made = console("admin", "setting", "set", "pauses.access.hours", "12", "--reason", "供热办要求")
    assert (made["words"], made["value"], made["unit"]) == ("无法入户最长暂停", 12, "小时")
    found = {one["name"]: one["value"] for one in console("op1", "setting", "list")["settings"]}
    assert (found["pauses.access.hours"], found["pauses.user.hours"], found["refund_hours"]) == (12, 72, 24)
    (told,) = console("sup1", "limits", "history", "--kind", "setting")["changes"]
    assert (told["before"], told["after"], told["reason"]) == (24, 12, "供热办要求")
    assert "value" in console("admin", "setting", "set", "refund_hours", "48", "--reason", "无", code=2)
    assert "没有设置" in console("admin", "setting", "set", "nonsense", "1", "--reason", "无", code=2)
    console("op1", "setting", "set", "refund_hours", "12", "--reason", "无", code=3)


def test_thresholds_of_incidents_have_one_word(console: Console) -> None:
    assert "threshold" in console("op1", "threshold", "list", code=2)  # no such word
    assert console("op1", "incident", "threshold", "list")["thresholds"]


def test_the_queue_and_another_try(console: Console, city: City, robot: Robot) -> None:
    console("admin", "notify", "chat", "add", "永恒群", "--kind", "wecom", "--company", "永恒")
    sent = city.bring(State.DISPATCHED)
    robot.answer(recorded("wecom-bad-key"), recorded("wecom-ok"))
    assert console("op1", "notify", "run", "--once")["sent"] == 0
    (one,) = console("admin", "notify", "queue", "--unsent")["messages"]
    assert (one["chat"], one["subject"], one["tries"]) == ("永恒群", f"派单 {sent.number}", 1)
    assert one["last_error"]
    console("admin", "notify", "retry", str(one["id"]))
    assert console("op1", "notify", "run", "--once")["sent"] == 1
    assert console("admin", "notify", "queue", "--unsent")["messages"] == []
    assert "已经发出" in console("admin", "notify", "retry", str(one["id"]), code=2)
