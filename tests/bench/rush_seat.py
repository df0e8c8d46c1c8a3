"""A hotline seat in a rush: a window in a process of its own that takes calls and works the page of incidents itself.

Speaks as watcher.py does, and hears besides: ``take COMMUNITY COUNT SECONDS`` (so many calls from there within that
time, each sent to the company at once), ``suggested COUNT`` (say when the page suggests one cause of that many),
``accept`` and ``close WORDS`` (by the page's own acts).
"""

import json
import sys
import tempfile
from pathlib import Path
from time import thread_time

from arrivals import waits
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from watcher import WindowWatcher, say


class RushSeat(WindowWatcher):
    """``gaps`` come with ``work``: milliseconds that the GUI thread itself was at work between two ticks."""

    def __init__(self, words: str, folder: Path, login: str, page: str) -> None:
        from ui.role_pages import ROLE_PAGES, Page

        super().__init__(words, folder, login)
        self.work: list[float] = []
        self._worked = 0.0
        self._waits: list[float] = []
        self._taken: list[str] = []
        self._place = 0
        self._calls = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._calls.timeout.connect(self._take)
        at = ROLE_PAGES[self.seat.person.role].index(Page.INCIDENTS) if page else 0
        self.incidents = self.window.pages.widget(at) if page else None
        self._shown_at = at
        self._wanted = 0
        self._look = QTimer(self, interval=20)
        self._look.timeout.connect(self._see_suggestion)

    def _obey(self, word: str) -> None:
        name, _, rest = word.partition(" ")
        match name:
            case "show":
                self.window.show_page(self._shown_at)
                say(shown=True)
            case "take":
                place, count, seconds = rest.split()
                self._place, self._taken = int(place), []
                self._waits = waits(self.seat.person.login, int(count), float(seconds))
                self._wait_for_call()
            case "suggested":
                self._wanted = int(rest)
                self._look.start()
            case "accept":
                self.incidents.said.connect(self._say_done)
                self.incidents.failed.connect(self._say_done)
                self.incidents.accept()
            case "close":
                self.incidents.ask_close()
                self.incidents.strip.cause.setPlainText(rest)
                self.incidents.submit()
            case "busy":
                self.work.clear()
                self._worked = thread_time()
                super()._obey(word)
            case "calm":
                say(work=self.work)
                super()._obey(word)
            case _:
                super()._obey(word)

    def _tick(self) -> None:
        super()._tick()
        worked = thread_time()
        self.work.append((worked - self._worked) * 1000)
        self._worked = worked

    def _wait_for_call(self) -> None:
        self._calls.start(round(self._waits.pop() * 1000))

    def _take(self) -> None:
        from app.intake import NewComplaint
        from app.sending import Wish, send

        self.window.desk_lock.watch.touch()  # a call is taken with the keys: such a window does not lock itself
        number = len(self._waits)
        new = NewComplaint(
            phone=f"1385300{number:04d}",
            community_id=self._place,
            building=str(number % 30 + 1),
            unit="1",
            room=f"{number}{self.seat.person.login}",
            category="B1",
            text="暖气突然不热了。",
        )
        self.jobs.act(
            self,
            lambda: send(self.seat, new, Wish.DISPATCH),
            lambda sent: self._took(str(sent.complaint.id), number == 0),
        )
        if number:
            self._wait_for_call()

    def _took(self, id: str, last: bool) -> None:
        self._taken.append(id)
        if last:
            say(taken=self._taken)

    def _see_suggestion(self) -> None:
        rows = self.incidents.suggested.rows
        if rows and len(rows[0].complaints) >= self._wanted:
            self._look.stop()
            say(suggested=[len(one.complaints) for one in rows])

    def _say_done(self, words: str) -> None:
        say(done=words)


def main() -> None:
    """Be a seat until stdin ends."""
    given = json.loads(sys.stdin.readline())
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="warmline-bench-") as folder:
        seat = RushSeat(given["words"], Path(folder), given["login"], given["page"])
        app.exec()
        seat.close()


if __name__ == "__main__":
    main()
