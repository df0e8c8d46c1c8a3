"""What the shift log asks for: a typed entry, and as what and where the log is taken out."""

from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from app.errors import BadInput
from app.log_orders import ORDER_WORDS, LogOrder
from app.records import EntryKind
from app.shift_log import Entry
from app.shift_words import ENTRY_WORDS
from ui.choice_row import ChoiceRow
from ui.documents import in_documents
from ui.form_strip import FormStrip

WORKBOOK = "xlsx"


class EntryStrip(FormStrip):
    """Its kind by one digit, then its words. ``entry``: the version that is amended."""

    def __init__(self, title: str, entry: Entry | None = None, parent: QWidget | None = None) -> None:
        super().__init__(title, "更正" if entry else "记入日志", parent)
        self.kind: ChoiceRow[EntryKind] = ChoiceRow("种类", ENTRY_WORDS, parent=self)
        self.kind.choose(entry.kind if entry else EntryKind.OTHER)
        self.body.addWidget(self.kind)
        self.text = self.add_text("text", "内容", "什么时候、谁、什么事、怎么处理的", 3, entry.text if entry else "")
        self.kind.picked.connect(self.text.setFocus)
        self._amends = entry is not None
        self.text.moveCursor(QTextCursor.MoveOperation.End)

    def start(self) -> None:
        (self.text if self._amends else self.kind).setFocus()


class DayStrip(FormStrip):
    """To which day the log is to jump, and there to which shift; Enter goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("跳到哪一天的日志", "打开", parent)
        self.kept_as = ""
        self.day = self.add_row("day", "哪天", "昨天、11-20、11-20 夜班、2026-11-20 2")
        self.day.entered.connect(lambda _text: self.submit())


class ExportStrip(FormStrip):
    """As PDF in one of its orders or as a workbook, phone numbers masked unless there is a reason, and the file."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        """``name``: of the file, without folder and ending."""
        super().__init__(title, "导出", parent)
        self.kept_as = ""
        forms: dict[LogOrder | str, str] = {
            **{order: f"PDF {words}" for order, words in ORDER_WORDS.items()},
            WORKBOOK: "Excel 表格",
        }
        self.form: ChoiceRow[LogOrder | str] = ChoiceRow("导出为", forms, columns=4, parent=self)
        self.phones: ChoiceRow[bool] = ChoiceRow("电话", {False: "遮盖中间", True: "完整，须写原因"}, parent=self)
        self.form.choose(LogOrder.TIME)
        self.phones.choose(False)
        self.body.addWidget(self.form)
        self.body.addWidget(self.phones)
        self.file = self.add_row("file", "文件", "文件夹与文件名", text=str(in_documents(f"{name}.pdf")))
        self.why = self.add_row("reason", "原因", "为什么要带电话号码；会记入事件")
        self.rows["reason"].hide()
        self.form.picked.connect(self._on_form)
        self.phones.picked.connect(self._on_phones)

    @property
    def path(self) -> Path:
        """Where the file goes. Errors: BadInput(field="file")."""
        typed = self.file.text().strip()
        ending = WORKBOOK if self.form.value() == WORKBOOK else "pdf"
        if not typed or Path(typed).suffix.lower() != f".{ending}":
            raise BadInput(f"文件名请以 .{ending} 结尾。", field="file")
        return Path(typed)

    def start(self) -> None:
        self.form.setFocus()

    def _on_form(self) -> None:
        ending = WORKBOOK if self.form.value() == WORKBOOK else "pdf"
        typed = self.file.text().strip()
        if typed:
            self.file.setText(str(Path(typed).with_suffix(f".{ending}")))
        self.phones.setFocus()

    def _on_phones(self) -> None:
        self.rows["reason"].setVisible(self.phones.value() is True)
        (self.why if self.phones.value() else self.file).setFocus()
