"""The page 回访率: the three rates by company and period, and below them the rounds that a number is counted from."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import BadInput, WarmlineError
from app.moment_words import until_short
from app.rates import Outcome, count_rates, of_company, outcomes
from app.rules import CITY_TIME
from app.seat import Seat
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.period_bar import PeriodBar
from ui.rate_columns import Behind, RateRow, Round, is_behind, rate_columns, round_columns
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import TableModel

T = TypeVar("T", bound=StrEnum)

ALL = 0  # the row of all companies together
RATE_ROWS = 6  # lines of the upper table; the rounds have the rest


class Period(StrEnum):
    """Which rounds are counted: by the moment they ended."""

    TODAY = "今天"
    YESTERDAY = "昨天"
    WEEK = "近 7 天"
    MONTH = "近 30 天"
    SEASON = "本供暖季"
    DATES = "起止日期"


def span_of(
    period: Period, now: datetime, season: datetime | None, dates: tuple[date, date] | None = None
) -> tuple[datetime, datetime]:
    """From when until when (not included) a period goes; ``season``: its first day, None where none is known.

    ``dates``: first and last day of 起止日期. Errors: BadInput(field="dates").
    """
    if period is Period.DATES:
        if dates is None:
            raise BadInput("请填开始日期和结束日期。", field="dates")
        first, last = dates
        if first > last:
            raise BadInput("开始日期不能晚于结束日期。", field="dates")
        if last == date.max:
            raise BadInput("没有这么晚的日期。", field="last")
        return _midnight(first), _midnight(last + timedelta(days=1))
    now = now.astimezone(CITY_TIME)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match period:
        case Period.TODAY:
            return midnight, now
        case Period.YESTERDAY:
            return midnight - timedelta(days=1), midnight
        case Period.WEEK:
            return now - timedelta(days=7), now
        case Period.MONTH:
            return now - timedelta(days=30), now
    return season or midnight, now


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CITY_TIME)


class RatesPage(QWidget):
    """Counts anew whenever it is shown. ``complaint_asked`` carries the id of a complaint, ``failed`` a sentence."""

    complaint_asked = Signal(UUID)
    failed = Signal(str)
    left = Signal()

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self._all: list[Outcome] = []
        self.period, self.behind = Period.WEEK, Behind.ALL
        self.dates: tuple[date, date] | None = None
        self.periods = PeriodBar(seat, tuple(Period), Period.DATES, self.period, self)
        self._rank: dict[int, int] = {}
        self.rates: TableModel[RateRow] = TableModel(
            rate_columns(), lambda one: one.company, lambda one: self._rank.get(one.company, 0), tokens
        )
        self.rounds: TableModel[Round] = TableModel(
            round_columns(self._company), lambda one: one[0], lambda one: -one[0], tokens
        )
        self.table, self.round_table = RowTable(parent=self), RowTable(parent=self)
        for table, model, name in ((self.table, self.rates, "回访率"), (self.round_table, self.rounds, "回访")):
            table.show_model(model)
            table.setAccessibleName(name)
        self.table.chosen.connect(lambda _key: self._list())
        self.table.opened.connect(lambda _key: self.round_table.setFocus())
        self.round_table.opened.connect(self._open)
        self.notice = QLabel(self)
        set_look(self.notice, "muted")
        self.setFocusProxy(self.table)
        self._lay_out()
        self.periods.chosen.connect(self._on_period)
        self.periods.refused.connect(self._refuse)
        bind(self, "next_period", partial(self.periods.chips.step, 1))
        bind(self, "next_rounds", self.next_rounds)

    def refresh(self) -> None:
        """Read the rounds of the period and count them."""
        season = self._seat.rules.season_on(self._seat.now().astimezone(CITY_TIME).date())
        begun = _midnight(season.starts_on) if season else None
        try:
            since, until = span_of(self.period, self._seat.now(), begun, self.dates)
        except BadInput as error:
            self._refuse(error)
            return
        self.periods.mark_error(None)
        set_look(self.notice, "muted")
        self.notice.setText(f"{since:%m-%d %H:%M} 至 {until_short(until)}")
        self._jobs.look_up(self, "rates", lambda: outcomes(self._seat, since, until), self._take, self._fail)

    def choose_rounds(self, behind: Behind) -> None:
        """List all rounds, or those that a rate lacks."""
        self.behind = behind
        self._behinds[behind].setChecked(True)
        self._list()

    def next_rounds(self) -> None:
        """The choice of rounds after this one."""
        order = list(Behind)
        self.choose_rounds(order[(order.index(self.behind) + 1) % len(order)])

    def back(self) -> None:
        """Esc: from the rounds to the rates, then leave."""
        if not self.isVisible():
            return
        if self.round_table.hasFocus():
            self.table.setFocus()
        else:
            self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # inside

    def _take(self, found: list[Outcome]) -> None:
        self._all = found
        companies = sorted(self._seat.directory.companies.values(), key=lambda one: one.short_name)
        rows = [RateRow(ALL, "全部", count_rates(found))]
        rows += [RateRow(one.id, one.short_name, count_rates(of_company(found, one.id))) for one in companies]
        self._rank = {one.company: at for at, one in enumerate(rows)}
        self.rates.replace(rows)
        self.rates.tick()
        if self.table.key() is None:
            self.table.choose(ALL)
        self._list()

    def _on_period(self, period: Period, dates: tuple[date, date] | None) -> None:
        self.period, self.dates = period, dates
        self.refresh()
        if period is Period.DATES and not any(
            field.property("bad") for field in (self.periods.first, self.periods.last)
        ):
            self.table.setFocus()

    def _refuse(self, error: WarmlineError) -> None:
        """A day that is none, said beside its field."""
        set_look(self.notice, "strong-danger")
        self.notice.setText(error.sentence)
        self.periods.mark_error(error)

    def _fail(self, error: WarmlineError) -> None:
        self.failed.emit(error.sentence)

    def _list(self) -> None:
        key = self.table.key()
        company = key if isinstance(key, int) and key != ALL else None
        mine = [(at, one) for at, one in enumerate(self._all) if company in (None, one.company_id) and one.counts]
        for behind, button in self._behinds.items():
            count = sum(is_behind(behind, one) for _, one in mine)
            button.setText(f"{behind} {count}")
        self.rounds.replace([one for one in mine if is_behind(self.behind, one[1])])
        self.rounds.tick()

    def _open(self, key: object) -> None:
        found = self.rounds.row(key) if isinstance(key, int) else None
        if found is not None and found[1].complaint_id is not None:
            self.complaint_asked.emit(found[1].complaint_id)

    def _company(self, company_id: int | None) -> str:
        company = self._seat.directory.companies.get(company_id) if company_id else None
        return company.short_name if company else ""

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        upper = QHBoxLayout()
        upper.addWidget(self.periods)
        upper.addSpacing(6)
        lower, self._behinds = self._chips(Behind, self.choose_rounds)
        self._behinds[self.behind].setChecked(True)
        keys = QLabel(f"换时段 {cap('next_period')} · 换列表 {cap('next_rounds')}", self)
        set_look(keys, "muted")
        upper.addWidget(self.notice)
        upper.addStretch(1)
        lower.addWidget(keys)
        self.table.setFixedHeight(round(self.fontMetrics().height() * 1.6 * RATE_ROWS))
        layout.addLayout(upper)
        layout.addWidget(self.table)
        layout.addLayout(lower)
        layout.addWidget(self.round_table, 1)

    def _chips(self, words: type[T], choose: Callable[[T], None]) -> tuple[QHBoxLayout, dict[T, QPushButton]]:
        bar, group = QHBoxLayout(), QButtonGroup(self)
        bar.setSpacing(6)
        chips: dict[T, QPushButton] = {}
        for one in words:
            chip = QPushButton(str(one), self)
            chip.setCheckable(True)
            set_look(chip, "chip")
            chip.clicked.connect(partial(_press, choose, one))
            group.addButton(chip)
            bar.addWidget(chip)
            chips[one] = chip
        bar.addStretch(1)
        return bar, chips


def _press(choose: Callable[[T], None], one: T, _checked: bool = False) -> None:
    choose(one)
