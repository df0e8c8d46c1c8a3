"""The window of one seat: header, pages, the panel beside the queue, and the status line."""

from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.drafts import Draft
from app.seat import Seat
from app.sending import Sent
from ui.alarm_cards import AlarmCards
from ui.board_door import BoardDoor
from ui.claim import Claim
from ui.commands import window_commands
from ui.complaint_panel import ComplaintPanel
from ui.desk_lock import DeskLock
from ui.directory_page import DirectoryPage
from ui.drafting import Drafting
from ui.finds import window_finds
from ui.header import Header
from ui.jobs import Jobs
from ui.key_sheet import KeySheet
from ui.keys import cap
from ui.live import Live
from ui.notifier import Notifier
from ui.overdue_watch import OverdueWatch
from ui.own_password import OwnPassword
from ui.palette import Palette
from ui.printing import Printing, PrintSettings
from ui.queue_page import QueuePage
from ui.recount_watch import RecountWatch
from ui.role_pages import ROLE_PAGES, Page, make_page, show_section
from ui.scan import start_scanner
from ui.seat_desk import SeatDesk
from ui.section_page import SectionPage
from ui.shift_sections import Section
from ui.side_stack import SideStack
from ui.slip_preview import SlipPreview
from ui.status_line import StatusLine
from ui.style import style
from ui.tones import Tones
from ui.window_keys import bind_window
from ui.window_layout import QUEUE_EM, lay_out

SIDE_EM = 22.5  # width of the panel in lines of the font


