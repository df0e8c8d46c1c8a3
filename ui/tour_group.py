"""The work group in the tour: a chat robot on loopback that hears what the chapters between do."""

from app.group_chats import ChatKind, ChatWords, add_chat, try_chat
from app.robots import Outcome
from ui.loopback_robot import LoopbackRobot, loopback_robot
from ui.tour_hands import TourFailed, wait
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
        self._robot = robot = self._stage.props.enter_context(loopback_robot())
        admin = self._stage.seat("admin")
        company = self._stage.window("a1").seat.person.company_id
        chat = add_chat(admin, ChatWords(NAME, ChatKind.WECOM, company, robot.address, ""))
        verdict = try_chat(admin, chat.id)
        if verdict.outcome is not Outcome.SENT:
            raise TourFailed(f"机器人没有收下试发：{verdict.words}")
        return f"{chat.name}：{robot.texts[0].splitlines()[0]}"

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
