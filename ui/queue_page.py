"""The queue: chips with exact counts, filters, search, and the table of open complaints that lives by itself."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.complaints import look_for
from app.errors import WarmlineError
from app.records import QueueRow, State
from app.shelving import shelf_reasons
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.queue_columns import STATE_COLUMN, queue_columns
from ui.queue_filter import Chip, QueueFilter, counts
from ui.row_table import RowTable
from ui.search_field import SearchField
from ui.style import set_look, tokens
from ui.table_model import PAGE, TableModel

RECOUNT_MS = 200  # changes within this time are counted together
NARROW = "筛选"


class QueuePage(QWidget):
    """Shows ``live``; ``chosen`` carries the id of the complaint stood on, ``counted`` how many are open."""

    chosen = Signal(UUID)
    counted = Signal(int)

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._seat = live.seat
        self._jobs = jobs
        self.filter = QueueFilter()
        self._shelved: dict[UUID, str] = {}  # why each lies on the shelf, as last read
        self.open_model = self._make_model(lambda row: row.rank_at)
        self.found_model = self._make_model(lambda row: -row.taken_at.timestamp())
        self.table = RowTable(STATE_COLUMN, self)
        self.table.show_model(self.open_model)
        self.table.setAccessibleName("队列")
        self.table.chosen.connect(self.chosen)
        self.search = SearchField(f"{cap('search')} 查找编号、小区、电话…", self)
        self._words = ""
        self._going_on = False  # the operator waits for the hits to step among them
        self._chips: dict[Chip, QPushButton] = {}
        self._notice = QLabel(self)
        self._bar = QWidget(self)
        self._narrow = QPushButton(self._bar)
        self._top = QGridLayout()
        self._beside: bool | None = None
        self._lay_out()
        self._fill_menu()
        self._recount = QTimer(self, interval=RECOUNT_MS, singleShot=True)
        self._recount.timeout.connect(self._count)
        live.reread.connect(self._show_all)
        live.changed.connect(self._put)
        live.gone.connect(self._remove)
        live.second.connect(self._tick)
        live.directory_changed.connect(self._fill_menu)
        self.search.asked.connect(self.look_for)
        self.search.left.connect(self._go_on)
        bind(self, "filter_next", self.next_chip)

    # what the operator does

    def choose_chip(self, chip: Chip) -> None:
        """Filter by a chip."""
        self._chips[chip].setChecked(True)
        self._set_filter(QueueFilter(chip, self.filter.company_id, self.filter.category))

    def next_chip(self) -> None:
        """Filter by the chip after the present one."""
        chips = list(Chip)
        self.choose_chip(chips[(chips.index(self.filter.chip) + 1) % len(chips)])

    def choose_company(self, company_id: int | None) -> None:
        """Show one company's complaints; None: all."""
        self._set_filter(QueueFilter(self.filter.chip, company_id, self.filter.category))

    def choose_category(self, category: str | None) -> None:
        """Show one category; None: all."""
        self._set_filter(QueueFilter(self.filter.chip, self.filter.company_id, category))

    def look_for(self, words: str) -> None:
        """Search all complaints, closed ones too; '' goes back to the queue."""
        self._words = words
        self._going_on = False
        if not words:
            self._notice.hide()
            self._show_model(self.open_model)
            return
        self._say(f"正在查找“{words}”…", "muted")
        self._jobs.look_up(self, "search", lambda: look_for(self._seat, words, limit=PAGE), self._found, self._failed)

    def _go_on(self) -> None:
        if self._words and self.table.model() is not self.found_model:
            self._going_on = True
        else:
            self.table.enter()

    def stand_on(self, complaint_id: UUID) -> None:
        """Mark the row of a complaint that was opened elsewhere, where the list has it."""
        if self.table.key() != complaint_id:
            self.table.choose(complaint_id)

    def _on_chip(self, chip: Chip, _checked: bool = False) -> None:
        self.choose_chip(chip)

    # what comes back

    def _found(self, rows: list[QueueRow]) -> None:
        if not self._words:
            return
        self.found_model.replace(rows)
        self._ask_why(self.found_model)
        self.found_model.set_more(self._find_more if len(rows) == PAGE else None)
        self._show_model(self.found_model)
        self.table.scrollToTop()
        if self._going_on:
            self.table.enter()
        count = f"{len(rows)} 件" if len(rows) < PAGE else f"前 {PAGE} 件，向下滚动看更多"
        said = f"搜索结果：“{self._words}” {count}，含已结案" if rows else f"没有找到“{self._words}”"
        self._say(f"{said} · Esc 返回队列", "muted")

    def _find_more(self) -> None:
        words, last = self._words, self.found_model.rows[-1]
        self._jobs.look_up(
            self, "search", lambda: look_for(self._seat, words, limit=PAGE, after=last), self._found_more, self._failed
        )

    def _found_more(self, rows: list[QueueRow]) -> None:
        self.found_model.put(rows)
        self._ask_why(self.found_model)
        self.found_model.set_more(self._find_more if len(rows) == PAGE else None)

    def _ask_why(self, model: TableModel[QueueRow]) -> None:
        """Read why those on the shelf lie there; this list says it behind each."""
        shelved = [row for row in model.rows if row.state is State.SHELVED]
        kind = "shelf" if model is self.open_model else "shelf found"

        def show(why: dict[UUID, str]) -> None:
            self._shelved |= why
            model.put([now for key in why if (now := model.row(key)) is not None])

        if shelved:
            self._jobs.look_up(self, kind, lambda: shelf_reasons(self._seat, shelved), show, self._failed)

    def _failed(self, error: WarmlineError) -> None:
        self._say(error.sentence, "danger")

    def _show_all(self) -> None:
        now, me = self._seat.now(), self._seat.person.id
        self.open_model.replace(row for row in self._live.queue if self.filter.takes(row, now, me))
        if self.filter.chip is Chip.SHELVED:
            self._ask_why(self.open_model)
        self._recount.start()

    def _put(self, rows: list[QueueRow]) -> None:
        now, me = self._seat.now(), self._seat.person.id
        self.open_model.remove(row.id for row in rows if not self.filter.takes(row, now, me))
        self.open_model.put(row for row in rows if self.filter.takes(row, now, me))
        self.found_model.put(row for row in rows if self.found_model.row(row.id) is not None)
        if self.filter.chip is Chip.SHELVED and any(row.state is State.SHELVED for row in rows):
            self._ask_why(self.open_model)
        self._start_count()

    def _remove(self, keys: list[UUID]) -> None:
        self.open_model.remove(keys)
        self._start_count()

    def _tick(self) -> None:
        if self.filter.chip in (Chip.NEAR, Chip.OVER):
            self._show_all()  # time alone brings rows in and takes them out
        self.open_model.tick()
        self.found_model.tick()
        self._start_count()

    def _start_count(self) -> None:
        if not self._recount.isActive():
            self._recount.start()

    def _count(self) -> None:
        found = counts(self._live.queue.tally, self._seat.now(), self._seat.person.id)
        for chip, button in self._chips.items():
            button.setText(f"{chip} {found[chip]}" if self._live.complete else f"{chip} …")
        self._fit()
        if self._live.complete:
            self.counted.emit(found[Chip.ALL])

    # how it looks

    def _set_filter(self, chosen: QueueFilter) -> None:
        self.filter = chosen
        company = self._seat.directory.companies.get(chosen.company_id) if chosen.company_id else None
        narrowed = [company.short_name] if company else []
        narrowed += [chosen.category] if chosen.category else []
        self._narrow.setText(f"{' · '.join(narrowed) or NARROW} ▾")
        set_look(self._narrow, "link" if narrowed else "quiet")
        if self._words:
            self.search.clear()
        key = self.table.key()
        self._show_all()
        if key is not None:
            self.table.choose(key)

    def _show_model(self, model: TableModel[QueueRow]) -> None:
        if self.table.model() is not model:
            self.table.show_model(model)

    def _say(self, words: str, look: str) -> None:
        self._notice.setText(words)
        set_look(self._notice, look)
        self._notice.show()

    def _make_model(self, order: Callable[[QueueRow], Any]) -> TableModel[QueueRow]:
        columns = queue_columns(
            self._seat.now, lambda: self._seat.directory, lambda: self._seat.rules, self._incident_number, self._why
        )
        return TableModel(columns, lambda row: row.id, order, tokens, self.font(), self, steady=True)

    def _incident_number(self, incident_id: UUID) -> str:
        one = self._live.incidents.get(incident_id)
        return one.number if one else ""

    def _why(self, complaint_id: UUID) -> str:
        return " ".join(self._shelved.get(complaint_id, "").split())

    def _fill_menu(self) -> None:
        menu = QMenu(self._narrow)
        menu.addAction("全部公司", partial(self.choose_company, None))
        for company in self._seat.directory.companies.values():
            menu.addAction(company.name, partial(self.choose_company, company.id))
        menu.addSeparator()
        menu.addAction("全部类别", partial(self.choose_category, None))
        for category in self._seat.rules.categories.values():
            menu.addAction(f"{category.code} {category.name}", partial(self.choose_category, category.code))
        self._narrow.setMenu(menu)

    def _lay_out(self) -> None:
        chips = QHBoxLayout(self._bar)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(4)
        group = QButtonGroup(self)
        for chip in Chip:
            button = QPushButton(f"{chip} …", self._bar)
            button.setCheckable(True)
            button.setChecked(chip is Chip.ALL)
            set_look(button, "chip")
            button.clicked.connect(partial(self._on_chip, chip))
            group.addButton(button)
            chips.addWidget(button)
            self._chips[chip] = button
        self._narrow.setText(f"{NARROW} ▾")
        set_look(self._narrow, "quiet")
        chips.addWidget(self._narrow)
        chips.addStretch(1)
        self._bar.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        )  # counts must not widen the window
        self.search.setMinimumWidth(self.fontMetrics().height() * 6)
        self._notice.hide()
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(6)
        self._top.setColumnStretch(0, 3)
        self._top.setColumnStretch(1, 1)
        self._top.addWidget(self._bar, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._top)
        layout.addWidget(self._notice)
        layout.addWidget(self.table, 1)
        self.setTabOrder(self.search, self.table)
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _fit(self) -> None:
        """The search stands at the right of the chips, or below them where both don't fit."""
        beside = self._bar.sizeHint().width() + self.search.minimumWidth() + self._top.spacing() <= self.width()
        if beside is not self._beside:
            self._beside = beside
            self._top.addWidget(self.search, 0 if beside else 1, 1 if beside else 0, 1, 1 if beside else 2)
            self._top.addWidget(self._bar, 0, 0, 1, 1 if beside else 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
