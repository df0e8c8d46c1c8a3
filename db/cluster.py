"""One embedded cluster: making it, starting and stopping its server, and telling a dead server from a living one."""

import contextlib
import os
import secrets
import shutil
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import psutil
import psycopg

from db.binaries import EmbeddedFailure, Runner

HOST = "127.0.0.1"
SUPERUSER = "postgres"
RETRY_SECONDS = 10.0  # a killed server's orphans hold its shared memory for about two
STOP_SECONDS = 60.0
_POLL_SECONDS = 0.005
_LOG_LIMIT = 1_000_000  # bytes; a longer log is begun anew at the next start
_TAIL_CHARACTERS = 2_000
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_checkpoints": "off",
    "password_encryption": "scram-sha-256",
    "fsync": "on",
    "synchronous_commit": "on",
}
# What pg_ctl or the server says when a later try can succeed: orphans live, a file was left behind, a port was taken.
_PASSING = (
    "shared memory block",
    "PID file",
    'lock file "postmaster.pid" already exists',
    "could not create any TCP/IP sockets",
)


@dataclass(frozen=True, slots=True)
class PidFile:
    """What postmaster.pid says: the server's process, its start (epoch seconds), its port, and whether it is ready."""

    pid: int
    started: int
    port: int
    ready: bool


class Cluster:
    """The cluster in a runner's home folder. Its methods are called by one process at a time, under a lock."""

    def __init__(self, runner: Runner, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        self._runner = runner
        self._settings = {**_SETTINGS, **settings}
        self._home = runner.home
        self._data = runner.home / "cluster"
        self._password_file = runner.home / "password"
        self._log = runner.home / "server.log"
        self._port_file = runner.home / "port"
        self._output = runner.home / "control.log"

    def password(self) -> str:
        """The superuser's password."""
        try:
            return self._password_file.read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise EmbeddedFailure(f"{self._password_file} is missing") from error

    def exists(self) -> bool:
        """Whether a whole cluster is there; a half-made one has another name."""
        return self._data.is_dir()

    def make(self) -> None:
        """Make the cluster, or leave none."""
        half_made = self._home / "cluster.new"
        shutil.rmtree(half_made, ignore_errors=True)
        self._write_private(self._password_file, secrets.token_urlsafe(32))
        if self._runner.user is not None:  # who may not make it himself; else initdb does, with the rights it needs
            half_made.mkdir(mode=0o700)
            self._runner.give(half_made)
        # --locale=C, as not every system knows C.UTF-8; the texts follow the builtin one all the same.
        code = self._runner.open(
            "initdb",
            [
                f"--username={SUPERUSER}",
                "--auth=scram-sha-256",
                f"--pwfile={self._password_file}",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
            ],
            half_made,
            self._output,
        ).wait()
        if code != 0:
            tail = _tail(self._output)
            shutil.rmtree(half_made, ignore_errors=True)
            raise EmbeddedFailure("initdb failed", tail)
        half_made.rename(self._data)

    def running(self) -> int | None:
        """The port of the server if one answers and takes our password, else None."""
        written = self._read_pid_file()
        if written is None:
            return None
        try:
            # The password is proved both ways, so a stranger on a dead server's port is not taken for ours.
            psycopg.connect(
                host=HOST,
                port=written.port,
                user=SUPERUSER,
                password=self.password(),
                dbname="postgres",
                connect_timeout=5,
                require_auth="scram-sha-256",
            ).close()
        except psycopg.OperationalError:
            return None
        return written.port

    def start(self, waiting: Callable[[], None]) -> int:
        """Start the server and return its port; what a crash left in the way is waited for up to 10 s.

        ``waiting`` is called before each wait.
        """
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            try:
                return self._start_once()
            except EmbeddedFailure as failure:
                passing = any(sign in failure.tail for sign in _PASSING)
                if not passing or time.monotonic() > deadline:
                    raise
            if not any(self._lives(process) for process in psutil.process_iter()):
                # The file names a process that is not ours (the machine was switched off, say), and no orphan lives.
                (self._data / "postmaster.pid").unlink(missing_ok=True)
            waiting()
            # No system tells when another process's orphans are gone; nor when a server that recovers takes guests.
            time.sleep(0.1)
            port = self.running()
            if port is not None:
                return port

    def stop(self) -> bool:
        """Stop the server at once, whoever is connected; True if one was running."""
        written = self._read_pid_file()
        if written is None or not psutil.pid_exists(written.pid) or not self._lives(psutil.Process(written.pid)):
            return False
        self._runner.open("pg_ctl", ["stop", "--silent", "--mode=fast", "--no-wait"], self._data, self._output).wait()
        deadline = time.monotonic() + STOP_SECONDS
        while self._read_pid_file() is not None:
            if time.monotonic() > deadline:
                raise EmbeddedFailure("the server does not stop", _tail(self._output) + _tail(self._log))
            time.sleep(_POLL_SECONDS)  # pg_ctl's own wait looks only every 100 ms
        return True

    def _start_once(self) -> int:
        before = self._read_pid_file()
        if not self._log.exists() or self._log.stat().st_size > _LOG_LIMIT:
            self._write_private(self._log, "")
        said_before = self._log.stat().st_size
        port = self._choose_port()
        options = " ".join(f"-c {name}={value}" for name, value in {**self._settings, "port": str(port)}.items())
        # The log by its bare name, in the folder where pg_ctl runs, as pg_ctl does not quote it for the shell.
        starter = self._runner.open(
            "pg_ctl",
            ["start", "--silent", "--wait", "--timeout=120", f"--log={self._log.name}", f"--options={options}"],
            self._data,
            self._output,
        )
        while True:
            code = starter.poll()
            written = self._read_pid_file()
            if written is not None and written.ready and written != before:
                self._write_private(self._port_file, str(port))
                threading.Thread(target=starter.wait, daemon=True).start()  # pg_ctl needs up to 100 ms more to see it
                return port
            if code is not None:
                tail = _tail(self._output) + _tail(self._log, said_before)
                raise EmbeddedFailure("the server does not start", tail)
            time.sleep(_POLL_SECONDS)  # a file's change has no signal that all systems know

    def _choose_port(self) -> int:
        """The last port again, where it is free: windows that were open when the server died find it there."""
        try:
            port = int(self._port_file.read_text(encoding="ascii"))
            with socket.socket() as probe:
                if (
                    os.name != "nt"
                ):  # elsewhere the port may still be held by closed connections; Windows shares too much
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((HOST, port))
        except (OSError, ValueError):
            return _free_port()
        return port

    def _read_pid_file(self) -> PidFile | None:
        try:
            lines = (self._data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            return PidFile(int(lines[0]), int(lines[2]), int(lines[3]), len(lines) > 7 and lines[7].strip() == "ready")
        except (FileNotFoundError, PermissionError, IndexError, ValueError):
            return None  # none, one being removed (Windows), or one being written

    def _lives(self, process: psutil.Process) -> bool:
        """Whether this is a process of our server: PostgreSQL, in the cluster's folder (or where none can see)."""
        try:
            if not process.name().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
                return False
            return os.path.realpath(process.cwd()) == os.path.realpath(self._data)
        except psutil.AccessDenied:
            return True
        except psutil.NoSuchProcess:
            return False

    def _write_private(self, path: Path, text: str) -> None:
        """Write a file that only the server's user may read."""
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text)
        self._runner.give(path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _tail(path: Path, offset: int = 0) -> str:
    try:
        return path.read_bytes()[offset:].decode(errors="replace")[-_TAIL_CHARACTERS:]
    except FileNotFoundError:
        return ""
