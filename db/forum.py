"""Reads of sources and posts, and calls of the functions that change them (sql/0002_posts.sql, 0002_replies.sql)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Text, cast, func, or_, select, text, tuple_

from db.complaints import Complaint
from db.events import Event
from db.forum_kinds import PostState
from db.posts import Post, Source

Values = dict[str, Any]
FORUM_CHAIN = text("md5('warmline forum')::uuid")

_SOURCE_PUT = text("SELECT (source_put(:id, cast(:fields AS jsonb), :token)).id")
_POSTS_PUT = text("SELECT posts_put(:source, cast(:items AS jsonb))")
_STEPS = {
    "post_join": text("SELECT post_join(:id, :complaint)"),
    "post_ignore": text("SELECT post_ignore(:id, :reason)"),
    "post_restore": text("SELECT post_restore(:id, :reason)"),
    "reply_draft": text("SELECT reply_draft(:id, :text)"),
    "reply_approve": text("SELECT reply_approve(:id, :text, cast(:warnings AS jsonb))"),
    "reply_end": text("SELECT reply_end(:id, :outcome, :url, :outside_id, :words)"),
}
_BEGIN = text("SELECT attempts, queued FROM reply_begin(:id)")
_TOKEN = text("SELECT source_token(:id)")
_WITH_TOKEN = text("SELECT sources_with_token()")
_FAILED = text("SELECT source_failed(:id, :words)")
_POST: Select[*tuple[Any, ...]] = (
    select(
        *Post.__table__.columns,
        func.coalesce(Source.name, "").label("source_name"),  # companies see no source
        Complaint.number.label("complaint_number"),
    )
    .outerjoin(Source, Source.id == Post.source_id)
    .outerjoin(Complaint, Complaint.id == Post.complaint_id)
)


def sources(connection: Connection) -> list[Values]:
    """All sources by name; an outsider gets none."""
    return [dict(row) for row in connection.execute(select(Source.__table__).order_by(Source.name)).mappings()]


def with_token(connection: Connection) -> set[int]:
    """The ids of the sources that have a token."""
    return set(connection.execute(_WITH_TOKEN).scalars())


def token(connection: Connection, source_id: int) -> str:
    """The token to publish with; empty where there is none."""
    return connection.execute(_TOKEN, {"id": source_id}).scalar_one() or ""


def source_put(connection: Connection, source_id: int | None, fields: Values, token: str | None) -> int:
    """Add a source or change one; ``token`` None keeps it, empty takes it away. Returns the id."""
    values = {"id": source_id, "fields": json.dumps(fields), "token": token}
    return int(connection.execute(_SOURCE_PUT, values).scalar_one())


def source_failed(connection: Connection, source_id: int, words: str) -> None:
    """Remember why a source could not be fetched."""
    connection.execute(_FAILED, {"id": source_id, "words": words})


def known(connection: Connection, source_id: int, outside_ids: Sequence[str]) -> dict[str, Values]:
    """What is stored of these posts: title, mark, whether the topic itself was read."""
    columns = (Post.outside_id, Post.title, Post.mark, Post.read_at)
    query = select(*columns).where(Post.source_id == source_id, Post.outside_id == func.any(list(outside_ids)))
    return {row["outside_id"]: dict(row) for row in connection.execute(query).mappings()}


def elsewhere(connection: Connection, source_id: int, urls: Sequence[str]) -> set[str]:
    """Which of these addresses other sources have brought already."""
    query = select(Post.url).where(Post.source_id != source_id, Post.url == func.any(list(urls)))
    return set(connection.execute(query).scalars())


def posts_put(connection: Connection, source_id: int, items: Sequence[Values]) -> dict[str, list[str]]:
    """Store what a fetch found; ids of the posts that are new and of those that were edited."""
    values = {"source": source_id, "items": json.dumps(items, default=str, ensure_ascii=False)}
    stored: dict[str, list[str]] = connection.execute(_POSTS_PUT, values).scalar_one()
    return stored


def step(connection: Connection, name: str, **values: Any) -> None:
    """Run one of the functions of a post or its reply."""
    connection.execute(_STEPS[name], values)


def reply_begin(connection: Connection, post_id: UUID) -> tuple[int, bool]:
    """Take the right to send the approved reply for a minute; earlier attempts of unknown end, and whether queued."""
    attempts, queued = connection.execute(_BEGIN, {"id": post_id}).one()
    return attempts, queued


def post(connection: Connection, post_id: UUID) -> Values | None:
    """One post; None: there is none for this person."""
    row = connection.execute(_POST.where(Post.id == post_id)).mappings().one_or_none()
    return None if row is None else dict(row)


def posts(
    connection: Connection,
    states: Sequence[PostState] = (),
    source_id: int | None = None,
    complaint_id: UUID | None = None,
    limit: int = 200,
    after: tuple[datetime, UUID] | None = None,
    oldest_first: bool = False,
) -> list[Values]:
    """Posts in the order they were first seen; ``after``: (first_seen_at, id) of the last one already had."""
    key = tuple_(Post.first_seen_at, Post.id)
    query = _POST.limit(limit)
    query = query.order_by(*(c if oldest_first else c.desc() for c in (Post.first_seen_at, Post.id)))
    if states:
        query = query.where(Post.state.in_(states))
    if source_id is not None:
        query = query.where(Post.source_id == source_id)
    if complaint_id is not None:
        query = query.where(Post.complaint_id == complaint_id)
    if after is not None:
        query = query.where(key > after if oldest_first else key < after)
    return [dict(row) for row in connection.execute(query).mappings()]


def find(connection: Connection, words: str, limit: int = 2) -> list[UUID]:
    """Posts by their address or the beginning of their id."""
    query = select(Post.id).where(or_(Post.url == words, cast(Post.id, Text).startswith(words, autoescape=True)))
    return list(connection.execute(query.limit(limit)).scalars())


def history(connection: Connection, post_id: UUID) -> list[Values]:
    """What happened to a post, oldest first: act, at, person_id, note, detail; empty for those who may not see it."""
    query = (
        select(Event.act, Event.at, Event.person_id, Event.note, Event.detail)
        .where(Event.chain == FORUM_CHAIN, Event.detail["post"].astext == str(post_id))
        .order_by(Event.seq)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
