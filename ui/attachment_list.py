"""The photos and papers of the complaint that is shown: opened, saved and added by key or by button."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QStandardPaths, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QGridLayout, QLabel, QPushButton, QWidget

from app import attachments
from app.attachments import size_words
from app.records import Act, Attachment, Complaint
from app.seat import Seat
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.style import set_look

TITLE_EM = 2.6  # as the facts above
FILES = "照片和 PDF (*.jpg *.jpeg *.png *.webp *.pdf)"


class AttachmentList(QWidget):
    """One line a file; there only while the complaint has some. Signals carry sentences for the person."""

    said = Signal(str)
    failed = Signal(object)  # WarmlineError

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._complaint: UUID | None = None
        self._count = 0  # events that added a file: read anew only when there are more
        self._folder: QTemporaryDir | None = None  # what was opened; goes with the window
        self.files: list[Attachment] = []
        self.buttons: list[QPushButton] = []
        title = QLabel("附件", self)
        set_look(title, "muted")
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(2)
        self._rows.setColumnMinimumWidth(0, round(self.fontMetrics().height() * TITLE_EM))
        self._rows.setColumnStretch(1, 1)
        self._rows.addWidget(title, 0, 0)
        self.hide()
        keys = parent or self  # they work while the complaint is shown, files or not
        bind(keys, "add_file", self.choose)
        bind(keys, "open_file", self.open_one)
        bind(keys, "save_file", self.ask_where)

    def show_complaint(self, complaint: Complaint) -> None:
        """Show the files of this complaint; they are read when another one came."""
        count = sum(event.act is Act.ADD_FILE for event in complaint.events)
        if complaint.id == self._complaint and count == self._count:
            return
        if complaint.id != self._complaint:
            self._show([])
        self._complaint, self._count = complaint.id, count
        if count:
            self._jobs.look_up(
                self, "files", lambda: attachments.of_complaint(self._seat, complaint.id), self._show, self.failed.emit
            )

    # adding

    def choose(self) -> None:
        """Look for a file in the system's own dialog."""
        if self._complaint is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self, "添加附件", folder, FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(partial(self._add_to, self._complaint))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, path: Path) -> None:
        """Attach a file to the complaint that is shown."""
        if self._complaint is not None:
            self._add_to(self._complaint, str(path))

    def _add_to(self, complaint_id: UUID, path: str) -> None:
        file = Path(path)
        self.said.emit(f"正在添加 {file.name}…")
        # An errand: a slow line must not hold up the acts that are asked for meanwhile.
        self._jobs.errand(
            self,
            lambda: attachments.add(self._seat, complaint_id, file),
            lambda found: self._added(complaint_id, file.name, found),
            self.failed.emit,
        )

    def _added(self, complaint_id: UUID, name: str, found: list[Attachment]) -> None:
        self.said.emit(f"附件已添加：{name}")
        if complaint_id == self._complaint:
            self._show(found)

    # opening and saving

    def open_one(self, at: int | None = None) -> None:
        """Show a file in this computer's own program: the one asked for, or that has the focus, or the newest."""
        file = self._pick(at)
        if file is None:
            return
        if self._folder is None:
            self._folder = QTemporaryDir()
        target = Path(self._folder.path()) / f"{file.id.hex[-8:]}-{file.name}"
        if target.exists():  # opened before, and maybe open still
            show_file(target)
            return
        self._fetch(file, target, lambda path: show_file(path))

    def ask_where(self) -> None:
        """Ask where to save the file that has the focus, or the newest."""
        file = self._pick(None)
        if file is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, "另存附件", str(Path(folder) / file.name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.save(file, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, file: Attachment, path: Path) -> None:
        """Write a file to this place."""
        self._fetch(file, path, lambda saved: self.said.emit(f"已存为 {saved}"))

    def _fetch(self, file: Attachment, path: Path, done: Callable[[Path], None]) -> None:
        self._jobs.errand(self, lambda: attachments.save(self._seat, file, path), done, self.failed.emit)

    def _pick(self, at: int | None) -> Attachment | None:
        focused = QApplication.focusWidget()
        if at is None and isinstance(focused, QPushButton) and focused in self.buttons:
            at = self.buttons.index(focused)
        if at is None:
            at = len(self.files) - 1
        return self.files[at] if 0 <= at < len(self.files) else None

    # how it looks

    def _show(self, found: list[Attachment]) -> None:
        self.files = found
        while len(self.buttons) < len(found):
            button = QPushButton(self)
            set_look(button, "link")
            button.clicked.connect(partial(self._on_button, len(self.buttons)))
            self.buttons.append(button)
            self._rows.addWidget(button, len(self.buttons) - 1, 1, Qt.AlignmentFlag.AlignLeft)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(found))
            if at < len(found):
                one = found[at]
                name = self.fontMetrics().elidedText(
                    one.name, Qt.TextElideMode.ElideMiddle, 12 * self.fontMetrics().height()
                )
                button.setText(f"{name}  {size_words(one.size)}")
                button.setToolTip(
                    f"{one.name} · {one.added_by_name}\n打开 {cap('open_file')} · 另存 {cap('save_file')}"
                )
        self.setVisible(bool(found))

    def _on_button(self, at: int, _checked: bool) -> None:
        self.open_one(at)


def show_file(path: Path) -> None:
    """Hand a file to the program that this computer opens its kind with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
