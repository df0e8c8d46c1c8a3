"""The page 导入导出: what a file would change, row by row, before anything is changed; and the ways out."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.directory_exchange import ImportResult, export_directory, import_directory
from app.directory_ledger import ChangeKind
from app.errors import WarmlineError
from app.seat import Seat
from app.verification import list_unverified, write_unverified
from ui.documents import in_documents
from ui.fields import LineField
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.publish_card import PublishCard
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import Column, TableModel

FILES = "名录 (*.xlsx *.csv)"
_KINDS = {ChangeKind.ADDED: ("＋ 新增", "good"), ChangeKind.CHANGED: ("→ 变更", "accent")}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One line of the preview: an error or a change, ``at`` its place in the list."""

    at: int
    kind: str
    colour: str
    sheet: str
    row: int
    words: str


def preview_rows(result: ImportResult) -> list[PreviewRow]:
    """Errors first, then what would change in the order of the file."""
    errors = [("× 错误", "danger", one.sheet, one.row, _reason(one.cell, one.reason)) for one in result.errors]
    changes = [(*_KINDS[one.kind], one.sheet, one.row, one.words) for one in result.changes]
    return [PreviewRow(at, *row) for at, row in enumerate(errors + changes)]


def counts_words(result: ImportResult) -> str:
    """新增 3，变更 2，503 处不变，17 个小区未列出（保持原样）."""
    added = sum(one.kind is ChangeKind.ADDED for one in result.changes)
    words = f"新增 {added}，变更 {len(result.changes) - added}，{result.unchanged} 处不变"
    words += f"，{result.unlisted} 个小区未列出（保持原样）" if result.unlisted else ""
    return words + (f"，略过 {len(result.notes)} 处（悬停可见）" if result.notes else "")


