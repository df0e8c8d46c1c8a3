"""The strips of the page 规则 for single values: a setting, a step of a threshold, an authority's phones and words."""

import re

from PySide6.QtWidgets import QWidget

from app.errors import BadInput
from app.form_book import set_field
from app.incident_groups import Threshold
from app.incident_thresholds import KIND_WORDS, put_threshold, remove_threshold
from app.records import Authority, FieldKind, FormField, IncidentKind
from app.referral import add_authority, put_authority
from app.rule_settings import SettingNow, set_setting
from app.seat import Seat
from ui.choice_row import ChoiceRow
from ui.rule_sections import DOOR_MARKS
from ui.rule_strips import RuleStrip, Work

NEW_DOOR = Authority(code="", name="", phones=(), matters=(), words="", emergency=False, mark="P")
_SPLIT = re.compile(r"[,，、;；\n]+")  # no blanks: 0530-560 9999


class SettingStrip(RuleStrip):
    """One value of the settings."""

    def __init__(self, setting: SettingNow, parent: QWidget | None = None) -> None:
        super().__init__("修改设置", "保存修改", parent)
        self._line = setting.line
        self.add_note(setting.line.name, "strong")
        self.add_row("value", "新值", text=setting.words)
        self.add_reason()
        self.add_note(setting.basis)

    def work(self, seat: Seat) -> Work:
        typed, reason = self.text("value"), self.text("reason")
        return lambda: set_setting(seat, self._line, typed, reason)


class FieldStrip(RuleStrip):
    """A field of a short form: what it is called and takes, and whether it must be there; its kind stays."""

    def __init__(self, one: FormField, parent: QWidget | None = None) -> None:
        super().__init__(f"修改登记表 {one.category} {one.label}", "保存修改", parent)
        self._field = one
        self.add_row("label", "栏目", text=one.label)
        self.add_row("hint", "提示", "可空", text=one.hint)
        if one.kind is FieldKind.CHOICE:
            self.add_row("choices", "选项", "用顿号分开", text="、".join(one.choices))
        elif one.kind in (FieldKind.WHOLE, FieldKind.DECIMAL):
            self.add_row("least", "最小", text="" if one.least is None else f"{one.least:f}")
            self.add_row("most", "最大", text="" if one.most is None else f"{one.most:f}")
        elif one.kind is FieldKind.TEXT:
            self.add_row("most", "最多几字", text="" if one.most is None else f"{one.most:f}")
        self.required: ChoiceRow[bool] = ChoiceRow("必填", {True: "填了表就必填", False: "可空"}, parent=self)
        self.required.choose(one.required)
        self.body.addWidget(self.required)
        self.add_reason()
        self.required.picked.connect(self.rows["reason"].field.setFocus)
        self.add_note("已填的登记表不变。")

    def work(self, seat: Seat) -> Work:
        typed = {name: self.text(name) for name in ("choices", "least", "most") if name in self.rows}
        choices = _SPLIT.split(typed["choices"]) if "choices" in typed else None
        label, hint, reason = self.text("label"), self.text("hint"), self.text("reason")
        least, most, required = typed.get("least", ""), typed.get("most", ""), self.required.value()
        if not label.strip():
            raise BadInput("请填写栏目名称。", field="label")
        return lambda: set_field(seat, self._field, reason, label, hint, choices, least, most, required)


class ThresholdStrip(RuleStrip):
    """A step of a threshold, a new one (of the kind given) or one that is there."""

    def __init__(self, step: Threshold, new: bool, parent: QWidget | None = None) -> None:
        super().__init__(
            "添加一档门槛" if new else f"修改{KIND_WORDS[step.kind]}门槛", "添加" if new else "保存修改", parent
        )
        self._replaces = None if new else step
        self.kind: ChoiceRow[IncidentKind] = ChoiceRow("地点", KIND_WORDS, columns=3, parent=self)
        self.kind.choose(step.kind)
        self.kind.setVisible(new)
        self.body.addWidget(self.kind)
        self.add_row("min_homes", "从几户起", "这样大小的地点", text="" if new else str(step.min_homes))
        self.add_row("calls", "几户反映", text=str(step.calls))
        self.add_row("minutes", "几分钟内", text=str(step.minutes))
        self.add_reason()
        self.rows["note"] = self.rows["reason"]

    def work(self, seat: Seat) -> Work:
        homes, calls, minutes = (self._number(name) for name in ("min_homes", "calls", "minutes"))
        kind = self.kind.value() or IncidentKind.STATION
        wanted, replaces, reason = Threshold(kind, homes, calls, minutes), self._replaces, self.text("reason")
        return lambda: put_threshold(seat, wanted, reason, replaces)

    def _number(self, name: str) -> int:
        text = self.text(name).strip()
        if not text.isascii() or not text.isdecimal() or len(text) > 7:
            raise BadInput("请填写整数。", field=name)
        return int(text)


class RemovalStrip(RuleStrip):
    """Takes a step of a threshold away, with the reason."""

    done = "已去掉，旧的留在修改记录里"

    def __init__(self, step: Threshold, parent: QWidget | None = None) -> None:
        super().__init__(f"去掉{KIND_WORDS[step.kind]} {step.min_homes} 户起的一档", "去掉", parent)
        self._step = step
        self.add_reason()
        self.rows["note"] = self.rows["reason"]

    def work(self, seat: Seat) -> Work:
        step, reason = self._step, self.text("reason")
        return lambda: remove_threshold(seat, step, reason)


class DoorStrip(RuleStrip):
    """An authority's name, phones, matters and what to say; whether it was verified. ``door`` None: a new one."""

    def __init__(self, door: Authority | None, parent: QWidget | None = None) -> None:
        super().__init__("修改转办单位" if door else "添加转办单位", "保存修改" if door else "添加", parent)
        self._code = door.code if door else None
        door = door or NEW_DOOR
        self.add_row("name", "名称", text=door.name)
        self.add_row("phones", "电话", "多个用顿号分开，可空", text="、".join(door.phones))
        self.matters = self.add_text("matters", "事项", "用顿号分开", 2, "、".join(door.matters))
        self.words = self.add_text("words", "怎么说", "读给来电人的话", 4, door.words)
        self.mark: ChoiceRow[str] = ChoiceRow("核实", DOOR_MARKS, columns=3, parent=self)
        self.mark.choose(door.mark)
        self.body.addWidget(self.mark)
        self.add_row("note", "修改依据", "来函、电话核实等；留在记录里")
        self.mark.picked.connect(self.rows["note"].field.setFocus)

    def work(self, seat: Seat) -> Work:
        fields = {
            "name": self.text("name"),
            "phones": _SPLIT.split(self.text("phones")),
            "matters": _SPLIT.split(self.matters.toPlainText()),
            "words": self.words.toPlainText(),
            "mark": self.mark.value() or "P",
        }
        note, code = self.text("note"), self._code
        if code is None:
            return lambda: add_authority(seat, note, **fields)
        return lambda: put_authority(seat, code, note, **fields)
