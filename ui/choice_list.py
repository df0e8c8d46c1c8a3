"""The list under a field: what could be meant, best first. It never takes the focus from the field."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.style import set_look, tokens

Index = QModelIndex | QPersistentModelIndex

CHOICE_ROLE = int(Qt.ItemDataRole.UserRole)
EDGE = 4  # the border and padding of the style sheet, in pixels
ROWS = 6  # shown at once; more by scrolling


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: the name in bold, what tells it from others, and what is abnormal at the right edge."""

    key: Hashable
    name: str
    words: str = ""
    mark: str = ""


class _Choices(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choices[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join(part for part in (choice.name, choice.words, choice.mark) if part)
        return choice if role == CHOICE_ROLE else None

    def show_choices(self, choices: list[Choice]) -> None:
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a choice in one line; too long words end in an ellipsis, the mark never does."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, line_height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(CHOICE_ROLE)
        view = self.parent()
        assert isinstance(view, ChoiceList)
        rect: QRect = option.rect
        metrics: QFontMetrics = option.fontMetrics
        current = index.row() == view.currentIndex().row()
        if current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().colour("selected"))
            painter.drawRoundedRect(rect.adjusted(0, 0, 0, -1), 3, 3)
        inner = rect.adjusted(8, 0, -8, 0)
        if choice.mark:
            width = metrics.horizontalAdvance(choice.mark)
            self._draw(painter, inner, choice.mark, "warning", Qt.AlignmentFlag.AlignRight)
            inner.setRight(inner.right() - width - 8)
        font = QFont(option.font)
        font.setBold(current)
        painter.setFont(font)
        bold = QFontMetrics(font)
        name = bold.elidedText(choice.name, Qt.TextElideMode.ElideRight, inner.width())
        self._draw(painter, inner, name, "text", Qt.AlignmentFlag.AlignLeft)
        inner.setLeft(inner.left() + bold.horizontalAdvance(name) + 9)
        painter.setFont(option.font)
        words = metrics.elidedText(choice.words, Qt.TextElideMode.ElideRight, max(inner.width(), 0))
        self._draw(painter, inner, words, "muted", Qt.AlignmentFlag.AlignLeft)

    def _draw(self, painter: QPainter, rect: QRect, text: str, role: str, side: Qt.AlignmentFlag) -> None:
        painter.setPen(tokens().colour(role))
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), text)


class ChoiceList(QListView):
    """Shown while there is something to choose. ``picked`` carries the choice that was clicked."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "choices")
        self._model = _Choices(self)
        self.setModel(self._model)
        self.setItemDelegate(ChoiceDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.picked.emit(index.data(CHOICE_ROLE)))
        self.hide()

    @property
    def choices(self) -> list[Choice]:
        """What can be chosen now."""
        return self._model.choices

    @property
    def current(self) -> Choice | None:
        """What Enter would take; None while the list is closed."""
        index = self.currentIndex()
        return index.data(CHOICE_ROLE) if not self.isHidden() and index.isValid() else None

    def show_choices(self, choices: list[Choice]) -> None:
        """Offer these, the first one chosen; none closes the list."""
        self._model.show_choices(choices)
        if choices:
            self.setCurrentIndex(self._model.index(0))
            lines = min(len(choices), ROWS)
            self.setFixedHeight(lines * line_height(self.fontMetrics()) + 2 * EDGE)
            self.scrollToTop()
        self.setVisible(bool(choices))

    def step(self, by: int) -> None:
        """Go down or up; stops at both ends."""
        row = min(max(self.currentIndex().row() + by, 0), self._model.rowCount() - 1)
        self.setCurrentIndex(self._model.index(row))


def line_height(metrics: QFontMetrics) -> int:
    """The height of one choice."""
    return round(metrics.height() * 1.4)
