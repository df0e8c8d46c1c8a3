"""Tables in files: .xlsx and .csv read into sheets of text cells, .xlsx written.

Reading keeps where each cell stood, so that a complaint about the file can name sheet, row and cell. Merged cells are
filled down and right; hidden sheets are left out and named in ``Book.notes``.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import BadInput
from app.whole_files import put_in_place

if TYPE_CHECKING:  # openpyxl costs each window 30 MB, so it is loaded with the first workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024  # a directory of 10,000 rows unpacks to about 5 MB
MOST_ROWS = 100_000
MOST_COLUMNS = 60
MOST_MERGED = 1_000_000  # cells in merged areas; a title over a whole row counts 16,384

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx under a password
_MERGED = re.compile(rb"mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What openpyxl and zipfile raise for files that are cut short or edited by hand (tried by flipping bytes).
_CORRUPT = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,  # xml.etree.ElementTree.ParseError
    EOFError,
    RuntimeError,  # a member under a zip password; NotImplementedError: an odd compression
)


class Percent(float):
    """A share from 0.0 to 1.0 that a cell shows as a percentage."""


Value = str | int | float | date | time | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet that holds something; ``number`` counts from 1 as in Excel."""

    number: int
    cells: tuple[str, ...]  # text as shown; "" is blank
    whole_line: bool = False  # one merged text over several columns and nothing else: a title, a section, a total

    def cell(self, column: int) -> str:
        """Text at a 0-based column; beyond the end is blank."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]  # blank rows left out


@dataclass(frozen=True, slots=True)
class Book:
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()  # what was left out, in Chinese


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to write: (title, width in characters) a column, then its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]


def cell_name(row: int, column: int) -> str:
    """``C7`` for row 7 and the 0-based column 2."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row}"


def read_book(path: Path) -> Book:
    """Read a .xlsx or .csv file.

    Raises BadInput(field="file") in Chinese for a file that is missing, locked, corrupt, too large, under a password
    or of a format that isn't read.
    """
    data = _bytes_of(path)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise BadInput(f"“{path.name}”有打开密码，请在 Excel 中去掉密码后再导入。", "file")
        raise BadInput(f"“{path.name}”是旧的 .xls 格式，请在 Excel 中另存为 .xlsx 后再导入。", "file")
    suffix = path.suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _read_xlsx(path.name, data)
    if suffix in {".xlsx", ".xlsm"}:
        raise BadInput(f"“{path.name}”不是完好的 Excel 文件，请重新保存一份再导入。", "file")
    if suffix in {".csv", ".txt", ".tsv"}:
        return _read_csv(path, data)
    raise BadInput(f"“{path.name}”不能导入：只认 .xlsx 和 .csv 文件。", "file")


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BadInput(f"“{path.name}”是文件夹，不是文件。", "file")
        if size > MOST_BYTES:
            raise BadInput(f"“{path.name}”有 {size / 1048576:.0f} MB，最大只能导入 20 MB。", "file")
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"找不到文件“{path}”。", "file") from None
    except PermissionError:
        raise BadInput(f"打不开“{path.name}”：没有权限，或正被 Excel 打开，请关闭后再试。", "file") from None
    except (OSError, ValueError) as error:  # ValueError: NUL in the path
        raise BadInput(f"读不了文件“{path.name}”：{error}", "file") from None
    if not data.strip():
        raise BadInput(f"“{path.name}”是空文件。", "file")
    return data


def _read_xlsx(name: str, data: bytes) -> Book:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > MOST_UNPACKED:  # declared sizes are limits: zipfile never unpacks more than was declared
                raise BadInput(f"“{name}”解压后有 {unpacked / 1048576:.0f} MB，超过 64 MB，不予导入。", "file")
            if sum(_merged_cells(archive)) > MOST_MERGED:
                raise _too_large(name)
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (*_CORRUPT, InvalidFileException):
        raise BadInput(f"“{name}”已损坏，或不是 Excel 文件，请重新保存一份再导入。", "file") from None
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    notes = [f"隐藏的工作表“{sheet.title}”没有导入" for sheet in book.worksheets if sheet not in shown]
    return Book(tuple(_sheet_of(name, sheet) for sheet in shown), tuple(notes))


