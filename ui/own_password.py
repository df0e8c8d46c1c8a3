"""One's own password, changed beside whatever page one is on; the present one is asked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.people import change_own_password
from app.seat import Seat
from ui.jobs import Jobs
from ui.keys import bind
from ui.person_strips import PasswordStrip


class OwnPassword(QWidget):
    """``done`` when it was changed, ``closed`` when it was not wanted."""

    done = Signal()
    closed = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self.strip = PasswordStrip("改我的密码", own=True, parent=self)
        self.strip.submitted.connect(self._submit)
        self.strip.cancelled.connect(self.closed)
        bind(self, "submit_words", self.strip.submit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strip)
        layout.addStretch(1)

    def _submit(self) -> None:
        assert self.strip.old is not None
        old = self.strip.old.text()
        try:
            new = self.strip.new_password()
        except WarmlineError as error:
            self.strip.fail(error)
            return
        self._jobs.act(
            self, lambda: change_own_password(self._seat, old, new), lambda _none: self.done.emit(), self.strip.fail
        )
