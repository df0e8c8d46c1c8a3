"""What a locked window shows in place of pages and drafts: whose it is, and a field for that person's password."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.records import Person
from app.seat import Seat
from app.unlocking import knows_password, prove_password
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.sign_in import PasswordField
from ui.style import set_look

CARD_EM = 22


class LockPane(QWidget):
    """``unlocked`` says whether a new call is to be taken down at once: F2 was pressed meanwhile."""

    unlocked = Signal(bool)

    def __init__(self, seat: Seat, jobs: Jobs, may_take: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._jobs = seat, jobs
        self._wants_new = False
        self.password = PasswordField(f"{seat.person.name} 的密码", self)
        self.error, self._caps, self.wish = QLabel(self), QLabel("大写锁定已打开", self), QLabel(self)
        self.enter = QPushButton("解锁  Enter", self)
        self._may_take = may_take
        self._lay_out(seat.person)
        self.password.entered.connect(lambda _text: self.submit())
        self.password.caps.connect(self._caps.setVisible)
        self.password.textEdited.connect(lambda _text: self._say(""))
        self.enter.clicked.connect(self.submit)
        bind(self, "unlock_new", self.want_new)

    def begin(self) -> None:
        """The window was locked just now."""
        self._wants_new = False
        self.password.clear()
        self._caps.hide()
        self._say("")
        self._show_wish()
        self.password.setFocus()

    def want_new(self) -> None:
        """F2: a call is waiting; once unlocked it is taken down."""
        self._wants_new = self._may_take
        self._show_wish()

    def submit(self) -> None:
        """Unlock by what was typed: by what the seat knows itself, else by asking the database."""
        typed = self.password.text()
        if not typed:
            self._say("请输入密码。")
        elif knows_password(self._seat, typed):
            self._open()
        elif self.enter.isEnabled():
            self.enter.setEnabled(False)
            self._jobs.look_up(
                self, "password", lambda: prove_password(self._seat, typed), lambda _none: self._open(), self._refuse
            )

    def _open(self) -> None:
        self.enter.setEnabled(True)
        self.password.clear()
        self.unlocked.emit(self._wants_new)

    def _refuse(self, error: WarmlineError) -> None:
        self.enter.setEnabled(True)
        self._say(error.sentence)
        self.password.selectAll()
        self.password.setFocus()

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.password.set_bad(bool(sentence))

    def _show_wish(self) -> None:
        words = "解锁后就接新诉求" if self._wants_new else f"来电话了按 {cap('unlock_new')}，解锁后就接新诉求"
        self.wish.setText(words)
        self.wish.setVisible(self._may_take)
        set_look(self.wish, "strong-accent" if self._wants_new else "muted")

    def _lay_out(self, person: Person) -> None:
        em = self.fontMetrics().height()
        card = QFrame(self)
        set_look(card, "card")
        card.setFixedWidth(em * CARD_EM)
        title = QLabel(f"已锁屏 · {person.name}", card)
        set_look(title, "title")
        kept = QLabel("草稿都在，提醒照常显示和响铃。输入本人密码继续。", card)
        set_look(kept, "muted")
        for label, look in ((self.error, "danger"), (self._caps, "warning")):
            set_look(label, look)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.hide()
        set_look(self.enter, "primary")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(em, em, em, em)
        inside.setSpacing(em // 2)
        for part in (title, kept, self.password, self._caps, self.error, self.enter, self.wish):
            inside.addWidget(part)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)
