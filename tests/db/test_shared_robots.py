"""One robot in several chats: told once of each event, at the robot's own pace; and a chat paused in the middle."""

from app import group_chats
from app.message_queue import MessageSender
from app.records import State
from robot import Reply, Robot, recorded
from small_city import City
from work_group import Chat, rested, states, wait_of


def test_it_is_told_once(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat(name="永恒"), chat(name="全部", company_id=None), chat("feishu", name="飞书")
    robot.answer(Reply(b'{"errcode": 0, "code": 0}'))
    sent = [city.bring(State.DISPATCHED) for _ in range(3)]
    while "waiting" in states(city):
        rested(city)
        sender.turn()
    for complaint in sent:
        assert sum(complaint.number in text for text in robot.texts) == 2  # the WeCom robot, and the Feishu one
    city.owner().execute("UPDATE group_chat SET active_since = now() - interval '1 day'")
    city.owner().execute("UPDATE complaint SET due_at = now() - interval '5 min', rank_at = now() - interval '5 min'")
    sender._overdue_at = 0.0
    sender.turn()
    assert states(city).count("waiting") + sum("超时" in text for text in robot.texts) == 6


def test_its_chats_rest_together(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat(name="甲", company_id=1), chat(name="乙", company_id=1)
    owner = city.owner()
    owner.execute(
        "INSERT INTO message (chat_id, topic, facts)"
        ' SELECT g.id, \'x\' || g.id, \'{"kind": "incident", "number": "P20261120-01"}\' FROM group_chat g'
    )
    assert (sender.turn().sent, len(robot.posted)) == (1, 1)  # 20 a minute, not 40
    owner.execute("UPDATE group_chat SET next_send_at = now()")
    robot.answer(recorded("wecom-too-many"))
    assert (sender.turn().failed, len(robot.posted)) == (1, 2)
    assert wait_of(city).total_seconds() >= 60
    assert all(seconds >= 60 for (seconds,) in owner.execute(
        "SELECT extract(epoch FROM next_send_at - now()) FROM group_chat").fetchall())  # fmt: skip


def test_what_arrived_while_its_chat_was_paused_is_sent(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    made = chat()
    city.bring(State.DISPATCHED)
    sender.turn(0)  # leads
    line = sender._line
    assert line is not None
    (taken,) = line.take(5, 20, 120)
    group_chats.set_chat_active(city.seat("admin"), made.id, False)
    line.settle([taken["id"]], "sent", "", 0.0)
    assert states(city) == ["sent"]  # not given up, to be sent again by hand
