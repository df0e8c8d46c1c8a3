"""Strips of the page 网络: what the acts on a post ask for."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.personal_data import Warning
from ui.fields import LineField, TextField
from ui.strip import Strip
from ui.style import set_look

Check = Callable[[QWidget, str, Callable[[list[Warning]], None]], None]
"""Looks a text through in the background and tells what it found, while the widget lives."""
TYPING_MS = 250
WARNINGS_SHOWN = 4


class LineStrip(Strip):
    """An act that asks for one line: a complaint's number, a link."""

    def __init__(self, title: str, name: str, hint: str, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent)
        self.field = LineField(hint, self)
        self.field.setObjectName(name)
        self.field.entered.connect(lambda _text: self.submit())
        self.body.addWidget(self.field)

    def start(self) -> None:
        self.field.setFocus()


class ReplyStrip(Strip):
    """The public answer with what seems personal in it, looked through anew at each pause in typing.

    ``read_only``: it is to be approved as it stands.
    """

    def __init__(
        self,
        title: str,
        text: str,
        submit: str,
        check: Check,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, submit, parent)
        self.warnings: list[Warning] = []
        self.field = TextField("公开答复", 5, self)
        self.field.setObjectName("reply")
        self.field.setPlainText(text)
        self.field.setReadOnly(read_only)
        self.seen = QLabel(self)
        self.seen.setWordWrap(True)
        self.seen.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(self.field)
        self.body.addWidget(self.seen)
        self._check = check
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._look)
        self.field.textChanged.connect(self._typing.start)
        self._look()

    @property
    def words(self) -> str:
        """The answer as it stands."""
        return self.field.toPlainText()

    def start(self) -> None:
        self.field.setFocus()

    def _look(self) -> None:
        self._check(self, self.words, self._show)

    def _show(self, warnings: list[Warning]) -> None:
        self.warnings = warnings
        said = [f"！{one.sentence}" for one in warnings[:WARNINGS_SHOWN]]
        more = len(warnings) - WARNINGS_SHOWN
        self.seen.setText("\n".join(said + ([f"……还有 {more} 处"] if more > 0 else [])) or "✓ 没有发现个人信息")
        set_look(self.seen, "danger" if warnings else "good")
