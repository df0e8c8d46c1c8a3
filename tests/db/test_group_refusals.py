"""What the robots refuse, answer wrongly or not at all: waited for, shortened, given up, or the chat stopped."""

import pytest

from app import audit, group_chats
from app.group_chats import ChatWords, MessageState, list_messages
from app.message_queue import MessageSender
from app.records import State
from app.robots import Outcome
from robot import Reply, Robot, recorded
from small_city import City
from work_group import Chat, rested, states, wait_of


@pytest.mark.parametrize(
    ("kind", "reply", "outcome", "at_least"),
    [
        ("wecom", recorded("wecom-too-many"), Outcome.LATER, 60),
        ("dingtalk", recorded("dingtalk-too-many"), Outcome.LATER, 600),
        ("feishu", recorded("feishu-too-many-shape-guessed", 429), Outcome.LATER, 60),
        ("wecom", Reply(b"<html>gateway</html>", 502), Outcome.LATER, 10),
        ("wecom", Reply(b'{"errmsg": "ok"}'), Outcome.LATER, 10),
        ("feishu", Reply(b"", 302, {"Location": "http://127.0.0.1:9/"}), Outcome.LATER, 10),
        ("wecom", Reply(b"<html>too many</html>", 429), Outcome.LATER, 60),
        ("wecom", Reply(b"x" * 3_000_000), Outcome.LATER, 60),
        ("wecom", recorded("wecom-bad-key"), Outcome.STOP, None),
        ("dingtalk", recorded("dingtalk-bad-sign"), Outcome.STOP, None),
        ("dingtalk", recorded("dingtalk-bad-sign-older"), Outcome.STOP, None),
        ("dingtalk", recorded("dingtalk-old-timestamp"), Outcome.STOP, None),
        ("feishu", recorded("feishu-bad-sign"), Outcome.STOP, None),
        ("feishu", recorded("feishu-ip-not-allowed", 400), Outcome.STOP, None),
        ("feishu", recorded("feishu-keyword-missing"), Outcome.STOP, None),
    ],
)
def test_refusals(
    city: City,
    chat: Chat,
    robot: Robot,
    sender: MessageSender,
    kind: str,
    reply: Reply,
    outcome: Outcome,
    at_least: int | None,
) -> None:
    made = chat(kind, secret="SECexample0000")
    city.bring(State.DISPATCHED)
    robot.answer(reply)
    turn = sender.turn()
    assert (turn.sent, turn.failed, len(robot.posted)) == (0, 1, 1)
    assert sender.turn().failed == 0  # it rests
    now = group_chats.find_chat(city.seat("admin"), str(made.id))
    (message,) = list_messages(city.seat("sup1"))
    assert message.state is MessageState.WAITING
    assert message.last_error
    if outcome is Outcome.STOP:
        assert now.trouble == message.last_error
        assert now.name in turn.troubles[0]
        rested(city)
        assert sender.turn().failed == 0
        assert audit.recent_events(city.seat("audit"), "停发")[0].subject == now.trouble
    else:
        assert at_least is not None
        assert now.trouble == ""
        assert at_least <= wait_of(city).total_seconds() <= at_least * 1.25
    robot.answer(recorded("feishu-ok" if kind == "feishu" else "wecom-ok"))
    group_chats.set_chat_active(city.seat("admin"), made.id, True)  # the administrator has looked
    rested(city)
    assert sender.turn().sent == 1


def test_nobody_at_the_other_end(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    made = chat()
    words = ChatWords(made.name, made.kind, 1, "http://127.0.0.1:9/cgi-bin/webhook/send?key=KEY-1234567890")
    group_chats.change_chat(city.seat("admin"), made.id, words)
    city.bring(State.DISPATCHED)
    waits = []
    for _ in range(3):
        rested(city)
        assert sender.turn().failed == 1
        waits.append(wait_of(city).total_seconds())
    assert [10 * 2**n <= wait <= 12.5 * 2**n for n, wait in enumerate(waits)] == [True] * 3
    assert list_messages(city.seat("op1"))[0].last_error == "连接不上"


def test_an_answer_that_never_ends(
    city: City, chat: Chat, robot: Robot, sender: MessageSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.message_queue.POST_SECONDS", 0.3)
    chat()
    city.bring(State.DISPATCHED)
    robot.answer(Reply(b"", drip=0.02))
    assert sender.turn().failed == 1
    assert "没有收到完整的回答" in list_messages(city.seat("op1"))[0].last_error


def test_too_long_is_shortened_and_then_given_up(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    city.bring(State.DISPATCHED)
    robot.answer(recorded("wecom-too-long"))
    for _ in range(4):
        rested(city)
        sender.turn()
    assert states(city) == ["refused"]
    assert len(robot.posted) == 3


def test_an_unknown_number_is_tried_and_then_stops_the_chat(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    chat()
    city.bring(State.DISPATCHED)
    robot.answer(Reply(b'{"errcode": 300001, "errmsg": "token TOKEN KEY-1234567890 is not exist"}'))
    for _ in range(8):
        rested(city)
        sender.turn()
    assert len(robot.posted) == 5
    trouble = group_chats.list_chats(city.seat("sup1"))[0].trouble
    assert "300001" in trouble
    assert "KEY-1234567890" not in trouble


def test_an_answer_lost_again_and_again_stops_the_chat(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    chat()
    city.bring(State.DISPATCHED)
    robot.answer(Reply(b"x" * 100_000))  # accepted or not: nobody knows, and the group may read it each time
    for _ in range(8):
        rested(city)
        sender.turn()
    assert len(robot.posted) == 5
    assert "可能已经有了" in group_chats.list_chats(city.seat("sup1"))[0].trouble


def test_a_service_that_is_away_for_long_is_waited_for(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    chat()
    city.bring(State.DISPATCHED)
    robot.answer(*[Reply(b"<html>maintenance</html>", 503)] * 12, recorded("wecom-ok"))
    while "waiting" in states(city):
        rested(city)
        sender.turn()
    assert (states(city), len(robot.posted)) == (["sent"], 13)


def test_not_even_half_a_credential_is_shown(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    city.bring(State.DISPATCHED)
    for before in range(150, 200):
        said = b'{"errcode": 93000, "errmsg": "%s KEY-1234567890"}' % (b"x" * before)
        robot.answer(Reply(said))
        group_chats.set_chat_active(city.seat("admin"), 1, True)
        rested(city)
        sender.turn()
        trouble = group_chats.list_chats(city.seat("admin"))[0].trouble
        assert "KEY-" not in trouble
        assert len(trouble) <= 200


def test_a_message_that_nobody_can_read_is_listed_all_the_same(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    made = chat()
    city.owner().execute(
        "INSERT INTO message (chat_id, topic, facts) VALUES (%s, 'x', '{\"kind\": \"of tomorrow\"}')", (made.id,)
    )
    sender.turn()
    (message,) = list_messages(city.seat("op1"))
    assert (message.state, message.text) == (MessageState.REFUSED, "本程序读不懂这条消息。")
