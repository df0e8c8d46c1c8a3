"""A chat robot on loopback for the tour: takes what a WeCom group robot takes, and accepts it with errcode 0."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LoopbackRobot:
    """``texts`` are the messages as the group reads them, oldest first."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/cgi-bin/webhook/send?key=tour-only"
        self.texts: list[str] = []


@contextmanager
def loopback_robot() -> Iterator[LoopbackRobot]:
    """The robot, served as long as it is held."""

    class Handler(_Handler):
        """Of this robot."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    robot = Handler.robot = LoopbackRobot(server.server_address[1])
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield robot
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    robot: LoopbackRobot

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.robot.texts.append(body["text"]["content"])
        content = json.dumps({"errcode": 0, "errmsg": "ok"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
