"""The sources behind the page 网络: what is fetched, how it last went, and the collector's form for each."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import sources
from app.forum_records import KIND_WORDS, Fetched, Source
from app.rules import CITY_TIME
from app.seat import Seat
from ui.act_pane import ActPane
from ui.fact_grid import Fact, FactGrid
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.row_list import RowList
from ui.source_strips import Ending, EndingStrip, SourceStrip
from ui.style import set_look
from ui.table_model import Column

SIDE_EM = 20


class SourcePane(ActPane):
    """``changed`` carries a source as it is now, ``fetch_asked`` one to be fetched."""

    changed = Signal(object)  # Source
    fetch_asked = Signal(object)  # Source

    def __init__(self, seat: Seat, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(seat, jobs, parent)
        self._results: dict[int, str] = {}  # what the last fetch of this seat brought, in words
        self._made: int | None = None  # to be stood on as soon as it is listed
        self.table: RowList[Source] = RowList("来源", self._columns(), lambda one: one.id, parent=self)
        self.model = self.table.content
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.change())
        self.title = QLabel(self)
        set_look(self.title, "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = FactGrid(3.4, parent=self)
        self._buttons = {name: QPushButton(self) for name in ("change_source", "fetch_source", "source_service")}
        self._lay_out()
        self.setFocusProxy(self.table)
        for name, slot in (
            ("add_source", self.add), ("change_source", self.change), ("fetch_source", self.fetch),
            ("source_service", self.set_service), ("submit_source", self.submit),
        ):  # fmt: skip
            bind(self, name, slot)
        self._show()

    @property
    def source(self) -> Source | None:
        """The source stood on."""
        return self.table.row

    def show_sources(self, found: list[Source]) -> None:
        """List these, those in use first; what is being typed stays."""
        self.table.list(sorted(found, key=lambda one: (not one.active, one.name)))
        if self._made is not None and self.table.choose(self._made):
            self._made = None
        self._show()

    def show_fetching(self, source: Source) -> None:
        """It is being fetched just now."""
        self._note(source, "正在抓取…")

    def show_result(self, found: Fetched) -> None:
        """What a fetch brought, or what was the matter."""
        self._note(found.source, result_words(found))

    # what the collector does

    def add(self) -> None:
        """A strip for a new source."""
        strip = SourceStrip(parent=self)

        def work() -> Callable[[], Source]:
            words, token = strip.words(), strip.new_token() or ""
            return lambda: sources.add_source(self.seat, words, token)

        self.open_strip(strip, work, lambda made: f"已添加来源 {made.name}，现在抓取", self._added)

    def change(self) -> None:
        """A strip with what is known of the source stood on."""
        source = self.source
        if source is None:
            return
        strip = SourceStrip(source, self)

        def work() -> Callable[[], Source]:
            words, token = strip.words(), strip.new_token()
            return lambda: sources.change_source(self.seat, source.id, words, token)

        self.open_strip(strip, work, lambda made: f"已保存来源 {made.name}", self._stored)

    def fetch(self) -> None:
        """Fetch the source stood on now."""
        if self.source is not None and self.source.active:
            self.fetch_asked.emit(self.source)

    def set_service(self) -> None:
        """Take the source stood on out of use, asking how; one that is out of use comes back at once."""
        source = self.source
        if source is None:
            return
        if not source.active:
            work = partial(sources.set_active, self.seat, source.id, True)
            self.jobs.act(self, work, self._back_in_use, self.tell)
            return
        strip = EndingStrip(source, self)

        def ending() -> Callable[[], Source]:
            if strip.ending.value() is Ending.END:
                return partial(sources.end_source, self.seat, source.id)
            return partial(sources.set_active, self.seat, source.id, False)

        self.open_strip(strip, ending, lambda made: f"已停用 {made.name}，已有的网帖保留", self._stored)

    # inside

    def strip_opened(self, opened: bool) -> None:
        self._card.setVisible(not opened)

    def _stored(self, made: Source) -> None:
        self._made = made.id
        self.changed.emit(made)

    def _added(self, made: Source) -> None:
        self._stored(made)
        self.fetch_asked.emit(made)  # whether the address is right shows at once

    def _back_in_use(self, made: Source) -> None:
        self.said.emit(f"已恢复 {made.name}")
        self._stored(made)

    def _note(self, source: Source, words: str) -> None:
        self._results[source.id] = words
        self.model.tick()
        self._show()

    def _result(self, source: Source) -> str:
        if source.id in self._results:
            return self._results[source.id]
        if source.last_error:
            return source.last_error
        return "正常" if source.fetched_at else "还没有抓取"

    def _show(self) -> None:
        source = self.source
        words = {
            "change_source": "修改",
            "fetch_source": "现在抓取",
            "source_service": "停用…" if source is None or source.active else "恢复",
        }
        for name, button in self._buttons.items():
            button.setText(f"{words[name]}  {cap(name)}")
            button.setEnabled(source is not None and (source.active or name != "fetch_source"))
        self.facts.setVisible(source is not None)
        self.title.setText(source.name if source else "选一个来源看详情")
        if source is not None:
            self.facts.show_facts(self._facts(source))

    def _facts(self, source: Source) -> list[Fact]:
        forum = bool(source.base_url)
        said = [
            Fact("状态", "● 在用" if source.active else "× 停用", look="good" if source.active else "muted"),
            Fact("类型", KIND_WORDS[source.kind] + ("（内网）" if source.intranet else "")),
            Fact("抓取网址", source.feed_url),
        ]
        if forum:
            said += [
                Fact("论坛网址", source.base_url),
                Fact("答复账号", source.reply_as or "—"),
                Fact("令牌", "已设，不再显示" if source.has_token else "没有：答复要在网页上人工发布"),
            ]
        said += [
            Fact("上次尝试", _time(source.tried_at)),
            Fact("上次成功", _time(source.fetched_at)),
            Fact("结果", self._result(source), look="danger" if source.last_error else ""),
        ]
        return said

    def _columns(self) -> list[Column[Source]]:
        def ink(source: Source) -> str | None:
            return None if source.active else "muted"

        def state(source: Source) -> str:
            if not source.active:
                return "× 停用"
            return "▲ 失败" if source.last_error else "● 在用"

        def colour(source: Source) -> str:
            if not source.active:
                return "muted"
            return "danger" if source.last_error else "good"

        return [
            Column(title="状态", text=state, width=10, colour=colour),
            Column(title="名称", text=lambda one: one.name, width=20, colour=ink, strong=lambda one: one.active),
            Column(title="类型", text=lambda one: KIND_WORDS[one.kind], width=12, colour=ink),
            Column(title="上次抓取", text=lambda one: _time(one.fetched_at), width=14, colour=lambda _one: "muted"),
            Column(title="结果", text=self._result, width=36, colour=ink, ticks=True),
            Column(title="答复", text=lambda one: "可发布" if one.takes_replies else "人工", width=10, colour=ink),
        ]

    def _lay_out(self) -> None:
        self._card = QFrame(self)
        set_look(self._card, "card")
        card = QVBoxLayout(self._card)
        card.setContentsMargins(12, 10, 12, 10)
        card.setSpacing(8)
        card.addWidget(self.title)
        card.addWidget(self.facts)
        for (name, button), slot in zip(
            self._buttons.items(), (self.change, self.fetch, self.set_service), strict=True
        ):
            button.clicked.connect(slot)
            button.setObjectName(name)
            card.addWidget(button)
        side = QWidget(self)
        side.setLayout(self.strips)
        side.setFixedWidth(round(self.fontMetrics().height() * SIDE_EM))
        self.strips.setContentsMargins(0, 0, 0, 0)
        self.strips.addWidget(self._card)
        self.strips.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.table, 1)
        layout.addWidget(side)


def result_words(found: Fetched) -> str:
    """What one fetch brought."""
    if found.trouble:
        return found.trouble
    return f"读到 {found.seen} 帖，新帖 {len(found.new)}，修改 {len(found.edited)}"


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(CITY_TIME):%m-%d %H:%M}" if at else "—"
