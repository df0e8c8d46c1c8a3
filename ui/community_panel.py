"""One community beside the list: whom it belongs to, whom to ring, and what is open there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import WarmlineError
from app.incidents import of_place, read_out
from app.intake import open_of_community
from app.limits import Pressure, pressure, time_left
from app.records import Act, Community, QueueRow
from app.states import allowed, sees_complaints
from ui.community_facts import community_facts, duty_phone
from ui.fact_grid import Fact, FactGrid
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.notice_columns import line_words
from ui.open_notices import STOPS, OpenNotices
from ui.queue_columns import state_words
from ui.style import set_look


class CommunityPanel(QFrame):
    """``intake_asked`` carries the community's id, ``said`` what was copied."""

    intake_asked = Signal(int)
    said = Signal(str)

    def __init__(self, notices: OpenNotices, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = notices.seat
        self.notices = notices
        self._jobs = jobs
        self.community: Community | None = None
        self._lay_out()
        self.notices.changed.connect(self._show_notices)
        bind(self, "copy_phone", self.copy_phone)

    def show_community(self, community_id: int | None) -> None:
        """Show another community, or none."""
        self.community = self._seat.directory.communities.get(community_id) if community_id is not None else None
        self._show_rows([])
        self._show_incidents([])
        self.refresh()

    def refresh(self) -> None:
        """After a change of the directory or of a complaint there."""
        if self.community is not None:
            self.community = self._seat.directory.communities.get(self.community.id)
        community = self.community
        self._inner.setVisible(community is not None)
        self._buttons.setVisible(community is not None)
        self._name.setText(community.name if community else "在左边选一个小区")
        self._show_notices()
        if community is None:
            return
        seat = self._seat
        self._facts.show_facts(community_facts(seat.directory, seat.rules.area_code, community, seat.now()))
        if sees_complaints(seat):
            self._jobs.look_up(
                self,
                "incident",
                lambda: [(one.number, read_out(seat, one)) for one in of_place(seat, community.id)],
                self._show_incidents,
                self._skip,
            )
            self._jobs.look_up(self, "open", lambda: open_of_community(seat, community.id), self._show_rows, self._skip)

    def copy_phone(self) -> None:
        """Put the number of the manager on duty on the clipboard."""
        if self.community is None:
            return
        phone = duty_phone(self._seat.directory, self._seat.rules.area_code, self.community, self._seat.now())
        if phone:
            QApplication.clipboard().setText(phone)
            self.said.emit(f"已复制 {phone}")

    def _show_rows(self, rows: list[QueueRow]) -> None:
        self._open.setText(f"未结诉求 {len(rows)}" if rows else "没有未结诉求")
        now = self._seat.now()
        name = self.community.name if self.community else ""
        looks = {Pressure.OVER: "danger", Pressure.NEAR: "warning", Pressure.CALM: "muted"}
        self._rows.show_facts(
            [
                Fact(
                    row.number[4:],
                    f"{row.place.removeprefix(name).strip() or '未填楼室'} {row.category} {state_words(row.state)}",
                    time_left(row.due_at, now),
                    right_look=looks[pressure(row.due_at, now, row.near_at)],
                )
                for row in rows
            ]
        )

    def _show_incidents(self, running: list[tuple[str, str]]) -> None:
        """What is known to be broken here, with the words to read out."""
        self._incident.setText("\n".join(f"片区事件 {number}：{words}" for number, words in running))
        self._incident.setVisible(bool(running))

    def _show_notices(self) -> None:
        """What is announced here, in force or to come, with the words to read out."""
        now = self._seat.now()
        found = self.notices.at(self.community.id) if self.community else []
        stopped = any(one.kind in STOPS and one.stands_at(now) for one in found)
        set_look(self._notices, "warning" if stopped else "")
        lines = [f"公告 {line_words(self._seat, one, now, at_home=True)}：{one.text}" for one in found]
        self._notices.setText("\n".join(lines))
        self._notices.setVisible(bool(found))

    def _skip(self, error: WarmlineError) -> None:
        self._open.setText(error.sentence)

    def _ask_intake(self) -> None:
        if self.community is not None:
            self.intake_asked.emit(self.community.id)

    def _lay_out(self) -> None:
        set_look(self, "card")
        self._name, self._open, self._incident, self._notices = (QLabel(self) for _ in range(4))
        self._notices.setWordWrap(True)
        self._notices.setTextFormat(Qt.TextFormat.PlainText)
        self._notices.hide()
        set_look(self._incident, "warning")
        self._incident.setWordWrap(True)
        self._incident.setTextFormat(Qt.TextFormat.PlainText)
        self._incident.hide()
        set_look(self._name, "title")
        set_look(self._open, "strong")
        self._facts, self._rows = FactGrid(2.6, parent=self), FactGrid(5.2, parent=self)
        line = QFrame(self)
        set_look(line, "line")
        self._inner = QWidget(self)
        set_look(self._inner, "plain")
        rows = QVBoxLayout(self._inner)
        rows.setContentsMargins(0, 0, 4, 0)
        for part in (self._facts, line, self._open, self._rows):
            rows.addWidget(part)
        for part in (line, self._open, self._rows):
            part.setVisible(sees_complaints(self._seat))
        rows.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._buttons = QWidget(self)
        new = QPushButton(f"在此登记诉求   {cap('new')}", self._buttons)
        set_look(new, "primary")
        new.clicked.connect(self._ask_intake)
        new.setVisible(Act.TAKE in allowed(self._seat, None))
        copy = QPushButton(f"复制电话   {cap('copy_phone')}", self._buttons)
        copy.clicked.connect(self.copy_phone)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(new, 1)
        buttons.addWidget(copy, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.addWidget(self._name)
        layout.addWidget(self._incident)
        layout.addWidget(self._notices)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._buttons)
