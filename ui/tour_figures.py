"""The figures in the tour: a table that opens to its complaints, pictures of it, two seasons, and the wall board."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.figures import Measure
from ui.figure_reading import View
from ui.late_page import LatePage
from ui.role_pages import Page
from ui.statistics_page import StatisticsPage
from ui.tour_hands import CTRL, SHIFT, TourFailed, focus, press, wait
from ui.tour_stage import Stage, Step
from ui.wall_board import WallBoard

WHO = "sup1"


class FiguresRead:
    """sup1 reads the last seven days, and hangs the board on the wall."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("统计：近 7 天各公司，Enter 打开数字背后的诉求", self._table),
            ("Ctrl+G 换成图：按钟点和日期的负荷、换热站", self._pictures),
            ("本供暖季与上一季逐日对比", self._seasons),
            ("大屏（Ctrl+Shift+B）：在办、超时、今日受理，没有个人信息", self._board),
        ]

    def _table(self) -> str:
        page = self._page()
        wait(lambda: page.reading is not None and page.table.standing() is not None, "没有统计出来", page)
        self._stage.picture(page.window(), "figures")
        there = page.table.standing()
        press(Qt.Key.Key_Return)
        wait(lambda: bool(page.behind.rows.rows), "数字背后没有诉求", page)
        self._stage.picture(page.window(), "figures-behind")
        press(Qt.Key.Key_Escape)
        wait(page.table.isVisible, "没有回到表格", page)
        return f"受理 {there[0].figures[Measure.TAKEN]} 件" if there else ""

    def _pictures(self) -> str:
        page = self._page()
        self._look(page, View.LOAD)
        self._stage.picture(page.window(), "figures-load")
        press(Qt.Key.Key_Right)
        said = page.caption.text()
        self._look(page, View.STATIONS)
        self._stage.picture(page.window(), "figures-stations")
        return said

    def _seasons(self) -> str:
        page = self._page()
        self._look(page, View.SEASONS)
        days = page.reading.seasons if page.reading else []
        if not any(day.then is not None and day.then[Measure.TAKEN] for day in days):
            raise TourFailed("没有上一季可比")
        self._stage.picture(page.window(), "figures-seasons")
        return page.caption.text()

    def _board(self) -> str:
        window = self._stage.at(WHO)
        press(Qt.Key.Key_B, CTRL | SHIFT)
        board = window.wall_board.board
        if not isinstance(board, WallBoard):
            raise TourFailed("大屏没有打开")
        wait(lambda: board.taken.value is not None and board.open.value is not None, "大屏没有数字", board)
        board.showNormal()
        board.resize(1366, 768)
        self._stage.picture(board, "wall-board")
        said = f"在办 {board.open.value}，超时 {board.over.value}，今日受理 {board.taken.value}"
        board.activateWindow()
        board.setFocus()
        press(Qt.Key.Key_Escape)
        wait(lambda: window.wall_board.board is None, "大屏没有收起", window)
        return said

    def _look(self, page: StatisticsPage, view: View) -> None:
        """Go on by the key to another look at the figures."""
        while page.wish.view is not view:
            press(Qt.Key.Key_G, CTRL)
        wait(lambda: page.reading is not None and page.reading.wish.view is view, f"没有“{view}”", page)
        front: QWidget = focus()
        wait(front.isVisible, f"“{view}”没有显示", page)

    def _page(self) -> StatisticsPage:
        found = self._stage.turn_to(WHO, Page.STATISTICS).pages.currentWidget()
        page = found.page if isinstance(found, LatePage) else found
        if not isinstance(page, StatisticsPage):
            raise TourFailed("没有统计页")
        return page
