"""The complaints behind one number of the page 统计, newest first, read page by page as one scrolls."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.figures import Measure, Scope
from app.records import QueueRow
from app.seat import Seat
from app.statistics import behind
from ui.jobs import Jobs
from ui.queue_columns import STATE_COLUMN, queue_columns
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import PAGE, TableModel


class BehindList(QWidget):
    """``complaint_asked`` carries the id of a complaint that Enter was pressed on."""

    complaint_asked = Signal(UUID)

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._jobs = seat, jobs
        self._asked: tuple[Scope, Measure] | None = None
        self._words, self._count = "", 0
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.title, "strong")
        columns = queue_columns(seat.now, lambda: seat.directory, lambda: seat.rules)
        self.rows: TableModel[QueueRow] = TableModel(
            columns, lambda row: row.id, lambda row: (-row.taken_at.timestamp(), -row.id.int), tokens, self.font(), self
        )
        self.table = RowTable(STATE_COLUMN, self)
        self.table.show_model(self.rows)
        self.table.setAccessibleName("数字背后的诉求")
        self.table.opened.connect(self._open)
        self.setFocusProxy(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.table, 1)

    def ask(self, scope: Scope, measure: Measure, words: str, count: int) -> None:
        """List what a number was counted from; ``words`` say which number, ``count`` is the number."""
        self._asked, self._words, self._count = (scope, measure), words, count
        self.rows.replace([])
        self.rows.set_more(None)
        self._say(f"{words} · 正在读取…")
        self._jobs.look_up(
            self, "behind", lambda: behind(self._seat, scope, measure, limit=PAGE), self._show, self._fail
        )

    @property
    def shown(self) -> tuple[Scope, Measure, str] | None:
        """What is listed, with its words; None: nothing yet."""
        return (*self._asked, self._words) if self._asked is not None else None

    def _show(self, rows: list[QueueRow]) -> None:
        self.rows.replace(rows)
        self._offer_more(rows)
        self.table.enter()

    def _append(self, rows: list[QueueRow]) -> None:
        self.rows.put(rows)
        self._offer_more(rows)

    def _offer_more(self, rows: list[QueueRow]) -> None:
        known = len(self.rows.rows)
        if len(rows) == PAGE and self._asked is not None:
            (scope, measure), last = self._asked, rows[-1]
            self.rows.set_more(
                lambda: self._jobs.look_up(
                    self, "behind", lambda: behind(self._seat, scope, measure, last, PAGE), self._append, self._fail
                )
            )
            self._say(f"{self._words} · 前 {known} 件，向下滚动看更多 · Esc 返回")
        elif known == self._count:
            self._say(f"{self._words} · {known} 件 · Esc 返回")
        else:  # two slips of one complaint count twice; what a company gave away it may read no more
            self._say(f"{self._words} · 共 {self._count} 次，{known} 件诉求 · Esc 返回")

    def _fail(self, error: WarmlineError) -> None:
        self._say(error.sentence, "strong-danger")

    def _say(self, words: str, look: str = "strong") -> None:
        self.title.setText(words)
        set_look(self.title, look)

    def _open(self, key: object) -> None:
        if isinstance(key, UUID):
            self.complaint_asked.emit(key)
