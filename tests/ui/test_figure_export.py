"""What is taken along from the page 统计, and the frozen months: by keyboard, on the real database."""

import re

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app import statistics
from app.audit import recent_events
from app.figures import Dimension, Measure
from app.frozen_months import frozen_months
from at_window import press, write
from ui.export_strip import Kind
from ui.figure_reading import View

CTRL = Qt.KeyboardModifier.ControlModifier
BACK = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_window):
    return open_window("sup1")


@pytest.fixture
def page(qtbot, window):
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + window.header.pages.index("统计")), CTRL)
    found = window.pages.currentWidget().page
    qtbot.waitUntil(lambda: found.reading is not None)
    return found


def export(qtbot, window, page, kind, file, reason=""):
    """Ctrl+S, the kind by its digit, the file, Ctrl+Enter; the sentence that says it is done."""
    page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    strip = page.export.strip
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + list(Kind).index(kind)))
    strip.file.setText(str(file))
    if reason:
        write(strip.reason, reason)
    with qtbot.waitSignal(page.said) as said:
        press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert page.export.strip is None
    return said.args[0]


def test_the_report_goes_out_as_workbook_and_paper(qtbot, window, page, tmp_path):
    book, paper = tmp_path / "报表.xlsx", tmp_path / "报表.pdf"
    assert str(book) in export(qtbot, window, page, Kind.BOOK, book)
    sheet = openpyxl.load_workbook(book).active
    lines = statistics.lines(window.seat, page.reading.scope, Dimension.COMPANY)
    assert [row[0].value for row in sheet.iter_rows(min_row=2)][: len(lines)] == [line.name for line in lines]
    export(qtbot, window, page, Kind.PAPER, paper)
    assert "统计报表" in PdfReader(paper).pages[0].extract_text()


def test_the_list_is_of_the_number_stood_on_masked_without_a_reason_and_on_the_record(qtbot, window, page, tmp_path):
    line, column = page.table.model().rows[1], [one.title for one in page.table.model().columns].index("重办")
    page.table.stand_on(line.key, column)
    masked, full = tmp_path / "清单.xlsx", tmp_path / "全.xlsx"
    said = export(qtbot, window, page, Kind.LIST, masked)
    scope = page.reading.scope.narrowed(Dimension.COMPANY, line.key)
    wanted = statistics.behind(window.seat, scope, Measure.REOPENED, limit=1000)
    assert said.startswith(f"已导出 {len(wanted)} 件诉求")

    def phones(file):
        rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
        at = rows[0].index("电话")
        assert [row[0] for row in rows[1:]] == [one.number for one in wanted]
        return [row[at] for row in rows[1:] if row[at] and row[at] != "保密"]

    assert any("*" in phone for phone in phones(masked))
    assert not any(re.search(r"\d{7}", phone) for phone in phones(masked))
    page.table.stand_on(line.key, column)
    export(qtbot, window, page, Kind.LIST, full, "市供热办核查")
    assert not any("*" in phone for phone in phones(full))
    assert any(re.search(r"\d{7}", phone) for phone in phones(full))


def test_exports_are_read_by_the_auditor(qtbot, window, page, tmp_path, sign_in):
    page.table.stand_on(page.table.model().rows[1].key, [c.title for c in page.table.model().columns].index("退单"))
    export(qtbot, window, page, Kind.LIST, tmp_path / "清单.xlsx", "市供热办核查")
    found = recent_events(sign_in("audit"), "市供热办核查", 5)
    assert found
    assert found[0].person == window.seat.person.name


def test_a_folder_that_is_not_there_is_refused_at_the_field(qtbot, window, page, tmp_path):
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    strip = page.export.strip
    strip.file.setText(str(tmp_path / "没有" / "报表.xlsx"))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(strip.rows["file"].error.text()))
    press(qtbot, window, Qt.Key.Key_Escape)
    assert page.export.strip is None
    assert page.table.hasFocus()


def test_escape_gives_up_what_is_being_written(qtbot, window, page, tmp_path):
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    strip, file = page.export.strip, tmp_path / "清单.xlsx"
    press(qtbot, window, Qt.Key.Key_3)
    strip.file.setText(str(file))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not strip.progress.isVisible())
    assert not file.exists()
    assert page.export.strip is strip


def test_who_has_no_right_is_not_offered_the_list(qtbot, open_window):
    window = open_window("op1")
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + window.header.pages.index("统计")), CTRL)
    page = window.pages.currentWidget().page
    qtbot.waitUntil(lambda: page.reading is not None)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    offered = [button.text() for button in page.export.strip.kind.findChildren(QPushButton)]
    assert offered == ["1 报表 Excel", "2 报表 PDF"]


def test_a_month_is_frozen_by_key_and_stays(qtbot, window, page):
    press(qtbot, window, Qt.Key.Key_G, BACK)
    assert page.wish.view is View.MONTH
    report = page.month
    qtbot.waitUntil(lambda: bool(report.months.rows))
    assert not report.months.rows[0].frozen
    press(qtbot, window, Qt.Key.Key_F8)
    write(report.strip.field, "十月月报")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: report.opened is not None)
    assert report.strip is None
    assert frozen_months(window.seat) == [report.months.rows[0].month]
    assert "规则版本" in report.about.text()
    assert "十月月报" in report.about.text()
    assert report.changed.text() == "定稿以后没有变化"
    press(qtbot, window, Qt.Key.Key_F8)
    assert report.strip is None
