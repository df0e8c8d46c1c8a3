"""The administrator's look at the queue of the work groups, and another try of one message."""

import psycopg
import pytest

from app.chat_queue import UNSENT, MessageState, queued, retry
from app.errors import BadInput, NotAllowed
from app.group_chats import list_chats, set_chat_active
from app.message_queue import MessageSender
from app.records import State
from robot import Robot, recorded
from small_city import City
from work_group import Chat, rested, states


def test_the_queue_tells_no_complaint_data(city: City, chat: Chat) -> None:
    made = chat()
    sent = city.bring(State.DISPATCHED)
    (one,) = queued(city.seat("admin"))
    assert (one.chat_id, one.subject, one.state) == (made.id, f"派单 {sent.number}", MessageState.WAITING)
    assert one.tries == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        city.raw("admin").execute("SELECT facts FROM message")


def test_a_message_behind_a_chat_in_trouble_goes_out_again(
    city: City, chat: Chat, robot: Robot, sender: MessageSender
) -> None:
    chat("dingtalk", secret="SECexample0000")
    city.bring(State.DISPATCHED)
    robot.answer(recorded("dingtalk-bad-sign"), recorded("dingtalk-ok"))
    assert sender.turn().troubles
    admin = city.seat("admin")
    (one,) = queued(admin, states=UNSENT)
    assert (one.state, one.tries) == (MessageState.WAITING, 1)
    assert "签名" in one.last_error
    retry(admin, one.id)
    assert list_chats(admin)[0].trouble == ""
    assert sender.turn().sent == 1
    assert queued(admin, states=UNSENT) == []
    event = city.owner().execute("SELECT act, note FROM event WHERE act = 'message_retry'").fetchone()
    assert event == ("message_retry", "dingtalk 群")


@pytest.mark.parametrize("state", ["refused", "stopped"])
def test_a_message_that_was_given_up_is_tried_anew(
    city: City, chat: Chat, robot: Robot, sender: MessageSender, state: str
) -> None:
    chat()
    city.bring(State.DISPATCHED)
    city.owner().execute(
        "UPDATE message SET state = %s, tries = 4, shortened = 2, last_error = '内容不被接受'", (state,)
    )
    robot.answer(recorded("wecom-ok"))
    retry(city.seat("admin"), queued(city.seat("admin"))[0].id)
    rested(city)
    assert sender.turn().sent == 1
    assert states(city) == ["sent"]


def test_what_can_not_be_tried_again_is_told(city: City, chat: Chat) -> None:
    admin, made = city.seat("admin"), chat()
    city.bring(State.DISPATCHED)
    (one,) = queued(admin)
    for change, sentence in (
        ("state = 'waiting'", "正在排队"),
        ("state = 'sent'", "已经发出"),
        ("state = 'stopped', made_at = now() - interval '13 hours'", "12 小时"),
    ):
        city.owner().execute(f"UPDATE message SET {change}")
        with pytest.raises(BadInput, match=sentence) as told:
            retry(admin, one.id)
        assert told.value.field == "message"
    for unknown in (one.id + 1000, 0, -1, 2**63, 10**30):
        with pytest.raises(BadInput, match="没有这条消息"):
            retry(admin, unknown)
    set_chat_active(admin, made.id, False)
    with pytest.raises(BadInput, match="已停用"):
        retry(admin, one.id)


@pytest.mark.parametrize("login", ["op1", "sup1", "a1", "audit"])
def test_nobody_else_tries_again(city: City, login: str) -> None:
    with pytest.raises(NotAllowed):
        retry(city.seat(login), 1)
    with pytest.raises(NotAllowed):
        queued(city.seat(login))
    for statement in ("SELECT message_retry(1)", "SELECT * FROM chat_messages('{}', 5)"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            city.raw(login).execute(statement)
