"""The strips of the section 复核: the score sheet of one complaint, and how many to draw."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.errors import BadInput, WarmlineError
from app.review_records import FULL, Sampled, ScoreItem
from ui.fields import LineField, TextField
from ui.form_strip import FormStrip
from ui.strip import Strip
from ui.style import set_look

NARROW_EM = 2.4
"""Width of a field for points, in lines of the font."""


class ScoreStrip(Strip):
    """One field an item, full points to begin with; the sum is counted while one types."""

    def __init__(self, one: Sampled, items: Sequence[ScoreItem], parent: QWidget | None = None) -> None:
        again = f" · 第 {one.sheet.round + 1} 轮" if one.sheet else ""
        super().__init__(f"评分 {one.number} {one.name}{again}", "提交评分", parent)
        self.items = list(items)
        before = {item.code: item.points for item in one.sheet.items} if one.sheet else {}
        self.fields: dict[str, LineField] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for at, item in enumerate(self.items):
            field = LineField("", self)
            field.setObjectName(item.code)
            field.setAccessibleName(f"{item.name}，满分 {item.weight}")
            field.setToolTip(item.basis)
            field.setFixedWidth(round(self.fontMetrics().height() * NARROW_EM))
            field.setText(str(min(before.get(item.code, item.weight), item.weight)))
            field.textChanged.connect(self._count)
            field.entered.connect(lambda _text: self.focusNextChild())
            self.fields[item.code] = field
            of = QLabel(f"/ {item.weight}", self)
            set_look(of, "muted")
            word = QLabel(item.name, self)
            word.setBuddy(field)
            word.setToolTip(item.basis)
            grid.addWidget(word, at, 0)
            grid.addWidget(field, at, 1)
            grid.addWidget(of, at, 2)
        self.total = QLabel(self)
        set_look(self.total, "strong")
        grid.addWidget(QLabel("合计", self), len(self.items), 0)
        grid.addWidget(self.total, len(self.items), 1, 1, 2)
        self.body.addLayout(grid)
        if one.sheet and one.sheet.answer:
            said = QLabel(f"申述：{one.sheet.answer}", self)
            said.setWordWrap(True)
            set_look(said, "accent")
            self.body.addWidget(said)
        self.feedback = TextField("评语，本人可见；扣了分必须写", 3, self)
        self.feedback.setObjectName("feedback")
        self.feedback.setFixedHeight(self.feedback.minimumHeight())
        self.body.addWidget(self.feedback)
        self._count()

    def points(self) -> dict[str, int]:
        """What was typed. BadInput with the item's code as its field for what is no number up to its weight."""
        found: dict[str, int] = {}
        for item in self.items:
            text = self.fields[item.code].text().strip()
            if not (text.isascii() and text.isdigit()) or int(text) > item.weight:
                raise BadInput(f"“{item.name}”填 0–{item.weight} 的整数。", field=item.code)
            found[item.code] = int(text)
        return found

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        field = self.fields.get(error.field or "")
        if field is not None:
            field.setFocus()
            field.selectAll()
        elif error.field == "feedback":
            self.feedback.setFocus()

    def start(self) -> None:
        first = next(iter(self.fields.values()))
        first.setFocus()
        first.selectAll()

    def _count(self) -> None:
        typed = [field.text().strip() for field in self.fields.values()]
        good = [int(text) for text in typed if text.isascii() and text.isdigit()]
        self.total.setText(f"{sum(good)} / {FULL}" if len(good) == len(typed) else f"— / {FULL}")


class DrawStrip(FormStrip):
    """How many complaints of each person are drawn."""

    def __init__(self, each: int, drawn: int | None, parent: QWidget | None = None) -> None:
        super().__init__("抽取质检", "抽取", parent)
        self.each = self.add_row("each", "每人", text=str(max(each, drawn or 0)))
        if drawn is None:
            self.add_note("种子由服务器定，随日志保存；用它可以重新抽出同样的样本。")
        else:
            self.add_note(f"已按每人 {drawn} 件抽过；多抽的添在后面，原来的不变。")

    def count(self) -> int:
        """What was typed. BadInput(field="each") for what is no number."""
        text = self.each.text().strip()
        if not (text.isascii() and text.isdigit()):
            raise BadInput("每人抽 1–20 件。", field="each")
        return int(text)

    def start(self) -> None:
        super().start()
        self.each.selectAll()
