"""Pages of a PDF as pictures, for the screen and for the printer. PDFium works for one thread at a time."""

from threading import Lock
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72.0

_PDFIUM = Lock()


class PageSize(NamedTuple):
    """In points."""

    width: float
    height: float


def page_sizes(pdf: bytes) -> list[PageSize]:
    """The size of each page."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [PageSize(*document.get_page_size(at)) for at in range(len(document))]
        finally:
            document.close()


def draw_page(pdf: bytes, at: int, dots_per_inch: float, grey: bool = False) -> QImage:
    """One page, 0 the first; ``grey`` for printers, at a quarter of the memory. Safe from any thread, blocks."""
    kind, form = (
        (raw.FPDFBitmap_Gray, QImage.Format.Format_Grayscale8)
        if grey
        else (raw.FPDFBitmap_BGRx, QImage.Format.Format_RGB32)
    )
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[at].render(
                scale=dots_per_inch / POINTS_PER_INCH, grayscale=grey, force_bitmap_format=kind
            )
            picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form)
            return picture.copy()  # its own memory: the bitmap goes with the document
        finally:
            document.close()


def draw_first(pdf: bytes, side: int) -> QImage:
    """The first page, its longer side ``side`` pixels long however large the paper. Raises PdfiumError."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            scale = side / max(*page.get_size(), 1.0)
            bitmap = page.render(scale=scale, force_bitmap_format=raw.FPDFBitmap_BGRx)
            picture = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            )
            return picture.copy()
        finally:
            document.close()
