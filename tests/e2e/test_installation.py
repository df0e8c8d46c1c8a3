"""Commands started together share one embedded server: made once, filled once, gone with the last one out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.errors import DatabaseAway, SignInRefused
from app.installation import CREATED, FILLED, MADE, READY, Installation, database_status, stop_embedded
from app.live_queue import first_page
from app.seat import open_seat
from app.settings import Settings
from db import schema
from db.embedded import Embedded
from servers import PASSWORD, Server
from ui.console import run

FIRST, SECOND = "Heze-12319-a", "Heze-12319-b"
ROOT = Path(__file__).parents[2]


def command(data: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "main.py", "--data", str(data), *words],
        cwd=ROOT,
        env={**os.environ, "WARMLINE_PASSWORD": PASSWORD, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_two_first_commands_at_once_make_one_database(data_folder: Path) -> None:
    both = [
        command(data_folder, "--as", login, "complaint", "list", "--limit", "3", "--json") for login in ("op1", "a1")
    ]
    answers = [(*one.communicate(timeout=120), one.returncode) for one in both]
    assert [code for _, _, code in answers] == [0, 0], answers
    assert all(len(json.loads(out)["complaints"]) == 3 for out, _, _ in answers)
    progress = "".join(err for _, err, _ in answers)
    assert progress.count(FILLED) == 1  # the other one waited and found it done
    assert database_status(Settings(data_folder, None))["running"] is False


def test_the_first_start_says_what_it_does_and_a_window_outlives_a_command(data_folder: Path) -> None:
    settings = Settings(data_folder, None)
    said: list[str] = []
    with Installation(settings, said.append) as window:
        assert [words for words in said if words in (MADE, CREATED, FILLED, READY)] == [MADE, CREATED, FILLED, READY]
        seat = open_seat(window.address, "op1", PASSWORD)
        assert len(first_page(seat)) == 50
        out, err = command(data_folder, "--as", "op1", "complaint", "list", "--limit", "1").communicate(timeout=60)
        assert out, err
        assert len(first_page(seat)) == 50  # the command's end left the window its server
        assert stop_embedded(settings)
        with pytest.raises(DatabaseAway):
            first_page(seat)
        seat.close()
    assert not stop_embedded(settings)


def test_a_server_that_died_comes_back_to_the_open_window_and_a_stopped_one_does_not(data_folder: Path) -> None:
    settings = Settings(data_folder, None)
    with Installation(settings) as window:
        seat = open_seat(window.address, "op1", PASSWORD)
        assert not window.revive()  # it runs
        with seat.use() as connection:
            backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        postmaster = psutil.Process(backend).parent()
        assert postmaster is not None
        postmaster.kill()
        psutil.wait_procs([postmaster], timeout=20)
        with pytest.raises(DatabaseAway):
            first_page(seat)
        assert window.revive()
        assert len(first_page(seat)) == 50  # the same seat, the same port
        assert stop_embedded(settings)
        assert not window.revive()
        seat.close()
    with Installation(settings) as again:  # whoever starts anew takes the stop back
        assert not again.revive()


def can_sign_in(address: str, login: str, password: str) -> bool:
    try:
        open_seat(address, login, password).close()
    except SignInRefused:
        return False
    return True


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Server]:
    """A server of its own, for log-ins are the whole server's."""
    with Embedded(tmp_path / "shared server") as found:
        yield Server(found.host, found.port, found.user, found.password)


def init(monkeypatch: pytest.MonkeyPatch, owner: str, password: str, *more: str) -> int:
    monkeypatch.setenv("WARMLINE_PASSWORD", password)
    return run(["--database", owner, "database", "init", *more])


def test_init_leaves_another_database_s_administrator_alone(
    shared: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert init(monkeypatch, shared.owner("heat"), FIRST) == 0
    assert "admin 的密码已设定" in capfd.readouterr().out

    assert init(monkeypatch, shared.owner("heat2"), SECOND) == 2
    said = capfd.readouterr()
    assert "已有登录名 admin" in said.err
    assert "--new-password" in said.err
    assert not schema.is_there(shared.owner("heat2"))  # refused before anything was made
    assert can_sign_in(shared.address("heat"), "admin", FIRST)

    assert init(monkeypatch, shared.owner("heat2"), SECOND, "--demo") == 2  # whose password everybody knows
    assert "已有登录名 admin" in capfd.readouterr().err
    assert can_sign_in(shared.address("heat"), "admin", FIRST)

    assert init(monkeypatch, shared.owner("heat2"), SECOND, "--new-password") == 0
    for name in ("heat", "heat2"):
        assert can_sign_in(shared.address(name), "admin", SECOND)
        assert not can_sign_in(shared.address(name), "admin", FIRST)


def test_init_twice_changes_nobody(
    shared: Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert init(monkeypatch, shared.owner("heat"), FIRST) == 0
    monkeypatch.delenv("WARMLINE_PASSWORD")
    assert run(["--database", shared.owner("heat"), "database", "init", "--new-password"]) == 0  # asks for none
    assert "没有改动" in capfd.readouterr().out
    assert can_sign_in(shared.address("heat"), "admin", FIRST)


def test_the_demonstration_on_a_server_without_its_people(shared: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert init(monkeypatch, shared.owner("demo"), "", "--demo") == 0
    assert can_sign_in(shared.address("demo"), "op1", PASSWORD)
    assert init(monkeypatch, shared.owner("heat"), FIRST) == 2
    assert can_sign_in(shared.address("demo"), "admin", PASSWORD)
