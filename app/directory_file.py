"""A published directory read into entries: each data row with what it says, each bad cell with its reason.

The file is read on its own, without the stored directory: names of companies and stations stay words here, and
``app/directory_changes.py`` finds out what they mean and what would change.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.directory_cells import (
    half_width,
    read_buildings,
    read_count,
    read_day,
    read_kind,
    read_rank,
    read_yes,
    split_words,
)
from app.directory_columns import LOOKED_FOR, Columns, plain, read_heading, subject_of
from app.directory_people import ManagerEntry, read_managers, read_numbers
from app.errors import BadInput
from app.records import CommunityKind
from app.workbooks import Row, Sheet, cell_name, read_book

T = TypeVar("T")

LONGEST_TEXT = 200  # characters of a name, an alias or an address
LONGEST_NOTE = 1000

_BLANK_WORDS = frozenset(("无", "暂无", "-", "--", "—", "——", "/", "\\", "空"))
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总数)(?:[:(\d].*)?|共\d+(?:个|户|处|家|座|条|人).*")
_FOOTER = re.compile(r"[^\d:]{1,10}:.*|第\d+页.*|\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_SECTION = re.compile(r"(?:\(?[一二三四五六七八九十\d]+[)、.])?([^()]*(?:热力|供热|供暖)[^()]*?)(?:\([^()]*\))?:?")
_FORMULA_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row can't be taken; ``cell`` is empty when the whole row is meant."""

    sheet: str
    row: int
    reason: str
    cell: str = ""

    def __str__(self) -> str:
        where = f"（{self.cell}）" if self.cell else ""
        return f"工作表“{self.sheet}”第 {self.row} 行{where}：{self.reason}"


@dataclass(frozen=True, slots=True)
class CompanyEntry:
    sheet: str
    row: int
    name: str
    code: str = ""
    short_name: str = ""
    service_phones: tuple[str, ...] = ()
    duty_phone: str = ""


@dataclass(frozen=True, slots=True)
class StationEntry:
    sheet: str
    row: int
    code: str
    name: str
    company: str = ""  # as written
    address: str = ""
    homes: int | None = None


