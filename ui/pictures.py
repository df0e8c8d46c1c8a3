"""Attached files as pictures, for a thumbnail or to be looked at: strangers' bytes, so bounded in every direction.

Safe from any thread, blocks: call it in a job.
"""

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.errors import BadInput
from app.records import FileKind
from ui.pdf_pages import draw_first

MOST_PIXELS = 100_000_000  # of the file; a telephone's camera has up to 100 million
MOST_MEGABYTES = 512  # that Qt may take to decode one picture: 100 million pixels of four bytes, and some

_FORMATS = {FileKind.JPEG: b"jpeg", FileKind.PNG: b"png", FileKind.WEBP: b"webp"}


def picture_of(kind: FileKind, content: bytes, side: int) -> QImage:
    """The picture, or the first page of a PDF, at most ``side`` pixels wide and high.

    Errors: BadInput(field="attachment") for what is broken, too large, locked, or not what it says it is.
    """
    if kind is FileKind.PDF:
        try:
            return draw_first(content, side)
        except pypdfium2.PdfiumError as error:
            raise BadInput("这个 PDF 不能预览：文件已损坏或有密码，可以打开或另存。", field="attachment") from error
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    kept = QByteArray(content)
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_FORMATS[kind]))
    reader.setDecideFormatFromContent(False)  # the decoder of its kind, and no other
    reader.setAutoTransform(True)  # as the telephone was held
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        raise BadInput("这张图片不能预览：尺寸过大，或文件已损坏；可以打开或另存。", field="attachment")
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    picture = reader.read()
    if picture.isNull():
        raise BadInput("这张图片不能预览：文件已损坏；可以打开或另存。", field="attachment")
    return picture
