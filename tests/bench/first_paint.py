"""One start of the program in a process of its own, which says as JSON when what was painted (monotonic seconds).

The first line on stdin is what to be: ``{"mode": "bare"}``, ``{"mode": "window", "database": …, "data": …}``, which
signs in as soon as the sign-in stands, or ``{"mode": "first", "data": …}``, which makes and fills a database.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

GIVEN = json.loads(sys.stdin.readline())


def first() -> None:
    """The first start ever, without its window: server, schema, demonstration."""
    from app.installation import Installation
    from app.settings import Settings

    with Installation(Settings(Path(GIVEN["data"]), None)):
        say(ready=monotonic())


def show() -> None:
    """A window, the program's or a bare one."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Painted(QObject):
        """Calls ``then`` once, when the event loop comes round after the first paint that ``enough`` accepts."""

        def __init__(self, view: QWidget, enough: Callable[[], bool], then: Callable[[], None]) -> None:
            super().__init__(view)
            self._view, self._enough, self._then = view, enough, then
            view.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and self._enough():
                self._view.removeEventFilter(self)
                QTimer.singleShot(0, self._then)
            return False

    app = QApplication(sys.argv[:1])

    def stop() -> None:
        say(painted=monotonic())
        app.quit()

    if GIVEN["mode"] == "bare":
        window = QWidget()
        window.resize(1366, 768)
        Painted(window, lambda: True, stop)
        window.show()
        app.exec()
        return

    from app.sample import PASSWORD
    from app.settings import Settings
    from ui.start import Program
    from ui.style import start_style

    start_style(app)
    program = Program(Settings(Path(GIVEN["data"]), GIVEN["database"]), "op3")

    loading = QTimer(app, interval=10)

    def stand() -> None:
        say(sign_in=monotonic())
        loading.timeout.connect(enter)
        loading.start()

    def enter() -> None:
        if "ui.window" not in sys.modules:
            return  # the rest is loaded while the person types, which takes longer than that
        loading.stop()
        say(loaded=monotonic())
        program.sign_in.password.setText(PASSWORD)
        program.sign_in.signed_in.connect(follow)
        say(entered=monotonic())
        program.sign_in.sign_in()

    def follow() -> None:
        assert program.window is not None
        page = program.window.queue_page
        Painted(page.table.viewport(), lambda: page.open_model.rowCount() > 0, stop)

    Painted(program.sign_in, lambda: True, stand)
    app.exec()
    program.close()


def say(**words: object) -> None:
    """One line to the parent."""
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    first() if GIVEN["mode"] == "first" else show()
