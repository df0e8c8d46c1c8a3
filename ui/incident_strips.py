"""The strips of the page 片区事件: what is said of an incident, and its end."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import BadInput, WarmlineError
from app.incidents import Incident
from app.moment_words import read_moment, read_past, until_short
from app.rules import CITY_TIME
from app.seat import Seat
from ui.fields import LineField, TextField
from ui.form_row import FormRow
from ui.strip import Strip


class IncidentStrip(Strip):
    """Rows whose errors stand below the field at fault; what has no field stands below them all."""

    def __init__(self, title: str, submit: str, parent: QWidget | None = None) -> None:
        super().__init__(title, submit, parent)
        self.rows: dict[str, FormRow[Any]] = {}

    def add_line(self, name: str, word: str, hint: str = "", text: str = "") -> LineField:
        """A line; ``name`` is what errors call it. Enter leads to the next field."""
        field = LineField(hint, self)
        field.setText(text)
        field.entered.connect(lambda _text: self.focusNextChild())
        self._add(name, FormRow(word, field, self))
        return field

    def add_text(self, name: str, word: str, hint: str = "", text: str = "") -> TextField:
        """Several lines."""
        field = TextField(hint, 3, self)
        field.setFixedHeight(field.minimumHeight())
        field.setPlainText(text)
        self._add(name, FormRow(word, field, self))
        return field

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        row = self.rows.get(error.field or "")
        if row is not None:
            self.error.hide()
            row.fail(error.sentence)
            row.field.setFocus()

    def start(self) -> None:
        next(iter(self.rows.values())).field.setFocus()

    def _add(self, name: str, row: FormRow[Any]) -> None:
        self.rows[name] = row
        self.body.addWidget(row)


class ChangeStrip(IncidentStrip):
    """What is read out, expected end, beginning, homes and cause; the first and the beginning are the hotline's."""

    def __init__(self, seat: Seat, one: Incident, answers: bool, parent: QWidget | None = None) -> None:
        """``answers``: this person may change what is read out."""
        super().__init__(f"更改 {one.number}", "保存更改", parent)
        self._seat = seat
        self.incident = one
        self._end = until_short(one.expected_end) if one.expected_end else ""
        self._beginning = f"{one.began_at.astimezone(CITY_TIME):%m-%d %H:%M}"
        self.answer = (
            self.add_text("canned_answer", "告知", "对来电人统一怎么说", one.canned_answer) if answers else None
        )
        self.until = self.add_line("until", "恢复", "18:00、明天 6:30、3小时；空为未知", self._end)
        self.began = (
            self.add_line("began", "开始", "何时停热：14:05、昨天 14:05；退费按它算", self._beginning)
            if answers
            else None
        )
        self.homes = self.add_line("homes", "户数", "约影响几户", str(one.homes or ""))
        self.cause = self.add_line("cause", "原因", "现在知道的原因", one.cause)
        self.note = self.add_line("note", "说明", "可空：消息从哪里来")

    def changes(self) -> dict[str, Any]:
        """The fields that were changed. Errors: BadInput with the field."""
        one = self.incident
        found: dict[str, Any] = {}
        if self.answer is not None and self.answer.toPlainText() != one.canned_answer:
            found["canned_answer"] = self.answer.toPlainText()
        if self.until.text().strip() != self._end:
            found["expected_end"] = read_moment(self.until.text(), self._seat.now(), "until")
        if self.began is not None and self.began.text().strip() != self._beginning:
            began = read_past(self.began.text(), self._seat.now(), "began")
            if began is None:
                raise BadInput("请填写何时开始停热。", field="began")
            found["began_at"] = began
        typed = self.homes.text().strip() or "0"
        if not typed.isdecimal():
            raise BadInput("户数是数字。", field="homes")
        if int(typed) != one.homes:
            found["homes"] = int(typed)
        if self.cause.text() != one.cause:
            found["cause"] = self.cause.text()
        if not found:
            raise BadInput("还没有改动什么。")
        return found


class CloseStrip(IncidentStrip):
    """The cause, which becomes the report of every complaint, and what may be said in public."""

    def __init__(self, one: Incident, many: int, parent: QWidget | None = None) -> None:
        """``many``: complaints attached."""
        super().__init__(f"{one.number} 已恢复：{many} 件一次反馈", "已恢复，列入回访", parent)
        self.kept_as = f"{one.number} 已恢复"
        self.cause = self.add_text("cause", "原因", "原因和处理；作为每件诉求的反馈", one.cause)
        self.answer = self.add_line("public_answer", "答复", "公开答复，可空：由原因写成")


class AttachStrip(IncidentStrip):
    """One more complaint, by its number."""

    def __init__(self, one: Incident, parent: QWidget | None = None) -> None:
        super().__init__(f"并入 {one.number}", "并入", parent)
        self.number = self.add_line("number", "编号", "诉求编号，如 20261120-0038")
