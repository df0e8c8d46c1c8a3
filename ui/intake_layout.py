"""How the form stands: head, the scrolling column of rows, what went wrong as a whole, and the two ways out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.drafts import Draft
from app.rules import CITY_TIME
from app.sending import Wish
from ui.icons import icon
from ui.keys import cap
from ui.style import set_look

if TYPE_CHECKING:
    from ui.intake_form import IntakeForm

TOLD_EM = 12  # of what was told, in lines of the font; the whole is in the tool tip
COLUMN_EM = 8  # the least of the column that is in sight, in lines of the font
WAYS = {Wish.DISPATCH: "派单并打印", Wish.TAKE: "受理"}


class IntakeLayout:
    """Lays out a form once, and shows what concerns it as a whole."""

    def __init__(self, form: "IntakeForm") -> None:
        set_look(form, "card")
        self._way = f"{WAYS[form.wish]}   {cap('dispatch')}"
        self._saved, self._error = QLabel(form), QLabel(form)
        set_look(self._saved, "muted")
        set_look(self._error, "danger")
        self._error.setWordWrap(True)
        self._error.hide()
        self.told = QLabel(form)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.told, "good")
        self.told.hide()
        self.body = QWidget(form)
        set_look(self.body, "plain")
        self.scroll = self._scroll(form)
        self.buttons = self._buttons(form)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._head(form))
        layout.addWidget(self.scroll, 1)
        layout.addWidget(self._error)
        layout.addWidget(form.knowledge)  # in sight whatever the column is scrolled to
        layout.addWidget(self.told)
        layout.addWidget(form.answer)
        layout.addWidget(form.door)
        layout.addWidget(self.buttons)
        form.answer.hide()
        form.door.hide()
        QWidget.setTabOrder(form.phone.field, form.flags.outside.field)  # made with the flags, asked for with the phone
        QWidget.setTabOrder(form.flags.outside.field, form.place.field)

    def show_saved(self, draft: Draft | None) -> None:
        """When the draft was last written to disk."""
        set_look(self._saved, "muted")
        kept = draft.kept_at.astimezone(CITY_TIME) if draft and draft.kept_at else None
        self._saved.setText(f"已自动存稿 {kept:%H:%M:%S}" if kept else "")

    def show_trouble(self, sentence: str) -> None:
        """The disk refused the draft."""
        set_look(self._saved, "strong-danger")
        self._saved.setText("草稿未存上")
        self.fail(sentence)

    def fail(self, sentence: str) -> None:
        """Say what is wrong with no field in particular; an empty sentence takes it back."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def show_told(self, words: str) -> None:
        """What was told to the caller and goes with the complaint, in one line; no words: nothing was."""
        plain = " ".join(words.split())
        room = round(self.told.fontMetrics().height() * TOLD_EM)
        said = self.told.fontMetrics().elidedText(plain, Qt.TextElideMode.ElideRight, room)
        self.told.setText(f"✓ 已告知，随诉求记入：{said}")
        self.told.setToolTip(words)
        self.told.setVisible(bool(plain))

    def busy(self, busy: bool) -> None:
        """It is on its way to the database: nothing can be changed meanwhile."""
        self.body.setEnabled(not busy)
        self._main.setEnabled(not busy)
        self._main.setText("正在提交…" if busy else self._way)

    def follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep the field with the focus in sight, however it came by it."""
        if new is not None and self.body.isAncestorOf(new):
            self.scroll.ensureWidgetVisible(new)

    def _head(self, form: "IntakeForm") -> QHBoxLayout:
        title = QLabel("新诉求", form)
        set_look(title, "title")
        drop = QPushButton(form)
        drop.setIcon(icon("x", "muted"))
        drop.setToolTip(f"丢弃草稿  {cap('drop_draft')}（可恢复 {cap('undo_drop')}）")
        drop.setAccessibleName("丢弃草稿")
        set_look(drop, "quiet")
        drop.clicked.connect(form.drop)
        head = QHBoxLayout()
        source = QLabel("来源", form)
        set_look(source, "muted")
        head.setSpacing(4)
        head.addWidget(title)
        head.addSpacing(8)
        head.addWidget(source)
        head.addWidget(form.flags.channel)
        head.addStretch(1)
        head.addWidget(self._saved)
        head.addWidget(drop)
        return head

    def _scroll(self, form: "IntakeForm") -> QScrollArea:
        form.text.word.hide()
        rows = QVBoxLayout(self.body)
        rows.setContentsMargins(0, 0, 4, 0)
        rows.setSpacing(8)
        for row in (
            *(form.phone, form.flags.outside, form.place, form.flat, form.category),
            *(form.fields.form, form.history),
        ):
            rows.addWidget(row)
        rows.addWidget(form.text, 1)
        rows.addWidget(form.flags)
        scroll = QScrollArea(form)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.body)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click beside the fields must not take the focus from them
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It scrolls itself, so the form asks for no more height than the rest of it and a few rows.
        scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        scroll.setMinimumHeight(round(form.fontMetrics().height() * COLUMN_EM))
        # What comes below the column takes room from it: the field that one types in stays in sight.
        scroll.verticalScrollBar().rangeChanged.connect(lambda: self.follow(None, QApplication.focusWidget()))
        return scroll

    def _buttons(self, form: "IntakeForm") -> QWidget:
        buttons = QWidget(form)
        self._main = QPushButton(self._way, buttons)
        set_look(self._main, "primary")
        self._main.clicked.connect(form.submit)
        answer = QPushButton(f"直接答复  {cap('answer')}", buttons)
        answer.clicked.connect(lambda: form.open_answer())
        refer = QPushButton(f"转办  {cap('refer')}", buttons)
        refer.setToolTip("不归供热管的，受理并告知该找谁；或不予受理")
        refer.clicked.connect(lambda: form.open_door())
        refer.setVisible(form.door.offered)
        for button in (self._main, answer, refer):
            button.setMinimumHeight(round(form.fontMetrics().height() * 1.8))
        layout = QHBoxLayout(buttons)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._main, 2)
        layout.addWidget(answer, 1)
        layout.addWidget(refer, 1)
        return buttons
