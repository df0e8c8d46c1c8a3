"""Papers of many A4 pages: headings, paragraphs and tables that flow on, each page with its number of how many.

Everything is laid out first, so that page 1 knows the last one; then the pages are drawn one by one, and between them a
slip may be drawn, progress told, or the whole given up. Points; y counts down from the top.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from threading import Event

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app import pdf_fonts
from app.errors import WarmlineError
from app.line_breaks import break_lines
from app.pdf_fonts import BOLD, REGULAR, ruler

WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM = 40.0, 62.0, HEIGHT - 52.0
INSIDE = WIDTH - 2 * SIDE
LEADING = 1.42
CELL = 8.5
_PAD = 3.5
_BAR_GREY = 0.45

Progress = Callable[[int, int], None]
"""Told after each page: pages done, pages in all."""


class Cancelled(WarmlineError):
    """Given up by whoever asked for it."""

    def __init__(self) -> None:
        super().__init__("已取消，没有写出文件。")


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a table; ``share`` is its part of the width."""

    title: str
    share: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell that is a bar from the left edge of its column; ``share``: of the column's width, 0 to 1."""

    share: float


_Word = tuple[float, float, str, float, str]  # x, baseline, words, size, weight
_Box = tuple[float, float, float, float, float]  # x, top, width, height, grey


