"""What the section 问答 asks for: an answer with all that belongs to it."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.day_words import read_day
from app.errors import WarmlineError
from app.knowledge import Article, NewArticle
from app.knowledge_words import MARK_WORDS
from app.records import Person
from ui.choice_row import ChoiceRow
from ui.form_strip import FormStrip
from ui.person_pick import PersonPick


class ArticleStrip(FormStrip):
    """A new answer, or the next version of ``before``."""

    def __init__(
        self, writers: list[Person], today: date, before: Article | None = None, parent: QWidget | None = None
    ) -> None:
        title = f"修改 {before.number} 号问答，旧的一版仍在" if before else "添加问答"
        super().__init__(title, "存为新版本" if before else "添加", parent)
        self._today = today
        newest = before.newest if before else None
        columns, whole, left, right = QHBoxLayout(), self.body, QVBoxLayout(), QVBoxLayout()
        columns.setSpacing(16)
        for column, width in ((left, 3), (right, 2)):
            column.setSpacing(6)
            columns.addLayout(column, width)
        whole.addLayout(columns)
        self.body = left  # side by side: the smallest screen has no room for ten rows
        self.question = self.add_row("question", "问题", "用户怎么问的", text=newest.question if newest else "")
        self.answer = self.add_text("answer", "答复", "念给用户听的话", 4, newest.answer if newest else "")
        self.basis = self.add_row("basis", "依据", "法规、标准的第几条；建议可空", text=newest.basis if newest else "")
        self.mark: ChoiceRow[str] = ChoiceRow("出处", MARK_WORDS, parent=self)
        self.mark.choose(newest.mark if newest else "P")
        self.mark.picked.connect(self._on_mark)
        self.body.addWidget(self.mark)
        left.addStretch(1)
        self.body = right
        codes = " ".join(newest.categories) if newest else ""
        self.categories = self.add_row("categories", "类别", "如 B1 D2，用空格分开", text=codes)
        words = " ".join(newest.words) if newest else ""
        self.words = self.add_row("words", "查找词", "用户会说的别的词，用空格分开", text=words)
        self.valid_from = self.add_row("valid_from", "生效", "可空", text=_text(newest.valid_from if newest else None))
        self.valid_until = self.add_row(
            "valid_until", "失效", "最后一天，可空", text=_text(newest.valid_until if newest else None)
        )
        self.owner = PersonPick("负责人", writers, parent=self)
        if before is not None and before.owner_id is not None:
            self.owner.set_choice(before.owner_id, before.owner)
        self.body.addWidget(self.owner)
        self.note = self.add_row("note", "说明", "改了什么，可空")
        self.rows["note"].setVisible(before is not None)
        right.addStretch(1)
        self.body = whole
        self.owner.passed.connect(self.note.setFocus if before else self.submit)

    def typed(self) -> NewArticle:
        """What stands in the form. Errors: BadInput(field="valid_from", "valid_until")."""
        person = self.owner.person
        return NewArticle(
            question=self.question.text(),
            answer=self.answer.toPlainText(),
            basis=self.basis.text(),
            mark=self.mark.value() or "P",
            categories=self.categories.text(),
            words=self.words.text(),
            valid_from=self._day("valid_from", self.valid_from.text()),
            valid_until=self._day("valid_until", self.valid_until.text()),
            note=self.note.text(),
            owner_id=person.id if person else None,
        )

    def fail(self, error: WarmlineError) -> None:
        super().fail(error)
        if error.field == "owner":
            self.owner.fail(error.sentence)
            self.error.hide()
            self.owner.field.setFocus()
        elif error.field == "mark":
            self.mark.setFocus()

    def _day(self, field: str, typed: str) -> date | None:
        return read_day(typed, self._today, field) if typed.strip() else None

    def _on_mark(self) -> None:
        self.categories.setFocus()


def _text(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
