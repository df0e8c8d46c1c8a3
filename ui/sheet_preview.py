"""A sheet of paper as it would come out of the printer (交接班记录单, 室温检测单 …); printed or saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.whole_files import put_file
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.paper_view import ZOOM_STEP, PaperView
from ui.printer_choice import PrinterChoice
from ui.printing import PrintSettings, open_printer, print_pdf
from ui.save_dialog import ask_where
from ui.style import set_look

PAPER_EM = 48  # widest a page is shown, in lines of the font: a whole sheet is read at a glance


class SheetPreview(QFrame):
    """``open`` draws a sheet in the background. ``said`` carries what was done, ``left`` that one goes back."""

    said = Signal(str)
    left = Signal()

    def __init__(self, jobs: Jobs, settings: PrintSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "card")
        self._jobs, self._settings = jobs, settings
        self.number = ""
        self.pdf = b""
        self.paper = PaperView(jobs, self)
        self.setFocusProxy(self.paper)
        self.notice = QLabel(self)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._title = QLabel(self)
        set_look(self._title, "title")
        self.printer = PrinterChoice(jobs, settings, self)
        self.printer.told.connect(self._say)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.printer)
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

    def open(self, kind: str, number: str, draw: Callable[[], bytes]) -> None:
        """Show a sheet: its name in words, its number, and what draws its PDF, which is called off the GUI thread."""
        self.number, self.pdf = number, b""
        self.paper.setAccessibleName(kind)
        self._title.setText(f"{kind} {number}")
        self.printer.name()
        self._say("")
        self._jobs.look_up(self, "sheet", draw, self._show, self._fail)

    def print(self) -> None:
        """Print it on the printer chosen last; without one, let one be chosen first."""
        if not self.pdf:
            return
        printer, pdf, number = self._settings.printer, self.pdf, self.number
        if not printer:
            self.printer.offer()
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
        """Ask where to save it."""
        if self.pdf:
            ask_where(self, self.number, self.save)

    def save(self, file: Path) -> None:
        """Write the PDF to a file."""
        pdf = self.pdf
        self._jobs.write(self, lambda: put_file(file, pdf), lambda _done: self.said.emit(f"已存为 {file}"), self._fail)

    def _show(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.paper.show_pdf(pdf)

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
