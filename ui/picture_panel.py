"""An attached photo, or the first page of a paper, as large as the panel beside the queue; Esc goes back."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.attachments import size_words
from app.clock_words import day_and_time
from app.errors import WarmlineError
from app.records import Attachment, FileKind
from ui.keys import bind, cap
from ui.style import set_look

LARGE_SIDE = 2400  # pixels that a picture is decoded to: sharp on any panel, 23 MB at most
PAUSE_MS = 40  # of resizing


class PicturePanel(QFrame):
    """Shows what the list of attachments fetched. ``turned`` asks for the next file (1) or the one before (-1)."""

    turned = Signal(int)
    open_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "card")
        self._picture = QImage()
        self._title, self._about = QLabel(self), QLabel(self)
        set_look(self._title, "title")
        set_look(self._about, "muted")
        for label in (self._title, self._about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a name widens no panel
        self.sheet = QLabel(self)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sheet.setWordWrap(True)
        self.sheet.setMinimumSize(80, 80)
        self.sheet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._paint)
        buttons = QGridLayout()
        buttons.setSpacing(6)
        acts: list[tuple[str, str, Callable[[], None]]] = [
            ("上一个", "file_before", lambda: self.turned.emit(-1)),
            ("下一个", "file_after", lambda: self.turned.emit(1)),
            ("打开", "open_shown", self.open_asked.emit),
            ("另存", "save_shown", self.save_asked.emit),
        ]
        for at, (words, name, slot) in enumerate(acts):
            button = QPushButton(f"{words}  {cap(name)}", self)
            button.clicked.connect(slot)
            bind(self, name, slot)
            buttons.addWidget(button, at // 2, at % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addWidget(self.sheet, 1)
        layout.addLayout(buttons)

    def wait_for(self, file: Attachment, at: int, count: int) -> None:
        """A file was asked for; it is on its way."""
        self._picture = QImage()
        page = " · 第 1 页" if file.kind is FileKind.PDF else ""
        self._title.setText(file.name)
        self._title.setToolTip(file.name)
        place = f"{at + 1}/{count} · " if count > 1 else ""
        self._about.setText(
            f"{place}{size_words(file.size)} · {file.added_by_name} {day_and_time(file.added_at)}{page}"
        )
        self._say("正在读取…", "muted")

    def show_picture(self, picture: QImage, name: str) -> None:
        """Show it as large as there is room for, never larger than it is."""
        self._picture = picture
        self.sheet.setAccessibleName(name)
        self._paint()

    def fail(self, error: WarmlineError) -> None:
        """Say why there is nothing to see; opening and saving stay possible."""
        self._picture = QImage()
        self._say(error.sentence, "danger")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pause.start()

    def _paint(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = QSize(round(self.sheet.width() * ratio), round(self.sheet.height() * ratio))
        fit = self._picture.size().boundedTo(self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
        picture = QPixmap.fromImage(
            self._picture.scaled(fit, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        picture.setDevicePixelRatio(ratio)
        self.sheet.setPixmap(picture)

    def _say(self, words: str, look: str) -> None:
        self.sheet.setText(words)
        set_look(self.sheet, look)
