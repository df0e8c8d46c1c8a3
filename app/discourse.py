"""Discourse: topics by ``/t/ID.json``, replies by ``POST /posts.json``; shapes by its public API documentation."""

from collections.abc import Mapping
from typing import Any

from app.feeds import LONGEST_AUTHOR, LONGEST_TEXT, LONGEST_TITLE
from app.fetching import ask
from app.forum_errors import AnswerLost, SourceTrouble, TopicGone
from app.forum_records import Source
from app.plain_text import text_of_html, title_of_html
from app.replies import Reply, Topic, TopicPost, by_iso, listed, mapping, refused

_NEWEST = 20
"""Posts of a long topic that are read beside its first page."""


class Discourse:
    """One Discourse. ``reply_as`` is the user that the API key acts for."""

    def __init__(self, source: Source, token: str = "") -> None:
        self._source = source
        self._token = token

    def topic_url(self, outside_id: str) -> str:
        return f"{self._source.base_url}/t/{outside_id}"

    def read_topic(self, outside_id: str, newest: bool = False) -> Topic:
        found = self._get(f"/t/{outside_id}.json")
        stream = mapping(found.get("post_stream"))
        posts = {str(one.get("id")): one for one in listed(stream.get("posts"))}
        if not posts:
            raise SourceTrouble("论坛没有给出这个主题。")
        numbers = stream.get("stream")
        missing = [str(n) for n in numbers if str(n) not in posts][-_NEWEST:] if isinstance(numbers, list) else []
        if newest and missing:
            wanted = "&".join(f"post_ids[]={number}" for number in missing if number.isdecimal())
            more = mapping(self._get(f"/t/{outside_id}/posts.json?{wanted}").get("post_stream"))
            posts |= {str(one.get("id")): one for one in listed(more.get("posts"))}
        opening, *replies = (self._post(outside_id, one) for one in posts.values())
        title = title_of_html(str(found.get("title", "")), LONGEST_TITLE) or "（无标题）"
        return Topic(outside_id, title, opening, tuple(replies))

    def reply(self, outside_id: str, text: str) -> Reply:
        headers = {"api-key": self._token, "api-username": self._source.reply_as}
        body = {"topic_id": int(outside_id), "raw": text}
        answer = ask(f"{self._source.base_url}/posts.json", intranet=self._source.intranet, headers=headers, post=body)
        said = mapping(answer.json())
        if answer.status != 200:
            errors = said.get("errors")
            raise refused(answer, "；".join(map(str, errors[:3])) if isinstance(errors, list) else "")
        if said.get("action") == "enqueued":
            return Reply(queued=True)
        number = said.get("id")
        if not isinstance(number, int):
            raise AnswerLost("论坛的应答看不懂，不知道是否已发布；再次发布时会先核对。")
        return Reply(str(number), self._url(outside_id, said))

    def _get(self, path: str) -> Mapping[str, Any]:
        answer = ask(f"{self._source.base_url}{path}", intranet=self._source.intranet)
        if answer.status in (403, 404, 410):
            raise TopicGone("原帖已删除或不再公开。", field="post")
        if answer.status != 200:
            raise SourceTrouble(f"论坛没有给出这个主题（应答 {answer.status}）。")
        return mapping(answer.json())

    def _post(self, outside_id: str, one: Mapping[str, Any]) -> TopicPost:
        name = str(one.get("username", ""))
        edited = by_iso(one.get("updated_at")) if one.get("version", 1) != 1 else None
        return TopicPost(
            str(one["id"]) if isinstance(one.get("id"), int) else "",
            title_of_html(name, LONGEST_AUTHOR),
            name,
            text_of_html(str(one.get("cooked", "")), LONGEST_TEXT),
            by_iso(one.get("created_at")),
            edited,
            self._url(outside_id, one),
        )

    def _url(self, outside_id: str, one: Mapping[str, Any]) -> str:
        number = one.get("post_number")
        return self.topic_url(outside_id) + (f"/{number}" if isinstance(number, int) else "")
