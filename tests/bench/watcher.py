"""A seat's window in a process of its own, or a bare table in its place, that says when a change was painted.

Speaks JSON lines: the first line on stdin says what to be (``{"mode": "window", "words": …}``), ``busy`` and ``calm``
begin and end the watch for stalls, the end of stdin ends it. Times are of the system's monotonic clock.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any
from uuid import UUID

import psutil
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

TICK_MS = 5
BARE_ROWS = 50


class Watcher(QObject):
    """Base of both: hears stdin, counts the stalls, and follows the paints of one table."""

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._ticked = 0.0
        self._ticks = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._tick)
        self.told.connect(self._obey)
        Thread(target=self._listen, daemon=True).start()

    def watch(self, view: QTableView, painted: Callable[[], None]) -> None:
        """Call ``painted``, which says what is on the screen now, when the event loop comes round after a paint."""
        self._painted = painted
        self.viewport = view.viewport()  # kept: the filter's side of it would die with the Python object
        self.viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._painted)  # runs when this paint is done and flushed
        return False

    def close(self) -> None:
        """Let go of what the process holds."""

    def _listen(self) -> None:
        for line in sys.stdin:
            self.told.emit(line.strip())
        self.told.emit("end")

    def _obey(self, word: str) -> None:
        if word == "busy":
            self.gaps.clear()
            self._ticked = monotonic()
            self._ticks.start()
        elif word == "calm":
            self._ticks.stop()
            say(gaps=self.gaps)
        else:
            QApplication.quit()

    def _tick(self) -> None:
        now = monotonic()
        self.gaps.append((now - self._ticked) * 1000)
        self._ticked = now


class WindowWatcher(Watcher):
    """The program's own window, signed in."""

    def __init__(self, words: str, folder: Path, login: str = "op2") -> None:
        from app.records import QueueRow
        from app.sample import PASSWORD
        from app.seat import open_seat
        from ui.jobs import Jobs
        from ui.style import start_style
        from ui.window import Window

        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        start_style(app)
        self.jobs = Jobs(self)
        self.seat = open_seat(words, login, PASSWORD)
        self.window = Window(self.seat, self.jobs, folder, "", "")
        self.window.resize(1366, 768)
        self.page = self.window.queue_page
        self._expected: dict[UUID, QueueRow] = {}
        self._ready = False
        self.window.live.changed.connect(self._expect)
        self.watch(self.page.table, self._after_paint)
        self.window.show()
        self.window.start()

    def _after_paint(self) -> None:
        if not self._ready and self.window.live.complete:
            self._ready = True
            say(ready=len(self.window.live.queue), bytes=psutil.Process().memory_info().rss)
        model, table = self.page.open_model, self.page.table
        last = table.rowAt(table.viewport().height() - 1)
        seen = {model.key_at(model.index(row, 0)) for row in range(last + 1 if last >= 0 else model.rowCount())}
        for key in [key for key in self._expected if key in seen or model.row(key) is None]:
            say(painted=str(key), revision=self._expected.pop(key).revision, at=monotonic())

    def close(self) -> None:
        self.jobs.close()
        self.seat.close()

    def _expect(self, rows: list[Any]) -> None:
        self._expected |= {row.id: row for row in rows}


class BareWatcher(Watcher):
    """A bare table that gets one more row with each notification: the least that can be done."""

    heard = Signal(str)

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._model = QStandardItemModel(0, 10)
        for _ in range(BARE_ROWS):
            self._model.appendRow(_items("牡丹花园 3-2-501"))
        self._expected: list[str] = []
        self._ready = False
        self.heard.connect(self._insert)
        self.view = QTableView()
        self.view.setModel(self._model)
        self.view.resize(1366, 768)
        self.watch(self.view, self._after_paint)
        self.view.show()

    def _after_paint(self) -> None:
        if not self._ready:
            self._ready = True
            Thread(target=self._hear, daemon=True).start()
        for key in self._expected:
            say(painted=key, revision=1, at=monotonic())
        self._expected.clear()

    def _hear(self) -> None:
        import psycopg

        with psycopg.connect(self._words, autocommit=True) as connection:
            connection.execute("LISTEN floor")
            say(ready=BARE_ROWS, bytes=psutil.Process().memory_info().rss)
            for ring in connection.notifies():
                self.heard.emit(ring.payload)

    def _insert(self, key: str) -> None:
        self._model.insertRow(0, _items(key))
        self._model.removeRow(self._model.rowCount() - 1)
        self._expected.append(key)


def say(**words: object) -> None:
    """One line to the parent."""
    print(json.dumps(words), flush=True)


def _items(words: str) -> list[QStandardItem]:
    return [QStandardItem(words) for _ in range(10)]


def main() -> None:
    """Be what the first line says until stdin ends."""
    given = json.loads(sys.stdin.readline())
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder:
        bare = given["mode"] == "bare"
        watcher = BareWatcher(given["words"]) if bare else WindowWatcher(given["words"], Path(folder))
        app.exec()
        watcher.close()


if __name__ == "__main__":
    main()
