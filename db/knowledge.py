"""Questions and answers, what was told of them, reports, and the calls of their functions (sql/0005_knowledge.sql)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

_PUT = text("SELECT * FROM article_put(cast(:articles AS jsonb), :note)")
_CHECK = text("SELECT article_check(:id, :version)")
_RETIRE = text("SELECT article_retire(:id, :version, :retired, :reason)")
_REPORT = text("SELECT * FROM article_report(:id, :article, :version, :text)")
_REPLY = text("SELECT * FROM article_reply(:id, :reply)")

_ARTICLES = text("""
SELECT a.number, a.owner_id, a.checked_on, a.checked_by, a.retired_at, v.*
FROM article a JOIN article_version v ON v.article_id = a.id AND v.version = a.version ORDER BY a.number
""")
_VERSIONS = text("SELECT * FROM article_version WHERE article_id = :id ORDER BY version DESC")
_REPORTS = text("""
SELECT r.*, a.number, a.owner_id, v.question
FROM article_report r LEFT JOIN article a ON a.id = r.article_id
    LEFT JOIN article_version v ON v.article_id = a.id AND v.version = a.version
WHERE :answered OR r.replied_at IS NULL
ORDER BY r.replied_at IS NOT NULL, CASE WHEN r.replied_at IS NULL THEN r.made_at END, r.replied_at DESC LIMIT :limit
""")
_USES = text("""
SELECT u.*, c.number, c.place FROM article_use u JOIN complaint c ON c.id = u.complaint_id
WHERE u.article_id = :id ORDER BY u.at DESC, u.complaint_id LIMIT :limit
""")

Values = dict[str, Any]


class Article(Base):
    """A question by its number; ``version`` is the newest. ``owner_id`` None: every supervisor's."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Identity())
    version: Mapped[int] = mapped_column(server_default="1")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_on: Mapped[date | None]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]


class ArticleVersion(Base):
    """One version, never changed; ``made_by`` None: shipped."""

    __tablename__ = "article_version"
    __table_args__ = (
        CheckConstraint("char_length(question) BETWEEN 2 AND 120", name="question"),
        CheckConstraint("char_length(answer) BETWEEN 2 AND 2000", name="answer"),
        CheckConstraint(
            "char_length(basis) <= 400 AND (char_length(basis) > 0 OR mark = 'P' AND question || answer !~"
            " '《|第[零〇一二三四五六七八九十百0-9]+条|条例|规定|标准|必须|不得|应当')",
            name="basis",
        ),
        CheckConstraint("mark IN ('V', 'V-', 'P')", name="mark"),
        CheckConstraint("cardinality(words) <= 30", name="words"),
        CheckConstraint("valid_from <= valid_until", name="dates"),
        CheckConstraint("char_length(note) <= 400", name="note"),
    )

    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str]
    answer: Mapped[str]
    basis: Mapped[str] = mapped_column(server_default="")
    mark: Mapped[str]
    categories: Mapped[list[str]] = mapped_column(server_default="{}")
    words: Mapped[list[str]] = mapped_column(server_default="{}")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(server_default="")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class ArticleUse(Base):
    """What was told at a complaint, in the words of its event ``seq``, and a version they were taken from."""

    __tablename__ = "article_use"
    __table_args__ = (
        ForeignKeyConstraint(
            ["article_id", "version"],
            ["article_version.article_id", "article_version.version"],
            name="fk_article_use_article_id",
        ),
        Index("ix_article_use_article_id", "article_id", text("at DESC")),
    )

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    told: Mapped[str]


class ArticleReport(Base):
    """Something wrong in a version, or (``article_id`` None) an answer that is missing; open until ``replied_at``."""

    __tablename__ = "article_report"
    __table_args__ = (
        CheckConstraint("char_length(text) BETWEEN 1 AND 1000", name="text"),
        CheckConstraint("char_length(reply) <= 1000 AND (reply = '') = (replied_at IS NULL)", name="reply"),
        CheckConstraint("(article_id IS NULL) = (version IS NULL)", name="version"),
        ForeignKeyConstraint(
            ["article_id", "version"],
            ["article_version.article_id", "article_version.version"],
            name="fk_article_report_article_id",
        ),
        Index("ix_article_report_open", "made_at", postgresql_where=text("replied_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    article_id: Mapped[UUID | None]
    version: Mapped[int | None]
    text: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(server_default="")
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[datetime | None]


def articles(connection: Connection) -> Sequence[Values]:
    """All articles with their newest version, by number, those out of use too."""
    return [dict(row) for row in connection.execute(_ARTICLES).mappings()]


def versions(connection: Connection, id: UUID) -> Sequence[Values]:
    """Every version of an article, the newest first."""
    return [dict(row) for row in connection.execute(_VERSIONS, {"id": id}).mappings()]


def uses(connection: Connection, id: UUID, limit: int) -> Sequence[Values]:
    """Where it was told, the newest first, with the complaint's number and place; only what this person may read."""
    return [dict(row) for row in connection.execute(_USES, {"id": id, "limit": limit}).mappings()]


def reports(connection: Connection, answered: bool, limit: int) -> Sequence[Values]:
    """Open reports, the oldest first; with ``answered`` those replied to after them, the newest first."""
    return [dict(row) for row in connection.execute(_REPORTS, {"answered": answered, "limit": limit}).mappings()]


def put(connection: Connection, changes: Sequence[Mapping[str, Any]], note: str = "") -> list[int]:
    """Store new versions, all or none; ``note``: of an import. Returns the articles' numbers in the given order."""
    given = json.dumps(list(changes), default=str, ensure_ascii=False)
    return [int(number) for (number,) in connection.execute(_PUT, {"articles": given, "note": note})]


def check(connection: Connection, id: UUID, version: int) -> None:
    """It was compared with its source today."""
    connection.execute(_CHECK, {"id": id, "version": version})


def retire(connection: Connection, id: UUID, version: int, retired: bool, reason: str) -> None:
    """Out of use, or back in use."""
    connection.execute(_RETIRE, {"id": id, "version": version, "retired": retired, "reason": reason})


def report(connection: Connection, id: UUID, article: UUID | None, version: int | None, words: str) -> None:
    """Tell the owner what is wrong, or (no article) the supervisors what is missing."""
    connection.execute(_REPORT, {"id": id, "article": article, "version": version, "text": words})


def reply(connection: Connection, id: UUID, words: str) -> None:
    """Answer a report, which closes it."""
    connection.execute(_REPLY, {"id": id, "reply": words})
