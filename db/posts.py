"""Forums: the sources that are watched, the posts found there, and the public replies to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.forum_kinds import PostState, SourceKind


class Source(Base):
    """A forum or feed. ``feed_url`` is fetched; ``base_url`` is where the forum's API answers, if it has one."""

    __tablename__ = "source"
    __table_args__ = (
        one_of("kind", SourceKind),
        CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name"),
        CheckConstraint("feed_url ~ '^https?://' AND char_length(feed_url) <= 500", name="feed_url"),
        CheckConstraint("base_url ~ '^(https?://|$)' AND char_length(base_url) <= 500", name="base_url"),
        CheckConstraint("char_length(reply_as) <= 60", name="reply_as"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[SourceKind] = mapped_column(by_value(SourceKind))
    feed_url: Mapped[str]
    base_url: Mapped[str] = mapped_column(server_default="")
    reply_as: Mapped[str] = mapped_column(server_default="")
    intranet: Mapped[bool] = mapped_column(server_default="false")
    active: Mapped[bool] = mapped_column(server_default="true")
    tried_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(server_default="")


class SourceSecret(Base):
    """The token a source is replied with; nobody may read this table, ``source_token`` gives it out."""

    __tablename__ = "source_secret"
    __table_args__ = (CheckConstraint("char_length(token) BETWEEN 1 AND 500", name="token"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    token: Mapped[str]


class Post(Base):
    """One topic of a forum, by the number in its link. ``complaint_key`` is the id of the complaint made from it."""

    __tablename__ = "post"
    __table_args__ = (
        Index(None, "source_id", "outside_id", unique=True),
        Index(None, "complaint_key", unique=True),
        Index(None, "complaint_id"),
        Index(None, "first_seen_at", "id"),
        Index("ix_post_waiting", "first_seen_at", "id", postgresql_where=text("state IN ('new', 'joined')")),
        one_of("state", PostState),
        CheckConstraint("char_length(title) <= 300", name="title"),
        CheckConstraint("char_length(author) <= 60", name="author"),
        CheckConstraint("char_length(text) <= 10000", name="text"),
        CheckConstraint("url ~ '^https?://' AND char_length(url) <= 1000", name="url"),
        CheckConstraint("char_length(outside_id) BETWEEN 1 AND 1000", name="outside_id"),
        CheckConstraint("char_length(reply) <= 4000", name="reply"),
        CheckConstraint("reply_url ~ '^(https?://|$)' AND char_length(reply_url) <= 1000", name="reply_url"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    outside_id: Mapped[str]
    url: Mapped[str]
    title: Mapped[str]
    author: Mapped[str] = mapped_column(server_default="")
    text: Mapped[str] = mapped_column(server_default="")
    mark: Mapped[str] = mapped_column(server_default="")  # of author and text as the feed last showed them
    posted_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]
    read_at: Mapped[datetime | None]  # when the topic itself was read; None: title and what else the feed said
    edited_at: Mapped[datetime | None]
    state: Mapped[PostState] = mapped_column(by_value(PostState), server_default="new")
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    complaint_key: Mapped[UUID]
    reply: Mapped[str] = mapped_column(server_default="")
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    sending_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")  # sendings of which nobody knows the end
    queued: Mapped[bool] = mapped_column(server_default="false")  # held for a moderator of the forum
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    reply_url: Mapped[str] = mapped_column(server_default="")
    reply_outside_id: Mapped[str] = mapped_column(server_default="")
