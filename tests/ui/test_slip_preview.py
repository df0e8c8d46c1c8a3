"""The slip on screen and on paper: sharp, counted when printed and not when looked at, kept when the printer fails."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from app.complaints import show
from app.records import Act, State
from app.slip_records import preview_slip
from app.slips import Layout, draw
from ui.jobs import Jobs
from ui.pdf_pages import draw_page, page_sizes
from ui.printing import NO_PRINTER, PrintFailed, Printing, PrintSettings, open_printer, print_pdf
from ui.slip_preview import SlipPreview
from ui.style import start_style


@pytest.fixture
def jobs(qapp):
    start_style(qapp)
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def printing(city, jobs, data_folder):
    return Printing(city.seat("op1"), jobs, PrintSettings(data_folder))


@pytest.fixture
def preview(qtbot, city, jobs, printing):
    preview = SlipPreview(city.seat("op1"), jobs, printing)
    qtbot.addWidget(preview)
    preview.resize(430, 600)
    preview.show()
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    return preview


def paper(sizes):
    return [(round(size.width), round(size.height)) for size in sizes]


def test_pages_are_drawn_in_their_size_in_colour_and_grey(city):
    pdf = draw(preview_slip(city.seat("op1"), city.bring(State.DISPATCHED).number))
    assert paper(page_sizes(pdf)) == [(595, 842)]
    picture = draw_page(pdf, 0, 144)
    assert (picture.width(), picture.height()) == (1191, 1684)
    assert picture.pixelColor(3, 3).name() == "#ffffff"
    assert draw_page(pdf, 0, 72, grey=True).isGrayscale()
    darkest = min(picture.pixelColor(x, 240).lightness() for x in range(0, 1191, 3))
    assert darkest < 60  # the black band of the limit


def test_looking_counts_nothing_and_fills_the_width(qtbot, preview, city):
    complaint = city.bring(State.DISPATCHED)
    preview.open(complaint.number)
    qtbot.waitUntil(lambda: bool(preview.paper.pictures))
    assert preview.number == f"{complaint.number}-1"
    assert preview._copy.text() == "尚未打印"
    shown = preview.paper._sheets[0].width()
    assert preview.paper.width() - 30 < shown <= preview.paper.width()
    assert not any(event.act is Act.PRINT for event in show(city.seat("op1"), complaint.id).events)


def test_zoom_keys_draw_larger_and_fit_again(qtbot, preview, city):
    preview.open(city.bring(State.DISPATCHED).number)
    qtbot.waitUntil(lambda: bool(preview.paper.pictures))
    fitting = preview.paper._sheets[0].width()
    qtbot.keyClick(preview, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: preview.paper._sheets[0].width() > fitting * 1.2)
    qtbot.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: preview.paper._sheets[0].width() == fitting)


def test_the_other_paper_is_remembered(qtbot, preview, city, data_folder):
    preview.open(city.bring(State.DISPATCHED).number)
    qtbot.waitUntil(lambda: bool(preview._pdf))
    preview._take_layout(Layout.A5_COMPANY)
    qtbot.waitUntil(lambda: paper(page_sizes(preview._pdf)) == [(595, 420)])
    preview.printer.choose("二楼打印机")
    again = PrintSettings(data_folder)
    assert (again.printer, again.layout) == ("二楼打印机", Layout.A5_COMPANY)


def test_it_is_saved_as_pdf(qtbot, preview, city, tmp_path):
    complaint = city.bring(State.DISPATCHED)
    preview.open(complaint.number)
    qtbot.waitUntil(lambda: bool(preview._pdf))
    file = tmp_path / "派单 一.pdf"
    with qtbot.waitSignal(preview.said) as said:
        preview.save(file)
    assert str(file) in said.args[0]
    assert complaint.number in PdfReader(file).pages[0].extract_text()


def test_a_file_that_cannot_be_written_is_told(qtbot, preview, city, tmp_path):
    preview.open(city.bring(State.DISPATCHED).number)
    qtbot.waitUntil(lambda: bool(preview._pdf))
    preview.save(tmp_path / "没有这个文件夹" / "派单.pdf")
    qtbot.waitUntil(preview._notice.isVisible)
    assert "找不到文件夹" in preview._notice.text()


def test_what_is_not_dispatched_has_no_slip(qtbot, preview, city):
    preview.open(city.bring(State.WAITING).number)
    qtbot.waitUntil(preview._notice.isVisible)
    assert "还没有派单" in preview._notice.text()


def test_without_a_printer_the_preview_is_wanted(qtbot, printing, city):
    complaint = city.bring(State.DISPATCHED)
    with qtbot.waitSignal(printing.preview_wanted) as wanted:
        printing.print(complaint.number)
    assert wanted.args == [complaint.number, NO_PRINTER]
    assert not any(event.act is Act.PRINT for event in show(city.seat("op1"), complaint.id).events)


def test_a_printer_that_is_gone_is_named(qtbot, printing, city):
    printing.settings.printer = "拆走的打印机"
    complaint = city.bring(State.DISPATCHED)
    with qtbot.waitSignals([printing.failed, printing.preview_wanted]), qtbot.waitSignal(printing.failed) as failed:
        printing.print(complaint.number)
    assert "找不到打印机“拆走的打印机”" in failed.args[0]
    with pytest.raises(PrintFailed):
        open_printer("拆走的打印机")


@pytest.mark.parametrize(("layout", "size"), [(Layout.A4_THREE_PARTS, (595, 842)), (Layout.A5_COMPANY, (595, 420))])
def test_it_comes_out_on_paper_in_true_size(city, qapp, tmp_path, layout, size):
    slip = preview_slip(city.seat("op1"), city.bring(State.DISPATCHED, text="暖气不热。" * 60).number)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "纸.pdf"))
    printer.setResolution(150)
    print_pdf(draw(slip, layout), printer, slip.number)
    pages = PdfReader(BytesIO(Path(tmp_path / "纸.pdf").read_bytes())).pages
    for page in pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert (round(width), round(height)) == pytest.approx(size, abs=2)
    printed = draw_page((tmp_path / "纸.pdf").read_bytes(), 0, 72)
    meant = draw_page(draw(slip, layout), 0, 72)
    dark = [
        [(x, y) for x in range(0, size[0], 5) for y in range(0, size[1], 5) if one.pixelColor(x, y).lightness() < 80]
        for one in (printed, meant)
    ]
    assert len(set(dark[0]) & set(dark[1])) > 0.6 * len(dark[1])  # not mirrored, moved or scaled


def test_several_are_printed_one_after_another_and_can_be_cancelled(qtbot, printing, city):
    printing.settings.printer = "拆走的打印机"
    numbers = [city.bring(State.DISPATCHED, room=str(room)).number for room in (501, 502, 503)]
    failed, steps = [], []
    printing.failed.connect(failed.append)
    printing.progress.connect(lambda done, total: steps.append((done, total)))
    for number in numbers:
        printing.print(number)
    assert steps == [(0, 1), (0, 2), (0, 3)]
    assert printing.waiting == 2
    printing.cancel()
    qtbot.waitUntil(lambda: steps[-1] == (0, 0))
    assert len(failed) == 1
    assert numbers[0] in failed[0]


def test_a_print_is_counted_and_a_reprint_says_so(qtbot, printing, city, tmp_path, monkeypatch):
    def to_file(_name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "纸.pdf"))
        return printer

    monkeypatch.setattr("ui.printing.open_printer", to_file)  # this machine has none; the rest is Qt's own printing
    printing.settings.printer = "二楼打印机"
    complaint = city.bring(State.DISPATCHED)
    for said in (f"派单 {complaint.number}-1 已送打印机 二楼打印机", "（重打，第 2 份）"):
        with qtbot.waitSignal(printing.said) as heard:
            printing.print(complaint.number)
        assert said in heard.args[0]
    assert len(PdfReader(tmp_path / "纸.pdf").pages) == 1
    prints = [event for event in show(city.seat("op1"), complaint.id).events if event.act is Act.PRINT]
    assert len(prints) == 2
