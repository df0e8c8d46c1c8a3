"""Attached files as pictures: strangers' bytes, decoded within bounds or refused in words."""

import struct
import zlib

import pytest

from app.errors import BadInput
from app.records import FileKind
from made_files import paper, photo
from ui.pictures import picture_of


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is so large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("kind", "content", "size"),
    [
        (FileKind.JPEG, photo(4000, 3000), (96, 72)),
        (FileKind.PNG, photo(30, 40, "PNG"), (30, 40)),  # never larger than it is
        (FileKind.WEBP, photo(640, 1280, "WEBP"), (48, 96)),
        (FileKind.JPEG, photo(5000, 1), (96, 1)),
        (FileKind.PDF, paper(595, 842), (68, 96)),
        (FileKind.PDF, paper(14000, 7000), (96, 48)),
    ],
)
def test_a_picture_of_bounded_size(qapp, kind, content, size):
    made = picture_of(kind, content, 96)
    assert abs(made.width() - size[0]) <= 1
    assert abs(made.height() - size[1]) <= 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FileKind.PNG, bomb(60_000, 60_000)),
        (FileKind.PNG, bomb(2_000, 2_000)),  # cut short
        (FileKind.JPEG, b"\xff\xd8\xff\xe0 photo"),
        (FileKind.JPEG, photo(40, 40, "PNG")),  # not what it says it is
        (FileKind.WEBP, b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        (FileKind.PDF, b"%PDF-1.7"),
        (FileKind.PDF, b"%PDF-1.7\n" + b"<<" * 50_000),
    ],
)
def test_what_can_not_be_shown_is_refused_in_words(qapp, kind, content):
    with pytest.raises(BadInput, match="不能预览") as told:
        picture_of(kind, content, 96)
    assert told.value.field == "attachment"
