"""The photos and papers of the complaint that is shown: looked at, opened, saved and added by key or by button."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QFileDialog, QGridLayout, QLabel, QPushButton, QWidget

from app import attachments
from app.attachments import size_words
from app.errors import WarmlineError
from app.records import Act, Attachment, Complaint
from app.seat import Seat
from ui.documents import in_documents
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.picture_panel import LARGE_SIDE, PicturePanel
from ui.pictures import picture_of
from ui.style import set_look, tokens
from ui.thumbnails import SIDE, Thumbnails
from ui.transfer_bar import Cancelled, TransferBar

T = TypeVar("T")

TITLE_EM = 2.6  # as the facts above
LAST_ROW = 100  # below any file
FILES = "照片和 PDF (*.jpg *.jpeg *.png *.webp *.pdf)"


class AttachmentList(QWidget):
    """One line a file; there only while the complaint has some, or one is on its way.

    ``viewer`` shows one large, beside the queue; ``look_asked`` has it brought to the front.
    """

    said = Signal(str)
    failed = Signal(object)  # WarmlineError
    look_asked = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._complaint: UUID | None = None
        self._count = 0  # events that added a file: read anew only when there are more
        self._folder: QTemporaryDir | None = None  # what was opened; goes with the window
        self._shown: UUID | None = None  # the file in the viewer
        self.files: list[Attachment] = []
        self.buttons: list[QPushButton] = []
        self.pictures: list[QPushButton] = []
        self.viewer = PicturePanel()
        self.viewer.turned.connect(self.turn)
        self.viewer.open_asked.connect(lambda: self.open_one(self._at_shown()))
        self.viewer.save_asked.connect(lambda: self.ask_where(self._at_shown()))
        self.thumbnails = Thumbnails(seat, jobs, self)
        self.thumbnails.made.connect(self._paint_picture)
        self.transfers = TransferBar(self)
        self.transfers.changed.connect(self._fit)
        self._side = round(self.fontMetrics().height() * 2.4)
        title = QLabel("附件", self)
        set_look(title, "muted")
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(2)
        self._rows.setColumnMinimumWidth(0, round(self.fontMetrics().height() * TITLE_EM))
        self._rows.setColumnStretch(2, 1)
        self._rows.addWidget(title, 0, 0)
        self._rows.addWidget(self.transfers, LAST_ROW, 1, 1, 2)
        self.hide()
        keys = parent or self  # they work while the complaint is shown, files or not
        bind(keys, "add_file", self.choose)
        bind(keys, "look_file", self.look_at)
        bind(keys, "cancel_file", self.transfers.cancel)
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
        self._carry(
            f"正在添加 {file.name}",
            lambda progress: attachments.add(self._seat, complaint_id, file, progress),
            lambda found: self._added(complaint_id, file.name, found),
            self._refused,
        )

    def _carry(
        self,
        words: str,
        work: Callable[[attachments.Progress], T],
        done: Callable[[T], None],
        failed: Callable[[WarmlineError], None],
    ) -> None:
        """Carry a file up or down in the background, in sight and to be cancelled.

        An errand: a slow line must not hold up the acts that are asked for meanwhile.
        """
        transfer = self.transfers.begin(words)

        def end(then: Callable[[Any], None]) -> Callable[[Any], None]:
            def ended(answer: Any) -> None:
                self.transfers.finish(transfer)
                then(answer)

            return ended

        self._jobs.long_errand(
            self,
            lambda tell: work(transfer.check(tell)),
            lambda far: self.transfers.tell(transfer, far),
            end(done),
            end(failed),
        )

    def _refused(self, error: WarmlineError) -> None:
        if isinstance(error, Cancelled):
            self.said.emit(error.sentence)
        else:
            self.failed.emit(error)

    def _added(self, complaint_id: UUID, name: str, found: list[Attachment]) -> None:
        self.said.emit(f"附件已添加：{name}")
        if complaint_id == self._complaint:
            self._show(found)

    # looking

    def look_at(self, at: int | None = None) -> None:
        """Show a file large: the one asked for, or that has the focus, or the newest."""
        file = self._pick(at)
        if file is None:
            return
        self._shown = file.id
        self.viewer.wait_for(file, self.files.index(file), len(self.files))
        self.look_asked.emit()

        def work(progress: attachments.Progress) -> tuple[QImage, QImage]:
            large = picture_of(file.kind, attachments.content(self._seat, file, progress), LARGE_SIDE)
            aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            return large, large.scaled(SIDE, SIDE, aspect, smooth)

        def show(made: tuple[QImage, QImage]) -> None:
            self.thumbnails.keep(file.id, made[1])
            if self._shown == file.id:
                self.viewer.show_picture(made[0], file.name)

        def fail(error: WarmlineError) -> None:
            if self._shown == file.id:
                self.viewer.fail(error)

        self._carry(f"正在读取 {file.name}", work, show, fail)

    def turn(self, by: int) -> None:
        """The next file in the viewer, or the one before; the first after the last."""
        at = self._at_shown()
        if at is not None and len(self.files) > 1:
            self.look_at((at + by) % len(self.files))

    def _at_shown(self) -> int | None:
        return next((at for at, one in enumerate(self.files) if one.id == self._shown), None)

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

    def ask_where(self, at: int | None = None) -> None:
        """Ask where to save a file: the one asked for, or that has the focus, or the newest."""
        file = self._pick(at)
        if file is None:
            return
        dialog = QFileDialog(self, "另存附件", str(in_documents(file.name)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.save(file, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, file: Attachment, path: Path) -> None:
        """Write a file to this place."""
        self._fetch(file, path, lambda saved: self.said.emit(f"已存为 {saved}"))

    def _fetch(self, file: Attachment, path: Path, done: Callable[[Path], None]) -> None:
        self._carry(
            f"正在读取 {file.name}",
            lambda progress: attachments.save(self._seat, file, path, progress),
            done,
            self._refused,
        )

    def _pick(self, at: int | None) -> Attachment | None:
        focused = QApplication.focusWidget()
        for row in (self.buttons, self.pictures):
            if at is None and isinstance(focused, QPushButton) and focused in row:
                at = row.index(focused)
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
            picture = QPushButton(self)
            set_look(picture, "link")
            picture.setIconSize(QSize(self._side, self._side))
            picture.clicked.connect(partial(self._on_picture, len(self.pictures)))
            self.buttons.append(button)
            self.pictures.append(picture)
            self._rows.addWidget(picture, len(self.buttons) - 1, 1, Qt.AlignmentFlag.AlignLeft)
            self._rows.addWidget(button, len(self.buttons) - 1, 2, Qt.AlignmentFlag.AlignLeft)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(found))
            if at < len(found):
                one = found[at]
                name = self.fontMetrics().elidedText(
                    one.name, Qt.TextElideMode.ElideMiddle, 10 * self.fontMetrics().height()
                )
                button.setText(f"{name}  {size_words(one.size)}")
                button.setToolTip(
                    f"{one.name} · {one.added_by_name}\n打开 {cap('open_file')} · 另存 {cap('save_file')}"
                )
                self.pictures[at].setToolTip(f"查看 {cap('look_file')}")
                self.pictures[at].setAccessibleName(f"查看 {one.name}")
                self._paint_picture(one.id)
            else:
                self.pictures[at].hide()
        self.thumbnails.want(found)
        self._fit()

    def _paint_picture(self, file_id: UUID) -> None:
        for one, picture in zip(self.files, self.pictures, strict=False):
            if one.id == file_id:
                small = self.thumbnails.of(file_id)
                picture.setIcon(QIcon() if small is None else QIcon(framed(small)))
                picture.setText("查看" if small is None else "")
                picture.show()

    def _fit(self) -> None:
        self.setVisible(bool(self.files) or self.transfers.busy)

    def _on_picture(self, at: int, _checked: bool = False) -> None:
        self.look_at(at)

    def _on_button(self, at: int, _checked: bool = False) -> None:
        self.open_one(at)


def framed(small: QImage) -> QPixmap:
    """With an edge: white paper on a white panel would not be seen."""
    made = QPixmap.fromImage(small)
    with QPainter(made) as painter:
        painter.setPen(QPen(tokens().colour("muted"), 2))
        painter.drawRect(made.rect().adjusted(1, 1, -1, -1))
    return made


def show_file(path: Path) -> None:
    """Hand a file to the program that this computer opens its kind with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
