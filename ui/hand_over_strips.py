"""What handing over and taking over ask for: things to know, remarks, and a reason where somebody stands in."""

from PySide6.QtWidgets import QWidget

from app.hand_over_records import Sheet
from app.shift_records import Shift
from ui.form_strip import FormStrip


class SealStrip(FormStrip):
    """Words of several lines, and the reason once it is asked for."""

    def __init__(
        self, title: str, submit: str, field: tuple[str, str, str], reason: bool, parent: QWidget | None = None
    ) -> None:
        """``field``: the name that errors give it, its word and its hint; ``reason``: whether it is asked for now."""
        super().__init__(title, submit, parent)
        self.field = self.add_text(*field)
        self.why = self.add_row("reason", "原因", "代班长交接，或提前交班的原因")
        self.rows["reason"].setVisible(reason)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.field.toPlainText()

    @property
    def reason(self) -> str:
        """Why somebody stands in, or so early."""
        return self.why.text()


def hand_over_strip(shift: Shift, reason: bool) -> SealStrip:
    """Things to know, typed by the leader who goes."""
    field = ("note", "需知事项", "交给下一班的话：谁家要优先、哪里在检修、答应了什么")
    return SealStrip(f"交班 {shift.words}：封签以后不能再改", "交班并封签", field, reason)


def sign_strip(sheet: Sheet, reason: bool) -> SealStrip:
    """Remarks of the leader who comes."""
    field = ("remarks", "接班意见", "看过以后有什么要说的；没有可空")
    return SealStrip(f"接班：签收 {sheet.number}", "阅毕签收", field, reason)
