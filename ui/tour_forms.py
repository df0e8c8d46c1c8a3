"""A short form in the tour: filled in while the caller speaks, with what the law says of it; and a manager rung up."""

from datetime import date

from PySide6.QtCore import Qt

from app.rules import CITY_TIME
from ui.form_fields import ChoiceField
from ui.intake_form import IntakeForm
from ui.knowledge_page import KnowledgePage
from ui.knowledge_sections import Section
from ui.role_pages import Page
from ui.tour_hands import CTRL, TourFailed, compose, focus, press, type_keys, wait
from ui.tour_stage import Call, Stage, Step
from ui.verify_pane import VerifyPane

WHO, RINGS = "op1", "sup1"
CALL = Call("13853000077", "牡丹花园", "", "c7", "我们小区都报了名，公司什么时候给通？")


class FormAndManager:
    """op1 takes a new connection down; sup1 rings a manager whom nobody has verified this season."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        """The steps in turn."""
        return [
            ("新诉求 C7：选类别后填登记表，49/100 户不够一半", self._too_few),
            ("改为 50 户：正好一半，责任参考说公司应当供热，派单带登记表", self._enough),
            ("知识页“待核实”：打通一位管理员，F5、Enter 登记", self._verify),
        ]

    def _too_few(self) -> str:
        window = self._stage.at(WHO)
        form = window.drafting.form
        press(Qt.Key.Key_F2)
        wait(form.isVisible, "新诉求没有打开", window)
        type_keys(CALL.phone)
        press(Qt.Key.Key_Tab)
        compose(CALL.place)
        wait(lambda: form.place.field.choosing, "没有找到小区", window)
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Return)  # no flat: it is the whole community's
        type_keys(CALL.category)
        wait(lambda: form.category.field.choosing, "没有找到类别", window)
        press(Qt.Key.Key_Return)
        matter = form.fields.form.rows["matter"]
        wait(lambda: isinstance(matter, ChoiceField) and matter.row.isAncestorOf(focus()), "没有登记表", window)
        type_keys("1")
        type_keys("100")
        press(Qt.Key.Key_Return)
        type_keys("49")
        said = self._advice(form, "还差 1 户")
        self._stage.picture(window, "intake-form")
        return said

    def _enough(self) -> str:
        window = self._stage.at(WHO)
        form = window.drafting.form
        press(Qt.Key.Key_Home)
        press(Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
        type_keys("50")
        said = self._advice(form, "公司应当供热")
        form.text.field.setFocus()
        compose(CALL.words)
        before = window.preview.paper.pictures
        number = self._stage.send(WHO)
        wait(lambda: window.preview.number.startswith(number), "派单预览没有打开", window)
        wait(lambda: window.preview.paper.pictures not in ([], before), "派单没有画出来", window)
        self._stage.picture(window, "slip-form")
        complaint = window.complaint_panel.complaint
        if complaint is None or complaint.form.get("applicants") != "50":
            raise TourFailed("登记表没有随诉求存下")
        return f"{number}，{said}"

    def _verify(self) -> str:
        window = self._stage.turn_to(RINGS, Page.KNOWLEDGE)
        page = window.pages.currentWidget()
        if not isinstance(page, KnowledgePage):
            raise TourFailed("没有知识页")
        for _ in page.sections:
            if page.section is Section.UNVERIFIED:
                break
            press(Qt.Key.Key_F, CTRL)
        pane = page.pane
        if not isinstance(pane, VerifyPane):
            raise TourFailed("没有“待核实”")
        wait(lambda: pane.manager is not None, "没有待核实的管理员", window)
        one = pane.manager
        press(Qt.Key.Key_F5)
        wait(lambda: pane.strip is not None and pane.strip.isVisible(), "没有登记核实", window)
        self._stage.picture(window, "unverified")
        press(Qt.Key.Key_Return)
        wait(lambda: one is not None and pane.model.row(one.manager.id) is None, "核实过的还在列表里", window)
        there = self._stage.window(WHO).seat
        today = there.now().astimezone(CITY_TIME).date()
        wait(lambda: one is not None and self._checked(one.community.id, one.manager.id) == today, "另一座席还不知道")
        return f"{one.community.name} {one.manager.name}" if one else ""

    def _checked(self, community_id: int, manager_id: int) -> date | None:
        """When the manager was verified, as the other seat knows it."""
        community = self._stage.window(WHO).seat.directory.communities[community_id]
        return next((one.verified_on for one in community.managers if one.id == manager_id), None)

    def _advice(self, form: IntakeForm, words: str) -> str:
        shown = form.fields.form.advice
        wait(lambda: words in shown.text(), f"责任参考没有说“{words}”", form.window())
        return next(line for line in shown.text().splitlines() if words in line)
