"""The section 值班日志: events by time, seat and complaint, searched, typed into, amended and exported by keyboard."""

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import seat_duty, shift_log
from app.log_orders import LogOrder
from app.records import EntryKind
from app.shift_log import LogFilter
from at_window import a_complaint, press, write
from ui.log_columns import LogView
from ui.log_pane import LogPane
from ui.log_strips import WORKBOOK
from ui.shift_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier


def pane_of(qtbot, window):
    window.show_page(window.header.pages.index("班次"))
    pane = window.pages.currentWidget().open(Section.LOG)
    assert isinstance(pane, LogPane)
    qtbot.waitUntil(lambda: bool(pane.lists.model.rows))
    return pane


@pytest.fixture
def pane(qtbot, open_window, sign_in):
    seat_duty.sign_on(sign_in("op1"))
    return pane_of(qtbot, open_window("sup1"))


def shown(pane):
    return [row.words for row in pane.lists.model.rows]


def test_all_that_happens_is_seen_and_its_complaint_opens(qtbot, pane, sign_in):
    window = pane.window()
    complaint = a_complaint(sign_in("op1"))
    write(focus_search(qtbot, window, pane), complaint.number)
    qtbot.waitUntil(lambda: [row.number for row in pane.lists.model.rows] == [complaint.number])
    press(qtbot, window, Qt.Key.Key_Down)
    assert "王女士" not in pane.words.toPlainText()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    assert window.complaint_panel.complaint.id == complaint.id


def focus_search(qtbot, window, pane):
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    assert pane.search.hasFocus()
    return pane.search


def test_the_log_by_seat_and_by_complaint(qtbot, pane, sign_in):
    window, op1 = pane.window(), sign_in("op1").person
    complaint = a_complaint(sign_in("op1"))
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    assert pane.view is LogView.SEAT
    qtbot.waitUntil(lambda: any(row.person_id == op1.id and row.seat_number for row in pane.lists.model.rows))
    mine = next(row for row in pane.lists.model.rows if row.person_id == op1.id and row.seat_number)
    pane.lists.table.choose((mine.seat_number, op1.id))
    press(qtbot, window, Qt.Key.Key_Return)
    assert pane.view is LogView.TIME
    qtbot.waitUntil(lambda: {row.person_id for row in pane.lists.model.rows} == {op1.id})
    assert op1.name in pane.filtered.text()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert pane.wanted == LogFilter()
    pane.choose_view(LogView.COMPLAINT)
    qtbot.waitUntil(lambda: complaint.number in {row.number for row in pane.lists.model.rows})


def test_an_entry_is_typed_amended_and_its_old_version_shown(qtbot, pane):
    window = pane.window()
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    press(qtbot, window, Qt.Key.Key_2)
    write(QApplication.focusWidget(), "3 号座席耳机没有声音，已换。联系人 13853001234")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.view is LogView.ENTRIES)  # it is in sight at once
    qtbot.waitUntil(lambda: len(pane.lists.model.rows) == 1)
    assert pane.lists.row.kind is EntryKind.FAULT
    assert "138****1234" in pane.words.toPlainText()
    pane.lists.setFocus()
    press(qtbot, window, Qt.Key.Key_F4)
    assert pane.strip.text.toPlainText().startswith("3 号座席耳机")
    pane.strip.text.setPlainText("4 号座席耳机没有声音，已换。")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(pane.lists.model.rows) == 2)
    old, new = pane.lists.model.rows
    assert (old.last, new.last, new.amends) == (False, True, old.id)
    qtbot.waitUntil(lambda: pane.lists.row.id == new.id)
    pane.lists.table.choose(old.id)
    pane.amend()  # whichever version is stood on, the newest is amended
    assert pane.strip.text.toPlainText().startswith("4 号座席")
    press(qtbot, window, Qt.Key.Key_Escape)
    said = pane.words.toPlainText()
    assert "4 号座席" in said
    assert "原为" in said


def test_an_empty_entry_is_refused_at_its_field(qtbot, pane):
    window = pane.window()
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip.rows["text"].error.isVisible())


def test_events_of_the_program_are_not_amended(qtbot, pane):
    pane.lists.enter()
    press(qtbot, pane.window(), Qt.Key.Key_F4)
    assert pane.strip is None
    assert "不能更正" in pane.window().status._message.text()


@pytest.mark.parametrize("form", [LogOrder.SEAT, WORKBOOK])
def test_the_log_is_exported_without_phone_numbers(qtbot, pane, tmp_path, form):
    window = pane.window()
    shift_log.add_entry(window.seat, EntryKind.VISITOR, "记者来访，电话 13853001234", pane.shift.id)
    many = sum(len(page) for page in shift_log.whole_log(window.seat, pane.shift))
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    pane.strip.form.choose(form)
    pane.strip._on_form()
    file = tmp_path / f"日志{'.xlsx' if form == WORKBOOK else '.pdf'}"
    pane.strip.file.setText(str(file))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "已存为" in window.status._message.text())
    if form == WORKBOOK:
        rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
        assert len(rows) == many + 2  # the header, and that it was exported
        text = str(rows)
    else:
        text = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert "13853001234" not in text
    assert "138****1234" in text
    exported = LogFilter(acts=("log_export",))
    assert len(shift_log.read_log(window.seat, pane.shift, exported)) == 1


def test_phones_in_full_need_a_reason_and_a_bad_folder_is_said_at_the_file(qtbot, pane, tmp_path):
    window = pane.window()
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    pane.strip.file.setText(str(tmp_path / "没有的文件夹" / "日志.pdf"))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip.rows["file"].error.isVisible())
    pane.strip.file.setText(str(tmp_path / "日志.pdf"))
    pane.strip.phones.choose(True)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip.rows["reason"].error.isVisible())
    assert not list(tmp_path.glob("*.pdf"))


def test_an_export_under_way_is_cancelled_and_leaves_no_file(qtbot, pane, tmp_path, sign_in):
    window = pane.window()
    told = []
    pane.export.failed.connect(told.append)
    begin = pane.bar.begin

    def begin_and_end(words):
        transfer = begin(words)
        transfer.cancelled = True
        return transfer

    pane.bar.begin = begin_and_end
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    pane.strip.file.setText(str(tmp_path / "日志.pdf"))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(told))
    assert "已取消" in told[0]
    assert not list(tmp_path.glob("日志*"))


def test_the_shifts_before_are_walked_by_key(qtbot, pane):
    window, running = pane.window(), pane.shift
    press(qtbot, window, Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: pane.shift.ends_at == running.begins_at)
    qtbot.waitUntil(lambda: bool(pane.lists.model.rows))
    press(qtbot, window, Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: pane.shift.id == running.id)
