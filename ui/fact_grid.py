"""Rows of facts: a quiet word at the left, the fact, and what else belongs to it at the right edge."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.style import set_look


@dataclass(frozen=True, slots=True)
class Fact:
    """One row; looks as in the style sheet."""

    title: str
    words: str
    right: str = ""
    look: str = ""
    right_look: str = "muted"
    title_look: str = "muted"


class FactGrid(QWidget):
    """Shows facts as plain text that can be marked and copied; rows are reused."""

    def __init__(self, title_em: float, right_first: bool = False, parent: QWidget | None = None) -> None:
        """``right_first``: what belongs to the fact stands before it (who did it, what was done)."""
        super().__init__(parent)
        self._right_first = right_first
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(10)
        self._layout.setVerticalSpacing(round(self.fontMetrics().height() * 0.38))
        self._layout.setColumnMinimumWidth(0, round(self.fontMetrics().height() * title_em))
        self._layout.setColumnStretch(2 if right_first else 1, 1)
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_facts(self, facts: list[Fact]) -> None:
        """Show exactly these rows."""
        while len(self._rows) < len(facts):
            self._add()
        for at, labels in enumerate(self._rows):
            fact = facts[at] if at < len(facts) else None
            for label in labels:
                label.setVisible(fact is not None)
            if fact is None:
                continue
            title, words, right = labels
            for label, text, look in (
                (title, fact.title, fact.title_look),
                (words, fact.words, fact.look),
                (right, fact.right, fact.right_look),
            ):
                label.setText(text)
                set_look(label, look)
            right.setVisible(bool(fact.right))
            if not self._right_first:
                self._layout.addWidget(words, at, 1, 1, 1 if fact.right else 2)

    def _add(self) -> None:
        row = len(self._rows)
        labels = (QLabel(self), QLabel(self), QLabel(self))
        for column, label in zip((0, 2, 1) if self._right_first else (0, 1, 2), labels, strict=True):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._layout.addWidget(label, row, column)
        labels[1].setWordWrap(True)
        if not self._right_first:
            labels[2].setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self._rows.append(labels)
