"""Ctrl+K: one field for 前往 · 执行 · 查找. What matches by word, pinyin or key is done; anything else is searched."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.pinyin import spellings
from ui.choice_list import Choice, ChoiceList
from ui.fields import LineField
from ui.style import set_look

WIDTH_EM = 30


@dataclass(frozen=True, slots=True)
class Command:
    """Something to go to or to do: its words, what kind it is, its key, and the doing."""

    words: str
    kind: str  # 前往 or 执行
    keys: str
    run: Callable[[], object]


class Commands(Protocol):
    """Gives the commands that can be done right now."""

    def __call__(self) -> list[Command]: ...


def matching(commands: list[Command], typed: str) -> list[Command]:
    """The commands meant: by their words, full pinyin, initials, or key; in their own order, all for nothing typed."""
    wanted = "".join(typed.lower().split())
    return [command for command in commands if _matches(command, wanted)]


def _choice(command: Command) -> Choice:
    return Choice(command, command.words, command.kind, command.keys)


def _matches(command: Command, wanted: str) -> bool:
    if wanted in command.words.lower() or wanted == "".join(command.keys.lower().split()):
        return True
    for said in spellings(command.words.replace(" ", "")):
        if "".join(said).startswith(wanted) or "".join(syllable[0] for syllable in said).startswith(wanted):
            return True
    return False


class Palette(QFrame):
    """A strip over the top of the window; never in the way: Esc or a look elsewhere folds it."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, commands: Commands, finds: Callable[[str], list[Command]], parent: QWidget) -> None:
        """``finds``: what the words typed may mean beside a command."""
        super().__init__(parent)
        set_look(self, "card")
        self._commands, self._finds = commands, finds
        self.field = _Field("前往、执行或查找", self)
        self.list = ChoiceList(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._offer)
        self.field.entered.connect(self._enter)
        self.field.stepped.connect(self.list.step)
        self.field.left.connect(self.fold)
        self.list.picked.connect(self._take)
        self.hide()

    def unfold(self) -> None:
        """Show the field with everything that can be done."""
        self.field.clear()
        self._offer()
        self.show()
        self.raise_()
        self.field.setFocus()

    def fold(self) -> None:
        """Put the field away."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def _offer(self) -> None:
        typed = self.field.text().strip()
        found = [_choice(command) for command in matching(self._commands(), typed)]
        if typed:
            found.append(Choice(typed, f"查找“{typed}”", "含已结案"))
            found += [_choice(command) for command in self._finds(typed)]
        self.list.show_choices(found)
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        width = min(self.fontMetrics().height() * WIDTH_EM, parent.width() - 40)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, self.fontMetrics().height() * 3)

    def _enter(self) -> None:
        self._take(self.list.current)

    def _take(self, choice: Choice | None) -> None:
        if choice is None:
            return
        self.fold()
        if isinstance(choice.key, Command):
            choice.key.run()
        else:
            self.searched.emit(str(choice.key))


class _Field(LineField):
    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and not self.composing:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