@dataclass(frozen=True, slots=True)
class CommunityEntry:
    """One row about a community; empty and None mean that the row doesn't say.

    Where the row names buildings, ``company`` and ``station`` are those of the buildings.
    """

    sheet: str
    row: int
    name: str
    aliases: tuple[str, ...] = ()
    address: str = ""
    kind: CommunityKind | None = None
    company: str = ""
    station: str = ""
    station_code: str = ""
    handed_over: bool | None = None
    warranty_until: date | None = None
    homes: int | None = None
    note: str = ""
    buildings: tuple[str, ...] = ()
    managers: tuple[ManagerEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    companies: tuple[CompanyEntry, ...]
    stations: tuple[StationEntry, ...]
    communities: tuple[CommunityEntry, ...]
    errors: tuple[RowError, ...]
    notes: tuple[str, ...]  # what was passed over, in Chinese


def read_directory_file(path: Path, area_code: str = "0530") -> DirectoryFile:
    """Read a .xlsx or .csv; local numbers get ``area_code``.

    Raises BadInput(field="file") when the file can't be read or no sheet of it has a heading.
    """
    book = read_book(path)
    reading = _Reading(area_code, list(book.notes))
    headed = [reading.read_sheet(sheet) for sheet in book.sheets]
    if not any(headed):
        raise BadInput(_no_heading(path.name, book.sheets), "file")
    for sheet, found in zip(book.sheets, headed, strict=True):
        if sheet.rows and not found:
            reading.notes.append(f"工作表“{sheet.name}”没有认得的表头，没有导入")
    return DirectoryFile(
        tuple(reading.companies),
        tuple(reading.stations),
        tuple(reading.communities),
        tuple(reading.errors),
        tuple(reading.notes),
    )


def _no_heading(name: str, sheets: tuple[Sheet, ...]) -> str:
    lines = [f"“{name}”里没有找到表头：要有一行写着 {LOOKED_FOR} 等列名（至少有小区名称和另外一列）。"]
    for sheet in sheets:
        for row in sheet.rows:
            if row.number <= 10:
                held = "、".join(dict.fromkeys(cell for cell in row.cells if cell))
                lines.append(f"工作表“{sheet.name}”第 {row.number} 行：{held[:60]}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "前 10 行都是空的。"])


class _Reading:
    """One pass over a file."""

    def __init__(self, area_code: str, notes: list[str]) -> None:
        self.companies: list[CompanyEntry] = []
        self.stations: list[StationEntry] = []
        self.communities: list[CommunityEntry] = []
        self.errors: list[RowError] = []
        self.notes = notes
        self._area_code = area_code

    def read_sheet(self, sheet: Sheet) -> bool:
        """Walk the rows; False when no heading was met."""
        columns: Columns | None = None
        heading_row = 0
        section = ""  # the company that a line such as 一、永恒热力有限公司 puts above its communities
        for row in sheet.rows:
            heading = read_heading(row, columns if heading_row == row.number - 1 else None)
            if heading is not None and subject_of(heading, sheet.name):
                columns, heading_row = heading, row.number
            elif columns is None or _is_total(row):
                continue
            elif row.whole_line or sum(1 for cell in row.cells if cell) == 1:
                line = unicodedata.normalize("NFKC", next(cell for cell in row.cells if cell)).strip()
                named = _SECTION.fullmatch(line)
                if named and ("公司" in line or row.whole_line) and "company" not in columns:
                    section = named[1].strip()
                elif row.whole_line or _FOOTER.fullmatch(line):
                    self.notes.append(f"工作表“{sheet.name}”第 {row.number} 行不是小区，跳过：{line[:40]}")
                else:
                    self._read_row(_Cells(self, sheet.name, row, columns), section)
            else:
                self._read_row(_Cells(self, sheet.name, row, columns), section)
        return columns is not None

    def _read_row(self, cells: "_Cells", section: str) -> None:
        before = len(self.errors)
        if cells.is_blank() or not cells.are_sound():
            return
        match subject_of(cells.columns, cells.sheet):
            case "station":
                station = self._station(cells)
                if len(self.errors) == before:
                    self.stations.append(station)
            case "company":
                company = self._company(cells)
                if len(self.errors) == before:
                    self.companies.append(company)
            case _:
                community = self._community(cells, section)
                if len(self.errors) == before:
                    self.communities.append(community)

    def _company(self, cells: "_Cells") -> CompanyEntry:
        return CompanyEntry(
            cells.sheet,
            cells.row.number,
            cells.name("company", "公司名称"),
            plain(cells.text("code")),
            cells.text("short_name"),
            cells.read("service_phones", self._phones) or cells.read("phone", self._phones) or (),
            next(iter(cells.read("duty_phone", self._phones) or ()), ""),
        )

    def _station(self, cells: "_Cells") -> StationEntry:
        return StationEntry(
            cells.sheet,
            cells.row.number,
            plain(cells.text("station_code")),
            cells.name("station" if "station" in cells.columns else "community", "换热站名称"),
            cells.text("company"),
            cells.text("address"),
            cells.read("homes", read_count),
        )

    def _community(self, cells: "_Cells", section: str) -> CommunityEntry:
        exact = cells.text("building")
        return CommunityEntry(
            sheet=cells.sheet,
            row=cells.row.number,
            name=cells.name("community", "小区名称"),
            aliases=cells.read("aliases", split_words) or (),
            address=cells.text("address"),
            kind=cells.read("kind", read_kind),
            company=cells.text("company") or section,
            station=cells.text("station"),
            station_code=plain(cells.text("station_code")),
            handed_over=cells.read("handed_over", read_yes),
            warranty_until=cells.read("warranty_until", read_day),
            homes=cells.read("homes", read_count),
            note=cells.text("note", LONGEST_NOTE),
            buildings=(exact,) if exact else cells.read("buildings", read_buildings) or (),
            managers=self._managers(cells),
        )

    def _managers(self, cells: "_Cells") -> tuple[ManagerEntry, ...]:
        """Managers in one set of columns, or in several side by side (管理员1 电话1 管理员2 电话2)."""
        names, phones = cells.columns.get("manager", ()), cells.columns.get("phone", ())
        duties = cells.columns.get("duty", ())
        sets = len(names) if len(names) > 1 and len(names) == len(phones) else 1
        found: list[ManagerEntry] = []
        for index in range(sets):
            mine = names[index : index + 1] if sets > 1 else names
            numbers = phones[index : index + 1] if sets > 1 else phones
            hours = duties[index : index + 1] if sets > 1 and len(duties) == sets else duties
            texts = [" / ".join(dict.fromkeys(filter(None, map(cells.at, some)))) for some in (mine, numbers, hours)]
            try:
                found.extend(read_managers(texts[0], texts[1], texts[2], self._area_code))
            except BadInput as error:
                cells.refuse(error.sentence, next((one for one in (*numbers, *mine) if cells.at(one)), None))
        rank, verified = cells.read("rank", read_rank), cells.read("verified_on", read_day)
        return tuple(replace(one, rank=rank, verified_on=verified) for one in found)

    def _phones(self, text: str) -> tuple[str, ...]:
        return read_numbers(text, self._area_code)


class _Cells:
    """The cells of one data row by field; what can't be read goes to the list of errors."""

    def __init__(self, reading: _Reading, sheet: str, row: Row, columns: Columns) -> None:
        self.sheet, self.row, self.columns = sheet, row, columns
        self._errors = reading.errors

    def at(self, column: int) -> str:
        text = self.row.cell(column)
        return "" if plain(text) in _BLANK_WORDS else text

    def is_blank(self) -> bool:
        """Nothing in any column that counts: a serial number alone is a blank line of a form."""
        return not any(self.at(one) for field, all_ in self.columns.items() if field != "serial" for one in all_)

    def are_sound(self) -> bool:
        """Whether no cell that counts holds a formula's error or a character that can't be stored or seen."""
        sound = True
        for column in sorted({column for columns in self.columns.values() for column in columns}):
            text = self.at(column)
            if any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c not in "\t\r\n"):
                sound = self.refuse("有看不见的控制字符，请重新输入", column)
            elif _FORMULA_ERROR.match(text):
                sound = self.refuse(f"公式出错：{text}", column)
        return sound

    def refuse(self, reason: str, column: int | None = None) -> bool:
        where = "" if column is None else cell_name(self.row.number, column)
        self._errors.append(RowError(self.sheet, self.row.number, reason, where))
        return False

    def text(self, field: str, longest: int = LONGEST_TEXT) -> str:
        """The first filled cell of a field, in half-width digits and letters."""
        column = next((one for one in self.columns.get(field, ()) if self.at(one)), None)
        if column is None:
            return ""
        text = self.at(column)
        if len(text) > longest:
            self.refuse(f"太长（{len(text)} 个字符），最多 {longest} 个", column)
        return half_width(text)

    def name(self, field: str, title: str) -> str:
        name = self.text(field)
        if not name:
            self.refuse(
                f"没有{title}（合并过的单元格存成 csv 时请逐行填满）" if field == "community" else f"没有{title}"
            )
        return name

    def read(self, field: str, reader: Callable[[str], T]) -> T | None:
        """The field understood by ``reader``; None when blank or refused."""
        if not self.text(field):
            return None
        column = next(one for one in self.columns[field] if self.at(one))
        try:
            return reader(self.at(column))
        except BadInput as error:
            self.refuse(error.sentence, column)
            return None


def _is_total(row: Row) -> bool:
    """合计, 共520个 and the like in the first cell that says anything."""
    first = next((plain(cell) for cell in row.cells if cell), "")
    return bool(_TOTAL.fullmatch(first))
