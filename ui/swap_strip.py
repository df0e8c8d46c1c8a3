"""The strip that asks for a swap: one's own shift, with whom, for which of theirs or for nothing, and why."""

from collections.abc import Hashable, Mapping
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import BadInput, WarmlineError
from app.records import Person
from app.shift_records import Shift
from ui.choice_list import Choice
from ui.form_strip import FormStrip
from ui.person_pick import PersonPick
from ui.pick_row import PickRow

STAND_IN = "只请对方替班，不换"


class ShiftPick(PickRow):
    """A shift of somebody, by its day or name; ``shift`` is what was picked, None for nothing in return."""

    keeps = False

    def __init__(self, word: str, hint: str, parent: QWidget | None = None, in_return: bool = False) -> None:
        self._in_return = in_return
        self._shifts: dict[Hashable, Shift] = {}
        super().__init__(word, hint, self._choices, parent)

    @property
    def shift(self) -> Shift | None:
        """What was picked."""
        return self._shifts.get(self.key) if self.key is not None else None

    def offer(self, shifts: list[Shift], chosen: UUID | None = None) -> None:
        """Choose among these from now on."""
        self._shifts = {shift.id: shift for shift in shifts}
        found = self._shifts.get(chosen) if chosen else None
        self.set_choice(found.id if found else None, found.words if found else "")

    def _choices(self, typed: str) -> list[Choice]:
        wanted = "".join(typed.split())
        found = [
            Choice(key, shift.words, f"周{'一二三四五六日'[shift.day.weekday()]}", shift.holiday)
            for key, shift in self._shifts.items()
            if wanted in "".join(shift.words.split()) or wanted in str(shift.day)
        ]
        return [Choice("", STAND_IN), *found] if self._in_return and not wanted else found


class SwapStrip(FormStrip):
    """``shifts`` of the team to come, with their rosters; ``me`` asks."""

    def __init__(
        self, me: int, people: list[Person], shifts: list[Shift], chosen: UUID | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("申请换班", "申请", parent)
        self._shifts = shifts
        self._people = [one for one in people if one.id != me]
        own = [shift for shift in shifts if shift.place_of(me)]
        self._me = me
        self.own = ShiftPick("让出", "自己的哪个班，↓ 列出" if own else "今后没有排您的班", self)
        self.own.offer(own, chosen)
        self.person = PersonPick("对方", self._people, parent=self)
        self.other = ShiftPick("换来", "对方的哪个班，↓ 列出；不填就是替班", self, in_return=True)
        for row in (self.own, self.person, self.other):
            self.body.addWidget(row)
        self.reason = self.add_row("note", "原因", "双方和批准的人能看到")
        self.own.chosen.connect(lambda _key: self._offer_people())
        self.own.passed.connect(self.person.field.setFocus)
        self.person.chosen.connect(lambda _key: self._offer_theirs())
        self.person.passed.connect(self.other.field.setFocus)
        self.other.passed.connect(self.reason.setFocus)
        self.reason.entered.connect(lambda _text: self.submit())
        self._offer_people()

    def asked(self) -> tuple[Shift, int, Shift | None, str]:
        """Own shift, the other one, theirs or None, and why. Errors: BadInput (field own, person)."""
        shift, person = self.own.shift, self.person.person
        if shift is None:
            raise BadInput("请选自己的一个班。", field="shift")
        if person is None:
            raise BadInput("请选跟谁换。", field="person")
        return shift, person.id, self.other.shift, self.reason.text()

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        row = {"shift": self.own, "person": self.person}.get(error.field or "")
        if row is not None:
            row.fail(error.sentence)
            self.error.hide()
            row.field.setFocus()

    def start(self) -> None:
        (self.person if self.own.shift else self.own).field.setFocus()

    def put_back(self, words: Mapping[str, str]) -> None:
        self._offer_people()
        self._offer_theirs()

    def _offer_people(self) -> None:
        """Who is on duty in that shift can't take it."""
        shift = self.own.shift
        there = {duty.person_id for duty in shift.duties} if shift else set()
        self.person.offer([one for one in self._people if one.id not in there])

    def _offer_theirs(self) -> None:
        """Their shifts in which one is not on duty oneself."""
        person = self.person.person
        theirs = [
            shift for shift in self._shifts if person and shift.place_of(person.id) and not shift.place_of(self._me)
        ]
        self.other.offer(theirs)
