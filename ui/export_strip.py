"""What is taken along from the page 统计: the report as workbook or paper, or the list of complaints as workbook.

The report has numbers only. The list is a right and on the record; its phones are masked unless a reason is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.errors import BadInput, DiskFull, WarmlineError
from app.figures import Dimension, Line, Measure, Scope
from app.seat import Seat
from ui.choice_row import ChoiceRow
from ui.documents import in_documents
from ui.form_strip import FormStrip
from ui.jobs import Jobs
from ui.style import set_look


class Kind(StrEnum):
    """What is written."""

    BOOK = "报表 Excel"
    PAPER = "报表 PDF"
    LIST = "诉求清单 Excel"


SUFFIXES = {Kind.BOOK: "xlsx", Kind.PAPER: "pdf", Kind.LIST: "xlsx"}
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What there is to take along: the lines that are shown, and the number that one stands on with its words."""

    sections: dict[Dimension, list[Line]]
    scope: Scope
    listed: Scope
    measure: Measure
    words: str
    note: str = ""  # what stands under the title of the paper


class ExportStrip(FormStrip):
    """``written`` carries a sentence with the file; ``cancelled`` when it is folded."""

    written = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, load: Load, parent: QWidget | None = None) -> None:
        super().__init__("导出", "导出", parent)
        self._seat, self._jobs, self._load = seat, jobs, load
        self._stop: Event | None = None
        may_list = seat.person.role in seat.rules.settings.get("exporters", ())
        offered = {one: str(one) for one in Kind if one is not Kind.LIST or may_list}
        self.kind: ChoiceRow[Kind] = ChoiceRow("什么", offered, columns=3, parent=self)
        self.kind.choose(Kind.BOOK)
        self.body.addWidget(self.kind)
        self.listed = QLabel(f"清单：{load.words}。导出记入审计，保密来电不含姓名电话。", self)
        self.listed.setTextFormat(Qt.TextFormat.PlainText)
        self.listed.setWordWrap(True)
        set_look(self.listed, "muted")
        self.body.addWidget(self.listed)
        self.reason = self.add_row("reason", "原因", "要完整电话时填，例如：市里核查；不填则电话打码")
        self.file = self.add_row("file", "文件", text=str(self._path(Kind.BOOK)))
        choose = QPushButton("选择…", self)
        choose.clicked.connect(self.choose_file)
        self.progress, self.far = QProgressBar(self), QLabel(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        set_look(self.far, "muted")
        self.stop_button = QPushButton("取消导出", self)
        self.stop_button.clicked.connect(self.stop)
        row = self.rows["file"]
        self.body.removeWidget(row)
        beside, foot = QHBoxLayout(), QHBoxLayout()
        beside.addWidget(row, 1)
        beside.addWidget(choose, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(beside)
        foot.addWidget(self.progress, 1)
        foot.addWidget(self.far)
        foot.addWidget(self.stop_button)
        self.body.addLayout(foot)
        self.kind.picked.connect(self._on_kind)
        self.submitted.connect(self._write)
        self._show_work(False)
        self._on_kind()

    def start(self) -> None:
        self.kind.setFocus()

    def choose_file(self) -> None:
        """Ask where to, beside the window and not over it."""
        suffix = SUFFIXES[self._kind]
        dialog = QFileDialog(self, "导出到", self.file.text(), f"{suffix.upper()} (*.{suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.file.setText)
        dialog.show()

    def stop(self) -> bool:
        """End a writing under way; False: there is none."""
        if self._stop is None:
            return False
        self._stop.set()
        return True

    @property
    def _kind(self) -> Kind:
        return self.kind.value() or Kind.BOOK

    def _on_kind(self) -> None:
        listing = self._kind is Kind.LIST
        self.listed.setVisible(listing)
        self.rows["reason"].setVisible(listing)
        self.file.setText(str(self._path(self._kind)))

    def _path(self, kind: Kind) -> Path:
        given = self.file.text() if hasattr(self, "file") else ""
        scope = self._load.scope
        name = f"{'诉求清单' if kind is Kind.LIST else '统计'}-{scope.first}-{scope.last}.{SUFFIXES[kind]}"
        return Path(given).parent / name if given else in_documents(name)

    def _write(self) -> None:
        if not self.file.text().strip():
            self.fail(BadInput("请给出文件。", field="file"))
            return
        kind, path, reason = self._kind, Path(self.file.text().strip()), self.reason.text()
        if kind is not Kind.LIST and not any(self._load.sections.values()):
            self.fail(BadInput("这段时间没有诉求，没有可导出的报表。"))
            return
        stop = self._stop = Event()
        self._show_work(True)
        seat, load = self._seat, self._load
        self._jobs.long_look_up(
            self, "export", lambda told: _write(seat, kind, path, load, reason, told, stop), self.far.setText,
            self._done, self._failed,
        )  # fmt: skip

    def _done(self, sentence: str) -> None:
        self._end()
        self.reset()
        self.written.emit(sentence)

    def _failed(self, error: WarmlineError) -> None:
        self._end()
        self.fail(error)

    def _end(self) -> None:
        self._stop = None
        self.far.clear()
        self._show_work(False)

    def _show_work(self, working: bool) -> None:
        for part in (self.progress, self.far, self.stop_button):
            part.setVisible(working)


def _pages(told: Told) -> Callable[[int, int], None]:
    return lambda done, whole: told(f"{done}/{whole} 页")


def _write(seat: Seat, kind: Kind, path: Path, load: Load, reason: str, told: Told, stop: Event) -> str:
    """Write the file; what was written in a sentence. Loads what writes it with the first of its kind."""
    if kind is Kind.LIST:
        from app.complaint_exports import export_complaints

        count = export_complaints(
            seat, path, load.listed, load.measure, reason, lambda done: told(f"{done:,} 件"), stop
        )
        return f"已导出 {count} 件诉求：{path}"
    from app.figure_reports import draw_report, write_report

    if kind is Kind.BOOK:
        write_report(path, load.sections)
        return f"已导出报表：{path}"
    pdf = draw_report(load.sections, load.scope, note=load.note, progress=_pages(told), cancelled=stop)
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise DiskFull(f"没有存成 {path.name}：{error.strerror or error}") from error
    return f"已导出报表：{path}"
