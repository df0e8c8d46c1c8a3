"""Signing in: login and password beside the progress of the database's start; errors stand at their field.

The sign-in must stand within a second: what speaks to the database is loaded by the jobs, while the person types.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import WarmlineError
from app.settings import Settings
from ui.fields import LineField
from ui.icons import icon
from ui.jobs import Jobs
from ui.style import set_look, style

if TYPE_CHECKING:
    from app.installation import Installation
    from app.seat import Seat

DEMO = "演示数据：话务员 op1–op6，热力公司 a1–a4、b1–b4、c1–c4，班长 sup1、sup2；密码都是 warmline"


class PasswordField(LineField):
    """Dots instead of letters; ``caps`` says whether the last letter typed shows that caps lock is on."""

    caps = Signal(bool)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(hint, parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(letter.isupper() != shift)
        super().keyPressEvent(event)


class SignIn(QWidget):
    """Starts the database while the person types; ``signed_in`` carries the Seat."""

    signed_in = Signal(object)  # Seat

    def __init__(self, settings: Settings, jobs: Jobs, login: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._jobs = jobs
        self._memory = QSettings(str(memory_file(settings)), QSettings.Format.IniFormat)
        self.installation: Installation | None = None  # set by the job, so that it can be let go of at any time
        self._is_ready = False
        self._waits = False  # Enter was pressed before the database was ready
        self.login = LineField("用户名", self)
        self.login.setObjectName("login")
        self.login.setText(login or str(self._memory.value("login", "")))
        self.password = PasswordField("密码", self)
        self.password.setObjectName("password")
        self.enter = QPushButton("登录  Enter", self)
        self.error, self._caps, self.progress = QLabel(self), QLabel("大写锁定已打开", self), QLabel(self)
        self._bar = QProgressBar(self)
        self._lay_out()
        self.login.entered.connect(lambda _text: self.password.setFocus())
        self.password.entered.connect(lambda _text: self.sign_in())
        self.password.caps.connect(self._caps.setVisible)
        self.enter.clicked.connect(self.sign_in)
        (self.password if self.login.text() else self.login).setFocus()

    def start(self) -> None:
        """Make the database ready; what it does is listed line by line."""
        self.error.hide()
        self._bar.show()
        self._jobs.long_act(self, self._install, self._tell, self._ready, self._broken)

    def sign_in(self) -> None:
        """Sign in with what stands in the fields, as soon as the database is ready."""
        if not self.enter.isEnabled():
            return
        self._say(None)
        if self.installation is None or not self._is_ready:
            self._waits = True
            if self._bar.isHidden():
                self.start()
            return
        self.enter.setEnabled(False)
        address, login, password = self.installation.address, self.login.text(), self.password.text()

        def work() -> "Seat":
            from app.seat import open_seat

            return open_seat(address, login, password)

        self._jobs.act(self, work, self._enter, self._refused)

    def _install(self, tell: Callable[[str], None]) -> "Installation":
        from app.installation import Installation

        self.installation = Installation(self._settings, tell)
        return self.installation.__enter__()

    def _tell(self, words: str) -> None:
        self.progress.setText("\n".join(filter(None, (self.progress.text(), words))))

    def _ready(self, _installation: "Installation") -> None:
        self._is_ready = True
        self._bar.hide()
        if self._waits:
            self.sign_in()

    def _broken(self, error: WarmlineError) -> None:
        self._bar.hide()
        self._waits = False
        self._say(error)

    def _enter(self, seat: "Seat") -> None:
        self._memory.setValue("login", seat.person.login)
        self.password.clear()
        self.signed_in.emit(seat)

    def _refused(self, error: WarmlineError) -> None:
        self.enter.setEnabled(True)
        self._say(error)
        field = self.login if error.field == "login" else self.password
        field.setFocus()
        field.selectAll()

    def _say(self, error: WarmlineError | None) -> None:
        self.error.setText(error.sentence if error else "")
        self.error.setVisible(error is not None)
        for field in (self.login, self.password):
            field.set_bad(error is not None and error.field == field.objectName())

    def _lay_out(self) -> None:
        self.setWindowTitle("12319 供暖热线")
        self.setWindowIcon(icon("flame", "accent"))
        em = self.fontMetrics().height()
        card = QFrame(self)
        set_look(card, "card")
        card.setFixedWidth(em * 20)
        self._flame = QLabel(card)
        self._draw_flame()
        style().changed.connect(self._draw_flame)
        title = QLabel("12319 供暖热线", card)
        set_look(title, "title")
        for label, look in ((self.error, "danger"), (self._caps, "warning"), (self.progress, "muted")):
            set_look(label, look)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.error.hide()
        self._caps.hide()
        set_look(self.enter, "primary")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        grid = QGridLayout(card)
        grid.setContentsMargins(em, em, em, em)
        grid.setVerticalSpacing(em // 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._flame, 0, 0)
        grid.addWidget(title, 0, 1)
        for row, (words, field) in enumerate((("用户名", self.login), ("密码", self.password)), 1):
            grid.addWidget(QLabel(words, card), row, 0)
            grid.addWidget(field, row, 1)
        for row, part in enumerate((self._caps, self.error, self.enter, self._bar, self.progress), 3):
            grid.addWidget(part, row, 1)
        if self._settings.database is None:
            demo = QLabel(DEMO, card)
            demo.setWordWrap(True)
            set_look(demo, "muted")
            grid.addWidget(demo, 8, 0, 1, 2)
        middle = QHBoxLayout()  # no alignment: a card of wrapping words must get the height that they need
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)
        self.resize(1366, 768)

    def _draw_flame(self) -> None:
        em = self.fontMetrics().height()
        self._flame.setPixmap(icon("flame", "accent").pixmap(QSize(em + 4, em + 4), self.devicePixelRatio()))


def memory_file(settings: Settings) -> Path:
    """Where the window keeps what it remembers of this computer: last login, last printer, last size."""
    return settings.data / "window.ini"
