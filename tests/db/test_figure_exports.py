"""What leaves the house: reports as workbook and paper, and lists of complaints, by right, on the record, masked."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app import complaint_exports, statistics
from app.errors import NotAllowed
from app.figure_reports import draw_report, scope_words, write_report
from app.figures import Dimension, Figures, Line, Measure, Scope
from app.records import State
from app.rules import CITY_TIME
from small_city import City

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0")


def today(city: City) -> Scope:
    day = city.seat("sup1").now().astimezone(CITY_TIME).date()
    return Scope(day - timedelta(days=1), day)


def test_a_report_has_numbers_percentages_and_a_frozen_header(city: City, tmp_path: Path) -> None:
    city.bring(State.CLOSED)
    city.bring(State.RETURNED)
    seat = city.seat("sup1")
    by = (Dimension.TOTAL, Dimension.COMPANY, Dimension.STATION, Dimension.HOUR)
    sections = {one: statistics.lines(seat, today(city), one) for one in by}
    path = tmp_path / "统计.xlsx"
    write_report(path, sections)
    book = load_workbook(path)
    assert book.sheetnames == ["合计", "按热力公司", "按换热站", "按钟点"]
    sheet = book["按换热站"]
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert (row["换热站"].value, row["受理"].value, row["退单"].value) == ("牡丹换热站", 2, 1)
    assert (row["签收及时率"].value, row["签收及时率"].number_format) == (1.0, "0.0%")
    assert (row["户数"].value, row["每千户受理"].value) == (900, pytest.approx(2.22, abs=0.01))
    assert (sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("A2", True)

    pages = PdfReader(BytesIO(draw_report(sections, today(city)))).pages
    text = "".join(page.extract_text() for page in pages)
    for words in ("统计报表", "永恒", "牡丹换热站", "满意率", "100.0%（1/1）", scope_words(today(city))):
        assert words in text
    assert f"{len(pages)}" in pages[0].extract_text()


def test_shares_of_six_digits_break_between_rate_and_numbers() -> None:
    many = {Measure.SIGNED_IN_TIME: 234567, Measure.SIGNED_LATE: 111111, Measure.ARRIVED_IN_TIME: 7}
    lines = [
        Line("a", "永恒", Figures(tuple(many.get(one, 0) for one in Measure))),
        Line("b", "煦源", Figures(tuple(1 for _ in Measure))),
    ]
    day = date(2026, 11, 1)
    text = PdfReader(BytesIO(draw_report({Dimension.COMPANY: lines}, Scope(day, day)))).pages[0].extract_text()
    for words in ("67.9%", "（234567/345678）", "100.0%", "（7/7）", "50.0%", "（1/2）"):
        assert words in text.splitlines(), text
    small = PdfReader(BytesIO(draw_report({Dimension.COMPANY: lines[1:]}, Scope(day, day)))).pages[0].extract_text()
    assert "50.0%（1/2）" in small


def test_a_list_is_a_right_and_on_the_record(city: City, tmp_path: Path) -> None:
    city.take()
    city.take(secret=True, category="D1")
    path = tmp_path / "清单.xlsx"
    for login in ("op1", "lia1", "a1", "audit"):
        with pytest.raises(NotAllowed):
            complaint_exports.export_complaints(city.seat(login), path, today(city))
    assert not path.exists()
    assert complaint_exports.export_complaints(city.seat("sup1"), path, today(city)) == 2
    shown = rows(path)
    assert [row["电话"] for row in shown] == ["保密", "138****0001"]
    assert [row["诉求人"] for row in shown] == ["保密", "王女士"]
    complaint_exports.export_complaints(city.seat("sup1"), path, today(city), reason="市局督查组调阅")
    assert [row["电话"] for row in rows(path)] == ["保密", "138 5300 0001"]
    events = city.raw("audit").execute("SELECT note, detail->>'phones' FROM event WHERE act = 'export' ORDER BY id")
    assert events.fetchall() == [("", "masked"), ("市局督查组调阅", "full")]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_text_of_a_complaint_ever_is_a_formula(city: City, tmp_path: Path, words: str) -> None:
    city.take(text=f"{words}家里不热", caller=words[:20])
    path = tmp_path / "清单.xlsx"
    complaint_exports.export_complaints(city.seat("sup1"), path, today(city))
    with zipfile.ZipFile(path) as archive:
        raw = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in raw
    assert "<f " not in raw
    (row,) = load_workbook(path)["诉求清单"].iter_rows(min_row=2)
    assert {cell.data_type for cell in row if isinstance(cell.value, str)} == {"s"}


def rows(path: Path) -> list[dict[str, object]]:
    head, *others = load_workbook(path)["诉求清单"].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in others]
