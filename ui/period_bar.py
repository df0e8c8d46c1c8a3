"""The chips of the periods, and the two fields of 起止日期 that stand beside them when it is chosen."""

from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import BadInput, WarmlineError
from app.rules import CITY_TIME
from app.seat import Seat
from ui.chip_row import ChipRow
from ui.fields import LineField
from ui.figure_period import read_date

P = TypeVar("P")


class PeriodBar(QWidget, Generic[P]):
    """``chosen`` carries a period, and for 起止日期 its first and last day; ``refused`` an error of a field."""

    chosen = Signal(object, object)
    refused = Signal(object)

    def __init__(self, seat: Seat, periods: Sequence[P], dates: P, period: P, parent: QWidget) -> None:
        """``dates``: the one of them that asks for its days; ``period``: the one that is chosen at first."""
        super().__init__(parent)
        self._seat, self._dates = seat, dates
        self.period = period
        self.chips: ChipRow[P] = ChipRow([(one, str(one)) for one in periods], self.choose, self)
        self.chips.mark(period)
        self.first, self.last = LineField("从 11-15", self), LineField("到 11-24", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.chips, self.first, self.last):
            layout.addWidget(part)
        for field in (self.first, self.last):
            field.setFixedWidth(self.fontMetrics().height() * 5)
            field.hide()
        self.first.entered.connect(lambda _text: self.last.setFocus())
        self.last.entered.connect(lambda _text: self.take_dates())

    def choose(self, period: P) -> None:
        """Choose a period; 起止日期 waits for its days, unless they stand there already."""
        self.period = period
        self.chips.mark(period)
        for field in (self.first, self.last):
            field.setVisible(period is self._dates)
        if period is not self._dates:
            self.chosen.emit(period, None)
        elif self.first.text() and self.last.text():
            self.take_dates()
        else:
            self.first.setFocus()

    def take_dates(self) -> None:
        """Take the days that were typed."""
        today = self._seat.now().astimezone(CITY_TIME).date()
        try:
            dates: tuple[date, date] = (
                read_date(self.first.text(), today, "first"),
                read_date(self.last.text(), today, "last"),
            )
        except BadInput as error:
            self.refused.emit(error)
            return
        self.chosen.emit(self._dates, dates)

    def mark_error(self, error: WarmlineError | None) -> None:
        """Frame the field that an error is about and go there; None: all is well."""
        about = "" if error is None else error.field
        for name, field in (("first", self.first), ("last", self.last)):
            field.set_bad(about in (name, "dates"))
        if about in ("first", "last", "dates") and self.period is self._dates:
            (self.last if about == "last" else self.first).setFocus()
