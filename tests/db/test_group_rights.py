"""Who keeps the work groups, who sends, and that no credential comes out."""

import psycopg
import pytest

from app import audit, group_chats, intake
from app.errors import BadInput, NotAllowed
from app.group_chats import ChatKind, ChatWords, list_messages
from app.message_queue import MessageSender, Turn
from app.records import State
from app.robots import Outcome
from robot import Reply, Robot, recorded
from small_city import City
from work_group import Chat, states

SECRETS = ("KEY-1234567890", "TOKEN-1234567890", "SECexample0000")


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


def test_without_a_chat_nothing_is_queued_and_no_line_is_held(city: City, sender: MessageSender) -> None:
    city.bring(State.DISPATCHED)
    intake.remind(city.seat("op1"), city.take().id)
    assert sender.turn() == Turn(False)
    assert states(city) == []


def test_a_chat_out_of_use(city: City, chat: Chat, robot: Robot, sender: MessageSender) -> None:
    made = chat()
    city.bring(State.DISPATCHED)
    assert not group_chats.set_chat_active(city.seat("admin"), made.id, False).active
    city.bring(State.DISPATCHED)
    sender.turn()
    assert (states(city), robot.posted) == (["stopped"], [])
