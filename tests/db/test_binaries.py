"""As whom PostgreSQL's programs run where Warmline itself runs as root."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import binaries
from db.embedded import Embedded, EmbeddedFailure, stop
from embedded_client import connect, kill, listens, postmaster

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root has to run PostgreSQL as somebody else"
)


@pytest.fixture
def state_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """In place of /var/lib a folder that every user can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        Path(name).chmod(0o755)
        monkeypatch.setattr(binaries, "STATE_FOLDER", Path(name))
        yield Path(name)


def test_initdb_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedFailure, match="initdb failed") as failure:
        Embedded(tmp_path, runner=binaries.run_plainly).enter()
    assert "cannot be run as root" in failure.value.tail
    assert not (tmp_path / "cluster").exists()
    assert not (tmp_path / "cluster.new").exists()


def test_as_root_in_a_user_namespace(tmp_path: Path) -> None:
    folder = tmp_path / "数据 文件夹"
    with Embedded(folder, runner=binaries.run_in_namespace) as address, connect(address):
        assert postmaster(folder).uids().real == 0
        assert {path.stat().st_uid for path in folder.rglob("*")} == {0}


def test_as_nobody_where_namespaces_are_refused(tmp_path: Path, state_folder: Path) -> None:
    folder = tmp_path / "数据 文件夹"
    with pytest.MonkeyPatch.context() as refused:
        refused.setattr(binaries, "_NAMESPACE", ("false",))
        with Embedded(folder) as address, connect(address) as connection:
            connection.execute("create table kept (words text)")
            home = binaries.choose_runner(folder).home
            assert home.is_relative_to(state_folder)
            assert postmaster(home).uids().real == binaries.nobody()
            assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
            assert stat.S_IMODE((home / "cluster").stat().st_mode) == 0o700
        assert not listens(address.port)
    # Namespaces are allowed again: the cluster stays where it is.
    with Embedded(folder) as again, connect(again) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)
        kill(postmaster(home))
        with Embedded(folder) as recovered, connect(recovered):
            assert stop(folder)


def test_cluster_of_a_namespace_is_not_shown_empty_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cluster").mkdir()
    monkeypatch.setattr(binaries, "_NAMESPACE", ("false",))
    with pytest.raises(EmbeddedFailure, match="namespace"):
        Embedded(tmp_path).enter()


def test_home_that_is_not_roots_own_is_refused(tmp_path: Path, state_folder: Path) -> None:
    (state_folder / "warmline").mkdir()
    os.chown(state_folder / "warmline", binaries.nobody(), binaries.nobody())
    with pytest.raises(EmbeddedFailure, match="not root's own"):
        Embedded(tmp_path, runner=binaries.run_as_nobody).enter()
