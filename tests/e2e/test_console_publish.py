"""``directory publish`` as it is typed: what it says, what it leaves, and how it refuses."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from app.public_page import MARK
from app.rules import CITY_TIME
from typist import Console


@pytest.fixture
def console(demo_console: Console) -> Console:
    return demo_console


def test_the_directory_is_published_and_published_again(console: Console, tmp_path: Path) -> None:
    folder = tmp_path / "供暖 名录"
    first = console("admin", "directory", "publish", str(folder))
    assert (first["communities"], first["page"]) == (520, str(folder / "index.html"))
    assert first["managers"] >= 520
    assert first["bytes"] == (folder / "index.html").stat().st_size
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert MARK in page
    assert '"stations":[]' in page
    second = console("admin", "directory", "publish", str(folder), "--stations")
    assert sorted(one.name for one in folder.iterdir()) == sorted([Path(second["book"]).name, "index.html"])
    assert '"stations":[]' not in (folder / "index.html").read_text(encoding="utf-8")


def test_it_is_refused_in_words(console: Console, tmp_path: Path) -> None:
    assert "只有系统管理员" in console("op1", "directory", "publish", str(tmp_path / "site"), code=3)
    (tmp_path / "家谱.docx").write_text("x", encoding="utf-8")
    said = console("admin", "directory", "publish", str(tmp_path), code=2)
    assert "家谱.docx" in said
    assert "folder" in said
    assert [one.name for one in tmp_path.iterdir()] == ["家谱.docx"]


def test_who_was_not_checked_is_asked_for_and_imported_back(console: Console, tmp_path: Path) -> None:
    sheet = tmp_path / "待核实.xlsx"
    asked = console("admin", "directory", "unverified", "--company", "永恒", "-o", str(sheet))["unverified"]
    assert asked
    assert {one["company"] for one in asked if one["company"]} >= {"永恒"}
    assert [one["verified_on"] or "" for one in asked] == sorted(one["verified_on"] or "" for one in asked)
    assert console("a1", "directory", "unverified")["unverified"] == asked  # a desk is told its own
    assert len(console("admin", "directory", "unverified")["unverified"]) > len(asked)
    book = openpyxl.load_workbook(sheet)
    heading = [cell.value for cell in book["管理员"][1]]
    for row in range(2, book["管理员"].max_row + 1):
        book["管理员"].cell(row, heading.index("核实日期") + 1).value = datetime.now(CITY_TIME).date()
    book.save(sheet)
    assert len(console("admin", "directory", "import", str(sheet))["changes"]) == len(asked)
    assert console("admin", "directory", "unverified", "--company", "永恒")["unverified"] == []
    assert "没有" in console("admin", "directory", "unverified", "--company", "无此公司", code=2)
