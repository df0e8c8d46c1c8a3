"""Files on their way up or down: which one, how far, and a key to end it. There only while one takes its time."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from app.errors import WarmlineError
from ui.keys import cap
from ui.style import set_look

PATIENCE_MS = 250  # what is done sooner flashes no bar


class Cancelled(WarmlineError):
    """The person ended it; nothing was stored or written."""


class Transfer:
    """One file on its way. Its worker calls ``check`` at each part."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.done, self.whole = 0, 0  # bytes
        self.cancelled = False

    def check(self, tell: Callable[[tuple[int, int]], None]) -> Callable[[int, int], None]:
        """What the worker calls with (bytes done, bytes in all); raises Cancelled once it is to end."""

        def passed(done: int, whole: int) -> None:
            if self.cancelled:
                raise Cancelled(f"已取消：{self.words}")
            tell((done, whole))

        return passed


class TransferBar(QWidget):
    """Shows the first of those under way; the others wait behind it. ``changed``: it came or went."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, key: str = "cancel_file") -> None:
        """``key``: the name of the key that ends the one shown."""
        super().__init__(parent)
        self._running: list[Transfer] = []
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("传送进度")
        self.end = QPushButton(f"取消  {cap(key)}", self)
        set_look(self.end, "link")
        self.end.clicked.connect(self.cancel)
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._paint)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a name widens no panel
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setVerticalSpacing(0)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self.words, 0, 0)
        layout.addWidget(self.end, 0, 1)
        layout.addWidget(self.bar, 1, 0, 1, 2)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a file is on its way long enough to be shown."""
        return bool(self._running) and not self._patience.isActive()

    def begin(self, words: str) -> Transfer:
        """A file sets out; ``words`` say which way."""
        made = Transfer(words)
        self._running.append(made)
        if len(self._running) == 1:
            self._patience.start()
        return made

    def tell(self, transfer: Transfer, far: tuple[int, int]) -> None:
        """How far it is."""
        transfer.done, transfer.whole = far
        self._paint()

    def finish(self, transfer: Transfer) -> None:
        """It arrived, or did not."""
        self._running.remove(transfer)
        if not self._running:
            self._patience.stop()
        self._paint()

    def cancel(self) -> None:
        """End the one that is shown; it stops at its next part."""
        if self._running:
            self._running[0].cancelled = True
            self.end.setEnabled(False)

    def _paint(self) -> None:
        was = not self.isHidden()
        if self.busy:
            first = self._running[0]
            behind = f"（还有 {len(self._running) - 1} 个）" if len(self._running) > 1 else ""
            self.words.setText(first.words + behind)
            self.words.setToolTip(first.words)
            self.bar.setRange(0, 1000 if first.whole else 0)  # without a length it runs to and fro
            self.bar.setValue(1000 * first.done // first.whole if first.whole else 0)
            self.end.setEnabled(not first.cancelled)
        self.setVisible(self.busy)
        if was is not self.busy:
            self.changed.emit()
