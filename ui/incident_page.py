"""The page 片区事件: suggestions of the open queue, the incidents, what is attached to one; each act on a key."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import incidents
from app.complaints import show as show_complaint
from app.copied_text import incident_text
from app.errors import BadInput, WarmlineError
from app.incident_groups import Suggestion
from app.incidents import Closing, Incident
from app.records import Act, IncidentState, QueueRow, State
from app.rules import Rules
from app.states import allowed
from ui.act_pane import ActPane
from ui.incident_lists import IncidentLists
from ui.incident_strips import AttachStrip, ChangeStrip, CloseStrip
from ui.jobs import Jobs
from ui.keys import bind
from ui.live import Live
from ui.strip import Strip, WordsStrip

T = TypeVar("T")

PAUSE_MS = 1000  # in a rush of calls, how often the suggestions are counted anew
STRIP_EM = 17.0  # width of a strip, in lines of the font


class IncidentPage(ActPane):
    """Reads while it is shown only. ``complaint_asked`` carries an id."""

    complaint_asked = Signal(UUID)

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live.seat, jobs, parent)
        self._live = live
        self._wanted: UUID | None = None  # asked for by its id, also where it is closed
        self._joining: set[UUID] = set()  # accepted here, and the queue in memory has not heard of it yet
        can = {act for state in (State.WAITING, State.DISPATCHED) for act in allowed(self.seat, state)}
        self._may_join, self._may_leave = Act.JOIN in can, Act.LEAVE in can
        self._may_close, self._may_sign = Act.SETTLE in can, Act.SIGN in can
        acts = {
            "accept_incident": (self.accept, self._may_join),
            "change_incident": (self.ask_change, self._may_close or self._may_sign),
            "sign_incident": (self.sign, self._may_sign),
            "close_incident": (self.ask_close, self._may_close),
            "attach_complaint": (self.ask_attach, self._may_join),
            "detach_complaint": (self.ask_detach, self._may_leave),
        }
        self.lists = IncidentLists(self.seat, [name for name, (_, may) in acts.items() if may], self)
        self.suggested, self.going, self.attached = self.lists.suggested, self.lists.going, self.lists.attached
        self.suggestion_table, self.table = self.lists.suggestion_table, self.lists.table
        self.attached_table = self.lists.attached_table
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.read)
        for signal in (live.changed, live.gone, live.reread, live.incidents.changed):
            signal.connect(self._soon)
        for name, (slot, _) in acts.items():
            bind(self, name, slot)
            self.lists.buttons[name].clicked.connect(slot)
        bind(self, "submit_incident", self.submit)
        bind(self, "copy_incident", self.copy_notice)
        self.suggestion_table.opened.connect(lambda _key: self.accept())
        self.table.chosen.connect(self._on_incident)
        self.table.opened.connect(lambda _key: self.attached_table.setFocus())
        self.attached_table.opened.connect(self.complaint_asked)
        self.setFocusProxy(self.lists)
        self.strips.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.lists, 1)
        layout.addLayout(self.strips)
        self._paint()

    @property
    def incident(self) -> Incident | None:
        """The one stood on, or the first."""
        return self.lists.incident

    def read(self) -> None:
        """Count the suggestions anew from the queue in memory, and read the incidents that go on."""
        queue, seat, wanted = self._live.queue, self.seat, self._wanted
        held = list(queue) if self._may_join else []
        self._joining = {id for id in self._joining if (row := queue.get(id)) is not None and row.incident_id is None}
        joining = frozenset(self._joining)

        def read() -> tuple[list[Suggestion], list[Incident]]:
            rows = [row for row in held if row.id not in joining] if joining else held
            found = incidents.list_incidents(seat)
            if wanted is not None and wanted not in {one.id for one in found}:
                found.append(incidents.show(seat, wanted))
            return incidents.suggest(seat, rows) if rows else [], found

        self.jobs.look_up(self, "incidents", read, self._show, self.tell)

    def open(self, incident_id: UUID) -> None:
        """Stand on an incident, also on one that is closed."""
        self._wanted = incident_id
        if not self.table.choose(incident_id):
            self.read()
        else:
            self._stand()
        self.table.setFocus()

    # the acts

    def accept(self) -> None:
        """Open an incident with all that is suggested, or attach it to the one that goes on there."""
        one = self.suggested.row(self.suggestion_table.key()) if self.suggestion_table.key() else None
        one = one or next(iter(self.suggested.rows), None)
        if one is not None:
            chosen = one
            self.suggested.remove([chosen.key])
            self._joining |= {*chosen.complaints}
            self.jobs.act(self, lambda: self._join(chosen), self._done, self._not_joined)

    def ask_change(self) -> None:
        """A strip with what is said of the incident."""
        one = self._open_one(self._may_close or self._may_sign)
        if one is None:
            return
        strip = ChangeStrip(self.seat, one, self._may_close, self)

        def work() -> Callable[[], Incident]:
            fields, note = strip.changes(), strip.note.text()
            known = self.going.row(one.id) or one
            return lambda: incidents.change(self.seat, one.id, known.revision, note, **fields)

        self.open_strip(strip, work, lambda made: f"{made.number} 已更改。")

    def sign(self) -> None:
        """The company signs for the incident as a whole; signed for already, it is there."""
        one = self._open_one(self._may_sign)
        if one is None:
            return
        word, act = ("签收", incidents.sign) if one.signed_at is None else ("到场", incidents.arrive)
        self.jobs.act(self, lambda: f"{one.number} 已{word}，{act(self.seat, one.id)} 件。", self._done, self.tell)

    def ask_close(self) -> None:
        """A strip that asks for the cause; all that is attached is then reported with it."""
        one = self._open_one(self._may_close)
        if one is None:
            return
        strip = CloseStrip(one, len(self.attached.rows), self)

        def work() -> Callable[[], Closing]:
            cause, answer = strip.cause.toPlainText(), strip.answer.text()
            known = self.going.row(one.id) or one
            return lambda: incidents.close(self.seat, one.id, known.revision, cause, answer)

        self.open_strip(strip, work, lambda done: _closed_words(done, self.seat.rules))

    def ask_attach(self) -> None:
        """A strip for the number of one more complaint."""
        one = self._open_one(self._may_join)
        if one is None:
            return
        strip = AttachStrip(one, self)

        def work() -> Callable[[], str]:
            number = strip.number.text()

            def act() -> str:
                many = incidents.attach(self.seat, one.id, [show_complaint(self.seat, number).id])
                return f"{number.strip()} 已并入 {one.number}。" if many else f"{number.strip()} 早已并入。"

            return act

        self.open_strip(strip, work, str)

    def ask_detach(self) -> None:
        """A strip that asks why the complaint stood on has another cause; it then gets a slip of its own."""
        row = self._attached_row()
        if row is None or not self._may_leave:
            return
        strip = WordsStrip(f"移出 {row.number}", "为什么不是同一原因", "移出", parent=self)

        def work() -> Callable[[], object]:
            reason = strip.words
            return lambda: incidents.detach(self.seat, row.id, reason)

        self.open_strip(strip, work, lambda _left: f"{row.number} 已移出。")

    def copy_notice(self) -> None:
        """Put the work group's text on the clipboard, for a group without a robot."""
        one = self.incident
        if one is None:
            return
        try:
            text = incident_text(self.seat, one, len(self.attached.rows))
        except BadInput as error:
            self.tell(error)
            return
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"{one.number} 群通知已复制，可粘贴到工作群")

    def _join(self, one: Suggestion) -> str:
        if one.incident_id is not None:
            many = incidents.attach(self.seat, one.incident_id, one.complaints)
            return f"{incidents.show(self.seat, one.incident_id).number} 又并入 {many} 件。"
        made = incidents.open_incident(self.seat, one.spot, one.category, one.complaints, company_id=one.company_id)
        company = self.seat.directory.companies[made.company_id].short_name
        return f"{made.number} 已开，{len(one.complaints)} 件一次派给{company}。"

    def strip_opened(self, opened: bool) -> None:
        if opened and self.strip is not None:
            self.strip.setFixedWidth(round(STRIP_EM * self.fontMetrics().height()))

    def strip_refused(self, strip: Strip, error: WarmlineError) -> None:
        super().strip_refused(strip, error)
        self.read()  # it may have moved on under the hand

    def go_home(self) -> None:
        self.table.setFocus()

    # what comes back

    def _done(self, words: str) -> None:
        self.said.emit(words)
        self.read()

    def _show(self, found: tuple[list[Suggestion], list[Incident]]) -> None:
        self.suggested.replace(found[0])
        self.going.replace(found[1])
        if self._wanted is not None:
            self.table.choose(self._wanted)
        self._stand()

    def _stand(self) -> None:
        """Read what is attached to the incident stood on."""
        self._paint()
        one = self.incident
        if one is None:
            self.attached.replace([])
        else:
            id = one.id
            self.jobs.look_up(
                self, "attached", lambda: incidents.complaints_of(self.seat, id), self._show_attached, self.tell
            )

    def _show_attached(self, rows: list[QueueRow]) -> None:
        self.attached.replace(rows)
        self._paint()

    def _not_joined(self, error: WarmlineError) -> None:
        self._joining.clear()
        self.tell(error)
        self.read()

    def tell(self, error: WarmlineError) -> None:
        super().tell(error)
        self._soon()

    def _soon(self, *_changed: object) -> None:
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _on_incident(self, key: UUID) -> None:
        self._wanted = key
        self._stand()

    def _open_one(self, may: bool) -> Incident | None:
        one = self.incident
        return one if may and one is not None and one.state is IncidentState.OPEN else None

    def _attached_row(self) -> QueueRow | None:
        key = self.attached_table.key()
        return self.attached.row(key) if key else None

    def _paint(self) -> None:
        self.lists.paint(self.incident)


def _closed_words(done: Closing, rules: Rules) -> str:
    refund = f"；{incidents.refund_words(rules)}" if done.incident.refund else ""
    others = f"，另有 {done.others} 件退单或挂账仍需单独办理" if done.others else ""
    return f"{done.incident.number} 已结束，待回访 {done.call_backs} 件，已结 {done.closed} 件{others}{refund}。"
