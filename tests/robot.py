"""A chat robot on loopback that replays recorded answers and keeps what it was sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

RECORDED = Path(__file__).parent / "fixtures" / "webhooks"
PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=KEY-1234567890",
    "dingtalk": "/robot/send?access_token=TOKEN-1234567890",
    "feishu": "/open-apis/bot/v2/hook/TOKEN-1234567890",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the robot answers. ``drip``: a byte each so many seconds, for ever."""

    content: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0


def recorded(name: str, status: int = 200) -> Reply:
    """An answer of tests/fixtures/webhooks."""
    return Reply((RECORDED / f"{name}.json").read_bytes(), status)


@dataclass(frozen=True, slots=True)
class Posted:
    """One request as it came in."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """The words of the message, of any of the three."""
        body = self.body
        return body["text"]["content"] if "text" in body else body["content"]["text"]


class Robot:
    """``replies`` are given in turn, the last one again and again."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: list[Reply] = []
        self.posted: list[Posted] = []
        self.at_post = threading.Event()  # something came in
        self.leave = threading.Event()  # the test is over

    def address(self, kind: str) -> str:
        return f"http://127.0.0.1:{self.port}{PATHS[kind]}"

    def answer(self, *replies: Reply) -> None:
        self.replies = list(replies)

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.posted]

    def take(self, posted: Posted) -> Reply:
        self.posted.append(posted)
        self.at_post.set()
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


class _Handler(BaseHTTPRequestHandler):
    robot: Robot

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.robot.take(Posted(parts.path, parse_qs(parts.query), headers, body))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if not reply.drip:
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)
            return
        self.end_headers()
        try:
            while not self.robot.leave.wait(reply.drip):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            self.close_connection = True  # the other side had enough

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def robot() -> Iterator[Robot]:
    """A robot for the time of a test."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    made = handler.robot = Robot(server.server_address[1])
    made.answer(recorded("wecom-ok"))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.leave.set()
        server.shutdown()
        server.server_close()
