"""What the city and the companies say, beside the form: blocks such as the notices in force, then the fitting answer.

Whoever has a further block puts it above the answers with ``add_block``; the side is hidden while all of them are.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from uuid6 import uuid7

from app.errors import WarmlineError
from app.knowledge import Article
from app.knowledge_reports import report
from app.records import Community
from ui.article_index import ArticleIndex
from ui.article_offer import ArticleOffer
from ui.fields import LineField
from ui.form_row import FormRow
from ui.jobs import Jobs
from ui.keys import bind


class KnowledgeSide(QWidget):
    """``offer`` is the block of the answers; ``said`` and ``failed`` tell what became of a report."""

    said = Signal(str)
    left = Signal()  # the report that had the keys is stored and gone
    room = Signal(bool, bool)  # whether the form is high enough for more than lines, and a strip is open in it

    def __init__(self, index: ArticleIndex, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._jobs = jobs
        self._about: Article | None = None  # what is being reported; None: something that is missing
        self._report_id = uuid7()
        self._away = self._elsewhere = False
        self.offer = ArticleOffer(index, self)
        self.report_row = FormRow("报告", LineField("缺什么、错在哪里，回车报给负责人"), self)
        self.report_row.field.setObjectName("report")
        self.report_row.hide()
        self._blocks: list[QWidget] = [self.offer, self.report_row]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for block in self._blocks:
            self._column.addWidget(block)
        self.offer.found.connect(self.settle)
        self.offer.report_asked.connect(self.begin_report)
        self.report_row.field.entered.connect(lambda _text: self._send_report())
        self.hide()

    def add_block(self, block: QWidget) -> None:
        """Put something above the answers; call ``settle`` whenever it comes or goes."""
        self._blocks.append(block)
        self._column.insertWidget(0, block)
        self.settle()

    def bind_to(self, form: QWidget) -> None:
        """The keys work while the form is shown, whether anything fits or not."""
        bind(form, "next_article", self.offer.step)
        bind(form, "report_article", self.begin_report)
        bind(form, "report_missing", partial(self.begin_report, True))

    def ask_about(self, category: str, text: str, community: Community | None) -> None:
        """The category, the words or the place have changed."""
        self.offer.ask_about(category, text, community)

    def make_room(self, roomy: bool, strip: bool) -> None:
        """``roomy``: the form is high; ``strip``: the answer's is open, and the answer stands there once it is used."""
        self.offer.fit(roomy, strip)
        self._away = strip and not roomy
        self.room.emit(roomy, strip)
        self.settle()

    def give_way(self, elsewhere: bool) -> None:
        """``elsewhere``: the caller is being sent to another door, which needs the room."""
        self._elsewhere = elsewhere
        self.settle()

    def settle(self) -> None:
        """Take room only while something is shown."""
        asked = not self.report_row.isHidden()
        away = self._elsewhere or (self._away and self.offer.used)
        self.setVisible(asked or (not away and any(not block.isHidden() for block in self._blocks)))

    def begin_report(self, missing: bool = False) -> None:
        """Ask what is wrong with the answer in sight, or what is missing."""
        self._about = None if missing else self.offer.current
        wrong = self._about is not None
        self.report_row.word.setText("有误" if wrong else "缺问答")
        number = self._about.number if self._about else ""
        hint = f"{number} 号错在哪里，回车报给负责人" if wrong else "用户问什么、缺什么，回车报给班长"
        self.report_row.field.setPlaceholderText(hint)
        self.report_row.show()
        self.settle()
        self.report_row.field.setFocus()

    def back(self) -> bool:
        """Esc: fold the report, what was typed stays for the next time. False: it was not open."""
        if self.report_row.isHidden():
            return False
        self.report_row.clear_error()
        self.report_row.hide()
        self.settle()
        return True

    def _send_report(self) -> None:
        about, words, id = self._about, self.report_row.field.text(), self._report_id
        self.report_row.clear_error()

        def done(_id: object) -> None:
            self._report_id = uuid7()
            self.report_row.field.clear()
            typed_in = self.report_row.field.hasFocus()
            self.back()
            if typed_in:
                self.left.emit()
            self.said.emit(f"已报告：{about.number} 号问答有误" if about else "已报告：缺一条问答")

        def failed(error: WarmlineError) -> None:
            self.report_row.fail(error.sentence)

        self._jobs.act(self, lambda: report(self._index.seat, about, words, id), done, failed)
