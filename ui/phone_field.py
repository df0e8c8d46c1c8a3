"""The caller's number: kept as typed, understood while one types, never in the way of typing on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import BadInput
from app.phones import Phone, PhoneKind, read_phone
from ui.fields import LineField
from ui.form_row import FormRow

KIND_WORDS = {
    PhoneKind.MOBILE: "手机",
    PhoneKind.LANDLINE: "座机",
    PhoneKind.SHORT: "短号",
    PhoneKind.WITHHELD: "匿名",
    PhoneKind.FOREIGN: "境外",
}


def phone_words(phone: Phone) -> str:
    """What is known of a number: 移动 · 菏泽, 座机 · 菏泽, 匿名, 短号."""
    return " · ".join(part for part in (phone.carrier or KIND_WORDS[phone.kind], phone.place) if part)


class PhoneRow(FormRow[LineField]):
    """``understood`` carries the Phone, or None while the text is no number (yet)."""

    understood = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("来电", LineField("手机、座机、短号；没有显示时填“匿名”"), parent)
        self.area_code = "0530"
        self.phone: Phone | None = None
        self.field.textChanged.connect(self._on_text)
        self.field.editingFinished.connect(self._on_left)

    def _on_text(self, text: str) -> None:
        try:
            self.phone = read_phone(text, self.area_code) if text.strip() else None
        except BadInput:
            self.phone = None  # half a number; said only when the field is left
        self.say(phone_words(self.phone) if self.phone else "")
        self.understood.emit(self.phone)

    def _on_left(self) -> None:
        if not self.field.text().strip() or self.phone is not None:
            return
        try:
            read_phone(self.field.text(), self.area_code)
        except BadInput as error:
            self.fail(error.sentence)
