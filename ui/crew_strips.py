"""Strips of the section 排班 for what rosters are made from: a crew, a pattern of shifts, and a team's plan."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.crew_words import crew_line, read_crew
from app.day_words import read_day
from app.errors import BadInput, WarmlineError
from app.pattern_words import cycle_line, free_code, pattern_sentence, read_cycle, read_slots, slots_line
from app.records import Person
from app.shift_patterns import Pattern
from app.shift_plans import Plan
from app.shift_records import Duty, Member
from ui.choice_row import ChoiceRow
from ui.form_strip import FormStrip
from ui.roster_strips import NUMERALS
from ui.style import set_look

CREWS = range(1, len(NUMERALS) + 1)


def crew_words(crew: int) -> str:
    """``二组``."""
    return f"{NUMERALS[crew - 1]}组"


class CrewStrip(FormStrip):
    """One crew in one field; nobody in it retires the crew. What is understood is said while one types."""

    def __init__(self, people: Sequence[Person], members: Sequence[Member], parent: QWidget | None = None) -> None:
        super().__init__("班组", "保存", parent)
        self._people, self._members = people, members
        self._names = {one.id: one.name for one in people}
        self.crew: ChoiceRow[int] = ChoiceRow("班组", {crew: crew_words(crew) for crew in CREWS}, 3, self)
        self.body.addWidget(self.crew)
        self.field = self.add_text("members", "成员", "周岚 1、吴敏 2、郑班长 ★", rows=3)
        self.told = self.add_note("")
        self.reason = self.add_row("note", "说明", "可空")
        self.reason.entered.connect(lambda _text: self.submit())
        self.field.textChanged.connect(self._tell)
        self.crew.picked.connect(self._show_crew)
        self.crew.choose(1)
        self._fill()

    def duties(self) -> list[Duty]:
        """Who was typed. Errors: BadInput(field="members")."""
        return read_crew(self.field.toPlainText(), self._people)

    @property
    def number(self) -> int:
        """The crew that is put."""
        return self.crew.value() or 1

    def fail(self, error: WarmlineError) -> None:
        in_crew = error.field in ("person", "seat", "leader")
        super().fail(type(error)(error.sentence, field="members") if in_crew else error)

    def start(self) -> None:
        self.crew.setFocus()

    def put_back(self, words: Mapping[str, str]) -> None:
        self._tell()

    def _show_crew(self) -> None:
        self._fill()
        self.field.setFocus()

    def _fill(self) -> None:
        mine = [one.duty for one in self._members if one.crew == self.number]
        self.field.setPlainText(crew_line(mine, self._names))
        self._tell()

    def _tell(self) -> None:
        try:
            duties = self.duties()
        except WarmlineError as error:
            self._say(error.sentence, "warning")
            return
        others = {one.duty.person_id: one.crew for one in self._members if one.crew != self.number}
        moved = [
            f"{self._names[one.person_id]}从{crew_words(others[one.person_id])}移来"
            for one in duties
            if one.person_id in others
        ]
        had = any(one.crew == self.number for one in self._members)
        if duties:
            self._say("；".join([f"{len(duties)} 人：{_crew_sentence(duties, self._names)}", *moved]), "muted")
        else:
            self._say(f"没有人，保存即撤销{crew_words(self.number)}。" if had else "这个班组还没有人。", "muted")
        self.name_act("保存" if duties or not had else f"撤销{crew_words(self.number)}")

    def _say(self, words: str, look: str) -> None:
        self.told.setText(words)
        set_look(self.told, look)


class PatternStrip(FormStrip):
    """A new pattern, or one by which no shift was made yet, begun from another; told in a sentence while one types."""

    def __init__(self, patterns: Mapping[str, Pattern], parent: QWidget | None = None) -> None:
        super().__init__("登记班制", "登记", parent)
        self._patterns = patterns
        self.base: ChoiceRow[str] = ChoiceRow("照着", {code: one.name for code, one in patterns.items()}, 1, self)
        self.body.addWidget(self.base)
        self.name = self.add_row("name", "名称", "四班三运转")
        self.slots = self.add_row("slots", "班次", "白班 8-20、夜班 20-8")
        self.cycle = self.add_row("cycle", "轮班", "白 夜 休，一个班组每天上什么班")
        self.crews = self.add_row("crews", "班组数", "3")
        self.told = self.add_note("")
        self.code = self.add_row("code", "代号", "小写字母、数字、_", text=free_code(patterns))
        self.reason = self.add_row("note", "说明", "可空")
        self.reason.entered.connect(lambda _text: self.submit())
        for field in (self.name, self.slots, self.cycle, self.crews):
            field.textChanged.connect(self._tell)
        self.base.picked.connect(self._begin)

    def pattern(self) -> Pattern:
        """What was typed. Errors: BadInput (field name, slots, cycle, crews, code)."""
        name, code, crews = (field.text().strip() for field in (self.name, self.code, self.crews))
        if not name:
            raise BadInput("请写班制的名称。", field="name")
        slots = read_slots(self.slots.text())
        cycle = read_cycle(self.cycle.text(), slots)
        if not (crews.isascii() and crews.isdigit()):
            raise BadInput("班组数是 1–8 的整数。", field="crews")
        found = Pattern(code, name, int(crews), cycle, slots, self.reason.text().strip())
        found.check()
        return found

    def fail(self, error: WarmlineError) -> None:
        super().fail(type(error)(error.sentence, field="code") if error.field == "pattern" else error)

    def start(self) -> None:
        self.base.setFocus()

    def _begin(self) -> None:
        base = self._patterns[self.base.value() or ""]
        self.slots.setText(slots_line(base.slots))
        self.cycle.setText(cycle_line(base.cycle, base.slots))
        self.crews.setText(str(base.crews))
        for field in (self.slots, self.cycle):
            field.setCursorPosition(0)
        self.name.setFocus()

    def _tell(self) -> None:
        try:
            self.told.setText(pattern_sentence(self.pattern()))
            set_look(self.told, "muted")
        except WarmlineError as error:
            typed = all(field.text().strip() for field in (self.name, self.slots, self.cycle, self.crews))
            self.told.setText(error.sentence if typed else "")
            set_look(self.told, "warning")


class PlanStrip(FormStrip):
    """From which day on the team works by which pattern."""

    def __init__(
        self,
        patterns: Mapping[str, Pattern],
        plans: Sequence[Plan],
        company_id: int | None,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("换班制", "换班制", parent)
        self._today = today
        self.day = self.add_row("day", "从", "12-1，明天或以后")
        self.pattern: ChoiceRow[str] = ChoiceRow("班制", {code: one.name for code, one in patterns.items()}, 1, self)
        self.body.addWidget(self.pattern)
        self.reason = self.add_row("note", "说明", "可空")
        self.reason.entered.connect(lambda _text: self.submit())
        self.pattern.picked.connect(self.reason.setFocus)
        own = sorted((one for one in plans if one.company_id == company_id), key=lambda one: one.starts_on)
        begun = [one for one in own if one.starts_on <= today][-1:]
        said = [
            f"{one.starts_on} 起 {patterns[one.pattern].name}" for one in own if one in begun or one.starts_on > today
        ]
        self.add_note("；".join(said) if said else "没有自己的班制，随热线。")
        self.add_note("那天起已排的班要撤去，换后请再生成。", "warning")

    def asked(self) -> tuple[date, str]:
        """Day and pattern. Errors: BadInput (field day, pattern)."""
        day, code = read_day(self.day.text(), self._today, "day"), self.pattern.value()
        if code is None:
            raise BadInput("请选一个班制。", field="pattern")
        return day, code


def _crew_sentence(duties: Sequence[Duty], names: Mapping[int, str]) -> str:
    parts = []
    for one in duties:
        seat = f"{one.seat_number} 号 " if one.seat_number else ""
        parts.append(f"{seat}{names[one.person_id]}{'（班长）' if one.leader else ''}")
    return "，".join(parts)
