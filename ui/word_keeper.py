"""Keeps on disk what is typed into the strips of a page, at each pause, until it is stored in the database."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from app.errors import WarmlineError
from app.kept_words import KeptWords, Words
from ui.fields import TextField
from ui.jobs import Jobs

PAUSE_MS = 400  # of typing, before the words are written


class WordKeeper(QObject):
    """Made once a page; ``watch`` a field that is to begin with what was kept under a name."""

    troubled = Signal(str)  # the disk refused; the words are still in the field

    def __init__(self, jobs: Jobs, folder: Path, login: str, page: QObject) -> None:
        super().__init__(page)
        self._jobs = jobs
        self._disk = KeptWords(folder, login)
        self._words: dict[str, str] = {}
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._write)
        page.installEventFilter(self)
        jobs.write(self, self._disk.read, self._take)

    def watch(self, name: str, field: TextField) -> None:
        """Put back into the field what was kept, and keep what is typed into it."""
        if not field.toPlainText():
            field.setPlainText(self._words.get(name, ""))
        field.textChanged.connect(partial(self._keep, name, field))

    def forget(self, name: str) -> None:
        """It is stored in the database now."""
        if self._words.pop(name, ""):
            self._write()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page goes out of sight, or the window with it: nothing waits for the pause."""
        if event.type() is QEvent.Type.Hide and self._pause.isActive():
            self._write()
        return super().eventFilter(watched, event)

    def _take(self, stored: Words) -> None:
        self._words = {**stored, **self._words}

    def _keep(self, name: str, field: TextField) -> None:
        self._words[name] = field.toPlainText()
        self._pause.start()

    def _write(self) -> None:
        self._pause.stop()
        self._jobs.write(self, partial(self._disk.write, dict(self._words)), failed=self._fail)

    def _fail(self, error: WarmlineError) -> None:
        self.troubled.emit(error.sentence)
