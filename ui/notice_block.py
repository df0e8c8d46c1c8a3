"""Beside the form, above the answers: the notices of the place chosen, and their words; one key uses them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QVBoxLayout

from app.notice_places import PublicNotice
from ui.fields import composing
from ui.keys import bind, cap
from ui.notice_columns import line_words
from ui.open_notices import STOPS, OpenNotices
from ui.style import set_look

if TYPE_CHECKING:
    from ui.intake_form import IntakeForm

LINES = 2  # of the words that are shown; the whole is in the tool tip, and in the answer once they are used
MOST = 3  # notices that are named; the others are counted
MINUTE_MS = 60_000  # a notice begins and ends by time alone


class NoticeBlock(QFrame):
    """Hidden while there is none. ``use_asked`` asks to use the words of ``first``; ``found``: it came or went."""

    use_asked = Signal()
    found = Signal()

    def __init__(self, notices: OpenNotices, form: "IntakeForm") -> None:
        """Takes the place above the answers of ``form``, and gives it the key."""
        super().__init__(form)
        self._notices = notices
        self._place: tuple[int | None, str] = (None, "")
        self._roomy, self._strip = True, False
        self.shown: list[PublicNotice] = []
        self.title, self.words, self.others = QLabel(self), QLabel(self), QLabel(self)
        self.use = QPushButton(f"用它作答  {cap('use_notice')}", self)
        self._lay_out()
        form.knowledge.add_block(self)
        form.knowledge.room.connect(self.fit)
        self.found.connect(form.knowledge.settle)
        self.use_asked.connect(partial(_use, form, self))
        bind(form, "use_notice", self.use_asked.emit)
        notices.changed.connect(self.look)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.look)
        self._minute.start()

    @property
    def first(self) -> PublicNotice | None:
        """The one whose words the key uses."""
        return self.shown[0] if self.shown else None

    def ask_about(self, community_id: int | None, building: str) -> None:
        """The place has changed."""
        if (community_id, building) != self._place:
            self._place = (community_id, building)
            self.look()

    def fit(self, roomy: bool, strip: bool) -> None:
        """Without room the first line alone is shown; while a strip is open, one line of its words with it."""
        self._roomy, self._strip = roomy, strip
        self.words.setMaximumHeight(self.fontMetrics().lineSpacing() * (1 if strip else LINES))
        self._paint()

    def look(self) -> None:
        """What concerns the place now."""
        self.shown = self._notices.at(*self._place)
        self._paint()
        self.found.emit()

    def _paint(self) -> None:
        first = self.first
        self.setVisible(first is not None)
        if first is None:
            return
        seat = self._notices.seat
        now = seat.now()
        pressing = first.kind in STOPS and first.stands_at(now)
        set_look(self.title, "strong-warning" if pressing else "strong-accent")
        self.title.setText(f"公告 {line_words(seat, first, now, at_home=True)}")
        self.words.setText(first.text)
        self.words.setToolTip(first.text)
        self.words.setVisible(self._roomy)
        lines = [line_words(seat, one, now, at_home=True) for one in self.shown[1:MOST]]
        more = len(self.shown) - MOST
        self.others.setText("\n".join([*lines, f"另有 {more} 条，见知识—公告"] if more > 0 else lines))
        self.others.setVisible(bool(lines) and self._roomy and not self._strip)

    def _lay_out(self) -> None:
        set_look(self, "raised")
        set_look(self.others, "muted")
        set_look(self.use, "link")
        self.use.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab leads on to the next field of the form
        self.use.clicked.connect(lambda _checked: self.use_asked.emit())
        for label in (self.title, self.words, self.others):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setMaximumHeight(self.fontMetrics().lineSpacing() * LINES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 5, 8, 3)
        layout.setSpacing(2)
        for label in (self.title, self.words, self.others):
            layout.addWidget(label)
        layout.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()


def _use(form: "IntakeForm", block: NoticeBlock) -> None:
    """The notice's words become the answer, with its number; once more takes them back."""
    notice = block.first
    if not form.parts.body.isEnabled() or composing(QApplication.focusWidget()):
        return
    if notice is None:
        form.said.emit("这个地点没有现行或将到的公告")
        return
    words, said = f"{notice.text}（公告 {notice.number}）", form.answer.words.strip()
    left = said.replace(words, "").strip() if words in said else f"{said}\n{words}".strip()
    form.answer.field.setPlainText(left)
    if left and form.answer.isHidden():
        form.open_answer(focus=False)
