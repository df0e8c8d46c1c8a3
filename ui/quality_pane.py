"""The section 我的质检: the score sheets about oneself, what was said, and an answer to it; and one's own logs that a
reviewer sent back."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import review, score_sheets
from app.records import ReviewState, Role
from app.review_records import Log, ScoreSheet
from ui.fact_grid import Fact, FactGrid
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.review_columns import Placed, score_colour, sheet_columns
from ui.row_table import RowTable
from ui.shift_pane import ShiftPane
from ui.strip import WordsStrip
from ui.style import set_look, tokens
from ui.table_model import TableModel

SIDE_EM = 19
"""Width of the sheet beside the list, in lines of the font."""


class QualityPane(ShiftPane):
    """The list is read when shown and when a shift changed anywhere; Enter leads to the complaint."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.returned: list[Log] = []
        self.model: TableModel[Placed] = TableModel(sheet_columns(), lambda row: row[1].id, lambda row: row[0], tokens)
        self.table = RowTable(parent=self)
        self.table.show_model(self.model)
        self.table.setAccessibleName("我的质检")
        self.table.chosen.connect(lambda _key: self._show_sheet())
        self.table.opened.connect(self._open)
        self.setFocusProxy(self.table)
        self.notice = QLabel(self)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        set_look(self.notice, "muted")
        self.title = QLabel(self)
        self.items = FactGrid(5, parent=self)
        self.words = FactGrid(3, parent=self)
        self.answer_button = QPushButton(f"申述  {cap('score_answer')}", self)
        self.answer_button.clicked.connect(self.answer)
        self.again_button = QPushButton(f"重新提交  {cap('log_again')}", self)
        self.again_button.clicked.connect(self.resubmit)
        self._lay_out()
        bind(self, "score_answer", self.answer)
        bind(self, "log_again", self.resubmit)
        self._show_sheet()

    @property
    def sheet(self) -> ScoreSheet | None:
        """The sheet stood on."""
        key = self.table.key()
        row = None if key is None else self.model.row(key)
        return None if row is None else row[1]

    def read(self) -> None:
        self.look_up("sheets", self._read, self._take)

    def answer(self) -> None:
        """A strip for answering the sheet stood on, once."""
        sheet = self.sheet
        if sheet is None or not sheet.can_answer:
            return
        strip = WordsStrip(f"申述 {sheet.number}（每轮一次）", "您的说明", "提交申述")
        strip.field.setObjectName("answer")
        self.open_strip(
            strip, lambda: partial(score_sheets.answer, self.seat, sheet.id, strip.words), f"{sheet.number} 已申述"
        )

    def resubmit(self) -> None:
        """A strip for what was put right in one's own log that was sent back, the oldest first."""
        if self.returned:
            log = self.returned[0]
            strip = WordsStrip(f"重新提交：{log.shift.words}", "补正了什么", "重新提交")
            self.open_strip(
                strip, lambda: partial(review.resubmit, self.seat, log.shift.id, strip.words), "日志已重新提交"
            )

    # inside

    def _read(self) -> tuple[list[ScoreSheet], list[Log], str]:
        mine = [
            one
            for one in ([] if self.seat.person.role is Role.SUPERVISOR else review.list_logs(self.seat))
            if one.state is ReviewState.SENT_BACK and one.own
        ]
        steps = review.list_steps(self.seat, mine[0].shift.id) if mine else []
        return score_sheets.my_sheets(self.seat), mine, steps[-1].note if steps else ""

    def _take(self, found: tuple[list[ScoreSheet], list[Log], str]) -> None:
        sheets, self.returned, why = found
        stood = self.table.key()
        self.model.replace(list(enumerate(sheets)))
        self.model.tick()
        if sheets and not (isinstance(stood, UUID) and self.table.choose(stood)):
            self.table.choose(sheets[0].id)
        if self.returned:
            self.notice.setText(f"▲ 您带的 {self.returned[0].shift.words} 的值班日志被退回：{why}")
        else:
            last = [one for one in sheets if one.last]
            mean = f"，平均 {sum(one.total for one in last) / len(last):.1f} 分" if last else ""
            self.notice.setText(f"评过 {len(last)} 件{mean}")
        set_look(self.notice, "strong-warning" if self.returned else "muted")
        self.again_button.setVisible(bool(self.returned))
        self._show_sheet()

    def _show_sheet(self) -> None:
        sheet = self.sheet
        self.answer_button.setEnabled(sheet is not None and sheet.can_answer)
        self._side.setVisible(sheet is not None)
        if sheet is None:
            return
        self.title.setText(f"{sheet.number}  {sheet.total} 分")
        set_look(self.title, f"strong-{score_colour(sheet.total)}")
        self.items.show_facts(
            [
                Fact(
                    item.name,
                    f"{item.points} / {item.weight}",
                    f"扣 {item.weight - item.points}" if item.points < item.weight else "",
                    right_look="warning",
                )
                for item in sheet.items
            ]
        )
        said = [Fact("评语", sheet.feedback)] if sheet.feedback else []
        said += [Fact("申述", sheet.answer, look="accent")] if sheet.answer else []
        self.words.show_facts(said)

    def _open(self, key: object) -> None:
        row = self.model.row(key) if isinstance(key, UUID) else None
        if row is not None:
            self.complaint_asked.emit(row[1].complaint_id)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.notice, 1)
        bar.addWidget(self.again_button)
        bar.addWidget(self.answer_button)
        self.again_button.hide()
        self._side = QWidget(self)
        self._side.setFixedWidth(round(self.fontMetrics().height() * SIDE_EM))
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        for widget in (self.title, self.items, self.words):
            side.addWidget(widget)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.table, 1)
        right = QVBoxLayout()
        right.addLayout(self.strips)
        right.addWidget(self._side)
        right.addStretch(1)
        below.addLayout(right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(below, 1)
