"""A pyqtgraph plot in the colours of day or night, still under the mouse. Loaded with the first chart, and not before:
it brings numpy and some 50 MB."""

from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.style import set_look, style, tokens

LABELS = 12  # of an axis with more places than can all be named
STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -7, Qt.Key.Key_PageDown: 7, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000,
}  # fmt: skip


class Chart(QWidget):
    """One stands on one place of the chart at a time: arrows move, Enter asks for what is behind it.

    ``stood`` carries the words of the place, ``asked`` its number.
    """

    stood = Signal(str)
    asked = Signal(int)

    def __init__(
        self, title: str, draw: Callable[[], None], lying: bool = False, first: int = 0, parent: QWidget | None = None
    ) -> None:
        """``draw`` draws everything into the empty plot, the place stood on marked. ``lying``: the places are one
        below the other; ``first``: where on its axis the first one is."""
        super().__init__(parent)
        self._draw, self._lying, self._first = draw, lying, first
        self.said: Sequence[str] = ()  # what stands at each place, in words
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.title = QLabel(title, self)
        set_look(self.title, "strong")
        self.plot: Any = pyqtgraph.PlotWidget(self)
        self.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.at = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self.plot, 1)
        style().changed.connect(self.redraw)

    def redraw(self) -> None:
        """Draw anew, in the colours that hold now."""
        colours = tokens()
        self.plot.clear()
        self.plot.setBackground(colours.colour("surface"))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(colours.colour("line"))
            axis.setTextPen(colours.colour("muted"))
            axis.setStyle(tickFont=self.font(), tickLength=0)
            axis.setZValue(-1)  # below the bars
        if self.said:
            self._draw()

    def stand(self, at: int) -> None:
        """Stand on a place; beyond the ends on the last one."""
        if self.said:
            self.at = max(0, min(at, len(self.said) - 1))
            self.redraw()
            self.setAccessibleDescription(self.said[self.at])
            self.stood.emit(self.said[self.at])

    def write(
        self, x: float, y: float, words: str, anchor: tuple[float, float], strong: bool = False, angle: int = 0
    ) -> None:
        """Words at a point of the plot, turned by ``angle`` degrees."""
        item = pyqtgraph.TextItem(words, color=tokens().colour("text"), anchor=anchor, angle=angle)
        font = self.font()
        font.setBold(strong)
        item.setFont(font)
        item.setPos(x, y)
        self.plot.addItem(item, ignoreBounds=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stand(self.at + STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.said:
            self.asked.emit(self.at)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.stand(self._place(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.stand(self._place(event.position().toPoint()))
        if self.said:
            self.asked.emit(self.at)

    def _place(self, point: QPoint) -> int:
        scene = self.plot.mapToScene(self.plot.mapFrom(self, point))
        found = self.plot.getPlotItem().getViewBox().mapSceneToView(scene)
        along: float = found.y() if self._lying else found.x()
        return round(along) - self._first


def thinned(names: list[str]) -> list[tuple[int, str]]:
    """The names that an axis has room for, with their places: all of 24, else some twelve."""
    step = 1 if len(names) <= 2 * LABELS else -(-len(names) // LABELS)
    return [(at, name) for at, name in enumerate(names) if at % step == 0]
