"""Photos and papers of a complaint: what may be added, how it goes up and comes down in parts."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.complaints import person_name, show
from app.errors import BadInput, DiskFull, in_words
from app.records import Attachment, FileKind
from app.seat import Seat
from db import attachments
from db.attachments import MOST_BYTES, MOST_FILES, PART_BYTES
from db.failures import StoreFailure

ENDINGS: dict[FileKind, str] = {
    FileKind.JPEG: ".jpg",
    FileKind.PNG: ".png",
    FileKind.WEBP: ".webp",
    FileKind.PDF: ".pdf",
}
Progress = Callable[[int, int], None]
_NAME_LENGTH = 120
_FORBIDDEN = frozenset('<>:"/\\|?*')  # in a file's name on Windows


def add(seat: Seat, complaint_id: UUID, path: Path, progress: Progress | None = None) -> list[Attachment]:
    """Attach a file; all of it or nothing is stored. ``progress`` hears (bytes sent, bytes in all) and may end it by
    raising what the person is to hear.

    Returns what is attached now, oldest first. Errors: BadInput(field="attachment") when the file is too large, empty,
    of another type, can't be read, is there already, or one too many.
    """
    name, content = file_name(path.name), _read(path)
    kind = kind_of(content)
    if kind is None:
        raise BadInput(f"“{name}”不能添加：只收 JPEG、PNG、WebP 图片和 PDF 文件。", field="attachment")
    if not name.lower().endswith((ENDINGS[kind], ".jpeg")):
        name = name[: _NAME_LENGTH - 5] + ENDINGS[kind]  # so that the next computer opens it with the right program
    digest = hashlib.sha256(content).digest()
    there = of_complaint(seat, complaint_id)
    if any(one.sha256 == digest for one in there):
        raise BadInput(f"“{name}”已经是这件诉求的附件，不用再添加。", field="attachment")
    if len(there) >= MOST_FILES:
        raise BadInput(f"一件诉求最多 {MOST_FILES} 个附件。", field="attachment")
    id = uuid7()
    try:
        with seat.store.begin() as connection:
            attachments.begin(connection, id, complaint_id, name, kind, len(content), digest)
            for n, at in enumerate(range(0, len(content), PART_BYTES)):
                attachments.part(connection, id, n, content[at : at + PART_BYTES])
                if progress is not None:
                    progress(min(at + PART_BYTES, len(content)), len(content))
            attachments.finish(connection, id, seat.now())
    except StoreFailure as failure:
        raise in_words(failure) from failure
    return of_complaint(seat, complaint_id)


def of_complaint(seat: Seat, key: str | UUID) -> list[Attachment]:
    """The files of a complaint (by id or number), oldest first. Errors: UnknownComplaint."""
    complaint_id = key if isinstance(key, UUID) else find(seat, key)
    with seat.use() as connection:
        return [_attachment(seat, row) for row in attachments.of_complaint(connection, complaint_id)]


def find(seat: Seat, number: str) -> UUID:
    """The complaint of that number. Errors: UnknownComplaint."""
    return show(seat, number).id


def read(seat: Seat, attachment_id: UUID) -> Iterator[bytes]:
    """The bytes of a file, part by part; nothing larger than a part is ever in memory.

    Errors: BadInput(field="attachment") when there is no such file for this person.
    """
    n = 0
    while True:
        with seat.use() as connection:
            part = attachments.read_part(connection, attachment_id, n)
        if part is None:
            break
        yield part
        n += 1
    if n == 0:
        raise BadInput("没有这个附件，或它不归您查看。", field="attachment")


def save(seat: Seat, attachment: Attachment, path: Path, progress: Progress | None = None) -> Path:
    """Write a file to disk, whole or not at all; ``progress`` as in ``add``.

    Errors: DiskFull, BadInput(field="attachment").
    """
    half = path.with_name(path.name + ".part")
    try:
        with half.open("wb") as out:
            for part in _whole(seat, attachment, progress):
                out.write(part)
        half.replace(path)
    except OSError as error:
        raise DiskFull(f"附件没有写成：{path}（{error.strerror}）", field="out") from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return path


def content(seat: Seat, attachment: Attachment, progress: Progress | None = None) -> bytes:
    """A whole file in memory, to be looked at; ``progress`` as in ``add``. Errors: BadInput(field="attachment")."""
    return b"".join(_whole(seat, attachment, progress))


def kind_of(content: bytes) -> FileKind | None:
    """What a file is by its first bytes; None: nothing that is kept. file_kind() in the database says the same."""
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.PDF if content.startswith(b"%PDF-") else None


def file_name(name: str) -> str:
    """A name that every computer can keep a file under, its ending kept."""
    bare = "".join(char for char in name if char.isprintable() and char not in _FORBIDDEN).strip(" .") or "附件"
    stem, dot, ending = bare.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: _NAME_LENGTH - len(ending) - 1]}.{ending}"
    return bare[:_NAME_LENGTH]


def size_words(size: int) -> str:
    """How large a file is: 36 KB, 2.4 MB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(round(size / 1024), 1)} KB"


def _whole(seat: Seat, attachment: Attachment, progress: Progress | None) -> Iterator[bytes]:
    """The parts of a file; after the last one it is certain that they are what was added."""
    digest, come = hashlib.sha256(), 0
    for part in read(seat, attachment.id):
        digest.update(part)
        come += len(part)
        yield part
        if progress is not None:
            progress(come, attachment.size)
    if digest.digest() != attachment.sha256:
        raise BadInput(f"“{attachment.name}”在数据库里已损坏，没有取出。", field="attachment")


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise BadInput(f"“{path.name}”是文件夹，请选择一个文件。", field="attachment")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(f"没有这个文件：{path}", field="attachment") from None
    except PermissionError:
        raise BadInput(f"“{path.name}”打不开：没有权限，或正被别的程序占用。", field="attachment") from None
    except OSError as error:
        raise BadInput(f"“{path.name}”读不出来（{error.strerror}）。", field="attachment") from error
    if not content:
        raise BadInput(f"“{path.name}”是空文件。", field="attachment")
    if len(content) > MOST_BYTES:
        raise BadInput(f"“{path.name}”超过 10 MB，请压缩后再添加。", field="attachment")
    return content


def _attachment(seat: Seat, row: dict[str, Any]) -> Attachment:
    return Attachment(
        id=row["id"],
        complaint_id=row["complaint_id"],
        name=row["name"],
        kind=FileKind(row["kind"]),
        size=row["size"],
        sha256=bytes(row["sha256"]),
        added_by_name=person_name(seat.directory, row["added_by"]),
        added_at=row["added_at"],
    )
