"""Two heating seasons by day of heating: this one drawn through, the other dashed, so that no colour is needed."""

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.figures import Figures, Measure
from app.statistics import SeasonDay
from ui.chart_plot import Chart
from ui.style import tokens


class SeasonChart(Chart):
    """Complaints taken on each day of heating."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("两季对比", self._draw_days, first=1, parent=parent)
        self.days: Sequence[SeasonDay] = ()

    def show_seasons(self, days: Sequence[SeasonDay], now: str, then: str) -> None:
        """``now`` and ``then`` are the names of the seasons; one stands on the last day that has been."""
        self.days = days
        self.title.setText(f"每天受理：━ {now}　┅ {then or '没有上一季的记录'}")
        self.at = max((at for at, day in enumerate(days) if day.now is not None), default=0)
        goes_on = self.at < len(days) - 1  # then the last day that has been is today
        self.said = [_said(day, today=goes_on and at == self.at) for at, day in enumerate(days)]
        self.redraw()

    def _draw_days(self) -> None:
        colours = tokens()
        dashed = pyqtgraph.mkPen(colours.colour("muted"), width=2, style=Qt.PenStyle.DashLine)
        for figures, pen in (
            ([_taken(day.then) for day in self.days], dashed),
            ([_taken(day.now) for day in self.days], pyqtgraph.mkPen(colours.colour("accent"), width=3)),
        ):
            points = [(self.days[at].number, value) for at, value in enumerate(figures) if value is not None]
            if points:
                self.plot.plot([x for x, _ in points], [y for _, y in points], pen=pen)
        here = self.days[self.at]
        self.plot.addItem(
            pyqtgraph.InfiniteLine(here.number, pen=pyqtgraph.mkPen(colours.colour("text"))), ignoreBounds=True
        )
        most = max([1, *(_taken(one) or 0 for day in self.days for one in (day.now, day.then))])
        self.plot.getAxis("left").setTicks(None)
        self.plot.setXRange(1, max(2, len(self.days)), padding=0.01)
        self.plot.setYRange(0, most * 1.2, padding=0)


def _said(day: SeasonDay, today: bool) -> str:
    now, then = _taken(day.now), _taken(day.then)
    said = f"供暖第 {day.number} 天{'（今天，还没过完）' if today else ''}：本季 {_words(now)}，上季 {_words(then)}"
    if now is None or not then:
        return said
    return f"{said}，{'多' if now >= then else '少'} {abs(now - then)} 件（{(now - then) / then:+.0%}）"


def _taken(figures: Figures | None) -> int | None:
    return None if figures is None else figures[Measure.TAKEN]


def _words(count: int | None) -> str:
    return "—" if count is None else f"{count} 件"
