"""Fixtures of the work groups."""

from collections.abc import Iterator

import pytest

from app import group_chats
from app.group_chats import ChatKind, ChatWords, GroupChat
from app.message_queue import MessageSender
from robot import Robot, robot as robot_on_loopback
from small_city import City
from work_group import Chat


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_on_loopback() as made:
        yield made


@pytest.fixture
def sender(city: City) -> Iterator[MessageSender]:
    made = MessageSender(city.seat("op1"), random_part=lambda: 0.5)
    yield made
    made.close()


@pytest.fixture
def chat(city: City, robot: Robot) -> Chat:
    """``chat("feishu", company_id=2)``: a chat of company 1 by default, at the robot."""

    def add(kind: str = "wecom", company_id: int | None = 1, secret: str = "", name: str = "") -> GroupChat:
        words = ChatWords(name or f"{kind} 群", ChatKind(kind), company_id, robot.address(kind), secret)
        return group_chats.add_chat(city.seat("admin"), words)

    return add
