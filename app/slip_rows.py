"""Rows of labelled cells laid out for the slip: type size, lines and height. Sizes and widths in points."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.line_breaks import break_lines, flow_items
from app.pdf_fonts import REGULAR, ruler

BODY, SMALL, TINY = 10.5, 9.0, 8.0
LEADING = 1.42  # line height as a multiple of the size
LABEL_WIDTH = 56.0
PADDING = 6.0
ROW_HEIGHT = 24.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A label and its value; ``share`` is the cell's part of the row's width."""

    label: str
    items: Sequence[str]
    share: float = 1.0
    weight: str = REGULAR


@dataclass(frozen=True, slots=True)
class LaidCell:
    cell: Cell
    width: float
    size: float
    lines: list[str]
    whole: bool  # False: cut short with a mark, so the value must be printed whole elsewhere


@dataclass(frozen=True, slots=True)
class LaidRow:
    cells: list[LaidCell]
    height: float


def lay_row(cells: Sequence[Cell], width: float, most: int, mark: str) -> LaidRow:
    """Find size and lines of each cell; a long value takes smaller type first, then the row grows.

    A value of more than ``most`` lines is cut short with ``mark``, which says where the whole of it stands.
    """
    total = sum(cell.share for cell in cells)
    laid = [_lay_cell(cell, width * cell.share / total, most, mark) for cell in cells]
    height = max(len(cell.lines) * cell.size * LEADING + PADDING for cell in laid)
    return LaidRow(laid, max(ROW_HEIGHT, height))


def _lay_cell(cell: Cell, width: float, most: int, mark: str) -> LaidCell:
    room = width - LABEL_WIDTH - 2 * PADDING
    size = BODY
    lines = flow_items(cell.items, room, ruler(cell.weight, size))
    if len(lines) > 1:
        size = SMALL
        lines = flow_items(cell.items, room, ruler(cell.weight, size))
    kept = shorten(lines, most, room, cell.weight, size, mark)
    return LaidCell(cell, width, size, kept, kept == lines)


def shorten(lines: list[str], most: int, width: float, weight: str, size: float, mark: str) -> list[str]:
    """The lines, if there are at most ``most`` of them; else that many, the last one ending with ``mark``."""
    if len(lines) <= most:
        return lines
    measure = ruler(weight, size)
    last = break_lines(lines[most - 1], width - measure(mark), measure)[0]
    return [*lines[: most - 1], last + mark]
