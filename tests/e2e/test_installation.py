"""Commands started together share one embedded server: made once, filled once, gone with the last one out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from app.errors import DatabaseAway
from app.installation import CREATED, FILLED, MADE, READY, Installation, database_status, stop_embedded
from app.live_queue import first_page
from app.seat import open_seat
from app.settings import Settings
from servers import PASSWORD

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
