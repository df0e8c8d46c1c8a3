"""What is announced, where one pays, and what is due when: a stop told, answered with, and a duty said to be done."""

from datetime import timedelta

from PySide6.QtCore import Qt

from app.notices import list_notices
from app.records import State
from app.rules import CITY_TIME
from ui.calendar_pane import CalendarPane
from ui.knowledge_sections import Section
from ui.notice_pane import NoticePane
from ui.notice_strip import NoticeStrip
from ui.point_pane import PointPane
from ui.tour_hands import CTRL, TourFailed, compose, press, tab_to, type_keys, wait
from ui.tour_service import section
from ui.tour_stage import Call, Stage, Step

PLACE = "轴承厂家属院"
WORDS = "小区换热站检修，明早六点半起停热，请做好防冻。"
LATE = "泵房渗水，须提前检修"
CALL = Call("18653004310", PLACE, "2-1-301", "d2", "问明天是不是停暖，停到什么时候。")


class Announcements:
    """a1 announces a stop, op1 answers with it and looks up a hall, c1 says that a duty of the season is done."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        """The steps of the chapter."""
        return [
            ("知识·公告：企业发布计划停热，不足 2 日要写明原因（Ctrl+N）", self._issue),
            ("公告：来电的小区有公告，一键作答（F8）", self._answer),
            ("知识·大厅缴费：首字母查到大厅，没有核实的写明待补充", self._hall),
            ("知识·日程：企业登记办结，依据和期限在旁边（F5）", self._duty),
        ]

    def _issue(self) -> str:
        window, pane = section(self._stage, "a1", Section.NOTICES)
        if not isinstance(pane, NoticePane):
            raise TourFailed("公告没有打开")
        press(Qt.Key.Key_N, CTRL)
        strip = pane.strip
        if not isinstance(strip, NoticeStrip):
            raise TourFailed("发布公告没有打开")
        press(Qt.Key.Key_3)  # 计划停热
        press(Qt.Key.Key_3)  # 小区, of what a company may choose
        compose(PLACE)
        wait(lambda: strip.place.field.choosing, f"没有找到小区“{PLACE}”", window)
        press(Qt.Key.Key_Return)
        tab_to(strip.rows["begins_at"].field)
        compose("明天 6:30")
        tab_to(strip.rows["ends_at"].field)
        after = window.seat.now().astimezone(CITY_TIME) + timedelta(days=2)
        type_keys(f"{after:%m-%d} 18:00")
        tab_to(strip.text)
        compose(WORDS)
        press(Qt.Key.Key_Return, CTRL)
        wait(strip.rows["late_reason"].error.isVisible, "没有问为什么未提前 2 日告知", window)
        self._stage.picture(window, "notice-late")
        compose(LATE)
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: pane.strip is None, "公告没有发布", window)
        made = next((one for one in list_notices(window.seat) if one.text == WORDS), None)
        if made is None:
            raise TourFailed("公告没有存下")
        wait(lambda: pane.model.row(made.id) is not None, "公告没有列出", window)
        pane.table.choose(made.id)
        self._stage.picture(window, "notices")
        return f"{made.number}，原因：{made.late_reason}"

    def _answer(self) -> str:
        window = self._stage.fill_in("op1", CALL)
        block, form = window.drafting.form.notices, window.drafting.form
        wait(lambda: block.isVisible() and block.words.text() == WORDS, "公告没有出现在受理单旁", window)
        self._stage.picture(window, "notice-beside")
        press(Qt.Key.Key_F8)
        wait(lambda: WORDS in form.answer.words, "公告用语没有写入答复", window)
        number = self._stage.send("op1")
        self._stage.reaches(window, number, State.ANSWERED)
        return f"{number} 据公告答复"

    def _hall(self) -> str:
        window, pane = section(self._stage, "op1", Section.POINTS)
        if not isinstance(pane, PointPane):
            raise TourFailed("大厅缴费没有打开")
        wait(lambda: bool(pane.points), "大厅没有读出", window)
        type_keys("xzsp")  # 行政审批
        wait(lambda: len(pane.model.rows) == 1, "没有找到大厅", window)
        self._stage.picture(window, "halls")
        press(Qt.Key.Key_Escape)
        wait(lambda: len(pane.model.rows) > 1, "没有列出全部", window)
        return f"{len(pane.points)} 处大厅和渠道"

    def _duty(self) -> str:
        window, pane = section(self._stage, "c1", Section.CALENDAR)
        if not isinstance(pane, CalendarPane):
            raise TourFailed("日程没有打开")
        wait(lambda: pane.duty is not None, "日程没有读出", window)
        duty = pane.duty
        if duty is None:
            raise TourFailed("没有要办的事项")
        press(Qt.Key.Key_F5)
        wait(lambda: pane.strip is not None, "登记办结没有打开", window)
        compose("各换热站均已完成")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: (found := pane.model.row(duty.key)) is not None and found.done_on is not None, "没有登记", window)
        self._stage.picture(window, "duties")
        return f"{duty.rule.name}，{duty.due_on} 前（{duty.rule.short_article}）"
