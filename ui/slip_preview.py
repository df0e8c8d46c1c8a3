"""The slip beside the queue, as it would come out of the printer; printed, saved, or looked at."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.records import Layout, Slip
from app.seat import Seat
from app.slip_records import preview_slip
from app.whole_files import put_file
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.paper_view import ZOOM_STEP, PaperView
from ui.printer_choice import PrinterChoice
from ui.printing import Printing
from ui.save_dialog import ask_where
from ui.style import set_look

LAYOUT_WORDS = {Layout.A4_THREE_PARTS: "A4 三联", Layout.A5_COMPANY: "A5 企业联"}


class SlipPreview(QFrame):
    """``open`` shows a slip by its number or its complaint's; looking counts nothing, printing does."""

    said = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, printing: Printing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._printing = printing
        self._number = ""
        self._slip: Slip | None = None
        self._pdf = b""
        self.paper = PaperView(jobs, self)
        self._lay_out()
        printing.progress.connect(self._on_progress)
        for name, slot in (
            ("print_slip", self.print),
            ("save_slip", self.ask_where),
            ("zoom_in", lambda: self.paper.set_zoom(self.paper.zoom * ZOOM_STEP)),
            ("zoom_out", lambda: self.paper.set_zoom(self.paper.zoom / ZOOM_STEP)),
            ("zoom_fit", lambda: self.paper.set_zoom(1.0)),
        ):
            bind(self, name, slot)

    @property
    def number(self) -> str:
        """Number of the slip that is shown."""
        return self._slip.number if self._slip else ""

    def open(self, number: str, why: str = "") -> None:
        """Show a slip; ``why`` says what stopped it from being printed at once."""
        self._number = number
        self._say(why, "warning")
        self._read()

    def print(self) -> None:
        """Print what is shown; without a printer, let one be chosen first."""
        if self._slip is None:
            return
        if not self._printing.settings.printer:
            self.printer.offer()
            return
        self._say("", "warning")
        self._printing.print(self._slip)

    def ask_where(self) -> None:
        """Ask where to save the PDF."""
        if self._slip is not None:
            ask_where(self, self._slip.number, self.save)

    def save(self, file: Path) -> None:
        """Write the PDF to a file."""
        pdf = self._pdf
        self._jobs.write(self, lambda: put_file(file, pdf), lambda _done: self.said.emit(f"已存为 {file}"), self._fail)

    def _read(self) -> None:
        number, layout = self._number, self._printing.settings.layout

        def work() -> tuple[Slip, bytes]:
            from app.slips import draw  # as in ui/printing.py

            slip = preview_slip(self._seat, number)
            return slip, draw(slip, layout)

        self._jobs.look_up(self, "slip", work, self._show, self._fail)

    def _show(self, drawn: tuple[Slip, bytes]) -> None:
        self._slip, self._pdf = drawn
        self._title.setText(f"派单 {self._slip.number}")
        self._copy.setText(f"再打为第 {self._slip.prints} 份（重打）" if self._slip.prints > 1 else "尚未打印")
        self._name_choices()
        self.paper.show_pdf(self._pdf)

    def _fail(self, error: WarmlineError) -> None:
        self._say(error.sentence, "danger")

    def _say(self, words: str, look: str) -> None:
        self._notice.setText(words)
        set_look(self._notice, look)
        self._notice.setVisible(bool(words))

    def _offer_layouts(self) -> None:
        menu = QMenu(self)
        for layout, words in LAYOUT_WORDS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(layout is self._printing.settings.layout)
            action.triggered.connect(lambda _checked=False, layout=layout: self._take_layout(layout))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._paper.mapToGlobal(QPoint(0, self._paper.height())))

    def _take_layout(self, layout: Layout) -> None:
        self._printing.settings.layout = layout
        self._read()

    def _name_choices(self) -> None:
        self.printer.name()
        self._paper.setText(f"{LAYOUT_WORDS[self._printing.settings.layout]} ▾")

    def _on_progress(self, done: int, total: int) -> None:
        several = total > 1
        self._running.setText(f"正在打印 {done + 1}/{total}" if several else "")
        self._running.setVisible(several)
        self._cancel.setVisible(several)
        if total == 0 and self._slip is not None and self.isVisible():
            self._read()  # its count of prints has grown

    def _lay_out(self) -> None:
        set_look(self, "card")
        self._title, self._copy, self._notice, self._running = QLabel(self), QLabel(self), QLabel(self), QLabel(self)
        set_look(self._title, "title")
        for label in (self._copy, self._running):
            set_look(label, "muted")
        self._notice.setWordWrap(True)
        self._notice.hide()
        self.printer = PrinterChoice(self._jobs, self._printing.settings, self)
        self.printer.told.connect(lambda words: self._say(words, "warning"))
        self.printer.chosen.connect(lambda: self._say("", "warning"))
        self._paper = QPushButton(self)
        self._paper.clicked.connect(self._offer_layouts)
        set_look(self._paper, "link")
        self._cancel = QPushButton("取消打印", self)
        self._cancel.clicked.connect(self._printing.cancel)
        self._cancel.hide()
        self._running.hide()
        self._name_choices()
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._copy)
        choices = QHBoxLayout()
        choices.addWidget(self.printer)
        choices.addWidget(self._paper)
        choices.addStretch(1)
        choices.addWidget(self._running)
        choices.addWidget(self._cancel)
        go = QPushButton(f"打印   {cap('print_slip')}", self)
        set_look(go, "primary")
        go.clicked.connect(self.print)
        save = QPushButton(f"另存为 PDF   {cap('save_slip')}", self)
        save.clicked.connect(self.ask_where)
        buttons = QHBoxLayout()
        buttons.addWidget(go, 1)
        buttons.addWidget(save, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._notice)
        layout.addWidget(self.paper, 1)
        layout.addLayout(choices)
        layout.addLayout(buttons)
