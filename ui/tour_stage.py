"""The stage of the tour: people at their windows on one database, and what every chapter lets them do."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.installation import READY
from app.records import QueueRow, State
from app.sample import PASSWORD
from app.seat import Seat, open_seat
from app.settings import Settings
from ui.role_pages import ROLE_PAGES, Page
from ui.start import Program
from ui.style import start_style
from ui.tokens import LIGHT
from ui.tour_hands import CTRL, TourFailed, compose, press, to_front, type_keys, wait
from ui.window import Window

SCHEMES = (Qt.ColorScheme.Light, Qt.ColorScheme.Dark)
SETTLING = 3  # rounds of events until words that have grown have got their room
Step = tuple[str, Callable[[], str | None]]
"""A step in words and the act; the act returns what is worth a line."""


class Call(NamedTuple):
    """What a caller says, as it is typed."""

    phone: str
    place: str
    flat: str
    category: str
    words: str


class Stage:
    """Holds the windows and leaves the pictures in ``out``. ``props`` closes what a chapter brought along."""

    def __init__(self, app: QApplication, settings: Settings, out: Path) -> None:
        self.style = start_style(app)
        self.settings = settings
        self.out = out
        self.props = ExitStack()
        self.programs: dict[str, Program] = {}

    def close(self) -> None:
        """Put all windows away; the last one out stops the database."""
        self.props.close()
        for program in self.programs.values():
            if program.window:
                program.window.close()
            program.sign_in.close()
            program.close()

    def start(self, login: str) -> Program:
        """Start the program for a person, up to the sign-in; once."""
        if login not in self.programs:
            self.programs[login] = Program(self.settings, login)
        program = self.programs[login]
        wait(lambda: READY in program.sign_in.progress.text(), "数据库没有就绪", program.sign_in)
        return program

    def sign_in(self, login: str) -> str:
        """Sign in by keyboard and wait for the first page."""
        program = self.start(login)
        to_front(program.sign_in)
        program.sign_in.password.setFocus()
        pressed = time.monotonic()
        type_keys(PASSWORD)
        press(Qt.Key.Key_Return)
        wait(lambda: program.window is not None, "没有登录成功", program.sign_in)
        window = self.window(login)
        if Page.QUEUE not in ROLE_PAGES[window.seat.person.role]:
            return f"{time.monotonic() - pressed:.2f} 秒"
        wait(lambda: window.live.complete and window.queue_page.open_model.rowCount() > 0, "队列没有显示")
        wait(lambda: not any("…" in one.text() for one in window.queue_page.findChildren(QPushButton)), "没有计数")
        return f"{len(window.live.queue)} 件未结，{time.monotonic() - pressed:.2f} 秒"

    def window(self, login: str) -> Window:
        """The window of a person who has signed in."""
        program = self.programs.get(login)
        if program is None or program.window is None:
            raise TourFailed(f"{login} 没有窗口")
        return program.window

    def at(self, login: str) -> Window:
        """A person takes the keyboard; who has not signed in does."""
        if login not in self.programs or self.programs[login].window is None:
            self.sign_in(login)
        window = self.window(login)
        to_front(window)
        return window

    def seat(self, login: str) -> Seat:
        """A seat without a window, for what is no work of a page; closed with the stage."""
        installation = next(iter(self.programs.values())).sign_in.installation
        if installation is None:
            raise TourFailed("数据库已不在")
        seat = open_seat(installation.address, login, PASSWORD)
        self.props.callback(seat.close)
        return seat

    def turn_to(self, login: str, page: Page) -> Window:
        """Show a page of a person's by its key."""
        window = self.at(login)
        at = ROLE_PAGES[window.seat.person.role].index(page)
        press(Qt.Key(Qt.Key.Key_1 + at), CTRL)
        wait(lambda: window.pages.currentIndex() == at, f"{page} 页没有打开", window)
        return window

    def open(self, login: str, number: str) -> Window:
        """A person looks at a complaint beside the queue."""
        window = self.at(login)
        if window.pages.currentWidget() is not window.queue_page:
            self.turn_to(login, Page.QUEUE)
        window.open_complaint(number)
        wait(lambda: shown(window) == number, f"{number} 没有打开", window)
        window.queue_page.table.setFocus()
        return window

    def take_down(self, login: str, call: Call) -> str:
        """F2 to Ctrl+Enter, by keyboard; returns the number."""
        self.fill_in(login, call)
        return self.send(login)

    def fill_in(self, login: str, call: Call) -> Window:
        """F2 and all fields of a new complaint, by keyboard."""
        window = self.at(login)
        form = window.drafting.form
        press(Qt.Key.Key_F2)
        wait(form.isVisible, "新诉求没有打开", window)
        type_keys(call.phone)
        press(Qt.Key.Key_Tab)
        compose(call.place)
        wait(lambda: form.place.field.choosing, f"没有找到小区“{call.place}”", window)
        press(Qt.Key.Key_Return)
        type_keys(call.flat)
        press(Qt.Key.Key_Return)
        type_keys(call.category)
        wait(lambda: form.category.field.choosing, f"没有找到类别“{call.category}”", window)
        press(Qt.Key.Key_Return)
        form.text.field.setFocus()
        compose(call.words)
        return window

    def send(self, login: str, send: Callable[[], None] = lambda: press(Qt.Key.Key_Return, CTRL)) -> str:
        """Ctrl+Enter (or what else sends it) in the form of a new complaint; returns the number that it got."""
        window = self.window(login)
        before = {row.number for row in window.live.queue} | {shown(window)}
        send()
        wait(lambda: shown(window) not in before, "诉求没有存下", window)
        return shown(window)

    def reaches(self, window: Window, number: str, state: State) -> None:
        """Wait until the complaint shown at this window is in this state."""

        def there() -> bool:
            found = window.complaint_panel.complaint
            return found is not None and found.number == number and found.state is state

        wait(there, f"{number} 没有到“{state}”", window)

    def picture(self, widget: QWidget, name: str) -> None:
        """Draw a window by day and by night, beginning with what it is: dressing all windows anew takes longest."""
        by_day = self.style.tokens is LIGHT
        for scheme in SCHEMES if by_day else reversed(SCHEMES):
            if (scheme is Qt.ColorScheme.Light) != by_day:
                self.style.follow(scheme)
            for _ in range(SETTLING):
                QApplication.processEvents()
                QApplication.sendPostedEvents()
            words = scheme.name.lower()
            if not widget.grab().save(str(self.out / f"{name}-{words}.png")):
                raise TourFailed(f"图片没有写成：{name}-{words}.png")


def shown(window: Window) -> str:
    """The number of the complaint beside the queue."""
    complaint = window.complaint_panel.complaint
    return complaint.number if complaint else ""


def row_of(window: Window, number: str) -> QueueRow | None:
    """The complaint as it stands in this window's queue."""
    return next((row for row in window.live.queue if row.number == number), None)
