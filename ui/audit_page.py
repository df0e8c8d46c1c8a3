"""The page 审计: the chains of events verified at a key, and what was done outside of the complaints, newest first."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.audit import Break, Logged, Verification, recent_events, verify
from app.errors import WarmlineError
from app.rules import CITY_TIME
from app.seat import Seat
from ui.fields import LineField
from ui.icons import icon
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import PAGE, Column, TableModel

TYPING_MS = 250  # a pause this long ends a word that is being typed


class AuditPage(QWidget):
    """Reads by the auditor's own rights. ``verified`` carries what the verification found."""

    verified = Signal(object)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._jobs = jobs
        self.verify_button = QPushButton(f"核对事件链  {cap('verify')}", self)
        set_look(self.verify_button, "primary")
        self.verify_button.clicked.connect(self.verify)
        self.result = QLabel("逐条重算每个事件的校验值，找出被改动或缺失的事件。", self)
        set_look(self.result, "muted")
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self.breaks: TableModel[Break] = TableModel(
            _break_columns(), lambda one: (str(one.chain), one.seq, one.problem), lambda one: one.seq, tokens
        )
        self.break_table = RowTable(parent=self)
        self.break_table.show_model(self.breaks)
        self.break_table.setAccessibleName("断裂")
        self.break_table.hide()
        self.search = LineField("人员、事由、用户名、诉求编号", self)
        self.search.addAction(icon("search", "muted"), LineField.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.events: TableModel[Logged] = TableModel(_event_columns(), lambda one: one.id, lambda one: -one.id, tokens)
        self.table = RowTable(parent=self)
        self.table.show_model(self.events)
        self.table.setAccessibleName("名录、人员与保密来电的事件")
        self.search.entered.connect(lambda _text: self.table.setFocus())
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._notice = QLabel(self)
        set_look(self._notice, "muted")
        self.setFocusProxy(self.search)
        bind(self, "verify", self.verify)
        self._lay_out()

    def verify(self) -> None:
        """Recompute all chains; the page stays usable meanwhile."""
        if not self.verify_button.isEnabled():
            return
        self.verify_button.setEnabled(False)
        self._progress.show()
        self._say("正在逐条核对事件链…", "muted")
        self._jobs.look_up(self, "verify", lambda: verify(self._seat), self._show_result, self._fail)

    def refresh(self) -> None:
        """Read the newest events that the words mean."""
        words = self.search.text()
        self.events.set_more(None)
        self._jobs.look_up(self, "events", lambda: recent_events(self._seat, words, PAGE), self._show, self._skip)

    def back(self) -> None:
        """Esc: leave the search."""
        if self.isVisible():
            self.search.clear()
            self.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _show_result(self, found: Verification) -> None:
        self._stop()
        self.breaks.replace(found.breaks)
        self.break_table.setVisible(bool(found.breaks))
        looked = f"{found.chains} 条链、{found.events} 个事件"
        at = f"{self._seat.now().astimezone(CITY_TIME):%H:%M}"
        if found.breaks:
            self._say(f"× {looked}，{len(found.breaks)} 处断裂：有人动过记录，请保留现场并报告。", "strong-danger")
        else:
            self._say(f"✓ {looked}，全部完好（{at} 核对）。", "strong-good")
        self.verified.emit(found)

    def _fail(self, error: WarmlineError) -> None:
        self._stop()
        self._say(error.sentence, "danger")

    def _stop(self) -> None:
        self._progress.hide()
        self.verify_button.setEnabled(True)

    def _show(self, rows: list[Logged]) -> None:
        self.events.replace(rows)
        self._notice.setText("" if rows else "没有找到")
        self._offer_more(rows)

    def _append(self, rows: list[Logged]) -> None:
        self.events.put(rows)
        self._offer_more(rows)

    def _offer_more(self, rows: list[Logged]) -> None:
        if len(rows) == PAGE:
            words, last = self.search.text(), rows[-1]
            self.events.set_more(
                lambda: self._jobs.look_up(
                    self, "events", lambda: recent_events(self._seat, words, PAGE, last), self._append, self._skip
                )
            )

    def _skip(self, error: WarmlineError) -> None:
        self._notice.setText(error.sentence)

    def _say(self, words: str, look: str) -> None:
        self.result.setText(words)
        set_look(self.result, look)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.verify_button)
        top.addWidget(self.result, 1)
        card = QFrame(self)
        set_look(card, "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(6)
        for part in (top, self._progress, self.break_table):
            inside.addLayout(part) if isinstance(part, QHBoxLayout) else inside.addWidget(part)
        self.break_table.setFixedHeight(round(self.fontMetrics().height() * 9))
        title = QLabel("名录、人员与保密来电", self)
        set_look(title, "strong")
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(title)
        bar.addWidget(self.search, 1)
        bar.addWidget(self._notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(card)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)


def _break_columns() -> list[Column[Break]]:
    return [
        Column(title="问题", text=lambda one: one.problem, width=26, colour=lambda _one: "danger"),
        Column(title="第几个事件", text=lambda one: str(one.seq), width=14, right=True),
        Column(title="链", text=lambda one: str(one.chain), width=44, colour=lambda _one: "muted"),
    ]


def _event_columns() -> list[Column[Logged]]:
    return [
        Column(title="时间", text=lambda one: f"{one.at.astimezone(CITY_TIME):%m-%d %H:%M:%S}", width=19),
        Column(title="谁", text=lambda one: one.person, width=14),
        Column(title="做了什么", text=lambda one: one.act, width=16, strong=lambda _one: True),
        Column(title="对象", text=lambda one: one.subject, width=20),
        Column(title="内容或原因", text=lambda one: one.words, width=60, colour=lambda _one: "muted"),
    ]
