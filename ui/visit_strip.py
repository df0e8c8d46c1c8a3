"""The strip in which a visit is entered from the sheet: by keyboard alone, in the order of the paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import WarmlineError
from app.room_records import Instrument, RoomKind, Signed, Visit, VisitOutcome
from app.rules import CITY_TIME
from app.temperature_words import OUTCOME_WORDS, ROOM_WORDS, SIGNED_WORDS
from app.visit_form import VisitForm, reading_words
from ui.choice_list import Choice
from ui.choice_row import ChoiceRow
from ui.fields import LineField
from ui.form_strip import FormStrip
from ui.pick_row import PickRow


class InstrumentPick(PickRow):
    """One of a company's instruments; the calibration that ran out is said at once, and refuses nothing."""

    def __init__(self, instruments: Sequence[Instrument], today: date, parent: QWidget) -> None:
        self._tools, self._today = instruments, today
        super().__init__("仪器", "编号，↓ 列出" if instruments else "还没有登记仪器", self._choices, parent)
        self.chosen.connect(lambda _key: self._warn())

    @property
    def tool(self) -> Instrument | None:
        """The one picked, or typed in full."""
        typed = self.field.text().strip().casefold()
        return next((one for one in self._tools if one.id == self.key or one.number.casefold() == typed), None)

    def take(self, id: int | None) -> None:
        """Show this one as picked; None: the only one there is, if there is one only."""
        found = next((one for one in self._tools if one.id == id), None)
        if found is None and id is None and len(self._tools) == 1:
            found = self._tools[0]
        self.set_choice(found.id if found else None, found.number if found else "")
        self._warn()

    def _choices(self, typed: str) -> list[Choice]:
        wanted = typed.strip().casefold()
        return [
            Choice(one.id, one.number, one.model, "▲ 检定过期" if one.out_of_date(self._today) else "")
            for one in self._tools
            if wanted in f"{one.number}{one.model}".casefold()
        ]

    def _warn(self) -> None:
        tool = self.tool
        old = tool is not None and tool.out_of_date(self._today)
        self.say(f"▲ 检定 {tool.valid_until} 已过期" if tool and old else "", "warning")


