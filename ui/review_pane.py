"""The section 复核: the logs that wait, the oldest first, and below them what stands out of the one stood on."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app import review, score_sheets
from app.records import ReviewState, Role
from app.review_records import Log, Sampled, ScoreItem, ScoreSheet
from app.review_view import ReviewView, read_view
from app.shift_exceptions import ExceptionKind
from ui.elided_label import ElidedLabel
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.review_columns import (
    Part,
    Placed,
    drawn,
    exception_columns,
    figure_columns,
    figures_line,
    log_columns,
    part_rows,
    sample_columns,
    step_columns,
)
from ui.review_strips import DrawStrip, ScoreStrip
from ui.row_list import RowList
from ui.row_table import RowTable
from ui.score_items_strip import ScoreItemsStrip, read_items_now
from ui.shift_pane import ShiftPane
from ui.strip import Strip, WordsStrip
from ui.style import set_look, tokens
from ui.table_model import TableModel

FEWEST_ROWS, LOG_ROWS = 3, 6
"""Lines of the list of logs, on a low screen and with room; what is in the log has the rest."""
READING = frozenset({"review_all", "review_part", "review_kind"})
"""Keys of who reads only."""
STRIP_EM = 17
"""Width of a strip beside the lists, in lines of the font."""


class ReviewPane(ShiftPane):
    """Enter leads from a log into its list, and from there to the complaint; Esc leads back. The auditor only reads."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.view: ReviewView | None = None
        self.part = Part.EXCEPTIONS
        self.kind: ExceptionKind | None = None  # the only kind of exception that is listed
        self.may_act = self.seat.person.role is Role.SUPERVISOR
        self.every = False  # those signed off too
        columns = {
            Part.EXCEPTIONS: exception_columns(self._company),
            Part.FIGURES: figure_columns(),
            Part.SAMPLE: sample_columns(),
            Part.STEPS: step_columns(),
        }
        self.lists: dict[Part, TableModel[Placed]] = {
            part: TableModel(columns[part], lambda row: row[0], lambda row: row[0], tokens) for part in Part
        }
        self.table: RowList[Log] = RowList(
            "待复核的日志", log_columns(self.seat), lambda one: one.shift.id, parent=self
        )
        self.logs, self.inside = self.table.content, RowTable(parent=self)
        self.inside.show_model(self.lists[self.part])
        self.table.chosen.connect(lambda _key: self._read_view())
        self.table.opened.connect(lambda _key: self.inside.enter())
        self.inside.opened.connect(self._open)
        self.setFocusProxy(self.table)
        self.head, self.sums = QLabel(self), ElidedLabel(self)
        set_look(self.head, "strong")
        set_look(self.sums, "muted")
        for label in (self.head, self.sums):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        for name, slot in (
            ("review_all", self.toggle_all), ("review_part", self.next_part), ("review_kind", self.next_kind),
            ("review_sign", self.sign), ("review_back", self.send_back), ("review_again", self.resubmit),
            ("review_draw", self.draw), ("review_score", self.score), ("review_items", self.change_items),
        ):  # fmt: skip
            bind(self, name, slot if self.may_act or name in READING else self._refuse)
        self._show_acts()

    @property
    def log(self) -> Log | None:
        """The log stood on."""
        return self.table.row

    @property
    def sampled(self) -> Sampled | None:
        """The complaint of the sample stood on, else the next one without a score that this person may score."""
        if self.view is None:
            return None
        key = self.inside.key() if self.part is Part.SAMPLE else None
        if isinstance(key, int) and key < len(self.view.sample):
            return self.view.sample[key]
        return next((one for one in self.view.sample if one.sheet is None and not one.own), None)

    def read(self) -> None:
        self.look_up("logs", lambda: review.list_logs(self.seat, signed=self.every), self._take_logs)

    # what the supervisor does

    def sign(self) -> None:
        """A strip for signing off, with a remark or without."""
        if (log := self.log) is not None:
            strip = WordsStrip(f"复核通过：{log.shift.words}", "复核意见（可空）", "通过")
            self._beside(strip, lambda: partial(review.sign, self.seat, log.shift.id, strip.words), "日志已复核通过")

    def send_back(self) -> None:
        """A strip for sending back."""
        if (log := self.log) is not None:
            strip = WordsStrip(f"退回班长：{log.shift.words}", "要补正什么", "退回")
            self._beside(strip, lambda: partial(review.send_back, self.seat, log.shift.id, strip.words), "日志已退回")

    def resubmit(self) -> None:
        """A strip for what was put right in a log that was sent back."""
        log = self.log
        if log is not None and log.state is ReviewState.SENT_BACK:
            strip = WordsStrip(f"重新提交：{log.shift.words}", "补正了什么", "重新提交")
            self._beside(
                strip, lambda: partial(review.resubmit, self.seat, log.shift.id, strip.words), "日志已重新提交"
            )

    def draw(self) -> None:
        """A strip for drawing the sample, or more of it."""
        if (log := self.log) is not None:
            strip = DrawStrip(int(self.seat.rules.settings.get("sample_each", 3)), log.each)
            self._beside(strip, lambda: partial(review.draw, self.seat, log.shift.id, strip.count()), drawn)
            self.choose_part(Part.SAMPLE)

    def score(self) -> None:
        """The score sheet of the complaint stood on."""
        log, one = self.log, self.sampled
        if log is None or one is None:
            self.failed.emit(f"先抽取质检（{cap('review_draw')}），再评分。")
        elif one.own:
            self.failed.emit("自己受理的诉求由别人评分。")
        else:
            self.choose_part(Part.SAMPLE)
            self.look_up("items", lambda: score_sheets.list_items(self.seat), partial(self._score, log, one))

    def change_items(self) -> None:
        """A strip with the items of the score sheet and what was changed last."""

        def show(strip: ScoreItemsStrip) -> None:
            self._beside(strip, lambda: strip.work(self.seat), strip.done)

        self.look_up("items", partial(read_items_now, self.seat), lambda found: show(ScoreItemsStrip(*found)))

    # what is listed

    def next_kind(self) -> None:
        """List one kind of exception only: the next one that there is in this log, then all again."""
        there = [kind for kind in ExceptionKind if self.view and any(one.kind is kind for one in self.view.exceptions)]
        after = there.index(self.kind) + 1 if self.kind in there else 0
        self.kind = there[after] if after < len(there) else None
        self.choose_part(Part.EXCEPTIONS)
        self._list()

    def toggle_all(self) -> None:
        """List those signed off too, or only those that wait."""
        self.every = not self.every
        self.all_button.setChecked(self.every)
        self.read()

    def choose_part(self, part: Part) -> None:
        """List another part of the log."""
        self.part = part
        self._chips[part].setChecked(True)
        self.inside.show_model(self.lists[part])
        self.inside.setAccessibleName(part)
        self._show_acts()

    def next_part(self) -> None:
        """The part after this one."""
        order = list(Part)
        self.choose_part(order[(order.index(self.part) + 1) % len(order)])

    def back(self) -> bool:
        if super().back():
            return True
        if self.inside.hasFocus():
            self.table.setFocus()
            return True
        return False

    def close_strip(self) -> None:
        scored = isinstance(self.strip, ScoreStrip)
        super().close_strip()
        if scored and self.isVisible():
            self.inside.setFocus()

    # inside

    def _beside(
        self, strip: Strip, submit: Callable[[], Callable[[], object]], done: str | Callable[[Any], str]
    ) -> None:
        self.open_strip(strip, submit, done)
        strip.setFixedWidth(round(self.fontMetrics().height() * STRIP_EM))

    def _score(self, log: Log, one: Sampled, items: list[ScoreItem]) -> None:
        strip = ScoreStrip(one, items)
        number = one.sheet.round + 1 if one.sheet else 1

        def submit() -> partial[ScoreSheet]:
            given = strip.points(), strip.feedback.toPlainText(), number
            return partial(score_sheets.score, self.seat, log.shift.id, one.complaint_id, *given)

        self._beside(strip, submit, f"{one.number} 已评分")

    def _take_logs(self, found: list[Log]) -> None:
        self.table.take(found)
        self._show_acts()
        self._read_view()

    def _read_view(self) -> None:
        log = self.log
        if log is None:
            self._show_view(None)
        else:
            self.look_up("view", lambda: read_view(self.seat, log), self._show_view)

    def _show_view(self, view: ReviewView | None) -> None:
        if view is not None and (self.log is None or self.log.shift.id != view.log.shift.id):
            return
        stood = self.inside.key()
        same = view is not None and self.view is not None and self.view.log.shift.id == view.log.shift.id
        self.view = view
        self._list()
        if same and stood is not None:
            self.inside.choose(stood)
        self.head.setText(view.log.shift.words if view else "没有等着复核的日志")
        self.sums.setText(figures_line(view.figures[0]) if view and view.figures else "")
        self._show_acts()

    def _list(self) -> None:
        every, shown = part_rows(self.view, None), part_rows(self.view, self.kind)
        for part, model in self.lists.items():
            model.replace(list(enumerate(shown[part])))
            model.tick()
            self._chips[part].setText(f"{part} {len(every[part])}" if part is not Part.FIGURES else part)
        only = f"只看 {self.kind} {len(shown[Part.EXCEPTIONS])}" if self.kind else "全部"
        self.kind_button.setText(f"{only}  {cap('review_kind')}")
        self.kind_button.setChecked(self.kind is not None)

    def _refuse(self) -> None:
        self.failed.emit("审计员只看复核，不改动。")

    def _show_acts(self) -> None:
        log = self.log
        self.kind_button.setVisible(self.part is Part.EXCEPTIONS)
        if not self.may_act:
            return
        waits = log is not None and log.state is ReviewState.WAITING and not log.own
        self.sign_button.setEnabled(waits)
        self.back_button.setEnabled(waits)
        self.again_button.setVisible(log is not None and log.state is ReviewState.SENT_BACK)
        self.draw_button.setEnabled(log is not None)
        self.score_button.setEnabled(self.sampled is not None)

    def _open(self, key: object) -> None:
        row = self.lists[self.part].row(key) if isinstance(key, int) else None
        if row is not None and self.part in (Part.EXCEPTIONS, Part.SAMPLE):
            self.complaint_asked.emit(row[1].complaint_id)

    def _company(self, company_id: int | None) -> str:
        company = self.seat.directory.companies.get(company_id) if company_id else None
        return company.short_name if company else ""

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(6)
        acts.addWidget(self.head)
        acts.addStretch(1)
        made = []
        for words, name, slot in (
            ("重新提交", "review_again", self.resubmit), ("抽取", "review_draw", self.draw),
            ("评分", "review_score", self.score), ("退回", "review_back", self.send_back),
            ("通过", "review_sign", self.sign),
        ):  # fmt: skip
            button = QPushButton(f"{words}  {cap(name)}", self)
            button.clicked.connect(slot)
            button.setVisible(self.may_act)
            acts.addWidget(button)
            made.append(button)
        self.again_button, self.draw_button, self.score_button, self.back_button, self.sign_button = made
        set_look(self.sign_button, "primary")
        parts, group = QHBoxLayout(), QButtonGroup(self)
        parts.setSpacing(6)
        self._chips: dict[Part, QPushButton] = {}
        for part in Part:
            chip = QPushButton(part, self)
            chip.setCheckable(True)
            chip.setChecked(part is self.part)
            chip.setToolTip(cap("review_part"))
            set_look(chip, "chip")
            chip.clicked.connect(partial(self._on_chip, part))
            group.addButton(chip)
            parts.addWidget(chip)
            self._chips[part] = chip
        self.kind_button = QPushButton(self)
        self.kind_button.setCheckable(True)
        set_look(self.kind_button, "chip")
        self.kind_button.clicked.connect(lambda _checked: self.next_kind())
        parts.addWidget(self.kind_button)
        self.sums.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # the first to give way
        self.all_button = QPushButton(f"连同已复核  {cap('review_all')}", self)
        self.all_button.setCheckable(True)
        set_look(self.all_button, "chip")
        self.all_button.clicked.connect(lambda _checked: self.toggle_all())
        parts.addWidget(self.sums, 1)
        parts.addWidget(self.all_button)
        row = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().height() + 2
        self.table.setMinimumHeight(head + FEWEST_ROWS * row)
        self.table.setMaximumHeight(head + LOG_ROWS * row)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addLayout(acts)
        left.addLayout(parts)
        left.addWidget(self.inside, 2)
        right = QVBoxLayout()
        right.addLayout(self.strips)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(left, 1)
        layout.addLayout(right)

    def _on_chip(self, part: Part, _checked: bool) -> None:
        self.choose_part(part)
