"""What becomes of the posts found on forums: a complaint, part of one that is there, or nothing, for a reason."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from app.complaints import person_name, show
from app.errors import BadInput, MoveRefused, NotAllowed, in_words
from app.forum_records import POST_STATE_WORDS, WITHOUT_REPLY, Post, PostEvent, PostState, Source
from app.intake import NewComplaint, take
from app.plain_text import CUT
from app.records import Channel, Complaint, Role
from app.replies import forum_of
from app.seat import Seat
from app.sources import desk_only, list_sources, topic_values
from app.typed_words import PARAGRAPH, paragraph
from db import forum
from db.failures import Failure, StoreFailure
from db.store import Connection

T = TypeVar("T")

OUTSIDE_NUMBER = 200
MOST_WAITING = 12_000
_REFUSED = {
    "undone": "诉求还没有反馈，办完后再答复网帖。",
    "sent": "答复已经发出或正等对方审核，不能再改。",
    "undrafted": "还没有起草答复。",
    "unapproved": "答复还没有审核通过。",
    "sending": "别的座席正在发布这条答复，请稍候再看。",
}


def list_posts(
    seat: Seat,
    states: tuple[PostState, ...] = (),
    source_id: int | None = None,
    limit: int = 200,
    after: Post | None = None,
) -> list[Post]:
    """Posts, the newest found first. Errors: NotAllowed for those who see no complaints."""
    _reader_only(seat)
    key = (after.first_seen_at, after.id) if after else None
    with seat.use() as connection:
        return [_post(row) for row in forum.posts(connection, states, source_id, None, limit, key)]


def without_reply(seat: Seat, source_id: int | None = None) -> list[Post]:
    """Posts that nobody has replied to and nobody has put aside, the longest waiting first.

    All of them: MOST_WAITING is more than two forums of 5,000 posts whose first fetch nobody has gone through.
    """
    _reader_only(seat)
    with seat.use() as connection:
        rows = forum.posts(connection, WITHOUT_REPLY, source_id, limit=MOST_WAITING)
    return sorted(map(_post, rows), key=lambda post: (post.since, post.id))


def posts_of(seat: Seat, complaint_id: UUID) -> list[Post]:
    """The posts that belong to a complaint, the oldest first; a company sees those of its own, but of no secret one."""
    _reader_only(seat)
    with seat.use() as connection:
        rows = forum.posts(connection, complaint_id=complaint_id, oldest_first=True)
    return sorted(map(_post, rows), key=lambda post: (post.since, post.id))


def show_post(seat: Seat, key: str | UUID) -> Post:
    """A post by its id, the beginning of it, or its address. Errors: BadInput(field="post")."""
    _reader_only(seat)
    with seat.use() as connection:
        found = [key] if isinstance(key, UUID) else forum.find(connection, key.strip()) if key.strip() else []
        row = forum.post(connection, found[0]) if len(found) == 1 else None
    if len(found) > 1:
        raise BadInput(f"有几个网帖以“{key}”开头，请写长一些。", field="post")
    if row is None:
        raise BadInput(f"没有网帖“{str(key)[:80]}”。", field="post")
    return _post(row)


def history(seat: Seat, post_id: UUID) -> list[PostEvent]:
    """What happened to a post, oldest first, with the words that each edit replaced."""
    with seat.use() as connection:
        rows = forum.history(connection, post_id)
    return [_event(seat, row) for row in rows]


def read_post(seat: Seat, post: Post) -> Post:
    """The post with its text and author as they are on the forum now. Errors: SourceTrouble, TopicGone, NotAllowed."""
    desk_only(seat)
    reader = forum_of(source_of(seat, post))
    if reader is None or not post.outside_id.isdecimal():
        return post
    topic = reader.read_topic(post.outside_id)
    with seat.use() as connection:
        known = forum.known(connection, post.source_id, [post.outside_id])
        forum.posts_put(connection, post.source_id, [topic_values(topic, known[post.outside_id]["mark"])])
    return show_post(seat, post.id)


def source_of(seat: Seat, post: Post) -> Source:
    """The source of a post."""
    return next(one for one in list_sources(seat) if one.id == post.source_id)


def complaint_words(post: Post) -> str:
    """Title and text as the complaint's own words, shortened to what a complaint holds."""
    words = post.title if post.text.startswith(post.title) else f"{post.title}\n{post.text}"
    words = post.text if post.text.startswith(post.title) else words
    return words.strip() if len(words) <= PARAGRAPH else words[: PARAGRAPH - len(CUT)] + CUT


