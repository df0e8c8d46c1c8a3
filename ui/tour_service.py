"""What the city and the companies promise, in the moment of the call: an answer used, reported, and put right."""

from PySide6.QtCore import Qt

from app.complaints import show
from app.knowledge_reports import list_reports
from app.records import State
from ui.article_lists import View
from ui.article_pane import ArticlePane
from ui.knowledge_page import KnowledgePage
from ui.knowledge_sections import Section
from ui.role_pages import Page
from ui.section_pane import SectionPane
from ui.tour_hands import CTRL, TourFailed, compose, press, stand_on, type_keys, wait
from ui.tour_stage import Call, Stage, Step
from ui.window import Window

CALL = Call("18653004302", "学府名苑", "3-1-602", "d2", "问家里暖气多少度算合格，测温怎么申请。")
WRONG = "今年供暖提前了，答复里没有写"
RIGHT = "已按当年公告核对，写明以公告为准"


class HeatingService:
    """op1 answers a question without dispatching it and reports what is wrong; sup1 puts it right."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        """A further record of the heating service gets its step here."""
        return [
            ("问答：说到一半，合适的答复已在旁边，一键作答并记下（F6）", self._use),
            ("知识·问答：按拼音首字母查到，念给用户听；有误报给负责人（F6）", self._report),
            ("知识·问答：班长答复报告，核对这一条（F7、F5）", self._reply),
        ]

    def _use(self) -> str:
        window = self._stage.fill_in("op1", CALL)
        offer = window.drafting.form.knowledge.offer
        wait(offer.isVisible, "没有合适的问答", window)
        article = offer.current
        if article is None:
            raise TourFailed("没有合适的问答")
        self._stage.picture(window, "answer-offer")
        press(Qt.Key.Key_F6)
        wait(lambda: article.answer in window.drafting.form.answer.words, "答复没有用上", window)
        self._stage.picture(window, "answer-used")
        number = self._stage.send("op1")
        self._stage.reaches(window, number, State.ANSWERED)
        told = show(window.seat, number).events[-1].detail.get("articles")
        if not told:
            raise TourFailed("没有记下用的是哪一条问答")
        self._stage.picture(window, "answer-told")
        return f"{number} 据 {article.number} 号问答（第 {article.version} 版）答复"

    def _report(self) -> str:
        window, pane = self._articles("op1")
        type_keys("jhgn")  # 几号供暖
        article = pane.article
        if article is None:
            raise TourFailed("没有找到问答")
        self._stage.picture(window, "articles")
        press(Qt.Key.Key_F6)
        wait(lambda: pane.strip is not None, "报告没有打开", window)
        compose(WRONG)
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: any(one.text == WRONG for one in list_reports(window.seat)), "报告没有存下", window)
        return f"{article.number} 号：{WRONG}"

    def _reply(self) -> str:
        window, pane = self._articles("sup1")
        wait(lambda: any(one.text == WRONG for one in pane.reports), "报告没有到", window)
        while pane.view is not View.REPORTS:
            press(Qt.Key.Key_E, CTRL)
        told = next(one.id for one in pane.reports if one.text == WRONG)
        stand_on(pane.table, lambda key: key == told, "报告不在列表里")
        self._stage.picture(window, "article-reports")
        press(Qt.Key.Key_F5)
        press(Qt.Key.Key_F7)
        wait(lambda: pane.strip is not None, "答复没有打开", window)
        compose(RIGHT)
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: all(one.id != told for one in list_reports(window.seat)), "报告没有答复上", window)
        press(Qt.Key.Key_Escape)
        return RIGHT

    def _articles(self, login: str) -> tuple[Window, ArticlePane]:
        window, pane = section(self._stage, login, Section.ARTICLES)
        if not isinstance(pane, ArticlePane):
            raise TourFailed("问答没有打开")
        wait(lambda: bool(pane.index.all), "问答没有读出", window)
        return window, pane


def section(stage: Stage, login: str, wanted: Section) -> tuple[Window, SectionPane]:
    """A person turns to a section of the page 知识 by the keyboard."""
    window = stage.turn_to(login, Page.KNOWLEDGE)
    page = window.pages.currentWidget()
    if not isinstance(page, KnowledgePage):
        raise TourFailed("知识页没有打开")
    for _ in Section:
        if page.section is wanted:
            break
        press(Qt.Key.Key_F, CTRL)
    pane = page.pane
    wait(pane.isVisible, f"“{wanted}”没有打开", window)
    pane.setFocus()
    return window, pane
