"""Bars with their numbers written at them: upright for load by hour and day, lying for shares by company."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ui.chart_plot import Chart, thinned
from ui.style import tokens

NUMBERED = 36  # up to so many bars have room for their numbers


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name at the axis, its length, the number as written, and all of it in words."""

    key: str
    name: str
    value: float
    number: str
    words: str
    quiet: bool = False  # the second of a pair: drawn as a frame, so that it is told apart without colour


class BarChart(Chart):
    """``lying``: bars lie, from 0 to 1, each on a line of its own."""

    def __init__(self, title: str, lying: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(title, self._draw_bars, lying, parent=parent)
        self.bars: Sequence[Bar] = ()
        if lying:
            self.plot.invertY(True)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; one stands on the longest, or on the first of lying ones."""
        self.bars, self.said = bars, [bar.words for bar in bars]
        longest = max(range(len(bars)), key=lambda at: bars[at].value, default=0)
        self.at = 0 if self._lying else longest
        self.redraw()

    def _draw_bars(self) -> None:
        colours, most = tokens(), max([1.0, *(bar.value for bar in self.bars)])
        full, frame = colours.colour("accent"), colours.colour("selected")
        pens = [colours.colour("text" if at == self.at else "accent") for at in range(len(self.bars))]
        brushes = [frame if bar.quiet else full for bar in self.bars]
        self.plot.addItem(self._items(brushes, pens))
        names = self.plot.getAxis("left" if self._lying else "bottom")
        values = self.plot.getAxis("bottom" if self._lying else "left")
        all_names = [bar.name for bar in self.bars]
        names.setTicks([list(enumerate(all_names)) if self._lying else thinned(all_names)])
        numbered, turned = len(self.bars) <= NUMBERED, self._narrow()
        for at, bar in enumerate(self.bars):
            if numbered or at == self.at:
                if self._lying:
                    self.write(bar.value, at, bar.number, (0, 0.5), at == self.at)
                elif bar.value:
                    anchor = (0, 0.5) if turned else (0.5, 1)
                    self.write(at, bar.value, bar.number, anchor, at == self.at, 90 if turned else 0)
        if self._lying:
            values.setTicks([[(0, "0"), (0.5, "50%"), (1, "100%")]])
            self.plot.setXRange(0, 1.25, padding=0)
            self.plot.setYRange(-0.6, len(self.bars) - 0.4, padding=0)
        else:
            values.setTicks(None)
            self.plot.setXRange(-0.6, len(self.bars) - 0.4, padding=0)
            self.plot.setYRange(0, most * (1.3 if turned else 1.15), padding=0)

    def _narrow(self) -> bool:
        """Whether the numbers of upright bars would run into each other."""
        widest = max(self.fontMetrics().horizontalAdvance(bar.number) for bar in self.bars)
        return not self._lying and (self.plot.width() - 45) / len(self.bars) < widest * 1.1

    def _items(self, brushes: list[QColor], colours: list[QColor]) -> Any:
        pens = [pyqtgraph.mkPen(colour, width=3 if at == self.at else 1) for at, colour in enumerate(colours)]
        places, values = list(range(len(self.bars))), [bar.value for bar in self.bars]
        if self._lying:
            return pyqtgraph.BarGraphItem(x0=0, y=places, width=values, height=0.66, brushes=brushes, pens=pens)
        return pyqtgraph.BarGraphItem(x=places, y0=0, height=values, width=0.72, brushes=brushes, pens=pens)
