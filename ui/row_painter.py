"""Paints one-line rows: a hair line below, no frame around a cell, and the state as a pill with its shape and word.

A view of Qt's own asks a delegate cell by cell, and each question goes to C++ and back; in a rush, with a whole window
to paint for each call that comes in, that was most of what a window had to do. Here a row is painted in one go, with
texts that are laid out once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText

from ui.table_model import Ink
from ui.tokens import Tokens

GROUNDS = {"muted": "raised", "accent": "selected", "warning": "warning_on", "danger": "danger_on", "good": "good_on"}

MOST_LAID_OUT = 5_000
FOCUS_BAR = 3  # the bar that says the keys go to this row


class Slot(NamedTuple):
    """Where a column stands in its view, pixels."""

    column: int
    left: int
    width: int
    pill: bool


class _Laid(NamedTuple):
    """A text as it is shown, shortened at the end where it does not fit."""

    text: QStaticText
    width: float
    height: float


class RowPainter:
    """Texts laid out in one font; made anew where the font is another."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._bold = QFont(font)
        self._bold.setBold(True)
        self._metrics = QFontMetrics(font), QFontMetrics(self._bold)
        self._gap = self._metrics[0].horizontalAdvance("0")
        self._laid: dict[tuple[str, int, bool], _Laid] = {}

    def paint(
        self, painter: QPainter, place: QRect, cells: Sequence[tuple[Slot, Ink]], colours: Tokens, ground: str = ""
    ) -> None:
        """Ground, hair line and words of one row; ``place`` is the row's, ``ground`` a token's name."""
        if ground:
            painter.fillRect(place, colours.colour(ground))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, colours.colour("line"))
        top, height = place.top(), place.height()
        for slot, ink in cells:
            if not ink.words:
                continue
            if slot.pill:
                self._pill(painter, QRect(slot.left, top, slot.width, height), ink, colours)
                continue
            laid = self._lay_out(ink.words, slot.width - 2 * self._gap, ink.strong)
            left = slot.left + slot.width - self._gap - laid.width if ink.right else slot.left + self._gap
            painter.setFont(self._bold if ink.strong else self.font)
            painter.setPen(colours.colour(ink.colour or "text"))
            painter.drawStaticText(QPointF(left, top + (height + 1 - laid.height) // 2), laid.text)

    def _pill(self, painter: QPainter, place: QRect, ink: Ink, colours: Tokens) -> None:
        height = min(self._metrics[0].height() + 2, place.height() - 4)
        pill = QRectF(place.left() + 2, place.center().y() - height / 2, place.width() - 8, height)
        radius = self._metrics[0].height() / 5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour(GROUNDS[ink.colour or "muted"]))
        painter.drawRoundedRect(pill, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        laid = self._lay_out(ink.words, int(pill.width()), ink.strong)
        painter.setFont(self._bold if ink.strong else self.font)
        painter.setPen(colours.colour(ink.colour or "text"))
        middle = pill.center()
        painter.drawStaticText(QPointF(middle.x() - laid.width / 2, middle.y() - laid.height / 2), laid.text)

    def _lay_out(self, words: str, width: int, strong: bool) -> _Laid:
        key = words, width, strong
        laid = self._laid.get(key)
        if laid is None:
            if len(self._laid) >= MOST_LAID_OUT:
                self._laid.clear()
            metrics = self._metrics[strong]
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
            text = QStaticText(shown)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=self._bold if strong else self.font)
            laid = self._laid[key] = _Laid(text, metrics.horizontalAdvance(shown), text.size().height())
        return laid
