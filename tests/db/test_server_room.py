"""The run's own server: it forgets what the disk would cost, and a run that was killed leaves nothing for ever."""

from pathlib import Path

import psycopg
import pytest

import server_room
from copies import Copies
from db.embedded import Embedded, is_running
from servers import Server


def test_the_server_of_the_run_is_as_forgetful_as_it_was_told(server: Server) -> None:
    with psycopg.connect(server.owner()) as connection:
        for name, value in server_room.FORGETFUL.items():
            assert connection.execute("SELECT current_setting(%s)", [name]).fetchone() == (value,)


def test_what_a_killed_run_left_in_memory_is_cleared_and_a_running_one_is_not(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_room, "MEMORY", tmp_path)
    monkeypatch.setattr(server_room, "ROOM", 0)
    monkeypatch.setattr(server_room, "FREE_MEMORY", 0)
    with server_room.room_for_server(tmp_path_factory) as running:
        left = running.with_name(running.name + "left")
        killed = Embedded(left)
        killed.enter()
        with server_room.room_for_server(tmp_path_factory) as another:
            assert {path for path in tmp_path.iterdir() if path.is_dir()} == {running, another}
        assert not is_running(left)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []
    killed.leave()


def test_without_memory_to_spare_the_data_stand_among_the_files_of_the_run(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_room, "MEMORY", tmp_path / "elsewhere")
    with server_room.room_for_server(tmp_path_factory) as folder:
        assert folder.is_relative_to(tmp_path_factory.getbasetemp())


def test_each_copy_is_of_its_own_and_what_went_wrong_is_told(server: Server, bare_template: str) -> None:
    with Copies(server.owner()) as made:
        with made.of(bare_template) as one, made.of(bare_template) as other:
            assert one != other
            with psycopg.connect(server.owner(one), autocommit=True) as connection:
                connection.execute("CREATE TABLE mine ()")
            with psycopg.connect(server.owner(other)) as connection:
                assert connection.execute("SELECT to_regclass('mine')").fetchone() == (None,)
        with pytest.raises(psycopg.errors.InvalidCatalogName), made.of("no_template"):
            pass
        lost = made.of(bare_template)
        with psycopg.connect(server.owner(), autocommit=True) as connection, lost as name:
            connection.execute(f"DROP DATABASE {name}")
        with pytest.raises(psycopg.errors.InvalidCatalogName), made.of(bare_template):
            pass
