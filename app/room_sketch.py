"""The sketch of a room with its measuring point, on the sheet of a room temperature test (HZ Art.42). Pure drawing."""

from reportlab.pdfgen.canvas import Canvas

from app.pdf_fonts import BOLD, REGULAR, ruler
from app.slip_rows import TINY


class RoomSketch:
    """Plan at the left, height at the right, within a box; y counts down from the top of the page."""

    def __init__(self, canvas: Canvas, page_height: float, height_words: str) -> None:
        self._canvas, self._page, self._height_words = canvas, page_height, height_words

    def draw(self, x: float, top: float, width: float, height: float) -> None:
        """Draw both in a box of this size."""
        plan = width * 0.6
        self._plan(x + 8, top + 18, plan - 16, height - 34)
        self._elevation(x + plan + 8, top + 18, width - plan - 22, height - 34)

    def _plan(self, x: float, top: float, width: float, height: float) -> None:
        canvas, bottom = self._canvas, self._page - top - height
        self._words(x, top - 5, "平面：对角线交点", BOLD)
        canvas.setStrokeGray(0.0)
        canvas.setLineWidth(1.6)
        canvas.rect(x, bottom, width, height, stroke=1, fill=0)
        canvas.setLineWidth(0.5)
        canvas.setDash(3, 2.4)
        canvas.line(x, bottom, x + width, bottom + height)
        canvas.line(x, bottom + height, x + width, bottom)
        canvas.setDash()
        self._point(x + width / 2, bottom + height / 2)
        self._words(x + width / 2 + 9, top + height / 2 - 7, "测点", BOLD)
        canvas.setLineWidth(4)  # the window in the upper wall, the radiator below it
        canvas.setStrokeGray(0.75)
        canvas.line(x + width * 0.3, bottom + height, x + width * 0.7, bottom + height)
        canvas.setStrokeGray(0.0)
        canvas.setLineWidth(0.6)
        canvas.rect(x + width * 0.36, bottom + height - 13, width * 0.28, 6, stroke=1, fill=0)
        self._words(x + 5, top + 12, "窗（关）")
        self._words(x + width - 5 - ruler(REGULAR, TINY)("散热器"), top + 12, "散热器")
        canvas.setStrokeGray(1.0)  # the door
        canvas.setLineWidth(2.4)
        canvas.line(x + width * 0.12, bottom, x + width * 0.28, bottom)
        canvas.setStrokeGray(0.0)
        canvas.setLineWidth(0.8)
        canvas.line(x + width * 0.12, bottom, x + width * 0.25, bottom - 7)
        self._words(x + width * 0.31, top + height + 10, "门（关）")

    def _elevation(self, x: float, top: float, width: float, height: float) -> None:
        canvas, floor = self._canvas, self._page - top - height
        self._words(x, top - 5, "高度", BOLD)
        canvas.setStrokeGray(0.0)
        canvas.setLineWidth(1.6)
        canvas.line(x, floor, x + width, floor)
        middle, point = x + width * 0.3, floor + height * 0.5
        self._point(middle, point)
        canvas.setLineWidth(0.6)
        canvas.line(middle, floor, middle, point - 5)
        for tip, step in ((floor, 5), (point - 5, -5)):
            canvas.line(middle, tip, middle - 2.6, tip + step)
            canvas.line(middle, tip, middle + 2.6, tip + step)
        self._words(middle + 8, top + height * 0.75 + 3, self._height_words, BOLD)
        self._words(x, top + height + 10, "地面")

    def _point(self, x: float, y: float) -> None:
        self._canvas.setFillGray(0.0)
        self._canvas.circle(x, y, 3.4, stroke=0, fill=1)
        self._canvas.setLineWidth(0.6)
        self._canvas.circle(x, y, 6.2, stroke=1, fill=0)

    def _words(self, x: float, baseline: float, words: str, weight: str = REGULAR) -> None:
        self._canvas.setFillGray(0.0)
        self._canvas.setFont(weight, TINY)
        self._canvas.drawString(x, self._page - baseline, words)
