"""The section 大厅缴费: where people go and how they pay, found while one types; phone and address go by one key."""

from collections.abc import Hashable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import service_points
from app.directory import Directory
from app.errors import BadInput
from app.places import find_company
from app.records import Role
from app.service_points import (
    KIND_WORDS,
    UNKNOWN,
    PointKind,
    PointWords,
    ServicePoint,
    checked_words,
    find_points,
    read_out,
)
from ui.choice_row import ChoiceRow
from ui.form_strip import FormStrip
from ui.jobs import Jobs
from ui.keys import bind, cap
from ui.live import Live
from ui.row_list import RowList
from ui.search_field import SearchField
from ui.section_pane import SectionPane
from ui.strip import WordsStrip
from ui.style import set_look
from ui.table_model import Column

SEARCH_EM = 20


class PointPane(SectionPane):
    """The administrator keeps the list here; everybody else reads it out and copies from it."""

    topics = frozenset({"hall"})

    def __init__(self, live: Live, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self.points: list[ServicePoint] = []
        self.keeper = self.seat.person.role is Role.ADMINISTRATOR
        self.search = SearchField(f"名称、地址、公司、拼音首字母  {cap('find_point')}", self)
        self.search.asked.connect(lambda _words: self._list())
        self.search.setMinimumWidth(round(self.fontMetrics().height() * SEARCH_EM))
        kinds = list(PointKind)
        self.table: RowList[ServicePoint] = RowList(
            "大厅和缴费渠道",
            self._columns(),
            lambda one: one.id,
            lambda one: (kinds.index(one.kind), one.id),
            steady=True,
            parent=self,
        )
        self.model = self.table.content
        self.table.chosen.connect(lambda _key: self._show())
        self.table.opened.connect(lambda _key: self.copy_phone())
        self.search.left.connect(self.table.setFocus)
        self.setFocusProxy(self.search)
        self.about = QLabel(self)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        set_look(self.about, "muted")
        self._lay_out()
        self._show()

    @property
    def point(self) -> ServicePoint | None:
        """The one stood on."""
        return self.table.row

    def read(self) -> None:
        self.look_up("points", partial(service_points.list_points, self.seat), self._take)

    def stand_on(self, key: Hashable) -> None:
        self.search.clear()
        self._list()
        self.table.want(key)
        self._show()
        self.table.setFocus()

    def back(self) -> bool:
        if super().back():
            return True
        if self.search.text():
            self.search.clear()
            return True
        return False

    # what is done

    def copy_phone(self) -> None:
        """Put its phones on the clipboard."""
        point = self.point
        self._copy("、".join(point.phones) if point else "", "电话")

    def copy_address(self) -> None:
        """Put its address on the clipboard."""
        point = self.point
        self._copy(point.address if point else "", "地址")

    def add(self) -> None:
        """A strip for a new one."""
        if not self.keeper:
            self.failed.emit("大厅和缴费渠道由系统管理员维护。")
            return
        strip = PointStrip()
        self.open_strip(
            strip, lambda: partial(service_points.add_point, self.seat, strip.said(self.seat.directory)), "已登记"
        )

    def change(self) -> None:
        """A strip with what it says."""
        point = self.point
        if point is None or not self.keeper:
            self.failed.emit("大厅和缴费渠道由系统管理员维护。" if point else "请先选中一处。")
            return
        company = self.seat.directory.companies.get(point.company_id or 0)
        strip = PointStrip(point, company.short_name if company else "")
        self.open_strip(
            strip,
            lambda: partial(service_points.change_point, self.seat, point.id, strip.said(self.seat.directory)),
            "已更改",
        )

    def retire(self) -> None:
        """A strip for the reason."""
        point = self.point
        if point is None or not self.keeper:
            self.failed.emit("大厅和缴费渠道由系统管理员维护。" if point else "请先选中一处。")
            return
        strip = WordsStrip(f"停用 {point.name}", "为什么停用", "停用")
        self.open_strip(strip, lambda: partial(service_points.retire_point, self.seat, point.id, strip.words), "已停用")

    def focus_search(self) -> None:
        """The keys go to the search."""
        self.search.setFocus()
        self.search.selectAll()

    # inside

    def _copy(self, words: str, what: str) -> None:
        if words:
            QApplication.clipboard().setText(words)
            self.said.emit(f"已复制{what} {words}")
        else:
            self.failed.emit(f"{what}{UNKNOWN}，没有可以复制的。")

    def _take(self, found: list[ServicePoint]) -> None:
        self.points = found
        self._list()

    def _list(self) -> None:
        found = find_points(self.points, self.seat.directory, self.search.text())
        self.table.take(found, found[0] if found else None)  # the best hit
        self._show()

    def _show(self) -> None:
        point = self.point
        if point is None:
            self.about.setText("没有这样的大厅或渠道。" if self.search.text() else "")
        else:
            checked = checked_words(point, self.seat.now().date())
            self.about.setText(f"告知：{read_out(point)}\n{checked}    来源：{point.source or '—'}")
        for name in ("change_point", "retire_point"):
            self.buttons[name].setVisible(self.keeper and point is not None)

    def _columns(self) -> list[Column[ServicePoint]]:
        def company(point: ServicePoint) -> str:
            known = self.seat.directory.companies.get(point.company_id or 0)
            return known.short_name if known else "各公司"

        def or_unknown(text: str, point: ServicePoint) -> str:
            return text or (UNKNOWN if point.kind is PointKind.HALL else "")

        def checked(point: ServicePoint) -> str:
            return checked_words(point, self.seat.now().date())

        return [
            Column(title="种类", text=lambda one: KIND_WORDS[one.kind], width=10),
            Column(title="名称", text=lambda one: one.name, width=20, strong=lambda _one: True),
            Column(title="公司", text=company, width=8),
            Column(title="地址", text=lambda one: or_unknown(one.address, one), width=20),
            Column(title="时间", text=lambda one: or_unknown(one.hours, one), width=24),
            Column(title="电话", text=lambda one: or_unknown("、".join(one.phones), one), width=16),
            Column(title="办法", text=lambda one: " ".join(one.how.split()), width=32),
            Column(
                title="核实",
                text=checked,
                width=16,
                colour=lambda one: None if one.verified_on and "过" not in checked(one) else "warning",
            ),
        ]

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self.search)
        bar.addStretch(1)
        self.buttons = self.act_buttons(
            bar,
            (
                ("copy_point", "复制电话", self.copy_phone),
                ("copy_address", "复制地址", self.copy_address),
                ("retire_point", "停用", self.retire),
                ("change_point", "更改", self.change),
                ("new_point", "登记", self.add),
            ),
        )
        bind(self, "find_point", self.focus_search)
        set_look(self.buttons["new_point"], "primary")
        self.buttons["new_point"].setVisible(self.keeper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(self.strips)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.about)


