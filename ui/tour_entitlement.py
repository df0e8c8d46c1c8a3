"""Refund and relief in the tour: a cold flat's days judged, decided and printed; a household's relief from its call."""

from typing import TypeVar

from PySide6.QtCore import Qt

from app.entitlements import place_of
from app.records import RefundState
from app.refund_records import Refund
from ui.knowledge_page import KnowledgePage
from ui.knowledge_sections import Section
from ui.refund_pane import RefundPane
from ui.refund_strips import RefundStrip
from ui.relief_pane import ReliefPane
from ui.relief_strips import DecisionStrip, ReliefStrip
from ui.section_pane import SectionPane
from ui.strip import WordsStrip
from ui.tour_hands import CTRL, TourFailed, compose, press, stand_on, tab_to, type_keys, wait
from ui.tour_service import section
from ui.tour_stage import Call, Stage, Step
from ui.tour_temperature import FLAT, PLACE

Pane = TypeVar("Pane", bound=SectionPane)

CALL = Call("18653004306", "牡丹花园", "6-2-401", "c6", "低保户，问今年热费能减多少。")
SHIFT = Qt.KeyboardModifier.ShiftModifier
HOUSEHOLD, AREA, SEASON = "HZ-204417", "62.5", "2020-2021"
DECISION = "按室温检测记录逐日核定"


class Entitlements:
    """op1 makes a refund of the flat that was measured, a1 decides on it; op1 takes a relief down, sup1 grants it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("退费：Ctrl+N 按测温记录逐日判定，每天都有条款", self._judge),
            ("企业 F5 核定退费，F7 看逐日核定单", self._decide),
            ("减免：从诉求 Ctrl+Shift+E 打开填好的申请，面积一填就算出金额", self._ask_relief),
            ("班长核准减免，写明由谁核定", self._grant),
        ]

    def _judge(self) -> str:
        pane = self._pane("op1", Section.REFUNDS, RefundPane)
        press(Qt.Key.Key_N, CTRL)
        strip = pane.strip
        if not isinstance(strip, RefundStrip):
            raise TourFailed("没有地方建退费单")
        compose(PLACE)
        wait(lambda: strip.community.field.choosing, f"没有找到小区“{PLACE}”", pane)
        press(Qt.Key.Key_Return)
        type_keys(FLAT)
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None and bool(pane.days.rows), "没有判定出可退的日子", pane)
        self._stage.picture(pane.window(), "refund-judged")
        refund = pane.refund
        return f"{refund.number} {refund.place} {refund.days_words}" if refund else ""

    def _decide(self) -> str:
        made = self._pane("op1", Section.REFUNDS, RefundPane).refund
        if made is None:
            raise TourFailed("没有退费单")
        pane = self._pane("a1", Section.REFUNDS, RefundPane)
        wait(lambda: pane.model.row(made.id) is not None, "退费单没有到企业", pane)
        stand_on(pane.table, lambda key: key == made.id, "退费单不在列表里")
        press(Qt.Key.Key_F5)
        wait(lambda: isinstance(pane.strip, WordsStrip), "没有地方核定", pane)
        compose(DECISION)
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: _state(pane, made) is RefundState.DECIDED, "没有核定", pane)
        press(Qt.Key.Key_F7)
        wait(lambda: bool(pane.preview.paper.pictures), "核定单没有画出", pane)
        self._stage.picture(pane.window(), "refund-sheet")
        (self._stage.out / "refund.pdf").write_bytes(pane.preview.pdf)
        press(Qt.Key.Key_Escape)
        return f"{made.number} 待告知，最迟 {made.due_on} 退清"

    def _ask_relief(self) -> str:
        self._stage.fill_in("op1", CALL)
        number = self._stage.send("op1")
        window = self._stage.open("op1", number)
        wait(lambda: bool(window.complaint_panel.entitlement.text()), "诉求上没有减免", window)
        press(Qt.Key.Key_E, CTRL | SHIFT)
        page = window.pages.currentWidget()
        pane = page.pane if isinstance(page, KnowledgePage) else None
        if not isinstance(pane, ReliefPane):
            raise TourFailed("减免没有打开")
        wait(lambda: isinstance(pane.strip, ReliefStrip), "没有地方登记减免", window)
        strip = pane.strip
        assert isinstance(strip, ReliefStrip)
        press(Qt.Key.Key_1)  # 低保
        press(Qt.Key.Key_1)  # 低保证
        compose(HOUSEHOLD)
        tab_to(strip.rows["area"].field)
        type_keys(AREA)
        season = strip.rows["season"].field
        season.setFocus()
        season.selectAll()
        type_keys(SEASON)
        self._stage.picture(window, "relief-asked")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None and bool(pane.model.rows), "没有登记成", window)
        relief = pane.relief
        if relief is None:
            raise TourFailed("申请不在列表里")
        return f"{relief.number} {place_of(window.seat.directory, relief.flat)} {relief.sum} 元"

    def _grant(self) -> str:
        asked = self._pane("op1", Section.RELIEF, ReliefPane).relief
        if asked is None:
            raise TourFailed("没有减免申请")
        pane = self._pane("sup1", Section.RELIEF, ReliefPane)
        wait(lambda: pane.model.row(asked.id) is not None, "减免申请没有到班长", pane)
        stand_on(pane.table, lambda key: key == asked.id, "减免申请不在列表里")
        press(Qt.Key.Key_F5)
        wait(lambda: isinstance(pane.strip, DecisionStrip), "没有地方核准", pane)
        press(Qt.Key.Key_1)  # 民政部门
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None and pane.relief is not None and bool(pane.relief.decider), "没有核准", pane)
        self._stage.picture(pane.window(), "relief-granted")
        return f"{asked.number} 由{pane.relief.decider if pane.relief else ''}核准"

    def _pane(self, login: str, wanted: Section, kind: type[Pane]) -> Pane:
        _window, pane = section(self._stage, login, wanted)
        if not isinstance(pane, kind):
            raise TourFailed(f"没有“{wanted}”一栏")
        return pane


def _state(pane: RefundPane, refund: Refund) -> RefundState | None:
    found = pane.model.row(refund.id)
    return found.state if found else None
