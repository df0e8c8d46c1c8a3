"""The charts of the page 统计: load by hour and day, what was on time by company, two seasons side by side."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.figures import Dimension, Figures, Line, Measure, Ratio
from ui.bar_chart import Bar, BarChart
from ui.chart_plot import Chart
from ui.figure_columns import ratio_words
from ui.figure_reading import Reading, View, day_words
from ui.season_chart import SeasonChart
from ui.style import set_look

ON_TIME = ((Ratio.SIGNED, "签收", Measure.SIGNED_LATE), (Ratio.ON_SITE, "到场", Measure.ARRIVED_LATE))


class ChartViews(QStackedWidget):
    """``stood`` carries words; ``asked`` dimension, key, measure, words and number of what is to be listed."""

    stood = Signal(str)
    asked = Signal(object, str, object, str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hours, self.days = BarChart("按钟点", parent=self), BarChart("按日期", parent=self)
        self.on_time = BarChart("按时签收、按时到场", lying=True, parent=self)
        self.seasons = SeasonChart(self)
        self._lines: dict[Chart, list[Line]] = {}
        self._first_day = date.min  # of the season
        load = QWidget(self)
        side_by_side = QHBoxLayout(load)
        side_by_side.setContentsMargins(0, 0, 0, 0)
        side_by_side.setSpacing(8)
        side_by_side.addWidget(self.hours, 3)
        side_by_side.addWidget(self.days, 2)
        self._pages = {View.LOAD: load, View.ON_TIME: self.on_time, View.SEASONS: self.seasons}
        for page in self._pages.values():
            self.addWidget(page)
        every: tuple[Chart, ...] = (self.hours, self.days, self.on_time, self.seasons)
        for one in every:
            set_look(one, "surface")
            one.stood.connect(self.stood)
        self.hours.asked.connect(lambda at: self._ask(self.hours, Dimension.HOUR, at))
        self.days.asked.connect(lambda at: self._ask(self.days, Dimension.DAY, at))
        self.on_time.asked.connect(self._ask_late)
        self.seasons.asked.connect(self._ask_day)

    def show_reading(self, found: Reading) -> None:
        """Draw what was counted, and stand on it."""
        match found.wish.view:
            case View.LOAD:
                self._load(found)
            case View.ON_TIME:
                lines = [one for one in found.lines if any(one.figures.share(ratio).whole for ratio, *_ in ON_TIME)]
                self._lines[self.on_time] = lines
                self.on_time.show_bars([_share_bar(line, *kind[:2]) for line in lines for kind in ON_TIME])
            case _:
                self._first_day = found.scope.first
                self.seasons.show_seasons(found.seasons, *found.names)
        self.setCurrentWidget(self._pages[found.wish.view])
        front = self.front(found.wish.view)
        front.stand(front.at)

    def front(self, view: View) -> Chart:
        """The chart that the keys go to first."""
        return {View.LOAD: self.hours, View.ON_TIME: self.on_time}.get(view, self.seasons)

    def _load(self, found: Reading) -> None:
        by_hour = {line.key: line for line in found.lines}
        hours = [by_hour.get(str(hour)) or Line(str(hour), f"{hour} 时", Figures()) for hour in range(24)]
        self._lines[self.hours], self._lines[self.days] = hours, found.days
        self.hours.show_bars([_count_bar(line, line.key) for line in hours])
        self.days.show_bars([_count_bar(line, f"{int(line.key[5:7])}-{int(line.key[8:])}") for line in found.days])

    def _ask(self, chart: Chart, by: Dimension, at: int) -> None:
        line = self._lines[chart][at]
        self.asked.emit(by, line.key, Measure.TAKEN, f"{line.name} · 受理", line.figures[Measure.TAKEN])

    def _ask_late(self, at: int) -> None:
        line, (_, name, late) = self._lines[self.on_time][at // len(ON_TIME)], ON_TIME[at % len(ON_TIME)]
        self.asked.emit(Dimension.COMPANY, line.key, late, f"{line.name} · 超时{name}", line.figures[late])

    def _ask_day(self, at: int) -> None:
        day = self._first_day + timedelta(days=at)
        figures = self.seasons.days[at].now
        count = 0 if figures is None else figures[Measure.TAKEN]
        self.asked.emit(Dimension.DAY, day.isoformat(), Measure.TAKEN, f"{day_words(day)} · 受理", count)


def _count_bar(line: Line, name: str) -> Bar:
    count = line.figures[Measure.TAKEN]
    return Bar(line.key, name, count, str(count), f"{line.name}：受理 {count} 件")


def _share_bar(line: Line, ratio: Ratio, name: str) -> Bar:
    share = line.figures.share(ratio)
    number = f"{ratio_words(line, ratio)}（{share.part}/{share.whole}）"
    words = f"{line.name} {ratio} {number}，超时 {share.whole - share.part} 件"
    return Bar(line.key, f"{line.name} {name}", share.rate or 0.0, number, words, quiet=ratio is Ratio.ON_SITE)
