"""Fixtures of the work groups, of the forums and of refunds."""

import math
from collections.abc import Iterator

import pytest

from app import group_chats
from app.group_chats import ChatKind, ChatWords, GroupChat
from app.message_queue import MessageSender
from forum_server import ForumServer, as_json, serving
from refund_season import in_season
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
    made._duties_at = math.inf  # what is due on the day the tests are run is told in tests/db/test_season_duties.py
    yield made
    made.close()


@pytest.fixture
def chat(city: City, robot: Robot) -> Chat:
    """``chat("feishu", company_id=2)``: a chat of company 1 by default, at the robot."""

    def add(kind: str = "wecom", company_id: int | None = 1, secret: str = "", name: str = "") -> GroupChat:
        words = ChatWords(name or f"{kind} 群", ChatKind(kind), company_id, robot.address(kind), secret)
        return group_chats.add_chat(city.seat("admin"), words)

    return add


@pytest.fixture
def site() -> Iterator[ForumServer]:
    with serving() as found:
        found.rss("/category/5.rss", "category-before-edits.rss")
        found.topic(7, "api-topic-two-replies.json")
        found.topic(8, "api-topic-html.json")
        found.topic(6, "api-topic-emoji.json")
        found.topic(12, "api-topic-deleted.json", 401)
        for number, words in ((4, "三楼立管接口一直滴水，楼道都结冰了。"), (11, "今天下午三点左右富强路口冒热气。")):
            one = {"pid": 1, "content": words, "timestamp": 1795533966000, "user": {"username": "龙江小区老李"}}
            found.pages[f"/api/topic/{number}"] = as_json({"tid": number, "title": f"第 {number} 题", "posts": [one]})
        yield found


@pytest.fixture
def winter(city: City) -> City:
    for login in ("op1", "a1", "sup1", "lia1", "b1"):
        city.seat(login)
    in_season(city)
    return city