class Window(QWidget):
    """Owns the live queue of one signed-in seat, and what stands beside it. Each role has its pages (role_pages.py)."""

    back_asked = Signal()  # Esc on a page that is neither queue nor directory
    test_asked = Signal(str)  # a scanned sheet of a room temperature test

    def __init__(self, seat: Seat, jobs: Jobs, folder: Path, database: str, version: str) -> None:
        """``folder`` is where drafts are kept; ``database`` and ``version`` stand in the status line."""
        super().__init__()
        self.seat = seat
        self.jobs = jobs
        self.live = Live(seat, jobs, self)
        self.claim = Claim(seat, jobs, self)
        self.notifier = Notifier(seat, jobs, self)
        self.overdue_watch = OverdueWatch(seat, jobs, self)
        self.recount_watch = RecountWatch(self.live, jobs, self)
        company = seat.directory.companies.get(seat.person.company_id) if seat.person.company_id else None
        self.header = Header(seat.person, company.short_name if company else "", self)
        self.status = StatusLine(database, version, self)
        self.tones = Tones(folder, self)
        self.alarm_cards = AlarmCards(self.live, self.tones, self)
        self.seat_desk = SeatDesk(self.live, jobs, self.header, self)
        self.wall_board = BoardDoor(self.live, jobs, self)
        self.pages = QStackedWidget(self)
        self.side = SideStack(self)
        self.queue_page = QueuePage(self.live, jobs, self)
        self.complaint_panel = ComplaintPanel(self.live, jobs, self)
        self.complaint_panel.hide()
        self.drafting = Drafting(self.live, jobs, folder, self.side, self.status, self)
        self.complaint_panel.act_words.keep_in(self.drafting.words)
        self.printing = Printing(seat, jobs, PrintSettings(folder), self)
        self.preview = SlipPreview(seat, jobs, self.printing, self)
        self.preview.hide()
        self._keys: KeySheet | None = None
        self.directory_page = DirectoryPage(self.drafting.index, jobs, self)
        self.palette_field = Palette(lambda: window_commands(self), lambda words: window_finds(self, words), self)
        self.desk = QWidget(self)  # all that is hidden when the window is locked
        self.desk_lock = DeskLock(seat, jobs, self.desk, self.header, self.alarm_cards, self.drafting.may_take, self)
        own: dict[Page, QWidget] = {Page.QUEUE: self.queue_page, Page.DIRECTORY: self.directory_page}
        mine = ROLE_PAGES[seat.person.role]
        self._queue_at = mine.index(Page.QUEUE) if Page.QUEUE in mine else -1
        self._directory_at = mine.index(Page.DIRECTORY)
        self.queue_page.setVisible(self.has_queue)
        for page in mine:
            self.add_page(page, own.get(page) or make_page(page, self))
        lay_out(self)
        self._connect()
        bind_window(self)

    @property
    def has_queue(self) -> bool:
        """Whether this person's role works on the queue."""
        return self._queue_at >= 0

    # what others add

    def add_page(self, words: str, page: QWidget) -> int:
        """Add a page behind the others; returns its number."""
        self.header.add_page(words)
        return self.pages.addWidget(page)

    def show_page(self, at: int) -> None:
        """Show a page by its number; an unknown one is passed over."""
        if 0 <= at < self.pages.count():
            self.pages.setCurrentIndex(at)
            self.header.show_page(at)
            self.side.setVisible(at == self._queue_at and self.side.front is not None)
            if at == self._directory_at:
                self.directory_page.focus_search()
            else:
                self._focus_page()

    def open_complaint(self, key: UUID | str) -> None:
        """Show a complaint beside the queue, by id or number."""
        self.complaint_panel.open(key)
        self.side.show_panel(self.complaint_panel)

    def open_on_queue(self, key: UUID | str) -> None:
        """Show a complaint from another page: the queue comes forward with it."""
        self.show_page(self._queue_at)
        self.open_complaint(key)

    def take_up(self, draft: Draft) -> None:
        """Take a complaint down that is begun already, from a post of a forum."""
        self.show_page(self._queue_at)
        self.drafting.keeper.take_up(draft)

    def show_slip(self, number: str, why: str = "") -> None:
        """Show a slip beside the queue as it would be printed; ``why`` says why it was not."""
        self.preview.open(number, why)
        self.side.show_panel(self.preview)

    def back(self) -> None:
        """Esc: fold the open strip, leave the search, or close the panel in front; the queue gets the focus."""
        if self.seat_desk.away.fold():
            return
        if self.palette_field.isVisible():
            self.palette_field.fold()
            if self.has_queue:
                self.queue_page.table.setFocus()
            else:
                self._focus_page()
            return
        if self._keys is not None and self._keys.isVisible():
            self._fold_keys()
            return
        if not self.has_queue:
            if not self.side.leave():
                self.back_asked.emit()
            return
        if self.pages.currentIndex() not in (self._queue_at, self._directory_at):
            self.back_asked.emit()
            return
        front = self.side.front
        if front is self.complaint_panel and self.complaint_panel.close_strip():
            pass
        elif front is self.drafting.form:
            if self.drafting.form.back():
                return
            self.drafting.put_away()
        elif self.queue_page.search.text():
            self.queue_page.search.clear()
        else:
            self.side.leave()
        self.queue_page.table.setFocus()

    # inside

    def _focus_page(self) -> None:
        """Put the focus where a page wants it first; the queue's stays where it was."""
        page = self.pages.currentWidget()
        if page is not None and page.focusProxy() is not None:
            page.setFocus()

    def _connect(self) -> None:
        self.desk_lock.locking.connect(self.palette_field.fold)
        self.desk_lock.call_asked.connect(self.take_down)
        self.header.page_asked.connect(self.show_page)
        self.header.palette_asked.connect(self.palette_field.unfold)
        self.header.show_volume(self.tones.volume)
        self.header.volume_asked.connect(self.tones.next_volume)
        self.tones.changed.connect(lambda: self.header.show_volume(self.tones.volume))
        self.alarm_cards.open_asked.connect(self._on_card)
        self.complaint_panel.looked_at.connect(self.alarm_cards.seen)
        self.seat_desk.said.connect(self.status.say)
        self.seat_desk.failed.connect(lambda words: self.status.say(words, "danger"))
        self.seat_desk.seats_asked.connect(partial(show_section, self, Section.ON_DUTY))
        self.palette_field.searched.connect(self._find)
        self.queue_page.chosen.connect(self._on_row)
        self.directory_page.intake_asked.connect(self.take_down)
        self.directory_page.said.connect(self.status.say)
        self.live.changed.connect(self.directory_page.complaints_changed)
        self.live.directory_changed.connect(self.directory_page.panel.refresh)
        if self.has_queue:
            self.queue_page.counted.connect(lambda count: self.header.show_count(self._queue_at, count))
        self.queue_page.table.opened.connect(self.open_complaint)
        self.complaint_panel.dispatched.connect(self.printing.print)
        self.complaint_panel.print_asked.connect(self.printing.print)
        self.printing.preview_wanted.connect(self.show_slip)
        self.printing.said.connect(self.status.say)
        self.printing.progress.connect(self._on_printing)
        self.printing.failed.connect(lambda words: self.status.say(words, "danger"))
        self.preview.said.connect(self.status.say)
        self.complaint_panel.said.connect(self.status.say)
        self.complaint_panel.shown.connect(self.queue_page.stand_on)
        files = self.complaint_panel.attachments
        files.look_asked.connect(lambda: self.side.show_panel(files.viewer))
        self.complaint_panel.lost.connect(lambda: self.side.leave(self.complaint_panel))
        self.complaint_panel.strip_left.connect(self.queue_page.table.setFocus)
        self.drafting.opened.connect(self.open_complaint)
        self.drafting.sent.connect(self._on_sent)
        self.drafting.synced.connect(lambda sent: self.printing.print(sent.slip) if sent.slip else None)
        self.claim.taken.connect(self.open_complaint)
        self.claim.none_left.connect(lambda: self.status.say("没有待认领的诉求", "muted"))
        self.jobs.broke.connect(lambda words: self.status.say(words, "danger"))
        self.overdue_watch.raised.connect(
            lambda numbers: self.status.say(f"已自动督办 {len(numbers)} 件超时诉求", "warning")
        )
        self.recount_watch.recounted.connect(
            lambda count: self.status.say(f"放假安排已更新，重算了 {count} 件的时限", "warning")
        )
        self.live.directory_changed.connect(self.notifier.wake)
        self.notifier.troubled.connect(lambda words: self.status.say(words, "danger"))
        self.live.second.connect(self._on_second)
        self.live.link_changed.connect(self._on_second)
        style().changed.connect(self.header.repaint_icons)
        start_scanner().scanned.connect(self._on_scan)

    def start(self) -> None:
        """Begin to live: read the queue and listen."""
        self.live.start()
        self.notifier.start()
        self.overdue_watch.start()
        self.desk_lock.watch.start()
        self._on_second()
        if self.has_queue:
            self.drafting.keeper.start()
            self.queue_page.table.setFocus()
        else:
            self.show_page(0)

    def _on_second(self) -> None:
        self.header.show_clock(self.seat.now())
        self.header.show_link(self.live.link, self.live.age, self.live.trouble)

    def _on_row(self, key: UUID) -> None:
        """Another row is stood on. The shown complaint's own row is found by the queue itself: the slip stays."""
        shown = self.complaint_panel.complaint
        if shown is None or shown.id != key:
            self.open_complaint(key)

    def take_down(self, community_id: int | None = None) -> None:
        """F2: a new draft, for the community that is looked at on its page."""
        if community_id is None and self.pages.currentIndex() == self._directory_at:
            community_id = self.directory_page.community_id
        self.show_page(self._queue_at)
        self.drafting.begin(community_id=community_id)

    def _on_sent(self, sent: Sent) -> None:
        self.open_complaint(sent.complaint.id)
        if not self.drafting.form.isVisible():  # else the next call is being taken down already
            self.queue_page.table.setFocus()
        if sent.slip is not None:
            self.printing.print(sent.slip)

    def _on_printing(self, done: int, total: int) -> None:
        if total > 1:
            self.status.say(f"正在打印 {done + 1}/{total} · {cap('palette')} 取消打印", "muted")

    def _on_scan(self, number: str) -> None:
        if number.startswith("CW"):
            if self.isActiveWindow():
                self.test_asked.emit(number)
        elif self.isActiveWindow() and self.has_queue:
            self.show_page(self._queue_at)
            self.open_complaint(number)

    def _on_card(self, key: UUID) -> None:
        """A card was pressed, on whatever page: the queue comes forward with its complaint."""
        self.show_page(self._queue_at)
        self.open_complaint(key)

    def _find(self, words: str) -> None:
        self.search()
        (self.queue_page if self.has_queue else self.directory_page).search.setText(words)

    def search(self) -> None:
        page = self.pages.currentWidget()
        if isinstance(page, SectionPage) and page.pane.seek():
            return
        if not self.has_queue:
            self.show_page(self._directory_at)
            return
        self.show_page(self._queue_at)
        self.queue_page.search.setFocus()
        self.queue_page.search.selectAll()

    def change_password(self) -> None:
        """A strip beside the first page for one's own new password."""
        self.show_page(0)
        panel = OwnPassword(self.seat, self.jobs, self)
        panel.done.connect(lambda: self.status.say("密码已改，下次用新密码登录"))
        for signal in (panel.done, panel.closed):
            signal.connect(lambda: self.side.leave(panel))
            signal.connect(panel.deleteLater)
        self.side.show_panel(panel)
        panel.strip.start()

    def show_keys(self) -> None:
        """F1: the sheet of all keys, those of what is in sight first."""
        shown = {
            key.objectName()
            for key in self.findChildren(QShortcut)
            if isinstance(holder := key.parent(), QWidget) and holder.isVisible()
        }
        if self._keys is None:
            self._keys = KeySheet(self)
            self._keys.closed.connect(self._fold_keys)
        self._keys.tell(shown, self.header.pages)
        self.side.show_panel(self._keys)

    def _fold_keys(self) -> None:
        """Put the sheet away; what stood under it comes back where the queue is in sight."""
        self.side.leave(self._keys)
        if self.has_queue:
            self.side.setVisible(self.pages.currentIndex() == self._queue_at and self.side.front is not None)
        self._focus_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().height()
        room = self.width() - round(QUEUE_EM * em) - 34
        self.side.setFixedWidth(min(round(SIDE_EM * em), max(room, round(16 * em))))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wall_board.close()
        self.claim.let_go()
        self.drafting.keeper.flush()
        super().closeEvent(event)
