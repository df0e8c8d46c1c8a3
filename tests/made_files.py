"""Photos and papers as people attach them, made on the spot."""

from io import BytesIO

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage
from reportlab.pdfgen.canvas import Canvas


def photo(width: int, height: int, form: str = "JPEG") -> bytes:
    """A picture of one colour, in a format that Qt writes."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor("#1B63A6"))
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert picture.save(buffer, form)
    return kept.data()


def paper(width: float, height: float) -> bytes:
    """Two pages of PDF, their size in points."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    canvas.drawString(10, 10, "16.5 C")
    canvas.showPage()
    canvas.drawString(10, 10, "2")
    canvas.save()
    return out.getvalue()
