"""The strips of what companies and supervisors settle: a ruling, an extension, supervision, the right door."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import WarmlineError
from app.extensions import days_left
from app.records import Act, Authority, Complaint
from app.referral import find_authorities, words_of
from app.rules import Rules
from app.supervision import LEVELS
from ui.choice_list import Choice
from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.pick_row import PickRow
from ui.strip import CompanyStrip, Strip, WordsStrip
from ui.style import set_look


class RulingStrip(CompanyStrip):
    """A supervisor sends what a company returned: with a ruling, which binds and needs its reason, or without."""

    def __init__(self, companies: dict[int, str], chosen: int | None, parent: QWidget | None = None) -> None:
        super().__init__(companies, chosen, parent)
        self.ruling: ChoiceRow[bool] = ChoiceRow("裁定", {False: "否", True: "是，不能再退"}, parent=self)
        self.ruling.choose(False)
        self.body.insertWidget(1, self.ruling)
        self.company.picked.connect(self.ruling.setFocus)
        self.ruling.picked.connect(self._on_ruling)

    @property
    def binding(self) -> bool:
        """Whether the company may not return it."""
        return self.ruling.value() is True

    def _on_ruling(self) -> None:
        why = "裁定理由" if self.binding else self.WHY
        self.reason.setPlaceholderText(why)
        self.reason.setAccessibleName(why)
        if self.binding:
            self.reason.setFocus()


class ExtensionStrip(WordsStrip):
    """How many more working days, by digit, and why."""

    def __init__(self, rules: Rules, complaint: Complaint, parent: QWidget | None = None) -> None:
        super().__init__("申请延期", "为什么要延期", "申请延期", parent=parent)
        left = days_left(rules, complaint)
        self.days: ChoiceRow[int] = ChoiceRow("工作日", dict.fromkeys(range(1, left + 1), "天"), parent=self)
        self.days.choose(complaint.extension_asked)
        self.days.picked.connect(self.field.setFocus)
        self.body.insertWidget(0, self.days)

    def start(self) -> None:
        self.days.setFocus()


class SuperviseStrip(WordsStrip):
    """Which level, by digit, and why; the level never falls."""

    def __init__(self, complaint: Complaint, parent: QWidget | None = None) -> None:
        super().__init__("督办", "督办原因和要求", "督办", parent=parent)
        self.level: ChoiceRow[int] = ChoiceRow("级别", dict.fromkeys(LEVELS, "级"), parent=self)
        self.level.choose(min(complaint.supervise_level + 1, LEVELS[-1]))
        self.level.picked.connect(self.field.setFocus)
        self.body.insertWidget(0, self.level)

    def start(self) -> None:
        self.level.setFocus()


class DoorStrip(Strip):
    """Which authority, found while one types, with the words to say in sight; for a refusal the reason too."""

    def __init__(self, act: Act, rules: Callable[[], Rules], parent: QWidget | None = None) -> None:
        refusal = act is Act.REFUSE
        super().__init__("不予受理" if refusal else "转办", "不予受理" if refusal else "已告知，转办", parent)
        self._rules = rules
        self.door = PickRow("单位", "事项、单位、电话或拼音", self._choices, self)
        self.door.field.setObjectName("authority")
        self.say = QLabel(self)
        self.say.setWordWrap(True)
        self.say.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self.say, "strong")
        self.say.hide()
        self.field = LineField("不予受理的原因" if refusal else "告知了什么（可空，缺省为上面的话）", self)
        self.field.setObjectName("note")
        for part in (self.door, self.say, self.field):
            self.body.addWidget(part)
        self.door.chosen.connect(self._on_door)
        self.door.passed.connect(self.field.setFocus)
        self.field.entered.connect(lambda _text: self.submit())

    @property
    def authority(self) -> str:
        """The code of what was chosen, else what was typed: the act says what is wrong with that."""
        return str(self.door.key) if self.door.key is not None else self.door.field.text()

    def start(self) -> None:
        self.door.field.setFocus()
        if self.door.key is None and not self.door.field.text():
            self.door.open_list()

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if error.field == "authority":
            self.door.field.setFocus()

    def _choices(self, words: str) -> list[Choice]:
        return [door_choice(one) for one in find_authorities(self._rules(), words)]

    def _on_door(self, code: object) -> None:
        self.show_words(self._rules().authorities.get(str(code)) if code is not None else None)

    def show_words(self, door: Authority | None) -> None:
        """The phones and the words to say; an emergency's stand out."""
        if door is not None:
            self.say.setText(words_of(door))
            set_look(self.say, "strong-danger" if door.emergency else "strong")
        self.say.setVisible(door is not None)


def door_choice(one: Authority) -> Choice:
    """An authority as a list offers it."""
    words = "、".join((*(phone for phone in one.phones if phone not in one.name), *one.matters))
    return Choice(one.code, one.name, words, "紧急" if one.emergency else "")
