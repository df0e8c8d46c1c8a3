"""The embedded server, on the real PostgreSQL: shared by clients, left by crashes, stopped, damaged."""

import os
import shutil
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from db import cluster
from db.embedded import Embedded, EmbeddedFailure, ServerAddress, Step, stop
from embedded_client import Client, connect, kill, listens, postmaster


@dataclass(frozen=True)
class Made:
    folder: Path
    steps: list[str]
    address: ServerAddress


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A data folder whose cluster is made, and stopped; shared, as initdb takes half a second."""
    folder = tmp_path_factory.mktemp("home") / "数据 文件夹 $x`y"
    steps: list[str] = []
    with Embedded(folder, steps.append) as address, connect(address) as connection:
        connection.execute("create table kept (words text)")
    return Made(folder, steps, address)


@pytest.fixture
def folder(made: Made) -> Iterator[Path]:
    """The shared data folder, for tests that leave it whole."""
    yield made.folder
    stop(made.folder)


@pytest.fixture
def copied_folder(made: Made, tmp_path: Path) -> Path:
    """A data folder of one's own, for tests that damage it."""
    return Path(shutil.copytree(made.folder, tmp_path / "copy"))


def test_first_start_makes_a_cluster_and_later_ones_keep_it(made: Made) -> None:
    assert (made.steps, made.address.fresh, made.address.host) == (["make", "start"], True, "127.0.0.1")
    assert not listens(made.address.port)
    steps: list[str] = []
    with Embedded(made.folder, steps.append) as address, connect(address) as connection:
        assert (steps, address.fresh, address.password) == (["start"], False, made.address.password)
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_settings_of_the_cluster(folder: Path) -> None:
    with Embedded(folder) as address, connect(address) as connection:
        row = connection.execute(
            "select datlocprovider, datlocale, pg_encoding_to_char(encoding), current_setting('timezone'),"
            " current_setting('fsync'), current_setting('listen_addresses'), upper('ümlaut'), '牡丹花园'"
            " from pg_database where datname = 'postgres'"
        ).fetchone()
    assert row == ("b", "C.UTF-8", "UTF8", "Asia/Shanghai", "on", "127.0.0.1", "ÜMLAUT", "牡丹花园")


def test_settings_given_go_before_the_usual_ones(folder: Path) -> None:
    with Embedded(folder, settings={"fsync": "off", "jit": "off"}) as address, connect(address) as connection:
        query = "select current_setting('fsync'), current_setting('jit'), current_setting('timezone')"
        assert connection.execute(query).fetchone() == ("off", "off", "Asia/Shanghai")


def test_only_our_password_is_taken(folder: Path) -> None:
    with Embedded(folder) as address:
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(address, "guess")
        assert address.password not in repr(address)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_password_file_is_the_owners_alone(made: Made) -> None:
    assert stat.S_IMODE((made.folder / "password").stat().st_mode) == 0o600


def test_last_one_out_stops_the_server(folder: Path) -> None:
    first = Embedded(folder)
    address = first.enter()
    second = Client(folder)
    assert second.wait_until_in() == (address.port, False)
    first.leave()
    with connect(address):
        pass
    second.leave()
    assert not listens(address.port)
    assert not (folder / "cluster" / "postmaster.pid").exists()


def test_two_holds_in_one_process_count_as_two(folder: Path) -> None:
    with Embedded(folder) as outer:
        with Embedded(folder) as inner:
            assert inner.port == outer.port
        assert listens(outer.port)


def test_two_first_starts_at_once_make_one_server_after_a_crash_in_the_first_of_all(tmp_path: Path) -> None:
    (tmp_path / "cluster.new" / "base").mkdir(parents=True)
    (tmp_path / "password").write_text("of the half-made one")
    clients = [Client(tmp_path), Client(tmp_path)]
    (port, fresh), (other_port, other_fresh) = (client.wait_until_in() for client in clients)
    assert port == other_port
    assert {fresh, other_fresh} == {True, False}
    for client in clients:
        client.leave()
    assert not listens(port)
    assert not (tmp_path / "cluster.new").exists()


