"""The strip that lets the clocks stand still: why, by digit, and the words for the record."""

from PySide6.QtWidgets import QWidget

from app.pauses import pause_reasons
from app.rules import Rules
from app.words import span_words
from ui.choice_row import ChoiceRow
from ui.strip import WordsStrip


class PauseStrip(WordsStrip):
    """Names the longest time beside each reason: what is forgotten starts again by itself."""

    def __init__(self, rules: Rules, parent: QWidget | None = None) -> None:
        super().__init__("暂停计时", "为什么现在办不了，约在什么时候", "暂停计时", parent=parent)
        reasons = pause_reasons(rules)
        answers = {kind: f"{one.words}（最长 {span_words(one.longest)}）" for kind, one in reasons.items()}
        self.kind: ChoiceRow[str] = ChoiceRow("原因", answers, columns=1, parent=self)
        self.kind.picked.connect(self.field.setFocus)
        self.body.insertWidget(0, self.kind)

    def start(self) -> None:
        self.kind.setFocus()