class Paper:
    """One document. Made, filled from top to bottom, then printed. Use it from one thread."""

    def __init__(self, title: str, number: str, under: str = "") -> None:
        """``title`` stands on every page, ``number`` beside it; ``under`` at the foot of every page."""
        with pdf_fonts.PRESS:
            pdf_fonts.load()
        self._title, self._number, self._under = (_printed(one) for one in (title, number, under))
        self._words: list[list[_Word]] = []
        self._boxes: list[list[_Box]] = []
        self._lines: list[list[float]] = []
        self._columns: list[tuple[float, float, str]] = []
        self._y = 0.0
        self._turn()

    @property
    def pages(self) -> int:
        """How many there are so far."""
        return len(self._words)

    def heading(self, words: str) -> None:
        """A heading; it never stands alone at the foot of a page."""
        self._columns = []
        self._room(52)
        self._y += 10
        self._write(SIDE, self._y + 10, _printed(words), 11, BOLD)
        self._y += 18

    def paragraph(self, words: str, size: float = 10.0, weight: str = REGULAR, indent: float = 0.0) -> None:
        """Text over the whole width; its own line ends are kept."""
        self._columns = []
        for one in _lines(words, INSIDE - indent, weight, size):
            self._room(size * LEADING)
            self._write(SIDE + indent, self._y + size * 1.1, one, size, weight)
            self._y += size * LEADING

    def keep(self, points: float) -> None:
        """What comes next needs so much room on one page."""
        self._columns = []
        self._room(points)

    def gap(self, points: float) -> None:
        """White space."""
        self._y += points

    def table(self, columns: Sequence[PaperColumn]) -> None:
        """Begin a table; its head stands again on each page it goes on to."""
        whole, x = sum(column.share for column in columns), SIDE
        self._columns = []
        for column in columns:
            wide = INSIDE * column.share / whole
            self._columns.append((x, wide, column.title))
            x += wide
        self._room(44)
        self._head()

    def fits(self, words: str, column: int) -> bool:
        """Whether this stands on one line of that column of the table that was begun, in either weight."""
        wide = self._columns[column][1] - 2 * _PAD
        return all(len(_lines(words, wide, weight, CELL)) == 1 for weight in (REGULAR, BOLD))

    def row(self, cells: Sequence[str | Bar], weight: str = REGULAR) -> None:
        """A row of the table that was begun; a cell grows downwards, one longer than a page goes on."""
        laid = [
            _lines("" if isinstance(cell, Bar) else cell, wide - 2 * _PAD, weight, CELL)
            for cell, (_, wide, _) in zip(cells, self._columns, strict=True)
        ]
        left, step = max(len(lines) for lines in laid), CELL * LEADING
        done = 0
        while done < left:
            fits = int((BOTTOM - self._y - 2 * _PAD) // step)
            if fits < min(left - done, 40):
                self._turn()
                continue
            part = min(left - done, fits)
            if not done:
                self._bars(cells)
            for (x, _, _), lines in zip(self._columns, laid, strict=True):
                for number, one in enumerate(lines[done : done + part]):
                    if one:
                        self._write(x + _PAD, self._y + _PAD + number * step + CELL, one, CELL, weight)
            self._y += part * step + 2 * _PAD - 1
            self._lines[-1].append(self._y)
            done += part

    def signatures(self, cells: Sequence[tuple[str, str]]) -> None:
        """Boxes side by side: who signs, and what stands there already."""
        self._columns = []
        self._room(64)
        wide = INSIDE / len(cells)
        for number, (label, words) in enumerate(cells):
            x = SIDE + number * wide
            self._boxes[-1].append((x, self._y, wide - 6, 54, 1.0))
            self._write(x + 6, self._y + 14, _printed(label), 9, REGULAR)
            for line, one in enumerate(_lines(words, wide - 18, BOLD, 10)[:2]):
                self._write(x + 6, self._y + 31 + line * 14, one, 10, BOLD)
        self._y += 64

    def print(self, progress: Progress | None = None, cancelled: Event | None = None) -> bytes:
        """The PDF. Errors: Cancelled as soon as ``cancelled`` is set."""
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=A4, pageCompression=1, invariant=1, initialFontName=REGULAR, lang="zh-CN")
        canvas.setTitle(self._number)
        canvas.setAuthor("12319")
        for page in range(self.pages):
            if cancelled is not None and cancelled.is_set():
                raise Cancelled
            with pdf_fonts.PRESS:
                self._draw(canvas, page)
                canvas.showPage()
            if progress is not None:
                progress(page + 1, self.pages)
        with pdf_fonts.PRESS:
            canvas.save()
        return buffer.getvalue()

    def _draw(self, canvas: Canvas, page: int) -> None:
        canvas.setLineWidth(0.6)
        for x, top, width, height, grey in self._boxes[page]:
            canvas.setFillGray(grey)
            canvas.setStrokeGray(0.55)
            canvas.rect(x, HEIGHT - top - height, width, height, stroke=int(grey == 1.0), fill=1)
        canvas.setStrokeGray(0.75)
        canvas.setLineWidth(0.4)
        for y in self._lines[page]:
            canvas.line(SIDE, HEIGHT - y, WIDTH - SIDE, HEIGHT - y)
        canvas.setFillGray(0.0)
        set_as: tuple[str, float] | None = None
        for x, baseline, words, size, weight in (*self._frame(page), *self._words[page]):
            if set_as != (weight, size):
                canvas.setFont(weight, size)
                set_as = weight, size
            canvas.drawString(x, HEIGHT - baseline, words)
        canvas.setStrokeGray(0.0)
        canvas.setLineWidth(0.8)
        canvas.line(SIDE, HEIGHT - 50, WIDTH - SIDE, HEIGHT - 50)

    def _frame(self, page: int) -> list[_Word]:
        count = f"第 {page + 1} 页 共 {self.pages} 页"
        foot = HEIGHT - 30
        return [
            (SIDE, 42, self._title, 15, BOLD),
            (WIDTH - SIDE - ruler(BOLD, 10)(self._number), 42, self._number, 10, BOLD),
            (SIDE, foot, self._under, 7.5, REGULAR),
            (WIDTH - SIDE - ruler(REGULAR, 9)(count), foot, count, 9, REGULAR),
        ]

    def _write(self, x: float, baseline: float, words: str, size: float, weight: str) -> None:
        self._words[-1].append((x, baseline, words, size, weight))

    def _bars(self, cells: Sequence[str | Bar]) -> None:
        for cell, (x, wide, _) in zip(cells, self._columns, strict=True):
            if isinstance(cell, Bar) and cell.share > 0:
                long = max(0.75, min(cell.share, 1.0) * (wide - 2 * _PAD))  # the shortest is seen, too
                self._boxes[-1].append((x + _PAD, self._y + _PAD + 1.5, long, CELL - 1.0, _BAR_GREY))

    def _room(self, height: float) -> None:
        if self._y + height > BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self._words.append([])
        self._boxes.append([])
        self._lines.append([])
        self._y = TOP
        if self._columns:
            self._head()

    def _head(self) -> None:
        self._boxes[-1].append((SIDE, self._y, INSIDE, 17, 0.92))
        for x, _, title in self._columns:
            self._write(x + _PAD, self._y + 12, title, CELL, BOLD)
        self._y += 17


@lru_cache(maxsize=4096)
def _printed(words: str) -> str:
    return pdf_fonts.printable(words)


@lru_cache(maxsize=4096)
def _lines(words: str, width: float, weight: str, size: float) -> tuple[str, ...]:
    measure = ruler(weight, size)
    printed = _printed(words)
    if "\n" not in printed and measure(printed) <= width:
        return (printed,)
    return tuple(break_lines(printed, width, measure))
