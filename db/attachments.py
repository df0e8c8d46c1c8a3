"""Photos and papers of a complaint, in parts; the calls of the functions in sql/0002_desk.sql, and the reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, LargeBinary, SmallInteger, select, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, by_value, one_of
from db.kinds import FileKind

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
PART_BYTES = 256 * 1024

_BEGIN = text("SELECT attachment_begin(:id, :complaint, :name, :kind, :size, :sha256)")
_PART = text("SELECT attachment_part(:id, :n, :content)")
_FINISH = text("SELECT attachment_finish(:id, :at)")


class Attachment(Base):
    """One file; ``added_at`` is set with its event, before that nobody sees it."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 120", name="name"),
        CheckConstraint("size BETWEEN 1 AND 10485760", name="size"),
        one_of("kind", FileKind),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), index=True)
    name: Mapped[str]
    kind: Mapped[FileKind] = mapped_column(by_value(FileKind))
    size: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime | None]


class AttachmentPart(Base):
    """A stretch of a file's bytes; the parts in the order of ``n`` are the file."""

    __tablename__ = "attachment_part"
    __table_args__ = (CheckConstraint("octet_length(content) BETWEEN 1 AND 262144", name="content"),)

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    n: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def begin(connection: Connection, id: UUID, complaint_id: UUID, name: str, kind: str, size: int, sha256: bytes) -> None:
    """Announce a file of this size; in the same transaction its parts follow, and ``finish``."""
    values = {"id": id, "complaint": complaint_id, "name": name, "kind": kind, "size": size, "sha256": sha256}
    connection.execute(_BEGIN, values)


def part(connection: Connection, id: UUID, n: int, content: bytes) -> None:
    """Store the part number ``n`` (from 0), at most PART_BYTES."""
    connection.execute(_PART, {"id": id, "n": n, "content": content})


def finish(connection: Connection, id: UUID, at: datetime) -> None:
    """Check the whole file and write its event on the complaint's chain."""
    connection.execute(_FINISH, {"id": id, "at": at})


def of_complaint(connection: Connection, complaint_id: UUID) -> Sequence[dict[str, Any]]:
    """The files of a complaint, in the order in which they were added."""
    query = (
        select(Attachment.__table__)
        .where(Attachment.complaint_id == complaint_id, Attachment.added_at.is_not(None))
        .order_by(Attachment.added_at, Attachment.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def read_part(connection: Connection, id: UUID, n: int) -> bytes | None:
    """The bytes of part ``n``; None behind the last one."""
    query = select(AttachmentPart.content).where(AttachmentPart.attachment_id == id, AttachmentPart.n == n)
    found: bytes | None = connection.execute(query).scalar_one_or_none()
    return found
