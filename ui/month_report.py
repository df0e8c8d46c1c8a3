"""The months that were frozen (月报): each as it was given, with its rule version, and what a recount corrects."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app import frozen_months
from app.errors import WarmlineError
from app.figures import DIMENSION_WORDS, MEASURE_WORDS, Dimension, Line, Measure, total
from app.frozen_months import Correction, FrozenMonth
from app.records import Role
from app.rules import CITY_TIME
from app.seat import Seat
from ui.export_strip import Load
from ui.figure_columns import TOTAL, figure_columns
from ui.figure_table import FigureTable
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.row_table import RowTable
from ui.strip import WordsStrip
from ui.style import set_look, tokens
from ui.table_model import Column, TableModel

CORRECTION_ROWS = 6
MONTHS_EM = 8


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month that is frozen, or the last one that could be."""

    month: date
    frozen: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A frozen month and where a recount differs."""

    report: FrozenMonth
    corrections: list[Correction]


class MonthReport(QWidget):
    """``stood`` carries the words of a number, ``said`` what was done. Frozen numbers open no list: they are paper."""

    stood = Signal(str)
    said = Signal(str)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._jobs = seat, jobs
        self.by = Dimension.COMPANY
        self.opened: Opened | None = None
        self.months: TableModel[MonthRow] = TableModel(
            _month_columns(), lambda one: one.month, lambda one: -one.month.toordinal(), tokens, self.font(), self
        )
        self.list = RowTable(parent=self)
        self.list.show_model(self.months)
        self.list.setAccessibleName("月份")
        self.table = FigureTable("月报", self)
        self.corrections: TableModel[Correction] = TableModel(
            _correction_columns(), lambda one: (one.by, one.key, one.measure), lambda one: (one.by, one.name), tokens,
            self.font(), self,
        )  # fmt: skip
        self.correction_table = RowTable(parent=self)
        self.correction_table.show_model(self.corrections)
        self.correction_table.setAccessibleName("更正")
        self.about, self.changed = QLabel(self), QLabel(self)
        self.strip: WordsStrip | None = None
        self.setFocusProxy(self.list)
        self.list.chosen.connect(lambda _key: self._open())
        self.list.opened.connect(lambda _key: self.table.setFocus())
        self.table.stood.connect(lambda line, column: self.stood.emit(f"{line.name} · {column.words(line)}"))
        bind(self, "freeze_month", self.ask_freeze)
        self._lay_out()

    @property
    def may_freeze(self) -> bool:
        """Freezing is the supervisor's."""
        return self._seat.person.role is Role.SUPERVISOR

    def refresh(self, by: Dimension) -> None:
        """Read the months anew, and show the one stood on by another dimension."""
        self.by = by if by in frozen_months.KEPT else Dimension.COMPANY
        self._jobs.look_up(
            self, "months", lambda: frozen_months.frozen_months(self._seat), self._show_months, self._fail
        )

    def ask_freeze(self) -> None:
        """A strip for the note with which the last month is frozen; nothing where that is done."""
        row = self.months.rows[0] if self.months.rows else None
        if not self.may_freeze or row is None or row.frozen or self.strip is not None:
            return
        title = f"定稿 {month_words(row.month)}月报：数字和规则版本从此不变，以后的变化列为更正"
        self.strip = WordsStrip(title, "说明（可空）", "定稿", parent=self)
        self.strip.submitted.connect(lambda: self._freeze(row.month))
        self.strip.cancelled.connect(self.fold)
        bind(self.strip, "submit_figures", self.strip.submit)
        self.strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._right.insertWidget(0, self.strip)
        self.strip.show()
        self.strip.start()

    def load(self) -> Load | None:
        """What of the month shown there is to take along; None where it is not frozen."""
        if self.opened is None:
            return None
        report = self.opened.report
        sections = {by: list(lines) for by, lines in report.lines.items()}
        words = f"{month_words(report.month)} · 受理"
        return Load(sections, report.scope, report.scope, Measure.TAKEN, words, self.about.text())

    def fold(self) -> bool:
        """Fold the strip; False: there is none."""
        if self.strip is None:
            return False
        self.strip.hide()
        self.strip.deleteLater()
        self.strip = None
        self.list.setFocus()
        return True

    def _freeze(self, month: date) -> None:
        strip = self.strip
        if strip is not None:
            words = strip.words
            self._jobs.act(self, lambda: frozen_months.freeze(self._seat, month, words), self._frozen, strip.fail)

    def _frozen(self, report: FrozenMonth) -> None:
        self.fold()
        self.said.emit(f"{month_words(report.month)}月报已定稿")
        self.refresh(self.by)

    def _show_months(self, found: list[date]) -> None:
        today = self._seat.now().astimezone(CITY_TIME).date()
        last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        rows = [MonthRow(month, True) for month in found]
        self.months.replace(rows if last in found else [MonthRow(last, False), *rows])
        if self.list.key() is None:
            self.list.choose(self.months.rows[0].month)
        self._open()

    def _open(self) -> None:
        month = self.list.key()
        row = self.months.row(month) if month is not None else None
        if row is None or not row.frozen:
            self._show(None)
            return
        self._jobs.look_up(self, "month", lambda: _read(self._seat, row.month), self._show, self._fail)

    def _show(self, opened: Opened | None) -> None:
        self.opened = opened
        for part in (self.table, self.changed, self.correction_table):
            part.setVisible(opened is not None)
        set_look(self.about, "muted")
        if opened is None:
            month = self.months.rows[0].month if self.months.rows else None
            key = f"，{cap('freeze_month')} 定稿" if self.may_freeze else ""
            self.about.setText(f"{month_words(month)}还没有定稿{key}" if month else "")
            return
        report = opened.report
        person = self._seat.directory.people.get(report.frozen_by)
        self.about.setText(
            f"{month_words(report.month)} · 规则版本 {report.rule_version} · {person.name if person else ''} "
            f"{report.frozen_at.astimezone(CITY_TIME):%Y-%m-%d %H:%M} 定稿"
            + (f" · {report.note}" if report.note else "")
        )
        lines = list(report.lines[self.by])
        whole = Line(TOTAL, "合计", total(lines))
        self.table.show_lines(figure_columns(self.by, DIMENSION_WORDS[self.by]), [whole, *lines])
        mine = [one for one in opened.corrections if one.by is self.by]
        self.corrections.replace(mine)
        self.changed.setText(f"定稿以后的更正 {len(mine)} 处" if mine else "定稿以后没有变化")
        self.correction_table.setVisible(bool(mine))

    def _fail(self, error: WarmlineError) -> None:
        self.about.setText(error.sentence)
        set_look(self.about, "strong-danger")

    def _lay_out(self) -> None:
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.changed, "strong")
        self.list.setFixedWidth(round(self.fontMetrics().height() * MONTHS_EM))
        self.correction_table.setFixedHeight(round(self.fontMetrics().height() * 1.6 * CORRECTION_ROWS))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._right = QVBoxLayout()
        self._right.setSpacing(6)
        for part in (self.about, self.table, self.changed, self.correction_table):
            self._right.addWidget(part, 1 if part is self.table else 0)
        self._right.addStretch(0)
        for one in (self.list, self.table):
            one.setMinimumHeight(self.fontMetrics().height() * 3)  # the screen may be small
        layout.addWidget(self.list)
        layout.addLayout(self._right, 1)


def month_words(month: date) -> str:
    """2026年10月."""
    return f"{month.year}年{month.month}月"


def _read(seat: Seat, month: date) -> Opened | None:
    report = frozen_months.read_frozen(seat, month)
    return None if report is None else Opened(report, frozen_months.corrections(seat, report))


def _month_columns() -> list[Column[MonthRow]]:
    return [
        Column(title="月份", text=lambda one: f"{one.month:%Y-%m}", width=9),
        Column(title="", text=lambda one: "■ 已定稿" if one.frozen else "□ 未定稿", width=10,
               colour=lambda one: None if one.frozen else "warning"),
    ]  # fmt: skip


def _correction_columns() -> list[Column[Correction]]:
    return [
        Column(title="更正", text=lambda one: one.name, width=20),
        Column(title="数字", text=lambda one: MEASURE_WORDS[one.measure], width=14),
        Column(title="定稿时", text=lambda one: str(one.frozen), width=10, right=True),
        Column(title="现在", text=lambda one: str(one.now), width=10, right=True),
        Column(title="差", text=lambda one: f"{one.now - one.frozen:+d}", width=10, right=True,
               strong=lambda _one: True),
    ]  # fmt: skip
