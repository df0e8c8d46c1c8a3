"""What becomes of the draft in the form: dispatched, answered, sent into an incident or to a door, or a reminder."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from app.draft_answers import said_of
from app.drafts import Draft
from app.errors import WarmlineError
from app.incidents import Incident
from app.intake import remind
from app.records import Complaint, QueueRow
from app.sending import Sent, Wish
from app.spool import Queued
from ui.caller_history import CallerHistory
from ui.done_words import sent_words
from ui.draft_keeper import DraftKeeper
from ui.fields import composing
from ui.intake_door import IntakeDoor
from ui.intake_fields import IntakeFields
from ui.intake_layout import IntakeLayout
from ui.jobs import Jobs
from ui.strip import Strip, WordsStrip


class IntakeSending(QFrame):
    """The form's way out. On its way, a draft can be neither changed nor sent a second time."""

    sent = Signal(object)  # Sent: stored; its slip is to be printed
    said = Signal(str)  # what became of it, for the status line
    reminded = Signal(object)  # Complaint that a reminder was added to

    fields: IntakeFields
    history: CallerHistory
    answer: WordsStrip
    door: IntakeDoor
    parts: IntakeLayout
    wish: Wish

    def __init__(self, keeper: DraftKeeper, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = keeper.seat
        self._keeper, self._jobs = keeper, jobs
        self._draft: Draft | None = None
        self._sending: set[UUID] = set()
        self._strip: Strip | None = None  # in place of the buttons

    def _edited(self) -> None:
        """Take over what stands in the fields."""

    @property
    def _free_to_act(self) -> bool:
        """Not on its way already, and no input method holds a candidate."""
        on_its_way = self._draft is None or self._draft.id in self._sending
        return not on_its_way and not composing(QApplication.focusWidget())

    def submit(self) -> None:
        """Ctrl+Enter: dispatch, or what the open strip is for."""
        if composing(QApplication.focusWidget()):
            return
        if self._strip is not None:
            self._strip.submit()
        else:
            self._send(self.wish)

    def attach(self, incident: Incident | None = None) -> None:
        """F5: save it into the incident that runs there, in one go; the company knows of it by that one dispatch."""
        offer = self.history.offer
        target = incident or offer.first
        if not self._free_to_act:
            return
        if target is None:
            self.said.emit("这个地点没有进行中的片区事件")
        elif not offer.may_attach:
            self.said.emit("您的岗位不能并入片区事件")
        else:
            self._send(self.wish, target)

    def _send(self, wish: Wish, incident: Incident | None = None, to_door: bool = False) -> None:
        draft = self._draft
        if draft is None or draft.id in self._sending:
            return
        self._edited()
        into = str(incident.id) if incident else ""
        draft = replace(self._keeper.draft(draft.id) or draft, refused="", incident=into, to_door=to_door)
        self._sending.add(draft.id)
        self.parts.busy(True)

        def done(result: Sent | Queued) -> None:
            self._free(draft.id)
            if isinstance(result, Queued):
                self.said.emit("数据库离线：已存入本机待同步，恢复后自动提交并编号")
            else:
                self.said.emit(sent_words(result))
                self.sent.emit(result)

        self._keeper.submit(draft, wish, done, partial(self._refused, draft.id))

    def _refused(self, draft_id: UUID, error: WarmlineError) -> None:
        """It was not stored: said at its field, or with the draft where another one is worked on by now."""
        self._free(draft_id)
        left = self._keeper.draft(draft_id)
        if self._draft is not None and self._draft.id == draft_id:
            self.fail(error)
        elif left is not None:
            self._keeper.put(replace(left, refused=error.sentence))
            self.said.emit(error.sentence)
        self.history.offer.read()  # it may have been closed under the hand

    def _free(self, draft_id: UUID) -> None:
        self._sending.discard(draft_id)
        if self._draft is None or self._draft.id == draft_id:
            self.parts.busy(False)
            self.parts.body.setEnabled(self._draft is not None)
            self.answer.reset()
            self.door.reset()

    def fail(self, error: WarmlineError) -> None:
        """Say what is wrong at the field at fault and go there; without a field, above the buttons."""
        if error.field in ("answer", "note", "authority"):
            strip = self.door if self._strip is self.door else self.answer
            strip.fail(error)
            strip.start()
            return
        self.answer.reset()
        self.door.reset()
        if self.fields.form.fail(error.field, error.sentence):
            return
        row = self.fields.rows.get(error.field or "")
        if row is None:
            self.parts.fail(error.sentence)
            return
        row.fail(error.sentence)
        row.field.setFocus()

    def remind(self, row: QueueRow | None = None) -> None:
        """F4: count this call as a reminder of what is open already, instead of a second complaint."""
        target = row or self.history.first_open
        if self._draft is None or not self._free_to_act:
            return
        if target is None:
            self.said.emit("这个电话和这户没有未结的诉求，不能催办")
            return
        self._edited()
        draft = self._draft
        self._sending.add(draft.id)
        self.parts.busy(True)

        def done(complaint: Complaint) -> None:
            self._free(draft.id)
            self._keeper.drop(draft.id)  # its words can be brought back
            self.said.emit(f"已催办 {complaint.number}（第 {complaint.reminders} 次）")
            self.reminded.emit(complaint)

        told = said_of(draft)
        self._jobs.act(
            self, lambda: remind(self.seat, target.id, draft.text, told), done, partial(self._refused, draft.id)
        )