class ImportPage(QWidget):
    """Reads a file in a job, shows what it would do, and imports it whole or not at all."""

    said = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._previewed: Path | None = None
        self.file = LineField("名录文件 .xlsx 或 .csv：写出路径，或把文件拖到这一页", self)
        self.file.textEdited.connect(self._forget)
        self.file.entered.connect(lambda _text: self.preview())
        self.preview_button = QPushButton("预览  Enter", self)
        self.preview_button.clicked.connect(self.preview)
        self.import_button = QPushButton(f"导入  {cap('import_file')}", self)
        set_look(self.import_button, "primary")
        self.import_button.setEnabled(False)
        self.import_button.clicked.connect(self.import_file)
        self.notice = QLabel("先预览：导入前逐行列出会新增和变更什么，有一行读不懂就整个不导入。", self)
        self.notice.setWordWrap(True)
        set_look(self.notice, "muted")
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self.model: TableModel[PreviewRow] = TableModel(_columns(), lambda row: row.at, lambda row: row.at, tokens)
        self.table = RowTable(parent=self)
        self.table.show_model(self.model)
        self.table.setAccessibleName("预览")
        self.target = LineField("导出到这个 .xlsx 文件", self)
        self.target.setText(str(in_documents(f"名录-{seat.now():%Y%m%d}.xlsx")))
        self.target.textEdited.connect(lambda: self._say_export(""))
        self.target.entered.connect(lambda _text: self.export())
        self.unverified = QCheckBox("只要本季未核实的管理员", self)
        self.unverified.setToolTip("填上核实日期或新号码，原样导入即可。")
        self.export_notice = QLabel(self)
        self.export_notice.hide()
        self._overwrite: Path | None = None
        self.publishing = PublishCard(seat, jobs, self)
        self.publishing.said.connect(self.said)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.file)
        bind(self, "choose_file", self.choose)
        bind(self, "import_file", self.import_file)
        self._lay_out()

    # what the administrator does

    def choose(self) -> None:
        """Look for the file in the system's own dialog."""
        dialog = QFileDialog(self, "选择名录文件", self.file.text(), FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, path: str) -> None:
        """A file was chosen or dropped: show what it would do."""
        self.file.setText(path)
        self.preview()

    def preview(self) -> None:
        """Dry run of the file."""
        path = _path(self.file.text())
        self._forget()
        if path is None:
            self._say("请先写出或选择要导入的文件。", "danger")
            self.file.set_bad(True)
            return
        self._start(f"正在核对 {path.name}…")
        self._jobs.look_up(
            self, "preview", lambda: import_directory(self._seat, path, dry_run=True),
            lambda result: self._show_preview(path, result), self._fail,
        )  # fmt: skip

    def import_file(self) -> None:
        """Import what was previewed; the file is read anew, so that what counts is what it says now."""
        path = self._previewed
        if path is None or not self.import_button.isEnabled():
            return
        self._start(f"正在导入 {path.name}…")
        self._jobs.act(
            self, lambda: import_directory(self._seat, path), lambda result: self._show_import(path, result), self._fail
        )

    def export(self) -> None:
        """Write the directory; a file that is there already is overwritten only at the second asking."""
        path = _path(self.target.text())
        if path is None:
            self._say_export("请写出导出到哪个文件。", "danger")
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        if path.exists() and self._overwrite != path:
            self._overwrite = path
            self._say_export(f"已有 {path.name}：再按一次“导出”就覆盖它。", "warning")
            return
        work = _write_unverified if self.unverified.isChecked() else _write_directory
        self._jobs.write(
            self, lambda: work(self._seat, path), lambda words: self._say_export(words, "good"),
            lambda error: self._say_export(error.sentence, "danger"),
        )  # fmt: skip
        self._overwrite = None

    # dropped files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.take_file(files[0])

    # inside

    def _start(self, words: str) -> None:
        self._say(words, "muted")
        self._progress.show()
        self.preview_button.setEnabled(False)
        self.import_button.setEnabled(False)

    def _stop(self) -> None:
        self._progress.hide()
        self.preview_button.setEnabled(True)

    def _forget(self) -> None:
        """Another file is meant: what was previewed counts no more."""
        self._previewed = None
        self.import_button.setEnabled(False)
        self.file.set_bad(False)
        self.model.replace([])

    def _show_preview(self, path: Path, result: ImportResult) -> None:
        self._stop()
        self._list(result)
        if result.errors:
            self._refuse(result)
        elif not result.changes:
            self._say(f"{path.name} 与名录一致，没有要导入的：{counts_words(result)}。", "good")
        else:
            self._previewed = path
            self.import_button.setEnabled(True)
            self._say(f"将导入 {path.name}：{counts_words(result)}。", "strong")

    def _show_import(self, path: Path, result: ImportResult) -> None:
        self._stop()
        self._list(result)
        if result.errors:  # the file was changed since the preview
            self._refuse(result)
            return
        self._previewed = None
        words = f"已导入 {path.name}：{counts_words(result)}。"
        self._say(words, "good")
        self.said.emit(words)

    def _refuse(self, result: ImportResult) -> None:
        self._say(f"有 {len(result.errors)} 处读不懂，什么也不会导入；请改好文件再预览。", "danger")

    def _fail(self, error: WarmlineError) -> None:
        self._stop()
        self.import_button.setEnabled(self._previewed is not None)
        self.file.set_bad(error.field == "file")
        self._say(error.sentence, "danger")

    def _list(self, result: ImportResult) -> None:
        self.model.replace([])
        self.model.replace(preview_rows(result))
        self.notice.setToolTip("\n".join(result.notes))

    def _say(self, words: str, look: str) -> None:
        self.notice.setText(words)
        set_look(self.notice, look)

    def _say_export(self, words: str, look: str = "muted") -> None:
        if not words:
            self._overwrite = None
        self.export_notice.setText(words)
        set_look(self.export_notice, look)
        self.export_notice.setVisible(bool(words))

    def _lay_out(self) -> None:
        choose = QPushButton(f"选择…  {cap('choose_file')}", self)
        choose.clicked.connect(self.choose)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.file, 1)
        for button in (choose, self.preview_button, self.import_button):
            bar.addWidget(button)
        export = QPushButton("导出", self)
        export.clicked.connect(self.export)
        card = QFrame(self)
        set_look(card, "card")
        title = QLabel("导出名录", card)
        set_look(title, "strong")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(title)
        line.addWidget(self.target, 1)
        line.addWidget(self.unverified)
        line.addWidget(export)
        below = QVBoxLayout(card)
        below.setContentsMargins(12, 8, 12, 8)
        below.setSpacing(6)
        below.addLayout(line)
        below.addWidget(self.export_notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.notice)
        layout.addWidget(self._progress)
        layout.addWidget(self.table, 1)
        layout.addWidget(card)
        layout.addWidget(self.publishing)


def _write_directory(seat: Seat, path: Path) -> str:
    export_directory(seat, path)
    return f"已导出 {len(seat.directory.communities)} 个小区和单位到 {path}"


def _write_unverified(seat: Seat, path: Path) -> str:
    found = list_unverified(seat)
    write_unverified(seat, path, found)
    return f"已导出 {len(found)} 名本季未核实的管理员到 {path}：填上核实日期后导入"


def _columns() -> list[Column[PreviewRow]]:
    return [
        Column(title="结果", text=lambda row: row.kind, width=10, colour=lambda row: row.colour),
        Column(title="工作表", text=lambda row: row.sheet, width=16, colour=lambda _row: "muted"),
        Column(title="行", text=lambda row: str(row.row), width=7, right=True, colour=lambda _row: "muted"),
        Column(title="会怎样", text=lambda row: row.words, width=90),
    ]


def _reason(cell: str, reason: str) -> str:
    return f"{cell}：{reason}" if cell else reason


def _path(text: str) -> Path | None:
    """What was typed as a path; Windows copies paths with quotes around them."""
    bare = text.strip().strip('"').strip()
    return Path(bare).expanduser() if bare else None
