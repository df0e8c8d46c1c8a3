"""The lesser fields of the form: secrecy, no reply, who needs care, the floor, the caller's name and the channel."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.drafts import Draft
from app.records import Channel
from app.words import CHANNEL_WORDS
from ui.fields import LineField
from ui.form_row import FormRow
from ui.keys import cap
from ui.style import set_look

VULNERABLE = ("老人", "婴儿", "病人")
FLOORS = ("顶层", "底层", "边户")
WITH_NUMBER = frozenset({Channel.GOVERNMENT, Channel.MEDIA_5969581, Channel.MEDIA_1600000, Channel.FORUM})


class IntakeFlags(QWidget):
    """Shows and reads its part of a draft; ``edited`` by hand only. ``channel`` and ``outside`` stand elsewhere."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._channel = Channel.HOTLINE
        self.secret = self._check("保密", "派单上不印姓名和电话，热力公司也看不到")
        self.no_reply = self._check("无需回复", "办结后不回访")
        self.vulnerable = {word: self._check(word, f"家中有{word}") for word in VULNERABLE}
        self.caller = FormRow("诉求人", LineField("可不填"), self)
        self.floors = {word: self._floor(word) for word in FLOORS}
        self.outside = FormRow("编号", LineField("对方的工单号或帖子链接"), self)
        self.channel = QPushButton(self)
        set_look(self.channel, "link")
        self.channel.setToolTip(f"换来源  {cap('channel')}")
        self.channel.clicked.connect(self.open_channels)
        self._menu = self._channels()
        for row in (self.caller, self.outside):
            row.field.textChanged.connect(self._on_text)
        self._lay_out()
        self._showing = False

    def show_draft(self, draft: Draft) -> None:
        """Show what the draft has."""
        self._showing = True
        self.secret.setChecked(draft.secret)
        self.no_reply.setChecked(draft.no_reply)
        for word, box in self.vulnerable.items():
            box.setChecked(word in draft.vulnerable)
        for word, button in self.floors.items():
            button.setChecked(word == draft.floor)
        self.caller.field.setText(draft.caller)
        self.outside.field.setText(draft.outside_number)
        self._set_channel(draft.channel)
        self._showing = False

    def read_into(self, draft: Draft) -> Draft:
        """The draft with what stands here."""
        return replace(
            draft,
            secret=self.secret.isChecked(),
            no_reply=self.no_reply.isChecked(),
            vulnerable=tuple(word for word, box in self.vulnerable.items() if box.isChecked()),
            floor=next((word for word, button in self.floors.items() if button.isChecked()), ""),
            caller=self.caller.field.text(),
            outside_number=self.outside.field.text(),
            channel=self._channel,
        )

    def open_channels(self) -> None:
        """Let another channel be chosen: arrows and Enter, or the mouse."""
        self._menu.popup(self.channel.mapToGlobal(QPoint(0, self.channel.height())))
        self._menu.setActiveAction(self._actions[self._channel])

    def _check(self, word: str, why: str) -> QCheckBox:
        box = QCheckBox(word, self)
        box.setToolTip(why)
        box.clicked.connect(self.edited)
        return box

    def _floor(self, word: str) -> QPushButton:
        button = QPushButton(word, self)
        button.setCheckable(True)
        set_look(button, "choice")
        button.clicked.connect(lambda checked: self._on_floor(word, checked))
        return button

    def _on_floor(self, word: str, checked: bool) -> None:
        for other, button in self.floors.items():
            button.setChecked(checked and other == word)
        self.edited.emit()

    def _on_text(self) -> None:
        if not self._showing:
            self.edited.emit()

    def _channels(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        self._actions: dict[Channel, QAction] = {}
        for channel, words in CHANNEL_WORDS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setActionGroup(group)
            action.triggered.connect(lambda _checked=False, channel=channel: self._on_channel(channel))
            self._actions[channel] = action
        return menu

    def _on_channel(self, channel: Channel) -> None:
        self._set_channel(channel)
        if channel in WITH_NUMBER:
            self.outside.field.setFocus()
        self.edited.emit()

    def _set_channel(self, channel: Channel) -> None:
        self._channel = channel
        self._actions[channel].setChecked(True)
        self.channel.setText(f"{CHANNEL_WORDS[channel]} ▾")
        self.channel.setAccessibleName(f"来源 {CHANNEL_WORDS[channel]}")
        self.outside.setVisible(channel in WITH_NUMBER)

    def _lay_out(self) -> None:
        boxes = QHBoxLayout()
        boxes.setSpacing(10)
        for box in (self.secret, self.no_reply, *self.vulnerable.values()):
            boxes.addWidget(box)
        boxes.addStretch(1)
        lower = QHBoxLayout()
        lower.setSpacing(4)
        lower.addWidget(self.caller, 1)
        lower.addSpacing(4)
        for button in self.floors.values():
            lower.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(boxes)
        layout.addLayout(lower)
