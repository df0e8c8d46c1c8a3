"""The work groups kept and served from the console: no credential in an argument, none printed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from robot import Reply, Robot, recorded
from small_city import City, State
from typist import Console, typist

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def console(city: City, robot: Robot, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Console:
    monkeypatch.setenv("WARMLINE_CHAT_ADDRESS", robot.address("dingtalk"))
    monkeypatch.setenv("WARMLINE_CHAT_SECRET", "SECexample0000")
    credentials = ("TOKEN-1234567890", "SECexample0000")
    return typist(city.server.address(city.database), monkeypatch, capfd, before=["notify"], never=credentials)


def test_a_chat_from_the_first_day_to_the_last(console: Console, city: City, robot: Robot) -> None:
    robot.answer(recorded("dingtalk-ok"))
    made = console("admin", "chat", "add", "永恒群", "--kind", "dingtalk", "--company", "永恒")
    assert (made["name"], made["kind"], made["company"], made["trouble"]) == ("永恒群", "dingtalk", "a", "")
    assert console("admin", "chat", "test", "永恒群")["accepted"]
    sent = city.bring(State.DISPATCHED)
    assert console("op1", "run", "--once") == {"leading": True, "sent": 1, "failed": 0}
    (message,) = console("sup1", "list")["messages"]
    assert (message["chat"], message["state"]) == ("永恒群", "sent")
    assert message["text"] == console("op2", "text", sent.number)["text"] == robot.texts[-1]
    assert "sign" in robot.posted[-1].query
    assert console("admin", "chat", "change", "永恒群", "--name", "永恒值班群", "--company", "全部")["company"] is None
    assert not console("admin", "chat", "off", "永恒值班群")["active"]
    city.bring(State.DISPATCHED)
    assert console("op1", "run", "--once") == {"leading": False, "sent": 0, "failed": 0}
    assert console("admin", "chat", "on", "永恒值班群")["active"]
    assert [one["name"] for one in console("op1", "chat", "list")["chats"]] == ["永恒值班群"]


def test_run_sends_until_it_is_interrupted(console: Console, city: City, robot: Robot) -> None:
    robot.answer(recorded("dingtalk-ok"))
    console("admin", "chat", "add", "永恒群", "--kind", "dingtalk", "--company", "永恒")
    address = city.server.address(city.database)
    words = [sys.executable, "main.py", "--database", address, "--as", "op2", "notify", "run"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as running:
        try:
            city.bring(State.DISPATCHED)
            assert robot.at_post.wait(30)
            assert running.stdout is not None
            assert running.stdout.readline() == "已发 1 条。\n"
            assert console("op1", "run", "--once") == {"leading": False, "sent": 0, "failed": 0}
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=30)
        finally:
            running.kill()
    assert (running.returncode, err.splitlines()) == (0, ["由此处发送。", "已停止发送。"])


def test_refusals_in_words(console: Console, city: City, robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    console("admin", "chat", "add", "永恒群", "--kind", "dingtalk")
    robot.answer(Reply(b'{"errcode": 310000, "errmsg": "keywords not in content"}'))
    assert "310000" in console("admin", "chat", "test", "永恒群", code=2)
    city.bring(State.DISPATCHED)
    assert console("op1", "run", "--once")["failed"] == 1
    assert "310000" in console("admin", "chat", "list")["chats"][0]["trouble"]
    assert console("op1", "text", city.take().number, code=2).startswith("state: ")
    assert console("admin", "chat", "test", "没有的群", code=2).startswith("chat: ")
    for login, words in (
        ("a1", ("list",)),
        ("a1", ("run", "--once")),
        ("admin", ("run", "--once")),
        ("admin", ("list",)),
        ("op1", ("chat", "add", "群", "--kind", "wecom")),
        ("sup1", ("chat", "off", "永恒群")),
        ("a1", ("chat", "list")),
    ):
        console(login, *words, code=3)
    monkeypatch.delenv("WARMLINE_CHAT_ADDRESS")
    assert "WARMLINE_CHAT_ADDRESS" in console("admin", "chat", "add", "群", "--kind", "wecom", code=2)