def test_server_left_by_a_killed_client_is_taken_over(folder: Path) -> None:
    client = Client(folder)
    port, _ = client.wait_until_in()
    client.kill()
    assert listens(port)
    with Embedded(folder) as address:
        assert address.port == port
    assert not listens(port)
    assert list((folder / "clients").iterdir()) == []


def test_killed_server_is_started_again_with_all_it_had_saved(folder: Path) -> None:
    first = Embedded(folder)
    address = first.enter()
    connection = connect(address)
    connection.execute("create table saved as select '暖气不热' as words")
    kill(postmaster(folder))
    with Embedded(folder) as again, connect(again) as reader:
        assert reader.execute("select words from saved").fetchone() == ("暖气不热",)
    first.leave()
    assert not listens(again.port)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a process that can be halted by a signal")
def test_orphan_of_a_killed_server_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(folder)
    client.wait_until_in()
    orphan = postmaster(folder).children()[0]
    orphan.suspend()  # so it can't see that the server dies, and keeps its shared memory
    try:
        kill(postmaster(folder))
        monkeypatch.setattr(cluster, "RETRY_SECONDS", 0.0)
        with pytest.raises(EmbeddedFailure, match="shared memory"):
            Embedded(folder).enter()
        monkeypatch.undo()
        with Embedded(folder, lambda step: orphan.resume() if step is Step.WAIT else None) as address:
            connect(address).close()
    finally:
        with suppress(psutil.NoSuchProcess):
            orphan.resume()
        client.kill()


@pytest.mark.parametrize("left", ["{stranger}\n{rest}", "", "\0\0\0\0", "{stranger}"])
def test_pid_file_left_by_a_power_cut_is_cleared_away(folder: Path, left: str) -> None:
    path = folder / "cluster" / "postmaster.pid"
    with Embedded(folder):
        rest = path.read_text().partition("\n")[2]
    # The number of the dead server is meanwhile that of a stranger: this very process.
    path.write_text(left.format(stranger=os.getpid(), rest=rest))
    assert not stop(folder)
    with Embedded(folder) as address, connect(address):
        pass


def test_join_while_the_last_one_leaves(folder: Path) -> None:
    current = Embedded(folder)
    current.enter()
    for _ in range(3):
        leaving = threading.Thread(target=current.leave)
        leaving.start()
        current = Embedded(folder)
        with connect(current.enter()):
            leaving.join()
    current.leave()


def test_stop_stops_at_once_whoever_is_in(folder: Path) -> None:
    client = Client(folder)
    port, _ = client.wait_until_in()
    with Embedded(folder) as address:
        connection = connect(address)
        assert stop(folder)
        assert not listens(port)
        assert not stop(folder)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    client.leave()


def test_stop_where_nothing_is(tmp_path: Path) -> None:
    assert not stop(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_start_after_stop_while_an_old_client_is_still_in(folder: Path) -> None:
    old = Embedded(folder)
    old.enter()
    stop(folder)
    with Embedded(folder) as address, connect(address):
        old.leave()
        assert listens(address.port)
    assert not listens(address.port)


def test_port_taken_between_choice_and_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        chosen = iter([taken.getsockname()[1], cluster._free_port()])
        monkeypatch.setattr(cluster, "_free_port", lambda: next(chosen))
        with Embedded(folder) as address, connect(address):
            assert address.port != taken.getsockname()[1]


def test_damaged_cluster_fails_at_once_with_the_servers_words(copied_folder: Path) -> None:
    (copied_folder / "cluster" / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedFailure, match="does not start") as failure:
        Embedded(copied_folder).enter()
    assert "pg_control" in failure.value.tail
    assert list((copied_folder / "clients").iterdir()) == []


def test_missing_password_fails_with_its_path(copied_folder: Path) -> None:
    (copied_folder / "password").unlink()
    with pytest.raises(EmbeddedFailure, match="password is missing"):
        Embedded(copied_folder).enter()


def test_data_folder_that_is_a_file_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedFailure, match="system refuses"):
        Embedded(tmp_path / "file").enter()