def outside_link(post: Post) -> str:
    """The post's address as the complaint's outside number; empty where it is longer than one may be."""
    return post.url if len(post.url) <= OUTSIDE_NUMBER else ""


def new_complaint(seat: Seat, post: Post, **fields: Any) -> NewComplaint:
    """The complaint to be made of a post; ``fields`` are those of NewComplaint that a person chose.

    Its id is the post's ``complaint_key``, by which storing it joins the post: asked for twice, it is one complaint.
    """
    given: dict[str, Any] = {
        "id": post.complaint_key,
        "channel": Channel.FORUM,
        "caller": post.author,
        "text": complaint_words(post),
    } | {name: value for name, value in fields.items() if value not in (None, "")}
    secret = bool(given.get("secret")) or seat.rules.category(given.get("category", "")).secret
    return NewComplaint(**(given | {"secret": secret, "outside_number": outside_link(post)}))


def take_post(seat: Seat, post: Post, **fields: Any) -> Complaint:
    """Make a complaint of a post, in its writer's own words: a topic that was not read yet is read now.

    Errors: as ``intake.take`` and ``read_post``, MoveRefused for a post that is dealt with.
    """
    desk_only(seat)
    if post.state not in (PostState.NEW, PostState.IGNORED):
        raise _dealt_with(post.state)
    if post.read_at is None and not fields.get("text"):
        post = read_post(seat, post)
    return take(seat, new_complaint(seat, post, **fields))


def join(seat: Seat, post_id: UUID, number: str) -> Post:
    """Let a post belong to a complaint that is there. Errors: UnknownComplaint, MoveRefused, NotAllowed."""
    desk_only(seat)
    return step(seat, "post_join", post_id, complaint=show(seat, number).id)


def ignore(seat: Seat, post_id: UUID, reason: str) -> Post:
    """Put a post aside (not about heat, an advertisement …), for a reason on record."""
    return step(seat, "post_ignore", post_id, reason=paragraph(reason, "note", "原因", 500, required=True))


def restore(seat: Seat, post_id: UUID, reason: str) -> Post:
    """Back among the new ones, for a reason: it was put aside or joined by mistake."""
    return step(seat, "post_restore", post_id, reason=paragraph(reason, "note", "原因", 500, required=True))


def step(seat: Seat, name: str, post_id: UUID, **values: Any) -> Post:
    """Run a function of the database on a post; its refusals in words about posts."""
    desk_only(seat)
    told(seat, lambda connection: forum.step(connection, name, id=post_id, **values))
    return show_post(seat, post_id)


def told(seat: Seat, work: Callable[[Connection], T]) -> T:
    """Run ``work(connection)``; what the database refuses is said in words about posts."""
    try:
        with seat.store.use() as connection:
            return work(connection)
    except StoreFailure as failure:
        if failure.kind is Failure.MOVE and failure.hint in _REFUSED:
            raise MoveRefused(_REFUSED[failure.hint], field="state") from failure
        if failure.kind is Failure.MOVE and failure.hint in set(PostState):
            raise _dealt_with(PostState(failure.hint)) from failure
        if failure.kind is Failure.UNKNOWN and failure.hint == "post":
            raise BadInput("没有这个网帖。", field="post") from failure
        raise in_words(failure) from failure


def _dealt_with(state: PostState) -> MoveRefused:
    return MoveRefused(f"网帖现在是“{POST_STATE_WORDS[state]}”，不能做这一步。", field="state")


def _reader_only(seat: Seat) -> None:
    if seat.person.role in (Role.ADMINISTRATOR, Role.AUDITOR):
        raise NotAllowed("您的岗位不看网帖。")


def _post(row: dict[str, Any]) -> Post:
    values = {name: row[name] for name in Post.__slots__}
    return replace(Post(**values), state=PostState(row["state"]))


def _event(seat: Seat, row: dict[str, Any]) -> PostEvent:
    before = row["detail"].get("before")
    was = (before["title"], before["text"]) if before else None
    person, seen = person_name(seat.directory, row["person_id"]), row["detail"].get("seen") or ""
    return PostEvent(row["act"], row["at"], person, row["note"], was, seen)
