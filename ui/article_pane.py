"""The section 问答: found by any few letters, read out in large words; written, checked, reported and replied to."""

from collections.abc import Hashable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from uuid6 import uuid7

from app import knowledge, knowledge_reports
from app.knowledge import WRITERS, Article, ArticleVersion
from app.knowledge_reports import Report
from app.records import Person
from app.rules import CITY_TIME
from ui.article_columns import (
    Listed,
    article_columns,
    article_facts,
    report_columns,
    report_facts,
    version_facts,
)
from ui.article_import import take_in
from ui.article_index import ArticleIndex
from ui.article_lists import View, listed
from ui.article_strips import ArticleStrip
from ui.chip_row import ChipRow
from ui.fact_grid import FactGrid
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.row_table import RowTable
from ui.scroll_card import ScrollCard
from ui.search_field import SearchField
from ui.section_pane import SectionPane
from ui.strip import WordsStrip
from ui.style import set_look, tokens
from ui.table_model import TableModel


class ArticlePane(SectionPane):
    """The list at the left, the answer stood on at the right. The search answers at every key, from memory."""

    topics = frozenset({"article", "article_report"})

    def __init__(self, live: Live, jobs: Jobs, index: ArticleIndex, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.index = index
        self.view = View.ALL
        self.reports: list[Report] = []
        self._shown: Article | None = None  # whose versions are shown
        self._stale: dict[UUID, str] = {}  # why each is to be looked at again, as of the last reading
        self.model: TableModel[Listed] = TableModel(
            article_columns(), lambda row: row.article.id, lambda row: row.at, tokens
        )
        self.report_model: TableModel[Report] = TableModel(
            report_columns(), lambda one: one.id, lambda one: (not one.is_open, one.made_at), tokens
        )
        self.table = RowTable(parent=self)
        self.table.show_model(self.model)
        self.table.chosen.connect(lambda _key: self._show())
        self.search = SearchField(f"{cap('search')} 查找：问题、拼音、首字母、编号、类别", self)
        self.search.textChanged.connect(lambda _text: self._on_words())
        self.search.left.connect(self.table.enter)
        self.setFocusProxy(self.search)
        self.chips = ChipRow([(view, view.value) for view in View], self.choose_view, self)
        self.chips.mark(self.view)
        self.question, self.answer = QLabel(self), QLabel(self)
        self.told, self.facts, self.versions = (FactGrid(3, parent=self) for _ in range(3))
        self.writes = self.seat.person.role in WRITERS
        self._lay_out()
        index.ready.connect(self._on_ready)
        for name, slot in (
            ("find_article", self.seek),
            ("add_article", self.add),
            ("change_article", self.change),
            ("check_article", self.check),
            ("report_wrong", self.report),
            ("reply_report", self.reply),
            ("report_lack", partial(self.report, True)),
            ("retire_article", self.retire),
            ("import_articles", self.take_in),
            ("article_list", partial(self.chips.step, 1)),
        ):
            bind(self, name, slot)
        self._on_ready()

    # what is shown

    @property
    def article(self) -> Article | None:
        """The answer stood on, or that of the report stood on."""
        if self.view is View.REPORTS:
            one = self.chosen_report
            return next((a for a in self.index.all if one and a.number == one.number), None)
        row = self.model.row(self.table.key()) if self.table.key() is not None else None
        return row.article if row else None

    @property
    def chosen_report(self) -> Report | None:
        """The report stood on."""
        key = self.table.key()
        return self.report_model.row(key) if self.view is View.REPORTS and key is not None else None

    def read(self) -> None:
        self._on_ready()  # a day may have passed
        self.look_up("reports", partial(knowledge_reports.list_reports, self.seat, answered=True), self._take_reports)

    def stand_on(self, key: Hashable) -> None:
        self.search.clear()
        self._set_view(View.ALL)
        if not self.table.choose(key):  # out of use
            self._set_view(View.RETIRED)
            self.table.choose(key)
        self._show()
        self.table.setFocus()

    def seek(self) -> bool:
        self.search.setFocus()
        self.search.selectAll()
        return True

    def choose_view(self, view: View) -> None:
        """Show another list, and go there."""
        self._set_view(view)
        self.table.enter()

    def _set_view(self, view: View) -> None:
        self.view = view
        self.chips.mark(view)
        model = self.report_model if view is View.REPORTS else self.model
        if self.table.model() is not model:
            self.table.show_model(model)
        self._list()

    def back(self) -> bool:
        if super().back():
            return True
        if self.search.text():
            self.search.clear()
            self.search.setFocus()
            return True
        return False

    def fit(self) -> None:
        for part in (self.tools, self.lists):
            part.setVisible(not self.cramped)

    # what is done

    def add(self) -> None:
        """A strip for a new answer."""
        if not self._may_write():
            return
        strip, id = ArticleStrip(self._writers(), self._today()), uuid7()

        def act() -> partial[int]:
            return partial(knowledge.add_article, self.seat, strip.typed(), id)

        self.open_strip(strip, act, "已添加问答")

    def take_in(self) -> None:
        """A strip for a table of answers."""
        if self._may_write():
            take_in(self)

    def change(self) -> None:
        """A strip for the next version of the answer stood on."""
        article = self.article
        if article is None or not self._may_write():
            return
        strip = ArticleStrip(self._writers(), self._today(), article)

        def act() -> partial[None]:
            return partial(knowledge.change_article, self.seat, article, strip.typed())

        self.open_strip(strip, act, f"{article.number} 号问答已有新版本")

    def check(self) -> None:
        """It was compared with its source, and is right."""
        article = self.article
        if article is not None and self._may_write():
            self.run(partial(knowledge.check_article, self.seat, article), f"{article.number} 号问答已核对")

    def retire(self) -> None:
        """A strip for the reason why it is out of use, or back in use."""
        article = self.article
        if article is None or not self._may_write():
            return
        word = "恢复" if article.retired else "停用"
        strip = WordsStrip(f"{word} {article.number} 号问答：{article.question}", "原因", word)
        done = f"已{word} {article.number} 号问答"
        self.open_strip(strip, lambda: partial(knowledge.retire_article, self.seat, article, strip.words), done)

    def report(self, missing: bool = False) -> None:
        """A strip for what is wrong with the answer stood on, or what is missing."""
        article = None if missing else self.article
        if article is None and not missing:
            return
        title = f"报告 {article.number} 号有误：{article.question}" if article else "报告缺一条问答"
        strip, id = WordsStrip(title, "错在哪里" if article else "用户问什么", "报给负责人"), uuid7()
        self.open_strip(strip, lambda: partial(knowledge_reports.report, self.seat, article, strip.words, id), "已报告")

    def reply(self) -> None:
        """A strip for the reply to the report stood on, which closes it."""
        one = self.chosen_report
        if one is None or not one.is_open or not self._may_write():
            return
        strip = WordsStrip(f"答复 {one.made_by_name}：{one.text}", "查了什么、改了什么", "答复")
        self.open_strip(strip, lambda: partial(knowledge_reports.reply, self.seat, one.id, strip.words), "已答复")

    # inside

    def _may_write(self) -> bool:
        if not self.writes:
            self.failed.emit(f"问答由班长和系统管理员编写；有误请按 {cap('report_wrong')} 报告。")
        return self.writes

    def _writers(self) -> list[Person]:
        return [one for one in self.seat.directory.people.values() if one.active and one.role in WRITERS]

    def _today(self) -> date:
        return self.seat.now().astimezone(CITY_TIME).date()

    def _take_reports(self, reports: list[Report]) -> None:
        self.reports = reports
        self.report_model.replace(reports)
        self._count()
        if self.view is View.REPORTS:
            self._show()

    def _on_words(self) -> None:
        """Words are looked for among all answers, or among those out of use."""
        if self.search.text().strip() and self.view in (View.STALE, View.REPORTS):
            self._set_view(View.ALL)
        else:
            self._list(best=True)

    def _on_ready(self) -> None:
        """The answers were read anew; what is stale is found once, and not at each key."""
        self._stale = {one.id: why for one in self.index.all if (why := knowledge.why_stale(self.seat, one))}
        self._list()

    def _list(self, best: bool = False) -> None:
        """The lines of the chosen list, for the words in the field; ``best``: stand on the best hit."""
        stood = None if best else self.table.key()
        self.model.replace(listed(self.index, self._stale, self.view, self.search.text().strip()))
        self._count()
        if self.view is not View.REPORTS and self.model.rows and not (stood and self.table.choose(stood)):
            self.table.choose(self.model.rows[0].article.id)
        self._show()

    def _count(self) -> None:
        many = len(self._stale)
        waiting = sum(one.is_open for one in self.reports)
        self.chips.rename(View.STALE, f"{View.STALE} {many}" if many else View.STALE.value)
        self.chips.rename(View.REPORTS, f"{View.REPORTS} {waiting}" if waiting else View.REPORTS.value)

    def _show(self) -> None:
        """The answer stood on, in full."""
        article, one = self.article, self.chosen_report
        self.told.show_facts(report_facts(one) if one else [])
        self.told.setVisible(one is not None)
        nothing = f"没有找到；按 {cap('report_lack')} 可报告缺哪一条" if self.search.text().strip() else ""
        self.question.setText(article.question if article else nothing)
        self.answer.setText(article.answer if article else "")
        for label in (self.question, self.answer):
            label.setVisible(bool(label.text()))
        stale = self._stale.get(article.id, "") if article else ""
        self.facts.show_facts(article_facts(article, stale) if article else [])
        if article != self._shown:
            self._shown = article
            self.versions.show_facts([])
            if article is None:
                return
            self.look_up("versions", partial(knowledge.read_versions, self.seat, article.id), self._take_versions)

    def _take_versions(self, versions: list[ArticleVersion]) -> None:
        self.versions.show_facts(version_facts(versions) if self._shown else [])

    def _lay_out(self) -> None:
        set_look(self.question, "title")
        set_look(self.answer, "reading")
        for label in (self.question, self.answer):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.chips)
        head.addWidget(self.search, 1)
        buttons = [("报告有误", "report_wrong", self.report), ("缺问答", "report_lack", partial(self.report, True))]
        if self.writes:
            buttons = [
                ("添加", "add_article", self.add),
                ("修改", "change_article", self.change),
                ("已核对", "check_article", self.check),
                ("答复报告", "reply_report", self.reply),
                ("导入", "import_articles", self.take_in),
                *buttons,
            ]
        self.tools, self.lists = QWidget(self), QWidget(self)
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(6)
        for words, name, slot in buttons:
            button = QPushButton(f"{words}  {cap(name)}", self)
            button.clicked.connect(lambda _checked, slot=slot: slot())
            tools.addWidget(button)
        tools.addStretch(1)
        self.card = ScrollCard("问答全文", self)
        for part in (self.told, self.question, self.answer, self.facts, self.versions):
            self.card.body.addWidget(part)
        below = QHBoxLayout(self.lists)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(10)
        below.addWidget(self.table, 3)
        below.addWidget(self.card, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.tools)
        layout.addLayout(self.strips)
        layout.addWidget(self.lists, 1)
        layout.addStretch(0)
