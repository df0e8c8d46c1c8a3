"""The hand-over sheet (交接班记录单) as it would come out of the printer; printed or saved."""

from pathlib import Path

from PySide6.QtCore import QPoint, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.hand_over_records import Sheet
from app.seat import Seat
from app.workbooks import put_file
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.paper_view import ZOOM_STEP, PaperView
from ui.printing import PrintSettings, open_printer, print_pdf, printer_names
from ui.style import set_look

PAPER_EM = 48  # widest a page is shown, in lines of the font: a whole sheet is read at a glance


class SheetPreview(QFrame):
    """``open`` draws a sheet in the background. ``said`` carries what was done, ``left`` that one goes back."""

    said = Signal(str)
    left = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, settings: PrintSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "card")
        self._seat, self._jobs, self._settings = seat, jobs, settings
        self.sheet: Sheet | None = None
        self.pdf = b""
        self.paper = PaperView(jobs, self)
        self.paper.setAccessibleName("交接班记录单")
        self.setFocusProxy(self.paper)
        self.notice = QLabel(self)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._title = QLabel(self)
        set_look(self._title, "title")
        self._printer = self._button("", self.choose_printer, "link")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._printer)
        head.addWidget(self._button(f"打印  {cap('print_sheet')}", self.print, "primary"))
        head.addWidget(self._button(f"另存为 PDF  {cap('save_sheet')}", self.ask_where))
        head.addWidget(self._button("返回  Esc", self.left.emit))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        desk = QHBoxLayout()
        self.paper.setMaximumWidth(round(self.fontMetrics().height() * PAPER_EM))
        desk.addStretch(1)
        desk.addWidget(self.paper, 100)
        desk.addStretch(1)
        layout.addLayout(desk, 1)
        for name, slot in (
            ("print_sheet", self.print),
            ("save_sheet", self.ask_where),
            ("sheet_larger", lambda: self.paper.set_zoom(self.paper.zoom * ZOOM_STEP)),
            ("sheet_smaller", lambda: self.paper.set_zoom(self.paper.zoom / ZOOM_STEP)),
            ("sheet_fit", lambda: self.paper.set_zoom(1.0)),
        ):
            bind(self, name, slot)

    def open(self, sheet: Sheet) -> None:
        """Show a sheet."""
        self.sheet, self.pdf = sheet, b""
        self._title.setText(f"交接班记录单 {sheet.number}")
        self._name_printer()
        self._say("")
        directory, rules = self._seat.directory, self._seat.rules

        def work() -> bytes:
            from app.hand_over_paper import draw_sheet  # with reportlab, as in ui/printing.py

            return draw_sheet(sheet, directory, rules)

        self._jobs.look_up(self, "sheet", work, self._show, self._fail)

    def print(self) -> None:
        """Print it on the printer chosen last; without one, let one be chosen first."""
        if self.sheet is None or not self.pdf:
            return
        printer, pdf, number = self._settings.printer, self.pdf, self.sheet.number
        if not printer:
            self.choose_printer()
            return
        self._say("")
        self._jobs.look_up(
            self,
            "print",
            lambda: print_pdf(pdf, open_printer(printer), number),
            lambda _done: self.said.emit(f"{number} 已送打印机 {printer}"),
            self._fail,
        )

    def ask_where(self) -> None:
        """Ask where to save it, beside the window and not over it."""
        if self.sheet is None or not self.pdf:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, "另存为 PDF", str(Path(folder) / f"{self.sheet.number}.pdf"), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.save(Path(file)))
        dialog.show()

    def save(self, file: Path) -> None:
        """Write the PDF to a file."""
        pdf = self.pdf
        self._jobs.write(self, lambda: put_file(file, pdf), lambda _done: self.said.emit(f"已存为 {file}"), self._fail)

    def choose_printer(self) -> None:
        """Offer the printers of this computer; the one chosen is remembered."""
        self._jobs.look_up(self, "printers", printer_names, self._offer_printers, self._fail)

    def _show(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.paper.show_pdf(pdf)

    def _offer_printers(self, names: list[str]) -> None:
        if not names:
            self._say("这台电脑没有安装打印机，可以另存为 PDF 后打印", "warning")
            return
        menu = QMenu(self)
        for name in names:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == self._settings.printer)
            action.triggered.connect(lambda _checked=False, name=name: self._take_printer(name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._printer.mapToGlobal(QPoint(0, self._printer.height())))

    def _take_printer(self, name: str) -> None:
        self._settings.printer = name
        self._name_printer()

    def _name_printer(self) -> None:
        self._printer.setText(f"{self._settings.printer or '选打印机'} ▾")

    def _fail(self, error: WarmlineError) -> None:
        self._say(error.sentence, "danger")

    def _say(self, words: str, look: str = "warning") -> None:
        self.notice.setText(words)
        set_look(self.notice, look)
        self.notice.setVisible(bool(words))

    def _button(self, words: str, slot: object, look: str = "") -> QPushButton:
        button = QPushButton(words, self)
        if look:
            set_look(button, look)
        button.clicked.connect(slot)
        return button
