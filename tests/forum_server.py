"""A loopback web server that answers as a test says: recorded answers of NodeBB, or whatever a hostile site sends."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

RECORDED = Path(__file__).parent / "fixtures" / "forum"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. ``body`` may be a generator of pieces, for what never ends; ``drop``: hang up without an answer."""

    status: int = 200
    kind: str = "application/xml; charset=utf-8"
    body: bytes | Callable[[], Iterator[bytes]] = b""
    headers: tuple[tuple[str, str], ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class ForumServer:
    """``pages[path]`` is what a GET gets; ``posts`` are answered in turn by ``replies``."""

    base: str = ""
    pages: dict[str, Said] = field(default_factory=dict)
    replies: list[Said] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    @property
    def sent(self) -> list[Heard]:
        """The POSTs that arrived."""
        return [one for one in self.heard if one.method == "POST"]

    def rss(self, path: str, name: str) -> None:
        self.pages[path] = Said(body=recorded(name))

    def topic(self, number: int, name: str, status: int = 200) -> None:
        self.pages[f"/api/topic/{number}"] = Said(status, "application/json; charset=utf-8", recorded(name))


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


def recorded_answer(name: str) -> Said:
    """A whole recorded HTTP answer: status, content type and body."""
    head, _, body = recorded(name).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {key.lower(): value for key, value in (one.split(": ", 1) for one in lines)}
    return Said(int(first.split()[1]), headers["content-type"], body)


def as_json(value: Any, status: int = 200) -> Said:
    return Said(status, "application/json; charset=utf-8", json.dumps(value, ensure_ascii=False).encode())


@contextmanager
def serving() -> Iterator[ForumServer]:
    site = ForumServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note(None)
            self._say(site.pages.get(self.path, Said(404, "text/plain", b"Not Found")))

        def do_POST(self) -> None:
            self._note(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self._say(site.replies.pop(0))

        def _note(self, body: Any) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.heard.append(Heard(self.command, self.path, headers, body))

        def _say(self, said: Said) -> None:
            if said.drop:
                self.close_connection = True
                return
            self.send_response(said.status)
            self.send_header("content-type", said.kind)
            for name, value in said.headers:
                self.send_header(name, value)
            with suppress(BrokenPipeError, ConnectionResetError):
                if isinstance(said.body, bytes):
                    self.send_header("content-length", str(len(said.body)))
                    self.end_headers()
                    self.wfile.write(said.body)
                    return
                self.end_headers()
                for piece in said.body():
                    self.wfile.write(piece)
                    self.wfile.flush()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def forever(piece: bytes, seconds: float = 0.0) -> Callable[[], Iterator[bytes]]:
    """Pieces without end, ``seconds`` apart; stops when the reader hangs up."""

    def pieces() -> Iterator[bytes]:
        while True:
            yield piece
            time.sleep(seconds)

    return pieces