class PointStrip(FormStrip):
    """A hall or a way to pay; ``old`` is the one that is changed."""

    def __init__(self, old: ServicePoint | None = None, company: str = "", parent: QWidget | None = None) -> None:
        super().__init__(f"更改 {old.name}" if old else "登记大厅或缴费渠道", "保存", parent)
        self.kind: ChoiceRow[PointKind] = ChoiceRow("种类", KIND_WORDS, columns=5, parent=self)
        self.kind.choose(old.kind if old else PointKind.HALL)
        self.body.addWidget(self.kind)
        self.name = self.add_row("name", "名称", text=old.name if old else "")
        self.company = self.add_row("company", "公司", "名称或代码；空：各公司通用", text=company)
        self.address = self.add_row(
            "address", "地址", f"不清楚的不填，显示为{UNKNOWN}", text=old.address if old else ""
        )
        self.hours = self.add_row("hours", "时间", "如 工作日 8:30–17:30", text=old.hours if old else "")
        self.phones = self.add_row("phones", "电话", "用顿号分开", text="、".join(old.phones) if old else "")
        self.how = self.add_row("how", "办法", "如 凭用热户号缴费", text=old.how if old else "")
        self.source = self.add_row("source", "来源", "从哪里知道的", text=old.source if old else "")
        day = str(old.verified_on) if old and old.verified_on else ""
        self.verified = self.add_row("verified_on", "核实", "日期，如 2026-10-20；没有核实不填", text=day)
        self.kind.picked.connect(self.name.setFocus)

    def said(self, directory: Directory) -> PointWords:
        """What the fields say. Errors: BadInput(field="company", "verified_on")."""
        company = self.company.text().strip()
        try:
            verified = date.fromisoformat(self.verified.text().strip()) if self.verified.text().strip() else None
        except ValueError:
            raise BadInput("日期请写成 2026-10-20 的样子。", field="verified_on") from None
        return PointWords(
            kind=self.kind.value() or PointKind.HALL,
            name=self.name.text(),
            company_id=find_company(directory, company).id if company else None,
            address=self.address.text(),
            hours=self.hours.text(),
            phones=tuple(one for one in self.phones.text().replace("，", "、").split("、") if one.strip()),
            how=self.how.text(),
            source=self.source.text(),
            verified_on=verified,
        )
