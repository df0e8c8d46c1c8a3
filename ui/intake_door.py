"""The strip of the form that sends a caller to the right door: taken down and referred, or not accepted, in one act."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.drafts import Draft
from app.records import Act, State
from app.referral import doors_named, find_authorities
from app.seat import Seat
from app.states import allowed
from ui.choice_list import Choice
from ui.choice_row import ChoiceRow
from ui.linkage_strips import DoorStrip, door_choice

WAYS = {False: "转办", True: "不予受理"}
HINTS = {False: "告知了什么（可空，缺省为上面的话）", True: "不予受理的原因"}


class IntakeDoor(DoorStrip):
    """Keeps its part of the draft; ``edited`` by hand only. What the caller spoke of stands first in the list."""

    edited = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(Act.REFER, lambda: seat.rules, parent)
        can = allowed(seat, State.WAITING)
        self.offered = Act.REFER in can
        self.refuses: ChoiceRow[bool] = ChoiceRow("处理", WAYS, parent=self)
        self.refuses.setVisible(Act.REFUSE in can)
        self.refuses.choose(False)
        self.body.insertWidget(2, self.refuses)
        self._spoken = ""
        self.door.field.textChanged.connect(self._on_edit)
        self.door.chosen.connect(self._on_edit)
        self.field.textChanged.connect(self._on_edit)
        self.refuses.picked.connect(self._on_way)

    def show_draft(self, draft: Draft) -> None:
        """Show what the draft has."""
        known = self._rules().authorities.get(draft.door)
        with QSignalBlocker(self):
            self.reset()
            self.door.set_choice(draft.door if known else None, known.name if known else draft.door)
            self.show_words(known)
            self.field.setText(draft.door_words)
            self.refuses.choose(draft.door_refuses)
            self._name_way()
        self._spoken = draft.text

    def read_into(self, draft: Draft) -> Draft:
        """The draft with what stands here."""
        self._spoken = draft.text
        return replace(
            draft, door=self.authority, door_words=self.field.text(), door_refuses=self.refuses.value() is True
        )

    def _choices(self, words: str) -> list[Choice]:
        found = find_authorities(self._rules(), words)
        if not words.strip():
            named = doors_named(self._rules(), self._spoken)
            found = [*named, *(one for one in found if one not in named)]
        return [door_choice(one) for one in found]

    def _on_edit(self, _now: object) -> None:
        self.edited.emit()

    def _on_way(self) -> None:
        self._name_way()
        self.field.setFocus()
        self.edited.emit()

    def _name_way(self) -> None:
        refuses = self.refuses.value() is True
        self.field.setPlaceholderText(HINTS[refuses])
        self.name_act("不予受理" if refuses else "已告知，转办")
