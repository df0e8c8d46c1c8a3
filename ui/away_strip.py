"""The strip that asks why one goes away: one digit, or typed; then the keys are where they were."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.style import set_look

MOST_REASONS = 8


class AwayStrip(QFrame):
    """``told`` carries the reason; Esc folds it."""

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "raised")
        self._back: QWidget | None = None  # where the keys were
        self.reasons: ChoiceRow[str] | None = None
        self.other = LineField("其他原因，回车", self)
        self.other.setMinimumWidth(self.fontMetrics().height() * 7)
        self.other.entered.connect(self._on_other)
        fold = QPushButton("收起  Esc", self)
        fold.clicked.connect(self.fold)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 12, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self.other, 1)
        self._row.addWidget(fold)
        self.hide()

    def ask(self, reasons: tuple[str, ...]) -> None:
        """Ask, with these reasons to choose from."""
        if self.reasons is not None:
            self.reasons.deleteLater()
        offered = {one: one for one in reasons[:MOST_REASONS]}
        self.reasons = ChoiceRow("为什么暂离", offered, columns=MOST_REASONS, parent=self)
        self.reasons.picked.connect(self._on_reason)
        self._row.insertWidget(0, self.reasons)
        self.other.clear()
        if not self.isVisible():
            self._back = self.window().focusWidget()
        self.show()
        self.reasons.setFocus()

    def fold(self) -> bool:
        """Put the strip away, the keys back to where they were. False: it was not open."""
        if not self.isVisible():
            return False
        back, self._back = self._back, None
        self.hide()
        if back is not None and back.isVisible():
            back.setFocus()
        return True

    def _on_reason(self) -> None:
        assert self.reasons is not None
        reason = self.reasons.value()
        self.fold()
        self.told.emit(reason or "")

    def _on_other(self, text: str) -> None:
        if text.strip():
            self.fold()
            self.told.emit(text)
