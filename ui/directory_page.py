"""The page of communities: found while one types, and everything about the one stood on at its side."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.lookup import Hit
from app.records import QueueRow
from ui.community_panel import CommunityPanel
from ui.fields import LineField
from ui.icons import icon
from ui.jobs import Jobs
from ui.place_picker import PLAIN, PlaceIndex
from ui.row_table import RowTable
from ui.style import set_look, tokens
from ui.table_model import Column, TableModel

MOST = 200  # hits that are listed; more call for another word


class DirectoryPage(QWidget):
    """Works from ``index``. ``intake_asked`` carries the community for which a complaint is to be taken down."""

    intake_asked = Signal(int)
    said = Signal(str)

    def __init__(self, index: PlaceIndex, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self.search = LineField("名称、别名、路名、管理员、电话、拼音首字母", self)
        self.search.addAction(icon("search", "muted"), LineField.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.list_hits)
        self._rank: dict[int, int] = {}
        self.model: TableModel[Hit] = TableModel(
            self._columns(), lambda hit: hit.community.id, lambda hit: self._rank.get(hit.community.id, 0), tokens
        )
        self.table = RowTable(parent=self)
        self.table.show_model(self.model)
        self.search.entered.connect(lambda _text: self.table.setFocus())
        self.table.setAccessibleName("小区")
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda key: self.intake_asked.emit(key))
        self.panel = CommunityPanel(index.notices, jobs, self)
        self.panel.intake_asked.connect(self.intake_asked)
        self.panel.said.connect(self.said)
        self._notice = QLabel(self)
        set_look(self._notice, "muted")
        self._lay_out()
        index.ready.connect(self.list_hits)

    @property
    def community_id(self) -> int | None:
        """The community stood on; None: none."""
        return self.panel.community.id if self.panel.community else None

    def focus_search(self) -> None:
        """Put the focus into the search and mark its words, so that typing replaces them."""
        self.search.setFocus()
        self.search.selectAll()

    def list_hits(self) -> None:
        """List what the words mean, best first; without words the whole directory by name."""
        words = self.search.text()
        hits = self._index.find(words, MOST) if words.strip() else self._index.all(MOST)
        self._rank = {hit.community.id: at for at, hit in enumerate(hits)}
        self.model.replace([])
        self.model.replace(hits)
        self._notice.setText(self._count(len(hits), bool(words.strip())))
        if hits and words.strip():
            self.table.choose(hits[0].community.id)
            self._on_chosen(hits[0].community.id)

    def complaints_changed(self, rows: list[QueueRow]) -> None:
        """Complaints came in or moved on: the one shown may have others open now."""
        if self.isVisible():
            self.model.tick()
            if any(row.community_id == self.community_id for row in rows):
                self.panel.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.model.rows:
            self.list_hits()
        self.panel.refresh()

    def _count(self, hits: int, searched: bool) -> str:
        total = len(self._index.seat.directory.communities)
        if not searched:
            return f"共 {total} 个小区和单位"
        return f"找到 {hits} 个" if hits else "没有找到：换一个字，或用路名、管理员、电话试试"

    def _on_chosen(self, key: object) -> None:
        self.panel.show_community(key if isinstance(key, int) else None)

    def _columns(self) -> list[Column[Hit]]:
        seat = self._index.seat

        def company(hit: Hit) -> str:
            route = seat.directory.route(hit.community.id)
            return route.company.short_name if route.company else "未登记"

        def station(hit: Hit) -> str:
            route = seat.directory.route(hit.community.id)
            return route.station.code if route.station else ""

        def opened(hit: Hit) -> str:
            count = self._index.open_in(hit.community.id)
            return str(count) if count else ""

        def basis(hit: Hit) -> str:
            return "" if hit.basis in PLAIN else str(hit.basis)

        return [
            Column(title="名称", text=lambda hit: hit.community.name, width=22, strong=lambda _hit: True),
            Column(title="地址", text=lambda hit: hit.community.address, width=22, colour=lambda _hit: "muted"),
            Column(title="公司", text=company, width=9),
            Column(title="站", text=station, width=7),
            Column(title="未结", text=opened, width=7, colour=lambda _hit: "warning", right=True, ticks=True),
            Column(title="依据", text=basis, width=8, colour=lambda _hit: "muted"),
        ]

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.search, 1)
        bar.addWidget(self._notice)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(bar)
        left.addWidget(self.table, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(left, 1)
        layout.addWidget(self.panel)
        self.panel.setFixedWidth(round(self.fontMetrics().height() * 22))