def _merged_cells(archive: zipfile.ZipFile) -> Iterator[int]:
    """Sizes of all merged areas, read before openpyxl does, which makes an object of each cell in them."""
    from openpyxl.worksheet.cell_range import CellRange

    for member in archive.infolist():
        if member.filename.startswith("xl/worksheets/"):
            for area in _MERGED.findall(archive.read(member)):
                size = CellRange(area.decode()).size
                yield size["rows"] * size["columns"]


def _sheet_of(name: str, sheet: "Worksheet") -> Sheet:
    texts: dict[tuple[int, int], str] = {}
    # The sparse store, not iter_rows: one stray cell at XFD1048576 would make that walk 17 billion cells.
    for (row, column), cell in sheet._cells.items():
        text = _text_of(cell.value, cell.number_format)
        if text:
            if row > MOST_ROWS or column > MOST_COLUMNS:
                raise _too_large(f"{name}”的工作表“{sheet.title}")
            texts[row, column] = text
    lines = set()
    for merged in sheet.merged_cells.ranges:
        first = texts.get((merged.min_row, merged.min_col))
        if not first:
            continue
        last_column = min(merged.max_col, MOST_COLUMNS)  # titles are merged over whole rows, up to XFD
        if merged.max_col > merged.min_col:
            lines.add((merged.min_row, first))
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, last_column + 1):
                texts[row, column] = first
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in texts.items():
        by_row.setdefault(row, {})[column] = text
    rows = []
    for number in sorted(by_row):
        cells = by_row[number]
        words = set(cells.values())
        whole = len(words) == 1 and (number, next(iter(words))) in lines
        rows.append(Row(number, tuple(cells.get(column, "") for column in range(1, max(cells) + 1)), whole))
    return Sheet(sheet.title, tuple(rows))


def _too_large(name: str) -> BadInput:
    return BadInput(f"“{name}”太大：最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列。", "file")


def _text_of(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, int) and set(number_format) == {"0"}:
        return str(value).zfill(len(number_format))  # 018 typed as a number and shown with the format 000
    return str(value).strip()


def _read_csv(path: Path, data: bytes) -> Book:
    text = _decoded(path.name, data)
    rows = []
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), start=1):
            cells = [cell.strip() for cell in record]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise _too_large(path.name)
            rows.append(Row(number, tuple(cells)))
    except csv.Error:
        raise BadInput(f"“{path.name}”不是完好的 csv 文件：有一个单元格太长或引号没有成对。", "file") from None
    return Book((Sheet(path.stem, tuple(rows)),))


def _decoded(name: str, data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with or without mark, else GB18030, which holds GBK and GB2312."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:  # commas and line ends of UTF-16 without a mark: NUL comes second in the little-endian form
        encodings = ["utf-16-le" if data.find(b"\0") % 2 else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"认不出“{name}”的文字编码，请另存为 UTF-8 的 csv 或 .xlsx 再导入。", "file")


def _delimiter(text: str) -> str:
    """The one of tab, comma and semicolon that stands on most of the first lines; then the most frequent."""
    lines = [line for line in text.splitlines()[:200] if line.strip()][:50]

    def weight(mark: str) -> tuple[int, int]:
        return sum(mark in line for line in lines), sum(line.count(mark) for line in lines)

    return max("\t,;", key=weight)


def write_book(path: Path, tables: Iterable[Table]) -> None:
    """Write tables as .xlsx: bold frozen header, filter, widths; text stays text (no cell ever becomes a formula).

    The file appears whole or not at all. Raises BadInput(field="file") when it can't be written there, DiskFull when
    the disk is full.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    put_in_place(path, book.save)


def _fill(sheet: "Worksheet", table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.utils.exceptions import IllegalCharacterError

    for column, (title, width) in enumerate(table.columns, start=1):
        head = sheet.cell(1, column, title)
        head.font = Font(bold=True)
        head.alignment = Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, values in enumerate(table.rows, start=2):
        for column, value in enumerate(values, start=1):
            if value is None or value == "":
                continue
            try:
                cell = sheet.cell(number, column, value)
            except IllegalCharacterError:
                raise BadInput(f"“{table.name}”第 {number} 行含有不能写入 Excel 的控制字符。", "file") from None
            if isinstance(value, str):
                cell.data_type = "s"  # '=1+1' stays these four characters
                cell.number_format = "@"  # and stays text when somebody edits it
            elif isinstance(value, float):
                cell.number_format = "0.0%" if isinstance(value, Percent) else "0.0"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
