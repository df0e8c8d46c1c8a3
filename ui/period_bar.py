"""The chips of the periods, and the two fields of 起止日期 that stand beside them when it is chosen."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import BadInput, WarmlineError
from app.rules import CITY_TIME
from app.seat import Seat
from ui.chip_row import ChipRow
from ui.fields import LineField
from ui.figure_period import Period, read_date


class PeriodBar(QWidget):
    """``chosen`` carries a period, and for 起止日期 its first and last day; ``refused`` an error of a field."""

    chosen = Signal(object, object)
    refused = Signal(object)

    def __init__(self, seat: Seat, period: Period, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self.period = period
        self.chips: ChipRow[Period] = ChipRow([(one, str(one)) for one in Period], self.choose, self)
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

    def choose(self, period: Period) -> None:
        """Choose a period; 起止日期 waits for its days, unless they stand there already."""
        self.period = period
        self.chips.mark(period)
        for field in (self.first, self.last):
            field.setVisible(period is Period.DATES)
        if period is not Period.DATES:
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
        self.chosen.emit(Period.DATES, dates)

    def mark_error(self, error: WarmlineError | None) -> None:
        """Frame the field that an error is about and go there; None: all is well."""
        about = "" if error is None else error.field
        for name, field in (("first", self.first), ("last", self.last)):
            field.set_bad(about in (name, "dates"))
        if about in ("first", "last", "dates") and self.period is Period.DATES:
            (self.last if about == "last" else self.first).setFocus()
