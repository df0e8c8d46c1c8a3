"""Questions and answers in a table: .xlsx or .csv read with an error a bad cell, all brought in or none; written."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from app.directory_cells import read_day
from app.directory_file import RowError
from app.errors import BadInput
from app.knowledge import Article, NewArticle, checked, read_articles, writers_only
from app.lookup_keys import plain
from app.seat import Seat
from app.workbooks import Row, Sheet, Table, cell_name, read_book, write_book
from db import knowledge as stored

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("编号", "号", "序号"),
    "question": ("问题", "问", "题目", "标准问题"),
    "answer": ("答复", "答", "回答", "答案", "标准答复"),
    "basis": ("依据", "法律依据", "政策依据"),
    "mark": ("出处", "标记"),
    "categories": ("类别", "诉求类别", "分类"),
    "words": ("查找词", "关键词", "相似问法"),
    "valid_from": ("生效", "生效日期", "有效自"),
    "valid_until": ("失效", "失效日期", "有效至"),
    "note": ("说明", "修改说明"),
}
"""Fields by what stands over them; number, basis and the rest may be missing, question and answer not."""
NEEDED = ("question", "answer")
HEADING_ROWS = 10  # of a sheet, in which its heading is looked for


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What one row brings: a new answer, or the next version of one."""

    sheet: str
    row: int
    number: int | None  # None: a new one
    question: str

    @property
    def words(self) -> str:
        """＋ 新增：交费卡丢了怎么补？"""
        return f"→ 修改 {self.number} 号：{self.question}" if self.number else f"＋ 新增：{self.question}"


@dataclass(frozen=True, slots=True)
class ArticleImport:
    """What an import would change or has changed; with ``errors`` nothing was."""

    changes: tuple[ArticleChange, ...]
    errors: tuple[RowError, ...]
    unchanged: int
    notes: tuple[str, ...]
    imported: bool


@dataclass(frozen=True, slots=True)
class _Read:
    change: ArticleChange
    values: dict[str, Any]


def import_articles(seat: Seat, path: Path, dry_run: bool = False) -> ArticleImport:
    """Bring a table in, in one transaction. A row is the article of its number, else of its very question, else new.

    An empty cell of a changed article leaves what it says. With ``dry_run``, or with a row that can't be read,
    nothing is written. Errors: NotAllowed; BadInput(field="file") for a file that can't be read at all.
    """
    writers_only(seat)
    book = read_book(path)
    known = read_articles(seat)
    reading = _Reading(seat, known)
    headed = [reading.read_sheet(sheet) for sheet in book.sheets]
    if not any(headed):
        raise BadInput(f"“{path.name}”里没有找到表头；至少要有“问题”和“答复”两列。", field="file")
    imported = bool(reading.found) and not reading.errors and not dry_run
    if imported:
        with seat.use() as connection:
            stored.put(connection, [one.values for one in reading.found], f"导入 {path.name}")
    return ArticleImport(
        tuple(one.change for one in reading.found), tuple(reading.errors), reading.unchanged, book.notes, imported
    )


def export_articles(seat: Seat, path: Path) -> int:
    """Write all that are in use as a .xlsx that imports back to the same; how many. Errors: BadInput, DiskFull."""
    widths = dict(zip(COLUMNS, (6, 40, 80, 40, 10, 12, 40, 12, 12, 20), strict=True))
    used = [one for one in read_articles(seat) if not one.retired]
    rows = [
        (
            one.number,
            one.question,
            one.answer,
            one.newest.basis,
            one.newest.mark,
            " ".join(one.newest.categories),
            " ".join(one.newest.words),
            one.newest.valid_from,
            one.newest.valid_until,
            "",
        )
        for one in used
    ]
    write_book(path, [Table("问答", [(COLUMNS[name][0], width) for name, width in widths.items()], rows)])
    return len(rows)


