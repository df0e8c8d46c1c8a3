"""Where the run's PostgreSQL keeps its data: in memory where a machine has enough of it, else among the run's files."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest
from filelock import FileLock, Timeout

from db import embedded

MEMORY = Path("/dev/shm")  # Linux alone has it; many containers have 64 MB of it
ROOM = 4 * 2**30  # bytes free in it; two processes use up to a tenth of that each
FREE_MEMORY = 6 * 2**30  # bytes of the machine that nobody uses

FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "256MB",
    "scram_iterations": "1",  # thousands of sign-ins, each with the strength of a password nobody guesses
}
"""Settings of a server whose data outlive nothing: each test makes and drops a database."""


@contextmanager
def room_for_server(factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the server's data, gone or left to pytest at the end."""
    if not _has_memory():
        yield factory.mktemp("server")
        return
    prefix = f"warmline-tests-{os.getuid()}"
    with ExitStack() as stack:
        with FileLock(MEMORY / f"{prefix}.lock"):  # nobody takes a folder whose own lock is about to be held for left
            for left in MEMORY.glob(f"{prefix}-*"):
                _clear(left)
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{prefix}-", dir=MEMORY)))
            stack.enter_context(FileLock(_lock_of(folder)))
        yield folder


def _has_memory() -> bool:
    return (
        MEMORY.is_dir()
        and os.access(MEMORY, os.W_OK)
        and shutil.disk_usage(MEMORY).free > ROOM
        and psutil.virtual_memory().available > FREE_MEMORY
    )


def _clear(folder: Path) -> None:
    """Remove what a run left behind that was killed, its server first; a run that goes on holds its lock."""
    try:
        with FileLock(_lock_of(folder), timeout=0):
            embedded.stop(folder)
    except Timeout:
        return
    shutil.rmtree(folder, ignore_errors=True)


def _lock_of(folder: Path) -> Path:
    return folder / "run.lock"
