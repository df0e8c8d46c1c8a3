"""Chats of other software by apprise, an optional extra: taken in, sent to for real, refused in words."""

import sys

import pytest

from app import group_chats
from app.errors import BadInput
from app.group_chats import ChatKind, ChatWords, GroupChat
from app.message_queue import MessageSender
from app.records import State
from app.robots import Outcome
from robot import Reply, Robot
from small_city import City
from work_group import states


def add(city: City, address: str) -> GroupChat:
    return group_chats.add_chat(city.seat("admin"), ChatWords("值班群", ChatKind.OTHER, 1, address, ""))


def test_a_dispatch_reaches_another_software(city: City, robot: Robot, sender: MessageSender) -> None:
    add(city, f"json://127.0.0.1:{robot.port}/duty-1234567")
    complaint = city.bring(State.DISPATCHED)
    turn = sender.turn()
    assert (turn.sent, turn.failed, states(city)) == (1, 0, ["sent"])
    (posted,) = robot.posted
    assert posted.path == "/duty-1234567"
    assert complaint.number in posted.body["message"]


def test_what_is_refused_is_tried_again_and_then_looked_at(city: City, robot: Robot, sender: MessageSender) -> None:
    chat = add(city, f"json://127.0.0.1:{robot.port}/duty-1234567")
    robot.answer(Reply(b"no", 503))
    verdict = group_chats.try_chat(city.seat("admin"), chat.id)
    assert (verdict.outcome, verdict.known) == (Outcome.LATER, False)
    assert "duty-1234567" not in verdict.words
    city.bring(State.DISPATCHED)
    assert (sender.turn().failed, states(city)) == (1, ["waiting"])


def test_an_answer_that_never_ends_holds_nobody_up(city: City, robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.other_chats.WHOLE_SECONDS", 0.3)
    chat = add(city, f"json://127.0.0.1:{robot.port}/duty-1234567")
    robot.answer(Reply(b"", drip=0.02))
    verdict = group_chats.try_chat(city.seat("admin"), chat.id)
    assert (verdict.outcome, verdict.known) == (Outcome.LATER, False)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "地址"),
        ("duty group", "地址"),
        ("exec://rm", "地址"),
        ("json://duty.example.cn/x", "加密"),  # in clear over the net
        ("syslog://", "加密"),  # this machine's own, and no chat
        ("wecombot://KEY1234567890abcdef", "企业微信"),
        ("dingtalk://TOKEN1234567890", "企业微信"),
        ("feishu://TOKEN1234567890", "企业微信"),
        ("lark://TOKEN1234567890", "企业微信"),
    ],
)
def test_an_address_that_is_no_chats_is_refused(city: City, address: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        add(city, address)
    assert refused.value.field == "address"
    assert not address or address not in refused.value.sentence


def test_without_the_extra_it_says_what_to_install(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)  # as where it was not installed
    with pytest.raises(BadInput, match=r"warmline\[chats\]"):
        add(city, "jsons://duty.example.cn/x")


def test_a_seat_without_the_extra_leaves_the_message_waiting(
    city: City, robot: Robot, sender: MessageSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(city, f"json://127.0.0.1:{robot.port}/duty-1234567")
    city.bring(State.DISPATCHED)
    monkeypatch.setitem(sys.modules, "apprise", None)
    turn = sender.turn()
    assert (turn.sent, states(city), robot.posted) == (0, ["waiting"], [])