class _Reading:
    """Reads sheet after sheet, keeping what was found."""

    def __init__(self, seat: Seat, known: list[Article]) -> None:
        self._seat = seat
        self._by_number = {one.number: one for one in known}
        self._by_question = {plain(one.question): one for one in known}
        self._seen: dict[UUID | str, str] = {}
        self.found: list[_Read] = []
        self.errors: list[RowError] = []
        self.unchanged = 0

    def read_sheet(self, sheet: Sheet) -> bool:
        """False: no row of it is a heading."""
        columns: dict[str, int] | None = None
        for at, row in enumerate(sheet.rows):
            if columns is None:
                columns = _heading(row) if at < HEADING_ROWS else None
            elif any(row.cells):
                self._read_row(sheet, row, columns)
        return columns is not None

    def _read_row(self, sheet: Sheet, row: Row, columns: dict[str, int]) -> None:
        cells = {name: row.cell(column).strip() for name, column in columns.items()}
        try:
            article = self._meant(cells)
            new = self._typed(cells, article)
            values = checked(self._seat, new, article.id if article else uuid7(), article.version if article else 0)
            self._once(article.id if article else plain(new.question), f"第 {row.number} 行")
        except BadInput as error:
            cell = cell_name(row.number, columns[error.field]) if error.field in columns else ""
            self.errors.append(RowError(sheet.name, row.number, error.sentence, cell))
            return
        if article is not None:
            if _same(article, values):
                self.unchanged += 1
                return
            values["owner"] = article.owner_id
        number = article.number if article else None
        self.found.append(_Read(ArticleChange(sheet.name, row.number, number, values["question"]), values))

    def _meant(self, cells: dict[str, str]) -> Article | None:
        number = cells.get("number", "").removesuffix("号").strip()
        if number:
            article = self._by_number.get(int(number)) if number.isdecimal() else None
            if article is not None:
                return article
            if not number.isdecimal():
                raise BadInput(f"编号“{number[:20]}”不是数字。", field="number")
        return self._by_question.get(plain(cells.get("question", "")))

    def _typed(self, cells: dict[str, str], article: Article | None) -> NewArticle:
        """An empty cell says what the article says already; a new one of no mark has that of its basis."""
        old = article.newest if article else None
        mark = "V" if cells.get("basis") else "P"
        return NewArticle(
            question=cells.get("question") or (old.question if old else ""),
            answer=cells.get("answer") or (old.answer if old else ""),
            basis=cells.get("basis") or (old.basis if old else ""),
            mark=cells.get("mark") or (old.mark if old else mark),
            categories=cells.get("categories") or " ".join(old.categories if old else ()),
            words=cells.get("words") or " ".join(old.words if old else ()),
            valid_from=_day(cells, "valid_from") or (old.valid_from if old else None),
            valid_until=_day(cells, "valid_until") or (old.valid_until if old else None),
            note=cells.get("note", ""),
        )

    def _once(self, key: UUID | str, where: str) -> None:
        if key in self._seen:
            raise BadInput(f"与{self._seen[key]}说的是同一条问答。", field="question")
        self._seen[key] = where


def _day(cells: dict[str, str], name: str) -> date | None:
    if not cells.get(name):
        return None
    try:
        return read_day(cells[name])
    except BadInput as error:
        raise BadInput(f"{error.sentence}。", field=name) from None


def _heading(row: Row) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        for name, titles in COLUMNS.items():
            if plain(cell) in titles and name not in found:
                found[name] = column
    return found if all(name in found for name in NEEDED) else None


def _same(article: Article, values: dict[str, Any]) -> bool:
    newest = article.newest
    return (
        (newest.question, newest.answer, newest.basis, newest.mark)
        == (values["question"], values["answer"], values["basis"], values["mark"])
        and (newest.categories, newest.words) == (values["categories"], tuple(values["words"]))
        and (newest.valid_from, newest.valid_until) == (values["valid_from"], values["valid_until"])
    )
