"""Workbooks of any length: rows are written as they come, in constant memory; text stays text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from app.errors import BadInput
from app.paper import Cancelled
from app.rules import CITY_TIME
from app.whole_files import put_in_place

LongValue = str | int | float | datetime | None
_STEP = 1000


@dataclass(frozen=True, slots=True)
class LongColumn:
    """A column: its title and its width in characters. Moments are written in the city's time."""

    title: str
    width: int


def write_long(
    path: Path,
    name: str,
    columns: Sequence[LongColumn],
    rows: Iterable[Sequence[LongValue]],
    progress: Callable[[int], None] | None = None,
    cancelled: Event | None = None,
) -> int:
    """Write one sheet with bold frozen header and filter; numbers and moments keep their type, no text is a formula.

    Returns how many rows; ``progress`` is told every thousand. The file appears whole or not at all.
    Errors: BadInput(field="file"), DiskFull, Cancelled, and what the rows may raise.
    """
    if not path.parent.is_dir():  # told before all rows are read
        raise BadInput(f"找不到文件夹“{path.parent}”。", "file")
    written = 0

    def save(unfinished: Path) -> None:
        nonlocal written
        book = Workbook(write_only=True)
        sheet = book.create_sheet(name)
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.freeze_panes = "A2"
        sheet.append([_head(sheet, column.title) for column in columns])
        for row in rows:
            if written % _STEP == 0:
                if cancelled is not None and cancelled.is_set():
                    sheet.close()
                    raise Cancelled
                if progress is not None and written:
                    progress(written)
            sheet.append([_cell(sheet, value) for value in row])
            written += 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{written + 1}"
        book.save(unfinished)

    put_in_place(path, save)
    return written


def _head(sheet: WriteOnlyWorksheet, title: str) -> Cell:
    cell = WriteOnlyCell(sheet, title)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="center")
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: LongValue) -> Cell | LongValue:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.astimezone(CITY_TIME).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
        return cell
    if not isinstance(value, str):
        return value
    if not value:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # '=1+1' stays these four characters
    cell.number_format = "@"  # and stays text when somebody edits it
    return cell
