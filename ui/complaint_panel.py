"""One complaint beside the queue: its clocks, caller, flat, managers and timeline, and the acts that are allowed."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.complaints import show
from app.copied_text import complaint_text
from app.errors import BadInput, UnknownComplaint, WarmlineError
from app.records import Act, Complaint, Contact, QueueRow, Slip
from app.referral import refers
from app.states import offered, withheld
from ui.act_bar import ActBar
from ui.act_strips import asks_nothing, make_strip, run
from ui.act_words import ActWords
from ui.attachment_list import AttachmentList
from ui.clock_row import ClockRow, clock_cells
from ui.clock_sheet import ClockSheet
from ui.complaint_facts import complaint_facts, timeline
from ui.complaint_posts import ComplaintPosts
from ui.complaint_tests import ComplaintTests
from ui.done_words import DONE
from ui.entitlement_door import entitlement_words
from ui.fact_grid import FactGrid
from ui.incident_line import IncidentLine
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.queue_columns import STATE_COLOURS, state_words
from ui.role_pages import ROLE_PAGES, Page
from ui.strip import Strip
from ui.style import set_look

REREAD_MS = 30  # several changes of one complaint are read once


class ComplaintPanel(QFrame):
    """Shows one complaint and keeps it fresh. ``dispatched`` carries a new slip, ``print_asked`` a number to print."""

    dispatched = Signal(object)  # Slip
    print_asked = Signal(str)
    shown = Signal(UUID)
    looked_at = Signal(UUID)  # somebody opened it; not told when what stands open is read anew
    said = Signal(str)  # what was done, for the status line
    lost = Signal()  # what is shown is no longer this person's to see: another company has it now
    strip_left = Signal()  # the strip that had the focus is folded; somebody must take it
    incident_asked = Signal(UUID)  # to be shown on its page
    entitlement_asked = Signal(object)  # the complaint: the form that its category is about

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._seat = live.seat
        self._jobs = jobs
        self.complaint: Complaint | None = None
        self._wanted: UUID | str | None = None
        self._asked = False  # whether somebody waits to see what is wanted
        self._revealed: dict[UUID, Contact] = {}
        self._strips: dict[tuple[UUID, Act], Strip] = {}  # kept while words stand in them
        self.act_words = ActWords(live.seat)
        self._open: tuple[UUID, Act] | None = None
        self._busy = False
        self._reread = QTimer(self, interval=REREAD_MS, singleShot=True)
        self._reread.timeout.connect(self.read)
        self._lay_out()
        live.changed.connect(self._on_changed)
        live.gone.connect(self._on_gone)
        live.reread.connect(self._reread.start)
        live.directory_changed.connect(self._paint)
        live.incidents.changed.connect(self._show_incident)
        live.second.connect(self._tick)
        bind(self, "submit_words", self._submit)
        bind(self, "copy_notice", self.copy_notice)

    # which complaint

    def open(self, key: UUID | str) -> None:
        """Show a complaint by id or number."""
        self._wanted, self._asked = key, True
        self.read()

    def read(self) -> None:
        """Read the shown complaint anew; what is being typed stays."""
        key = self._wanted
        if key is not None:
            self._jobs.look_up(self, "complaint", lambda: show(self._seat, key), self._show, self._lose)

    def _show(self, complaint: Complaint) -> None:
        come_to = self.complaint is None or complaint.id != self.complaint.id
        if come_to:
            self.close_strip()
            self._error.hide()
        self.complaint, self._wanted = complaint, complaint.id
        self._paint()
        self.shown.emit(complaint.id)
        if self._asked:
            self._asked = False
            self.looked_at.emit(complaint.id)
        begun = [act for key, act in self._strips if key == complaint.id] or list(self.act_words.left(complaint.id))
        for act in begun[:1] if come_to and self._open is None else ():
            if act in offered(self._seat, complaint):
                self._show_strip(act)  # what one left half written; folded by hand it stays folded

    def _lose(self, error: WarmlineError) -> None:
        if isinstance(error, UnknownComplaint) and (lost := self.complaint) is not None and lost.id == self._wanted:
            self.close_strip()
            self.complaint = self._wanted = None
            self.lost.emit()
            self.said.emit(f"{lost.number} 已改派，不再归您办理；写了一半的文字还在本机")
        else:
            self._fail(error)

    def _paint(self) -> None:
        complaint = self.complaint
        if complaint is None:
            return
        self._number.setText(complaint.number)
        self._state.setText(state_words(complaint.state))
        set_look(self._state, f"strong-{STATE_COLOURS[complaint.state]}")
        self._show_holder()
        self._show_incident()
        self.attachments.show_complaint(complaint)
        self.posts.show_complaint(complaint)
        self.tests.show_complaint(complaint)
        revealed = self._revealed.get(complaint.id)
        self._facts.show_facts(complaint_facts(self._seat, complaint, revealed))
        self._timeline.show_facts(timeline(self._seat, complaint, self._seat.now()))
        can = offered(self._seat, complaint)
        cannot = withheld(self._seat, complaint)
        self.acts.show_acts(complaint.state, can, cannot, Act.REFER if refers(complaint) else None)
        words = entitlement_words(self._seat, complaint)
        self.entitlement.setText(f"{words}  {cap('entitlement')}")
        self.entitlement.setVisible(bool(words))
        self._reveal.setVisible(complaint.secret and revealed is None and Act.REVEAL in can)
        self._tick()

    def _tick(self) -> None:
        if self.complaint is not None:
            self._clocks.show_cells(clock_cells(self.complaint, self._seat.now(), self._seat.rules.calendar))
            self.clock_sheet.show_complaint(self.complaint)

    def _on_changed(self, rows: list[QueueRow]) -> None:
        shown = self.complaint
        self._show_holder()
        own = next((row for row in rows if shown and row.id == shown.id), None)
        if shown and own:
            self.posts.read()
            if own.revision != shown.revision:
                self._reread.start()

    def _show_holder(self) -> None:
        """Who has claimed it; the row knows, and lets go by itself when the claim lapses."""
        row = self._live.queue.get(self.complaint.id) if self.complaint else None
        self.holder.setText(f"{row.claimed_by} 办理中" if row and row.claimed_by else "")

    def _show_incident(self) -> None:
        if self.complaint is not None:
            self.incident_line.show_complaint(self.complaint, self._live.incidents.get(self.complaint.incident_id))

    def _on_gone(self, keys: list[UUID]) -> None:
        if self.complaint is not None and self.complaint.id in keys:
            self._reread.start()

    # acts

    def ask(self, act: Act) -> None:
        """Do an act at once, or open the strip in which it asks for its words."""
        complaint = self.complaint
        if complaint is None or act not in offered(self._seat, complaint):
            return
        if act is Act.PRINT:
            self.print_asked.emit(complaint.number)
        elif act is Act.ADD_FILE:
            self.attachments.choose()
        elif asks_nothing(complaint, act):
            self._run(act, None)
        else:
            self._show_strip(act)

    def _run(self, act: Act, strip: Strip | None) -> None:
        complaint = self.complaint
        if complaint is None or self._busy:
            return
        self._busy = True
        self._error.hide()
        work = run(self._seat, complaint, act, strip)
        self._jobs.act(self, work, self._done(complaint, act), self._failed(complaint, act))

    def _done(self, complaint: Complaint, act: Act) -> Callable[[object], None]:
        def done(answer: object) -> None:
            self._busy = False
            self._drop_strip(complaint.id, act)
            if isinstance(answer, Contact):
                self._revealed[complaint.id] = answer
                self._paint()
            elif isinstance(answer, tuple) and isinstance(answer[1], Slip):
                self.dispatched.emit(answer[1])
            self.said.emit(f"{complaint.number} {DONE.get(act, '已保存')}")

        return done

    def _failed(self, complaint: Complaint, act: Act) -> Callable[[WarmlineError], None]:
        def failed(error: WarmlineError) -> None:
            self._busy = False
            strip = self._strips.get((complaint.id, act))
            if strip is not None:
                strip.fail(error)
            elif act is Act.DISPATCH and error.field == "company":
                self._show_strip(act)
            else:
                self._fail(error)
            if isinstance(error, BadInput):
                self.read()  # the complaint may have moved on under the hand

        return failed

    def _fail(self, error: WarmlineError) -> None:
        self._error.setText(error.sentence)
        self._error.show()

    def copy_notice(self) -> None:
        """Put the work group's text on the clipboard, for a group without a robot."""
        complaint = self.complaint
        if complaint is None:
            return
        try:
            text = complaint_text(self._seat, complaint)
        except BadInput as error:
            self._fail(error)
            return
        QApplication.clipboard().setText(text)
        self.said.emit(f"{complaint.number} 群通知已复制，可粘贴到工作群")

    def ask_entitlement(self) -> None:
        """The form that fits the complaint's category, prefilled: a refund, or a relief."""
        if self.complaint is not None and entitlement_words(self._seat, self.complaint):
            self.entitlement_asked.emit(self.complaint)

    # the strip of an act

    def _show_strip(self, act: Act) -> None:
        complaint = self.complaint
        if complaint is None:
            return
        self.close_strip()
        key = (complaint.id, act)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = make_strip(self._seat, complaint, act, self)
            strip.submitted.connect(lambda: self._run(act, self._strips[key]))
            strip.cancelled.connect(self.close_strip)
            self.act_words.begin(strip, *key)
            self._place.addWidget(strip)
        if not self._busy:
            strip.reset()
        strip.show()
        self.acts.hide()  # one thing at a time, and room for the facts above
        self._open = key
        strip.start()

    def close_strip(self) -> bool:
        """Fold the open strip away, its words kept; False when none was open."""
        if self._open is None:
            return False
        strip, focus = self._strips[self._open], QApplication.focusWidget()
        typed_in = focus is not None and strip.isAncestorOf(focus)
        strip.hide()
        self._open = None
        self.acts.show()
        if typed_in:
            self.strip_left.emit()
        return True

    def _drop_strip(self, key: UUID, act: Act) -> None:
        if self._open == (key, act):
            self.close_strip()
        strip = self._strips.pop((key, act), None)
        if strip is not None:
            self.act_words.done(strip)
            strip.deleteLater()

    def _submit(self) -> None:
        if self._open is not None:
            self._strips[self._open].submit()

    # how it looks

    def _lay_out(self) -> None:
        set_look(self, "card")
        self._number, self._state, self._error, self.holder = (QLabel(self) for _ in range(4))
        for label, look in ((self.holder, "muted"), (self._number, "title"), (self._error, "danger")):
            set_look(label, look)
        self._error.setWordWrap(True)
        self._error.hide()
        head = QHBoxLayout()
        for at, part in enumerate((self._number, self.holder, self._state)):
            head.addWidget(part, 0 if at else 1)
        self._clocks = ClockRow(self)
        self.clock_sheet = ClockSheet(self._seat, self)
        self._clocks.pressed.connect(self.clock_sheet.toggle)
        bind(self, "clock_sheet", self.clock_sheet.toggle)
        self._reveal = QPushButton("显示来电…", self)
        set_look(self._reveal, "link")
        self._reveal.clicked.connect(lambda: self.ask(Act.REVEAL))
        self._reveal.hide()
        has_page = Page.INCIDENTS in ROLE_PAGES[self._seat.person.role]
        self.incident_line = IncidentLine(self._seat, has_page, self)
        self.incident_line.asked.connect(self.incident_asked)
        bind(self, "open_incident", self.incident_line.ask)
        self.entitlement = QPushButton(self)
        set_look(self.entitlement, "link")
        self.entitlement.clicked.connect(lambda _checked: self.ask_entitlement())
        bind(self, "entitlement", self.ask_entitlement)
        self._facts = FactGrid(2.6, parent=self)
        self._timeline = FactGrid(2.6, right_first=True, parent=self)
        self.attachments = AttachmentList(self._seat, self._jobs, self)
        self.attachments.said.connect(self.said)
        self.posts = ComplaintPosts(self._seat, self._jobs, self)
        self.tests = ComplaintTests(self._seat, self._jobs, self)
        for failed in (self.attachments.failed, self.posts.failed, self.tests.failed):
            failed.connect(self._fail)
        self.tests.missed.connect(lambda: self.ask(Act.ASK_TEST))
        line = QFrame(self)
        set_look(line, "line")
        inner = QWidget(self)
        set_look(inner, "plain")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 2, 4, 0)
        rows.setSpacing(8)
        for row in (self.clock_sheet, self._facts, self.tests, self.posts, self.attachments, line, self._timeline):
            rows.addWidget(row)
        rows.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._place = QVBoxLayout()
        self.acts = ActBar(self)
        self.acts.asked.connect(self.ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(head)
        for above in (self._clocks, self._reveal, self.incident_line, self.entitlement):
            layout.addWidget(above)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._place)
        layout.addWidget(self._error)
        layout.addWidget(self.acts)
