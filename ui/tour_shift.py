"""A change of shifts in the tour: something typed into the log, the sheet sealed, signed by the next, and reviewed."""

from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt

from app.hand_over_records import Sheet
from app.records import EntryKind
from ui.crew_strips import CrewStrip
from ui.hand_over_pane import HandOverPane
from ui.hand_over_strips import SealStrip
from ui.log_columns import LogView
from ui.log_pane import LogPane
from ui.log_strips import DayStrip, EntryStrip
from ui.review_pane import ReviewPane
from ui.role_pages import Page
from ui.roster_pane import RosterPane
from ui.shift_page import ShiftPage
from ui.shift_pane import ShiftPane
from ui.shift_sections import Section
from ui.strip import WordsStrip
from ui.tour_hands import CTRL, TourFailed, compose, press, stand_on, tab_to, type_keys, wait
from ui.tour_stage import Stage, Step

Pane = TypeVar("Pane", bound=ShiftPane)

ORDER = "市局要求：今晚起每两小时报一次超时件数。"
NOTE = "龙湖嘉园 3 号楼答应 21 点前回电；丰泽家园的泵已换好，再有来电先查站里。"
REMARKS = "已阅，回电由 2 号座席负责。"


class ShiftChange:
    """sup1 hands over, sup2 takes over and reviews a log."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._shift: UUID | None = None

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("排班：F5 班组，写姓名、拼音或用户名，读懂的照样说出来", self._look_at_crews),
            ("值班日志：Ctrl+N 记下上级指令，照样查得到", self._type_entry),
            ("值班日志：Ctrl+D 跳到昨天的夜班", self._look_back),
            ("交班：数字截至此刻，写需知事项，Ctrl+Enter 封签", self._hand_over),
            ("交接班记录单预览，与打印出来的一样", self._look_at_sheet),
            ("接班：下一班班长阅后签收，写意见", self._take_over),
            ("复核：例外在前，F8 复核通过", self._review),
        ]

    def _look_at_crews(self) -> str:
        pane = self._section("sup1", Section.ROSTER, RosterPane)
        wait(lambda: pane.week is not None, "排班没有显示", pane)
        press(Qt.Key.Key_F5)
        wait(lambda: isinstance(pane.strip, CrewStrip), "没有班组", pane)
        type_keys("2")
        strip = pane.strip
        if not isinstance(strip, CrewStrip) or not strip.duties():
            raise TourFailed("第二组没有人")
        self._stage.picture(pane.window(), "roster-crews")
        press(Qt.Key.Key_Escape)
        return strip.told.text()

    def _look_back(self) -> str:
        pane = self._section("sup1", Section.LOG, LogPane)
        wait(lambda: pane.shift is not None, "值班日志没有显示", pane)
        while pane.view is not LogView.TIME:
            press(Qt.Key.Key_E, CTRL)
        press(Qt.Key.Key_D, CTRL)
        wait(lambda: isinstance(pane.strip, DayStrip), "没有地方写日期", pane)
        compose("昨天 夜班")
        press(Qt.Key.Key_Return)
        wait(lambda: pane.strip is None and bool(pane.lists.model.rows), "没有跳到昨天", pane)
        self._stage.picture(pane.window(), "shift-log-yesterday")
        return pane.title.text()

    def _type_entry(self) -> str:
        pane = self._section("sup1", Section.LOG, LogPane)
        wait(lambda: bool(pane.lists.model.rows), "值班日志没有显示", pane)
        self._stage.picture(pane.window(), "shift-log")
        press(Qt.Key.Key_N, CTRL)
        wait(lambda: isinstance(pane.strip, EntryStrip), "没有地方记", pane)
        type_keys(str(list(EntryKind).index(EntryKind.ORDER) + 1))
        compose(ORDER)
        self._stage.picture(pane.window(), "shift-log-entry")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None, "没有记入日志", pane)
        while pane.view is not LogView.ENTRIES:
            press(Qt.Key.Key_E, CTRL)
        wait(lambda: ORDER in [entry.text for entry in pane.lists.model.rows], "日志里没有这一条", pane)
        return f"{len(pane.lists.model.rows)} 条记事"

    def _hand_over(self) -> str:
        pane = self._section("sup1", Section.HAND_OVER, HandOverPane)
        wait(lambda: pane.found is not None and pane.found.shift is not None, "没有班次可交", pane)
        self._shift = pane.found.shift.id if pane.found and pane.found.shift else None
        press(Qt.Key.Key_F5)
        wait(lambda: isinstance(pane.strip, SealStrip), "没有地方写需知事项", pane)
        self._stage.picture(pane.window(), "hand-over")
        self._fill(pane, NOTE)
        wait(lambda: self._sheet(pane) is not None, "没有交班", pane)
        self._stage.picture(pane.window(), "hand-over-sealed")
        sheet = self._sheet(pane)
        return f"{sheet.number} 封签 {sheet.seal_number} 号" if sheet else ""

    def _look_at_sheet(self) -> str:
        pane = self._section("sup1", Section.HAND_OVER, HandOverPane)
        press(Qt.Key.Key_F7)
        wait(lambda: bool(pane.preview.paper.pictures), "记录单没有画出", pane)
        self._stage.picture(pane.window(), "hand-over-sheet")
        (self._stage.out / "hand-over.pdf").write_bytes(pane.preview.pdf)
        press(Qt.Key.Key_Escape)
        wait(lambda: not pane.preview.isVisible(), "没有回到交接", pane)
        return f"{len(pane.preview.paper.pictures)} 页"

    def _take_over(self) -> str:
        pane = self._section("sup2", Section.HAND_OVER, HandOverPane)
        wait(lambda: self._sheet(pane) is not None, "交班记录没有到接班人这里", pane)
        stand_on(pane.table, lambda key: key == self._shift, "交班记录不在列表里")
        press(Qt.Key.Key_F6)
        wait(lambda: isinstance(pane.strip, SealStrip), "没有地方写意见", pane)
        self._stage.picture(pane.window(), "take-over")
        self._fill(pane, REMARKS)
        wait(lambda: _signed(self._sheet(pane)), "没有签收", pane)
        self._stage.picture(pane.window(), "take-over-signed")
        handed = self._section("sup1", Section.HAND_OVER, HandOverPane)
        wait(lambda: _signed(self._sheet(handed)), "交班人没有看到签收", handed)
        sheet = self._sheet(handed)
        return f"{sheet.made_by_name} → {sheet.signed_by_name}" if sheet else ""

    def _review(self) -> str:
        pane = self._section("sup2", Section.REVIEW, ReviewPane)
        wait(lambda: any(not log.own for log in pane.logs.rows), "没有等着复核的日志", pane)
        own = {log.shift.id for log in pane.logs.rows if log.own}
        handed = self._shift in {log.shift.id for log in pane.logs.rows} - own
        stand_on(
            pane.table,
            lambda key: key == self._shift if handed else key is not None and key not in own,
            "列表里只有自己的班次",
        )
        log = pane.log
        wait(
            lambda: pane.view is not None and log is not None and pane.view.log.shift.id == log.shift.id,
            "没有例外",
            pane,
        )
        self._stage.picture(pane.window(), "review")
        press(Qt.Key.Key_F8)
        wait(lambda: isinstance(pane.strip, WordsStrip), "没有地方写复核意见", pane)
        compose("已核对，例外都有说明。")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: log is not None and pane.logs.row(log.shift.id) is None, "复核过的还在列表里", pane)
        return log.shift.words if log else ""

    def _fill(self, pane: HandOverPane, words: str) -> None:
        """Words, and where the database wants one, the reason, by keyboard."""
        strip = pane.strip
        if not isinstance(strip, SealStrip):
            raise TourFailed("没有可以填的")
        reason = strip.rows["reason"]
        compose(words)
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None or reason.error.isVisible(), "没有回答", pane)
        if pane.strip is not None:
            tab_to(strip.why)
            compose("班长临时有事，代为交接")
            press(Qt.Key.Key_Return, CTRL)
            wait(lambda: pane.strip is None, "没有存下", pane)

    def _sheet(self, pane: HandOverPane) -> Sheet | None:
        line = pane.model.row(self._shift)
        return line.sheet if line else None

    def _section(self, login: str, section: Section, kind: type[Pane]) -> Pane:
        """The page of shifts by its key, then section by section."""
        page = self._stage.turn_to(login, Page.SHIFTS).pages.currentWidget()
        if not isinstance(page, ShiftPage):
            raise TourFailed("没有班次页")
        while page.section is not section:
            press(Qt.Key.Key_F, CTRL)
        pane = page.pane
        if not isinstance(pane, kind):
            raise TourFailed(f"没有“{section}”一栏")
        return pane


def _signed(sheet: Sheet | None) -> bool:
    return sheet is not None and sheet.signed_at is not None