class VisitStrip(FormStrip):
    """``form()`` is what stands in it. ``rules_cause``: the supervisor says whether a refusal had a cause."""

    def __init__(
        self,
        title: str,
        submit: str,
        instruments: Sequence[Instrument],
        today: date,
        shown: VisitForm,
        amends: bool = False,
        rules_cause: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, submit, parent)
        self.outcome: ChoiceRow[VisitOutcome] = ChoiceRow("结果", OUTCOME_WORDS, columns=4, parent=self)
        self.instrument = InstrumentPick(instruments, today, self)
        self.room: ChoiceRow[RoomKind] = ChoiceRow("房间", ROOM_WORDS, parent=self)
        self.centre: ChoiceRow[bool] = ChoiceRow("中央", {True: "是", False: "否"}, parent=self)
        self.company_signed: ChoiceRow[Signed] = ChoiceRow("企业", SIGNED_WORDS, parent=self)
        self.user_signed: ChoiceRow[Signed] = ChoiceRow("用户", SIGNED_WORDS, parent=self)
        self.cause: ChoiceRow[bool] = ChoiceRow("理由", {True: "正当", False: "不正当"}, parent=self)
        self.tester, self.arrived = self._field("tester", "检测人", "姓名"), self._field("arrived", "上门", "14:05")
        self.shut, self.outdoor = self._field("shut", "关门窗", "13:00"), self._field("outdoor", "室外 ℃", "-2.5")
        self.high = self._field("height", "离地 米", "1")
        self.company_reason = self._field("company_reason", "企业说", "企业为什么拒绝签字")
        self.user_reason = self._field("user_reason", "用户说", "用户为什么拒绝")
        self.body.addWidget(self.outcome)
        self._beside(self.rows["tester"], self.rows["arrived"])
        self._beside(self.instrument, self.rows["height"])
        self._beside(self.room, self.centre)
        self._beside(self.rows["shut"], self.rows["outdoor"])
        self.readings = self.add_row("readings", "读数", "14:05 16.8，14:15 16.5；最后一个是稳定读数")
        self._beside(self.company_signed, self.user_signed)
        self.body.addWidget(self.rows["company_reason"])
        self._beside(self.rows["user_reason"], self.cause)
        self.note = self.add_row("note", "备注", "可空")
        self.why = self.add_row("reason", "原因", "为什么更正；原来的一版仍在") if amends else None
        self._rules_cause = rules_cause
        self._choices: dict[str, ChoiceRow[Any]] = {
            "outcome": self.outcome, "room": self.room, "centre": self.centre,
            "company_signed": self.company_signed, "user_signed": self.user_signed, "cause": self.cause,
        }  # fmt: skip
        for row in self._choices.values():
            row.picked.connect(self._fit)
        self._show(shown)
        for choice, after in (
            (self.outcome, self.tester),
            (self.room, self.centre),
            (self.centre, self.shut),
        ):
            choice.picked.connect(after.setFocus)
        self.instrument.passed.connect(self.high.setFocus)
        for signed, reason, following in (
            (self.company_signed, self.company_reason, self.user_signed),
            (self.user_signed, self.user_reason, self.note),
        ):
            signed.picked.connect(partial(self._after, signed, reason, following))

    def form(self) -> VisitForm:
        """What stands in the strip."""
        tool = self.instrument.tool
        return VisitForm(
            outcome=self.outcome.value() or VisitOutcome.TESTED,
            tester=self.tester.text(),
            arrived=self.arrived.text(),
            instrument_id=tool.id if tool else None,
            room=self.room.value(),
            shut=self.shut.text(),
            height=self.high.text(),
            centre=self.centre.value(),
            readings=self.readings.text(),
            outdoor=self.outdoor.text(),
            company_signed=self.company_signed.value(),
            company_reason=self.company_reason.text(),
            user_signed=self.user_signed.value(),
            user_reason=self.user_reason.text(),
            cause=self.cause.value(),
            note=self.note.text(),
        )

    def start(self) -> None:
        (self.tester if not self.tester.text() else self.why or self.tester).setFocus()

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        choice = self._choices.get(error.field or "")
        if choice is not None:
            choice.setFocus()
        elif error.field == "instrument":
            self.instrument.fail(error.sentence)
            self.error.hide()
            self.instrument.field.setFocus()

    def reset(self) -> None:
        super().reset()
        self.instrument.clear_error()

    def put_back(self, words: Mapping[str, str]) -> None:
        self.instrument.clear_error()
        self.instrument.take(self.instrument.tool.id if self.instrument.tool else None)
        self._fit()

    def _show(self, form: VisitForm) -> None:
        for field, words in (
            (self.tester, form.tester),
            (self.arrived, form.arrived),
            (self.shut, form.shut),
            (self.high, form.height),
            (self.readings, form.readings),
            (self.outdoor, form.outdoor),
            (self.company_reason, form.company_reason),
            (self.user_reason, form.user_reason),
            (self.note, form.note),
        ):
            field.setText(words)
            field.setCursorPosition(0)
        self.outcome.choose(form.outcome)
        self.room.choose(form.room)
        self.centre.choose(form.centre)
        self.company_signed.choose(form.company_signed)
        self.user_signed.choose(form.user_signed)
        self.cause.choose(form.cause)
        self.instrument.take(form.instrument_id)
        self._fit()

    def _fit(self) -> None:
        """Ask only for what this outcome needs."""
        tested = self.outcome.value() is VisitOutcome.TESTED
        for name in ("shut", "outdoor", "readings", "height"):
            self.rows[name].setVisible(tested)
        self.instrument.setVisible(tested)
        for choice in (self.room, self.centre, self.company_signed, self.user_signed):
            choice.setVisible(tested)
        refused = self.outcome.value() is VisitOutcome.USER_REFUSED or (
            tested and self.user_signed.value() is Signed.REFUSED
        )
        self.rows["user_reason"].setVisible(refused)
        self.cause.setVisible(refused and self._rules_cause)
        self.rows["company_reason"].setVisible(tested and self.company_signed.value() is Signed.REFUSED)

    def _after(self, choice: ChoiceRow[Signed], reason: LineField, following: QWidget) -> None:
        (reason if choice.value() is Signed.REFUSED else following).setFocus()

    def _field(self, name: str, word: str, hint: str) -> LineField:
        """A field of one line that is put in its place afterwards."""
        field = self.add_row(name, word, hint)
        self.body.removeWidget(self.rows[name])
        return field

    def _beside(self, left: QWidget, right: QWidget) -> None:
        """Two parts in one line."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for part in (left, right):
            line.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)


def shown_visit(visit: Visit) -> VisitForm:
    """A visit as it is typed, to be corrected."""
    return VisitForm(
        outcome=visit.outcome,
        tester=visit.tester,
        arrived=f"{visit.arrived_at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}",
        instrument_id=visit.instrument_id,
        room=visit.room,
        shut=f"{visit.shut_since.astimezone(CITY_TIME):%Y-%m-%d %H:%M}" if visit.shut_since else "",
        height=f"{(visit.height_cm or 100) / 100:g}",
        centre=True if visit.stable else None,
        readings=reading_words(visit.readings),
        outdoor="" if visit.outdoor is None else f"{visit.outdoor.normalize():f}",
        company_signed=visit.company_signed or Signed.SIGNED,
        company_reason=visit.company_reason,
        user_signed=visit.user_signed,
        user_reason=visit.user_reason,
        cause=visit.cause,
        note=visit.note,
    )
