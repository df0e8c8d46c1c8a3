"""The inline strip in which an act asks for words: never a dialog, and what was typed stays until it is stored."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.records import CallResult, Liability
from app.words import CALL_RESULT_WORDS, LIABILITY_WORDS, SATISFACTION_WORDS
from ui.choice_row import ChoiceRow
from ui.fields import LineField, TextField, composing
from ui.keys import cap
from ui.scroll_room import bring_in_sight
from ui.style import set_look
from ui.tab_order import tab_along


class Strip(QFrame):
    """A title, what the act asks for, the error at its place, and two buttons. ``submitted`` asks for the act."""

    submitted = Signal()
    cancelled = Signal()

    def __init__(self, title: str, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "raised")
        self.kept_as = title  # under what its words are kept when it is folded away; empty: they are not
        self._title = QLabel(title, self)
        set_look(self._title, "strong")
        self.error = QLabel(self)
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.error, "danger")
        self.error.hide()
        self._submit = QPushButton(f"{submit}  {cap('submit_words')}", self)
        set_look(self._submit, "primary")
        self._submit.clicked.connect(self.submit)
        cancel = QPushButton("收起  Esc", self)
        cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.addWidget(self._submit, 2)
        buttons.addWidget(cancel, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addLayout(self.body)
        layout.addWidget(self.error)
        layout.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        tab_along(self)
        super().showEvent(event)

    def name_act(self, words: str) -> None:
        """What the button says, where an answer above changes what it does."""
        self._submit.setText(f"{words}  {cap('submit_words')}")

    def submit(self) -> None:
        """Ask for the act, unless an input method still holds a candidate or the act is already under way."""
        if self._submit.isEnabled() and not composing(self.focusWidget()):
            self.error.hide()
            self._submit.setEnabled(False)
            self.submitted.emit()

    def fail(self, error: WarmlineError) -> None:
        """The act was refused: say why, keep all that was typed."""
        self.error.setText(error.sentence)
        self.error.show()
        bring_in_sight(self.error)
        self._submit.setEnabled(True)
        for field in self.findChildren(LineField) + self.findChildren(TextField):
            field.set_bad(error.field is not None and field.objectName() == error.field)

    def reset(self) -> None:
        """What was refused or asked for is over: ready for the next time, the words as they are."""
        self.error.hide()
        self._submit.setEnabled(True)
        for field in self.findChildren(LineField) + self.findChildren(TextField):
            field.set_bad(False)

    def start(self) -> None:
        """Put the focus where the first answer goes."""
        self.setFocus()

    def more_words(self) -> Mapping[str, str]:
        """What was chosen beside the fields, by names of its own, to be kept with their words."""
        return {}

    def put_back(self, words: Mapping[str, str]) -> None:
        """What was kept stands in the fields again; ``words`` has what ``more_words`` gave too."""


class WordsStrip(Strip):
    """An act that asks for a reason or a note."""

    def __init__(self, title: str, hint: str, submit: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent)
        self.field = TextField(hint, 3, self)
        self.field.setObjectName("note")
        self.field.setFixedHeight(self.field.minimumHeight())
        self.field.setPlainText(text)
        self.body.addWidget(self.field)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.field.toPlainText()

    def start(self) -> None:
        self.field.setFocus()


class ReportStrip(WordsStrip):
    """The company's report: what was done, what may be said in public, and whose fault it was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("反馈", "办理情况（内部）", "提交反馈", parent=parent)
        self.field.setObjectName("report")
        self.public_answer = LineField("公开答复（可空，论坛和 12345 用）", self)
        self.public_answer.setObjectName("public_answer")
        self.liability: ChoiceRow[Liability] = ChoiceRow("责任", LIABILITY_WORDS, columns=2, parent=self)
        self.body.addWidget(self.public_answer)
        self.body.addWidget(self.liability)


class CallBackStrip(Strip):
    """Three questions, one digit each: reached, solved, how satisfied. Not reached asks why instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("回访", "提交回访", parent)
        yes_no = {True: "是", False: "否"}
        self.contacted: ChoiceRow[bool] = ChoiceRow("已联系", yes_no, parent=self)
        self.solved: ChoiceRow[bool] = ChoiceRow("已解决", yes_no, parent=self)
        reasons: dict[CallResult, str] = {
            one: words for one, words in CALL_RESULT_WORDS.items() if one is not CallResult.CONNECTED
        }
        self.result: ChoiceRow[CallResult] = ChoiceRow("未通", reasons, columns=3, parent=self)
        self.result.hide()
        grades = {grade: SATISFACTION_WORDS[grade] for grade in sorted(SATISFACTION_WORDS)}
        self.satisfaction: ChoiceRow[int] = ChoiceRow("满意度", grades, columns=3, parent=self)
        self.field = LineField("用户怎么说（可空）", self)
        self.field.setObjectName("note")
        for part in (self.contacted, self.result, self.solved, self.satisfaction, self.field):
            self.body.addWidget(part)
        self.contacted.picked.connect(self._on_contacted)
        self.result.picked.connect(self.field.setFocus)
        self.solved.picked.connect(self.satisfaction.setFocus)
        self.satisfaction.picked.connect(self.field.setFocus)
        self.field.entered.connect(lambda _text: self.submit())

    def start(self) -> None:
        self.contacted.setFocus()

    def _on_contacted(self) -> None:
        reached = self.contacted.value() is True
        self.result.setVisible(not reached)
        self.solved.setVisible(reached)
        self.satisfaction.setVisible(reached)
        (self.solved if reached else self.result).setFocus()


class CompanyStrip(Strip):
    """Which company a complaint goes to, where the directory doesn't know or the hotline decides otherwise, and why."""

    WHY = "派单说明（可空）"

    def __init__(self, companies: dict[int, str], chosen: int | None, parent: QWidget | None = None) -> None:
        super().__init__("派往哪家热力公司", "派单并打印", parent)
        self.company: ChoiceRow[int] = ChoiceRow("公司", companies, columns=4, parent=self)
        self.company.choose(chosen)
        self.reason = LineField(self.WHY, self)
        self.reason.setObjectName("note")
        self.reason.entered.connect(lambda _text: self.submit())
        self.body.addWidget(self.company)
        self.body.addWidget(self.reason)

    def start(self) -> None:
        self.company.setFocus()
