"""The strips of the section 排班: a person for a place, and the roster of a season made from a pattern."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.day_words import read_day
from app.errors import BadInput, WarmlineError
from app.records import Person
from app.shift_patterns import Pattern
from app.shift_records import Shift
from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.form_strip import FormStrip
from ui.person_pick import PersonPick

NUMERALS = "一二三四五六七八"
GO_ON = 0
"""Stands for the rhythm going on, in the row of crews."""


class TurnStrip(FormStrip):
    """Who is put where; a shift that runs already asks for the reason."""

    def __init__(
        self,
        shift: Shift,
        where: str,
        people: list[Person],
        marks: dict[int, str],
        runs: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"{shift.words} · {where}", "排上", parent)
        self.kept_as = ""  # a name alone, and the roster may be another by then
        self.person = PersonPick("谁", people, marks, self)
        self.body.addWidget(self.person)
        self._reason: LineField | None = None
        if runs:
            self._reason = self.add_row("note", "原因", "当班的改动要写明原因，如 临时替班")
            self.person.passed.connect(self._reason.setFocus)
        else:
            self.person.passed.connect(self.submit)

    def picked(self) -> Person:
        """Who was picked. Errors: BadInput(field="person")."""
        found = self.person.person
        if found is None:
            raise BadInput("请选一个人。", field="person")
        return found

    @property
    def note(self) -> str:
        """Why, where it is asked for."""
        return self._reason.text() if self._reason is not None else ""

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if error.field in ("person", "seat", "leader"):
            self.person.fail(error.sentence)
            self.error.hide()
            self.person.field.setFocus()

    def start(self) -> None:
        self.person.field.setFocus()
        self.person.open_list()


class ReasonStrip(FormStrip):
    """A change of a shift that runs already: why."""

    def __init__(self, title: str, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent)
        self._reason = self.add_row("note", "原因", "当班的改动要写明原因")
        self._reason.entered.connect(lambda _text: self.submit())

    @property
    def note(self) -> str:
        """What was typed."""
        return self._reason.text()


class SeasonStrip(FormStrip):
    """From when to when, by which pattern, which crew begins; ``changed`` asks for a count of what would be made."""

    changed = Signal()

    def __init__(
        self,
        first: date,
        last: date,
        patterns: dict[str, Pattern],
        pattern: str,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("按班制生成排班", "生成", parent)
        self.kept_as = ""  # it begins with what there is to make
        self._patterns, self._today = patterns, today
        self._days = {
            "from": self.add_row("from", "从", "2026-11-15", text=str(first)),
            "to": self.add_row("to", "到", "2027-03-15", text=str(last)),
        }
        self.pattern: ChoiceRow[str] = ChoiceRow(
            "班制", {code: one.name for code, one in patterns.items()}, columns=1, parent=self
        )
        self.pattern.choose(pattern)
        self.body.addWidget(self.pattern)
        most = max(one.crews for one in patterns.values())
        crews = {GO_ON: "接着"} | {crew: f"{NUMERALS[crew - 1]}组" for crew in range(1, most + 1)}
        self.crew: ChoiceRow[int] = ChoiceRow("起头", crews, columns=3, parent=self)
        self.crew.choose(GO_ON)
        self.body.addWidget(self.crew)
        self.told = self.add_note("")
        for field in self._days.values():
            field.textChanged.connect(self.changed)
        self.pattern.picked.connect(self.changed)
        self.crew.picked.connect(self.changed)
        self.pattern.picked.connect(self.crew.setFocus)

    def days(self) -> tuple[date, date]:
        """First and last day. Errors: BadInput (field from, to)."""
        return self._day("from"), self._day("to")

    @property
    def first_crew(self) -> int | None:
        """The crew that begins its cycle on the first day; None: the rhythm goes on."""
        return self.crew.value() or None

    def fail(self, error: WarmlineError) -> None:
        names = {"dates": "to", "day": "from"}
        super().fail(type(error)(error.sentence, field=names.get(error.field or "", error.field or "")))

    def _day(self, name: str) -> date:
        return read_day(self._days[name].text(), self._today, name)
