"""The pen that draws a slip: text, boxes, rows, QR codes. Everything in points, y counted down from the top."""

from collections.abc import Sequence
from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.pdfgen.canvas import Canvas

from app.pdf_fonts import REGULAR, ruler
from app.slip_rows import BODY, LABEL_WIDTH, LEADING, PADDING, SMALL, LaidRow


@lru_cache(maxsize=32)
def _qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return tuple(tuple(row) for row in code.modules)


class Pen:
    """Draws on one canvas whose fonts are loaded."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def text(
        self, x: float, baseline: float, words: str, size: float = BODY, weight: str = REGULAR, white: bool = False
    ) -> float:
        """Write one line; returns the x where it ends."""
        self._canvas.setFillGray(1.0 if white else 0.0)
        self._canvas.setFont(weight, size)
        self._canvas.drawString(x, self._height - baseline, words)
        return x + ruler(weight, size)(words)

    def text_right(
        self, x: float, baseline: float, words: str, size: float = BODY, weight: str = REGULAR, white: bool = False
    ) -> None:
        """Write one line that ends at ``x``."""
        self.text(x - ruler(weight, size)(words), baseline, words, size, weight, white)

    def lines(self, x: float, top: float, lines: Sequence[str], size: float, weight: str = REGULAR) -> None:
        """Write lines below one another; ``top`` is the upper edge of the first."""
        for number, line in enumerate(lines):
            self.text(x, top + (number + 0.5) * size * LEADING + size * 0.36, line, size, weight)

    def label(self, x: float, middle: float, words: str) -> None:
        """Write a label of two to four characters spread over the width of four, so that all begin and end alike."""
        spacing = (4 - len(words)) * SMALL / (len(words) - 1)
        self._canvas.setFillGray(0.0)
        self._canvas.setFont(REGULAR, SMALL)
        left = x + (LABEL_WIDTH - 4 * SMALL) / 2
        self._canvas.drawString(left, self._height - middle - SMALL * 0.36, words, charSpace=spacing)

    def fill(self, x: float, top: float, width: float, height: float, grey: float, radius: float = 0.0) -> None:
        """Fill a box; ``grey`` 0 is black."""
        self._canvas.setFillGray(grey)
        self._canvas.roundRect(x, self._height - top - height, width, height, radius, stroke=0, fill=1)

    def frame(self, x: float, top: float, width: float, height: float) -> None:
        self._canvas.setStrokeGray(0.0)
        self._canvas.setLineWidth(0.7)
        self._canvas.rect(x, self._height - top - height, width, height, stroke=1, fill=0)

    def blank(self, x: float, baseline: float, width: float) -> float:
        """A hairline to write on by hand; returns the x where it ends."""
        self._canvas.setStrokeGray(0.45)
        self._canvas.setLineWidth(0.4)
        self._canvas.line(x, self._height - baseline - 2, x + width, self._height - baseline - 2)
        return x + width

    def cut(self, top: float, width: float) -> None:
        """The dashed line along which the parts are cut."""
        self._canvas.saveState()
        self._canvas.setStrokeGray(0.0)
        self._canvas.setLineWidth(0.6)
        self._canvas.setDash(3, 2.4)
        self._canvas.line(26, self._height - top, width - 14, self._height - top)
        self._canvas.restoreState()
        self.text(12, top + 4, "✂", 11)

    def row(self, x: float, top: float, row: LaidRow) -> float:
        """Draw a row of cells; returns its lower edge."""
        for laid in row.cells:
            left = self._open_cell(x, top, laid.width, row.height, laid.cell.label)
            spare = row.height - len(laid.lines) * laid.size * LEADING
            self.lines(left, top + spare / 2, laid.lines, laid.size, laid.cell.weight)
            x += laid.width
        return top + row.height

    def form_row(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        cells: Sequence[tuple[str, float, Sequence[str | float]]],
    ) -> float:
        """A row to fill in by hand; each cell is label, share, pieces: words, or the width of a blank."""
        total = sum(share for _, share, _ in cells)
        for label, share, pieces in cells:
            wide = width * share / total
            left = self._open_cell(x, top, wide, height, label)
            for piece in pieces:
                baseline = top + height / 2 + SMALL * 0.42
                if isinstance(piece, str):
                    left = self.text(left, baseline, piece, SMALL)
                else:
                    left = self.blank(left + 2, baseline, piece) + 2
            x += wide
        return top + height

    def _open_cell(self, x: float, top: float, width: float, height: float, label: str) -> float:
        self.fill(x, top, LABEL_WIDTH, height, 0.94)
        self.frame(x, top, width, height)
        self.label(x, top + height / 2, label)
        return x + LABEL_WIDTH + PADDING

    def qr(self, x: float, top: float, width: float, text: str) -> None:
        """A QR code, error correction M (15 % may be lost); keep 4 modules of white around it."""
        rows = _qr_rows(text)
        module = width / len(rows)
        path = self._canvas.beginPath()
        for line, row in enumerate(rows):
            column = 0
            while column < len(row):
                start = column
                while column < len(row) and row[column]:
                    column += 1
                if column > start:
                    lower = self._height - top - (line + 1) * module
                    path.rect(x + start * module, lower, (column - start) * module, module)
                column += 1
        self._canvas.setFillGray(0.0)
        self._canvas.drawPath(path, stroke=0, fill=1)
