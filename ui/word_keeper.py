"""Keeps on disk what is typed into strips, at each pause, until it is stored in the database."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from app.errors import WarmlineError
from app.kept_words import KeptWords, Words
from ui.jobs import Jobs

PAUSE_MS = 400  # of typing, before the words are written


class WordKeeper(QObject):
    """Made once a window: all that it keeps stands in one file."""

    troubled = Signal(str)  # the disk refused; the words are still in the field

    def __init__(self, jobs: Jobs, folder: Path, login: str, window: QObject) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._disk = KeptWords(folder, login)
        self._words: dict[str, str] = {}
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._write)
        window.installEventFilter(self)
        jobs.write(self, self._disk.read, self._take)

    def text(self, name: str) -> str:
        """What is kept under a name; empty: nothing."""
        return self._words.get(name, "")

    def names(self, prefix: str) -> list[str]:
        """The names that begin so, and have words."""
        return [name for name, words in self._words.items() if words and name.startswith(prefix)]

    def keep(self, name: str, words: str) -> None:
        """Keep words under a name; they go to disk at the next pause."""
        if words != self.text(name):
            self._words[name] = words
            self._pause.start()

    def forget(self, name: str) -> None:
        """It is stored in the database now."""
        if self._words.pop(name, ""):
            self._write()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window closes: nothing waits for the pause."""
        if event.type() is QEvent.Type.Hide and self._pause.isActive():
            self._write()
        return super().eventFilter(watched, event)

    def _take(self, stored: Words) -> None:
        self._words = {**stored, **self._words}

    def _write(self) -> None:
        self._pause.stop()
        self._jobs.write(self, partial(self._disk.write, dict(self._words)), failed=self._fail)

    def _fail(self, error: WarmlineError) -> None:
        self.troubled.emit(error.sentence)
