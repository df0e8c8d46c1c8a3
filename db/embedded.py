"""The embedded server: PostgreSQL that the program itself makes, starts and stops, in the user's data folder.

Windows and commands share it: the first client starts it, the last one out stops it. Each client holds a file lock of
its own, which the system lets go even if the client is killed; every decision is taken under one common lock.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType, TracebackType

from filelock import FileLock, Timeout

from db.binaries import EmbeddedFailure, Runner, choose_runner
from db.cluster import HOST, SUPERUSER, Cluster

__all__ = ["Embedded", "EmbeddedFailure", "ServerAddress", "Step", "is_running", "stop"]

LOCK_SECONDS = 150.0  # longer than a start may take


class Step(StrEnum):
    """What takes time, told to ``progress``; the screen's words for it stand in app/."""

    MAKE = "make"
    START = "start"
    WAIT = "wait"  # for what a crash left behind


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the server listens, and its superuser. ``fresh``: the cluster was made just now and is empty."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    fresh: bool


def ignore(_step: Step) -> None:
    """Progress for those who show none."""


class Embedded(AbstractContextManager[ServerAddress]):
    """One client's hold on the embedded server in a data folder. Any thread may enter and leave.

    ``settings`` go before the program's own where this client starts the server: a run of tests needs no disk.
    """

    def __init__(
        self,
        folder: Path,
        progress: Callable[[Step], None] = ignore,
        runner: Callable[[Path], Runner] = choose_runner,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._folder = folder
        self._progress = progress
        self._choose = runner
        self._settings = settings
        self._hold: FileLock | None = None

    def enter(self) -> ServerAddress:
        """Join the server, or make and start it. Raises EmbeddedFailure."""
        if self._hold is not None:
            raise RuntimeError("entered already")
        try:
            self._clients.mkdir(parents=True, exist_ok=True)
            with _locked(self._folder):
                _stopped(self._folder).unlink(missing_ok=True)
                hold = _lock(self._clients / f"{os.getpid()}-{secrets.token_hex(4)}.lock")
                hold.acquire()
                try:
                    address = self._serve()
                except BaseException:
                    _drop(hold)
                    raise
                self._hold = hold
                return address
        except OSError as error:
            raise EmbeddedFailure(f"the system refuses: {error}") from error

    def revive(self) -> bool:
        """Start the server again when it died under this client; False where it runs, or was stopped on purpose.

        It comes back on the port it had, so that open windows find it. Raises EmbeddedFailure.
        """
        try:
            with _locked(self._folder):
                cluster = Cluster(self._choose(self._folder), self._settings)
                if _stopped(self._folder).exists() or cluster.running() is not None:
                    return False
                cluster.start(lambda: self._progress(Step.WAIT))
                return True
        except OSError as error:
            raise EmbeddedFailure(f"the data folder can't be used: {error}") from error

    def leave(self) -> None:
        """Let go; the last one out stops the server. Leaving twice is harmless. Raises EmbeddedFailure."""
        if self._hold is None:
            return
        hold, self._hold = self._hold, None
        try:
            with _locked(self._folder):
                _drop(hold)
                if not self._others():
                    Cluster(self._choose(self._folder)).stop()
        except OSError as error:
            raise EmbeddedFailure(f"the system refuses: {error}") from error
        finally:
            hold.release()  # also where the common lock was not to be had

    def __enter__(self) -> ServerAddress:
        return self.enter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    @property
    def _clients(self) -> Path:
        return self._folder / "clients"

    def _serve(self) -> ServerAddress:
        cluster = Cluster(self._choose(self._folder), self._settings)
        fresh = not cluster.exists()
        if fresh:
            self._progress(Step.MAKE)
            cluster.make()
        password = cluster.password()  # before a start: a server that nobody can enter is of no use
        port = cluster.running()
        if port is None:
            self._progress(Step.START)
            port = cluster.start(waiting=lambda: self._progress(Step.WAIT))
        return ServerAddress(HOST, port, SUPERUSER, password, fresh)

    def _others(self) -> bool:
        """Whether another client lives; the files of dead ones are cleared away."""
        alive = False
        for path in self._clients.glob("*.lock"):
            lock = _lock(path)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                alive = True
            else:
                _drop(lock)
        return alive


def stop(folder: Path, runner: Callable[[Path], Runner] = choose_runner) -> bool:
    """Stop the server in ``folder`` at once, whoever is in; True if one was running. Raises EmbeddedFailure."""
    if not folder.is_dir():
        return False
    try:
        with _locked(folder):
            _stopped(folder).touch()
            return Cluster(runner(folder)).stop()
    except OSError as error:
        raise EmbeddedFailure(f"the system refuses: {error}") from error


def is_running(folder: Path, runner: Callable[[Path], Runner] = choose_runner) -> bool:
    """Whether the server in ``folder`` runs now; starts and makes nothing. Raises EmbeddedFailure."""
    return folder.is_dir() and Cluster(runner(folder)).running() is not None


def _stopped(folder: Path) -> Path:
    """Is there while the server is stopped on purpose, so that an open window does not start it again."""
    return folder / "stopped"


def _locked(folder: Path) -> AbstractContextManager[object]:
    """Hold the common lock of a data folder, for a decision on its server."""
    try:
        return _lock(folder / "server.lock").acquire(timeout=LOCK_SECONDS, poll_interval=0.01)
    except Timeout as error:
        raise EmbeddedFailure("another client keeps the embedded server locked") from error


def _lock(path: Path) -> FileLock:
    return FileLock(path, thread_local=False)  # a window enters in one thread and may leave in another


def _drop(lock: FileLock) -> None:
    lock.release()
    with suppress(FileNotFoundError):
        Path(lock.lock_file).unlink()
