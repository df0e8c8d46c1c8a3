"""The public reply to a post: drafted, looked through, approved, and published once, whatever gets lost on the way."""

import json
from collections.abc import Sequence
from uuid import UUID

from app.complaints import show
from app.errors import BadInput, MoveRefused
from app.forum_errors import AnswerLost, SourceTrouble
from app.forum_records import Post, PostState, Source
from app.personal_data import Warning
from app.public_answer import draft_answer, warnings_of
from app.records import Complaint
from app.replies import Forum, Reply, already_there, forum_of
from app.seat import Seat
from app.sources import desk_only
from app.triage import posts_of, show_post, source_of, step, told
from app.typed_words import line, paragraph
from db import forum


def draft(seat: Seat, post_id: UUID, words: str = "") -> Post:
    """Draft the answer to a post: ``words``, else what its complaint's report gives. A new draft must be approved anew.

    Errors: MoveRefused while the complaint is not done, or once the reply may be out.
    """
    desk_only(seat)
    complaint = _complaint(seat, show_post(seat, post_id))
    door = seat.rules.authorities.get(complaint.referred_to or "")
    text = paragraph(words, "reply", "答复") or draft_answer(complaint, door)
    return step(seat, "reply_draft", post_id, text=text)


def warnings_for(seat: Seat, post: Post, words: str | None = None) -> list[Warning]:
    """What seems personal in the draft, or in ``words`` as they are being typed."""
    text = post.reply if words is None else words
    if post.complaint_id is None:
        return warnings_of(seat, text, None)
    authors = {one.author for one in posts_of(seat, post.complaint_id)}
    return warnings_of(seat, text, show(seat, post.complaint_id), authors)


def approve(seat: Seat, post: Post, despite: bool = False) -> Post:
    """Approve the draft that ``post`` shows. ``despite``: the warnings were looked at and are none.

    Errors: BadInput(field="reply") with the warnings; ChangedElsewhere when the draft is another one by now.
    """
    found = warnings_for(seat, post)
    if found and not despite:
        said = "；".join(one.sentence for one in found[:5])
        raise BadInput(f"答复里可能有个人信息：{said}。请改写；确认无妨时再注明“仍然通过”。", field="reply")
    return step(seat, "reply_approve", post.id, text=post.reply, warnings=_as_json(found))


def publish(seat: Seat, post_id: UUID) -> Post:
    """Publish the approved reply through the forum's own interface; a reply that is there already is not sent again.

    Afterwards the post is answered, or ``queued`` when the forum holds the reply for a moderator: publishing again then
    only looks whether it has appeared. Errors: MoveRefused, SourceTrouble, and AnswerLost when nobody knows whether it
    is there; publishing again then looks first.
    """
    desk_only(seat)
    post = show_post(seat, post_id)
    if post.state is PostState.ANSWERED:
        return post
    source = source_of(seat, post)
    if not source.takes_replies:
        raise MoveRefused("这个来源没有发布接口：请复制答复，在网页上发布后登记回帖的链接。", field="source")
    if not post.outside_id.isdecimal():
        raise MoveRefused("这个网帖没有主题编号，不能通过接口答复。", field="post")
    with seat.use() as connection:
        token = forum.token(connection, source.id)
    interface = forum_of(source, token)
    assert interface is not None
    attempts, queued = told(seat, lambda connection: forum.reply_begin(connection, post_id))
    try:
        reply = _reply(interface, source, post, attempts, queued)
    except AnswerLost as lost:
        _end(seat, post_id, "unsure", words=lost.sentence)
        raise
    except SourceTrouble as trouble:
        _end(seat, post_id, "failed", words=trouble.sentence)
        raise
    if reply.queued:
        return _end(seat, post_id, "queued", words="论坛要审核后才显示")
    return _end(seat, post_id, "published", reply.url, reply.outside_id)


def record_published(seat: Seat, post_id: UUID, url: str) -> Post:
    """A person put the approved reply on the page by hand; ``url`` is the reply's (or the topic's) address."""
    address = line(url, "url", "回帖链接", 1000, required=True)
    if not address.startswith(("http://", "https://")) or " " in address:
        raise BadInput("回帖链接要以 http:// 或 https:// 开头。", field="url")
    desk_only(seat)
    return _end(seat, post_id, "published", address, words="人工发布")


def _reply(interface: Forum, source: Source, post: Post, attempts: int, queued: bool) -> Reply:
    if attempts or queued:
        found = already_there(interface.read_topic(post.outside_id, newest=True), post.reply, source.reply_as)
        if found or queued:
            return found or Reply(queued=True)
    return interface.reply(post.outside_id, post.reply)


def _end(seat: Seat, post_id: UUID, outcome: str, url: str = "", outside_id: str = "", words: str = "") -> Post:
    return step(seat, "reply_end", post_id, outcome=outcome, url=url, outside_id=outside_id, words=words)


def _complaint(seat: Seat, post: Post) -> Complaint:
    if post.complaint_id is None:
        raise MoveRefused("网帖还没有转为诉求，不能起草答复。", field="state")
    return show(seat, post.complaint_id)


def _as_json(warnings: Sequence[Warning]) -> str:
    return json.dumps([[one.risk, one.start, one.end] for one in warnings])
