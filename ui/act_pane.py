"""A part of the window in which people act: at once, or in a strip that asks for words and keeps them if refused."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.rules import CITY_TIME
from app.seat import Seat
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.strip import Strip
from ui.strip_words import StripWords
from ui.word_keeper import WordKeeper

T = TypeVar("T")


class ActPane(QWidget):
    """``said`` carries what was done, ``failed`` why not.

    A pane puts the layout ``strips`` where its strip is to stand; ``setFocusProxy`` says where the keys go.
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat, self.jobs = seat, jobs
        self.strip: Strip | None = None
        self._strip_words: StripWords | None = None
        self.strips = QVBoxLayout()

    def keep_in(self, keeper: WordKeeper) -> None:
        """What is typed into a strip is kept there from now on, until it is stored."""
        seat = self.seat
        self._strip_words = StripWords(keeper, type(self).__name__, lambda: seat.now().astimezone(CITY_TIME).date())

    def read(self) -> None:
        """Read anew what is shown; called when the pane comes in sight and when what it shows changed anywhere."""

    def back(self) -> bool:
        """Esc: fold the strip. False: there was nothing to fold."""
        if self.strip is None:
            return False
        self.close_strip()
        return True

    def submit(self) -> None:
        """Ctrl+Enter: ask for what the open strip is about."""
        if self.strip is not None:
            self.strip.submit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    # for the panes themselves

    def act_buttons(
        self,
        bar: QHBoxLayout,
        acts: Iterable[tuple[str, str, Callable[[], object]]],
        holder: QWidget | None = None,
    ) -> dict[str, QPushButton]:
        """A button for each act (key's name, words, what it does) at the end of a bar; the key does the same.

        ``holder``: the keys work while it is shown; the whole pane without one.
        """
        made = {}
        for name, words, slot in acts:
            button = QPushButton(f"{words}  {cap(name)}", holder or self)
            button.clicked.connect(lambda _checked=False, slot=slot: slot())
            bind(holder or self, name, slot)
            bar.addWidget(button)
            made[name] = button
        return made

    def look_up(self, kind: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Read something in the background; what fails is said in the status line."""
        self.jobs.look_up(self, kind, work, done, self.tell)

    def tell(self, error: WarmlineError) -> None:
        """Say what failed and stands at no field."""
        self.failed.emit(error.sentence)

    def run(self, act: Callable[[], object], done: str) -> None:
        """An act that asks for nothing."""

        def finish(_done: object) -> None:
            self.said.emit(done)
            self.read()

        self.jobs.act(self, act, finish, self.tell)

    def open_strip(
        self,
        strip: Strip,
        submit: Callable[[], Callable[[], T]],
        done: str | Callable[[T], str],
        then: Callable[[T], object] = lambda _answer: None,
    ) -> None:
        """Show a strip. ``submit`` reads its fields and gives the act, or raises what is wrong with them.

        ``done`` (or what it makes of the answer) is said and ``then`` called once it is stored.
        """
        self.close_strip()
        self.strip = strip

        def run() -> None:
            try:
                act = submit()
            except WarmlineError as error:
                strip.fail(error)
                return

            def finish(answer: T) -> None:
                if self._strip_words is not None:
                    self._strip_words.forget(strip)
                then(answer)
                self._finish(strip, done if isinstance(done, str) else done(answer))

            self.jobs.act(self, act, finish, lambda error: self.strip_refused(strip, error))

        strip.submitted.connect(run)
        strip.cancelled.connect(self.close_strip)
        self.strips.insertWidget(0, strip)
        self.strip_opened(True)
        back = self._strip_words is not None and self._strip_words.watch(strip)
        strip.show()
        strip.start()
        if back:
            self.said.emit("接着上次没有提交的内容")

    def strip_opened(self, opened: bool) -> None:
        """A strip comes or goes; for a pane that makes room for it."""

    def strip_refused(self, strip: Strip, error: WarmlineError) -> None:
        """The act of a strip was refused; what was typed stays."""
        if self.strip is strip:
            strip.fail(error)
        else:  # folded away meanwhile: its words are kept
            self.tell(error)

    def close_strip(self) -> None:
        """Fold the strip, its words are kept; the keys go back to the list, unless they are elsewhere by now."""
        strip = self.strip
        if strip is not None:
            if self._strip_words is not None:
                self._strip_words.keep(strip)
            keys = QApplication.focusWidget()
            here = keys is None or strip.isAncestorOf(keys) or keys is strip
            strip.hide()
            strip.deleteLater()
            self.strip = None
            self.strip_opened(False)
            if self.isVisible() and here:
                self.go_home()

    def go_home(self) -> None:
        """Where the keys go when a strip folds."""
        self.setFocus()

    def _finish(self, strip: Strip, done: str) -> None:
        if self.strip is strip:
            self.close_strip()
        self.said.emit(done)
        self.read()
