"""The work group in the tour: a chat robot on loopback that hears what the chapters between do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.group_chats import ChatKind
from ui.chat_strips import EVERYBODY, ChatStrip
from ui.chats_page import ChatsPage
from ui.loopback_robot import LoopbackRobot, loopback_robot
from ui.role_pages import Page
from ui.tour_hands import CTRL, TourFailed, compose, press, type_keys, wait
from ui.tour_stage import Stage, Step

NAME = "永恒值班群"
TOLD = ("派单", "退单", "督办", "片区事件")
PERSONAL = ("1865300", "186 5300", "9-2-1101", "1101 室", "孩子刚满月", "王女士", "自管")
"""Pieces of phones, flats and words of the complaints that the group is told of."""


class WorkGroup:
    """The administrator names the chat; whichever seat sends for all sends to it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._robot: LoopbackRobot | None = None

    def opening(self) -> list[Step]:
        """Before what is to be told of."""
        return [("管理员登记工作群机器人（本机回环），试发一条", self._open)]

    def closing(self) -> list[Step]:
        """After it."""
        return [("工作群收到派单、退单、督办和片区事件，不含个人信息", self._hear)]

    def _open(self) -> str:
        """By keyboard on the page 群聊: name, kind, company, address; then a test."""
        self._robot = robot = self._stage.props.enter_context(loopback_robot())
        company = self._stage.window("a1").seat.person.company_id
        window = self._stage.turn_to("admin", Page.CHATS)
        page = window.pages.currentWidget()
        if not isinstance(page, ChatsPage):
            raise TourFailed("没有群聊页")
        press(Qt.Key.Key_N, CTRL)
        strip = page.strip
        if not isinstance(strip, ChatStrip):
            raise TourFailed("没有地方填工作群")
        compose(NAME)
        press(Qt.Key.Key_Return)
        type_keys(str(list(ChatKind).index(ChatKind.WECOM) + 1))
        type_keys(str([EVERYBODY, *window.seat.directory.companies].index(company or EVERYBODY) + 1))
        type_keys(robot.address)
        self._stage.picture(window, "chat-form")
        press(Qt.Key.Key_Return, CTRL)
        wait(lambda: page.strip is None and page.chat is not None, "工作群没有存下", page)
        press(Qt.Key.Key_F5)
        wait(lambda: "群里已收到" in " ".join(one.text() for one in page.findChildren(QLabel)), "没有收到试发", page)
        self._stage.picture(window, "chats")
        return f"{NAME}：{robot.texts[0].splitlines()[0]}"

    def _hear(self) -> str:
        robot = self._robot
        if robot is None:
            raise TourFailed("机器人没有开")
        wait(lambda: all(one in " ".join(robot.texts) for one in TOLD), "群里少了消息")
        told = "\n".join(robot.texts)
        for kept in PERSONAL:
            if kept in told:
                raise TourFailed(f"群消息里有个人信息“{kept}”")
        return f"{len(robot.texts)} 条，最后一条：{robot.texts[-1].splitlines()[0]}"
