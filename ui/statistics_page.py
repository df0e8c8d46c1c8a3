"""The page 统计: figures by period and dimension as a table or as pictures, and behind each number its complaints."""

from dataclasses import replace
from datetime import date
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.figures import DIMENSION_WORDS, Dimension, Line, Measure, Scope
from app.records import Role
from app.seat import Seat
from ui.behind_list import BehindList
from ui.chip_row import ChipRow
from ui.export_door import ExportDoor
from ui.figure_columns import TOTAL, FigureColumn, figure_columns, homes_columns
from ui.figure_period import Period, scope_words
from ui.figure_reading import CHARTS, Reading, View, Wish, groups_of, read, sections_of, shown_by, views_of
from ui.figure_table import FigureTable
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.period_bar import PeriodBar
from ui.station_grid import StationGrid, station_counts
from ui.style import set_look

if TYPE_CHECKING:
    from ui.chart_views import ChartViews
    from ui.export_strip import Load
    from ui.month_report import MonthReport

KEYS_WORDS = " · ".join(
    (
        "打开 Enter",
        f"时段 {cap('next_span')}",
        f"分组 {cap('next_group')}",
        f"看法 {cap('next_view')}",
        f"导出 {cap('export_figures')}",
    )
)
FIRST_GROUP = {Role.OPERATOR: Dimension.OPERATOR}  # what concerns one most; the others' first is the company


