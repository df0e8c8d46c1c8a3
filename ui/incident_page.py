"""The page 片区事件: what the open queue suggests on top, the incidents that go on below, each act on one key."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import incidents
from app.errors import WarmlineError
from app.incident_groups import Suggestion
from app.incidents import Closing, Incident
from app.records import Act, State
from app.rules import CITY_TIME
from app.states import allowed
from ui.fields import LineField
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import Column, TableModel

PAUSE_MS = 1000  # in a rush of calls, how often the suggestions are counted anew


class IncidentPage(QWidget):
    """Reads while it is shown only. ``said`` carries what was done, ``failed`` why not, both in words."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._seat, self._jobs = live, live.seat, jobs
        self.suggested: TableModel[Suggestion] = TableModel(
            _suggestion_columns(), lambda one: one.spot, lambda one: -len(one.complaints), tokens
        )
        self.going: TableModel[Incident] = TableModel(
            self._incident_columns(), lambda one: one.id, lambda one: -one.opened_at.timestamp(), tokens
        )
        self.suggestion_table, self.table = RowTable(parent=self), RowTable(parent=self)
        self.suggestion_table.show_model(self.suggested)
        self.suggestion_table.setAccessibleName("同一原因的提示")
        self.table.show_model(self.going)
        self.table.setAccessibleName("进行中的片区事件")
        self.accept_button = QPushButton(f"一次并入  {cap('accept_incident')}", self)
        set_look(self.accept_button, "primary")
        self.accept_button.clicked.connect(self.accept)
        self.cause = LineField("原因；恢复后作为每件诉求的反馈", self)
        self.close_button = QPushButton(f"已恢复，列入回访  {cap('close_incident')}", self)
        self.close_button.clicked.connect(self.close_incident)
        self.read_out = QLabel(self)
        self.read_out.setWordWrap(True)
        self._may_close = Act.SETTLE in allowed(self._seat, State.DISPATCHED)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.refresh)
        live.changed.connect(self._soon)
        live.gone.connect(self._soon)
        live.reread.connect(self._soon)
        self.table.chosen.connect(lambda _key: self._paint())
        self.setFocusProxy(self.suggestion_table)
        bind(self, "accept_incident", self.accept)
        bind(self, "close_incident", self.close_incident)
        self._lay_out()
        self._paint()

    def refresh(self) -> None:
        """Count the suggestions anew from the queue in memory, and read the incidents that go on."""
        rows = list(self._live.queue)
        seat = self._seat
        self._jobs.look_up(
            self,
            "incidents",
            lambda: (incidents.suggest(seat, rows), incidents.list_incidents(seat)),
            self._show,
            self._fail,
        )

    def accept(self) -> None:
        """Open an incident with all that is suggested, or attach it to the one that goes on there."""
        one = self.suggested.row(self.suggestion_table.key()) if self.suggestion_table.key() else None
        one = one or next(iter(self.suggested.rows), None)
        if one is not None:
            chosen = one
            self.suggested.remove([chosen.spot])  # the queue in memory hears of it a moment later
            self._jobs.act(self, lambda: self._join(chosen), self._joined, self._fail)

    def close_incident(self) -> None:
        """Close the chosen incident with the cause; without one the line is shown to be filled in."""
        one = self._chosen()
        if one is None or not self._may_close:
            return
        cause = self.cause.text()
        if not cause.strip():
            self.cause.setFocus()
            self.failed.emit("请先写明原因，再结束片区事件。")
            return
        self._jobs.act(self, lambda: incidents.close(self._seat, one.id, one.revision, cause), self._closed, self._fail)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _join(self, one: Suggestion) -> str:
        if one.incident_id is not None:
            many = incidents.attach(self._seat, one.incident_id, one.complaints)
            return f"{incidents.show(self._seat, one.incident_id).number} 又并入 {many} 件。"
        made = incidents.open_incident(self._seat, one.spot, one.category, one.complaints, company_id=one.company_id)
        return f"{made.number} 已开，{len(one.complaints)} 件一次派给{self._company(made)}。"

    def _joined(self, words: str) -> None:
        self.said.emit(words)
        self._soon()

    def _closed(self, done: Closing) -> None:
        self.cause.clear()
        refund = "；停热超过 24 小时，应退当日热费（供热条例第四十五条）" if done.incident.refund else ""
        self.said.emit(f"{done.incident.number} 已结束，待回访 {done.call_backs} 件，已结 {done.closed} 件{refund}。")
        self.refresh()

    def _show(self, found: tuple[list[Suggestion], list[Incident]]) -> None:
        self.suggested.replace(found[0])
        self.going.replace(found[1])
        self._paint()

    def _fail(self, error: WarmlineError) -> None:
        self.failed.emit(error.sentence)
        self._soon()

    def _soon(self, *_changed: object) -> None:
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _chosen(self) -> Incident | None:
        key = self.table.key()
        return (self.going.row(key) if key else None) or next(iter(self.going.rows), None)

    def _paint(self) -> None:
        one = self._chosen()
        self.read_out.setText(f"告知来电人：{incidents.read_out(self._seat, one)}" if one else "没有进行中的片区事件。")
        self.accept_button.setEnabled(bool(self.suggested.rows))
        for part in (self.cause, self.close_button):
            part.setVisible(self._may_close)
            part.setEnabled(one is not None)

    def _company(self, one: Incident) -> str:
        company = self._seat.directory.companies.get(one.company_id)
        return company.short_name if company else ""

    def _incident_columns(self) -> list[Column[Incident]]:
        seat = self._seat
        return [
            Column(title="编号", text=lambda one: one.number, width=16, strong=lambda _one: True),
            Column(title="地点", text=lambda one: one.spot.words(seat.directory), width=28),
            Column(title="类别", text=lambda one: one.category, width=6),
            Column(title="企业", text=self._company, width=8),
            Column(title="约几户", text=lambda one: str(one.homes or ""), width=9, right=True),
            Column(title="起", text=lambda one: f"{one.began_at.astimezone(CITY_TIME):%m-%d %H:%M}", width=13),
            Column(title="预计恢复", text=_end_words, width=13),
            Column(
                title="退费",
                text=lambda one: "超 24 小时" if incidents.refund_due(seat.rules, one, seat.now()) else "",
                width=11,
                colour=lambda _one: "danger",
            ),
            Column(title="原因", text=lambda one: one.cause, width=30, colour=lambda _one: "muted"),
        ]

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        title, running = QLabel("像是同一原因的来电", self), QLabel("进行中", self)
        for label in (title, running):
            set_look(label, "strong")
        top.addWidget(title, 1)
        top.addWidget(self.accept_button)
        below.addWidget(running)
        below.addWidget(self.cause, 1)
        below.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.suggestion_table, 2)
        layout.addLayout(below)
        layout.addWidget(self.read_out)
        layout.addWidget(self.table, 3)


def _suggestion_columns() -> list[Column[Suggestion]]:
    return [
        Column(title="件", text=lambda one: str(len(one.complaints)), width=6, right=True),
        Column(title="提示", text=lambda one: one.words, width=60, strong=lambda _one: True),
        Column(title="类别", text=lambda one: one.category, width=8),
    ]


def _end_words(one: Incident) -> str:
    return f"{one.expected_end.astimezone(CITY_TIME):%m-%d %H:%M}" if one.expected_end else "未知"
