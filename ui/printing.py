"""Printing slips in the background on the printer chosen last; without one, the preview opens and says so."""

from collections import deque
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSettings, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.errors import DatabaseAway, WarmlineError
from app.records import Layout, Slip
from app.seat import Seat
from app.slip_records import print_slip
from ui.jobs import Jobs
from ui.pdf_pages import POINTS_PER_INCH, draw_page, page_sizes

MOST_DOTS = 600.0  # an inch; finer gains nothing on a slip and costs memory
NO_PRINTER = "还没有选打印机：选好以后会记住，下次派单自动打印"


class PrintSettings:
    """The printer and the paper chosen last, in ``window.ini`` of the data folder."""

    def __init__(self, folder: Path) -> None:
        self._stored = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def printer(self) -> str:
        """Name of the printer; empty: none was chosen yet."""
        return str(self._stored.value("print/printer", ""))

    @printer.setter
    def printer(self, name: str) -> None:
        self._stored.setValue("print/printer", name)

    @property
    def layout(self) -> Layout:
        """The paper; three parts on A4 unless told otherwise."""
        stored = str(self._stored.value("print/layout", ""))
        return Layout(stored) if stored in set(Layout) else Layout.A4_THREE_PARTS

    @layout.setter
    def layout(self, layout: Layout) -> None:
        self._stored.setValue("print/layout", str(layout))


class Printing(QObject):
    """Prints one slip after another. A print is counted before it is drawn, so that a reprint says so on paper."""

    said = Signal(str)
    failed = Signal(str)
    preview_wanted = Signal(str, str)  # number of the slip, and why it was not printed
    progress = Signal(int, int)  # slips done, slips asked for; (0, 0): nothing to do

    def __init__(self, seat: Seat, jobs: Jobs, settings: PrintSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._seat = seat
        self._jobs = jobs
        self._waiting: deque[Slip | str] = deque()
        self._done = 0
        self._busy = False

    @property
    def waiting(self) -> int:
        """Slips that have not begun to print and can still be cancelled."""
        return len(self._waiting)

    def print(self, slip: Slip | str) -> None:
        """Print a slip, or that of a number (its own or its complaint's), after all that were asked for before."""
        if not self.settings.printer:
            self.preview_wanted.emit(slip if isinstance(slip, str) else slip.number, NO_PRINTER)
            return
        self._waiting.append(slip)
        if self._busy:
            self._tell()
        else:
            self._next()

    def cancel(self) -> None:
        """Forget what has not begun to print; what was begun comes out."""
        left = len(self._waiting)
        self._waiting.clear()
        if left:
            self.said.emit(f"已取消 {left} 张派单的打印")

    def _next(self) -> None:
        self._busy = bool(self._waiting)
        if not self._busy:
            self._done = 0
            self.progress.emit(0, 0)
            return
        slip = self._waiting.popleft()
        self._tell()
        number = slip if isinstance(slip, str) else slip.number

        def away(error: WarmlineError) -> None:
            if isinstance(slip, Slip) and isinstance(error, DatabaseAway):
                self._put_on_paper(slip)  # from the record at hand: the company must not wait for the server
            else:
                self._fail(number, error)

        self._jobs.act(self, lambda: print_slip(self._seat, number), self._put_on_paper, away)

    def _put_on_paper(self, slip: Slip) -> None:
        printer, layout = self.settings.printer, self.settings.layout

        def work() -> None:
            from app.slips import draw  # with reportlab, 15 MB that a seat which prints nothing does without

            print_pdf(draw(slip, layout), open_printer(printer), slip.number)

        def done(_nothing: None) -> None:
            self._done += 1
            copy = f"（重打，第 {slip.prints} 份）" if slip.prints > 1 else ""
            self.said.emit(f"派单 {slip.number} 已送打印机 {printer}{copy}")
            self._next()

        self._jobs.look_up(self, "print", work, done, lambda error: self._fail(slip.number, error))

    def _fail(self, number: str, error: WarmlineError) -> None:
        self.failed.emit(f"派单 {number} 没有打印：{error.sentence}")
        self.preview_wanted.emit(number, error.sentence)
        self._next()

    def _tell(self) -> None:
        self.progress.emit(self._done, self._done + 1 + len(self._waiting))  # one is under way


class PrintFailed(WarmlineError):
    """The printer is gone or refused."""


def printer_names() -> list[str]:
    """The printers of this computer. Blocks while the system asks the network."""
    return list(QPrinterInfo.availablePrinterNames())


def open_printer(name: str) -> QPrinter:
    """The printer of that name. Errors: PrintFailed."""
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise PrintFailed(f"找不到打印机“{name}”，请检查连接或另选一台。")
    return QPrinter(info, QPrinter.PrinterMode.HighResolution)


def print_pdf(pdf: bytes, printer: QPrinter, title: str) -> None:
    """Put every page on paper in its true size. Blocks; painting on a printer is safe outside the GUI thread.

    Errors: PrintFailed.
    """
    sizes = page_sizes(pdf)
    printer.setDocName(title)
    printer.setFullPage(True)
    first = sizes[0]
    paper = QPageSize(QSizeF(min(first), max(first)), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    wide = first.width > first.height
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, turned, QMarginsF()))
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintFailed("打印机没有响应，请检查是否开机、缺纸。")
    try:
        dots = printer.resolution()
        for at, size in enumerate(sizes):
            if at and not printer.newPage():
                raise PrintFailed("打印中断，请检查打印机。")
            picture = draw_page(pdf, at, min(dots, MOST_DOTS), grey=True)
            scale = dots / POINTS_PER_INCH
            painter.drawImage(QRectF(0, 0, size.width * scale, size.height * scale), picture)
    finally:
        painter.end()
