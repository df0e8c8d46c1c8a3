"""A small forum on loopback that speaks as NodeBB 4.15 does: feed of a category, topics, and the write API v3.

For the tour only. Its answers have the shape of recorded ones; what nobody asks for is left out.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from app.rules import CITY_TIME

CATEGORY = 5
HOTLINE_UID = 1


@dataclass(frozen=True, slots=True)
class ForumPost:
    """One post of a topic; the first one opens it."""

    pid: int
    uid: int
    author: str
    text: str
    at: datetime


@dataclass
class ForumTopic:
    """A topic with its posts, oldest first."""

    tid: int
    title: str
    posts: list[ForumPost] = field(default_factory=list)


class LoopbackForum:
    """Knows its topics; ``base`` is its address, ``token`` what opens the write API."""

    def __init__(self, port: int, token: str) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.token = token
        self.topics: dict[int, ForumTopic] = {}
        self._pids = iter(range(1, 1_000_000))
        self._lock = threading.Lock()

    def open_topic(self, author: str, title: str, text: str, ago: timedelta) -> int:
        """A citizen opens a topic; returns its number."""
        tid = len(self.topics) + 1
        self.topics[tid] = ForumTopic(tid, title)
        self._add(tid, 10 + tid, author, text, datetime.now(CITY_TIME) - ago)
        return tid

    def replies(self, tid: int) -> list[ForumPost]:
        """What was answered in a topic, as everybody sees it."""
        return self.topics[tid].posts[1:]

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, content type and body of a page."""
        if path == f"/category/{CATEGORY}.rss":
            return 200, "application/rss+xml; charset=utf-8", self._feed()
        number = path.removeprefix("/api/topic/")
        if number.isdecimal() and int(number) in self.topics:
            return 200, _JSON, json.dumps(self._topic(int(number)), ensure_ascii=False)
        return 404, _JSON, json.dumps(_status("not-found", "Not Found"))

    def post(self, path: str, bearer: str, body: dict[str, Any]) -> tuple[int, str, str]:
        """What the write API answers to a reply."""
        number = path.removeprefix("/api/v3/topics/")
        if bearer != f"Bearer {self.token}":
            return 403, _JSON, json.dumps(_status("forbidden", "You do not have enough privileges for this action."))
        if not number.isdecimal() or int(number) not in self.topics:
            return 404, _JSON, json.dumps(_status("not-found", "Topic does not exist"))
        if "_uid" not in body or not str(body.get("content", "")).strip():
            return 400, _JSON, json.dumps(_status("bad-request", "A master token needs _uid and content"))
        with self._lock:
            made = self._add(int(number), int(body["_uid"]), "12319供暖热线", body["content"], datetime.now(CITY_TIME))
        response = {"pid": made.pid, "tid": int(number), "uid": made.uid, "url": f"{self.base}/post/{made.pid}"}
        return 200, _JSON, json.dumps(_status("ok", "OK") | {"response": response})

    def _add(self, tid: int, uid: int, author: str, text: str, at: datetime) -> ForumPost:
        made = ForumPost(next(self._pids), uid, author, text, at)
        self.topics[tid].posts.append(made)
        return made

    def _feed(self) -> str:
        newest = sorted(self.topics.values(), key=lambda one: one.posts[0].at, reverse=True)
        channel = f"<channel><title>供暖问题</title>{''.join(map(self._item, newest))}</channel>"
        return f'<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="{_DC}" version="2.0">{channel}</rss>'

    def _item(self, topic: ForumTopic) -> str:
        last = topic.posts[-1]  # as NodeBB does it: text and author are those of the last post
        return (
            f"<item><title>{escape(topic.title)}</title><description>{escape(last.text)}</description>"
            f"<link>{self.base}/topic/{topic.tid}</link><dc:creator>{escape(last.author)}</dc:creator>"
            f"<pubDate>{format_datetime(topic.posts[0].at)}</pubDate></item>"
        )

    def _topic(self, tid: int) -> dict[str, Any]:
        topic = self.topics[tid]
        posts = [
            {
                "pid": one.pid,
                "tid": tid,
                "uid": one.uid,
                "content": f'<p dir="auto">{escape(one.text)}</p>\n',
                "timestamp": int(one.at.timestamp() * 1000),
                "edited": 0,
                "user": {"uid": one.uid, "username": one.author, "displayname": one.author},
            }
            for one in topic.posts
        ]
        return {"tid": tid, "title": topic.title, "posts": posts, "pagination": {"pageCount": 1}}


@contextmanager
def loopback_forum(token: str) -> Iterator[LoopbackForum]:
    """The forum, served as long as it is held."""

    class Handler(_Handler):
        """Of this forum."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    forum = Handler.forum = LoopbackForum(server.server_address[1], token)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield forum
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    forum: LoopbackForum

    def do_GET(self) -> None:
        self._answer(*self.forum.get(self.path))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(*self.forum.post(self.path, self.headers.get("Authorization", ""), body))

    def _answer(self, status: int, kind: str, body: str) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


_JSON = "application/json; charset=utf-8"
_DC = "http://purl.org/dc/elements/1.1/"


def _status(code: str, message: str) -> dict[str, Any]:
    return {"status": {"code": code, "message": message}, "response": {}}
