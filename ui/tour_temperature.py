"""A room temperature test in the tour: asked for on the phone, entered by the company from the paper, its sheet."""

from datetime import timedelta

from PySide6.QtCore import Qt

from app.rules import CITY_TIME
from app.seat import Seat
from ui.knowledge_page import KnowledgePage
from ui.knowledge_sections import Section
from ui.role_pages import Page
from ui.temperature_pane import TemperaturePane
from ui.temperature_strips import FlatStrip
from ui.tour_hands import CTRL, TourFailed, compose, press, stand_on, tab_to, type_keys, wait
from ui.tour_stage import Stage, Step
from ui.visit_strip import VisitStrip

PLACE, FLAT, CALLER, PHONE = "牡丹花园", "5-1-302", "宋先生", "13853000302"
ASKED_HOURS, CAME_HOURS, READ_HOURS = 6.0, 3.0, 1.5  # ago


class RoomTemperature:
    """op1 asks, the company's desk a1 enters; the sheet stays behind as PDF."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._number = ""

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("测温：Ctrl+N 替没有诉求的住户申请，24 小时内上门", self._ask),
            ("企业 F5 按纸质单登记检测：门窗没关够一小时的不收", self._enter),
            ("室温检测记录单预览，扫码打得开", self._look_at_sheet),
        ]

    def _ask(self) -> str:
        pane = self._pane("op1")
        seat = pane.seat
        press(Qt.Key.Key_N, CTRL)
        wait(lambda: isinstance(pane.strip, FlatStrip), "没有地方申请", pane)
        strip = pane.strip
        assert isinstance(strip, FlatStrip)
        compose(PLACE)
        wait(lambda: strip.place.field.choosing, f"没有找到小区“{PLACE}”", pane)
        press(Qt.Key.Key_Return)
        type_keys(FLAT)
        for field, words in ((strip.asker, CALLER), (strip.phone, PHONE), (strip.requested, _ago(seat, ASKED_HOURS))):
            tab_to(field)
            compose(words)
        self._stage.picture(pane.window(), "test-asked")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None, "没有申请成", pane)
        wait(lambda: any(one.asker == CALLER for one in pane.found), "列表里没有这份申请", pane)
        test = next(one for one in pane.found if one.asker == CALLER)
        self._number = test.number
        return f"{test.number} {test.place}，{test.due_at.astimezone(CITY_TIME):%m-%d %H:%M} 前上门"

    def _enter(self) -> str:
        pane = self._pane("a1")
        seat = pane.seat
        wait(lambda: bool(pane.tools), "没有仪器", pane)
        self._stand(pane)
        press(Qt.Key.Key_F5)
        wait(lambda: isinstance(pane.strip, VisitStrip), "没有地方登记", pane)
        strip = pane.strip
        assert isinstance(strip, VisitStrip)
        compose("刘师傅")
        tab_to(strip.arrived)
        compose(_ago(seat, CAME_HOURS))
        tab_to(strip.instrument.field)
        compose(pane.tools[0].number)
        wait(lambda: strip.instrument.field.choosing, "没有找到仪器", pane)
        press(Qt.Key.Key_Return)
        strip.room.setFocus()
        type_keys("1")
        tab_to(strip.shut)
        compose(_ago(seat, READ_HOURS + 0.5))
        tab_to(strip.outdoor)
        compose("-3")
        tab_to(strip.readings)
        compose(f"{_ago(seat, READ_HOURS)} １６。２")
        strip.centre.setFocus()
        type_keys("1")
        strip.user_signed.setFocus()
        type_keys("1")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: "30 分钟" in strip.rows["shut"].error.text(), "门窗只关了半小时也收了", pane)
        self._stage.picture(pane.window(), "test-refused")
        said = strip.rows["shut"].error.text()
        strip.shut.selectAll()
        compose(_ago(seat, CAME_HOURS))
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None, "没有登记成", pane)
        wait(lambda: pane.test is not None and bool(pane.test.visits), "检测没有显示", pane)
        self._stage.picture(pane.window(), "test-entered")
        return said

    def _look_at_sheet(self) -> str:
        pane = self._pane("a1")
        self._stand(pane)
        press(Qt.Key.Key_F7)
        wait(lambda: bool(pane.preview.paper.pictures), "记录单没有画出", pane)
        self._stage.picture(pane.window(), "test-sheet")
        (self._stage.out / "room-test.pdf").write_bytes(pane.preview.pdf)
        press(Qt.Key.Key_Escape)
        wait(lambda: not pane.preview.isVisible(), "没有回到测温", pane)
        window = self._stage.turn_to("op1", Page.QUEUE)
        window.search()
        type_keys(self._number)
        press(Qt.Key.Key_Return)  # as a scanner types it
        shown = self._pane("op1")
        wait(lambda: shown.test is not None and shown.test.number == self._number, "扫码没有打开记录", shown)
        return f"{len(pane.preview.paper.pictures)} 页"

    def _stand(self, pane: TemperaturePane) -> None:
        wait(lambda: any(one.number == self._number for one in pane.model.rows), "申请没有到企业这里", pane)
        key = next(one.id for one in pane.model.rows if one.number == self._number)
        stand_on(pane.table, lambda stood: stood == key, "申请不在列表里")

    def _pane(self, login: str) -> TemperaturePane:
        page = self._stage.turn_to(login, Page.KNOWLEDGE).pages.currentWidget()
        if not isinstance(page, KnowledgePage):
            raise TourFailed("没有知识页")
        while page.section is not Section.ROOM_TESTS:
            press(Qt.Key.Key_F, CTRL)
        if not isinstance(page.pane, TemperaturePane):
            raise TourFailed("没有“测温”一栏")
        return page.pane


def _ago(seat: Seat, hours: float) -> str:
    return f"{(seat.now() - timedelta(hours=hours)).astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
