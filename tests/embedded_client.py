"""A client of the embedded server in another process, and ways to look at the server from outside."""

import socket
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg

from db.embedded import ServerAddress

ROOT = Path(__file__).parents[1]
# One client in a process of its own: enters, says so, and leaves at the first line that it is sent.
CLIENT = """
import sys
from pathlib import Path
from db.embedded import Embedded
with Embedded(Path(sys.argv[1])) as address:
    print(address.port, address.fresh, flush=True)
    sys.stdin.readline()
"""


class Client:
    """A client in another process."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_in(self) -> tuple[int, bool]:
        assert self.process.stdout is not None
        port, fresh = self.process.stdout.readline().split()
        return int(port), fresh == "True"

    def leave(self) -> None:
        self.process.communicate("\n", timeout=30)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def connect(address: ServerAddress, password: str | None = None) -> psycopg.Connection:
    return psycopg.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        password=password or address.password,
        dbname="postgres",
        autocommit=True,
    )


def postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "cluster" / "postmaster.pid").read_text().split()[0]))


def kill(process: psutil.Process) -> None:
    process.kill()
    process.wait(10)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
