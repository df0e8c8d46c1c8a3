"""The section 交接: the numbers open their lists, the leader seals the sheet by keyboard, the next one signs it."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from app import hand_over, roster, seat_duty, shift_log
from app.kept_words import KeptWords
from app.records import EntryKind
from app.shift_records import Duty
from at_window import press, write
from ui.hand_over_pane import HandOverPane
from ui.log_pane import LogPane
from ui.pdf_pages import draw_page
from ui.shift_sections import Section

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def handed(sign_in):
    """All shifts of the demonstration that were left open before the one that runs are handed over and signed."""
    one, two = sign_in("sup1"), sign_in("sup2")
    seat_duty.sign_on(one)
    for shift in hand_over.open_shifts(one, None):
        if shift.ends_at < one.now():
            hand_over.hand_over(one, shift.id, "", "补交")
            hand_over.sign(two, shift.id, "", "补签")
    return hand_over.shift_to_hand_over(one)


@pytest.fixture
def stand_in(handed, sign_in):
    """A supervisor who does not lead the running shift."""
    return next(login for login in ("sup1", "sup2") if sign_in(login).person.id != handed.leader_id)


def pane_of(qtbot, window):
    window.show_page(window.header.pages.index("班次"))
    page = window.pages.currentWidget()
    pane = page.open(Section.HAND_OVER)
    assert isinstance(pane, HandOverPane)
    qtbot.waitUntil(lambda: pane.found is not None)
    return pane


def seal(qtbot, window, pane, words):
    press(qtbot, window, Qt.Key.Key_F5)
    write(QApplication.focusWidget(), words)
    pane.strip.why.setText("代班长交接")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)


def test_the_numbers_are_the_databases_and_open_their_lists(qtbot, open_window, handed):
    window = open_window("sup1")
    shift_log.add_entry(window.seat, EntryKind.NOTICE, "牡丹换热站 22:00 检修，来电先解释。")
    pane = pane_of(qtbot, window)
    facts = hand_over.read_facts(window.seat, handed.id)
    for kind, chip in pane.left.chips.items():
        assert chip.text().endswith(f"  {facts.counts[kind]}")
    assert facts.counts["overdue"] > 0
    assert pane.left.table.model().rowCount() == min(len(facts.overdue), 50)
    seen = {pane.left.kind}
    for _ in range(8):
        press(qtbot, window, Qt.Key.Key_E, CTRL)
        seen.add(pane.left.kind)
    assert seen == {kind for kind, many in facts.counts.items() if many}
    pane.left.choose("notices")
    assert [row.words for row in pane.left.models["notices"].rows] == ["牡丹换热站 22:00 检修，来电先解释。"]
    pane.left.table.enter()
    press(qtbot, window, Qt.Key.Key_Return)
    log = window.pages.currentWidget().pane
    assert isinstance(log, LogPane)
    qtbot.waitUntil(lambda: [row.text for row in log.lists.model.rows] == ["牡丹换热站 22:00 检修，来电先解释。"])
    press(qtbot, window, Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.pages.currentWidget().pane is pane
    pane.left.choose("overdue")
    pane.left.table.enter()
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.complaint_panel.complaint is not None)
    assert window.complaint_panel.complaint.id == facts.overdue[0].id


def test_a_forgotten_shift_keeps_nobody_from_handing_over_the_running_one(qtbot, open_window, sign_in):
    two = sign_in("sup2")
    *forgotten, running = hand_over.open_shifts(two, None)
    assert forgotten
    window = open_window("sup1")
    pane = pane_of(qtbot, window)
    states = {line.shift.id: line.state for line in pane.model.rows}
    assert states == {one.id: "▲ 漏交班" for one in forgotten} | {running.id: "● 未交班"}
    pane.table.setFocus()
    press(qtbot, window, Qt.Key.Key_Home, CTRL)
    qtbot.waitUntil(lambda: pane.found.shift.id == running.id)
    seal(qtbot, window, pane, "昨天白班漏了交班。")
    qtbot.waitUntil(lambda: pane.line.sheet is not None)
    assert pane.line.shift.id == running.id
    pane.table.setFocus()
    press(qtbot, window, Qt.Key.Key_End, CTRL)
    qtbot.waitUntil(lambda: pane.found.shift.id == forgotten[0].id)
    assert forgotten[0].words in pane.title.text()
    seal(qtbot, window, pane, "补交。")
    qtbot.waitUntil(lambda: pane.line.sheet is not None)
    assert pane.line.shift.id == forgotten[0].id


def test_a_leader_seals_and_the_next_one_signs_by_keyboard(qtbot, open_window, handed):
    one = open_window("sup1")
    pane = pane_of(qtbot, one)
    seal(qtbot, one, pane, "龙湖嘉园 3 号楼答应 21 点前回电。")
    qtbot.waitUntil(lambda: pane.line.sheet is not None)
    assert pane.line.state == "▲ 待接班"
    assert "龙湖嘉园" in pane.note.toPlainText()
    two = open_window("sup2")
    other = pane_of(qtbot, two)
    assert other.line.shift.id == handed.id  # it waits for who comes in
    press(qtbot, two, Qt.Key.Key_F6)
    write(QApplication.focusWidget(), "已阅，接班。")
    other.strip.why.setText("代班长接班")
    press(qtbot, two, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: other.line.sheet.signed_at is not None)
    qtbot.waitUntil(lambda: pane.line.state == "✓ 已接班")  # seen at the other window too
    sheet = hand_over.read_sheet(two.seat, handed.id)
    assert (sheet.note, sheet.remarks) == ("龙湖嘉园 3 号楼答应 21 点前回电。", "已阅，接班。")
    assert (sheet.made_by_name, sheet.signed_by_name) == (one.seat.person.name, two.seat.person.name)


def test_the_next_leader_is_not_asked_why(qtbot, open_window, sign_in, handed, stand_in):
    seat = sign_in(stand_in)
    coming = hand_over.taking_over(seat, handed.id)
    login = next(one.login for one in seat.directory.people.values() if one.id not in (handed.leader_id, seat.person.id)
                 and one.role == "operator")  # fmt: skip
    leads = [Duty(next(one.id for one in seat.directory.people.values() if one.login == login), 1, leader=True)]
    roster.change_shift(seat, roster.read_shift(seat, coming.id), leads)
    hand_over.hand_over(seat, handed.id, "", "两班合并")
    window = open_window(login)
    pane = pane_of(qtbot, window)
    assert pane.line.shift.id == handed.id
    press(qtbot, window, Qt.Key.Key_F6)
    assert not pane.strip.rows["reason"].isVisible()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.line.sheet.signed_at is not None)


def test_a_refusal_is_said_at_its_place_and_what_was_typed_stays(qtbot, open_window, stand_in, data_folder):
    window = open_window(stand_in)
    pane = pane_of(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F5)
    write(QApplication.focusWidget(), "二楼饮水机坏了。")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    row = pane.strip.rows["reason"]
    qtbot.waitUntil(row.error.isVisible)
    assert "请写明原因" in row.error.text()
    assert pane.strip.words == "二楼饮水机坏了。"
    kept = KeptWords(data_folder, stand_in)
    qtbot.waitUntil(lambda: any("二楼饮水机坏了。" in one for one in kept.read().values()))
    press(qtbot, window, Qt.Key.Key_Escape)
    assert pane.strip is None
    press(qtbot, window, Qt.Key.Key_F5)
    assert pane.strip.words == "二楼饮水机坏了。"
    pane.strip.why.setText("代班长交接")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip is None)
    qtbot.waitUntil(lambda: not kept.read())


def test_who_sealed_it_may_not_sign_it(qtbot, open_window, handed):
    window = open_window("sup1")
    pane = pane_of(qtbot, window)
    seal(qtbot, window, pane, "")
    qtbot.waitUntil(lambda: pane.line.sheet is not None)
    press(qtbot, window, Qt.Key.Key_F6)
    pane.strip.why.setText("代")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: pane.strip.error.isVisible())
    assert "不能签收自己的" in pane.strip.error.text()


def test_the_sheet_is_looked_at_and_saved_as_pdf(qtbot, open_window, handed, tmp_path):
    window = open_window("sup1")
    pane = pane_of(qtbot, window)
    seal(qtbot, window, pane, "无")
    qtbot.waitUntil(lambda: pane.line.sheet is not None)
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: bool(pane.preview.paper.pictures))
    assert pane.preview.isVisible()
    pane.preview.save(tmp_path / "交接.pdf")
    qtbot.waitUntil((tmp_path / "交接.pdf").exists)
    assert (tmp_path / "交接.pdf").read_bytes().startswith(b"%PDF")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not pane.preview.isVisible()
    assert pane.table.hasFocus()


def test_the_sheet_is_printed_in_true_size(qtbot, open_window, handed, tmp_path, monkeypatch):
    """Printed by Qt's own printing, into a file: this machine has no printer."""

    def to_file(_name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "纸.pdf"))
        printer.setResolution(150)
        return printer

    window = open_window("sup1")
    pane = pane_of(qtbot, window)
    seal(qtbot, window, pane, "需知。" * 300)
    qtbot.waitUntil(lambda: pane.line.sheet is not None)
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: bool(pane.preview.paper.pictures))
    window.printing.settings.printer = "拆走的打印机"
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "找不到打印机" in pane.preview.notice.text())
    monkeypatch.setattr("ui.sheet_preview.open_printer", to_file)
    window.printing.settings.printer = "二楼打印机"
    with qtbot.waitSignal(pane.preview.said) as said:
        press(qtbot, window, Qt.Key.Key_F7)
    assert said.args[0] == f"{pane.preview.number} 已送打印机 二楼打印机"
    printed, meant = PdfReader(tmp_path / "纸.pdf"), PdfReader(BytesIO(pane.preview.pdf))
    assert len(printed.pages) == len(meant.pages) > 1
    for page in printed.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == pytest.approx((595, 842), abs=2)
    for at in range(len(meant.pages)):
        pictures = draw_page((tmp_path / "纸.pdf").read_bytes(), at, 72), draw_page(pane.preview.pdf, at, 72)
        dark = [
            {(x, y) for x in range(0, 595, 3) for y in range(0, 842, 3) if one.pixelColor(x, y).lightness() < 110}
            for one in pictures
        ]
        assert len(dark[0] & dark[1]) > 0.5 * len(dark[1])  # not mirrored, moved or scaled
