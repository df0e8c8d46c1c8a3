"""The form of a new complaint, one column in the order of the conversation. It shows one draft of the keeper's."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.draft_answers import closes, toggled
from app.drafts import Draft
from app.records import Act, Category, State
from app.referral import NOT_OURS
from app.sending import Wish
from app.states import allowed
from ui.article_index import ArticleIndex
from ui.caller_history import CallerHistory
from ui.draft_keeper import DraftKeeper
from ui.intake_door import IntakeDoor
from ui.intake_fields import IntakeFields
from ui.intake_layout import IntakeLayout
from ui.intake_looks import look, show_form
from ui.intake_sending import IntakeSending
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.knowledge_side import KnowledgeSide
from ui.notice_block import NoticeBlock
from ui.place_picker import PlaceIndex
from ui.strip import Strip, WordsStrip

ROOMY_EM = 28  # of the form's height, in lines of the font: less shows the question of an answer alone
NOTICE_EM = 4  # more of it, where a notice stands there too


class IntakeForm(IntakeSending):
    """Follows ``keeper.chosen``. Nothing typed is lost on any error: the sentence stands under the field at fault."""

    opened = Signal(str)  # number of a complaint to look at

    def __init__(
        self,
        keeper: DraftKeeper,
        index: PlaceIndex,
        jobs: Jobs,
        parent: QWidget | None = None,
        answers: ArticleIndex | None = None,
    ) -> None:
        super().__init__(keeper, jobs, parent)
        self.fields = IntakeFields(self.seat, index, self)
        self.phone, self.place, self.flat = self.fields.phone, self.fields.place, self.fields.flat
        self.category, self.text, self.flags = self.fields.category, self.fields.text, self.fields.flags
        self.history = CallerHistory(self.seat, jobs, self)
        self.knowledge = KnowledgeSide(answers or ArticleIndex(self.seat, jobs, self), jobs, self)
        self.notices = NoticeBlock(index.notices, self)
        self.answer = WordsStrip("直接答复", "怎样答复的", "答复并结案", parent=self)
        self.answer.field.setObjectName("answer")
        self.door = IntakeDoor(self.seat, self)
        self.wish = Wish.DISPATCH if Act.DISPATCH in allowed(self.seat, State.WAITING) else Wish.TAKE
        self.parts = IntakeLayout(self)
        self._connect()
        self._show(None)
        index.ready.connect(lambda: jobs.look_up(self, "warm up", self.fields.warm_up, lambda _nothing: None))

    # what the window asks

    def back(self) -> bool:
        """Esc: fold the answer, the door or a list away, what was typed stays; False when nothing was open."""
        if self.fields.close_list():
            return True
        if not self.knowledge.back():
            if self._strip is None:
                return False
            self._open_strip(None)
        self.text.field.setFocus()
        return True

    def directory_changed(self) -> None:
        """Company, station and liability may be others now."""
        self._look()

    # the draft and the fields

    def _show(self, draft_id: UUID | None) -> None:
        draft = self._keeper.draft(draft_id)
        self._draft = draft
        self.parts.busy(draft is not None and draft.id in self._sending)
        self.parts.body.setEnabled(draft is not None and draft.id not in self._sending)
        self.parts.show_saved(draft)
        if draft is None:
            return
        self.fields.show_draft(draft)
        self.answer.reset()
        with QSignalBlocker(self.answer.field):
            self.answer.field.setPlainText(draft.answer)
        self.door.show_draft(draft)
        self.knowledge.offer.show_told(draft.told)
        self._open_strip(self.door if draft.to_door else self.answer if closes(draft, self.seat.rules) else None)
        self.parts.fail(draft.refused)
        self._show_category()
        self._look()
        self.fields.focus_first()

    def _edited(self) -> None:
        if self._draft is None:
            return
        known = self._keeper.draft(self._draft.id) or self._draft
        typed = self.door.read_into(self.fields.read_into(known))
        self._draft = replace(typed, answer=self.answer.words, refused="")
        self._keeper.put(self._draft)
        self.parts.fail("")
        self._look()
        self._show_form()

    def _look(self) -> None:
        """What is known of the place, the caller and the flat, while one types."""
        look(self, self._draft)

    def _on_category(self) -> None:
        category = self._show_category()
        if category is None:
            return
        if category.secret and not self.flags.secret.isChecked():
            self.flags.secret.setChecked(True)
            self._edited()
        if category.answer_at_once:
            self.open_answer(focus=False)
        elif category.code == NOT_OURS:
            self.open_door(focus=False)

    def _show_category(self) -> Category | None:
        code = str(self.category.key or "")
        category = self.seat.rules.categories.get(code)
        self.fields.show_form(code if category else "", self._draft.form if self._draft else {})
        self._show_form()
        self.history.show_category(category)
        return category

    def _show_form(self) -> None:
        """What the form filled in so far means: the limit of its matter, and who is likely to be liable."""
        show_form(self, self._draft)

    # what becomes of it

    def open_answer(self, focus: bool = True) -> None:
        """Ask for the words of the answer; Ctrl+Enter then answers and closes."""
        if self._draft is None or Act.ANSWER not in allowed(self.seat, State.WAITING):
            return
        self._open_strip(self.answer)
        if focus:
            self.answer.start()

    def use_article(self) -> None:
        """F6: the answer beside the form becomes the caller's; once more takes it back. It closes the complaint only
        where answers usually do, else it is kept as told, and the complaint goes its way."""
        article, offer = self.knowledge.offer.current, self.knowledge.offer
        if self._draft is None or not self._free_to_act:
            return
        if article is None:
            self.said.emit(f"没有合适的问答，{cap('report_missing')} 可报告缺哪一条")
            return
        self._edited()
        self._draft = toggled(self._draft, article, offer.last_told())
        self._keeper.put(self._draft)
        with QSignalBlocker(self.answer.field):
            self.answer.field.setPlainText(self._draft.answer)
        offer.show_told(self._draft.told)
        if self._strip is not self.answer and closes(self._draft, self.seat.rules):
            self.open_answer(focus=False)
        self._show_told()

    def open_door(self, focus: bool = True) -> None:
        """Ask for the right door; Ctrl+Enter then takes the call down and refers it. No category yet: none of ours."""
        if self._draft is None or not self.door.offered:
            return
        self._open_strip(self.door)
        not_ours = self.seat.rules.categories.get(NOT_OURS)
        if self.category.key is None and not self.category.field.text() and not_ours is not None:
            self.category.set_choice(NOT_OURS, not_ours.name)
            self._show_category()
            self._edited()
        if focus:
            self.door.start()

    def _open_strip(self, strip: Strip | None) -> None:
        self._strip = strip
        self._make_room()
        self.knowledge.give_way(strip is self.door)
        for one in (self.answer, self.door):
            one.setVisible(strip is one)
        self.parts.buttons.setVisible(strip is None)
        self._show_told()

    def _show_told(self) -> None:
        """What goes with the complaint though it doesn't close it; the answer's own strip shows it by itself."""
        self.parts.show_told(self._draft.answer if self._draft and self._strip is not self.answer else "")

    def drop(self) -> None:
        """Throw the draft away; the keeper can bring it back."""
        if self._draft is not None and self._draft.id not in self._sending:
            self._keeper.drop(self._draft.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        lines = ROOMY_EM + (NOTICE_EM if self.notices.first else 0)
        self.knowledge.make_room(self.height() >= self.fontMetrics().height() * lines, self._strip is self.answer)

    # wiring

    def _connect(self) -> None:
        self.fields.edited.connect(self._edited)
        self.fields.category_chosen.connect(self._on_category)
        self.answer.field.textChanged.connect(self._edited)
        self.history.opened.connect(self.opened)
        self.history.remind_asked.connect(self.remind)
        self.knowledge.offer.use_asked.connect(self.use_article)
        self.knowledge.said.connect(self.said)
        self.knowledge.left.connect(self.text.field.setFocus)
        self.notices.found.connect(self._make_room)
        self.knowledge.bind_to(self)
        self.history.offer.attach_asked.connect(self.attach)
        self.answer.submitted.connect(lambda: self._send(Wish.ANSWER))
        self.answer.cancelled.connect(self.back)
        self.door.edited.connect(self._edited)
        self.door.submitted.connect(lambda: self._send(Wish.TAKE, to_door=True))
        self.door.cancelled.connect(self.back)
        self._keeper.chosen.connect(self._show)
        self._keeper.kept.connect(self._on_kept)
        self._keeper.troubled.connect(self.parts.show_trouble)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        for name, slot in (
            ("dispatch", self.submit),
            ("answer", self.open_answer),
            ("refer", self.open_door),
            ("remind_open", self.remind),
            ("attach_incident", self.attach),
            ("use_article", self.use_article),
            ("channel", self.flags.open_channels),
            ("drop_draft", self.drop),
        ):
            bind(self, name, slot)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        self.parts.follow(old, new)
        if old is not None and self.isAncestorOf(old):
            self._keeper.flush()

    def _on_kept(self, draft: Draft) -> None:
        if self._draft is not None and draft.id == self._draft.id:
            self.parts.show_saved(draft)