class StatisticsPage(QWidget):
    """Counts anew whenever it is shown. ``complaint_asked`` carries the id of a complaint."""

    complaint_asked = Signal(UUID)
    said = Signal(str)
    left = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._jobs = seat, jobs
        groups = groups_of(seat.person.role)
        self.wish = Wish(View.TABLE, Period.WEEK, FIRST_GROUP.get(seat.person.role, Dimension.COMPANY))
        self.reading: Reading | None = None
        self.periods = PeriodBar(seat, tuple(Period), Period.DATES, self.wish.period, self)
        self.groups: ChipRow[Dimension] = ChipRow(
            [(one, DIMENSION_WORDS[one]) for one in groups], self.choose_group, self
        )
        views = [(one, str(one)) for one in views_of(seat.person.role)]
        self.views: ChipRow[View] = ChipRow(views, self.choose_view, self)
        self.notice, self.caption, self.trouble = QLabel(self), QLabel(self), QLabel(self)
        self.progress = QProgressBar(self)
        self.table, self.homes = FigureTable("统计", self), FigureTable("每千户", self)
        self.grid = StationGrid(self)
        self.area = QScrollArea(self)
        self.behind = BehindList(seat, jobs, self)
        self.charts: ChartViews | None = None
        self.month: MonthReport | None = None
        self._closing = Event()
        jobs.at_close(self._closing.set)
        self._body = QVBoxLayout()
        self.export = ExportDoor(seat, jobs, self._body, self)
        self.stack = QStackedWidget(self)
        self._lay_out()
        self._connect()

    # what a person chooses

    def choose_group(self, by: Dimension) -> None:
        """Tell the figures apart by something else; a picture gives way to the table."""
        view = self.wish.view
        stays = view in (View.TABLE, View.MONTH) or (
            view is View.HOMES and by in (Dimension.COMMUNITY, Dimension.STATION)
        )
        self.wish = replace(self.wish, by=by, view=view if stays else View.TABLE)
        self._choose()

    def choose_view(self, view: View) -> None:
        """Look at the figures in another way."""
        self.wish = replace(self.wish, view=view)
        self._choose()

    def refresh(self) -> None:
        """Count what is chosen."""
        self.trouble.hide()
        self.periods.mark_error(None)
        self.periods.setVisible(self.wish.view is not View.MONTH)  # a frozen month has its own days
        wish = self.wish
        if wish.view is View.MONTH:
            self._show_month()
            return
        self.notice.setText("正在统计…")
        if wish.view in CHARTS and self.charts is None:
            self.notice.setText("正在载入图表…")
        self._jobs.long_look_up(
            self,
            "figures",
            lambda told: read(self._seat, wish, told, self._closing),
            self._on_progress,
            self._show,
            self._fail,
        )

    def open_behind(self, by: Dimension, key: str, measure: Measure, words: str, count: int) -> None:
        """List the complaints behind a number of what is shown."""
        if self.reading is None or not count:
            return
        scope = self._scope_of(by, key, self.reading)
        self.stack.setCurrentWidget(self.behind)
        self.caption.clear()
        self.behind.ask(scope, measure, f"{words} · {self._span_words()}", count)
        self.behind.table.setFocus()

    def back(self) -> None:
        """Esc: from the list to its number, then leave."""
        if not self.isVisible() or self.export.back() or (self.month is not None and self.month.fold()):
            return
        if self.stack.currentWidget() is self.behind and self.reading is not None:
            self._bring_forward(self.reading)
        else:
            self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stack.currentWidget() is not self.behind:
            self.refresh()

    # what comes back

    def _on_progress(self, far: tuple[int, int]) -> None:
        done, whole = far
        self.progress.setVisible(done < whole)
        self.progress.setRange(0, whole)
        self.progress.setValue(done)
        if done < whole:
            self.notice.setText(f"正在补算 {done:,}/{whole:,} 条记录，只此一次…")

    def _show(self, found: Reading) -> None:
        self.progress.hide()
        if found.wish != self.wish:
            return
        self.reading = found
        self.notice.setText(self._span_words())
        by = shown_by(found.wish)
        match found.wish.view:
            case View.TABLE:
                self.table.show_lines(figure_columns(by, DIMENSION_WORDS[by]), found.lines)
            case View.HOMES:
                self.homes.show_lines(homes_columns(DIMENSION_WORDS[by]), found.lines)
            case View.STATIONS:
                counts = {int(line.key): line.figures[Measure.TAKEN] for line in found.lines}
                directory = self._seat.directory
                mine = self._seat.person.company_id
                stations = {key: one for key, one in directory.stations.items() if mine in (None, one.company_id)}
                self.grid.show_stations(station_counts(stations, directory.companies, counts))
            case _:
                self._chart_views().show_reading(found)
        self._bring_forward(found)

    def _bring_forward(self, found: Reading) -> None:
        view = found.wish.view
        page = {View.TABLE: self.table, View.HOMES: self.homes, View.STATIONS: self.area}.get(view)
        self.stack.setCurrentWidget(page or self._chart_views())
        if self._may_take_focus():
            self._front().setFocus()
        if isinstance(page, FigureTable):
            there = page.standing()
            self.caption.setText("这段时间没有诉求" if there is None else _cell_words(*there))
        elif page is self.area:
            self.grid.stand(self.grid.at)

    def _front(self) -> QWidget:
        """Where the keys go in the view that is shown."""
        view = self.wish.view
        if view is View.MONTH and self.month is not None:
            return self.month
        if view in CHARTS:
            return self._chart_views().front(view)
        return {View.TABLE: self.table, View.HOMES: self.homes}.get(view, self.grid)

    def _fail(self, error: WarmlineError) -> None:
        self.progress.hide()
        self.notice.clear()
        self.trouble.setText(error.sentence)
        self.trouble.show()
        self.periods.mark_error(error)

    # inside

    def _load(self) -> "Load | None":
        if self.month is not None and self.stack.currentWidget() is self.month:
            return self.month.load()
        if self.reading is None:
            return None
        from ui.export_strip import Load

        listed = (self.reading.scope, Measure.TAKEN, f"{self._span_words()} · 受理")
        front = self.stack.currentWidget()
        if front is self.behind and self.behind.shown is not None:
            listed = self.behind.shown
        elif isinstance(front, FigureTable) and (there := front.standing()) is not None:
            line, column = there
            scope = self._scope_of(shown_by(self.reading.wish), line.key, self.reading)
            listed = (scope, column.opens or Measure.TAKEN, f"{_cell_words(line, column)} · {self._span_words()}")
        return Load(sections_of(self.reading), self.reading.scope, *listed)

    def _show_month(self) -> None:
        if self.month is None:
            from ui.month_report import MonthReport

            self.month = MonthReport(self._seat, self._jobs, self)
            self.month.stood.connect(self.caption.setText)
            self.month.said.connect(self.said)
            self.stack.addWidget(self.month)
        self.notice.clear()
        self.caption.clear()
        self.stack.setCurrentWidget(self.month)
        self.month.refresh(self.wish.by)
        if self._may_take_focus():
            self.month.setFocus()

    def _choose(self) -> None:
        self.groups.mark(shown_by(self.wish))  # a picture counts by what it shows
        self.views.mark(self.wish.view)
        self.refresh()

    def _may_take_focus(self) -> bool:
        """Whether the focus is on this page, and not in one of its fields."""
        focus = self.window().focusWidget()
        return self.isVisible() and focus is not None and (focus is self or self.isAncestorOf(focus))

    def _on_period(self, period: Period, dates: tuple[date, date] | None) -> None:
        self.wish = replace(self.wish, period=period, dates=dates)
        self.refresh()

    def _span_words(self) -> str:
        if self.reading is None:
            return ""
        wish, scope = self.reading.wish, self.reading.scope
        named = wish.period is not Period.DATES and wish.view is not View.SEASONS
        return f"{wish.period if named else ''} {scope_words(scope)}".strip()

    def _scope_of(self, by: Dimension, key: str, found: Reading) -> Scope:
        return found.scope if key == TOTAL else found.scope.narrowed(by, key)

    def _ask(self, line: Line, column: FigureColumn) -> None:
        if self.reading is not None and column.opens is not None:
            words = f"{line.name} · {column.words(line)}"
            self.open_behind(shown_by(self.reading.wish), line.key, column.opens, words, line.figures[column.opens])

    def _ask_station(self, station_id: int) -> None:
        one = self.grid.stations[self.grid.at]
        self.open_behind(Dimension.STATION, str(station_id), Measure.TAKEN, one.words, one.count)

    def _chart_views(self) -> "ChartViews":
        if self.charts is None:
            from ui.chart_views import ChartViews

            self.charts = ChartViews(self)
            self.charts.stood.connect(self.caption.setText)
            self.charts.asked.connect(self.open_behind)
            self.stack.addWidget(self.charts)
        return self.charts

    def _connect(self) -> None:
        for table in (self.table, self.homes):
            table.stood.connect(lambda line, column: self.caption.setText(_cell_words(line, column)))
            table.asked.connect(self._ask)
        self.grid.stood.connect(self.caption.setText)
        self.grid.asked.connect(self._ask_station)
        self.behind.complaint_asked.connect(self.complaint_asked)
        self.periods.chosen.connect(self._on_period)
        self.periods.refused.connect(self._fail)
        rows: dict[str, ChipRow[Any]] = {"span": self.periods.chips, "group": self.groups, "view": self.views}
        for name, row in rows.items():
            bind(self, f"next_{name}", partial(row.step, 1))
            bind(self, f"last_{name}", partial(row.step, -1))
        bind(self, "count_again", self.refresh)
        bind(self, "export_figures", lambda: self.export.open(self._load))
        self.export.said.connect(self.said)
        self.export.left.connect(lambda: self._front().setFocus())

    def _lay_out(self) -> None:
        self.groups.mark(self.wish.by)
        self.views.mark(self.wish.view)
        self.progress.setTextVisible(False)
        self.progress.hide()
        set_look(self.notice, "muted")
        set_look(self.trouble, "strong-danger")
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.hide()
        self.area.setWidget(self.grid)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for table in (self.table, self.homes, self.behind.table):
            table.setMinimumHeight(self.fontMetrics().height() * 3)  # the screen may be small, and a strip stand above
        for page in (self.table, self.homes, self.area, self.behind):
            self.stack.addWidget(page)
        keys = QLabel(KEYS_WORDS, self)
        set_look(keys, "muted")
        upper, lower, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.periods)
        upper.addStretch(1)
        upper.addWidget(self.views)
        lower.addWidget(self.groups)
        lower.addStretch(1)
        lower.addWidget(self.notice)
        foot.addWidget(self.caption, 1)
        foot.addWidget(keys)
        self._body.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(upper)
        layout.addLayout(lower)
        layout.addWidget(self.progress)
        layout.addWidget(self.trouble)
        layout.addLayout(self._body, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.table)


def _cell_words(line: Line, column: FigureColumn) -> str:
    """永恒 · 签收及时率 93.3%（14/15），超时签收 1."""
    said = column.words(line)
    return f"{line.name} · {said}" if said else line.name
