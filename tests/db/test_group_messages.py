"""Messages to the work groups on the real database and a real receiver: sent once, kept when refused."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import psycopg
import pytest

from app import audit, complaints, dispatch, group_chats, intake, supervision
from app.errors import BadInput, DatabaseAway, NotAllowed
from app.group_chats import ChatKind, ChatWords, GroupChat, MessageState, list_messages
from app.message_queue import MessageSender, Turn
from app.records import State
from app.robots import Outcome
from at_once import together
from robot import Reply, Robot, recorded, robot as robot_on_loopback
from small_city import MAGNOLIA, City

SECRETS = ("KEY-1234567890", "TOKEN-1234567890", "SECexample0000")


@pytest.fixture
def robot() -> Iterator[Robot]:
    with robot_on_loopback() as made:
        yield made


@pytest.fixture
def sender(city: City) -> Iterator[MessageSender]:
    made = MessageSender(city.seat("op1"), random_part=lambda: 0.5)
    yield made
    made.close()


Chat = Callable[..., GroupChat]


@pytest.fixture
def chat(city: City, robot: Robot) -> Chat:
    """``chat("feishu", company_id=2)``: a chat of company 1 by default, at the robot."""

    def add(kind: str = "wecom", company_id: int | None = 1, secret: str = "", name: str = "") -> GroupChat:
        words = ChatWords(name or f"{kind} 群", ChatKind(kind), company_id, robot.address(kind), secret)
        return group_chats.add_chat(city.seat("admin"), words)

    return add


def rested(city: City) -> None:
    """As if every chat had rested, and every message waited its time."""
    city.owner().execute("UPDATE group_chat SET next_send_at = now() - interval '1 s'")
    city.owner().execute("UPDATE message SET next_try_at = now() - interval '1 s' WHERE state = 'waiting'")


def states(city: City) -> list[str]:
    return [state for (state,) in city.owner().execute("SELECT state FROM message ORDER BY id").fetchall()]


def wait_of(city: City, table: str = "group_chat", column: str = "next_send_at") -> timedelta:
    return city.owner().execute(f"SELECT {column} - now() FROM {table} ORDER BY id LIMIT 1").fetchone()[0]


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
    sent = city.bring(State.DISPATCHED, building="王女士家", text="我叫王小明，13853000001", room="501")
    dispatch.give_back(city.seat("a1"), sent.id, sent.revision, "王小明 13853000001 说不是")
    city.bring(State.DISPATCHED, category="D1", secret=True)
    for _ in range(3):
        rested(city)
        sender.turn()
    stored = " ".join(str(row) for row in city.owner().execute("SELECT facts - 'building' FROM message").fetchall())
    for text in (*robot.texts, stored):
        for word in ("王女士", "王小明", "13853000001", "138 5300 0001", "501"):
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


@pytest.mark.parametrize(
    ("kind", "reply", "outcome", "at_least"),
    [
        ("wecom", recorded("wecom-too-many"), Outcome.LATER, 60),
        ("dingtalk", recorded("dingtalk-too-many"), Outcome.LATER, 600),
        ("feishu", recorded("feishu-too-many-shape-guessed", 429), Outcome.LATER, 60),
        ("wecom", Reply(b"<html>gateway</html>", 502), Outcome.LATER, 10),
        ("wecom", Reply(b'{"errmsg": "ok"}'), Outcome.LATER, 10),
        ("feishu", Reply(b"", 302, {"Location": "http://127.0.0.1:9/"}), Outcome.LATER, 10),
        ("wecom", Reply(b"x" * 100_000), Outcome.LATER, 10),
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
    monkeypatch.setattr("app.posting.POST_SECONDS", 0.3)
    chat()
    city.bring(State.DISPATCHED)
    robot.answer(Reply(b"", drip=0.02))
    assert sender.turn().failed == 1
    assert "没有回答" in list_messages(city.seat("op1"))[0].last_error


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


def test_a_chat_out_of_use(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    made = chat()
    city.bring(State.DISPATCHED)
    assert not group_chats.set_chat_active(city.seat("admin"), made.id, False).active
    city.bring(State.DISPATCHED)
    sender.turn()
    assert (states(city), robot.posted) == (["stopped"], [])


def test_the_administrators_test(city: City, chat: Chat, robot: Robot) -> None:
    made = chat("dingtalk", secret="SECexample0000")
    city.owner().execute("UPDATE group_chat SET trouble = '签名不符'")
    robot.answer(recorded("dingtalk-bad-sign"), recorded("dingtalk-ok"))
    assert group_chats.try_chat(city.seat("admin"), made.id).outcome is Outcome.STOP
    assert group_chats.list_chats(city.seat("admin"))[0].trouble
    assert group_chats.try_chat(city.seat("admin"), made.id).outcome is Outcome.SENT
    assert group_chats.list_chats(city.seat("admin"))[0].trouble == ""
    assert set(robot.posted[0].query) == {"access_token", "timestamp", "sign"}


@pytest.mark.parametrize("login", ["a1", "lia1", "net1", "admin", "audit"])
def test_who_does_not_send(city: City, chat: Chat, login: str) -> None:
    chat()
    with pytest.raises(NotAllowed):
        MessageSender(city.seat(login)).turn()
    for statement in (
        "SELECT start_sending()",
        "SELECT * FROM take_messages(1, 1, 1)",
        "SELECT settle_messages('{1}', 'sent', '', 0)",
        "SELECT queue_overdue()",
        "SELECT queue_message(1, 'x', '{}')",
        "SELECT address FROM group_chat",
        "SELECT secret FROM group_chat",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute(statement)


def test_a_company_reads_nothing_of_it(city: City, chat: Chat) -> None:
    made = chat()
    city.bring(State.DISPATCHED)
    for statement in ("SELECT name FROM group_chat", "SELECT topic FROM message", f"SELECT chat_test({made.id})"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw("a1").execute(statement)
    with pytest.raises(NotAllowed):
        group_chats.list_chats(city.seat("a1"))
    with pytest.raises(NotAllowed):
        list_messages(city.seat("a1"))


def test_an_operator_takes_addresses_only_as_the_sender(city: City, chat: Chat, sender: MessageSender) -> None:
    made = chat()
    assert sender.turn().leading
    with pytest.raises(psycopg.Error) as told:
        city.raw("sup1").execute("SELECT * FROM take_messages(1, 1, 1)")
    assert told.value.sqlstate == "WL003"
    for act in (
        lambda: group_chats.add_chat(city.seat("op1"), ChatWords("群", ChatKind.WECOM)),
        lambda: group_chats.set_chat_active(city.seat("sup1"), made.id, False),
        lambda: group_chats.try_chat(city.seat("op1"), made.id),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_no_credential_stands_in_events_errors_or_logs(
    city: City, chat: Chat, robot: Robot, sender: MessageSender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    made = [chat("wecom"), chat("dingtalk", secret="SECexample0000"), chat("feishu", secret="SECexample0000")]
    robot.answer(Reply(b"nonsense"))
    for one in made:
        group_chats.try_chat(city.seat("admin"), one.id)
    city.bring(State.DISPATCHED)
    sender.turn()
    for one in made:
        words = ChatWords(one.name, one.kind, 1, f"ftp://127.0.0.1{robot.address('dingtalk')[16:]}")
        with pytest.raises(BadInput) as told:
            group_chats.change_chat(city.seat("admin"), one.id, words)
        assert told.value.field == "address"
        assert not any(secret in str(told.value) for secret in SECRETS)
    events = city.owner().execute("SELECT act, note, detail::text FROM event WHERE complaint_id IS NULL").fetchall()
    assert any(detail.count("127.0.0.1") for _, _, detail in events)
    errors = city.owner().execute("SELECT last_error FROM message").fetchall()
    for secret in SECRETS:
        assert secret not in str(events) + str(errors) + caplog.text
    assert audit.verify(city.seat("audit")).breaks == ()


def test_what_is_no_chat(city: City, chat: Chat, robot: Robot) -> None:
    chat(name="永恒群")
    admin = city.seat("admin")
    good = robot.address("wecom")
    for words, field in (
        (ChatWords(" ", ChatKind.WECOM, 1, good), "name"),
        (ChatWords("永恒群", ChatKind.WECOM, 1, good), "name"),
        (ChatWords("甲", ChatKind.WECOM, 99, good), "company"),
        (ChatWords("甲", ChatKind.WECOM, 1), "address"),
        (ChatWords("甲", ChatKind.WECOM, 1, "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY"), "address"),
        (ChatWords("甲", ChatKind.DINGTALK, 1, good), "address"),
        (ChatWords("甲", ChatKind.WECOM, 1, good + "\n"), None),
        (ChatWords("乙", ChatKind.WECOM, 1, good, "密" * 201), "secret"),
        (ChatWords("乙", ChatKind.EMAIL, 1, "smtps://u:pw@mail.example.cn/?from=a@b.cn&to=c@d.cn"), "address"),
    ):
        if field is None:
            group_chats.add_chat(admin, words)
            continue
        with pytest.raises(BadInput) as told:
            group_chats.add_chat(admin, words)
        assert told.value.field == field, words


def test_a_company_that_takes_the_senders_lock_is_cut_off(city: City, chat: Chat, sender: MessageSender) -> None:
    chat()
    for function in ("pg_advisory_lock", "pg_advisory_lock_shared"):
        city.raw("a1").execute(f"SELECT {function}(12319, 7)")
        assert not sender.turn().leading
        with pytest.raises(psycopg.OperationalError):
            city.raw("a1").execute("SELECT 1")
        assert city.raw("a1").execute("SELECT my_role()").fetchone() == ("company",)  # it may come back
        assert sender.turn().leading
        sender.close()
    assert audit.recent_events(city.seat("audit"), "占用")[0].subject == "a1"


def test_without_a_chat_nothing_is_queued_and_no_line_is_held(city: City, sender: MessageSender) -> None:
    city.bring(State.DISPATCHED)
    intake.remind(city.seat("op1"), city.take().id)
    assert sender.turn() == Turn(False)
    assert states(city) == []
