"""From the command line to the window: style, sign-in, the seat's window, and putting everything away at the end."""

import logging
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.settings import Settings
from ui.glyphs import GlyphWarmer
from ui.jobs import Jobs
from ui.sign_in import SignIn
from ui.style import start_style

if TYPE_CHECKING:
    from app.seat import Seat
    from ui.window import Window

TITLE_BAR = 40  # room for a window's frame above and below
REVIVE_MS = 10_000  # between two tries to start an embedded server that died
log = logging.getLogger(__name__)

LOG_FILE = "warmline.log"
HEAVY = ("app.seat", "app.feed", "app.lookup", "app.slips", "app.spool")
"""What the window needs beside Qt: loaded in the background while the person types."""
HEAVY_WINDOW = ("ui.window", "ui.callback_page", "ui.incident_page")


def open_window(settings: Settings, login: str = "") -> int:
    """Show the sign-in and then the window; returns the program's exit code when the last window is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    keep_log(settings)
    start_style(app)
    speak_chinese(app)
    program = Program(settings, login)
    sys.excepthook = program.report
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    program.close()
    return code


def speak_chinese(app: QApplication) -> None:
    """Qt's own words (the dialog for files, the menus of text fields) in Chinese, whatever the system speaks."""
    words = QTranslator(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


class Program(QObject):
    """Holds what lives as long as the window: the threads, the seat and the hold on the database."""

    def __init__(self, settings: Settings, login: str = "") -> None:
        super().__init__()
        self._settings = settings
        self.jobs = Jobs(self)
        self.window: Window | None = None
        self._seat: Seat | None = None
        self._reviving = QTimer(self, interval=REVIVE_MS)
        self._reviving.timeout.connect(self._revive)
        self.sign_in = SignIn(settings, self.jobs, login)
        self.sign_in.signed_in.connect(self._enter)
        show_fitting(self.sign_in)
        self.sign_in.start()
        self.jobs.look_up(self, "load", lambda: [import_module(name) for name in HEAVY], self._load_window)

    def _load_window(self, _loaded: object) -> None:
        for name in HEAVY_WINDOW:  # on this thread, for they make Qt classes
            import_module(name)
        GlyphWarmer(QApplication.font(), self)

    def _enter(self, seat: "Seat") -> None:
        from ui.window import Window

        self._seat = seat
        self.window = Window(seat, self.jobs, self._settings.data, database_words(self._settings), program_version())
        if not self.sign_in.isMaximized():
            self.window.setGeometry(self.sign_in.geometry())
        show_fitting(self.window)
        self.window.start()
        self.window.live.link_changed.connect(self._on_link)
        self.sign_in.close()

    def _on_link(self) -> None:
        from ui.live import Link

        offline = self.window is not None and self.window.live.link is Link.OFFLINE
        if offline and not self._reviving.isActive():
            self._revive()
            self._reviving.start()
        elif not offline:
            self._reviving.stop()

    def _revive(self) -> None:
        """The embedded server died under the window: start it again; a shared one comes back by itself."""
        installation = self.sign_in.installation
        if installation is not None:
            self.jobs.look_up(self, "revive", installation.revive, lambda _revived: None)

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An error that nobody foresaw, in a slot of the window: into the log, and said where the person looks."""
        log.error("a slot failed", exc_info=(kind, error, trace))
        self.jobs.broke.emit(f"程序出错，已记入日志：{kind.__name__}")

    def close(self) -> None:
        """Let what is under way finish, then let go of seat and database."""
        self.jobs.close()
        if self._seat is not None:
            self._seat.close()
        if self.sign_in.installation is not None:
            self.sign_in.installation.close()


def keep_log(settings: Settings) -> None:
    """Warnings and errors go to a file in the data folder, four of a megabyte at most."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(settings.data / LOG_FILE, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        return  # a folder that can't be written to is said by the sign-in, where the person looks
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)


def show_fitting(window: QWidget) -> None:
    """Show a window; over the whole screen where it would not fit with its frame (1366×768 is the smallest)."""
    room = window.screen().availableSize()
    fits = room.width() > window.width() and room.height() > window.height() + TITLE_BAR
    # Drawn without a screen there is nothing to fit: Qt then makes one up, of 800×800.
    if fits or QGuiApplication.platformName() in ("offscreen", "minimal"):
        window.show()
    else:
        window.showMaximized()


def database_words(settings: Settings) -> str:
    """Which database this is, in the status line: 本机, or the first server's name; never a password."""
    if settings.database is None:
        return "本机"
    url = settings.database
    if "://" in url:
        hosts = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    else:
        hosts = dict(part.partition("=")[::2] for part in url.split()).get("host", "")
    return hosts.partition(",")[0] or "共享服务器"


def program_version() -> str:
    """The version as installed; 开发版 when the program runs from a folder that was not."""
    try:
        return version("warmline")
    except PackageNotFoundError:
        return "开发版"
