"""The section 值班日志: what happened in a shift, by time, seat or complaint; searched, added to, amended, exported."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from uuid6 import uuid7

from app import shift_log
from app.errors import BadInput
from app.log_orders import LogOrder, log_number
from app.shift_log import Entry, LogFilter, LogRow, SeatPart
from app.shift_records import Shift
from ui.fields import TextField
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.log_columns import LogView, event_words, version_words, versions
from ui.log_export import LogExport, LogFile
from ui.log_lists import LogLists
from ui.log_reading import PAGE, LogPage, neighbour, read_view, running_shift, shift_on
from ui.log_strips import DayStrip, EntryStrip, ExportStrip
from ui.search_field import SearchField
from ui.shift_pane import ShiftPane
from ui.style import set_look
from ui.team_button import TeamButton
from ui.transfer_bar import TransferBar

GATHER_MS = 1000  # in a rush of events the log is read anew once
SEARCH_EM = 15


class LogPane(ShiftPane):
    """The list of the chosen view; below it all words of the line stood on, with the versions of an entry."""

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.shift: Shift | None = None
        self.company_id = self.seat.person.company_id
        self.view = LogView.TIME
        self.wanted = LogFilter()
        self.entries: dict[UUID, Entry] = {}  # every version of what was typed in this shift
        self.lists = LogLists(self.seat, self)
        self.lists.chosen.connect(self._show_words)
        self.lists.opened.connect(self._open)
        self.setFocusProxy(self.lists)
        self.title, self.filtered = QLabel(self), QLabel(self)
        self.search = SearchField(f"查找 编号、地点、人、事项、内容  {cap('find_in_log')}", self)
        self.search.asked.connect(self._on_search)
        self.search.left.connect(self.lists.enter)
        self.tools = QWidget(self)
        self.team = TeamButton(self.seat, "log_team", self)
        self.team.chosen.connect(self.choose_team)
        self.words = TextField("", 3, self)
        self.words.setReadOnly(True)
        self.words.setAccessibleName("全文")
        self.words.setFixedHeight(self.words.minimumHeight())
        self.bar = TransferBar(self, "cancel_log")
        self.export = LogExport(self.seat, jobs, self.bar, self)
        self.export.said.connect(self.said)
        self.export.failed.connect(self.failed)
        self.chips: dict[LogView, QPushButton] = {}
        self._typed: UUID | None = None  # the entry just stored, until it is stood on
        self._gather = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self._read_again)
        live.changed.connect(lambda _rows: self._gather.start() if self.isVisible() else None)
        self._lay_out()
        for name, slot in (
            ("find_in_log", self._on_find),
            ("add_entry", self.add),
            ("amend_entry", self.amend),
            ("next_log_view", self.step_view),
            ("shift_before", partial(self.step_shift, -1)),
            ("shift_after", partial(self.step_shift, 1)),
            ("log_day", self.jump),
            ("log_team", self.team.step),
            ("save_log", self.take_out),
            ("cancel_log", self.bar.cancel),
        ):
            bind(self, name, slot)

    def read(self) -> None:
        if self.shift is None:
            self.look_up("shift", partial(running_shift, self.seat, self.company_id), self.show_shift)
            return
        shift, view, wanted = self.shift, self.view, self.wanted
        limit = max(PAGE, self.lists.loaded)
        self.look_up("log", lambda: read_view(self.seat, shift, view, wanted, limit), self._take)

    def show_shift(self, shift: Shift | None) -> None:
        """Show the log of another shift."""
        if shift is None:
            self.failed.emit("没有更早或更晚的班次。" if self.shift else "还没有班次，没有值班日志。")
            return
        self.shift = shift
        self.wanted = LogFilter(words=self.search.text().strip())
        self.lists.clear()
        self.read()

    def choose_team(self, company_id: int | None) -> None:
        """Another team's log, to be read."""
        self.close_strip()
        self.company_id, self.shift = company_id, None
        self.lists.clear()
        self.read()

    def jump(self) -> None:
        """A strip that asks for the day."""
        strip, company = DayStrip(), self.company_id

        def act() -> partial[Shift]:
            return partial(shift_on, self.seat, strip.day.text(), company)

        self.open_strip(strip, act, lambda shift: shift.words, self.show_shift)

    def step_shift(self, by: int) -> None:
        """The team's shift before or after."""
        shift = self.shift
        if shift is not None:
            self.look_up("shift", partial(neighbour, self.seat, shift, by), self.show_shift)

    def choose_view(self, view: LogView) -> None:
        """Put the log together in another way."""
        self.view = view
        self.chips[view].setChecked(True)
        self.lists.choose(view)
        self.read()

    def step_view(self) -> None:
        """The next way; the keys go to its list."""
        views = list(LogView)
        self.choose_view(views[(views.index(self.view) + 1) % len(views)])
        self.lists.setFocus()

    def add(self) -> None:
        """A strip for a new entry."""
        shift = self.shift
        if shift is None or self._others():
            return
        strip, entry_id = EntryStrip(f"记入 {shift.words}"), uuid7()

        def act() -> partial[Entry]:
            kind = strip.kind.value()
            assert kind is not None
            return partial(shift_log.add_entry, self.seat, kind, strip.text.toPlainText(), shift.id, entry_id)

        self.open_strip(strip, act, "已记入值班日志", self._show_entry)

    def amend(self) -> None:
        """A strip with the newest version of the entry stood on."""
        if self._others():
            return
        chain = versions(self.entries, self._entry_id())
        if not chain:
            self.failed.emit("请先选中一条记事；程序记下的事件不能更正。")
            return
        newest, entry_id = chain[0], uuid7()
        strip = EntryStrip(f"更正 {newest.made_by_name} 的记事，旧的一版仍可查", newest)

        def act() -> partial[Entry]:
            words = strip.text.toPlainText()
            return partial(shift_log.amend_entry, self.seat, newest.id, words, strip.kind.value(), entry_id)

        self.open_strip(strip, act, "已更正，旧的一版仍在", self._show_entry)

    def take_out(self) -> None:
        """A strip for the form and the place of the file; what is filtered now is what is taken out."""
        shift, wanted = self.shift, self.wanted
        if shift is None:
            return
        strip = ExportStrip(f"导出 {shift.words}{self._filter_words()}", log_number(shift, self.seat.directory))

        def act() -> partial[LogFile]:
            form, phones = strip.form.value(), strip.phones.value() is True
            order = form if isinstance(form, LogOrder) else None
            file = LogFile(shift, wanted, strip.path, order, phones)
            return partial(self._note, file, strip.why.text())

        self.open_strip(strip, act, "导出已开始", self.export.begin)

    def back(self) -> bool:
        if super().back():
            return True
        if self.search.text() or self.wanted != LogFilter():
            self.search.clear()
            self._want(LogFilter())
            self.lists.setFocus()
            return True
        return False

    def fit(self) -> None:
        self.tools.setVisible(not self.cramped)
        self.words.setVisible(not self.cramped and self.view in (LogView.TIME, LogView.ENTRIES))

    def _others(self) -> bool:
        """Whether the log in sight is another team's; says so."""
        others = self.company_id != self.seat.person.company_id
        if others:
            self.failed.emit("这是别的单位的值班日志，由它自己记；这里只看。")
        return others

    def _note(self, file: LogFile, reason: str) -> LogFile:
        """In the act's thread: the file can be written, and it is stored that it is."""
        if not file.path.parent.is_dir():
            raise BadInput(f"找不到文件夹“{file.path.parent}”。", field="file")
        form = file.path.suffix[1:].lower()
        shift_log.note_export(self.seat, file.shift, form, phones=file.phones, reason=reason)
        return file

    def _take(self, page: LogPage) -> None:
        if self.shift is None:
            return  # another team is wanted by now
        self.entries = {one.id: one for one in page.entries}
        self.lists.show_page(page, self._more if page.more else None)
        if self._typed is not None and self.lists.table.choose(self._typed):
            self._typed = None
        self._show_head()
        self._show_words()

    def _show_entry(self, entry: Entry) -> None:
        """What was typed is in sight: in the order of time it may stand hundreds of lines further down."""
        self._typed = entry.id
        self.choose_view(LogView.ENTRIES)

    def _more(self) -> None:
        shift, view, wanted, last = self.shift, self.view, self.wanted, self.lists.last
        if shift is not None:
            self.look_up("more", lambda: read_view(self.seat, shift, view, wanted, PAGE, last), self._take_more)

    def _take_more(self, page: LogPage) -> None:
        if page.view is self.view:
            self.lists.add_page(page, self._more if page.more else None)
            self._show_head()

    def _on_search(self, words: str) -> None:
        if self.view not in (LogView.TIME, LogView.ENTRIES):
            self.choose_view(LogView.TIME)
        self._want(LogFilter(words, self.wanted.seat_number, self.wanted.person_id))

    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _want(self, wanted: LogFilter) -> None:
        self.wanted = wanted
        self.lists.clear()
        self.read()

    def _open(self, row: Any) -> None:
        if isinstance(row, SeatPart):
            self.choose_view(LogView.TIME)
            self._want(LogFilter(self.search.text().strip(), row.seat_number, row.person_id))
            self.lists.setFocus()
        elif isinstance(row, Entry) or (isinstance(row, LogRow) and row.entry_id):
            self.amend()
        elif row.complaint_id is not None:
            self.complaint_asked.emit(row.complaint_id)

    def _entry_id(self) -> UUID | None:
        row = self.lists.row
        if isinstance(row, Entry):
            return row.id
        return row.entry_id if isinstance(row, LogRow) else None

    def _show_words(self) -> None:
        row, chain = self.lists.row, versions(self.entries, self._entry_id())
        if chain:
            self.words.setPlainText(version_words(chain))
        else:
            self.words.setPlainText(event_words(row) if isinstance(row, LogRow) else "")
        self.fit()

    def _show_head(self) -> None:
        if self.shift is not None:
            leader = self.seat.directory.people.get(self.shift.leader_id or 0)
            closed = "已交班" if self.shift.closed_at else ""
            parts = [self.shift.words, f"班长 {leader.name}" if leader else "", closed]
            self.title.setText(" · ".join(part for part in parts if part))
        many = f"{self.lists.loaded} 条" + ("以上" if self.lists.more else "")
        self.filtered.setText(f"{many}{self._filter_words()}")

    def _filter_words(self) -> str:
        person = self.seat.directory.people.get(self.wanted.person_id or 0)
        parts = [f"“{self.wanted.words}”" if self.wanted.words else "", person.name if person else ""]
        parts += [f"{self.wanted.seat_number} 号座席" if self.wanted.seat_number else ""]
        said = "、".join(part for part in parts if part)
        return f"，只看 {said}" if said else ""

    def _read_again(self) -> None:
        if self.isVisible():
            self.read()

    def _lay_out(self) -> None:
        set_look(self.title, "strong")
        set_look(self.filtered, "muted")
        head, tools = QHBoxLayout(), QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.team)
        head.addWidget(self.title)
        head.addWidget(self.filtered, 1)
        for words, name, slot in (
            ("跳到", "log_day", self.jump),
            ("记一条", "add_entry", self.add),
            ("更正", "amend_entry", self.amend),
            ("导出", "save_log", self.take_out),
        ):
            head.addWidget(self._button(f"{words}  {cap(name)}", slot))
        group = QButtonGroup(self)
        for view in LogView:
            chip = self._button(view.value, partial(self.choose_view, view))
            chip.setCheckable(True)
            chip.setToolTip(cap("next_log_view"))
            set_look(chip, "chip")
            group.addButton(chip)
            self.chips[view] = chip
            tools.addWidget(chip)
        self.chips[self.view].setChecked(True)
        tools.addStretch(1)
        for words, name, by in (("← 上一班", "shift_before", -1), ("下一班 →", "shift_after", 1)):
            tools.addWidget(self._button(f"{words}  {cap(name)}", partial(self.step_shift, by)))
        self.search.setMinimumWidth(round(self.fontMetrics().height() * SEARCH_EM))
        tools.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for row in (head, tools, layout):
            row.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.tools)
        layout.addWidget(self.bar)
        layout.addLayout(self.strips)
        layout.addWidget(self.lists, 1)
        layout.addWidget(self.words)

    def _button(self, words: str, slot: partial[None] | Any) -> QPushButton:
        button = QPushButton(words, self)
        button.clicked.connect(lambda _checked: slot())
        return button
