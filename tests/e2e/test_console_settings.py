"""The console keeps settings and the queue of the work groups."""

import pytest

from robot import Robot, recorded
from small_city import City, State
from typist import Console


@pytest.fixture
def console(console: Console, robot: Robot, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setenv("WARMLINE_CHAT_ADDRESS", robot.address("wecom"))
    monkeypatch.setenv("WARMLINE_CHAT_SECRET", "")
    return console


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
