"""The page 回访: who is to be called back by this person, the most urgent first, with the tries so far."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.call_tries import AWAITING, TRIES
from app.callback_list import CallBack, CallTries, may_call_back, read_tries, urgency_of
from app.directory import Directory
from app.errors import WarmlineError
from app.limits import pressure, time_left
from app.records import Act, QueueRow
from app.rules import CITY_TIME, Rules
from app.states import allowed
from app.words import CALL_RESULT_WORDS
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.queue_columns import COLOURS, STATE_COLOURS, state_words
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import Column, TableModel

REREAD_MS = 200  # changes within this time are read together
STATE_COLUMN = 5  # painted as a pill


class CallBackPage(QWidget):
    """Lives on the queue's changes. ``call_asked`` carries the id of a complaint that is to be shown; once it is,
    ``ready`` says which strip to open, and ``done`` that one may come back to the list."""

    counted = Signal(int)
    call_asked = Signal(UUID)
    ready = Signal(object)  # Act
    done = Signal()

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._seat = live.seat
        self._jobs = jobs
        self._asked: UUID | None = None  # to be shown, its strip to be opened
        self._begun: UUID | None = None  # its strip is open
        columns = call_back_columns(self._seat.now, lambda: self._seat.directory, lambda: self._seat.rules)
        self.model: TableModel[CallBack] = TableModel(
            columns, lambda one: one.row.id, lambda one: urgency_of(one, self._seat.now()), tokens, self.font(), self
        )
        self.table = RowTable(STATE_COLUMN, self)
        self.table.show_model(self.model)
        self.table.setAccessibleName("待回访")
        self.table.opened.connect(self.call)
        self.headline = QLabel("正在读取…", self)
        set_look(self.headline, "muted")
        self.setFocusProxy(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.headline)
        layout.addWidget(self.table, 1)
        self._reread = QTimer(self, interval=REREAD_MS, singleShot=True)
        self._reread.timeout.connect(self.read)
        live.reread.connect(self._reread.start)
        live.changed.connect(self._on_changed)
        live.gone.connect(self._remove)
        live.second.connect(self._tick)
        bind(self, "call_first", self.call_first)

    def read(self) -> None:
        """Read the tries of all that wait, by one query."""
        self._jobs.look_up(self, "tries", lambda: read_tries(self._seat), self._show, self._fail)

    def call(self, key: UUID) -> None:
        """Have a complaint shown with the strip of its call-back."""
        self._asked = key
        self.call_asked.emit(key)

    def call_first(self) -> None:
        """Call the most urgent one."""
        rows = self.model.rows
        if rows:
            self.call(rows[0].row.id)

    def complaint_shown(self, key: UUID) -> None:
        """The complaint that was asked for is there: its strip may open."""
        asked, self._asked = self._asked, None
        found = self.model.row(key)
        if asked != key or found is None:
            return
        self._begun = key
        can_close = found.tried.closable and Act.CLOSE in allowed(self._seat, found.row.state)
        self.ready.emit(Act.CLOSE if can_close else Act.CALL_BACK)

    def complaint_done(self, key: UUID) -> None:
        """Something was stored of this complaint."""
        begun, self._begun = self._begun, None
        if begun == key:
            self.done.emit()

    def _show(self, tries: dict[UUID, CallTries]) -> None:
        rows = [
            CallBack(row, one)
            for key, one in tries.items()
            if may_call_back(self._seat.person, one)
            and (row := self._live.queue.get(key)) is not None
            and row.state in AWAITING
        ]
        self.model.replace(rows)
        self._count()

    def _fail(self, error: WarmlineError) -> None:
        self.headline.setText(error.sentence)
        set_look(self.headline, "danger")

    def _on_changed(self, rows: list[QueueRow]) -> None:
        self._remove([row.id for row in rows if row.state not in AWAITING])
        if any(row.state in AWAITING for row in rows):
            self._reread.start()

    def showEvent(self, event: QShowEvent) -> None:
        self._tick()  # what time alone has changed meanwhile
        super().showEvent(event)

    def _remove(self, keys: list[UUID]) -> None:
        gone = [key for key in keys if self.model.row(key) is not None]
        if gone:
            self.model.remove(gone)
            self._count()

    def _tick(self) -> None:
        if self.isVisible():
            self.model.tick()
            self._count()

    def _count(self) -> None:
        rows, now = self.model.rows, self._seat.now()
        due = sum(1 for one in rows if one.tried.closable or one.tried.due(now) <= now)
        said = f"{len(rows)} 件待回访，现在可办 {due} 件 · Enter 回访 · {cap('call_first')} 最急的一件"
        self.headline.setText(said if rows else "没有待您回访的诉求；本人受理或反馈的由别人回访")
        set_look(self.headline, "muted")
        self.counted.emit(len(rows))


def call_back_columns(
    now: Callable[[], datetime], directory: Callable[[], Directory], rules: Callable[[], Rules]
) -> list[Column[CallBack]]:
    """The columns; what they need of the seat is asked for at each paint."""

    def company(one: CallBack) -> str:
        found = directory().companies.get(one.row.company_id) if one.row.company_id else None
        return found.short_name if found else ""

    def category(one: CallBack) -> str:
        found = rules().categories.get(one.row.category)
        return f"{one.row.category} {found.name}" if found else one.row.category

    return [
        Column(
            title="剩余",
            text=lambda one: time_left(one.row.due_at, now()),
            width=8,
            sort=lambda one: one.row.due_at,
            colour=lambda one: COLOURS[pressure(one.row.due_at, now(), one.row.near_at)],
            right=True,
            ticks=True,
        ),
        Column(title="编号", text=lambda one: one.row.number, width=15),
        Column(title="地点", text=lambda one: one.row.place, width=23),
        Column(title="类别", text=category, width=22, sort=lambda one: one.row.category),
        Column(title="公司", text=company, width=9),
        Column(
            title="状态",
            text=lambda one: state_words(one.row.state),
            width=11,
            colour=lambda one: STATE_COLOURS[one.row.state],
        ),
        Column(title="次数", text=lambda one: f"{one.tried.tries}/{TRIES}", width=6),
        Column(title="上次", text=last_words, width=21, colour=lambda _one: "muted"),
        Column(title="下次可拨", text=partial(_next_words, now), width=15, ticks=True),
    ]


def last_words(one: CallBack) -> str:
    """When it was tried last and what came of it: 11-24 10:05 占线."""
    tried = one.tried
    if tried.last_at is None or tried.last_result is None:
        return ""
    return f"{tried.last_at.astimezone(CITY_TIME):%m-%d %H:%M} {CALL_RESULT_WORDS[tried.last_result]}"


def _next_words(now: Callable[[], datetime], one: CallBack) -> str:
    if one.tried.no_reply:
        return "无需回复，可结案"
    if one.tried.closable:
        return "打不通，可结案"
    today = now().astimezone(CITY_TIME)
    at = one.tried.due(today)
    if at <= today:
        return "现在"
    return f"{at:%H:%M}" if at.date() == today.date() else f"{at:%m-%d %H:%M}"
