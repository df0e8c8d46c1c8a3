"""The section 公告: what is in force and what comes, what is over on demand; issued, changed, withdrawn by keyboard."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QApplication, QWidget

from app import notices
from app.notice_places import PublicNotice
from app.notice_words import TELL_AUTHORITY, NoticeKind
from app.notices import Version, may_change, may_issue
from ui.jobs import Jobs
from ui.list_pane import ListPane
from ui.live import Live
from ui.notice_columns import Standing, about, columns, rank, standing
from ui.notice_strip import Find, NoticeStrip
from ui.row_list import RowList
from ui.strip import WordsStrip
from ui.style import set_look


@dataclass(frozen=True, slots=True)
class _Chosen:
    notice: UUID
    versions: list[Version]


class NoticePane(ListPane):
    """``find``: communities by what is typed, for the strip."""

    topics = frozenset({"notice"})

    def __init__(self, live: Live, jobs: Jobs, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(live, jobs, parent)
        self._find = find
        self._versions: list[Version] = []
        self.table: RowList[PublicNotice] = RowList(
            "公告",
            columns(self.seat),
            lambda one: one.id,
            lambda one: rank(one, self.seat.now()),
            pill_column=0,
            parent=self,
        )
        self.model = self.table.content
        self.table.chosen.connect(lambda _key: self._on_chosen())
        self.table.opened.connect(lambda _key: self.change())
        self.lay_out(
            self.table,
            (
                ("all_notices", "连同已过", self.toggle_all),
                ("copy_words", "复制用语", self.copy),
                ("withdraw_notice", "撤回", self.withdraw),
                ("change_notice", "更改", self.change),
                ("new_notice", "发布公告", self.add),
            ),
        )
        set_look(self.buttons["new_notice"], "primary")
        self.buttons["new_notice"].setVisible(may_issue(self.seat))
        self._minute = self.seat.now()  # of the last look at the clock
        live.second.connect(self._on_second)
        self._show()

    @property
    def notice(self) -> PublicNotice | None:
        """The notice stood on."""
        return self.table.row

    def stand_on(self, key: Hashable) -> None:
        self.table.want(key)
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        seat, every = self.seat, self.all
        self.look_up(
            "notices", lambda: notices.list_notices(seat) if every else notices.current_notices(seat), self._take
        )

    # what is done

    def add(self) -> None:
        """A strip for a new notice."""
        if not may_issue(self.seat):
            self.failed.emit("发布公告由热力公司、班长和系统管理员来做。")
            return
        strip, key = NoticeStrip(self.seat, self._find), uuid4()
        self.open_strip(
            strip, lambda: partial(notices.add_notice, self.seat, strip.asked(), key), "公告已发布", self._issued
        )

    def change(self) -> None:
        """A strip with what the notice says."""
        notice = self.notice
        if notice is None or not may_change(self.seat, notice):
            self.failed.emit("这条公告不能由您更改。" if notice else "请先选中一条公告。")
            return
        strip = NoticeStrip(self.seat, self._find, notice)
        self.open_strip(
            strip,
            lambda: partial(notices.change_notice, self.seat, notice, strip.asked(), strip.note.text()),
            "公告已更改，旧的一版仍可查",
        )

    def withdraw(self) -> None:
        """A strip for the reason."""
        notice = self.notice
        if notice is None or not may_change(self.seat, notice):
            self.failed.emit("这条公告不能由您撤回。" if notice else "请先选中一条公告。")
            return
        strip = WordsStrip(f"撤回公告 {notice.number}", "为什么撤回", "撤回")
        self.open_strip(strip, lambda: partial(notices.withdraw_notice, self.seat, notice, strip.words), "公告已撤回")

    def copy(self) -> None:
        """Put the words to read out on the clipboard."""
        notice = self.notice
        if notice is not None:
            QApplication.clipboard().setText(notice.text)
            self.said.emit(f"已复制 {notice.number} 的告知用语")

    # inside

    def _issued(self, made: PublicNotice) -> None:
        if made.kind is NoticeKind.SUDDEN_STOP:
            self.failed.emit(TELL_AUTHORITY)  # said after the strip's own words, and in red

    def _take(self, found: list[PublicNotice]) -> None:
        self.table.take(found)
        self._on_chosen()

    def _on_chosen(self) -> None:
        notice, seat = self.notice, self.seat
        self._versions = []
        self._show()
        if notice is not None and notice.revision > 1:
            self.look_up("versions", lambda: _Chosen(notice.id, notices.versions_of(seat, notice)), self._take_versions)

    def _take_versions(self, found: _Chosen) -> None:
        if self.notice is not None and self.notice.id == found.notice:
            self._versions = found.versions
            self._show()

    def _on_second(self) -> None:
        """A notice begins and ends by time alone."""
        minute = self.seat.now().replace(second=0, microsecond=0)
        if self.isVisible() and minute != self._minute:
            self._minute = minute
            self.model.tick()
            self._show()

    def _show(self) -> None:
        now = self.seat.now()
        how = [standing(one, now) for one in self.model.rows]
        parts = [
            f"现行 {how.count(Standing.NOW)} 条",
            f"未开始 {how.count(Standing.COMING)} 条",
            f"已过或撤回 {len(how) - how.count(Standing.NOW) - how.count(Standing.COMING)} 条" if self.all else "",
        ]
        self.count.setText("，".join(part for part in parts if part) if how else "没有公告")
        notice = self.notice
        self.say_about(about(self.seat, notice, self._versions) if notice else "")
        able = notice is not None and may_change(self.seat, notice)
        self.buttons["change_notice"].setVisible(able)
        self.buttons["withdraw_notice"].setVisible(able)
        self.buttons["copy_words"].setVisible(notice is not None)
        self.name_toggle("all_notices", "连同已过", "只看现行")
