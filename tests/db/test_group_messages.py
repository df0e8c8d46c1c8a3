"""Messages to the work groups on the real database and a real receiver: what is told, and that it is told once."""

from collections.abc import Callable

import pytest

from app import complaints, dispatch, group_chats, supervision
from app.errors import DatabaseAway
from app.message_queue import MessageSender, Turn
from app.records import State
from at_once import together
from db.messages import SendingLine
from robot import Reply, Robot, recorded
from small_city import MAGNOLIA, City
from work_group import Chat, rested, states


def test_a_dispatch_is_told_to_the_companys_group_and_to_everybodys(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    chat("wecom"), chat("dingtalk", company_id=2), chat("feishu", company_id=None, secret="example-secret")
    sent = city.bring(State.DISPATCHED)
    robot.answer(recorded("wecom-ok"), recorded("feishu-ok"))
    turn = sender.turn()
    assert (turn.leading, turn.sent, turn.failed, turn.troubles) == (True, 2, 0, ())
    assert {one.path for one in robot.posted} == {"/cgi-bin/webhook/send", "/open-apis/bot/v2/hook/TOKEN-1234567890"}
    fixed = group_chats.group_text(city.seat("op1"), sent.number)
    assert robot.texts == [fixed, fixed]  # the robots say what the clipboard says
    assert f"{sent.number}-1" in fixed
    assert "牡丹花园 3 号楼" in fixed
    assert states(city) == ["sent", "sent"]
    assert sender.turn().sent == 0


def test_what_else_is_told(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    city.bring(State.RETURNED)
    city.bring(State.REOPENED)
    city.take()
    for _ in range(5):
        rested(city)
        sender.turn()
    titles = [text.partition("】")[0] for text in robot.texts]
    assert titles == ["【12319 派单", "【12319 退单", "【12319 派单", "【12319 重办"]
    assert states(city) == ["sent"] * 4


def test_no_name_no_phone_no_flat_and_no_words(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    sent = city.bring(State.DISPATCHED, building="王女士家", text="我叫王小明，13853000001", room="甲501")
    dispatch.give_back(city.seat("a1"), sent.id, sent.revision, "王小明 13853000001 说不是")
    city.bring(State.DISPATCHED, category="D1", secret=True)
    for _ in range(3):
        rested(city)
        sender.turn()
    stored = " ".join(str(row) for row in city.owner().execute("SELECT facts - 'building' FROM message").fetchall())
    for text in (*robot.texts, stored):
        for word in ("王女士", "王小明", "13853000001", "138 5300 0001", "甲501"):
            assert word not in text
    assert "3 号楼" not in robot.texts[-1]  # of a secret complaint the community alone
    assert "牡丹花园" in robot.texts[-1]


def test_a_message_is_a_snapshot(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    sent = city.bring(State.DISPATCHED)
    fixed = group_chats.group_text(city.seat("op1"), sent.number)
    complaints.edit(city.seat("op1"), sent.id, sent.revision, community_id=MAGNOLIA, building="9")
    sender.turn()
    assert robot.texts == [fixed]


def test_a_dispatch_that_is_taken_back_leaves_no_message(city: City, chat: Chat) -> None:
    chat()
    taken = city.take()
    with city.raw("op1").transaction(force_rollback=True):
        city.act("op1", taken.id, 1, "dispatch", changes={"company_id": 1}, slip={})
    assert states(city) == []


def test_a_supervision_is_told_with_its_level(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat(company_id=None)
    sent = city.bring(State.SIGNED)
    supervision.supervise(city.seat("sup1"), sent.id, sent.revision, 2, "王小明 13853000001 三次来电")
    rested(city)
    sender.turn()
    rested(city)
    sender.turn()
    assert robot.texts[-1].startswith(f"【12319 督办】{sent.number}-1 2 级\n永恒")
    assert "王小明" not in robot.texts[-1]


def test_a_limit_that_passes_is_told_once_however_it_is_noticed(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    chat()
    sent = [city.bring(State.SIGNED) for _ in range(2)]
    owner = city.owner()
    owner.execute("UPDATE message SET state = 'sent'")
    owner.execute("UPDATE group_chat SET active_since = now() - interval '1 day'")
    owner.execute("UPDATE complaint SET due_at = now() - interval '5 min', rank_at = now() - interval '5 min'")
    sender.turn()  # notices first
    assert supervision.check_overdue(city.seat("sup1")) == sorted(one.number for one in sent)
    for _ in range(3):
        rested(city)
        sender._overdue_at = 0.0
        sender.turn()
    assert sorted(text.splitlines()[0] for text in robot.texts) == [f"【12319 超时】{one.number}-1" for one in sent]


def test_an_overdue_complaint_is_told_once(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    made = chat()
    sent = city.bring(State.DISPATCHED)
    city.bring(State.REPORTED)
    owner = city.owner()
    owner.execute("UPDATE group_chat SET active_since = now() - interval '1 day'")
    owner.execute(
        "UPDATE complaint SET due_at = now() - interval '5 min', rank_at = now() - interval '5 min',"
        " due_times = jsonb_set(due_times, '{0,due_at}', to_jsonb(now() - interval '5 min'))"
    )
    for _ in range(5):
        rested(city)
        sender.turn()
        sender._overdue_at = 0.0  # as if half a minute had gone by
    over = [text for text in robot.texts if text.startswith("【12319 超时】")]
    assert len(over) == 1
    assert f"{sent.number}-1" in over[0]
    owner.execute("UPDATE complaint SET due_at = now() - interval '13 hours'")  # old when the chat came
    rested(city)
    assert sender.turn().sent == 0
    assert made.trouble == ""


def test_many_go_out_together(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    sent = [city.bring(State.DISPATCHED) for _ in range(30)]
    turns = 0
    while "waiting" in states(city):
        rested(city)
        sender.turn(1)
        turns += 1
        assert turns < 10
    assert len(robot.posted) < 8
    for complaint in sent:
        assert sum(text.count(f"{complaint.number}-1") for text in robot.texts) == 1
    assert max(len(text.encode()) for text in robot.texts) <= 2048


def test_the_pace_of_a_robot(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    city.bring(State.DISPATCHED), city.bring(State.DISPATCHED)
    turn = sender.turn()
    assert turn.sent == 1  # 20 a minute: the second one in three seconds
    assert turn.due_in == pytest.approx(3.1, abs=0.5)


def test_two_seats_at_once_send_once(city: City, chat: Chat, robot: Robot) -> None:
    chat(), chat("feishu", name="二"), chat("dingtalk", name="三")
    robot.answer(Reply(b'{"errcode": 0, "code": 0}'))
    sent = [city.bring(State.DISPATCHED) for _ in range(4)]
    senders = [MessageSender(city.seat(login)) for login in ("op1", "op2", "sup1")]

    def work(sender: MessageSender) -> Callable[[], list[Turn]]:
        return lambda: [sender.turn() for _ in range(3)]

    try:
        for _ in range(4):
            rested(city)
            turns = together(*(work(sender) for sender in senders))
            assert sum(any(turn.leading for turn in one) for one in turns) == 1
    finally:
        for sender in senders:
            sender.close()
    assert set(states(city)) == {"sent"}
    assert len(robot.posted) == 12
    for complaint in sent:
        assert sum(f"{complaint.number}-1" in text for text in robot.texts) == 3


def test_the_next_seat_takes_over(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    other = MessageSender(city.seat("op2"))
    assert other.turn().leading
    assert not sender.turn().leading
    city.cut("op2")
    city.bring(State.DISPATCHED)
    turn = sender.turn()
    assert (turn.leading, turn.sent) == (True, 1)
    with pytest.raises(DatabaseAway):  # it notices
        other.turn()


def test_the_server_notices_a_sender_that_lost_its_power(city: City) -> None:
    line = SendingLine(city.seat("op1").store)
    try:
        assert line.lead()
        assert line._one("SELECT current_setting('tcp_keepalives_idle') AS seconds")["seconds"] == "20"
    finally:
        line.close()


def test_a_sender_that_dies_after_sending_sends_again(
    city: City, chat: Chat, robot: Robot, sender: MessageSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat()
    city.bring(State.DISPATCHED)
    dying = MessageSender(city.seat("sup1"))
    monkeypatch.setattr("db.messages.SendingLine.settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        dying.turn()
    dying.close()
    monkeypatch.undo()
    assert sender.turn().sent == 0  # lent for a while
    rested(city)
    assert sender.turn().sent == 1
    assert robot.texts[0] == robot.texts[1]
    assert states(city) == ["sent"]


def test_facts_that_nobody_can_read_hold_nothing_up(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    made = chat()
    city.owner().execute(
        "INSERT INTO message (chat_id, topic, facts) VALUES (%s, 'x', '{\"kind\": \"of tomorrow\"}')", (made.id,)
    )
    city.bring(State.DISPATCHED)
    sender.turn()
    rested(city)
    sender.turn()
    assert states(city) == ["refused", "sent"]


def test_an_incident_is_told_through_the_same_queue(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    chat()
    taken = city.take()
    city.act("op1", taken.id, 1, "dispatch", changes={"company_id": 1}, detail={"incident": 3}, slip={})
    facts = '{"kind": "incident", "number": "P20261120-03", "company": "永恒", "place": "牡丹换热站", "homes": 900}'
    for _ in range(2):
        city.owner().execute("SELECT queue_message(1, 'incident:3:1', %s)", (facts,))
    sender.turn()
    assert robot.texts == ["【12319 片区事件】P20261120-03\n永恒\n地点：牡丹换热站\n约 900 户\n请登录系统查看并办理。"]


def test_old_messages_are_given_up(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    chat()
    city.bring(State.DISPATCHED)
    city.owner().execute("UPDATE message SET made_at = now() - interval '13 hours'")
    sender.turn()
    assert (states(city), robot.posted) == (["stopped"], [])
