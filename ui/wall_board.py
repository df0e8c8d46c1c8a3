"""The wall board (大屏): a full-screen window for a second screen, live, large, and without any personal data.

It lives by the window's own link: what is open is counted from the queue in memory, so the board never disagrees with
the page. While the line is cut it stays up, its clock runs on, and it says how old its numbers are.
"""

from collections import Counter

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import statistics
from app.errors import WarmlineError
from app.figures import Dimension, Line, Measure, Scope
from app.incidents import Incident
from app.rules import CITY_TIME
from app.seat_duty import Presence, list_present
from app.shift_words import SEAT_STATE_WORDS
from ui.board_figures import count_board
from ui.board_panels import (
    LEFT,
    MIDDLE,
    RIGHT,
    CompanyPanel,
    HoursPanel,
    IncidentLine,
    IncidentPanel,
    Painted,
    Tile,
)
from ui.header import LINK_SHAPES, clock_words
from ui.incident_words import end_words
from ui.jobs import Jobs
from ui.keys import bind
from ui.live import Link, Live
from ui.style import style, tokens

RECOUNT_MS = 250  # in a rush of changes, how often the queue is counted anew
READ_MS = 5_000  # after a change, until the day's calls are counted anew
REREAD_MS = 60_000


class WallBoard(QWidget):
    """Shows what ``live`` knows; ``closed`` when it is put away. A company's desk sees its own figures only."""

    closed = Signal()

    def __init__(self, live: Live, jobs: Jobs) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("12319 供暖热线 大屏")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # whoever types at the desk goes on typing
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._live, self._jobs, self._seat = live, jobs, live.seat
        self.head = BoardHead(live, self)
        self.open = Tile("在办", self)
        self.over = Tile("超时", self, "danger", "▲")
        self.unsigned = Tile("未签收", self, "warning", "◇")
        self.to_dispatch = Tile("待派单", self, "warning", "○")
        self.call_backs = Tile("待回访", self)
        self.taken = Tile("今日受理", self)
        self.present = Tile("在岗", self)
        self.tiles = (
            self.open, self.over, self.unsigned, self.to_dispatch, self.call_backs, self.taken, self.present
        )  # fmt: skip
        self.companies, self.incidents, self.hours = CompanyPanel(self), IncidentPanel(self), HoursPanel(self)
        self._recount = QTimer(self, interval=RECOUNT_MS, singleShot=True)
        self._recount.timeout.connect(self._count)
        self._read = QTimer(self, interval=READ_MS, singleShot=True)
        self._read.timeout.connect(self._read_day)
        self._again = QTimer(self, interval=REREAD_MS)
        self._again.timeout.connect(self._read_all)
        self._lay_out()
        self._connect()
        bind(self, "close_board", self.close)
        bind(self, "wall_board", self.close)
        self._count()
        self._show_incidents()
        self._read_all()
        self._again.start()

    def _connect(self) -> None:
        for signal in (self._live.changed, self._live.gone):
            signal.connect(self._on_change)
        self._live.reread.connect(self._on_change)
        self._live.second.connect(self._on_second)
        self._live.link_changed.connect(self._on_link)
        self._live.incidents.changed.connect(self._show_incidents)
        self._live.shifts_changed.connect(lambda _ids: self._read_present())
        style().changed.connect(self.update)

    # what comes in

    def _on_change(self) -> None:
        for timer in (self._recount, self._read):
            if not timer.isActive():
                timer.start()

    def _on_second(self) -> None:
        self.head.update()
        if self._live.link is Link.LIVE and not self._recount.isActive():
            self._recount.start()  # time alone makes things overdue

    def _on_link(self) -> None:
        self.head.update()
        if self._live.link is Link.LIVE:
            self._read_all()

    def _count(self) -> None:
        found = count_board(self._live.queue, self._seat.directory.companies, self._seat.now())
        total, known = found.total, self._live.complete
        for tile, value in (
            (self.open, total.open),
            (self.over, total.over),
            (self.unsigned, total.unsigned),
            (self.to_dispatch, total.to_dispatch),
            (self.call_backs, total.call_backs),
        ):
            tile.show_value(value if known else None)
        mine = self._seat.person.company_id
        own = self._seat.directory.companies.get(mine) if mine else None
        self.companies.show_loads(
            tuple(load for load in found.companies if own is None or load.name == own.short_name)
        )  # a company has nothing to see of the others

    def _show_incidents(self) -> None:
        self.incidents.show_lines([self._incident_line(one) for one in self._live.incidents.open])

    def _incident_line(self, one: Incident) -> IncidentLine:
        company = self._seat.directory.companies.get(one.company_id)
        now = self._seat.now()
        said = [one.number, company.short_name if company else "", f"约 {one.homes} 户" if one.homes else ""]
        said += [end_words(one, now), "" if one.signed_at else "未签收"]
        late = one.expected_end is not None and one.expected_end < now
        return IncidentLine(one.spot.words(self._seat.directory), " · ".join(filter(None, said)), late)

    def _read_all(self) -> None:
        self._read_day()
        self._read_present()
        self._show_incidents()  # an expected end may have passed

    def _read_day(self) -> None:
        today = self._seat.now().astimezone(CITY_TIME).date()
        self._jobs.look_up(
            self,
            "hours",
            lambda: statistics.lines(self._seat, Scope(today, today), Dimension.HOUR),
            self._show_hours,
            self._skip,
        )

    def _show_hours(self, lines: list[Line]) -> None:
        hours = {int(line.key): line.figures[Measure.TAKEN] for line in lines}
        at = self._seat.now().astimezone(CITY_TIME)
        self.hours.show_hours(hours, at.hour)
        self.taken.show_value(sum(hours.values()), f"{at:%H:%M} 统计")

    def _read_present(self) -> None:
        self._jobs.look_up(self, "present", lambda: list_present(self._seat), self._show_present, self._skip)

    def _show_present(self, found: list[Presence]) -> None:
        mine = [one for one in found if one.company_id == self._seat.person.company_id]
        states = Counter(one.state for one in mine)
        said = (f"{SEAT_STATE_WORDS[state]} {states[state]}" for state in SEAT_STATE_WORDS if states[state])
        self.present.show_value(len(mine), " ".join(said))

    def _skip(self, _error: WarmlineError) -> None:
        """The head says that the line is cut; what was read stays with its time until it is back."""

    # how it looks

    def _lay_out(self) -> None:
        self._outer = QVBoxLayout(self)
        self._tile_row, self._middle = QHBoxLayout(), QGridLayout()
        for tile in self.tiles:
            self._tile_row.addWidget(tile, 1)
        self._middle.addWidget(self.companies, 0, 0)
        self._middle.addWidget(self.incidents, 0, 1)
        self._middle.setColumnStretch(0, 5)
        self._middle.setColumnStretch(1, 4)
        self._outer.addWidget(self.head)
        self._outer.addLayout(self._tile_row, 9)
        self._outer.addLayout(self._middle, 20)
        self._outer.addWidget(self.hours, 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        unit = self.head.unit
        edge, gap = round(unit * 1.2), round(unit * 0.8)
        self._outer.setContentsMargins(edge, round(unit * 0.6), edge, edge)
        for layout in (self._outer, self._tile_row, self._middle):
            layout.setSpacing(gap)
        self.head.setFixedHeight(round(unit * 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens().colour("background"))
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


class BoardHead(Painted):
    """The title, the running clock, and how the link stands; when it is cut, how old what is shown is."""

    def __init__(self, live: Live, parent: QWidget) -> None:
        super().__init__(parent)
        self._live = live

    @property
    def link_words(self) -> str:
        """● 实时, or since when nothing new came."""
        link = self._live.link
        if link in (Link.LIVE, Link.STARTING):
            return f"{LINK_SHAPES[link]} {link}"
        return f"{LINK_SHAPES[link]} {link}：以下为 {age_words(self._live.age)}前的情况"

    @property
    def clock(self) -> tuple[str, str]:
        """The day and, larger beside it, the time."""
        day, _, time = clock_words(self._live.seat.now()).rpartition(" ")
        return day, time

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours, whole, unit = tokens(), QRectF(self.rect()), self.unit
        self.write(painter, whole, "12319 供暖热线", 2.4, "text", LEFT, bold=True)
        day, time = self.clock
        before = QRectF(whole.left(), whole.top(), whole.width() / 2 - unit, whole.height())
        after = QRectF(whole.center().x(), whole.top(), unit * 16, whole.height())
        self.write(painter, before, day, 1.6, "muted", RIGHT)
        self.write(painter, after, time, 3.2, "text", LEFT, bold=True)
        if self._live.link in (Link.LIVE, Link.STARTING):
            self.write(painter, whole, self.link_words, 1.6, "good", RIGHT, bold=True)
        else:
            band = QRectF(whole.right() - unit * 26, whole.top() + unit * 0.4, unit * 26, whole.height() - unit * 0.8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("danger_on"))
            painter.drawRoundedRect(band, unit * 0.4, unit * 0.4)
            self.write(painter, band, self.link_words, 1.5, "danger", MIDDLE, bold=True)
        painter.end()


def age_words(seconds: float) -> str:
    """8 秒, 3 分 12 秒, 1 小时 5 分."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} 秒"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} 分 {rest} 秒" if minutes < 60 else f"{minutes // 60} 小时 {minutes % 60} 分"
