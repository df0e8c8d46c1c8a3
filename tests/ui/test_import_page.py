"""The page of import and export: nothing is changed before it was shown, nothing is half imported, nothing is lost."""

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from app.directory_exchange import export_directory, import_directory
from ui.import_page import ImportPage

SLOW_MS = 30_000  # the whole directory goes through a workbook; a loaded machine takes its time


@pytest.fixture
def window(open_window):
    return open_window("admin")


@pytest.fixture
def page(qtbot, window):
    window.show_page(window.header.pages.index("导入导出"))
    found = window.pages.currentWidget()
    assert isinstance(found, ImportPage)
    return found


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def a_file(page, folder, change):
    """The exported directory with one change made in it."""
    path = folder / "新 名录.xlsx"
    export_directory(page._seat, path)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def community_cell(book, column):
    sheet = book["小区"]
    headings = [cell.value for cell in sheet[1]]
    return sheet.cell(2, headings.index(column) + 1)


def done(qtbot, page):
    qtbot.waitUntil(lambda: page._progress.isHidden(), timeout=SLOW_MS)


def test_a_change_is_shown_first_and_made_on_request(qtbot, window, page, data_folder):
    def grow(book):
        community_cell(book, "户数").value = 98765

    path = a_file(page, data_folder, grow)
    page.file.setText(f'"{path}"')  # as Windows copies a path
    page.file.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    done(qtbot, page)
    (row,) = page.model.rows
    assert (row.kind, row.row) == ("→ 变更", 2)
    assert "98765" in row.words
    assert "变更 1" in page.notice.text()
    assert not any(one.homes == 98765 for one in page._seat.directory.communities.values())
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.notice.text().startswith("已导入"), timeout=SLOW_MS)
    assert any(one.homes == 98765 for one in page._seat.directory.communities.values())
    assert not page.import_button.isEnabled()
    assert import_directory(page._seat, path, dry_run=True).changes == ()


def test_one_bad_row_and_nothing_is_imported(qtbot, window, page, data_folder):
    def spoil(book):
        community_cell(book, "户数").value = 98765
        book["小区"].cell(3, community_cell(book, "户数").column).value = "很多"

    page.take_file(str(a_file(page, data_folder, spoil)))
    done(qtbot, page)
    first = page.model.rows[0]
    assert (first.kind, first.row) == ("× 错误", 3)
    assert "什么也不会导入" in page.notice.text()
    assert not page.import_button.isEnabled()
    page.import_file()
    assert not any(one.homes == 98765 for one in page._seat.directory.communities.values())


def test_a_file_that_says_the_same(qtbot, window, page, data_folder):
    page.take_file(str(a_file(page, data_folder, lambda _book: None)))
    done(qtbot, page)
    assert page.model.rows == []
    assert "与名录一致" in page.notice.text()
    assert not page.import_button.isEnabled()


@pytest.mark.parametrize("name", ["没有.xlsx", "图片.png", "假.xlsx"])
def test_a_file_that_can_not_be_read(qtbot, window, page, data_folder, name):
    path = data_folder / name
    if not name.startswith("没有"):
        path.write_bytes(b"\x89PNG\r\n")
    page.take_file(str(path))
    done(qtbot, page)
    assert page.notice.property("look") == "danger"
    assert page.file.property("bad")
    assert page.file.text() == str(path)
    assert page.preview_button.isEnabled()


def test_another_name_takes_the_preview_back(qtbot, window, page, data_folder):
    def grow(book):
        community_cell(book, "户数").value = 98765

    page.take_file(str(a_file(page, data_folder, grow)))
    done(qtbot, page)
    assert page.import_button.isEnabled()
    page.file.setFocus()
    press(qtbot, window, Qt.Key.Key_X)
    assert not page.import_button.isEnabled()
    assert page.model.rows == []


def test_a_dropped_file_is_previewed(qtbot, window, page, data_folder):
    path = a_file(page, data_folder, lambda _book: None)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(drop)
    done(qtbot, page)
    assert "与名录一致" in page.notice.text()


def test_export_and_overwrite_at_the_second_asking(qtbot, window, page, data_folder):
    path = data_folder / "导出 名录.xlsx"
    page.target.setText(str(path.with_suffix("")))
    page.target.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.export_notice.text().startswith("已导出"), timeout=SLOW_MS)
    assert str(path) in page.export_notice.text()
    assert import_directory(page._seat, path, dry_run=True).changes == ()
    path.write_bytes(b"")
    page.export()
    assert "覆盖" in page.export_notice.text()
    assert path.read_bytes() == b""
    page.export()
    qtbot.waitUntil(lambda: page.export_notice.text().startswith("已导出"), timeout=SLOW_MS)
    assert path.stat().st_size > 1000


def test_export_to_where_nothing_can_be_written(qtbot, window, page, data_folder):
    page.target.setText(str(data_folder / "没有这个文件夹" / "名录.xlsx"))
    page.export()
    qtbot.waitUntil(lambda: page.export_notice.property("look") == "danger")
    assert page.export_notice.isVisible()


def test_the_directory_is_published_by_one_key(qtbot, window, page, data_folder):
    folder = data_folder / "名录 网页"
    page.publishing.folder.setText(f'"{folder}"')
    page.publishing.stations.setChecked(True)
    page.file.setFocus()
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: page.publishing.notice.text().startswith("已发布"), timeout=SLOW_MS)
    assert str(folder / "index.html") in page.publishing.notice.text()
    assert len(list(folder.iterdir())) == 2
    assert page.publishing.button.isEnabled()


def test_a_folder_with_other_things_is_refused_at_the_field(qtbot, window, page, data_folder):
    (data_folder / "家谱.docx").write_text("x", encoding="utf-8")
    card = page.publishing
    card.folder.setText(str(data_folder))
    card.folder.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.notice.property("look") == "danger", timeout=SLOW_MS)
    assert "家谱.docx" in card.notice.text()
    assert card.folder.property("bad")
    assert card.folder.text() == str(data_folder)
    press(qtbot, window, Qt.Key.Key_X)
    assert not card.folder.property("bad")
    card.folder.setText(" ")
    card.publish()
    assert "请写出" in card.notice.text()


def test_the_managers_to_be_asked_go_out_and_come_back(qtbot, window, page, data_folder):
    path = data_folder / "待核实.xlsx"
    page.target.setText(str(path))
    page.unverified.setChecked(True)
    page.export()
    qtbot.waitUntil(lambda: "本季未核实" in page.export_notice.text(), timeout=SLOW_MS)
    sheet = openpyxl.load_workbook(path)["管理员"]
    assert f"{sheet.max_row - 1} 名" in page.export_notice.text()
    assert import_directory(page._seat, path, dry_run=True).changes == ()
