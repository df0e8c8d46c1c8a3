"""NodeBB: topics by its public JSON, replies by its write API v3 (as recorded from NodeBB 4.15.1)."""

from collections.abc import Mapping
from typing import Any

from app.feeds import LONGEST_AUTHOR, LONGEST_TEXT, LONGEST_TITLE, read_topic_feed
from app.fetching import Answer, ask
from app.forum_errors import AnswerLost, SourceTrouble, TopicGone
from app.forum_records import Source
from app.plain_text import text_of_html, title_of_html
from app.replies import Reply, Topic, TopicPost, by_milliseconds, listed, mapping, refused


class NodeBB:
    """One NodeBB. ``reply_as`` is the ``_uid`` for a master token; a user's own token needs none."""

    def __init__(self, source: Source, token: str = "") -> None:
        self._source = source
        self._token = token

    def topic_url(self, outside_id: str) -> str:
        return f"{self._source.base_url}/topic/{outside_id}"

    def read_topic(self, outside_id: str, newest: bool = False) -> Topic:
        try:
            found = self._page(outside_id, 1)
        except TopicGone:  # or the API is shut to guests, while the topic's feed is open
            if newest:
                raise
            return self._by_feed(outside_id)
        opening, *replies = self._posts(found)
        last = mapping(found.get("pagination")).get("pageCount")
        if newest and isinstance(last, int) and last > 1:
            replies += [one for one in self._posts(self._page(outside_id, last)) if one not in replies]
        title = title_of_html(str(found.get("title", "")), LONGEST_TITLE) or "（无标题）"
        return Topic(outside_id, title, opening, tuple(replies))

    def reply(self, outside_id: str, text: str) -> Reply:
        body: dict[str, Any] = {"content": text}
        if self._source.reply_as:
            body["_uid"] = int(self._source.reply_as)
        address = f"{self._source.base_url}/api/v3/topics/{outside_id}"
        headers = {"authorization": f"Bearer {self._token}"}
        answer = ask(address, intranet=self._source.intranet, headers=headers, post=body)
        said = mapping(answer.json())
        response = mapping(said.get("response"))
        if answer.status == 202 or response.get("queued") is True:
            return Reply(queued=True)
        if answer.status != 200:
            raise refused(answer, _reason(answer, said))
        number = response.get("pid")
        if not isinstance(number, int):
            raise AnswerLost("论坛的应答看不懂，不知道是否已发布；再次发布时会先核对。")
        return Reply(str(number), f"{self._source.base_url}/post/{number}")

    def _by_feed(self, outside_id: str) -> Topic:
        """The topic without its author and its replies. Errors: TopicGone when the feed is not there either."""
        answer = ask(f"{self._source.base_url}/topic/{outside_id}.rss", intranet=self._source.intranet)
        if answer.status != 200:
            raise TopicGone("原帖已删除或不再公开。", field="post")
        title, text, at = read_topic_feed(answer)
        return Topic(outside_id, title, TopicPost("", "", "", text, at, None, self.topic_url(outside_id)), ())

    def _page(self, outside_id: str, page: int) -> Mapping[str, Any]:
        address = f"{self._source.base_url}/api/topic/{outside_id}" + (f"?page={page}" if page > 1 else "")
        answer = ask(address, intranet=self._source.intranet)
        if answer.status in (401, 403, 404):
            raise TopicGone("原帖已删除或不再公开。", field="post")
        found = mapping(answer.json())
        if answer.status != 200 or not listed(found.get("posts")):
            raise SourceTrouble(f"论坛没有给出这个主题（应答 {answer.status}）。")
        return found

    def _posts(self, found: Mapping[str, Any]) -> list[TopicPost]:
        return [self._post(one) for one in listed(found.get("posts"))]

    def _post(self, one: Mapping[str, Any]) -> TopicPost:
        user = mapping(one.get("user"))
        pid = one.get("pid")
        number = str(pid) if isinstance(pid, int) else ""
        return TopicPost(
            number,
            title_of_html(str(user.get("displayname") or user.get("username") or ""), LONGEST_AUTHOR),
            str(one.get("uid", "")),
            text_of_html(str(one.get("content", "")), LONGEST_TEXT),
            by_milliseconds(one.get("timestamp")),
            by_milliseconds(one.get("edited")),
            f"{self._source.base_url}/post/{number}",
        )


def _reason(answer: Answer, said: Mapping[str, Any]) -> str:
    """Only what NodeBB says in its own shape; a proxy's page is not quoted."""
    return str(mapping(said.get("status")).get("message", "")) if answer.content_type == "application/json" else ""
